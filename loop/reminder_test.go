package loop_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// offers has leads handed to a rep, so many of them, a minute apart.
func (o *office) offers(n int, to ref.UserID) {
	o.t.Helper()
	for range n {
		id := o.logs(mia, person(o.keys)).ID
		o.does(o.Handoff(context.Background(), o.by(mia), id, to, ""))
		o.later(time.Minute)
	}
	o.delivers()
}

// listed are the leads that the reminder of somebody lists, and how many it leaves out.
func (o *office) listed(user ref.UserID) ([]ref.LeadID, int) {
	o.t.Helper()
	m, err := o.Reminders.Show(context.Background(), user)
	o.must(err)
	var ids []ref.LeadID
	for _, row := range m.Reminder.Rows {
		ids = append(ids, row.Lead)
	}
	return ids, m.Reminder.More
}

func TestAReminderListsTenAndTheOthersGetTheirTurn(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	o.offers(13, sam)
	o.at("2026-11-23 16:00").sweeps()
	first := []ref.LeadID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	if ids, more := o.listed(sam); !slices.Equal(ids, first) || more != 3 {
		t.Errorf("lists %v and %d more", ids, more)
	}
	o.delivers()
	o.does(o.Leads.Accept(t.Context(), o.by(sam), 3))
	o.wantTold("accepted U0MIA L-3", "edit #leads L-3", "edit #sales L-3", "edit U0SAM L-3", "edit U0SAM")
	o.at("2026-11-24 09:00").sweeps()
	if ids, more := o.listed(sam); ids[2] != 4 || ids[9] != 11 || more != 2 {
		t.Errorf("then lists %v and %d more", ids, more)
	}
	o.at("2026-11-24 13:00").sweeps()
	o.at("2026-11-24 13:01").wantUnchanged("a second sweep", func() { o.sweeps() })
	o.wantSound()
}

func TestEachHearsInTheirOwnDay(t *testing.T) {
	o := newOffice(t)
	o.keepsOffers()
	o.sweeps()
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutAvailability(people.Availability{V: 1, User: rob, Zone: "America/New_York"}); err != nil {
			return err
		}
		leave := people.Leave{From: calendar.Date{Year: 2026, Month: 11, Day: 24}, Until: calendar.Date{Year: 2026, Month: 11, Day: 26}}
		return tx.PutAvailability(people.Availability{V: 1, User: tom, Leaves: []people.Leave{leave}})
	}))
	o.offers(1, sam)
	o.offers(1, rob) // due at 13:00 in New York, 19:00 in Berlin
	o.at("2026-11-23 13:00").offers(1, tom)
	told := map[string][]string{}
	for end := o.now.AddDate(0, 0, 4); o.now.Before(end); o.later(time.Minute) {
		o.sweeps()
		for _, said := range o.delivers() {
			var to string
			if n, _ := fmt.Sscanf(said, "reminder %s", &to); n == 1 {
				told[to] = append(told[to], o.now.Format("2 15:04"))
			}
		}
	}
	want := map[string][]string{
		"U0SAM":  {"23 16:00", "24 09:00", "24 13:00"},
		"U0ROB":  {"23 22:00", "24 15:00"},             // 16:00 and 09:00 of his own; at 13:00 it is for the manager
		"U0TOM":  {"26 09:00", "26 13:00", "26 16:00"}, // back from leave
		"U0MONA": {"24 16:00", "25 09:00", "25 13:00", "25 16:00", "27 09:00", "27 13:00"},
		"U0MEL":  {"26 16:00", "27 09:00", "27 13:00"}, // after the day in which anybody of the pool may claim
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("when each was reminded (-want +got):\n%s", diff)
	}
}

func TestKindsThatAreOffAreNotSent(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	wantKind(t, o.Reminders.Switch(t.Context(), o.by(sam), "accept", true), fault.KindDenied)
	wantKind(t, o.Reminders.Switch(t.Context(), o.by(mona), funnel.NudgeEscalation, true), fault.KindConflict) // no breach may reach nobody
	o.must(o.Reminders.Switch(t.Context(), o.by(mona), "accept", true))
	o.wantUnchangedBut(func() { o.must(o.Reminders.Switch(t.Context(), core.Request{By: mona}, "accept", true)) })
	o.offers(1, sam)
	for _, clock := range []string{"2026-11-23 16:00", "2026-11-24 09:00"} {
		o.at(clock).sweeps()
		if ids, _ := o.listed(sam); ids != nil {
			t.Errorf("%s: lists %v", clock, ids)
		}
	}
	o.must(o.Reminders.Switch(t.Context(), o.by(ada), "accept", false))
	o.at("2026-11-24 13:00").sweeps()
	if ids, _ := o.listed(sam); len(ids) != 1 {
		t.Error("switched on again, nothing is sent")
	}
	o.wantSound()
}

// wantUnchangedBut is wantUnchanged for an act that was done before.
func (o *office) wantUnchangedBut(fn func()) { o.wantUnchanged("doing it again", fn) }

func TestTheEffectOfRemindersIsKept(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	o.offers(12, sam)
	o.at("2026-11-23 16:00").sweeps()
	o.does(o.Leads.Accept(t.Context(), o.by(sam), 1))
	o.at("2026-11-24 12:30")
	o.does(o.Leads.Accept(t.Context(), o.by(sam), 2)) // five and a half working hours later
	rows, err := o.Reminders.Nudges(t.Context())
	o.must(err)
	if got := rows[0]; got.Kind != "accept" || got.Part != 1 || got.Whole != 10 || !got.Needless() {
		t.Errorf("the effect is %+v", got)
	}
	digest, err := o.Digest.Week(t.Context(), calendar.WeekOf(o.today()))
	o.must(err)
	if diff := cmp.Diff(rows[:1], digest.Nudges); diff != "" {
		t.Errorf("in the digest (-want +got):\n%s", diff)
	}
	o.wantSound()
}

func TestTheBoardListsWhatIsLate(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	if b, err := o.Reminders.Board(t.Context()); err != nil || len(b.Late) != 0 {
		t.Errorf("an empty board holds %+v, %v", b, err)
	}
	o.offers(2, sam)
	o.at("2026-11-23 16:00").sweeps()
	o.does(o.Leads.Snooze(t.Context(), o.by(sam), 1, o.today().AddDays(2), "At a fair"))
	o.does(o.Leads.Accept(t.Context(), o.by(sam), 2))
	b, err := o.Reminders.Board(t.Context())
	o.must(err)
	if len(b.Late) != 1 || b.Late[0].Lead.ID != 1 || b.Late[0].Clock.Kind != agreement.ClockAccept || b.Late[0].Lateness != "2 working hours" || b.More != 0 {
		t.Errorf("the board holds %+v", b)
	}
	o.offers(105, rob)
	o.at("2026-11-24 16:00").sweeps()
	if b, err = o.Reminders.Board(t.Context()); err != nil || len(b.Late) != 100 || b.More != 7 {
		t.Errorf("a long board lists %d and %d more, %v", len(b.Late), b.More, err)
	}
}

// marks are what has happened to the promises, whenever a sweep noted it, and
// how far each has climbed.
func (o *office) marks() (lines []string, climbed []int) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		leads, err := rd.LeadsAfter(0, 100)
		if err != nil {
			return err
		}
		for _, l := range leads {
			for _, c := range l.Clocks {
				lines = append(lines, fmt.Sprint(l.ID, l.Stage, c.Kind, c.Person, c.DueAt, !c.MissedAt.IsZero()))
				climbed = append(climbed, c.Step)
			}
		}
		for _, kind := range funnel.ClockKinds {
			n, err := rd.Count(ledger.CountMissed+string(kind), calendar.Date{Year: 2026, Month: 11, Day: 1}, calendar.Date{Year: 2027, Month: 2, Day: 1})
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprint(kind, n))
		}
		return nil
	}))
	return lines, climbed
}

// reminded counts who was sent how many reminders.
func (o *office) reminded() map[string]int {
	o.t.Helper()
	told := map[string]int{}
	for _, said := range o.delivers() {
		var to string
		if n, _ := fmt.Sscanf(said, "reminder %s", &to); n == 1 {
			told[to]++
		}
	}
	return told
}

func TestOneLateSweepIsNeverAheadOfOneEachMinute(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type deed struct {
			after time.Duration
			to    ref.UserID
			then  string
		}
		deeds := make([]deed, rapid.IntRange(1, 6).Draw(rt, "leads"))
		for i := range deeds {
			deeds[i] = deed{
				time.Duration(rapid.IntRange(0, 900).Draw(rt, "minutes")) * time.Minute,
				rapid.SampledFrom([]ref.UserID{sam, rob, mona}).Draw(rt, "to"),
				rapid.SampledFrom([]string{"", "", "accept", "snooze"}).Draw(rt, "then"),
			}
		}
		minutes := rapid.IntRange(1, 26*60).Draw(rt, "down")
		play := func(each func(*office)) (*office, map[string]int) {
			o := newOffice(t)
			o.settings.Roster.Sales = append(o.settings.Roster.Sales, mona)
			o.opens()
			// Whoever gets an offer in turn has the time from when they got it, so that only of a claim the moment is no matter.
			_, err := o.Routing.EditPool(context.Background(), o.by(mona), people.DefaultPool, poolOf("Sales team", "", people.AfterClaim, sam, rob, tom))
			o.must(err)
			o.sweeps()
			for i, d := range deeds {
				id := o.logs(mia, person(i)).ID
				o.does(o.Handoff(context.Background(), o.by(mia), id, d.to, ""))
				switch d.then {
				case "accept":
					o.does(o.Leads.Accept(context.Background(), o.by(d.to), id))
				case "snooze":
					_, err := o.Leads.Snooze(context.Background(), o.by(d.to), id, o.today().AddDays(1), "At a fair")
					if fault.KindOf(err) != fault.KindInvalid { // nothing is due by then
						o.must(err)
					}
				}
				o.later(d.after).sweeps()
			}
			o.delivers()
			each(o)
			return o, o.reminded()
		}
		prompt, _ := play(func(o *office) {
			for range minutes {
				o.later(time.Minute).sweeps()
			}
		})
		late, told := play(func(o *office) { o.later(time.Duration(minutes) * time.Minute).sweeps() })
		was, high := prompt.marks()
		is, climbed := late.marks()
		if diff := cmp.Diff(was, is); diff != "" {
			rt.Fatalf("state (-each minute +once):\n%s", diff)
		}
		for i := range climbed {
			if climbed[i] > high[i] {
				rt.Fatalf("after downtime %s stands on step %d, else on %d", is[i], climbed[i], high[i])
			}
		}
		for to, n := range told {
			if n > 1 {
				rt.Fatalf("after downtime %s gets %d reminders", to, n)
			}
		}
		late.wantUnchanged("a second sweep", func() { late.sweeps() })
		prompt.wantSound()
		late.wantSound()
	})
}

func TestOnlyAHotHandoffSpeaksAtOnce(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	o.offers(1, sam)
	o.offers(1, sam)
	id := o.logs(mia, person(99)).ID
	o.does(o.Services.Routing.Handoff(t.Context(), o.by(mia), id, funnel.HandoffInput{To: sam, Hot: true}))
	o.delivers()
	o.at("2026-11-23 14:02").sweeps() // the first two are late since 14:00 and 14:01
	if ids, _ := o.listed(sam); ids != nil {
		t.Errorf("lists %v before the slot", ids)
	}
	o.at("2026-11-23 14:03").sweeps()
	if ids, _ := o.listed(sam); !slices.Equal(ids, []ref.LeadID{id}) {
		t.Errorf("lists %v, want the hot one", ids)
	}
	o.at("2026-11-23 16:00").sweeps()
	if ids, _ := o.listed(sam); !slices.Equal(ids, []ref.LeadID{1, 2, id}) {
		t.Errorf("at the slot it lists %v, want all", ids)
	}
	other := o.logs(mia, person(98)).ID
	o.does(o.Services.Routing.Handoff(t.Context(), o.by(mia), other, funnel.HandoffInput{To: sam, Hot: true}))
	o.at("2026-11-24 09:00").sweeps()
	o.at("2026-11-24 11:01").sweeps() // four working hours later
	if ids, _ := o.listed(sam); !slices.Equal(ids, []ref.LeadID{other, 1, 2, id}) {
		t.Errorf("lists %v, want the new one above the old", ids)
	}
	if l := o.lead(1); l.Nudges != 2 {
		t.Errorf("the other leads count %d reminders, want 2", l.Nudges)
	}
	o.wantSound()
}

// Whatever was promised, whatever people's hours are and however often it is looked: nobody above hears, and nobody loses
// a lead, before whoever has it was told that it is late.
func TestEveryRungWasToldBeforeTheNextIsClimbed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := emptyOffice(t, memkv.New())
		agreed := definition()
		stretch := func(name string) calendar.WorkingTime {
			unit := rapid.IntRange(0, 2).Draw(rt, name+" in")
			return [...]calendar.WorkingTime{
				{Minutes: rapid.IntRange(1, 300).Draw(rt, name)}, {Hours: rapid.IntRange(1, 9).Draw(rt, name)}, {Days: rapid.IntRange(1, 2).Draw(rt, name)},
			}[unit]
		}
		agreed.ServiceLevels.Accept, agreed.ServiceLevels.EscalateAfter = stretch("answer"), stretch("escalation")
		o.must(o.Agreement.Adopt(t.Context(), agreed))
		after := rapid.SampledFrom([]people.Unanswered{people.AfterClaim, people.AfterReassign}).Draw(rt, "after")
		_, err := o.Routing.EditPool(context.Background(), o.by(mona), people.DefaultPool, poolOf("Sales team", "", after, sam, rob, tom))
		o.must(err)
		for _, user := range []ref.UserID{sam, rob, mona, mel} {
			hours := rapid.SampledFrom([]string{"", "mon-fri 16:00-24:00", "mon-sat 06:00-10:00", "mon-fri 00:00-06:00, 20:00-22:00", "tue 10:00-11:00"}).Draw(rt, "hours")
			if hours == "" {
				continue
			}
			_, err := o.People.SetHours(context.Background(), o.by(mona), user, people.HoursInput{Week: hours})
			o.must(err)
		}
		o.sweeps()
		for n := range rapid.SampledFrom([]int{1, 1, 2, 12}).Draw(rt, "leads") {
			id := o.logs(mia, person(n)).ID
			o.does(o.Services.Routing.Handoff(context.Background(), o.by(mia), id, funnel.HandoffInput{To: sam, Hot: rapid.Bool().Draw(rt, "hot")}))
		}
		step := time.Duration(rapid.IntRange(20, 300).Draw(rt, "looked at each")) * time.Minute
		for end := o.now.AddDate(0, 0, 5); o.now.Before(end); {
			standing := o.hearers()
			o.later(step).sweeps()
			for id, now := range o.hearers() {
				was, stood := standing[id]
				if moved := stood && (now.Step != was.Step || now.Person != was.Person); moved && was.Hears != "" && !was.Heard {
					rt.Fatalf("%s: %s had %s before %s was told: %+v", o.now, now.Hears, id, was.Hears, now)
				}
			}
		}
		o.wantSound()
		o.wantTellings(rt)
	})
}

// hearers are the late promises of each lead, with who hears of them.
func (o *office) hearers() map[ref.LeadID]funnel.Clock {
	o.t.Helper()
	all := map[ref.LeadID]funnel.Clock{}
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		leads, err := rd.LeadsAfter(0, 100)
		for _, l := range leads {
			if c, ok := l.Clocks.Of(agreement.ClockAccept); ok {
				all[l.ID] = c
			}
		}
		return err
	}))
	return all
}

// wantTellings checks by the journal alone that a message went to each before the next was to hear: of the lead itself, or
// of more than it lists.
func (o *office) wantTellings(rt *rapid.T) {
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		told := map[ref.UserID]time.Time{}
		since := map[ref.LeadID]time.Time{}
		hears := map[ref.LeadID]ref.UserID{}
		for _, e := range entries {
			switch e.Kind { //nolint:exhaustive // the others tell nobody
			case funnel.EntryNudged:
				told[e.RemindedPerson] = e.At
			case funnel.EntryMissed:
				since[e.Lead], hears[e.Lead] = e.At, e.Clocks[0].Person
			case funnel.EntryEscalated, funnel.EntryOpened, funnel.EntryAssigned:
				if who := hears[e.Lead]; who != "" && told[who].Before(since[e.Lead]) {
					rt.Fatalf("%s of %s at %s, but %s was told nothing since %s", e.Kind, e.Lead, e.At, who, since[e.Lead])
				}
				since[e.Lead], hears[e.Lead] = e.At, e.RemindedPerson
			}
		}
		return err
	}))
}
