package loop_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/metrics"
)

// sets sets a goal on a count of the running quarter.
func (o *office) sets(by ref.UserID, in goals.Input) goals.Goal {
	o.t.Helper()
	if in.Period.IsZero() {
		in.Period = calendar.QuarterOf(o.today())
	}
	set, err := o.Goals.Set(context.Background(), o.by(by), in)
	o.must(err)
	return set.Saved[0]
}

func count(n float64) goals.Quantity { return goals.Quantity{Number: n} }

// actuals are what goals have come to, by their numbers.
func (o *office) actuals() map[string]float64 {
	o.t.Helper()
	goals, err := o.Goals.Tree(context.Background(), 0)
	o.must(err)
	out := map[string]float64{}
	for _, s := range goals {
		out[s.Goal.ID.String()] = s.Actual.Number
	}
	return out
}

func TestAGoalCountsWhatCameOfItsPersonOrCampaign(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	_, err := o.Campaigns.New(ctx, o.by(mia), campaigns.Input{Name: "Fair", Aliases: []string{"utm_fair"}, Channel: "event"})
	o.must(err)
	all := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Target: count(40)})
	fair := goals.Scope{Campaign: 1, Name: "Fair"}
	o.sets(lea, goals.Input{Metric: goals.MetricLeads, Target: count(10), For: fair, Parent: all.ID})
	o.sets(lea, goals.Input{Metric: goals.MetricLeads, Target: count(10), For: goals.Scope{Person: mel}, Parent: all.ID})
	o.sets(lea, goals.Input{Metric: goals.MetricRevenue, Target: goals.MoneyQuantity(euros(900)), For: goals.Scope{Person: sam}})
	o.sets(lea, goals.Input{Metric: goals.MetricSpend, Target: goals.MoneyQuantity(euros(500)), For: fair})
	o.sets(lea, goals.Input{Metric: goals.MetricSpend, Target: goals.MoneyQuantity(euros(800))})
	o.sets(lea, goals.Input{Metric: goals.MetricAcceptanceRate, Target: count(0.5), For: fair})

	for n, campaign := range map[int]string{1: "UTM_fair", 2: "Fair", 3: "", 4: "mailing"} {
		in, by := person(n), mia
		if in.Campaign = campaign; n == 3 {
			by = mel
		}
		o.logs(by, in)
	}
	var jane ref.LeadID
	for id := ref.LeadID(1); id <= 4; id++ {
		if l, _, err := o.Leads.History(ctx, id); err == nil && l.Campaign == "Fair" {
			jane = id
		}
	}
	o.does(o.Handoff(ctx, o.by(mia), jane, sam, ""))
	o.does(o.Leads.Accept(ctx, o.by(sam), jane))
	o.does(o.Leads.Qualify(ctx, o.by(sam), jane, funnel.Opportunity{Amount: euros(300), CloseBy: o.today()}))
	o.does(o.Leads.Win(ctx, o.by(sam), jane, money.Amount{}))
	_, _, err = o.Campaigns.Spend(ctx, o.by(mia), "fair", campaigns.SpendInput{Amount: euros(120)})
	o.must(err)
	want := map[string]float64{"G-1": 4, "G-2": 2, "G-3": 1, "G-4": 300, "G-5": 120, "G-6": 120, "G-7": 1}
	if diff := cmp.Diff(want, o.actuals()); diff != "" {
		t.Errorf("actuals (-want +got):\n%s", diff)
	}

	// The campaign is called otherwise now, and still counts.
	_, err = o.Campaigns.Edit(ctx, o.by(mia), "fair", campaigns.Input{Name: "Trade fair"})
	o.must(err)
	d, err := o.Goals.Show(ctx, 2)
	if o.must(err); d.Goal.For.Name != "Trade fair" || d.Actual.Number != 2 || d.Above.ID != 1 {
		t.Errorf("shown %+v", d)
	}
	d, err = o.Goals.Show(ctx, 1)
	if o.must(err); len(d.Below) != 2 || !d.Parts || d.Unshared.Number != 20 || len(d.History) != 1 {
		t.Errorf("shown %+v", d)
	}
	o.wantSound()
}

// Nought visits were logged, which is not the same as none known.
func TestAFigureOfNoughtIsAFigure(t *testing.T) {
	for name, logged := range map[string]goals.Figure{
		"of the week": {Metric: goals.MetricWebsiteVisits},
		"of the day":  goals.DayFigure(goals.MetricWebsiteVisits, calendar.Date{Year: 2026, Month: 11, Day: 23}, 0),
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.sets(mia, goals.Input{Metric: goals.MetricWebsiteVisits, Period: calendar.WeekOf(o.today()), Target: count(25)})
			o.at("2026-11-27 10:00")
			if some, err := o.Goals.Standings(t.Context()); err != nil || some[0].Status != goals.StatusNoData {
				t.Errorf("before: %s, %v", some[0].Status, err)
			}
			_, _, err := o.Metrics.LogFigure(t.Context(), o.by(mia), logged)
			o.must(err)
			if some, err := o.Goals.Standings(t.Context()); err != nil || some[0].Status != goals.StatusOff || some[0].Actual.Number != 0 {
				t.Errorf("after: %s, %v", some[0].Status, err)
			}
		})
	}
}

func TestAGoalIsNamedByItsNumberOrWhatItIsAbout(t *testing.T) {
	o := newOffice(t)
	o.sets(lea, goals.Input{Metric: goals.MetricMQLs, Target: count(40)})
	o.sets(lea, goals.Input{Metric: goals.MetricCustomers, Target: count(4), For: goals.Scope{Person: sam}})
	for _, text := range []string{"G-1", "g1", "mqls 2026-Q4", "MQLs 2026 q4"} {
		if g, err := o.Goals.Named(t.Context(), text); err != nil || g.ID != 1 {
			t.Errorf("%q is %s, %v", text, g.ID, err)
		}
	}
	if g, err := o.Goals.Named(t.Context(), "customers 2026-Q4"); err != nil || g.ID != 2 {
		t.Errorf("the only one is %s, %v", g.ID, err)
	}
	o.sets(lea, goals.Input{Metric: goals.MetricCustomers, Target: count(5), For: goals.Scope{Person: rob}})
	for text, says := range map[string]string{
		"customers 2026-Q4": "several goals", "G-9": "no goal G-9", "mqls 2027-Q1": "no goal for mqls in 2027-Q1", "fame": "There is no goal “fame”",
	} {
		if _, err := o.Goals.Named(t.Context(), text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAChangeGoesDownTheTree(t *testing.T) {
	o := newOffice(t)
	top := o.sets(lea, goals.Input{Metric: goals.MetricCustomers, Target: count(7)})
	leads := o.sets(mel, goals.Input{Metric: goals.MetricLeads, Parent: top.ID, Rate: 0.05})
	part := o.sets(mel, goals.Input{Metric: goals.MetricLeads, Period: calendar.MonthOf(o.today()), Target: count(100), Parent: leads.ID})
	o.wantUnchanged("a goal that would be less than its parts", func() {
		_, err := o.Goals.Edit(t.Context(), o.by(lea), top.ID, goals.Input{Target: count(4)})
		wantKind(t, err, fault.KindInvalid)
	})
	set, err := o.Goals.Edit(t.Context(), o.by(lea), top.ID, goals.Input{Target: count(10)})
	if o.must(err); len(set.Moved) != 1 || set.Moved[0].Goal.Target.Number != 200 {
		t.Errorf("moved %+v", set.Moved)
	}
	d, err := o.Goals.Show(t.Context(), leads.ID)
	if o.must(err); d.Goal.Target.Number != 200 || d.Unshared.Number != 100 || len(d.History) != 2 || d.History[1].Was != 140 || d.History[1].By != lea {
		t.Errorf("shown %+v", d)
	}

	for _, id := range []ref.GoalID{top.ID, leads.ID} {
		o.wantUnchanged("retiring a goal above others", func() {
			_, err := o.Goals.Retire(t.Context(), o.by(lea), id)
			wantKind(t, err, fault.KindConflict)
		})
	}
	for _, id := range []ref.GoalID{part.ID, leads.ID} {
		_, err := o.Goals.Retire(t.Context(), o.by(lea), id)
		o.must(err)
	}
	some, err := o.Goals.Standings(t.Context())
	if o.must(err); len(some) != 1 {
		t.Errorf("%d goals are left", len(some))
	}
	d, err = o.Goals.Show(t.Context(), leads.ID)
	if o.must(err); !d.Goal.Retired() || d.History[len(d.History)-1].Kind != funnel.EntryGoalRetired {
		t.Errorf("a retired goal is shown as %+v", d)
	}
	_, err = o.Campaigns.New(t.Context(), o.by(mia), campaigns.Input{Name: "Late", Goal: leads.ID})
	wantKind(t, err, fault.KindNotFound)
	again := o.sets(mel, goals.Input{Metric: goals.MetricLeads, Target: count(9)})
	if again.ID == leads.ID {
		t.Error("a new goal has the number of a retired one")
	}
	o.wantSound()
}

func TestWhatIsOverStaysAsItWas(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.must(o.Goals.AdoptThresholds(ctx))
	year := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: calendar.YearOf(o.today().AddDays(60)), Target: count(100)})
	week := calendar.WeekOf(o.today())
	done := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: week, Target: count(100)})
	for n := 1; n <= 4; n++ {
		o.logs(mia, person(n))
	}
	done4 := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: week, Target: count(5)})
	if done4.ID != done.ID {
		t.Fatalf("%s and %s are about the same", done.ID, done4.ID)
	}
	status := func() goals.Status {
		d, err := o.Goals.Show(ctx, done.ID)
		o.must(err)
		return d.Status
	}
	o.later(8 * 24 * time.Hour)
	if got := status(); got != goals.StatusBehind { // 80 % of what was expected
		t.Fatalf("by the usual thresholds it is %s", got)
	}

	// Other thresholds, in a process that is started anew.
	o.settings.Thresholds = goals.Thresholds{Ahead: 1.1, Behind: 0.7, Off: 0.5}
	o.Services = loop.New(o.store, core.Options{Settings: o.settings, Now: o.clock})
	for range 2 {
		o.must(o.Goals.AdoptThresholds(ctx))
	}
	if got := status(); got != goals.StatusBehind {
		t.Errorf("a week that was over before is %s now", got)
	}
	d, err := o.Digest.Week(ctx, week)
	if o.must(err); len(d.Goals) != 1 || d.Goals[0].Status != goals.StatusBehind {
		t.Errorf("its digest has %+v", d.Goals)
	}
	next := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: calendar.WeekOf(o.today()), Target: count(100)})
	for n := 11; n <= 90; n++ {
		o.logs(mia, person(n))
	}
	o.later(8 * 24 * time.Hour)
	if d, err := o.Goals.Show(ctx, next.ID); err != nil || d.Status != goals.StatusOnPace {
		t.Errorf("80 of 100 by the new thresholds are %s, %v", d.Status, err)
	}

	for name, change := range map[string]func() error{
		"target": func() error {
			_, err := o.Goals.Edit(ctx, o.by(lea), done.ID, goals.Input{Target: count(1)})
			return err
		},
		"retire": func() error { _, err := o.Goals.Retire(ctx, o.by(lea), done.ID); return err },
		"move": func() error {
			_, err := o.Goals.Edit(ctx, o.by(lea), done.ID, goals.Input{Parent: year.ID})
			return err
		},
	} {
		o.wantUnchanged(name, func() { wantKind(t, change(), fault.KindConflict) })
	}
	goals, err := o.Goals.Tree(ctx, 0)
	if o.must(err); len(goals) != 1 || goals[0].Goal.ID != year.ID {
		t.Errorf("the tree has %+v", goals)
	}
	o.wantSound()
}

func TestFiguresOfOnesOwn(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	week := calendar.WeekOf(o.today())
	figure := goals.Figure{Metric: "demo_requests", Period: week, Value: 12}
	_, _, err := o.Metrics.LogFigure(ctx, o.by(mia), figure)
	wantKind(t, err, fault.KindInvalid)
	_, err = o.Goals.Set(ctx, o.by(mia), goals.Input{Metric: "demo_requests", Period: calendar.QuarterOf(o.today()), Target: count(50)})
	wantKind(t, err, fault.KindInvalid)
	_, err = o.Metrics.Define(ctx, o.by(mel), goals.MetricInput{Code: "demo_requests", Name: "Demos asked for", Team: ref.Marketing})
	o.must(err)
	goal := o.sets(mia, goals.Input{Metric: "demo_requests", Target: count(50)})
	if goal.Name() != "Demos asked for" {
		t.Errorf("the goal is on %q", goal.Name())
	}
	for _, value := range []float64{12, 9} { // the second replaces the first
		figure.Value = value
		_, _, err := o.Metrics.LogFigure(ctx, o.by(mia), figure)
		o.must(err)
	}
	monday := week.From
	_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.DayFigure("demo_requests", monday, 3))
	wantKind(t, err, fault.KindInvalid)
	before := week.Prev().From
	for i, value := range []float64{3, 4} {
		_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.DayFigure("demo_requests", before.AddDays(i), value))
		o.must(err)
	}
	_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.Figure{Metric: "demo_requests", Period: week.Prev(), Value: 70})
	wantKind(t, err, fault.KindInvalid)
	if got := o.actuals()["G-1"]; got != 16 {
		t.Errorf("%v demos", got)
	}
	_, err = o.Metrics.Retire(ctx, o.by(mel), "demo_requests")
	wantKind(t, err, fault.KindConflict)
	_, err = o.Goals.Retire(ctx, o.by(mia), goal.ID)
	o.must(err)
	_, err = o.Metrics.Retire(ctx, o.by(mel), "demos asked for")
	o.must(err)
	_, err = o.Metrics.Retire(ctx, o.by(mel), "mqls")
	wantKind(t, err, fault.KindConflict)
	metrics, err := o.Metrics.Catalogue(ctx)
	if o.must(err); slices.ContainsFunc(metrics, func(i goals.MetricInfo) bool { return i.Metric == "demo_requests" }) {
		t.Error("the retired metric is still there")
	}
	o.wantSound()
}

func TestFiguresOfOtherPrograms(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	week := calendar.WeekOf(o.today())
	rows := []metrics.FigureRow{{Number: 1, Metric: "Website visits", Period: week, Value: 100}, {Number: 2, Metric: "website_visits", Period: week.Prev(), Value: 50}}
	r, err := o.Metrics.TakeFigures(ctx, "k1", rows)
	if o.must(err); r.New != 2 {
		t.Errorf("taken %+v", r)
	}
	o.wantUnchanged("the same again", func() {
		if _, err := o.Metrics.TakeFigures(ctx, "k1", rows); !isDuplicate(err) {
			t.Errorf("got %v", err)
		}
	})
	o.wantUnchanged("one of two wrong", func() {
		bad := []metrics.FigureRow{{Number: 1, Metric: "website_visits", Period: week, Value: 999}, {Number: 2, Metric: "mqls", Period: week, Value: 1}}
		r, err := o.Metrics.TakeFigures(ctx, "k2", bad)
		if wantKind(t, err, fault.KindInvalid); len(r.Problems) != 1 || r.Problems[0].Row != 2 || r.New+r.Updated != 0 {
			t.Errorf("report %+v", r)
		}
	})
	rows[0].Value = 120
	r, err = o.Metrics.TakeFigures(ctx, "", rows)
	if o.must(err); r.New != 0 || r.Updated != 1 || r.Unchanged != 1 {
		t.Errorf("taken %+v", r)
	}
	rows = append(rows, metrics.FigureRow{Number: 3, Metric: "fame", Period: week, Value: 1}, metrics.FigureRow{Number: 4, Metric: "website_visits", Period: week.Prev().Prev(), Value: 7},
		metrics.FigureRow{Number: 5, Metric: "website_visits", Period: week.Prev().Prev(), Value: 8})
	var foreseen metrics.FigureReport
	o.wantUnchanged("a look at what would be imported", func() {
		foreseen, err = o.Metrics.PreviewFigures(ctx, rows)
		o.must(err)
	})
	imported, err := o.Metrics.ImportFigures(ctx, rows, metrics.GivenFigures{})
	if o.must(err); imported.Unchanged != 2 || imported.New != 1 || imported.Updated != 0 || len(imported.Problems) != 2 || imported.Problems[0].Row != 3 || imported.Problems[1].Row != 5 {
		t.Errorf("imported %+v", imported)
	}
	if diff := cmp.Diff(foreseen, imported); diff != "" {
		t.Errorf("it is not as it was foreseen: -foreseen +done\n%s", diff)
	}
	if reason := imported.Problems[1].Reason; !strings.Contains(reason, "Row 4 gives website_visits for 2026-W46 already, as 7") {
		t.Errorf("the second of one week is refused with %q", reason)
	}
	o.wantUnchanged("the same file again, in two batches", func() {
		given := metrics.GivenFigures{}
		for _, batch := range [][]metrics.FigureRow{rows[:4], rows[4:]} {
			_, err := o.Metrics.ImportFigures(ctx, batch, given)
			o.must(err)
		}
	})
	o.sets(lea, goals.Input{Metric: goals.MetricWebsiteVisits, Target: count(1000)})
	if got := o.actuals()["G-1"]; got != 177 {
		t.Errorf("%v visits", got)
	}
	o.wantSound()
}

// What has ended is read with the tree in which something still runs, and
// under its own name; not otherwise.
func TestATreeHoldsWhatEndedInIt(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	period := func(text string) calendar.Period {
		p, err := calendar.ParsePeriod(text)
		o.must(err)
		return p
	}
	year := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: period("2026"), Target: count(400)})
	month := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: period("2026-11"), Target: count(40), Parent: year.ID})
	week := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: period("2026-W49"), Target: count(9)})
	alone := o.sets(lea, goals.Input{Metric: goals.MetricMQLs, Period: period("2026-11"), Target: count(5)})
	below := o.sets(lea, goals.Input{Metric: goals.MetricLeads, Period: period("2026-W48"), Target: count(8), Parent: month.ID})
	given := o.sets(lea, goals.Input{Metric: goals.MetricSQLs, Period: period("2026-12"), Target: count(5)})
	_, err := o.Goals.Retire(ctx, o.by(lea), given.ID)
	o.must(err)

	o.now = time.Date(2026, 12, 21, 10, 0, 0, 0, time.UTC)
	if diff := cmp.Diff(map[string]float64{year.ID.String(): 0, month.ID.String(): 0, below.ID.String(): 0}, o.actuals()); diff != "" {
		t.Errorf("the tree: -want +got\n%s", diff)
	}
	for name, want := range map[string]ref.GoalID{"mqls 2026-11": alone.ID, "leads 2026-W49": week.ID, "leads 2026": year.ID} {
		if g, err := o.Goals.Named(ctx, name); err != nil || g.ID != want {
			t.Errorf("%s is %s, %v; want %s", name, g.ID, err, want)
		}
	}
	if d, err := o.Goals.Show(ctx, month.ID); err != nil || d.Above.ID != year.ID || len(d.Below) != 1 || !d.Parts {
		t.Errorf("shown as %+v, %v", d, err)
	}
	for what, in := range map[string]goals.Input{
		"is over, so its goals stay":     {Metric: goals.MetricMQLs, Period: period("2026-11"), Target: count(6)},
		"of the goal above it, " + "G-2": {Metric: goals.MetricLeads, Period: period("2026-12"), Target: count(6), Parent: month.ID},
		"would come to 440":              {Metric: goals.MetricLeads, Period: period("2026-12"), Target: count(400), Parent: year.ID},
	} {
		if _, err := o.Goals.Set(ctx, o.by(lea), in); err == nil || !strings.Contains(fault.UserText(err), what) {
			t.Errorf("it does not say %q: %v", what, err)
		}
	}
	d, err := o.Digest.Week(ctx, period("2026-W48"))
	if o.must(err); len(d.Goals) != 4 {
		t.Errorf("the digest of 2026-W48 is about %+v", d.Goals)
	}
	o.wantSound()
}

// A score is no sum: three weeks of 4 are 4.
func TestTheMeanOfFiguresThatDoNotAddUp(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	_, err := o.Metrics.Define(ctx, o.by(mia), goals.MetricInput{Code: "nps", Name: "Score", Mean: true})
	o.must(err)
	g := o.sets(mia, goals.Input{Metric: "nps", Target: count(4.6)})
	for week, value := range map[string]float64{"2026-W44": 4, "2026-W45": 4.2, "2026-W46": 3.8} {
		period, err := calendar.ParsePeriod(week)
		o.must(err)
		_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.Figure{Metric: "nps", Period: period, Value: value})
		o.must(err)
	}
	d, err := o.Goals.Show(ctx, g.ID)
	o.must(err)
	if d.Actual.Number != 4 || d.Expected != 4.6 || d.Status != goals.StatusBehind || d.NeededPerDay != 0 || d.Projection != 0 {
		t.Errorf("4.0 in three weeks, target 4.6: %+v", d.Standing)
	}
	_, err = o.Goals.Set(ctx, o.by(mia), goals.Input{Metric: "nps", Period: calendar.WeekOf(o.today()), Target: count(4), Parent: g.ID})
	if fault.KindOf(err) != fault.KindInvalid || !strings.Contains(err.Error(), "do not add up") {
		t.Errorf("a part of a mean: %v", err)
	}
	_, err = o.Goals.Set(ctx, o.by(mia), goals.Input{Metric: goals.MetricMQLs, Period: g.Period, Parent: g.ID, Rate: 0.5})
	if fault.KindOf(err) != fault.KindInvalid || !strings.Contains(err.Error(), "do not add up") {
		t.Errorf("below a mean: %v", err)
	}
	_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.DayFigure("nps", calendar.Date{Year: 2026, Month: 11, Day: 10}, 4.5))
	if fault.KindOf(err) != fault.KindInvalid || !strings.Contains(err.Error(), "3.8") {
		t.Errorf("a day of a week that has a figure: %v", err)
	}
}

// What nobody has logged yet is not missing.
func TestVisitsAreExpectedAsFarAsTheyAreLogged(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	period, err := calendar.ParsePeriod("2026-11")
	o.must(err)
	o.sets(mia, goals.Input{Metric: goals.MetricWebsiteVisits, Period: period, Target: count(2000)})
	week, err := calendar.ParsePeriod("2026-W45")
	o.must(err)
	_, _, err = o.Metrics.LogFigure(ctx, o.by(mia), goals.Figure{Metric: goals.MetricWebsiteVisits, Period: week, Value: 500})
	o.must(err)
	some, err := o.Goals.Standings(ctx)
	o.must(err)
	s := some[0]
	if s.Status != goals.StatusOnPace && s.Status != goals.StatusAhead || s.LoggedTo != week.Last() || s.Due*float64(s.DaysTotal) != 5*2000 {
		t.Errorf("on %s, with one of its weeks logged: %+v", o.today(), s)
	}
}

// A constant flow that is on target is on pace after each week, wherever a period cuts
// weeks: both sides are of the same days. 26 November is closed.
func TestAConstantFlowIsOnPaceInEveryPeriod(t *testing.T) {
	for _, label := range []string{"2026-Q4", "2026-11", "2026-12", "2026-10-14..2026-12-08", "2026"} {
		t.Run(label, func(t *testing.T) {
			const daily = 100
			o := newOffice(t).at("2026-01-01 09:00")
			cal, period := o.settings.Calendar, o.period(label)
			g := o.sets(mia, goals.Input{Metric: goals.MetricWebsiteVisits, Period: period, Target: count(float64(daily * cal.WorkingDays(period.From, period.To)))})
			for week := calendar.WeekOf(period.From); week.From.Before(period.To) && week.From.Before(o.period("2027-W03").From); week = week.Next() {
				o.at(week.To.String() + " 09:00")
				_, _, err := o.Metrics.LogFigure(t.Context(), o.by(mia), goals.Figure{Metric: goals.MetricWebsiteVisits, Period: week, Value: float64(daily * cal.WorkingDays(week.From, week.To))})
				o.must(err)
				shown, err := o.Goals.Show(t.Context(), g.ID)
				o.must(err)
				if s := shown.Standing; s.Actual.Number != s.Expected || s.DaysElapsed > 0 && s.Status != goals.StatusOnPace {
					t.Errorf("after %s: %s", week, s.ActualText()+" against "+s.ExpectedText()+", "+s.PaceText())
				}
			}
		})
	}
}

// A week that nobody logged between two that somebody did is not known, and no nought.
func TestAWeekThatIsNotLoggedIsNotExpected(t *testing.T) {
	o := newOffice(t).at("2026-11-02 09:00")
	g := o.sets(mia, goals.Input{Metric: goals.MetricWebsiteVisits, Period: o.period("2026-11"), Target: count(2000)})
	rate := o.sets(mia, goals.Input{Metric: goals.MetricVisitToLead, Period: o.period("2026-11"), Target: count(0.01)})
	for n, day := range []string{"2026-11-04", "2026-11-11", "2026-11-18"} { // the second comes while no visits are known
		o.at(day+" 09:00").logs(mia, person(n))
	}
	o.at("2026-11-23 09:00")
	for _, week := range []string{"2026-W45", "2026-W47"} {
		_, _, err := o.Metrics.LogFigure(t.Context(), o.by(mia), goals.Figure{Metric: goals.MetricWebsiteVisits, Period: o.period(week), Value: 500})
		o.must(err)
	}
	shown, err := o.Goals.Show(t.Context(), g.ID)
	o.must(err)
	if s := shown.Standing; s.Actual.Number != 1000 || s.Due*float64(s.DaysTotal) != 10*2000 || s.Unlogged != 5 || s.Projection != 2100 {
		t.Errorf("with W46 not logged: %+v", s)
	}
	if want := "expected by 22 Nov 2026, the last day logged (without 5 working days not logged), 952"; shown.ExpectedByText() != want {
		t.Errorf("%q, want %q", shown.ExpectedByText(), want)
	}
	if shown, err = o.Goals.Show(t.Context(), rate.ID); err != nil || shown.Actual.Rate != (stats.Rate{Part: 2, Whole: 1000}) {
		t.Errorf("leads by visits: %+v, %v", shown.Actual.Rate, err)
	}
}

func (o *office) period(label string) calendar.Period {
	o.t.Helper()
	p, err := calendar.ParsePeriod(label)
	o.must(err)
	return p
}
