package loop_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
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
			o.does(o.later(time.Minute).Accept(ctx, o.by(sam), id))
		}
	}
	answered(150)
	if _, err := o.ImportLeads(ctx, olden(o)); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.AddDate(0, 3, 0)
	answered(120)
	for period, want := range map[string]int{"2026-Q4": 150, "2027-Q1": 120, "2026-Q2": 0, "2026-11-01..2027-03-31": 270} {
		replayed, err := o.WhatIf(ctx, "accept=1m period="+period)
		if err != nil {
			t.Fatal(err)
		}
		was, would := 0, 0
		for _, row := range replayed.Rows {
			if row.Kind == funnel.ClockAccept {
				was, would = row.Was.Met, row.Would.Met
			}
		}
		if was != want || would != want {
			t.Errorf("%s: %d answers were in time, and %d would have been; want %d", period, was, would, want)
		}
	}
	if _, err := o.WhatIf(ctx, "draft=9"); funnel.KindOf(err) != funnel.KindNotFound {
		t.Errorf("a draft that is not there: %v", err)
	}
	if err := o.PostWhatIf(ctx, o.by(stan), "accept=1m"); funnel.KindOf(err) != funnel.KindDenied {
		t.Errorf("a stranger asks: %v", err)
	}
}
