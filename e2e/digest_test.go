package e2e

import (
	"strings"
	"testing"
)

// TestLeadershipReadsTheDigest: how it stands and why is in the message, the
// rest below it; the details and the figures come to the one who asks.
func TestLeadershipReadsTheDigest(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.aBusyWeek()
		diane := w.User("diane").In("leadership")
		diane.Runs("/goal set revenue 2026-Q4 90000 owner=@ingrid").Expects("The goal is set")
		diane.Runs("/loop digest preview").Expects("on its way")
		digest := w.withThread(diane.DM().Expects("2026-W48"))
		for _, part := range []string{"Revenue is 93% behind: €3,333 of €90,000", "A preview", "oo few leads to say why", "*Won*"} {
			if !strings.Contains(digest.Text, part) {
				t.Errorf("the digest does not say %q:\n%s", part, digest.Text)
			}
		}
		for _, part := range []string{
			"oo few leads to say why: 6 since 1 Oct 2026", "Goals of marketing", "Goals of sales",
			"Too little history for an outlook: it begins on 23 Nov 2026", "Weakest step", "Open leads over the week", "Open at the start 0, + 6 new", "− 2 won",
			"answers in time", "half within", "nine in ten within", "Open loops", "Won: 2", "What each team brought", "Marketing*: 6 leads",
		} {
			if !strings.Contains(threadText(digest.Replies()), part) {
				t.Errorf("the thread does not say %q:\n%s", part, threadText(digest.Replies()))
			}
		}
		diane.On(digest).Clicks("All figures").Modal().Expects("Open loops").Close()
		csv := diane.On(digest).Clicks("CSV").Expects("week,part,item,figure,value,unit")
		for _, line := range []string{"2026-W48,goal,Revenue 2026-Q4,target,90000.00,EUR", "2026-W48,balance: marketing,customers,week,2,leads"} {
			if !strings.Contains(csv.Text, line) {
				t.Errorf("the figures do not hold %q:\n%s", line, csv.Text)
			}
		}
	})
}
