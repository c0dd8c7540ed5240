package loop_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/imports"
)

func TestCapacityComesFromWhatRepsDid(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	// Four of five leads of a fair are handed off: sam takes three, and one waits for him.
	o.setsUp("Fair")
	for n := range 5 {
		l := o.comes(n, "Fair")
		if n == 4 {
			break
		}
		o.does(o.Handoff(ctx, o.by(mia), l.ID, sam, ""))
		if n == 3 {
			break
		}
		o.does(o.Leads.Accept(ctx, o.by(sam), l.ID))
	}
	o.comes(5, "Fair")
	waiting, err := o.Leads.Mine(ctx, sam)
	o.must(err)

	today := o.today()
	_, err = o.Campaigns.Edit(ctx, o.by(mia), "Fair", campaigns.Input{Expects: 45, From: today.AddDays(7), Until: today.AddDays(11)})
	o.must(err)
	got, err := o.Campaigns.CapacityFor(ctx, "f-27")
	o.must(err)
	if diff := cmp.Diff(stats.Rate{Part: 4, Whole: 5}, got.Rate); diff != "" || got.Measured() || got.RateGround != campaigns.RateOfChannel {
		t.Errorf("rate %+v by %d, measured %v", got.Rate, got.RateGround, got.Measured())
	}
	if got.Coming() != 40 || got.Handoffs != 32 {
		t.Errorf("%d leads to come bring %v handoffs", got.Coming(), got.Handoffs)
	}
	if len(got.Reps) != 3 || got.Reps[0].User != sam || got.Reps[0].Ground != campaigns.GroundBest || got.Reps[1].Ground != campaigns.GroundTeam ||
		got.Reps[0].PerDay != 0.6 || got.Reps[0].Waiting != len(waiting.MyTurn) || len(waiting.MyTurn) == 0 {
		t.Errorf("sales can take %+v", got.Reps)
	}

	// Thirteen weeks later that week is forgotten.
	o.later(13 * 7 * 24 * time.Hour)
	today = o.today()
	later, err := o.Campaigns.Capacity(ctx, campaigns.CapacityQuestion{Channel: "event", Expects: 10, From: today, Until: today.AddDays(4)})
	o.must(err)
	if later.Known() {
		t.Errorf("sales can take %+v after a quarter without handoffs", later.Reps)
	}
	if _, err := o.Campaigns.CapacityFor(ctx, "Fair"); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("a fair that is over: %v", err)
	}
	o.wantSound()
}

// A company that has just imported its past knows from it what its reps take.
func TestCapacityKnowsTheImportedPast(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	var rows []imports.Row
	for n := range 10 {
		past := funnel.Past{Stage: agreement.SAL, At: o.now.AddDate(0, 0, -14), Owner: sam}
		rows = append(rows, imports.Row{Number: n, Input: funnel.LeadInput{ExternalID: fmt.Sprint(n), Company: fmt.Sprint("Company ", n)}, Past: past})
	}
	if report, err := o.Imports.Leads(ctx, rows); err != nil || report.New != 10 {
		t.Fatalf("imported %+v, %v", report, err)
	}
	got, err := o.Campaigns.Capacity(ctx, campaigns.CapacityQuestion{Channel: "event", Expects: 10, From: o.today(), Until: o.today().AddDays(4)})
	o.must(err)
	if sams := got.Reps[0]; sams.User != sam || sams.Ground != campaigns.GroundBest || sams.PerDay != 2 {
		t.Errorf("of 10 in a week of five days: %+v", sams)
	}
}
