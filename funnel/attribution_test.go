package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
)

const (
	first = funnel.MilestoneFirst
	lead  = funnel.MilestoneLead
	opp   = funnel.MilestoneOpportunity
)

func TestMilestonesAreFoundByTime(t *testing.T) {
	s := newStory(t)
	hours := func(n int) time.Time { return s.now.Add(time.Duration(n) * time.Hour) }
	l := funnel.Lead{Reached: map[agreement.Stage]time.Time{agreement.MQL: hours(3), agreement.SQL: hours(6)}}
	for _, test := range []struct {
		at   []int
		want []funnel.Milestone
	}{
		{nil, nil},
		{[]int{0}, []funnel.Milestone{first}},
		{[]int{0, 3}, []funnel.Milestone{first, lead}},
		{[]int{0, 4}, []funnel.Milestone{first, opp}},
		{[]int{0, 7}, []funnel.Milestone{first, ""}},
		{[]int{0, 1, 2, 6, 9}, []funnel.Milestone{first, "", lead, opp, ""}},
	} {
		l.Campaigns = nil
		for _, at := range test.at {
			l.CameThrough("fair", hours(at))
		}
		var got []funnel.Milestone
		for _, touch := range l.Journey() {
			got = append(got, touch.Milestone)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("at %v (-want +got):\n%s", test.at, diff)
		}
	}
}

func TestALeadRemembersTheCampaignsThroughWhichItCame(t *testing.T) {
	s := newStory(t)
	jane := funnel.LeadInput{Name: "Jane", Email: "jane@acme.com"}
	s.does(logLead(1, jane, s.act(mia), s.p))
	s.does(s.lead.Edit(funnel.LeadInput{Campaign: "fiar"}, s.act(mia), s.p))
	s.does(s.lead.Edit(funnel.LeadInput{Campaign: "fair"}, s.act(mia), s.p))
	jane.Campaign = "mail"
	s.now = s.now.Add(time.Hour)
	s.does(repeat(s.lead, jane, s.act(mia), s.p))
	want := funnel.CampaignTouches{{Campaign: "fair", At: s.lead.CreatedAt}, {Campaign: "mail", At: s.now}}
	if diff := cmp.Diff(want, s.lead.Campaigns); diff != "" || s.lead.Campaign != "fair" || s.last.Entries[0].Named != "mail" {
		t.Errorf("campaign %q, entries %+v; touches (-want +got):\n%s", s.lead.Campaign, s.last.Entries, diff)
	}
	for range 2 * funnel.MaxCampaignTouches {
		s.does(repeat(s.lead, jane, s.act(mia), s.p))
	}
	last := s.lead.Campaigns[len(s.lead.Campaigns)-1]
	if len(s.lead.Campaigns) != funnel.MaxCampaignTouches || s.lead.Campaigns[1] != want[1] || last.At != s.now {
		t.Errorf("%d touches, the last %+v", len(s.lead.Campaigns), last)
	}
}

func TestImportedWinsAreCreditedToo(t *testing.T) {
	s := newStory(t)
	past := funnel.Past{Stage: agreement.MQL, At: s.now.Add(-time.Hour)}
	s.does(importLead(1, funnel.LeadInput{ExternalID: "x", Campaign: "fair"}, past, s.act(mia), s.p))
	s.does(importOutcome(s.lead, funnel.LeadInput{ExternalID: "x"}, funnel.Past{Stage: agreement.Customer, At: s.now, Amount: euros(7)}, s.act(mia), s.p))
	for _, info := range ledger.Models {
		key := ledger.Delta{Metric: ledger.CountCredit(info.Model) + "EUR", Dim: ledger.DimCampaign, Value: "fair"}
		if got := counters(s.p.Calendar, s.entries)[key]; got != 700 {
			t.Errorf("%s credits %d", info.Model, got)
		}
	}
}
