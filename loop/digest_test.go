package loop_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
)

// TestTheDigestExplainsTheTopGoal: as many leads as before, of which half as
// many are won, are short by the conversion alone.
func TestTheDigestExplainsTheTopGoal(t *testing.T) {
	o := newOffice(t).at("2027-03-01 09:00")
	ctx := t.Context()
	q1 := funnel.QuarterOf(o.today())
	_, err := o.SetGoal(ctx, o.by(lea), funnel.GoalInput{Metric: funnel.MetricCustomers, Period: q1, Target: funnel.Quantity{Number: 120}})
	o.must(err)
	var leads, deals []loop.ImportRow
	for n := range 290 { // two a day
		in := funnel.LeadInput{ExternalID: fmt.Sprint(n), Company: fmt.Sprint("Company ", n)}
		at := o.now.AddDate(0, 0, -n/2-1)
		leads = append(leads, loop.ImportRow{Number: n, Input: in, Past: funnel.Past{Stage: funnel.MQL, At: at}})
		rare := !funnel.DateOf(at, berlin(t)).Before(q1.From)
		if n%2 == 0 && (!rare || n%4 == 0) {
			deals = append(deals, loop.ImportRow{Number: n, Input: in, Past: funnel.Past{Stage: funnel.Customer, At: at.Add(time.Hour)}})
		}
	}
	for _, imported := range []func() (loop.ImportReport, error){
		func() (loop.ImportReport, error) { return o.ImportLeads(ctx, leads) },
		func() (loop.ImportReport, error) { return o.ImportOutcomes(ctx, deals) },
	} {
		report, err := imported()
		o.must(err)
		if len(report.Problems) > 0 {
			t.Fatalf("not imported: %+v", report.Problems[0])
		}
	}
	d, err := o.Digest(ctx, funnel.WeekOf(o.today()).Prev())
	o.must(err)
	if d.Gap == nil || !d.Gap.Timed || len(d.Gap.Parts) != 3 {
		t.Fatalf("the gap is %+v", d.Gap)
	}
	sum := 0.0
	for _, p := range d.Gap.Parts {
		sum += p.Amount.Number
	}
	if sum != d.Gap.Total.Number || sum != d.Gap.Actual.Number-d.Gap.Expected.Number {
		t.Errorf("the parts are %g of %+v", sum, d.Gap)
	}
	if largest, ok := d.Gap.Largest(); !ok || largest.Kind != funnel.PartRate || !strings.Contains(d.Headline, "fewer MQLs became customers (25% against 50%)") {
		t.Errorf("the cause is %+v; %s", largest, d.Headline)
	}
	if d.Levers.Lacking.Number <= 0 || len(d.Levers.All) != 2 {
		t.Errorf("levers %+v", d.Levers)
	}
	o.wantSound()
}
