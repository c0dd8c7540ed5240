package loop_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/imports"
)

func TestImportedHistoryIsHistory(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.must(o.Home.Opened(ctx, sam)) // he owns one of the leads
	o.delivers()
	result, err := o.Imports.Leads(ctx, olden(o))
	o.must(err)
	if result.New != 2 || len(result.Problems) != 1 || result.Problems[0].Row != 4 {
		t.Errorf("report %+v", result)
	}
	closed, err := o.Imports.Outcomes(ctx, outcomes(o))
	o.must(err)
	if closed.Updated != 1 || len(closed.Problems) != 1 || closed.Problems[0].Row != 3 {
		t.Errorf("report of the outcomes %+v", closed)
	}
	o.wantTold()
	for _, id := range []ref.LeadID{1, 2} {
		if l := o.lead(id); len(l.Clocks) != 0 || !l.NextDueAt.IsZero() || !l.Imported {
			t.Errorf("imported as %+v", l)
		}
	}
	o.wantUnchanged("importing again", func() {
		leads, err := o.Imports.Leads(ctx, olden(o))
		o.must(err)
		closed, err := o.Imports.Outcomes(ctx, outcomes(o))
		o.must(err)
		if leads.Unchanged != 2 || closed.Unchanged != 1 || leads.New+leads.Updated+closed.New+closed.Updated != 0 {
			t.Errorf("reports %+v, %+v", leads, closed)
		}
	})
	o.sweeps()
	o.later(1000 * 3600e9).sweeps()
	o.wantTold("digest #leadership") // nobody is nudged about history
	d, err := o.Digest.Week(ctx, calendar.WeekOf(calendar.DateOf(o.lead(1).EndedAt, berlin(t))))
	o.must(err)
	if diff := cmp.Diff(stats.List[report.SourceRow]{{Source: "paid", Customers: 1}}, d.Sources); diff != "" || len(d.Wins) != 1 || d.Wins[0].Owner != "sr-7" {
		t.Errorf("wins %+v; sources (-want +got):\n%s", d.Wins, diff)
	}
	o.wantSound()
}

func TestARowThatClashesIsReportedAndTheRestImported(t *testing.T) {
	o := newOffice(t)
	rows := olden(o)[:2]
	_, err := o.Imports.Leads(t.Context(), rows)
	o.must(err)
	// The external id says Otto, the e-mail address Olga.
	clash := imports.Row{Number: 2, Input: funnel.LeadInput{ExternalID: "x-2", Email: "olga@past.com"}, Past: funnel.Past{Stage: agreement.Customer, At: o.now.AddDate(0, 0, -1)}}
	good := imports.Row{Number: 3, Input: funnel.LeadInput{ExternalID: "x-1"}, Past: clash.Past}
	report, err := o.Imports.Outcomes(t.Context(), []imports.Row{clash, good})
	o.must(err)
	want := imports.Report{Updated: 1, Problems: []imports.Problem{{Row: 2, Reason: "olga@past.com belongs to L-1 (Olga Old) already."}}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	o.wantSound()
}

func TestAnImportedLeadThatAsksAgainIsWorked(t *testing.T) {
	o := newOffice(t)
	_, err := o.Imports.Leads(t.Context(), olden(o))
	o.must(err)
	result, err := o.Leads.Log(t.Context(), o.by(mia), funnel.LeadInput{Email: "olga@past.com"})
	o.must(err)
	if result.New || result.Lead.ID != 1 || result.Lead.Marketer != mia {
		t.Errorf("logged %+v", result)
	}
	o.does(o.Handoff(t.Context(), o.by(mia), 1, sam, ""))
	o.wantSound()
}
