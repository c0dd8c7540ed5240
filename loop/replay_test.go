package loop_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

// TestAReplayFindsThePeriodInALongJournal has promises of two quarters, with
// imports of older times and much else between them.
func TestAReplayFindsThePeriodInALongJournal(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	answered := func(n int) {
		for i := range n {
			id := o.later(time.Minute).logs(mia, funnel.LeadInput{Email: fmt.Sprintf("x%d@%d.example", i, o.now.Unix())}).ID
			o.does(o.Handoff(ctx, o.by(mia), id, sam, ""))
			o.does(o.later(time.Minute).Leads.Accept(ctx, o.by(sam), id))
		}
	}
	answered(150)
	if _, err := o.Imports.Leads(ctx, olden(o)); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.AddDate(0, 3, 0)
	answered(120)
	for period, want := range map[string]int{"2026-Q4": 150, "2027-Q1": 120, "2026-Q2": 0, "2026-11-01..2027-03-31": 270} {
		replayed, err := o.Agreement.WhatIf(ctx, "accept=1m period="+period)
		if err != nil {
			t.Fatal(err)
		}
		was, would := 0, 0
		for _, row := range replayed.Rows {
			if row.Kind == agreement.ClockAccept {
				was, would = row.Was.Met, row.Would.Met
			}
		}
		if was != want || would != want {
			t.Errorf("%s: %d answers were in time, and %d would have been; want %d", period, was, would, want)
		}
	}
	for text, want := range map[string]string{"accept=1m": "2026-Q4", "accept=1m period=2026-Q2": "2026-Q2"} {
		if replayed, err := o.Agreement.WhatIf(ctx, text); err != nil || replayed.Asked.Period.Label != want || !replayed.Asked.Empty.IsZero() {
			t.Errorf("%s asks about %v (%v), want %s", text, replayed.Asked, err, want)
		}
	}
	if _, err := o.Agreement.WhatIf(ctx, "draft=9"); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a draft that is not there: %v", err)
	}
	if err := o.Agreement.PostWhatIf(ctx, o.by(stan), "accept=1m"); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("a stranger asks: %v", err)
	}
}

// TestWithoutAPeriodWhatIfAsksWherePromisesAre: a company that has just begun has
// none in the last quarter, so it hears of the one that runs.
func TestWithoutAPeriodWhatIfAsksWherePromisesAre(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	id := o.logs(mia, person(1)).ID
	o.does(o.Handoff(ctx, o.by(mia), id, sam, ""))
	running := calendar.QuarterOf(o.today())
	replayed, err := o.Agreement.WhatIf(ctx, "accept=1m")
	o.must(err)
	if replayed.Asked.Period != running || replayed.Asked.Empty != running.Prev() || len(replayed.Rows) == 0 {
		t.Errorf("it asks about %+v: %v", replayed.Asked, replayed.Rows)
	}
	named, err := o.Agreement.WhatIf(ctx, "accept=1m period="+running.Prev().Label)
	o.must(err)
	if named.Asked.Period != running.Prev() || len(named.Rows) != 0 {
		t.Errorf("a named period is %s, with %v", named.Asked.Period, named.Rows)
	}
}
