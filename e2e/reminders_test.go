package e2e

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// hearsThatOneIsLate lets Sam leave an offer until his first list says so.
func (w *world) hearsThatOneIsLate() *slacktest.Person {
	w.t.Helper()
	priya, sam := w.User("priya").In("leads"), w.User("sam")
	w.logs(priya, "Ada Late, Acme, ada@acme.example", "Ada Late")
	w.offers(priya, "L-1", "sam", "Ada Late")
	w.until("2026-11-23 16:02")
	sam.DM().Expects("One promise is late.")
	return sam
}

// TestOneListStandsAtATime puts a newer list in the place of the older one: when
// the answer of Slack is lost, when Slack limits the method, when somebody was
// faster, and when Leadloop stops in between. Only where the workspace keeps
// what was said does the older one stay, and say that there is a newer.
func TestOneListStandsAtATime(t *testing.T) {
	t.Parallel()
	const remove, newer = "chat.delete", "A newer list took the place of this one."
	for _, c := range []struct {
		name    string
		trouble func(*world)
		stands  bool
	}{
		{name: "no trouble", trouble: func(*world) {}},
		{name: "a lost answer", trouble: func(w *world) { w.FailNext(remove, slacksim.FaultNoAnswer, 1) }},
		{name: "a limit", trouble: func(w *world) { w.FailNext(remove, slacksim.Fault429(20), 1) }},
		{name: "a server error", trouble: func(w *world) { w.FailNext(remove, slacksim.FaultHTTP500, 1) }},
		{name: "gone already", trouble: func(w *world) { w.FailNext(remove, slacksim.FaultError("message_not_found"), 1) }, stands: true},
		{name: "kept by the workspace", trouble: func(w *world) { w.FailNext(remove, slacksim.FaultError("compliance_exports_prevent_deletion"), 1) }, stands: true},
		{name: "kept, and not to be edited either", trouble: func(w *world) {
			w.FailNext(remove, slacksim.FaultError("cant_delete_message"), 1)
			w.FailNext("chat.update", slacksim.FaultError("edit_window_closed"), 1)
		}, stands: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				sam := w.hearsThatOneIsLate()
				w.told()
				posted := len(sam.DM().Messages())
				c.trouble(w)
				w.until("2026-11-24 09:02")
				sam.DM().Expects("One promise is late.")
				w.told()
				want := posted
				if c.stands {
					want++
				}
				if got := len(sam.DM().Messages()); got != want {
					t.Errorf("%d messages stand, want %d", got, want)
				}
				if kept := c.name == "kept by the workspace"; posts(sam.DM(), newer) == 1 != kept {
					t.Errorf("“%s” stands %d times", newer, posts(sam.DM(), newer))
				}
				tried := len(w.Calls(remove))
				w.away("2026-11-24 10:00")
				passes(time.Hour)
				if got := len(w.Calls(remove)) - tried; got != 0 {
					t.Errorf("%d more deletions after a restart", got)
				}
			})
		})
	}
}

// TestAListIsDeletedOnceWhenLeadloopIsKilled stops after the list was deleted
// and before that was noted.
func TestAListIsDeletedOnceWhenLeadloopIsKilled(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		sam := w.hearsThatOneIsLate()
		w.FailNext("chat.delete", slacksim.FaultNoAnswer, 1)
		w.until("2026-11-24 09:00")
		passes(3 * time.Second)
		w.away("2026-11-24 09:05")
		sam.DM().Expects("One promise is late.")
		if got := posts(sam.DM(), "late."); got != 1 {
			t.Errorf("%d lists stand, want one", got)
		}
	})
}
