package e2e

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestEachAudienceReadsItsOwnDigest at its own time, in its own channel, once.
func TestEachAudienceReadsItsOwnDigest(t *testing.T) {
	t.Parallel()
	tokyo := func(_ *slacksim.Options, c *configs.Config) {
		c.Digest.Sales = configs.TeamDigest{Channel: c.Channels.Sales, WeeklyTime: configs.WeeklyTime{Day: "friday", Time: "16:00", TimeZone: "Asia/Tokyo"}}
	}
	story(t, "2026-11-17 10:00", func(w *world) {
		diane, priya, sam := w.User("diane").In("leadership"), w.User("priya").In("leads"), w.User("sam").In("sales")
		diane.Runs("/goal set mqls 2026-Q4 100").Expects("The goal is set")
		diane.Runs("/goal set sals 2026-Q4 50").Expects("The goal is set")
		sam.Runs("/loop digest me").Expects("You get no digest of your own week")
		sam.Runs("/loop digest me frday 16:00").Expects("neither a day of the week nor a time")
		sam.Runs("/loop digest me on friday at 15:30").Expects("on Fridays at 15:30 in your time zone")
		priya.Runs("/loop digest me").Expects("no digest")
		diane.Runs("/loop digest now marketing").Expects("No channel is set for the digest of marketing")
		diane.Runs("/loop digest now board").Expects("does not read a digest")

		// A week of work.
		priya.Runs("/lead log Jane Doe, Acme, jane@acme.com source=webinar").Expects("Logged")
		w.Channel("leads").Expects("Jane Doe")
		w.offers(priya, "L-1", "sam", "Jane Doe")
		w.accepts("sam", "L-1", "priya")
		sam.Runs("/lead qualify L-1 amount=10000 close=2026-12-18").Expects("10,000")
		priya.DM().Expects("made an opportunity")
		sam.Runs("/lead lost L-1 price").Expects("Lost")
		priya.DM().Expects("lost")

		// Friday 16:00 in Tokyo is 08:00 in Berlin; the week before is told.
		w.until("2026-11-20 08:02")
		sales := w.withThread(w.Channel("sales").Expects("2026-W46"))
		if strings.Contains(sales.Text, "MQLs in 2026") {
			t.Errorf("sales reads of marketing's goals: %s", sales.Text)
		}
		w.until("2026-11-20 15:32")
		sam.DM().Expects("Your week 2026-W46").Expects("Leads offered to you: *0*")
		w.until("2026-11-23 09:02")
		w.withThread(w.Channel("leadership").Expects("2026-W47"))

		// Over a restart and a week: each once more.
		w.stop()
		w.until("2026-11-27 17:00")
		w.start()
		w.told()
		w.withThread(w.Channel("sales").Expects("2026-W47"))
		own := sam.DM().Expects("Your week 2026-W47").Expects("Leads offered to you: *1*")
		sam.On(own).Clicks("Stop these messages")
		sam.Expects("no digest of your own week any more")
		w.until("2026-12-04 15:35")
		digest := w.withThread(w.Channel("leadership").Expects("2026-W48"))
		replies := digest.Replies()
		end := replies[len(replies)-1]
		diane.On(end).Clicks("Mute").Expects("is not posted any more")
		diane.On(end).Clicks("Mute").Expects("did its work before")
		diane.Runs("/loop digest on").Expects("is posted again")
		w.User("sam").In("sales").Runs("/loop digest off").Expects("is for leadership and admins")
		w.withThread(w.Channel("sales").Expects("2026-W48"))
	}, tokyo)
}
