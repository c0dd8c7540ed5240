package e2e

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestWhoMayDoNothingIsToldNothing takes Sam's place at Leadloop in each way while he has a card, and moves its lead on:
// the card says so once, without buttons, and that is the last that he hears.
func TestWhoMayDoNothingIsToldNothing(t *testing.T) {
	t.Parallel()
	user := slacksim.User{ID: sam, Name: "sam", RealName: "Sam Okafor", TZ: zone}
	guest, foreign := user, user
	guest.IsRestricted = true
	foreign.TeamID = "T0SISTER"
	for name, leaves := range map[string]func(*world){
		"a guest":                 func(w *world) { w.AddUser(guest) },
		"of another organisation": func(w *world) { w.AddUser(foreign) },
		"taken off the team":      func(w *world) { w.withoutSam() },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				priya := w.User("priya").In("leads")
				w.logs(priya, "Ada Left, Acme, ada@acme.example", "Ada Left")
				card := w.offers(priya, "L-1", "sam", "Ada Left")
				w.told()

				leaves(w)
				passes(time.Minute)
				w.User("ingrid").In("sales").Runs("/lead assign L-1 @lena").Expects("*L-1*")
				w.told()
				if now := card.Latest(); now == nil || len(now.Buttons()) > 0 {
					t.Errorf("the card keeps its buttons: %+v", now)
				}
				card.Expects("You are no longer on a team")
				edits := len(w.Calls(update))
				w.User("lena").In("sales").Runs("/lead accept L-1").Expects("is yours")
				passes(3 * 24 * time.Hour)
				for _, c := range w.Calls(update)[edits:] {
					if c.Args["ts"] == card.TS && c.Args["channel"] == w.User("sam").DM().ID() {
						t.Error("the card is edited again")
					}
				}
				if said := len(w.User("sam").DM().Messages()); said != 1 {
					t.Errorf("he was told %d things; want the card alone", said)
				}
				w.claimAll()
			})
		})
	}
}

// withoutSam starts Leadloop again with Sam on no team.
func (w *world) withoutSam() {
	w.t.Helper()
	w.stop()
	w.config.Teams.Sales.Members = []string{lena}
	w.start()
}
