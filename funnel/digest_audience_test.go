package funnel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEachAudienceReadsItsOwn: sections, promises, overrides and the weakest
// step are those of the team, and the whole stays as it was.
func TestEachAudienceReadsItsOwn(t *testing.T) {
	d := Digest{
		Week: "2026-W47", Funnel: FunnelCount{Leads: 9, MQLs: 7, SALs: 5, SQLs: 3, Customers: 1},
		Levels:    []Level{{Clock: ClockAccept}, {Clock: ClockAnswer}, {Clock: ClockUpdate}},
		Overrides: []Override{{Stage: MQL, Leads: 2}, {Stage: SQL, Leads: 1}},
		Fallen:    []WeakStep{{From: SQL, To: Customer}, {From: MQL, To: SAL}, {From: Known, To: MQL}},
	}
	d.Finish()
	for _, test := range []struct {
		audience     Audience
		levels       int
		overridden   Stage
		weakest      Stage
		shows, hides SectionKey
		counts       string
	}{
		{AudienceSales, 2, SQL, Customer, SectionLoops, SectionCampaigns, "7 MQLs, 5 SALs, 3 SQLs and 1 new customer"},
		{AudienceMarketing, 1, MQL, SAL, SectionRejections, SectionLosses, "9 new leads, 7 MQLs and 5 SALs"},
		{AudienceLeadership, 3, MQL, Customer, SectionBalance, "", "9 new leads, 7 MQLs and 1 new customer"},
	} {
		got := d.For(test.audience)
		if len(got.Levels) != test.levels || got.Overrides[0].Stage != test.overridden || got.Weakest.To != test.weakest {
			t.Errorf("%s reads %+v, %+v and %+v", test.audience, got.Levels, got.Overrides, got.Weakest)
		}
		if !got.Shows(test.shows) || test.hides != "" && got.Shows(test.hides) {
			t.Errorf("%s: shows %s %v, %s %v", test.audience, test.shows, got.Shows(test.shows), test.hides, got.Shows(test.hides))
		}
		if !strings.Contains(got.Headline, test.counts) {
			t.Errorf("%s: %q, want %q", test.audience, got.Headline, test.counts)
		}
	}
	if diff := cmp.Diff(3, len(d.Levels)); diff != "" {
		t.Errorf("the whole was changed:\n%s", diff)
	}
}
