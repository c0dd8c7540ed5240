package loop_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

func TestALeadFromItsFirstWordToItsWin(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	if l := o.logs(mia, jane); l.ID != 1 || l.Stage != agreement.Known || l.Marketer != mia {
		t.Errorf("logged %+v", l)
	}
	o.wantTold("card #leads L-1")

	again, err := o.later(time.Minute).Leads.Log(ctx, o.by(mel), funnel.LeadInput{Email: " JANE@acme.com ", Title: "CFO"})
	o.must(err)
	if again.New || again.Reopened || again.Lead.ID != 1 || again.Lead.Touches != 1 || again.Lead.Title != "CFO" {
		t.Errorf("logged again: %+v", again)
	}
	o.wantTold("edit #leads L-1", "repeated U0MIA L-1")

	o.does(o.later(time.Minute).Handoff(ctx, o.by(mia), 1, sam, "Asked for a price"))
	o.wantTold("edit #leads L-1", "card #sales L-1", "card U0SAM L-1")

	o.does(o.later(time.Minute).Leads.Accept(ctx, o.by(sam), 1))
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "accepted U0MIA L-1")
	_, err = o.Leads.Accept(ctx, o.by(mona), 1)
	wantKind(t, err, fault.KindConflict)

	o.does(o.later(time.Hour).Leads.Touch(ctx, o.by(sam), 1, "call", "Wants a demo"))
	l, err := o.later(time.Hour).Leads.Qualify(ctx, o.by(sam), 1, funnel.Opportunity{Amount: euros(12000), CloseBy: o.today().AddDays(20)})
	o.must(err)
	if l.Lead.Stage != agreement.SQL || l.Lead.Amount != euros(12000) {
		t.Errorf("qualified: %+v", l)
	}
	o.delivers()
	o.does(o.later(24*time.Hour).Leads.Win(ctx, o.by(sam), 1, euros(11000)))
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "won U0MIA L-1")

	_, entries, err := o.Leads.History(ctx, 1)
	o.must(err)
	var kinds []funnel.EntryKind
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
	}
	want := []funnel.EntryKind{"logged", "touched", "handed_off", "accepted", "touched", "qualified", "won"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	o.wantSound()
}

func TestARejectedLeadRestsAndReturns(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.logs(mia, jane)
	o.does(o.Handoff(ctx, o.by(mia), 1, rob, ""))
	o.delivers()
	_, err := o.Leads.Reject(ctx, o.by(rob), 1, funnel.Rejection{Reason: "no idea"})
	wantKind(t, err, fault.KindInvalid)
	o.does(o.later(time.Minute).Leads.Reject(ctx, o.by(rob), 1, funnel.Rejection{Reason: "Company Size"}))
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0ROB L-1", "rejected U0MIA L-1")
	o.does(o.Leads.Recycle(ctx, o.by(mia), 1, calendar.Date{Year: 2027, Month: 2, Day: 1}, ""))
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0MIA L-1", "edit U0ROB L-1")

	if o.at("2027-02-01 08:59").sweeps(); len(o.delivers()) > 1 {
		t.Error("it returned before work began")
	}
	if o.at("2027-02-01 09:00").sweeps() != 2 { // the lead and the digest
		t.Error("nothing came back")
	}
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0MIA L-1", "edit U0ROB L-1", "returned U0MIA L-1", "digest #leadership")
	if l := o.lead(1); l.Stage != agreement.Known || !l.NextDueAt.IsZero() {
		t.Errorf("returned as %+v", l)
	}
	if o.sweeps() != 0 {
		t.Error("sweeping again did something")
	}
}

func TestAnIgnoredHandoffGoesUpTheLadder(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.sweeps() // the store is not new to the digest
	_, err := o.Routing.EditPool(ctx, o.by(mona), people.DefaultPool, poolOf("Sales team", "", people.AfterClaim, sam, rob))
	o.must(err)
	o.logs(mia, jane)
	o.does(o.Handoff(ctx, o.by(mia), 1, sam, ""))
	o.delivers()
	cards := []string{"edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1"}
	for _, moment := range []struct {
		at   string
		told []string
	}{
		{"2026-11-23 14:00", nil}, // the very deadline is in time
		{"2026-11-23 14:01", cards},
		{"2026-11-23 16:00", []string{"reminder U0SAM"}},
		{"2026-11-23 18:00", nil},
		{"2026-11-24 09:00", []string{"reminder U0SAM", "edit U0SAM"}},
		{"2026-11-24 13:00", []string{"reminder U0SAM", "edit U0SAM"}},
		{"2026-11-24 14:00", append([]string{"edit U0SAM"}, cards...)}, // it is for the manager now
		{"2026-11-24 16:00", []string{"reminder U0MONA"}},
		{"2026-11-25 09:00", []string{"reminder U0MONA", "edit U0MONA"}},
		{"2026-11-25 13:00", []string{"reminder U0MONA", "edit U0MONA"}},
		{"2026-11-25 14:00", append([]string{"edit U0SAM", "edit U0MONA", "claim #sales L-1"}, cards...)},
		{"2026-11-25 16:00", nil}, // the pool has it in the channel
		{"2026-11-26 14:00", append([]string{"edit U0SAM", "edit U0MONA", "edit #sales L-1"}, cards...)},
		{"2026-11-26 16:00", []string{"reminder U0MEL"}},
		{"2026-11-27 16:00", []string{"reminder U0MEL", "edit U0MEL"}},
		{"2026-11-30 16:00", []string{"reminder U0MEL", "edit U0MEL", "digest #leadership"}},
		{"2026-11-30 17:00", nil},
		{"2026-12-01 16:00", nil},
	} {
		o.at(moment.at).sweeps()
		o.wantTold(moment.told...)
		o.wantUnchanged("a second sweep at "+moment.at, func() { o.sweeps() })
	}
	o.does(o.Leads.Accept(ctx, o.by(sam), 1))
	digest, err := o.Digest.Week(ctx, calendar.WeekOf(o.today().AddDays(-7)))
	o.must(err)
	if got := digest.Levels[0]; got.Clock != agreement.ClockAccept || got.Part != 0 || got.Whole != 1 {
		t.Errorf("the level of answers is %+v, want 0 of 1", got)
	}
}

// Nobody loses a lead unreminded because the program was down: the ladder goes on from where it stood.
func TestDowntimeSkipsNobody(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	o.logs(mia, jane)
	o.does(o.Handoff(t.Context(), o.by(mia), 1, sam, ""))
	o.delivers()
	o.at("2026-12-15 10:00").sweeps()
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "reminder U0SAM", "digest #leadership")
	o.at("2026-12-16 10:00").sweeps()
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "edit U0SAM")
	o.at("2026-12-16 13:00").sweeps()
	o.at("2026-12-18 10:00").sweeps()
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "passed_on U0SAM", "card U0ROB L-1", "edit U0SAM", "reminder U0MONA")
}

func TestASweepLooksPastLeadsThatItCannotMove(t *testing.T) {
	o := newOffice(t)
	for n := range 150 {
		o.logs(mia, person(n))
		o.does(o.Handoff(t.Context(), o.by(mia), ref.LeadID(n+1), sam, ""))
	}
	o.at("2026-11-23 15:00").sweeps() // all are late, and due again for the manager
	o.settings.Roster.SalesManager, o.settings.Roster.IntakeOwner, o.settings.Roster.Leadership, o.settings.Roster.Admins = "", "", nil, nil
	o.away[rob], o.away[tom] = true, true // so nobody else can have them
	o.opens()
	o.at("2026-11-26 10:00")
	o.logs(mia, jane)
	o.does(o.Handoff(t.Context(), o.by(mia), 151, sam, ""))
	o.delivers()
	if n := o.at("2026-11-26 15:00").sweeps(); n != 2 {
		t.Errorf("%d moved, want the lead that is late, and the reminder of the others", n)
	}
	o.wantUnchanged("a second sweep", func() { o.sweeps() })
}

func TestHandoffsWithoutANameGoRound(t *testing.T) {
	o := newOffice(t)
	hands := func(n int) ref.UserID {
		t.Helper()
		id := o.logs(mia, person(n)).ID
		return o.does(o.later(time.Minute).Handoff(t.Context(), o.by(mia), id, "", "")).Owner
	}
	var got []ref.UserID
	for n := range 6 {
		got = append(got, hands(n))
	}
	o.away[rob] = true
	got = append(got, hands(6), hands(7), hands(8))
	o.away[rob] = false
	got = append(got, hands(9), hands(20)) // who was away is owed nothing for it, and takes turns again
	want := []ref.UserID{sam, rob, tom, sam, rob, tom, sam, tom, sam, tom, rob}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("in turn (-want +got):\n%s", diff)
	}

	id := o.logs(mia, person(10)).ID
	o.away[tom] = true
	_, err := o.Handoff(t.Context(), o.by(mia), id, tom, "")
	wantKind(t, err, fault.KindConflict)
	_, err = o.Leads.Assign(t.Context(), o.by(mona), 1, tom, "")
	wantKind(t, err, fault.KindConflict)
	o.away[sam], o.away[rob] = true, true
	_, err = o.Handoff(t.Context(), o.by(mia), id, "", "")
	wantKind(t, err, fault.KindConflict)
}

func TestGoalsAndFigures(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	quarter, week := calendar.QuarterOf(o.today()), calendar.WeekOf(o.today())
	for metric, target := range map[goals.Metric]goals.Quantity{
		goals.MetricMQLs: {Number: 10}, goals.MetricWebsiteVisits: {Number: 1000}, goals.MetricVisitToLead: {Number: 0.01},
		goals.MetricRevenue: {Number: 500, Money: euros(500)}, goals.MetricAcceptanceRate: {Number: 0.5},
	} {
		_, err := o.Goals.Set(ctx, o.by(lea), goals.Input{Metric: metric, Period: quarter, Target: target, Owner: mel, Why: "to grow"})
		o.must(err)
	}
	set, err := o.Goals.Set(ctx, o.by(lea), goals.Input{Metric: goals.MetricMQLs, Period: quarter, Target: goals.Quantity{Number: 20}})
	o.must(err)
	if changed := set.Saved[0]; changed.Owner != mel || changed.Why != "to grow" || changed.Target.Number != 20 {
		t.Errorf("the changed goal is %+v", changed)
	}
	for _, value := range []float64{300, 400} {
		_, _, err := o.Metrics.LogFigure(ctx, o.by(mia), goals.Figure{Metric: goals.MetricWebsiteVisits, Value: value})
		o.must(err)
	}
	_, was, err := o.Metrics.LogFigure(ctx, o.by(mia), goals.Figure{Metric: goals.MetricWebsiteVisits, Period: week.Prev(), Value: 100})
	if o.must(err); was != 0 {
		t.Errorf("last week's figure was %v", was)
	}
	o.logs(mia, jane)
	o.does(o.Handoff(ctx, o.by(mia), 1, sam, ""))
	o.does(o.Leads.Accept(ctx, o.by(sam), 1))

	standings, err := o.Goals.Standings(ctx)
	o.must(err)
	got := map[goals.Metric]float64{}
	for _, s := range standings {
		got[s.Goal.Metric] = s.Actual.Number
	}
	want := map[goals.Metric]float64{
		goals.MetricMQLs: 1, goals.MetricWebsiteVisits: 500, goals.MetricVisitToLead: 1.0 / 500,
		goals.MetricRevenue: 0, goals.MetricAcceptanceRate: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("actuals (-want +got):\n%s", diff)
	}
	o.at("2027-01-04 10:00")
	if over, err := o.Goals.Standings(ctx); err != nil || len(over) != 0 {
		t.Errorf("%d goals of a period that is over, %v", len(over), err)
	}
	o.wantSound()
}

func TestTheDigestOfAWeek(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	week := calendar.WeekOf(o.today())
	_, err := o.Goals.Set(ctx, o.by(lea), goals.Input{Metric: goals.MetricLeads, Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: 100}})
	o.must(err)
	for n := 1; n <= 3; n++ {
		o.logs(mia, person(n))
		o.does(o.Handoff(ctx, o.by(mia), ref.LeadID(n), sam, ""))
	}
	o.later(time.Hour)
	for n := ref.LeadID(1); n <= 2; n++ {
		o.does(o.Leads.Accept(ctx, o.by(sam), n))
		o.does(o.Leads.Touch(ctx, o.by(sam), n, "call", ""))
	}
	o.does(o.Leads.Reject(ctx, o.by(sam), 3, funnel.Rejection{Reason: "timing"}))
	o.does(o.Leads.Qualify(ctx, o.by(sam), 1, funnel.Opportunity{Amount: euros(700), CloseBy: o.today()}))
	o.does(o.Leads.Win(ctx, o.by(sam), 1, money.Amount{}))
	o.at("2026-11-30 08:00").logs(mia, person(4)) // the week after
	o.at("2026-11-30 09:00")
	d, err := o.Digest.Week(ctx, week)
	o.must(err)
	want := report.FunnelCount{Leads: 3, MQLs: 3, SALs: 2, SQLs: 1, Customers: 1}
	if diff := cmp.Diff(want, d.Funnel); diff != "" || d.Before != (report.FunnelCount{}) {
		t.Errorf("funnel (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(stats.List[report.SourceRow]{{Source: "event", MQLs: 3, Customers: 1}}, d.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(stats.List[money.Amount]{euros(700)}, d.Revenue); diff != "" {
		t.Errorf("revenue (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(stats.List[report.ReasonRow]{{Code: "timing", Label: "Not now", Count: 1}}, d.Rejections); diff != "" {
		t.Errorf("rejections (-want +got):\n%s", diff)
	}
	if d.Acceptance != (stats.Rate{Part: 2, Whole: 3}) || d.Handoffs != 3 || d.OpenLoops != 1 || len(d.Oldest) != 1 || d.Oldest[0].Lead != 2 {
		t.Errorf("acceptance %v, %d handoffs, %d open loops, oldest %+v", d.Acceptance, d.Handoffs, d.OpenLoops, d.Oldest)
	}
	if len(d.Wins) != 1 || d.Wins[0].Lead != 1 || d.Wins[0].Amount != euros(700) || len(d.Losses) != 0 {
		t.Errorf("wins %+v, losses %+v", d.Wins, d.Losses)
	}
	if len(d.Goals) != 1 || d.Goals[0].Actual.Number != 3 {
		t.Errorf("the goal of the week counts %+v, want only what was done in it or before", d.Goals)
	}
	if !strings.HasPrefix(d.Headline, "Week 2026-W48: ") {
		t.Errorf("headline %q", d.Headline)
	}
	if diff := cmp.Diff(ledger.Waterfall{From: week.From, Last: week.Last(), New: 3, Won: 1, End: 2}, d.Waterfall); diff != "" {
		t.Errorf("waterfall (-want +got):\n%s", diff)
	}
	if l := d.Levels[0]; l.Part != 3 || l.Answered != 3 || l.Median != 60 || l.P90 != 60 {
		t.Errorf("answers %+v, want three within the hour", l)
	}
	brought := stats.List[report.Share]{{Team: ref.Marketing, Leads: 3, MQLs: 3, SQLs: 1, Customers: 1, Pipeline: euros(700), Revenue: euros(700)}, {Team: ref.Sales, Pipeline: euros(0), Revenue: euros(0)}}
	if diff := cmp.Diff(brought, d.Balance); diff != "" {
		t.Errorf("balance (-want +got):\n%s", diff)
	}
	if d.Gap != nil || d.Levers != nil {
		t.Errorf("a goal on leads is explained: %+v", d.Gap)
	}
}

func TestTheDigestIsQueuedOncePerWeek(t *testing.T) {
	o := newOffice(t)
	for _, moment := range []struct {
		at   string
		told []string
	}{
		{"2026-11-23 10:00", nil}, // due an hour ago, but the store did not exist in that week
		{"2026-11-30 08:59", nil},
		{"2026-11-30 09:00", []string{"digest #leadership"}},
		{"2026-11-30 09:01", nil},
		{"2026-12-28 12:00", []string{"digest #leadership"}}, // after four weeks of downtime, once
		{"2026-12-28 12:01", nil},
	} {
		o.at(moment.at).sweeps()
		o.wantTold(moment.told...)
		o.opens()
	}
	if diff := cmp.Diff([]string{"2026-W48", "2026-W52"}, o.digests()); diff != "" {
		t.Errorf("weeks (-want +got):\n%s", diff)
	}
}

func TestAMutedDigestIsNotPostedUntilItIsBegunAgain(t *testing.T) {
	o := newOffice(t)
	o.at("2026-11-23 10:00").sweeps()
	_, err := o.Digest.Mute(t.Context(), o.by(sam), funnel.AudienceLeadership, true)
	wantKind(t, err, fault.KindDenied)
	mutes := func(off, want bool) {
		t.Helper()
		changed, err := o.Digest.Mute(t.Context(), o.by(lea), funnel.AudienceLeadership, off)
		o.must(err)
		if changed != want {
			t.Errorf("muted %v: changed %v", off, changed)
		}
	}
	mutes(true, true)
	o.at("2026-11-30 09:00").sweeps()
	o.wantTold()
	mutes(true, false)
	mutes(false, true)
	o.at("2026-11-30 12:00").sweeps() // that of a week that was passed over does not come after all
	o.wantTold()
	o.at("2026-12-07 09:00").sweeps()
	o.wantTold("digest #leadership")
	o.wantSound()
}

func TestMine(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	for n := 1; n <= 5; n++ {
		o.later(time.Minute).logs(mia, person(n))
	}
	for _, id := range []ref.LeadID{2, 1, 3} {
		o.does(o.later(time.Minute).Handoff(ctx, o.by(mia), id, sam, ""))
	}
	o.does(o.Leads.Disqualify(ctx, o.by(mia), 5, "spam", ""))
	ids := func(leads []funnel.Lead) (out []ref.LeadID) {
		for _, l := range leads {
			out = append(out, l.ID)
		}
		return out
	}
	hers, err := o.Leads.Mine(ctx, mia)
	o.must(err)
	his, err := o.Leads.Mine(ctx, sam)
	o.must(err)
	got := [][]ref.LeadID{ids(hers.MyTurn), ids(hers.Waiting), ids(hers.Ended), ids(his.MyTurn)}
	if diff := cmp.Diff([][]ref.LeadID{{4}, {3, 1, 2}, {5}, {2, 1, 3}}, got); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	for n := 6; n <= 30; n++ {
		o.logs(mia, person(n))
	}
	if hers, err = o.Leads.Mine(ctx, mia); err != nil || len(hers.MyTurn)+hers.More != 26 {
		t.Errorf("%d listed and %d more, %v; want 26 in all", len(hers.MyTurn), hers.More, err)
	}
}

func TestAPhoneNumberIsFoundHoweverItIsWritten(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, funnel.LeadInput{Name: "Paul Phone", Phone: "+49 30 901820"})
	for _, text := range []string{"L-1", "1", "030 901820", "+49 (30) 90 18 20", "+4930901", "paul"} {
		if found, err := o.Leads.Find(t.Context(), text, 5); err != nil || len(found) != 1 {
			t.Errorf("%q finds %d leads, %v", text, len(found), err)
		}
	}
}

func TestTheHomeTabIsKeptFreshForAWeek(t *testing.T) {
	o := newOffice(t)
	o.must(o.Home.Opened(t.Context(), mia))
	o.wantTold("home U0MIA")
	o.logs(mia, person(1))
	o.logs(mia, person(2))
	o.wantTold("home U0MIA", "card #leads L-1", "card #leads L-2")
	o.later(8*24*time.Hour).logs(mia, person(3))
	o.wantTold("card #leads L-3")
}

// TestNoBurstAfterDowntime is away for three weeks while ten leads of one rep
// wait, of which their manager was told: one message for each lead, to whom it
// is for, and one to who lost them.
func TestNoBurstAfterDowntime(t *testing.T) {
	for _, c := range []struct {
		after people.Unanswered
		want  map[string]int
	}{
		{people.AfterReassign, map[string]int{"card U0ROB": 5, "card U0TOM": 5, "passed_on U0SAM": 1, "digest #leadership": 1}},
		{people.AfterClaim, map[string]int{"claim #sales": 10, "digest #leadership": 1}},
	} {
		o := newOffice(t)
		_, err := o.Routing.EditPool(t.Context(), o.by(mona), people.DefaultPool, poolOf("Sales team", "", c.after, sam, rob, tom))
		o.must(err)
		o.sweeps()
		o.offers(10, sam)
		for _, clock := range []string{"2026-11-23 16:00", "2026-11-24 16:00"} {
			o.at(clock).sweeps()
		}
		o.delivers()
		o.at("2026-12-18 10:00").sweeps()
		posted := map[string]int{}
		for _, said := range o.delivers() {
			what, to, _ := strings.Cut(said, " ")
			to, _, _ = strings.Cut(to, " ")
			if what != "edit" && what != "home" {
				posted[what+" "+to]++
			}
		}
		if diff := cmp.Diff(c.want, posted); diff != "" {
			t.Errorf("%s: posted after the downtime (-want +got):\n%s", c.after, diff)
		}
		o.wantSound()
	}
}
