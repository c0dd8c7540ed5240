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

// CampaignTouches are the campaigns that a lead came through, in order.
type CampaignTouches []CampaignTouch

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

// with notes one more. When the list is full the latest takes
// the last place: the first ones are milestones.
func (ts CampaignTouches) with(campaign string, at time.Time) CampaignTouches {
	if campaign == "" {
		return ts
	}

	kept := slices.Clone(ts)
	if len(kept) == MaxCampaignTouches {
		kept = kept[:MaxCampaignTouches-1]
	}

	return append(kept, CampaignTouch{Campaign: campaign, At: at})
}

// renamed corrects the campaign of the first touch, which is that of the lead;
// a lead that came through none so far came through this one when it was logged.
func (ts CampaignTouches) renamed(campaign string, logged time.Time) CampaignTouches {
	if len(ts) == 0 {
		return ts.with(campaign, logged)
	}

	touches := slices.Clone(ts)
	touches[0].Campaign = campaign
	return touches
}

// journey is how a lead came that reached stages at those times, with the
// milestones that its touches led to.
func (ts CampaignTouches) journey(stages map[agreement.Stage]time.Time) CampaignTouches {
	touches := slices.Clone(ts)
	if len(touches) == 0 {
		return nil
	}

	touches[0].Milestone = MilestoneFirst
	for _, milestone := range []struct {
		name  Milestone
		stage agreement.Stage
	}{{MilestoneLead, agreement.MQL}, {MilestoneOpportunity, agreement.SQL}} {
		reached, ok := stages[milestone.stage]
		if i := touches.lastUntil(reached); ok && i >= 0 && touches[i].Milestone == "" {
			touches[i].Milestone = milestone.name
		}
	}

	return touches
}

// lastUntil finds the last touch that is not after a moment, or -1.
func (ts CampaignTouches) lastUntil(at time.Time) int {
	for i, touch := range slices.Backward(ts) {
		if !touch.At.After(at) {
			return i
		}
	}

	return -1
}
