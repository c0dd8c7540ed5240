package ledger

import (
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
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

// ParseModel understands the models, also as people commonly write them; nothing is
// the first touch, as which leads are counted too.
func ParseModel(text string) (Model, error) {
	want := strings.ReplaceAll(fault.FoldCode(text), "_", "")
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

	return "", fault.WrongField("model", "%s is not an attribution model. Expected one of %s.", fault.Quoted(text), strings.Join(names, ", "))
}

// share is what a model gives to milestones, and to all other touches
// together.
type share struct {
	milestones map[funnel.Milestone]int64
	rest       int64
}

var shares = map[Model]share{
	ModelU: {map[funnel.Milestone]int64{funnel.MilestoneFirst: 40, funnel.MilestoneLead: 40}, 20},
	ModelW: {map[funnel.Milestone]int64{
		funnel.MilestoneFirst: 30, funnel.MilestoneLead: 30,
		funnel.MilestoneOpportunity: 30,
	}, 10},
}

// Weights are the parts of the touches under a model, as whole numbers: the
// part of a touch is its weight of the sum of all. What a model gives to a
// milestone that has no touch is shared by the others in proportion.
func (m Model) Weights(touches []funnel.CampaignTouch) []int64 {
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
func (s share) weigh(touches []funnel.CampaignTouch, weights []int64) {
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

// Credits are what each campaign is credited with of an amount under a model.
func (m Model) Credits(amount money.Amount, touches []funnel.CampaignTouch) map[string]money.Amount {
	credits := map[string]money.Amount{}
	for i, part := range amount.Split(m.Weights(touches)) {
		campaign := touches[i].Campaign
		credits[campaign] = money.Amount{Minor: credits[campaign].Minor + part.Minor, Currency: amount.Currency}
	}

	return credits
}
