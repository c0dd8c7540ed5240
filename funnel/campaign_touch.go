package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// CampaignTouch is one time that a lead came through a campaign: logged, or
// logged again.
type CampaignTouch struct {
	Campaign  string    `json:"campaign"`
	At        time.Time `json:"at"`
	Milestone Milestone `json:"milestone,omitempty"` // given when the lead is won
}

// MaxCampaignTouches bounds what is kept of one lead.
const MaxCampaignTouches = 20

// Milestone is what a campaign touch led to.
type Milestone string

// The milestones. A touch has one: a touch that was the first already leaves
// the later ones without a touch of their own.
const (
	MilestoneFirst       Milestone = "first"
	MilestoneLead        Milestone = "lead"        // the last before marketing offered it to sales
	MilestoneOpportunity Milestone = "opportunity" // the last before sales saw an opportunity
)

// cameThrough notes a campaign touch. When the list is full the latest takes
// the last place: the first ones are milestones.
func (l *Lead) cameThrough(campaign string, at time.Time) {
	if campaign == "" {
		return
	}

	kept := slices.Clone(l.Campaigns)
	if len(kept) == MaxCampaignTouches {
		kept = kept[:MaxCampaignTouches-1]
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
		stage agreement.Stage
	}{{MilestoneLead, agreement.MQL}, {MilestoneOpportunity, agreement.SQL}} {
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
