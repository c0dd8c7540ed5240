package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/stats"
)

// TestEachAudienceReadsItsOwn: sections, promises, overrides and the weakest
// step are those of the team, and the whole stays as it was.
func TestEachAudienceReadsItsOwn(t *testing.T) {
	d := Digest{
		Week: "2026-W47", Funnel: FunnelCount{Leads: 9, MQLs: 7, SALs: 5, SQLs: 3, Customers: 1},
		Levels:    []Level{{Clock: agreement.ClockAccept}, {Clock: agreement.ClockAnswer}, {Clock: agreement.ClockUpdate}},
		Overrides: []funnel.Override{{Stage: agreement.MQL, Leads: 2}, {Stage: agreement.SQL, Leads: 1}},
		Compared:  []WeakStep{{From: agreement.SQL, To: agreement.Customer}, {From: agreement.MQL, To: agreement.SAL}, {From: agreement.Known, To: agreement.MQL}},
	}
	for i := range d.Compared { // all of them fell
		d.Compared[i].Now, d.Compared[i].Before = stats.Rate{Part: 1, Whole: 2}, stats.Rate{Part: 1, Whole: 1}
	}
	d.Finish()
	for _, test := range []struct {
		audience     funnel.Audience
		levels       int
		overridden   agreement.Stage
		weakest      agreement.Stage
		shows, hides SectionKey
		counts       string
	}{
		{funnel.AudienceSales, 2, agreement.SQL, agreement.Customer, SectionLoops, SectionCampaigns, "7 MQLs, 5 SALs, 3 SQLs and 1 new customer"},
		{funnel.AudienceMarketing, 1, agreement.MQL, agreement.SAL, SectionRejections, SectionLosses, "9 new leads, 7 MQLs and 5 SALs"},
		{funnel.AudienceLeadership, 3, agreement.MQL, agreement.Customer, SectionBalance, "", "9 new leads, 7 MQLs and 1 new customer"},
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
