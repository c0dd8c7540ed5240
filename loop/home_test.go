package loop_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// TestHomeOfAMarketer tells where leads stand, and what sales thought of them.
func TestHomeOfAMarketer(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	for i := range 5 {
		o.logs(mia, person(i+1))
	}
	o.does(o.Handoff(ctx, o.by(mia), 1, rob, ""))
	o.does(o.Leads.Accept(ctx, o.by(rob), 1))
	for _, id := range []ref.LeadID{2, 3} {
		o.later(time.Minute).does(o.Handoff(ctx, o.by(mia), id, rob, ""))
		o.does(o.Leads.Reject(ctx, o.by(rob), id, funnel.Rejection{Reason: "timing"}))
	}
	o.does(o.Handoff(ctx, o.by(mia), 4, rob, ""))
	h, err := o.Home.Show(ctx, mia)
	o.must(err)
	if diff := cmp.Diff(stats.Rate{Part: 1, Whole: 3}, h.Logged.Acceptance); diff != "" {
		t.Errorf("acceptance (-want +got):\n%s", diff)
	}
	if r := h.Logged.Reasons; len(r) != 1 || r[0].Code != "timing" || r[0].Count != 2 {
		t.Errorf("reasons %+v", r)
	}
	var standings []report.LoggedStanding
	for _, g := range h.Logged.Groups {
		standings = append(standings, g.Standing)
	}
	if diff := cmp.Diff([]report.LoggedStanding{report.LoggedOffered, report.LoggedWorked}, standings); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	// What came back presses more than what was never offered.
	if len(h.Turn) != 3 || h.Turn[2].Lead.ID != 5 {
		t.Errorf("waiting %+v", h.Turn)
	}

	// Nothing of it is anybody else's.
	if other, err := o.Home.Show(ctx, rob); err != nil || other.Logged.Counted != 0 || len(other.Turn) != 2 {
		t.Errorf("the rep sees %+v, %v", other, err)
	}
	// After the days over which it is judged, it is what was before them.
	h, err = o.later(100*24*time.Hour).Home.Show(ctx, mia)
	if err != nil || h.Logged.Acceptance.Known() || h.Logged.Before != (stats.Rate{Part: 1, Whole: 3}) {
		t.Errorf("after a while: %+v, %v", h.Logged, err)
	}
}

// TestHomeOfTheManagerFollowsTheBoard would fail if a promise that runs out,
// or a snooze, were seen only after opening the tab again.
func TestHomeOfTheManagerFollowsTheBoard(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	manager := o.settings.Roster.SalesManager
	o.logs(mia, person(1))
	o.does(o.Handoff(ctx, o.by(mia), 1, rob, ""))
	o.must(o.Home.Opened(ctx, manager))
	o.delivers()
	home := "home " + string(manager)
	told := func() (found bool) {
		for _, what := range o.delivers() {
			found = found || what == home
		}
		return found
	}
	o.later(27 * time.Hour).sweeps()
	if !told() {
		t.Error("a promise ran out, and the manager's Home tab stays as it was")
	}
	if o.later(time.Minute).sweeps(); told() {
		t.Error("nothing moved, and the Home tab was drawn anew")
	}
	_, err := o.Leads.Snooze(ctx, o.by(rob), 1, o.today().AddDays(2), "She is at a fair")
	o.must(err)
	if !told() {
		t.Error("a snooze does not show on the manager's Home tab")
	}
	if quiet, err := o.Home.Snoozed(ctx); err != nil || len(quiet) != 1 {
		t.Errorf("snoozed: %+v, %v", quiet, err)
	}
	if quiet, err := o.later(3 * 24 * time.Hour).Home.Snoozed(ctx); err != nil || len(quiet) != 0 {
		t.Errorf("the snooze is over: %+v, %v", quiet, err)
	}
	o.wantSound()
}
