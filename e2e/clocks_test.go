package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/loop/core"
)

// TestWhatIf asks how last quarter's promises would have gone by other rules:
// in a line, for a draft, and by a direct message.
func TestWhatIf(t *testing.T) {
	t.Parallel()
	story(t, "2026-09-28 10:00", func(w *world) {
		priya, sam, ingrid := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("ingrid")
		w.logs(priya, "Ada Quick, Acme, ada@acme.example", "Ada Quick")
		w.offers(priya, "L-1", "sam", "Ada Quick")
		passes(3 * time.Hour)
		w.accepts("sam", "L-1", "priya")
		sam.Runs("/lead touch L-1 call").Expects("Noted")
		sam.Runs("/lead lost L-1 price").Expects("Lost")
		priya.DM().Expects("closed *L-1*")
		w.until("2026-10-01 10:00")
		sam.Runs("/loop what-if").Expects("What should be different?")
		sam.Runs("/loop what-if hurry=2h").Expects("is not something that can be different")
		w.unchanged("asking what if", func() {
			answer := sam.Runs("/loop what-if accept=2h").Expects("judged by “accept=2h”")
			for _, part := range []string{"2026-Q3", "*Answers*: really in time 1 of 1 (100%), median 3 h", "by these rules in time 0 of 1 (0%)", "*First touches of handed-off leads*"} {
				if !strings.Contains(answer.Text, part) {
					t.Errorf("the answer does not say %q: %s", part, answer.Text)
				}
			}
			sam.Runs("/loop what-if accept=2h days=tue-fri period=2026-09").Expects("by these rules in time 1 of 1 (100%)")
			sam.Runs("/loop what-if accept=2h period=2026-Q2").Expects("No promise began then")
		})

		// What a draft would have meant, before it is signed.
		closes(t, priya.Runs("/loop definition propose").Modal().Fill("Accept or reject within", "1 hour"))
		priya.Expects("Draft 1 is open")
		priya.DM().Expects("Draft 1")
		draft := ingrid.DM().Expects("Draft 1")
		ingrid.On(draft).Clicks("Last quarter by it?").Expects("judged by draft 1")

		// Where the journal is too long to be read at once, the answer comes later.
		if err := w.daemon.Services().Agreement.PostWhatIf(w.t.Context(), core.Request{By: "U0INGRID", Key: "k"}, "accept=2h"); err != nil {
			t.Fatal(err)
		}
		ingrid.DM().Expects("judged by “accept=2h”")
	})
}

// TestHotLeadsAndAttempts agrees on what is hot and on attempts, hands off
// hot leads in a line, in the form and by rule, and tries one until it answers.
func TestHotLeadsAndAttempts(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, ingrid := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("ingrid")
		sales := w.Channel("sales")
		form := priya.Runs("/loop definition propose").Modal()
		wrong := form.Fill("First touch of a hot lead within", "soon").Fill("Attempts to reach a lead", "many").Fill("Handed off as hot", "weather is fine").Submit()
		for _, field := range []string{"First touch of a hot lead within", "Attempts to reach a lead", "Handed off as hot"} {
			if wrong.Closed || wrong.Errors[field] == "" {
				t.Errorf("%s is taken: %+v", field, wrong)
			}
		}
		form.Fill("First touch of a hot lead within", "15 min").Fill("Attempts to reach a lead", "3 in 2 days").Fill("Handed off as hot", "source in pricing")
		closes(t, form)
		priya.Expects("is open, and both signers were told")
		priya.DM().Expects("Draft 1")
		ingrid.DM().Expects("Draft 1")
		priya.Runs("/loop definition agree").Expects("Signed")
		ingrid.Runs("/loop definition agree").Expects("version 2 of the lead definition is in force")
		sales.Expects("Version 2 of the lead definition is in force")
		w.Channel("leads").Expects("Version 2 of the lead definition is in force")

		// In a line: fifteen minutes from accepting.
		w.logs(priya, "Ada Hot, Acme, ada@acme.example", "Ada Hot")
		priya.Runs("/lead handoff L-1 @sam hot asked for a demo").Expects("You handed *L-1*")
		sales.Expects("🔥 It is hot: the first touch is due within 15 working minutes of accepting")
		sam.DM().Expects("🔥 L-1 · Ada Hot")
		w.accepts("sam", "L-1", "priya")
		w.dueAt("L-1", agreement.ClockFirstTouch, "2026-11-23 10:15")
		w.dueAt("L-1", agreement.ClockDepth, "2026-11-25 10:00")
		passes(20 * time.Minute)
		sam.DM().Expects("The first touch was due") // at once, for it is hot

		// Late, and said so; then tried until there is an answer.
		passes(10 * time.Minute)
		sam.Runs("/lead touch L-1 call left a message").Expects("Tried 1 of 3 times")
		sam.Runs("/lead history L-1").Expects("The first touch came 15 working minutes late.")
		passes(time.Hour)
		sam.Runs("/lead show L-1").Expects("with sales 30 min, waiting for the customer 1 h. From the handoff to the first touch: 30 min.")
		sam.Runs("/lead touch L-1 email they replied")
		if _, runs := w.lead("L-1").Clocks.Of(agreement.ClockDepth); runs {
			t.Error("they replied, and more attempts are promised")
		}

		// By rule, and in the form.
		w.logs(priya, "Bo Rule, Bold, bo@bold.example source=pricing", "Bo Rule")
		w.logs(priya, "Cy Form, Cyan, cy@cyan.example", "Cy Form")
		priya.Runs("/lead handoff L-2 @sam").Expects("You handed *L-2*")
		sales.Expects("🔥 L-2 · Bo Rule")
		sam.DM().Expects("🔥 L-2 · Bo Rule")
		found := priya.Runs("/lead show L-3")
		box := found.Clicks("Hand off").Modal().Select("To", "Sam Okafor").Fill("Hot?", "🔥 It cannot wait")
		closes(t, box)
		priya.Expects("You handed *L-3*")
		sales.Expects("🔥 L-3 · Cy Form")
		sam.DM().Expects("🔥 L-3 · Cy Form")

		// Nobody tries L-2 after accepting it: its attempts are missed as well.
		w.accepts("sam", "L-2", "priya")
		w.accepts("sam", "L-3", "priya")
		sam.Runs("/lead touch L-2 call")
		sam.Runs("/lead touch L-3 meeting")
		w.until("2026-11-25 13:05")
		sam.DM().Expects("The last of the attempts was due")
		if got := posts(sam.DM(), "The first touch was due"); got != 0 {
			t.Error("the older list still stands below the newer one")
		}
		ingrid.DM().ExpectsNothing()
	})
}
