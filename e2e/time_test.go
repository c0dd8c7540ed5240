package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// away stops Leadloop until a moment, and starts it again.
func (w *world) away(until string) {
	w.t.Helper()
	w.stop()
	w.until(until)
	w.start()
	w.told()
}

// dueAt checks when a promise on a lead is due.
func (w *world) dueAt(id string, kind agreement.ClockKind, moment string) {
	w.t.Helper()
	clock, ok := w.lead(id).Clocks.Of(kind)
	if !ok || !clock.DueAt.Truncate(time.Minute).Equal(at(w.t, moment)) {
		w.t.Errorf("%s of %s is due %s (%v); want %s", kind, id, clock.DueAt.In(at(w.t, moment).Location()), ok, moment)
	}
}

// TestALatePromiseClimbsTheLadder reminds the rep at each slot, then the
// manager, and gives whoever gets the lead next the whole time.
func TestALatePromiseClimbsTheLadder(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, ingrid, sam := w.User("priya").In("leads"), w.User("ingrid"), w.User("sam")
		w.logs(priya, "Ada Late, Acme, ada@acme.example", "Ada Late")
		w.offers(priya, "L-1", "sam", "Ada Late")
		w.dueAt("L-1", agreement.ClockAccept, "2026-11-23 14:00")
		w.until("2026-11-23 15:59")
		sam.DM().ExpectsNothing()
		var nudge *slacktest.Message
		for _, slot := range []string{"2026-11-23 16:02", "2026-11-24 09:02", "2026-11-24 13:02"} {
			w.until(slot)
			nudge = sam.DM().Expects("One promise is late. *L-1*")
		}
		w.told()
		if got := posts(sam.DM(), "late."); got != 1 {
			t.Errorf("%d lists stand, want the newest alone", got)
		}
		w.until("2026-11-24 15:59")
		ingrid.DM().ExpectsNothing()
		w.until("2026-11-24 16:02")
		late := ingrid.DM().Expects("<@U0SAM>: an answer was due")
		ingrid.Runs("/loop board").Expects("Ada Late")

		// Whoever gets it next has the whole time, and is reminded of that.
		closes(t, ingrid.On(late).Clicks("Reassign").Modal().Select("To", "Lena Vogt"))
		ingrid.Expects("is with <@U0LENA> now")
		w.User("lena").DM().Expects("accept or reject it by")
		w.Channel("sales").Expects("Lena Vogt is asked to accept or reject it by")
		sam.DM().Expects("gave *L-1*")
		w.dueAt("L-1", agreement.ClockAccept, "2026-11-25 11:02")
		ingrid.Runs("/loop board").Expects("Nobody is on the board")
		w.told()
		if posts(sam.DM(), "Nothing of this is open for you any more.") != 1 || posts(ingrid.DM(), "All done, thank you.") != 1 {
			t.Error("the lists do not say that all is done")
		}
		w.until("2026-11-25 13:02")
		hers := w.User("lena").DM().Expects("One promise is late. *L-1*")

		// The old list has been overtaken; it has no buttons any more.
		if len(nudge.Latest().Buttons()) > 0 {
			t.Error("what is done can be clicked")
		}

		// Accepted late from the list, the next promise begins; kept, nobody hears.
		w.User("lena").On(hers).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		w.User("lena").Runs("/lead touch L-1 call").Expects("Noted")
		w.until("2026-11-25 17:00")
	})
}

// TestWeekendsDoNotCount hands off on a Saturday.
func TestWeekendsDoNotCount(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-28 11:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.logs(priya, "Ada Weekend, Acme, ada@acme.example", "Ada Weekend")
		w.offers(priya, "L-1", "sam", "Ada Weekend")
		w.dueAt("L-1", agreement.ClockAccept, "2026-11-30 13:00")
		w.away("2026-11-30 12:50")
		w.withThread(w.Channel("leadership").Expects("2026-W48"))
		w.until("2026-11-30 15:59")
		w.User("sam").DM().ExpectsNothing()
		w.until("2026-11-30 16:02")
		w.User("sam").DM().Expects("One promise is late.")
	})
}

// TestSnoozedIsSilentUntilThen puts reminders off; the promise stays.
func TestSnoozedIsSilentUntilThen(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.logs(priya, "Ada Snoozed, Acme, ada@acme.example", "Ada Snoozed")
		w.offers(priya, "L-1", "sam", "Ada Snoozed")
		w.until("2026-11-23 16:02")
		list := w.User("sam").DM().Expects("One promise is late.")
		w.User("sam").On(list).Clicks("Snooze").Modal().Fill("Until", "2026-11-25").Fill("Why?", "At a fair").Submit()
		w.User("sam").Expects("put off")
		w.dueAt("L-1", agreement.ClockAccept, "2026-11-23 14:00")
		// Without the snooze Sam would hear on Tuesday, and the manager at 16:00.
		w.until("2026-11-24 17:30")
		w.User("sam").DM().ExpectsNothing()
		w.User("ingrid").Runs("/loop board").Expects("At a fair")
		w.until("2026-11-25 09:05")
		w.User("sam").DM().Expects("One promise is late.")
		w.User("sam").Runs("/lead accept L-1").Expects("is yours")
		priya.DM().Expects("took *L-1*")
	})
}

// TestDowntimeOverTheWeekend stops on a Friday and starts on a Tuesday: one
// digest, the latest word on each lead, and no burst.
func TestDowntimeOverTheWeekend(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-20 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		for n := range 3 {
			who := fmt.Sprintf("Lead %c", 'A'+n)
			w.logs(priya, fmt.Sprintf("%s, Firm, lead%d@firm%d.example", who, n, n), who)
			w.offers(priya, fmt.Sprintf("L-%d", n+1), "sam", who)
		}
		w.logs(priya, "Lead Later, Other, later@other.example", "Lead Later")
		priya.Runs("/lead recycle L-4 until=2026-11-23").Expects("Put aside")
		w.told()
		before := len(w.Calls(post))
		w.away("2026-11-24 12:00")
		passes(5 * time.Minute)
		w.withThread(w.Channel("leadership").Expects("2026-W47"))
		priya.DM().Expects("is back, as agreed")
		if got := len(w.Calls(post)) - before; got != 4 {
			t.Errorf("after the downtime %d messages were posted; want the digest with its thread and two more", got)
		}
		// Nobody hears of the rep before the rep does: of all three at the next slot, in one message.
		w.until("2026-11-24 13:01")
		w.User("sam").DM().Expects("3 promises are late.")
	})
}

// TestLongDowntimePostsTheLastDigestOnly is away for three Mondays.
func TestLongDowntimePostsTheLastDigestOnly(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-20 10:00", func(w *world) {
		passes(time.Minute)
		w.away("2026-12-09 15:00")
		w.withThread(w.Channel("leadership").Expects("2026-W49"))
		w.away("2026-12-09 16:00")
		passes(10 * time.Minute)
	})
}

// TestRestartsAroundTheDigest stops and starts at its very time.
func TestRestartsAroundTheDigest(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 09:30", func(w *world) {
		// A new installation has nothing to say of the weeks before it.
		w.until("2026-11-23 10:30")
		w.away("2026-11-30 08:58")
		w.Channel("leadership").ExpectsNothing()
		w.away("2026-11-30 08:59")
		w.stop()
		w.until("2026-11-30 09:01")
		w.start()
		w.told()
		w.withThread(w.Channel("leadership").Expects("2026-W48"))
		w.away("2026-11-30 09:02")
		w.away("2026-11-30 09:30")
		// The next one finds it running, and it is stopped right after.
		w.away("2026-12-07 08:59")
		w.until("2026-12-07 09:00")
		w.away("2026-12-07 09:01")
		w.away("2026-12-07 09:02")
		w.withThread(w.Channel("leadership").Expects("2026-W49"))
		if got := len(w.Channel("leadership").Messages()); got != 4 {
			t.Errorf("%d messages; want two digests with their details", got)
		}
	})
}

// TestDigestInBothChangesOfTheClock comes at 09:00 by the clock on the wall.
func TestDigestInBothChangesOfTheClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ begin, night, monday, week string }{
		{"2026-10-24 18:00", "2026-10-25 01:30", "2026-10-26", "2026-W43"},
		{"2027-03-27 18:00", "2027-03-28 01:30", "2027-03-29", "2027-W12"},
	} {
		t.Run(c.week, func(t *testing.T) {
			story(t, c.begin, func(w *world) {
				w.away(c.night)
				passes(3 * time.Hour)
				w.away(c.monday + " 07:30")
				w.until(c.monday + " 08:59")
				w.Channel("leadership").ExpectsNothing()
				w.until(c.monday + " 10:05")
				digest := w.withThread(w.Channel("leadership").Expects(c.week))
				if late := digest.Time.Sub(at(t, c.monday+" 09:00")); late < 0 || late > 2*time.Minute {
					t.Errorf("the digest came %v after 09:00", late)
				}
				if got := len(w.Channel("leadership").Messages()); got != 2 {
					t.Errorf("%d messages; want one digest with its details", got)
				}
			})
		})
	}
}

// TestRecycledLeadsComeBack on the morning of their date, or of the next
// working day.
func TestRecycledLeadsComeBack(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-26 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.logs(priya, "Ada Friday, Acme, ada@acme.example", "Ada Friday")
		priya.Runs("/lead recycle L-1 until=2026-11-27 call her then").Expects("Put aside")
		w.logs(priya, "Ben Saturday, Borealis, ben@borealis.example", "Ben Saturday")
		priya.Runs("/lead recycle L-2 until=2026-11-28").Expects("Put aside")
		w.until("2026-11-27 08:59")
		priya.DM().ExpectsNothing()
		w.until("2026-11-27 09:02")
		priya.DM().Expects("call her then")
		if l := w.lead("L-1"); l.Stage != agreement.Known || !l.RecycleUntil.IsZero() {
			t.Errorf("L-1 came back as %s until %s", l.Stage, l.RecycleUntil)
		}
		w.away("2026-11-30 08:50")
		priya.DM().ExpectsNothing()
		w.until("2026-11-30 09:02")
		priya.DM().Expects("*L-2* Ben Saturday, Borealis is back, as agreed")
		w.withThread(w.Channel("leadership").Expects("2026-W48"))
	})
}

// TestHandoffsInTurnAreFair goes round, and passes over who is not there.
func TestHandoffsInTurnAreFair(t *testing.T) {
	t.Parallel()
	const ravi = "U0RAVI"
	story(t, "2026-11-23 10:00", func(w *world) {
		w.AddUser(slacksim.User{ID: ravi, Name: "ravi", RealName: "Ravi Third", TZ: zone})
		priya := w.User("priya").In("leads")
		number := 0
		hands := func(n int) map[ref.UserID]int {
			given := map[ref.UserID]int{}
			for range n {
				number++
				id, who := fmt.Sprintf("L-%d", number), fmt.Sprintf("Turn%02d", number)
				w.logs(priya, fmt.Sprintf("%s, Firm, turn%d@firm%d.example", who, number, number), who)
				priya.Runs("/lead handoff " + id).Expects("You handed")
				w.Channel("sales").Expects(who)
				to := w.lead(id).Handoff.To
				given[to]++
				w.User(string(to)).DM().Expects(who)
				w.told()
			}
			return given
		}
		if got := hands(9); got[sam] != 3 || got[lena] != 3 || got[ravi] != 3 {
			t.Errorf("nine in turn go to %v", got)
		}
		w.AddUser(slacksim.User{ID: lena, Name: "lena", RealName: "Lena Vogt", TZ: zone, Deleted: true})
		passes(time.Second)
		if got := hands(4); got[sam] != 2 || got[lena] != 0 || got[ravi] != 2 {
			t.Errorf("with lena gone, four in turn go to %v", got)
		}
		priya.Runs("/lead log Lena Only, Firm, only@lena.example").Expects("Logged")
		w.Channel("leads").Expects("Lena Only")
		number++
		w.unchanged("handing off to somebody deactivated", func() {
			priya.Runs(fmt.Sprintf("/lead handoff L-%d @lena", number)).Expects("")
			if l := w.lead(fmt.Sprintf("L-%d", number)); l.Offered() {
				t.Errorf("a deactivated rep was handed %s", l.ID)
			}
		})
		w.AddUser(slacksim.User{ID: lena, Name: "lena", RealName: "Lena Vogt", TZ: zone})
		passes(time.Second)
		if got := hands(3); got[lena] != 1 {
			t.Errorf("with lena back, three in turn go to %v", got)
		}
	}, func(_ *slacksim.Options, c *configs.Config) {
		c.Teams.Sales.Members = append(c.Teams.Sales.Members, ravi)
	})
}
