package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// heard is what the app has said in some conversations, with the moment in the
// zone of the stories and the person.
type heard struct {
	w     *world
	who   []string
	known map[string]bool
	lines []string
}

// listens takes down what was said since the last time.
func (h *heard) listens() {
	h.w.t.Helper()
	zone := at(h.w.t, "2026-11-23 10:00").Location()
	for _, who := range h.who {
		for _, m := range h.w.User(who).DM().Messages() {
			heard := who + m.TS // two conversations may have messages of one moment
			if !m.App || h.known[heard] {
				continue
			}
			h.known[heard] = true
			m.Expects("")
			first, _, _ := strings.Cut(m.TopText, ".")
			h.lines = append(h.lines, fmt.Sprintf("%s %s: %s", m.Time.In(zone).Format("Mon 15:04"), who, first))
		}
	}
}

// listensUntil lets time pass until a moment. At each half hour every open lead
// has exactly one person whose turn it is, and that person has its clock.
func (h *heard) listensUntil(moment string, ids ...string) {
	h.w.t.Helper()
	for end := at(h.w.t, moment); time.Now().Before(end); {
		passes(min(30*time.Minute, time.Until(end)))
		h.listens()
		for _, id := range ids {
			l := h.w.lead(id)
			turn, team := l.Turn()
			if turn == "" || team != ref.Sales || turn != l.Owner || len(l.Clocks) != 1 || l.Clocks[0].Person != turn {
				h.w.t.Fatalf("%s: the turn of %q of %q: %+v", time.Now(), turn, team, l)
			}
		}
	}
}

// wants compares what was said since the last comparison.
func (h *heard) wants(want ...string) {
	h.w.t.Helper()
	h.w.told()
	h.listens()
	if diff := cmp.Diff(want, h.lines); diff != "" {
		h.w.t.Errorf("said (-want +got):\n%s", diff)
	}
	h.lines = nil
}

// TestTheLadderToItsEndInZonesADayApart has a rep in Honolulu and one in
// Auckland, where it is the next day: their promises, reminders and leave are in
// their own days. Leads go up the ladder to its end, over a weekend in which
// Leadloop is down.
func TestTheLadderToItsEndInZonesADayApart(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.AddUser(slacksim.User{ID: sam, Name: "sam", RealName: "Sam Okafor", TZ: "Pacific/Honolulu"})
		w.AddUser(slacksim.User{ID: lena, Name: "lena", RealName: "Lena Vogt", TZ: "Pacific/Auckland"})
		passes(2 * time.Minute)
		priya, reps := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.logs(priya, "Ada West, Acme, ada@acme.example", "Ada West")
		w.offers(priya, "L-1", "sam", "Ada West")
		w.logs(priya, "Ben East, Bold, ben@bold.example", "Ben East")
		w.offers(priya, "L-2", "lena", "Ben East")
		w.dueAt("L-1", agreement.ClockAccept, "2026-11-24 00:00") // 13:00 of Sam's Monday
		w.dueAt("L-2", agreement.ClockAccept, "2026-11-24 01:00") // 13:00 of Lena's Tuesday
		w.told()
		h := &heard{w: w, who: []string{"sam", "lena", "ingrid", "marco"}, known: map[string]bool{}}
		h.listens()
		h.lines = nil

		h.listensUntil("2026-11-24 04:30", "L-1", "L-2")
		h.wants(
			"Tue 03:00 sam: One promise is late",  // 16:00 of his Monday
			"Tue 04:00 lena: One promise is late", // 16:00 of her Tuesday
		)

		// Sam puts his off to Wednesday.
		reps.Runs("/lead snooze L-1 2026-11-25 She is at a fair").Expects("put off")
		h.listensUntil("2026-11-25 18:00", "L-1", "L-2")
		h.wants(
			"Tue 21:00 lena: One promise is late",   // 09:00 of her Wednesday
			"Wed 09:00 ingrid: One promise is late", // a working day of Lena's after the deadline
			"Wed 13:00 ingrid: One promise is late",
			"Wed 16:00 ingrid: One promise is late",
		)

		// Lena's goes to Sam; then Sam goes away, and Lena stands in.
		h.listensUntil("2026-11-26 21:00", "L-1", "L-2")
		h.wants(
			"Wed 20:00 sam: One promise is late", // 09:00 of his Wednesday, after the snooze
			"Thu 00:00 sam: One promise is late",
			"Thu 01:00 sam: *L-2* Ben East, Bold", // 13:00 of Lena's Thursday
			"Thu 01:00 lena: 1 open lead waited too long for your answer, and went to the next in turn",
			"Thu 20:00 sam: One promise is late", // L-2; of L-1 he was reminded three times
		)
		reps.Runs("/loop away until 2026-12-02 cover=@lena").Expects("first day back")
		h.listensUntil("2026-11-27 12:00", "L-1", "L-2")
		h.wants(
			"Thu 21:01 sam: While you are away until 2 Dec 2026, <@U0LENA> has your 2 open leads",
			"Thu 21:01 lena: <@U0SAM> is away until 2 Dec 2026, and you stand in",
			"Fri 01:00 lena: One promise is late", // L-2, for the second time, and the third
			"Fri 04:00 lena: One promise is late",
			"Fri 09:00 ingrid: 2 promises are late",
		)

		// Leadloop is down over the weekend.
		w.stop()
		w.until("2026-11-30 12:00")
		w.start()
		w.told()
		h.listensUntil("2026-11-30 12:30", "L-1", "L-2")
		w.withThread(w.Channel("leadership").Expects("2026-W48"))
		h.wants("Mon 12:00 marco: 2 promises are late") // nobody of the pool is left; what Ingrid missed is left out
		h.listensUntil("2026-12-04 18:00", "L-1", "L-2")
		h.wants(
			"Mon 13:00 marco: 2 promises are late",
			"Mon 16:00 marco: 2 promises are late",
			"Wed 20:00 sam: Welcome back", // 09:00 of his first day back
			"Wed 20:00 lena: <@U0SAM> is back, and has these 2 open leads again",
		)

		// The ladder is at its end; the board still shows both until Sam answers.
		w.User("ingrid").Runs("/loop board").Expects("Ada West")
		w.accepts("sam", "L-1", "priya")
		w.accepts("sam", "L-2", "priya")
		w.User("ingrid").Runs("/loop board").Expects("Nobody is on the board")
	}, func(_ *slacksim.Options, c *configs.Config) { c.Teams.IntakeOwner = marco })
}

// TestTheIntakeOwnerPassesOnWhatIsStuck: the last on the ladder is no manager,
// and can give away what a rep lets lie, but not do the rep's part.
func TestTheIntakeOwnerPassesOnWhatIsStuck(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, owner := w.User("priya").In("leads"), w.User("marco").In("leads")
		w.logs(priya, "Ada West, Acme, ada@acme.example", "Ada West")
		w.offers(priya, "L-1", "sam", "Ada West")
		w.accepts("sam", "L-1", "priya")
		owner.Runs("/lead won L-1 5000").Expects("is not your lead")
		closes(t, owner.Runs("/lead show L-1").Clicks("Reassign").Modal().Select("To", "Lena Vogt").Fill("Why?", "Sam has his hands full"))
		owner.Expects("is with <@U0LENA> now")
		w.User("lena").DM().Expects("Sam has his hands full")
		w.User("lena").In("sales").Runs("/lead mine").Expects("you, first touch due")
		w.User("sam").DM().Expects("<@" + marco + "> gave *L-1* Ada West, Acme to <@" + lena + ">")
	}, func(_ *slacksim.Options, c *configs.Config) { c.Teams.IntakeOwner = marco })
}

// TestAShortPromiseIsToldBeforeItClimbs: an answer within 30 minutes, and an hour between the steps, are shorter than the
// time between two slots. The rep is told at once, then the manager, and only then somebody else has the lead.
func TestAShortPromiseIsToldBeforeItClimbs(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 09:30", func(w *world) {
		priya, ingrid := w.User("priya").In("leads"), w.User("ingrid").In("sales")
		closes(t, priya.Runs("/loop definition propose").Modal().
			Fill("Accept or reject within", "30 working minutes").Fill("Escalate after another", "1 working hour"))
		priya.Expects("is open")
		for _, signer := range []string{"priya", "ingrid"} {
			w.User(signer).DM().Expects("lead definition")
		}
		priya.Runs("/loop definition agree").Expects("Signed")
		ingrid.Runs("/loop definition agree").Expects("is in force")
		for _, channel := range []string{"leads", "sales"} {
			w.Channel(channel).Expects("of the lead definition is in force")
		}
		w.told()
		w.until("2026-11-23 10:00")
		w.logs(priya, "Ada Late, Acme, ada@acme.example", "Ada Late")
		w.offers(priya, "L-1", "sam", "Ada Late")
		w.told()
		h := &heard{w: w, who: []string{"sam", "ingrid", "lena"}, known: map[string]bool{}}
		h.listens()
		h.lines = nil

		h.listensUntil("2026-11-23 12:15", "L-1")
		h.wants(
			"Mon 10:31 sam: One promise is late",
			"Mon 11:30 ingrid: One promise is late",
		)
		h.listensUntil("2026-11-23 12:45", "L-1")
		h.wants(
			"Mon 12:30 sam: 1 open lead waited too long for your answer, and went to the next in turn",
			"Mon 12:30 lena: *L-1* Ada Late, Acme",
		)
		w.accepts("lena", "L-1", "priya")
	})
}
