package e2e

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestTheLoopIsClosed is the main story: leads are logged, handed off,
// accepted or rejected, nudged when stale, and leadership reads how it went.
func TestTheLoopIsClosed(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-16 10:00", func(w *world) {
		priya, sam, lena := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("lena").In("sales")
		leads, sales := w.Channel("leads"), w.Channel("sales")
		w.User("diane").In("leadership").Runs(`/goal set mqls 2026-Q4 12 owner=@priya why="Half of what revenue needs"`).Expects("MQLs")
		w.User("diane").In("leadership").Runs(`/goal set revenue 2026-Q4 50000`).Expects("50,000")

		// Logged in one line; logged again it is a touch.
		priya.Runs(`/lead log Jane Doe, Acme, jane@acme.com source=webinar campaign=q4 need="Loses orders between two systems"`).Expects("Logged")
		card := leads.Expects("Jane Doe")
		priya.Runs(`/lead log jane doe, ACME, JANE@acme.com`).Expects("known already")
		card.Expects("Jane Doe")
		if l := w.lead("L-1"); l.Touches != 1 {
			t.Errorf("the second log of Jane is not a touch: %d touches", l.Touches)
		}

		// Handed off by name: a card in the rep's messages and one in the channel.
		priya.Runs(`/lead handoff L-1 @sam Asked for prices`).Expects("You handed *L-1*")
		offer := sam.DM().Expects("Jane Doe")
		for _, part := range []string{"Acme", "webinar", "Loses orders", "Asked for prices"} {
			if !strings.Contains(offer.Text, part) {
				t.Errorf("the card does not say %q: %s", part, offer.Text)
			}
		}
		inChannel := sales.Expects("Jane Doe")
		card.Expects("Sam")

		// Accepted with one click; a colleague's later click is told who took it.
		// Slack is slow to edit the cards, so hers still has its buttons.
		w.FailNext("chat.update", slacksim.Fault429(3), 3)
		sam.On(offer).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		lena.On(inChannel).Clicks("Accept").Expects("took L-1 already")
		offer.Expects("Jane Doe")
		inChannel.Expects("Sam")
		card.Expects("Taken by Sam Okafor")

		// A call, then an opportunity.
		sam.Runs(`/lead touch L-1 call wants a pilot`).Expects("Noted")
		sam.Runs(`/lead qualify L-1 amount=12000 close=2026-12-18`).Expects("12,000")
		priya.DM().Expects("made an opportunity of *L-1*")

		// Another is rejected with a reason, comes back and is put aside.
		marco := w.User("marco").In("leads")
		marco.Runs(`/lead log Ben Archer, Quill, ben@quill.example source=content`).Expects("Logged")
		leads.Expects("Ben Archer")
		marco.Runs(`/lead handoff L-2`).Expects("<@U0LENA>") // sam has just had one
		offer2 := lena.DM().Expects("Ben Archer")
		sales.Expects("Ben Archer")
		lena.On(offer2).Clicks("Reject").Modal().Select("Why is it not for you?", "Not now").Submit()
		marco.DM().Expects("rejected *L-2*")
		lena.Expects("You rejected *L-2*")
		marco.Runs(`/lead recycle L-2 until=2026-12-01 budget in December`).Expects("L-2")

		// A third is handed off and ignored: its rep is nudged, then the manager told.
		marco.Runs(`/lead log Ivo Ignored, Forgotten, ivo@forgotten.example`).Expects("Logged")
		leads.Expects("Ivo Ignored")
		marco.Runs(`/lead handoff L-3 @lena`).Expects("You handed *L-3*")
		lena.DM().Expects("Ivo Ignored")
		sales.Expects("Ivo Ignored")
		w.until("2026-11-16 16:05")
		lena.DM().Expects("One promise is late. *L-3*")
		w.until("2026-11-17 09:05")
		lena.DM().Expects("One promise is late. *L-3*")
		w.until("2026-11-17 13:05")
		lena.DM().Expects("One promise is late. *L-3*")
		w.until("2026-11-17 16:05")
		w.User("ingrid").DM().Expects("One promise is late. *L-3*")
		lena.Runs("/lead reject L-3 timing").Expects("rejected")
		marco.DM().Expects("rejected *L-3*")

		// Won; the marketer hears.
		sam.Runs(`/lead won L-1`).Expects("Won")
		priya.DM().Expects("won *L-1*")
		leads.Expects("L-1")

		// The recycled lead comes back by itself.
		w.until("2026-11-23 09:05")
		digest := w.withThread(w.Channel("leadership").Expects("2026-W47"))
		for _, part := range []string{"Revenue", "MQLs", "Jane Doe"} {
			if !strings.Contains(digest.Text+threadText(digest.Replies()), part) {
				t.Errorf("the digest does not say %q", part)
			}
		}
		w.away("2026-11-30 08:50")
		w.until("2026-11-30 09:05")
		w.withThread(w.Channel("leadership").Expects("2026-W48"))
		w.until("2026-12-01 09:05")
		marco.DM().Expects("is back, as agreed")
	})
}
