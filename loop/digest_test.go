package loop_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/loop/imports"
)

// halve gives the office a past: as many leads as ever, two a day, of which
// since New Year half as many are won.
func halve(t *testing.T, o *office) {
	t.Helper()
	ctx := t.Context()
	year := calendar.Date{Year: 2027, Month: time.January, Day: 1}
	var leads, deals []imports.Row
	for n := range 2 * (calendar.Date{Year: 2026, Month: time.September, Day: 24}).Days(o.today()) {
		in := funnel.LeadInput{ExternalID: fmt.Sprint(n), Company: fmt.Sprint("Company ", n)}
		came := o.now.AddDate(0, 0, -n/2-1)
		leads = append(leads, imports.Row{Number: n, Input: in, Past: funnel.Past{Stage: agreement.MQL, At: came}})
		rare := !calendar.DateOf(came, berlin(t)).Before(year)
		if n%2 == 0 && (!rare || n%4 == 0) {
			deals = append(deals, imports.Row{Number: n, Input: in, Past: funnel.Past{Stage: agreement.Customer, At: came.Add(time.Hour)}})
		}
	}
	for _, imported := range []func() (imports.Report, error){
		func() (imports.Report, error) { return o.Imports.Leads(ctx, leads) },
		func() (imports.Report, error) { return o.Imports.Outcomes(ctx, deals) },
	} {
		report, err := imported()
		o.must(err)
		if len(report.Problems) > 0 {
			t.Fatalf("not imported: %+v", report.Problems[0])
		}
	}
}

// A metric that the company defined for sales is read by sales under its name.
func TestATeamReadsOfItsOwnMetrics(t *testing.T) {
	o := newOffice(t)
	_, err := o.Metrics.Define(t.Context(), o.by(mel), goals.MetricInput{Code: "calls", Name: "Calls made", Team: ref.Sales})
	o.must(err)
	o.sets(lea, goals.Input{Metric: "calls", Target: count(400)})
	_, _, err = o.Metrics.LogFigure(t.Context(), o.by(mia), goals.Figure{Metric: "calls", Value: 3})
	o.must(err)
	o.at("2026-12-01 10:00")
	d, err := o.Digest.Week(t.Context(), calendar.WeekOf(o.today()).Prev())
	o.must(err)
	if of := d.For(funnel.AudienceSales); len(of.Goals) != 1 || !strings.Contains(of.Headline, "Calls made in 2026-Q4") {
		t.Errorf("sales reads %q of %d goals", of.Headline, len(of.Goals))
	}
	if of := d.For(funnel.AudienceMarketing); len(of.Goals) != 0 {
		t.Errorf("marketing reads of %d goals", len(of.Goals))
	}
}

// The digest of a past week tells of campaigns what they had brought and cost by
// its end, also where that was taken back later.
func TestPastWeeksTellOfCampaignsAsTheyWere(t *testing.T) {
	o := newOffice(t).at("2026-11-18 09:00")
	ctx := t.Context()
	o.setsUp("Fair")
	spends := func(minor int64) {
		_, _, err := o.Campaigns.Spend(ctx, o.by(mia), "Fair", campaigns.SpendInput{Amount: money.Amount{Minor: minor, Currency: "EUR"}})
		o.must(err)
	}
	spends(100_00)
	o.sells(o.comes(1, "F-27").ID, money.Amount{Minor: 9, Currency: "EUR"})
	week := calendar.WeekOf(o.today())
	ranked := func() []campaigns.Row {
		d, err := o.Digest.Week(ctx, week)
		o.must(err)
		return d.Campaigns.Best
	}
	want := ranked()
	if len(want) != 1 || want[0].Accepted != 1 || want[0].Leads != 1 || want[0].Cost.Minor != 100_00 {
		t.Fatalf("in its own week: %+v", want)
	}
	o.at("2026-12-02 09:00")
	spends(900_00)
	o.sells(o.comes(2, "Fair").ID, money.Amount{Minor: 9, Currency: "EUR"})
	if diff := cmp.Diff(want, ranked()); diff != "" {
		t.Errorf("two weeks later (-then +now):\n%s", diff)
	}
	past := week
	week = calendar.WeekOf(o.today())
	if now := ranked(); now[0].Accepted != 2 || now[0].Cost.Minor != 500_00 {
		t.Errorf("in the week of the second: %+v", now)
	}
	spends(-1000_00)
	week = past
	if diff := cmp.Diff(want, ranked()); diff != "" {
		t.Errorf("when all was taken back (-then +now):\n%s", diff)
	}
}

// A digest that was posted on demand is not posted by itself, and posted again
// only when that is said.
func TestADigestOfAWeekIsPostedOnce(t *testing.T) {
	o := newOffice(t).at("2026-11-18 09:00")
	posts := func(again bool) error {
		return o.Digest.Post(t.Context(), o.by(lea), funnel.AudienceLeadership, again)
	}
	o.sweeps()
	o.at("2026-11-23 06:00")
	o.must(posts(false))
	o.at("2026-11-23 12:00").sweeps()
	wantKind(t, posts(false), fault.KindConflict)
	o.must(posts(true))
	o.at("2026-11-30 12:00").sweeps()
	wantKind(t, posts(false), fault.KindConflict)
	if diff := cmp.Diff([]string{"2026-W47", "2026-W47", "2026-W48"}, o.digests()); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
	o.wantSound()
}

// TestTheDigestExplainsTheTopGoal: as many leads as before, of which half as
// many are won, are short by the conversion alone.
func TestTheDigestExplainsTheTopGoal(t *testing.T) {
	o := newOffice(t).at("2027-03-01 09:00")
	ctx := t.Context()
	halve(t, o)
	_, err := o.Goals.Set(ctx, o.by(lea), goals.Input{Metric: goals.MetricCustomers, Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: 120}})
	o.must(err)
	d, err := o.Digest.Week(ctx, calendar.WeekOf(o.today()).Prev())
	o.must(err)
	if d.Gap == nil || !d.Gap.Timed || len(d.Gap.Parts) != 3 {
		t.Fatalf("the gap is %+v", d.Gap)
	}
	sum := 0.0
	for _, p := range d.Gap.Parts {
		sum += p.Amount.Number
	}
	if sum != d.Gap.Total.Number || sum != d.Gap.Actual.Number-d.Gap.Expected.Number {
		t.Errorf("the parts are %g of %+v", sum, d.Gap)
	}
	if largest, ok := d.Gap.Largest(); !ok || largest.Kind != report.PartRate || !strings.Contains(d.Headline, "fewer MQLs became customers (30 of 118, 25%, against 50%)") {
		t.Errorf("the cause is %+v; %s", largest, d.Headline)
	}
	if d.Levers.Lacking.Number <= 0 || len(d.Levers.All) != 2 {
		t.Errorf("levers %+v", d.Levers)
	}
	o.wantSound()
}

// TestAGoalAndTheDigestTellOneOutlook: where a goal ends is the same number in
// the digest of the running week and of the goal itself.
func TestAGoalAndTheDigestTellOneOutlook(t *testing.T) {
	o := newOffice(t).at("2027-03-01 09:00")
	ctx := t.Context()
	halve(t, o)
	g := o.sets(lea, goals.Input{Metric: goals.MetricCustomers, Target: count(120)})
	mine := o.sets(lea, goals.Input{Metric: goals.MetricCustomers, Target: count(9), For: goals.Scope{Person: sam}})
	same := func(week calendar.Period, when string) {
		t.Helper()
		d, err := o.Digest.Week(ctx, week)
		o.must(err)
		shown, err := o.Goals.Show(ctx, g.ID)
		o.must(err)
		if shown.Outlook == nil || *shown.Outlook != d.Levers.Outlook || shown.Outlook.Number <= shown.Actual.Number {
			t.Errorf("%s the goal ends at %v, by the digest at %v", when, shown.Outlook, d.Levers.Outlook)
		}
	}
	same(calendar.WeekOf(o.today()).Prev(), "in the morning after the week")
	o.at("2027-03-03 10:00")
	o.logs(mia, person(1))
	same(calendar.WeekOf(o.today()), "in a preview")
	shown, err := o.Goals.Show(ctx, mine.ID)
	if err != nil || shown.Outlook != nil {
		t.Errorf("the goal of one person ends at %v by what everybody won; %v", shown.Outlook, err)
	}
	young := newOffice(t).at("2026-11-18 09:00")
	g = young.sets(lea, goals.Input{Metric: goals.MetricLeads, Target: count(10)})
	young.logs(mia, person(1))
	if shown, err = young.Goals.Show(ctx, g.ID); err != nil || shown.Outlook != nil || shown.Projection == 0 {
		t.Errorf("by one day it ends at %v (%v), at the pace of its period at %g", shown.Outlook, err, shown.Projection)
	}
}

// TestAYoungQuarterTellsHowTheLastOneEnded: in its first week the digest
// explains the quarter before.
func TestAYoungQuarterTellsHowTheLastOneEnded(t *testing.T) {
	o := newOffice(t).at("2027-03-30 09:00")
	ctx := t.Context()
	for _, quarter := range []calendar.Period{calendar.QuarterOf(o.today()), calendar.QuarterOf(o.today()).Next()} {
		_, err := o.Goals.Set(ctx, o.by(lea), goals.Input{Metric: goals.MetricCustomers, Period: quarter, Target: goals.Quantity{Number: 90}})
		o.must(err)
	}
	o.at("2027-04-05 09:00")
	halve(t, o)
	for _, test := range []struct{ week, past, headline string }{
		{"2027-W13", "2027-Q1", "ended at 45 of 90 (−50%), mostly because fewer MQLs became customers (45 of 180, 25%, against 50%)."},
		{"2027-W09", "", "in 2027-Q1 off"},
	} {
		week, err := calendar.ParsePeriod(test.week)
		o.must(err)
		d, err := o.Digest.Week(ctx, week)
		o.must(err)
		past := ""
		if d.Past != nil {
			past = d.Past.Goal.Period.Label
		}
		if past != test.past || !strings.Contains(d.Headline, test.headline) {
			t.Errorf("%s tells of %q: %s", test.week, past, d.Headline)
		}
	}
}

// A week that runs is compared with the same days of the weeks before, in the digest and
// in one's own week: two leads on Monday and Tuesday are as many as ever.
func TestARunningWeekIsComparedWithTheSameDays(t *testing.T) {
	o := newOffice(t)
	n := 0
	for _, day := range []string{"2026-11-16", "2026-11-17", "2026-11-18", "2026-11-20", "2026-11-23", "2026-11-24"} {
		n++
		o.at(day+" 10:00").logs(mia, person(n))
	}
	week := calendar.WeekOf(o.today())
	d, err := o.Digest.Week(t.Context(), week)
	o.must(err)
	if d.Funnel.Leads != 2 || d.Before.Leads != 2 || d.Mean(agreement.Known) != 0.5 {
		t.Errorf("two leads by Tuesday, beside %d in the week before and %g in the mean", d.Before.Leads, d.Mean(agreement.Known))
	}
	own, err := o.Digest.OwnWeek(t.Context(), mia, week)
	o.must(err)
	if own.Marketer.Leads != 2 || own.MarketerBefore.Leads != 2 {
		t.Errorf("of one's own %d, beside %d", own.Marketer.Leads, own.MarketerBefore.Leads)
	}
	o.at("2026-11-30 09:00")
	if d, err = o.Digest.Week(t.Context(), week); err != nil || d.Before.Leads != 4 {
		t.Errorf("once it is over it stands beside %d; %v", d.Before.Leads, err)
	}
}

// A loop is open since marketing handed the lead off, to whomever it went on since.
func TestAnOpenLoopIsAsOldAsItsHandoff(t *testing.T) {
	o := newOffice(t)
	first := o.logs(mia, person(1)).ID
	o.does(o.Handoff(t.Context(), o.by(mia), first, sam, ""))
	handed := o.now
	o.at("2026-11-24 10:00")
	second := o.logs(mia, person(2)).ID
	o.does(o.Handoff(t.Context(), o.by(mia), second, sam, ""))
	o.at("2026-11-25 10:00")
	_, err := o.Leads.Assign(t.Context(), o.by(mona), first, rob, "")
	o.must(err)
	d, err := o.Digest.Week(t.Context(), calendar.WeekOf(o.today()))
	o.must(err)
	if d.OpenLoops != 2 || d.Oldest[0].Lead != first || !d.Oldest[0].Since.Equal(handed) || !d.Oldest[0].With.Equal(o.now) || !d.Oldest[1].With.IsZero() {
		t.Errorf("open since %+v", d.Oldest)
	}
}

// What is pipeline or a win in another currency is named where the sums leave it out.
func TestTheBalanceNamesOtherCurrencies(t *testing.T) {
	o := newOffice(t)
	id := o.logs(mia, person(1)).ID
	o.does(o.Handoff(t.Context(), o.by(mia), id, sam, ""))
	o.does(o.Leads.Accept(t.Context(), o.by(sam), id))
	dollars := money.Amount{Minor: 500_000, Currency: "USD"}
	o.does(o.Leads.Qualify(t.Context(), o.by(sam), id, funnel.Opportunity{Amount: dollars, CloseBy: o.today().AddDays(9)}))
	o.does(o.Leads.Win(t.Context(), o.by(sam), id, dollars))
	d, err := o.Digest.Week(t.Context(), calendar.WeekOf(o.today()))
	o.must(err)
	want := report.Elsewhere{Pipeline: []money.Amount{dollars}, Revenue: []money.Amount{dollars}}
	if diff := cmp.Diff(want, d.Elsewhere); diff != "" {
		t.Errorf("in other currencies (-want +got):\n%s", diff)
	}
}
