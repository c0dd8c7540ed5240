package loop_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// offered is an office on Monday at 10:00 in which somebody has leads that
// wait for an answer, due at 14:00. Everything is told.
func offered(t testing.TB, rep ref.UserID, leads int) *office {
	t.Helper()
	o := newOffice(t)
	o.sweeps()
	for n := range leads {
		l := o.logs(mia, person(n))
		o.does(o.Handoff(t.Context(), o.by(mia), l.ID, rep, ""))
	}
	o.delivers()
	return o
}

func (o *office) goesAway(user ref.UserID, days int, cover ref.UserID) {
	o.t.Helper()
	_, err := o.People.GoAway(o.t.Context(), o.by(user), user, people.LeaveInput{Until: o.today().AddDays(days), Cover: cover})
	o.must(err)
}

func (o *office) isBack(user ref.UserID) {
	o.t.Helper()
	_, err := o.People.Back(o.t.Context(), o.by(user), user)
	o.must(err)
}

func (o *office) wantOwner(id ref.LeadID, owner, lentBy ref.UserID) {
	o.t.Helper()
	l, err := o.Leads.Show(o.t.Context(), id)
	o.must(err)
	if l.Owner != owner || l.LentBy != lentBy || l.Offered() && l.Handoff.To != owner {
		o.t.Errorf("%s is with %q (offered to %q), lent by %q; want %q, lent by %q", id, l.Owner, l.Handoff.To, l.LentBy, owner, lentBy)
	}
}

func (o *office) wantDue(id ref.LeadID, clock string) {
	o.t.Helper()
	l, err := o.Leads.Show(o.t.Context(), id)
	o.must(err)
	c, _ := l.Clocks.Soonest()
	if due := c.DueAt.In(o.settings.Calendar.Location).Format("2006-01-02 15:04"); due != clock {
		o.t.Errorf("%s is due %s, want %s", id, due, clock)
	}
}

func TestALeaveLendsLeadsAndTheyComeBack(t *testing.T) {
	o := offered(t, sam, 2)
	o.at("2026-11-23 12:00").goesAway(sam, 3, rob)
	o.sweeps()
	o.wantOwner(1, rob, sam)
	o.wantDue(1, "2026-11-23 14:00") // two hours were left
	o.wantTold("edit #sales L-1", "edit #sales L-2", "edit #leads L-1", "edit #leads L-2", "edit U0SAM L-1", "edit U0SAM L-2", "lent U0ROB", "lent U0SAM")
	o.wantUnchanged("a second sweep", func() { o.sweeps() })

	o.at("2026-11-23 13:00").does(o.Leads.Accept(t.Context(), o.by(rob), 1))
	o.does(o.Leads.Assign(t.Context(), o.by(mona), 2, tom, ""))
	o.delivers()
	o.at("2026-11-23 13:30").does(o.Leads.Touch(t.Context(), o.by(rob), 1, "call", ""))
	o.does(o.Leads.Accept(t.Context(), o.by(tom), 2))
	o.does(o.Leads.Touch(t.Context(), o.by(tom), 2, "call", ""))
	o.delivers()
	o.at("2026-11-26 08:59").sweeps()
	o.wantOwner(1, rob, sam)
	o.at("2026-11-26 09:00").sweeps()
	o.wantOwner(1, sam, "")
	o.wantOwner(2, tom, "") // the manager gave it away for good
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "given_back U0ROB", "given_back U0SAM")
	o.wantUnchanged("a second sweep", func() { o.sweeps() })
	o.wantSound()
}

func TestWithoutACoverLeadsWaitAndTheManagerHearsOnce(t *testing.T) {
	o := offered(t, sam, 1)
	o.at("2026-11-23 12:00").goesAway(sam, 3, "")
	o.sweeps()
	o.wantOwner(1, sam, "")
	o.wantDue(1, "2026-11-26 11:00") // one hour at 12:00 till 14:00 is two hours after the first opening
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "waiting U0MONA")
	o.at("2026-11-25 12:00").sweeps()
	o.wantTold()
	_, err := o.Handoff(t.Context(), o.by(mia), o.logs(mia, person(7)).ID, sam, "")
	wantKind(t, err, fault.KindConflict)
}

func TestTheChainOfCoversEndsWithSomebodyPresent(t *testing.T) {
	o := offered(t, sam, 1)
	o.goesAway(sam, 10, rob)
	o.sweeps()
	o.wantOwner(1, rob, sam)
	o.goesAway(rob, 5, tom)
	o.sweeps()
	o.wantOwner(1, tom, sam)
	o.goesAway(tom, 3, "")
	o.sweeps()
	o.wantOwner(1, mona, sam) // the manager, because nobody of the chain is there
	o.isBack(tom)
	o.sweeps()
	o.isBack(sam)
	o.sweeps()
	o.wantOwner(1, sam, "")
	o.wantSound()
}

// keepsOffers leaves unanswered handoffs where they are until somebody claims
// them.
func (o *office) keepsOffers() {
	o.t.Helper()
	_, err := o.Routing.EditPool(o.t.Context(), o.by(mona), people.DefaultPool, poolOf("Sales team", "", people.AfterClaim, sam, rob, tom))
	o.must(err)
}

func TestALeaveIsExtendedShortenedAndCancelled(t *testing.T) {
	o := offered(t, sam, 1)
	o.keepsOffers()
	o.goesAway(sam, 2, rob)
	o.sweeps()
	o.goesAway(sam, 9, "") // longer; the cover stays
	o.at("2026-11-26 10:00").sweeps()
	o.wantOwner(1, rob, sam)
	o.goesAway(sam, 4, tom) // shorter, with another cover
	o.sweeps()
	o.wantOwner(1, tom, sam)
	o.at("2026-11-30 09:00").sweeps()
	o.wantOwner(1, sam, "")

	_, err := o.People.GoAway(t.Context(), o.by(sam), sam, people.LeaveInput{From: o.today().AddDays(7), Until: o.today().AddDays(9), Cover: rob})
	o.must(err)
	o.isBack(sam) // cancels it
	o.at("2026-12-08 10:00").sweeps()
	o.wantOwner(1, sam, "")
	_, err = o.People.Back(t.Context(), o.by(sam), sam)
	wantKind(t, err, fault.KindConflict)
}

func TestALeaveThatPassedWhileTheProgramWasDownMovesNothing(t *testing.T) {
	o := offered(t, sam, 1)
	_, err := o.People.GoAway(t.Context(), o.by(sam), sam, people.LeaveInput{From: o.today().AddDays(1), Until: o.today().AddDays(4), Cover: rob})
	o.must(err)
	o.at("2026-11-27 12:00").sweeps()
	o.wantOwner(1, sam, "")
	for _, e := range o.waiting() {
		if e.Notice.Kind == funnel.NoticeLent || e.Notice.Kind == funnel.NoticeGivenBack {
			t.Errorf("%s is told of a leave that is over", e.Notice.To)
		}
	}
}

func TestManyLeadsAreLentInStepsAndToldAtOnce(t *testing.T) {
	o := offered(t, sam, 230)
	o.goesAway(sam, 2, rob)
	o.sweeps()
	var lists []string
	for _, e := range o.waiting() {
		if e.Notice.Kind == funnel.NoticeLent {
			lists = append(lists, fmt.Sprintf("%s %d of %d", e.Notice.To, len(e.Notice.Leads), e.Notice.Count))
		}
	}
	slices.Sort(lists)
	if diff := cmp.Diff([]string{"U0ROB 10 of 230", "U0SAM 10 of 230"}, lists); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	o.at("2026-11-25 09:00").sweeps()
	o.wantOwner(230, sam, "")
}

// The message about a leave lists the first few: those that press most.
func TestWhatIsLatestIsListedFirst(t *testing.T) {
	for name, c := range map[string]struct {
		cover ref.UserID
		told  funnel.NoticeKind
	}{"lent": {rob, funnel.NoticeLent}, "that wait": {"", funnel.NoticeWaiting}} {
		o := newOffice(t)
		const leads = 12
		for n := range leads {
			o.logs(mia, person(n))
		}
		var want []ref.LeadID
		for id := ref.LeadID(leads); id > 0; id-- {
			o.does(o.later(time.Minute).Handoff(t.Context(), o.by(mia), id, sam, ""))
			want = append(want, id)
		}
		o.delivers()
		o.goesAway(sam, 2, c.cover)
		o.sweeps()
		wants := func(kind funnel.NoticeKind) {
			t.Helper()
			told := 0
			for _, e := range o.waiting() {
				if e.Notice.Kind != kind {
					continue
				}
				told++
				if diff := cmp.Diff(want[:10], e.Notice.Leads); diff != "" {
					t.Errorf("leads %s, %s to %s (-want +got):\n%s", name, kind, e.Notice.To, diff)
				}
			}
			if told == 0 {
				t.Errorf("leads %s: nobody is told %s", name, kind)
			}
		}
		wants(c.told)
		if c.cover == "" {
			continue
		}
		o.delivers()
		o.at("2026-11-25 09:00").sweeps()
		wants(funnel.NoticeGivenBack)
	}
}

func TestWhoIsGoneLeavesTheirLeadsToTheManager(t *testing.T) {
	o := offered(t, sam, 2)
	o.must(o.People.Note(t.Context(), sam, people.Profile{Gone: true}))
	o.sweeps()
	o.wantTold("gone U0MONA")
	_, err := o.Routing.HandOut(t.Context(), o.by(rob), sam)
	wantKind(t, err, fault.KindDenied)
	out, err := o.Routing.HandOut(t.Context(), o.by(mel), sam) // the intake owner
	o.must(err)
	if leads := out.Given; len(leads) != 2 || leads[0].Owner == sam || leads[1].Owner == sam || len(out.Left) != 0 {
		t.Errorf("handed out: %+v", out)
	}
	o.must(o.People.Note(t.Context(), sam, people.Profile{}))
	o.wantUnchanged("what is known already", func() { o.must(o.People.Note(t.Context(), sam, people.Profile{})) })
	o.does(o.Handoff(t.Context(), o.by(mia), o.logs(mia, person(7)).ID, sam, ""))
}

func TestWhatNobodyCanTakeIsLeftBehindAndTheRestIsHandedOut(t *testing.T) {
	o := offered(t, sam, 3)
	in := poolOf("Sales team", "", people.AfterClaim, rob)
	in.Shares[rob] = "1, 2 a day"
	_, err := o.Routing.EditPool(t.Context(), o.by(mona), people.DefaultPool, in)
	o.must(err)
	o.must(o.People.Note(t.Context(), sam, people.Profile{Gone: true}))
	o.sweeps()
	out, err := o.Routing.HandOut(t.Context(), o.by(mona), sam)
	o.must(err)
	if len(out.Given) != 2 || len(out.Left) != 1 || out.Left[0].Owner != sam {
		t.Errorf("handed out: %+v", out)
	}
	o.later(24 * time.Hour)
	out, err = o.Routing.HandOut(t.Context(), o.by(mona), sam) // pressed again
	o.must(err)
	if len(out.Given) != 1 || len(out.Left) != 0 {
		t.Errorf("handed out the day after: %+v", out)
	}
	o.wantSound()
}

func TestWhoseAnswerIsAwaitedLendsNothing(t *testing.T) {
	asked := func(by, of ref.UserID) *office {
		o := newOffice(t)
		o.sweeps()
		id := o.logs(by, jane).ID
		o.does(o.Handoff(t.Context(), o.by(by), id, sam, ""))
		o.goesAway(sam, 5, of)
		o.sweeps()
		o.does(o.Leads.Ask(t.Context(), o.by(of), id, "Which system?"))
		return o
	}
	t.Run("a marketer away", func(t *testing.T) {
		o := asked(mia, rob)
		o.goesAway(mia, 3, "")
		o.sweeps()
		o.wantOwner(1, rob, sam)
	})
	t.Run("a marketer gone", func(t *testing.T) {
		o := asked(mia, rob)
		o.must(o.People.Note(t.Context(), mia, people.Profile{Gone: true}))
		o.sweeps()
		o.wantOwner(1, rob, sam)
	})
	t.Run("a rep who logged it", func(t *testing.T) {
		o := asked(rob, tom)
		o.goesAway(rob, 3, mona)
		o.sweeps()
		o.wantOwner(1, tom, sam)
	})
}

func TestWhoIsOnNoTeamAnyMoreCanBeHandedOut(t *testing.T) {
	o := offered(t, sam, 1)
	o.settings.Roster.Sales = []ref.UserID{rob, tom}
	o.opens()
	out, err := o.Routing.HandOut(t.Context(), o.by(mona), sam)
	o.must(err)
	if len(out.Given) != 1 {
		t.Errorf("handed out: %+v", out)
	}
}

func TestDeadlinesFollowACalendarThatChanges(t *testing.T) {
	o := offered(t, sam, 1)
	o.must(o.People.Note(t.Context(), sam, people.Profile{Zone: "America/Los_Angeles"}))
	o.sweeps()
	o.wantDue(1, "2026-11-23 22:00") // four hours after 09:00 there
	_, err := o.People.SetHours(t.Context(), o.by(sam), sam, people.HoursInput{Week: "mon-fri 10:00-12:00"})
	o.must(err)
	o.sweeps()
	o.wantDue(1, "2026-11-24 21:00")
	o.wantUnchanged("a second sweep", func() { o.sweeps() })
	_, entries, err := o.Leads.History(t.Context(), 1)
	o.must(err)
	if kind := entries[len(entries)-1].Kind; kind != funnel.EntryDeadlinesMoved {
		t.Errorf("the last entry is %s", kind)
	}
}

func TestDeadlinesFollowTheCalendarOfTheWorkspace(t *testing.T) {
	o := offered(t, sam, 150)
	late := o.logs(mia, person(200)).ID
	o.does(o.Handoff(t.Context(), o.by(mia), late, rob, ""))
	o.delivers()
	o.must(o.People.Note(t.Context(), tom, people.Profile{Zone: "Europe/Berlin"}))
	o.settings.Calendar.Week[time.Monday] = []calendar.Block{{Open: 9 * 60, Close: 12 * 60}}
	o.opens()
	o.at("2026-11-23 11:00").sweeps()
	o.wantDue(1, "2026-11-24 11:00")
	o.wantDue(150, "2026-11-24 11:00")
	o.wantUnchanged("a second sweep", func() { o.sweeps() })

	// What is missed stays missed, and nothing becomes late by a change.
	o.at("2026-11-24 11:01").sweeps()
	o.settings.Calendar.Week[time.Monday] = []calendar.Block{{Open: 9 * 60, Close: 18 * 60}}
	o.opens()
	o.sweeps()
	o.wantDue(1, "2026-11-24 11:00")
	o.wantSound()
}

// Whoever goes away, comes back or stays longer, and whenever the program
// looks: nobody is lent leads while they are away, each lead is with one
// person, and in the end each is with its rep again.
func TestLentLeadsReturn(t *testing.T) {
	reps := []ref.UserID{sam, rob, tom}
	rapid.Check(t, func(rt *rapid.T) {
		o := newOffice(t)
		o.keepsOffers()
		o.sweeps()
		home := map[ref.LeadID]ref.UserID{}
		for n := range 6 {
			l := o.logs(mia, person(n))
			home[l.ID] = reps[n%3]
			o.does(o.Handoff(t.Context(), o.by(mia), l.ID, reps[n%3], ""))
			if n%2 == 0 {
				o.does(o.Leads.Accept(t.Context(), o.by(reps[n%3]), l.ID))
			}
		}
		who := func(rt *rapid.T, label string) ref.UserID { return rapid.SampledFrom(reps).Draw(rt, label) }
		refusable := func(rt *rapid.T, err error) {
			if err != nil && fault.UserText(err) == "" {
				rt.Fatalf("not a sentence for people: %v", err)
			}
		}
		sweep := func(rt *rapid.T) {
			before := o.owners()
			o.sweeps()
			p, err := o.Core.Policy(rt.Context())
			o.must(err)
			for id, owner := range o.owners() {
				if owner == "" {
					rt.Fatalf("%s is with nobody", id)
				}
				if owner != before[id] && !p.Present(owner, o.now) {
					rt.Fatalf("%s went to %s, who is away", id, owner)
				}
			}
			o.wantUnchanged("a second sweep", func() { o.sweeps() })
		}
		rt.Repeat(map[string]func(*rapid.T){
			"time": func(rt *rapid.T) {
				o.later(time.Duration(rapid.IntRange(1, 3*24*60).Draw(rt, "minutes")) * time.Minute)
			},
			"away": func(rt *rapid.T) {
				user, from := who(rt, "who"), o.today().AddDays(rapid.IntRange(0, 3).Draw(rt, "from"))
				in := people.LeaveInput{From: from, Until: from.AddDays(rapid.IntRange(1, 9).Draw(rt, "days"))}
				if rapid.Bool().Draw(rt, "covered") {
					in.Cover = who(rt, "cover")
				}
				_, err := o.People.GoAway(rt.Context(), o.by(user), user, in)
				refusable(rt, err)
			},
			"back": func(rt *rapid.T) {
				user := who(rt, "who")
				_, err := o.People.Back(rt.Context(), o.by(user), user)
				refusable(rt, err)
			},
			"zone": func(rt *rapid.T) {
				zone := rapid.SampledFrom([]string{"Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"}).Draw(rt, "zone")
				o.must(o.People.Note(rt.Context(), who(rt, "who"), people.Profile{Zone: zone}))
			},
			"sweep": sweep,
			"":      func(*rapid.T) {},
		})
		o.later(60 * 24 * time.Hour)
		sweep(rt)
		for id, rep := range home {
			l, err := o.Leads.Show(rt.Context(), id)
			o.must(err)
			if l.Owner != rep || l.LentBy != "" {
				rt.Fatalf("%s of %s ends with %s, lent by %q", id, rep, l.Owner, l.LentBy)
			}
		}
		o.wantSound()
	})
}

func (o *office) owners() map[ref.LeadID]ref.UserID {
	o.t.Helper()
	owners := map[ref.LeadID]ref.UserID{}
	o.must(o.store.View(o.t.Context(), func(rd *store.Reads) error {
		leads, err := rd.LeadsAfter(0, 100)
		for _, l := range leads {
			owners[l.ID] = l.Owner
		}
		return err
	}))
	return owners
}

func TestAbsencesAreListed(t *testing.T) {
	o := offered(t, sam, 2)
	o.goesAway(sam, 3, rob)
	o.sweeps()
	_, err := o.People.GoAway(t.Context(), o.by(tom), tom, people.LeaveInput{From: o.today().AddDays(10), Until: o.today().AddDays(12)})
	o.must(err)
	o.must(o.People.Note(t.Context(), mel, people.Profile{Gone: true}))
	away, err := o.People.Away(t.Context())
	o.must(err)
	var got []string
	for _, a := range away {
		got = append(got, fmt.Sprintf("%s now=%t gone=%t with=%s leads=%d", a.User, a.Now, a.Gone, a.With, a.Leads))
	}
	want := []string{
		"U0MEL now=true gone=true with= leads=0",
		"U0SAM now=true gone=false with=U0ROB leads=2",
		"U0TOM now=false gone=false with= leads=0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("away (-want +got):\n%s", diff)
	}
}

// TestPeopleAreNamedAsSlackLastSaid: names are kept of the teams only, and go
// with who leaves.
func TestPeopleAreNamedAsSlackLastSaid(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	want := func(want map[ref.UserID]string) {
		t.Helper()
		got, err := o.People.Names(ctx)
		o.must(err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
	}
	o.must(o.People.Note(ctx, sam, people.Profile{Name: "Sam Okafor"}))
	o.must(o.People.Note(ctx, mia, people.Profile{Name: "Mia", Zone: "Europe/Lisbon"}))
	o.must(o.People.Note(ctx, stan, people.Profile{Name: "A stranger"}))
	o.must(o.Home.Opened(ctx, sam))
	o.must(o.People.Note(ctx, mia, people.Profile{Name: "Mia Berg"}))
	o.must(o.People.Note(ctx, mia, people.Profile{})) // Slack did not say
	want(map[ref.UserID]string{sam: "Sam Okafor", mia: "Mia Berg"})
	o.wantUnchanged("what is known already", func() {
		o.must(o.People.Note(ctx, mia, people.Profile{Name: "Mia Berg", Zone: "Europe/Lisbon"}))
	})
	o.must(o.People.Note(ctx, sam, people.Profile{Name: "Sam Okafor", Gone: true}))
	want(map[ref.UserID]string{mia: "Mia Berg"})
	o.must(o.People.Note(ctx, sam, people.Profile{Name: "Sam Okafor"}))
	o.settings.Roster.Sales = slices.DeleteFunc(slices.Clone(o.settings.Roster.Sales), func(u ref.UserID) bool { return u == sam })
	o.opens()
	want(map[ref.UserID]string{sam: "Sam Okafor", mia: "Mia Berg"})
	o.must(o.People.ForgetNames(ctx))
	want(map[ref.UserID]string{mia: "Mia Berg"})
	o.wantUnchanged("nobody is to be forgotten", func() { o.must(o.People.ForgetNames(ctx)) })
	o.wantSound()
}

// What was late while a colleague stood in is their lateness: in the own week of each, and in words on the board, in the
// digest and in the history, also where the program looks only when the leave is over.
func TestLatenessIsOfWhoHadTheLeadThen(t *testing.T) {
	for name, sweeps := range map[string][]string{
		"watched":   {"2026-11-23 11:00", "2026-11-23 14:01", "2026-11-24 13:00"},
		"unwatched": {"2026-11-23 11:00"},
	} {
		t.Run(name, func(t *testing.T) {
			o := offered(t, sam, 1)
			o.keepsOffers()
			o.goesAway(sam, 2, rob)
			for _, clock := range sweeps {
				o.at(clock).sweeps()
			}
			o.at("2026-11-25 09:00").sweeps() // four working hours and a working day after the deadline
			o.wantOwner(1, sam, "")
			o.at("2026-11-25 11:00")
			board, err := o.Reminders.Board(t.Context())
			o.must(err)
			if want := "1 working day (with " + rob.Mentioned() + ") and 2 working hours"; len(board.Late) != 1 || board.Late[0].Lateness != want {
				t.Errorf("the board says %+v, want %q", board.Late, want)
			}
			o.does(o.Leads.Accept(t.Context(), o.by(sam), 1))
			for user, want := range map[ref.UserID]int64{sam: 0, rob: 1} {
				own, err := o.Digest.OwnWeek(t.Context(), user, calendar.WeekOf(o.today()))
				o.must(err)
				if own.Rep.Missed != want {
					t.Errorf("the own week of %s has %d missed, want %d", user, own.Rep.Missed, want)
				}
			}
			o.wantSound()
		})
	}
}

// Who covers hears of the start and of the calling-off, or of neither: with the leads where some follow, and else
// without. Leads may not have moved yet, may be of others, or may end meanwhile.
func TestACoverHearsOfTheStartAndOfTheEndOrOfNeither(t *testing.T) {
	for name, test := range map[string]struct {
		leads, ended, sweeps bool
		start, end           string
	}{
		"called off before leads moved": {leads: true},
		"leads moved":                   {leads: true, sweeps: true, start: "lent", end: "given_back"},
		"the lead ended before":         {leads: true, ended: true, sweeps: true, start: "cover", end: "cover_off"},
		"no leads":                      {sweeps: true, start: "cover", end: "cover_off"},
	} {
		t.Run(name, func(t *testing.T) {
			o := offered(t, sam, 0)
			if test.leads {
				o = offered(t, sam, 1)
			}
			o.goesAway(sam, 3, rob)
			if test.ended {
				o.does(o.Leads.Reject(t.Context(), o.by(sam), 1, funnel.Rejection{Reason: "company_size"}))
			}
			if test.sweeps {
				o.sweeps()
			}
			o.isBack(sam)
			o.sweeps()
			var heard []string
			for _, told := range o.delivers() {
				if kind, ok := strings.CutSuffix(told, " "+string(rob)); ok && kind != "home" {
					heard = append(heard, kind)
				}
			}
			want := slices.DeleteFunc([]string{test.start, test.end}, func(kind string) bool { return kind == "" })
			slices.Sort(want)
			if !slices.Equal(heard, want) {
				t.Errorf("heard %q, want %q", heard, want)
			}
		})
	}
}
