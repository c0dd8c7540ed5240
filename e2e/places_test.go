package e2e

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestNothingIsPostedWhereOthersRead changes a channel in each way: nothing more is posted there, admins hear of it once,
// and once it is mended nothing is missing.
func TestNothingIsPostedWhereOthersRead(t *testing.T) {
	t.Parallel()
	sales := slacksim.Channel{ID: "C0SALES", Name: "sales", Members: []string{botUser, sam, lena, ingrid}, IsPrivate: true}
	shared, archived, public := sales, sales, sales
	shared.IsExtShared, archived.IsArchived, public.IsPrivate = true, true, false
	for name, c := range map[string]struct {
		becomes slacksim.Channel
		within  time.Duration
		says    string
	}{
		"shared":   {shared, time.Second, "is shared with another organisation"},
		"archived": {archived, time.Second, "is archived"},
		"public":   {public, 25 * time.Hour, "was private and is public now"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				w.AddChannel(sales)
				passes(11 * time.Minute)
				w.AddChannel(c.becomes)
				passes(c.within)
				w.User("alex").DM().Expects("posts nothing more in its channel C0SALES. The channel " + c.says)
				priya := w.User("priya").In("leads")
				w.logs(priya, "Ada Outside, Acme, ada@acme.example", "Ada Outside")
				priya.Runs("/lead handoff L-1 @sam").Expects("You handed")
				w.User("sam").DM().Expects("Ada Outside")
				w.told()
				if got := len(calls(w, post, "C0SALES")); got != 0 {
					t.Errorf("%d messages were posted there", got)
				}
				w.User("alex").DM().Expects("could not tell everything")

				w.AddChannel(sales)
				passes(25 * time.Hour)
				w.Channel("sales").Expects("Ada Outside")
				w.claimAll()
			})
		})
	}
}
