package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// TestAnAnswerHeldUpHoldsUpNothingElse lets Slack sit on the answers to a click and to a form: what the same person does
// next is acknowledged in time.
func TestAnAnswerHeldUpHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.logs(priya, "Ada Held, Acme, ada@acme.example", "Ada Held")
		card := w.offers(priya, "L-1", "sam", "Ada Held")

		w.FailNext(slacksim.CallResponseURL, slacksim.FaultSlow(4*time.Second), 1)
		accepted := sam.On(card).Clicks("Accept")
		next := sam.In("sales").Runs("/lead touch L-1 call reached her")
		if next.Failure != "" {
			t.Errorf("the command behind a slow answer fails: %s", next.Failure)
		}
		next.Expects("Noted")
		accepted.Expects("is yours")
		priya.DM().Expects("took *L-1*")

		w.FailNext("views.open", slacksim.FaultSlow(4*time.Second), 1)
		sam.Runs("/lead new")
		if next := sam.Runs("/lead mine"); next.Failure != "" {
			t.Errorf("the command behind a slow form fails: %s", next.Failure)
		}
		w.told()
	})
}

// TestAnAcknowledgementTakesWhicheverConnectionStands ends a connection right behind a command, and lets no new one come.
func TestAnAcknowledgementTakesWhicheverConnectionStands(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{slacksim.ReasonRefreshRequested, slacksim.ReasonWarning} {
		t.Run(reason, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				w.WaitConnected(2)
				passes(time.Minute)
				for n := range 4 { // Slack chooses the connection
					who := fmt.Sprintf("new%d", n) // whom Leadloop has to look up first
					w.FailNext("users.info", slacksim.FaultSlow(500*time.Millisecond), 1)
					w.FailNext("apps.connections.open", slacksim.FaultSlow(8*time.Second), 1)
					time.AfterFunc(100*time.Millisecond, func() { w.DisconnectLast(reason) })
					w.AddUser(slacksim.User{Name: who, TZ: zone})
					w.Join("leads", who)
					if reply := w.User(who).In("leads").Runs("/lead help"); reply.Failure != "" {
						t.Fatalf("a command whose connection ended behind it fails: %s", reply.Failure)
					}
					passes(time.Hour)
				}
			})
		})
	}
}

// TestEveryMethodObeysRetryAfter limits methods one by one: none is called again before its time, and who asked for a
// form is told when to ask again.
func TestEveryMethodObeysRetryAfter(t *testing.T) {
	t.Parallel()
	const seconds = 20
	for method, uses := range map[string]func(*world){
		"users.info": func(w *world) { w.User("nadia").In("leads").Runs("/lead mine") },
		"views.open": func(w *world) {
			w.User("priya").In("leads").Runs("/lead new").Expects("opens no more forms for Leadloop just now")
		},
		"chat.getPermalink": func(w *world) {
			said := w.User("sam").In("leads").SaysMessage("Ada Link, ada@acme.example")
			w.User("priya").In("leads").Shortcut("Log as lead", said).Modal().Close()
		},
		"views.publish": func(w *world) { w.User("priya").Home() },
	} {
		t.Run(method, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				passes(time.Minute)
				before := len(w.Calls(method))
				w.FailNext(method, slacksim.Fault429(seconds), 1)
				uses(w)
				limited := time.Now()
				for time.Since(limited) < (seconds-5)*time.Second {
					passes(3 * time.Second)
					uses(w)
				}
				if got := len(w.Calls(method)) - before; got != 1 {
					t.Errorf("%s was called %d times; want the one that was limited", method, got)
				}
				passes(time.Hour)
			})
		})
	}
}

// TestAnEditOvertakesNewMessages hands one rep forty leads after a fair. While their cards come one a second, an answer
// takes the buttons off its card at once, in each place, and the Home tab follows.
func TestAnEditOvertakesNewMessages(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		sam.Home()
		const fair = 40
		for n := range fair {
			priya.Runs(fmt.Sprintf("/lead log Fair%02d, Firm%02d, fair%d@firm.example", n, n, n)).Expects("Logged")
		}
		w.told()
		for n := range fair {
			priya.Runs(fmt.Sprintf("/lead handoff L-%d @sam", n+1)).Expects("You handed")
		}
		passes(3 * time.Second)
		card, inSales := sam.DM().Expects("Fair00"), w.Channel("sales").Expects("Fair00")
		clicked := time.Now()
		sam.On(card).Clicks("Accept").Expects("is yours")
		for offers(card) || offers(inSales) {
			passes(100 * time.Millisecond)
			if time.Since(clicked) > time.Minute {
				break
			}
		}
		if took := time.Since(clicked); took > 2*time.Second {
			t.Errorf("Accept disappears after %s", took)
		}

		// Who takes one before its card was sent needs no card that asks for it.
		sam.Runs(fmt.Sprintf("/lead reject L-%d no_need", fair)).Expects("You rejected")
		w.told()
		last := fmt.Sprintf("Fair%02d", fair-1)
		if got := posts(sam.DM(), last); got != 0 {
			t.Errorf("%d cards ask for what was answered before they were sent", got)
		}
		w.claimAll()
	})
}

func offers(card *slacktest.Message) bool { return slices.Contains(card.Latest().Buttons(), "Accept") }

// claimAll expects whatever was said.
func (w *world) claimAll() {
	for _, m := range w.Unclaimed() {
		m.Expects("")
	}
}
