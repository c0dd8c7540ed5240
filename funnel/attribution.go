package funnel

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// CampaignTouch is one time that a lead came through a campaign: logged, or
// logged again.
type CampaignTouch struct {
	Campaign  string    `json:"campaign"`
	At        time.Time `json:"at"`
	Milestone Milestone `json:"milestone,omitempty"` // given when the lead is won
}

// maxCampaignTouches bounds what is kept of one lead.
const maxCampaignTouches = 20

// Milestone is what a campaign touch led to.
type Milestone string

// The milestones. A touch has one: a touch that was the first already leaves
// the later ones without a touch of their own.
const (
	MilestoneFirst       Milestone = "first"
	MilestoneLead        Milestone = "lead"        // the last before marketing offered it to sales
	MilestoneOpportunity Milestone = "opportunity" // the last before sales saw an opportunity
)

// Model says how the revenue of a won lead is shared among the campaigns
// through which it came.
type Model string

// The models.
const (
	ModelFirst  Model = "first"
	ModelLast   Model = "last"
	ModelLinear Model = "linear"
	ModelU      Model = "u"
	ModelW      Model = "w"
)

// ModelInfo describes a model.
type ModelInfo struct {
	Model Model
	Name  string
	Rule  string // in a few words
}

// Models are all of them, from the plainest to the most intricate.
var Models = []ModelInfo{
	{ModelFirst, "first touch", "all to the first campaign"},
	{ModelLast, "last touch", "all to the last campaign before the win"},
	{ModelLinear, "linear", "the same to each touch"},
	{ModelU, "U-shaped", "40% to the first touch, 40% to the one that made it a lead for sales, 20% shared by the rest"},
	{ModelW, "W-shaped", "30% each to the first touch, the one that made it a lead for sales and the one before the opportunity, 10% shared by the rest"},
}

// Info describes the model; the zero value is for a model unknown.
func (m Model) Info() ModelInfo {
	i := slices.IndexFunc(Models, func(info ModelInfo) bool { return info.Model == m })
	if i < 0 {
		return ModelInfo{}
	}
	return Models[i]
}

// ParseModel understands the models and their common spellings; nothing is
// the first touch, as which leads are counted too.
func ParseModel(text string) (Model, error) {
	want := strings.ReplaceAll(foldCode(text), "_", "")
	if want == "" {
		return ModelFirst, nil
	}
	names := make([]string, len(Models))
	for i, info := range Models {
		word := strings.NewReplacer("touch", "", "shaped", "", "shape", "").Replace(want)
		if word == string(info.Model) {
			return info.Model, nil
		}
		names[i] = string(info.Model)
	}
	return "", wrongField("model", "%s is not an attribution model. Expected one of %s.", quoted(text), strings.Join(names, ", "))
}

// cameThrough notes a campaign touch. When the list is full the latest takes
// the last place: the first ones are milestones.
func (l *Lead) cameThrough(campaign string, at time.Time) {
	if campaign == "" {
		return
	}
	kept := slices.Clone(l.Campaigns)
	if len(kept) == maxCampaignTouches {
		kept = kept[:maxCampaignTouches-1]
	}
	l.Campaigns = append(kept, CampaignTouch{Campaign: campaign, At: at})
}

// renameCampaign corrects the campaign of the first touch, which is that of
// the lead; a lead that came through none so far came through this one.
func (l *Lead) renameCampaign(campaign string) {
	if len(l.Campaigns) == 0 {
		l.cameThrough(campaign, l.CreatedAt)
		return
	}
	l.Campaigns = slices.Clone(l.Campaigns)
	l.Campaigns[0].Campaign = campaign
}

// journey is how the lead came, with the milestones that its touches led to.
func (l Lead) journey() []CampaignTouch {
	touches := slices.Clone(l.Campaigns)
	if len(touches) == 0 {
		return nil
	}
	touches[0].Milestone = MilestoneFirst
	for _, milestone := range []struct {
		name  Milestone
		stage Stage
	}{{MilestoneLead, MQL}, {MilestoneOpportunity, SQL}} {
		reached, ok := l.Reached[milestone.stage]
		if i := lastUntil(touches, reached); ok && i >= 0 && touches[i].Milestone == "" {
			touches[i].Milestone = milestone.name
		}
	}
	return touches
}

// lastUntil finds the last touch that is not after a moment, or -1.
func lastUntil(touches []CampaignTouch, at time.Time) int {
	for i, touch := range slices.Backward(touches) {
		if !touch.At.After(at) {
			return i
		}
	}
	return -1
}

// share is what a model gives to milestones, and to all other touches
// together.
type share struct {
	milestones map[Milestone]int64
	rest       int64
}

var shares = map[Model]share{
	ModelU: {map[Milestone]int64{MilestoneFirst: 40, MilestoneLead: 40}, 20},
	ModelW: {map[Milestone]int64{MilestoneFirst: 30, MilestoneLead: 30, MilestoneOpportunity: 30}, 10},
}

// Weights are the parts of the touches under a model, as whole numbers: the
// part of a touch is its weight of the sum of all. What a model gives to a
// milestone that has no touch is shared by the others in proportion.
func (m Model) Weights(touches []CampaignTouch) []int64 {
	weights := make([]int64, len(touches))
	if len(touches) == 0 {
		return weights
	}
	by, shaped := shares[m]
	switch {
	case m == ModelFirst:
		weights[0] = 1
	case m == ModelLast:
		weights[len(weights)-1] = 1
	case !shaped || m == ModelU && len(touches) == 2:
		for i := range weights {
			weights[i] = 1
		}
	default:
		by.weigh(touches, weights)
	}
	return weights
}

// weigh multiplies all parts by how many share the rest, so that they stay
// whole numbers.
func (s share) weigh(touches []CampaignTouch, weights []int64) {
	var others int64
	for _, touch := range touches {
		if s.milestones[touch.Milestone] == 0 {
			others++
		}
	}
	for i, touch := range touches {
		weights[i] = s.rest
		if part := s.milestones[touch.Milestone]; part > 0 {
			weights[i] = part * max(others, 1)
		}
	}
}

// Split shares an amount by weights. The parts sum to the whole to the last
// minor unit: what is left by rounding down goes to the largest remainders,
// the earlier first.
func (m Money) Split(weights []int64) []Money {
	parts := make([]Money, len(weights))
	var sum int64
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		return parts
	}
	left := m.Minor
	order := make([]int, len(weights))
	for i, w := range weights {
		parts[i] = Money{Minor: m.Minor * w / sum, Currency: m.Currency}
		left -= parts[i].Minor
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(m.Minor*weights[b]%sum, m.Minor*weights[a]%sum)
	})
	for _, i := range order[:left] {
		parts[i].Minor++
	}
	return parts
}

// Credits are what each campaign is credited with of an amount under a model.
func (m Model) Credits(amount Money, touches []CampaignTouch) map[string]Money {
	credits := map[string]Money{}
	for i, part := range amount.Split(m.Weights(touches)) {
		campaign := touches[i].Campaign
		credits[campaign] = Money{Minor: credits[campaign].Minor + part.Minor, Currency: amount.Currency}
	}
	return credits
}
