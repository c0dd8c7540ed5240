package goals

import (
	"cmp"
	"math"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/store"
)

// Stand says how goals stand when the days before asOf are over, from what was done
// before another day, and gives them in the order of their tree. While a day
// runs its deeds count already: to hide what somebody has just done would look
// like a loss.
func (s *Service) Stand(rd *store.Reads, some []goals.Goal, asOf, until calendar.Date) ([]goals.Standing, error) {
	thresholds, err := rd.Thresholds()
	if err != nil {
		return nil, err
	}

	tree, err := treeAround(rd, some)
	if err != nil {
		return nil, err
	}

	names, err := campaignsByID(rd, some)
	if err != nil {
		return nil, err
	}

	out := make([]goals.Standing, 0, len(some))
	for _, line := range inTreeOrder(tree, some) {
		g := line.Goal
		to := counters.FirstOf(until, g.Period.To)
		counted := counting{rd: rd, counts: counters.Over(rd), goal: g, from: g.Period.From, to: to}
		if c, ok := names[g.For.Campaign]; ok {
			g.For.Name, counted.campaign = c.Name, c
		}

		actual, err := s.actual(counted)
		if err != nil {
			return nil, err
		}

		standing := g.Stand(actual, s.core.Settings().Calendar, asOf, until,
			s.thresholdsAt(thresholds, counters.FirstOf(asOf, g.Period.Last())))
		standing.Depth = line.Depth
		out = append(out, standing)
	}

	return out, nil
}

// thresholdsAt are those in force on a day, as far as anything was noted.
func (s *Service) thresholdsAt(known []goals.ThresholdsFrom, day calendar.Date) goals.Thresholds {
	if len(known) == 0 {
		return s.core.Settings().Thresholds
	}

	return goals.ThresholdsAt(known, day)
}

// inTreeOrder puts goals in the order of the tree; those that are in it no more
// come last.
func inTreeOrder(tree goals.Tree, some []goals.Goal) []goals.Line {
	asked := map[ref.GoalID]bool{}
	for _, g := range some {
		asked[g.ID] = true
	}

	lines := tree.Only(func(g goals.Goal) bool { return asked[g.ID] }).Lines()
	for i := range lines {
		lines[i].Goal, _ = tree.Goal(lines[i].Goal.ID)
		delete(asked, lines[i].Goal.ID)
	}

	for _, g := range some {
		if asked[g.ID] {
			lines = append(lines, goals.Line{Goal: g})
		}
	}

	return lines
}

// campaignsByID gives the campaigns that goals are for.
func campaignsByID(rd *store.Reads, some []goals.Goal) (map[ref.CampaignID]campaigns.Campaign, error) {
	found := map[ref.CampaignID]campaigns.Campaign{}
	if !slices.ContainsFunc(some, func(g goals.Goal) bool { return g.For.Campaign != 0 }) {
		return found, nil
	}

	all, err := rd.Campaigns()
	for _, c := range all {
		found[c.ID] = c
	}

	return found, err
}

// counting is what is to be counted for a goal: its metric on the days from
// one until before another, for whom or what the goal is.
type counting struct {
	rd       *store.Reads
	counts   *counters.Reader
	goal     goals.Goal
	campaign campaigns.Campaign
	from, to calendar.Date
}

// weeks are all days of the weeks in which days count: a week may be logged before its end.
func (c counting) weeks() (from, to calendar.Date) {
	return calendar.WeekOf(c.from).From, calendar.WeekOf(c.to.AddDays(-1)).To
}

// count sums a counter: of everybody, or of the person or campaign that the
// goal is for. What a person did is counted by rep where the metric is one of
// sales, else by marketer.
func (c counting) count(metric string) int64 {
	var dim string
	var mine func(value string) bool
	switch scope := c.goal.For; {
	case scope.Campaign != 0:
		keys := c.campaign.Keys()
		dim, mine = ledger.DimCampaign, func(named string) bool { return slices.Contains(keys, campaigns.Key(named)) }
	case scope.Person != "":
		dim, mine = ledger.DimMarketer, func(user string) bool { return user == string(scope.Person) }
		if c.goal.Metric.Info().Team == ref.Sales {
			dim = ledger.DimOwner
		}
	default:
		return c.counts.Count(metric, c.from, c.to)
	}

	var sum int64
	for value, n := range c.counts.CountBy(metric, dim, c.from, c.to) {
		if mine(value) {
			sum += n
		}
	}

	return sum
}

// actual gives what a goal's metric came to.
func (s *Service) actual(c counting) (goals.Actual, error) {
	a := goals.Actual{Known: true}
	switch info := c.goal.Metric.Info(); info.Kind {
	case goals.MetricMoney:
		return s.money(c)
	case goals.MetricRate:
		return s.rate(c)
	case goals.MetricFigure:
		return s.figures(c)
	default:
		a.Number = float64(c.count(ledger.CountEntered + string(info.Stage)))
		return a, c.counts.Err()
	}
}

// figures sums figures from outside, or gives their mean where they do not add up.
func (s *Service) figures(c counting) (goals.Actual, error) {
	if c.goal.Mean {
		return c.mean()
	}

	l, err := c.logged(c.goal.Metric, s.core.Settings().Calendar)
	return goals.Actual{Quantity: goals.Quantity{Number: l.sum}, Known: len(l.days) > 0, Days: l.days}, err
}

// mean is of the figures that count on one of the days, those of a week on its Thursday.
// Each weighs the same, of a day or of a week.
func (c counting) mean() (a goals.Actual, err error) {
	_, to := c.weeks()
	figures, err := c.rd.Figures(c.goal.Metric, c.from, counters.FirstOf(to, c.goal.Period.To))
	if len(figures) == 0 {
		return a, err
	}

	var units int64
	for _, f := range figures {
		units += ledger.FigureUnits(f.Value)
	}

	a.Known, a.Number = true, float64(units)/ledger.FigureScale/float64(len(figures))
	return a, err
}

// logged is what was logged of a figure from outside, and of which days.
type logged struct {
	sum  float64
	days []calendar.Period
}

// logged sums what was logged for the days of the goal. Of a week that lies partly in them it
// is the part of its working days: what is expected is of the same days.
func (c counting) logged(m goals.Metric, cal calendar.Calendar) (l logged, err error) {
	from, to := c.weeks()
	figures, err := c.rd.Figures(m, from, to)
	slices.SortStableFunc(figures, func(a, b goals.Figure) int { return a.Period.From.Compare(b.Period.From) })
	var units int64
	for _, f := range figures {
		part, whole := shareOf(f.Period, c.goal.Period, cal)
		if part == 0 {
			continue
		}

		units += ledger.FigureUnits(f.Value) * int64(part) / int64(whole)
		l.add(f.Period)
	}

	l.sum = float64(units) / ledger.FigureScale
	if m.Whole() {
		l.sum = math.Round(l.sum)
	}

	return l, err
}

// add notes that days are known, each once.
func (l *logged) add(p calendar.Period) {
	if len(l.days) == 0 || l.days[len(l.days)-1].To.Before(p.From) {
		l.days = append(l.days, p)
		return
	}

	last := &l.days[len(l.days)-1]
	if p.To.After(last.To) {
		last.To = p.To
	}
}

// shareOf is how many of the working days of a figure lie in a period; of its days, where none
// of them is a working day.
func shareOf(of, in calendar.Period, cal calendar.Calendar) (part, whole int) {
	from, to := of.From, counters.FirstOf(of.To, in.To)
	if from.Before(in.From) {
		from = in.From
	}

	if !from.Before(to) {
		return 0, 1
	}

	if whole = cal.WorkingDays(of.From, of.To); whole == 0 || of.Kind() == calendar.Dates {
		return from.Days(to), of.From.Days(of.To)
	}

	return cal.WorkingDays(from, to), whole
}

// moneyCounters are the counters of metrics that are about money; each has one
// for each currency.
var moneyCounters = map[goals.Metric]string{
	goals.MetricRevenue: ledger.CountRevenue, goals.MetricSpend: ledger.CountSpend,
}

// money sums amounts for a goal. Of one that is for everybody, amounts in other
// currencies are shown apart, never mixed in.
func (s *Service) money(c counting) (goals.Actual, error) {
	counter := moneyCounters[c.goal.Metric]
	if c.goal.For.Whole() {
		return s.sums(c.rd, counter, c.from, c.to)
	}

	minor := c.count(counter + s.core.Settings().Currency)
	return goals.Actual{
		Quantity: goals.MoneyQuantity(money.Amount{Minor: minor, Currency: s.core.Settings().Currency}),
		Known:    true,
	}, c.counts.Err()
}

// Revenue sums what was won.
func (s *Service) Revenue(rd *store.Reads, from, to calendar.Date) (goals.Actual, error) {
	return s.sums(rd, ledger.CountRevenue, from, to)
}

// sums gives amounts in the workspace's currency, and those in others apart.
func (s *Service) sums(rd *store.Reads, counter string, from, to calendar.Date) (goals.Actual, error) {
	a := goals.Actual{Known: true}
	a.Money = money.Amount{Currency: s.core.Settings().Currency}
	sums, err := rd.CountSuffixes(counter, from, to)
	for currency, minor := range sums {
		amount := money.Amount{Minor: minor, Currency: currency}
		if currency == s.core.Settings().Currency {
			a.Money = amount
			continue
		}

		a.Other = append(a.Other, amount)
	}

	slices.SortFunc(a.Other, func(x, y money.Amount) int {
		return cmp.Or(cmp.Compare(y.Minor, x.Minor), cmp.Compare(x.Currency, y.Currency))
	})

	a.Number = a.Money.Major()
	return a, err
}

func (s *Service) rate(c counting) (goals.Actual, error) {
	var a goals.Actual
	var err error
	if c.goal.Metric == goals.MetricVisitToLead {
		a.Rate, err = c.visitToLead(s.core.Settings().Calendar)
	} else {
		a.Rate = counters.Ratios[c.goal.Metric].Of(c.count)
	}

	a.Number, a.Known = a.Rate.Fraction(), a.Rate.Known()
	return a, cmp.Or(err, c.counts.Err())
}

// visitToLead compares leads with visits on the days of which visits were logged: the
// leads of others would make the rate look better than it is.
func (c counting) visitToLead(cal calendar.Calendar) (stats.Rate, error) {
	visits, err := c.logged(goals.MetricWebsiteVisits, cal)
	rate := stats.Rate{Whole: int64(visits.sum)}
	for _, days := range visits.days {
		from := days.From
		if from.Before(c.from) {
			from = c.from
		}

		rate.Part += c.counts.Count(ledger.CountEntered+string(agreement.Known), from, counters.FirstOf(c.to, days.To))
	}

	return rate, err
}

// RecentPace is how a goal's metric went in the 13 weeks before a day, and since.
func (s *Service) RecentPace(
	rd *store.Reads, of goals.Standing, asOf, until calendar.Date,
) (goals.RecentPace, error) {
	from, end, cal := asOf.AddDays(-counters.RecentDays), of.Goal.Period.To, s.core.Settings().Calendar
	p := goals.RecentPace{
		Days: cal.WorkingDays(from, asOf), Left: cal.WorkingDays(asOf, end), Rest: calendar.Period{From: asOf, To: end},
		Working: cal.WorkingDays(asOf, until) > 0,
	}

	counter := ledger.CountEntered + string(of.Goal.Metric.Info().Stage)
	if of.Goal.Metric == goals.MetricRevenue {
		counter = ledger.CountRevenue + s.core.Settings().Currency
	}

	counts := counters.Over(rd)
	p.Since = counts.FirstDay(counters.FirstLead)
	p.Value, p.Today = counts.Count(counter, from, asOf), counts.Count(counter, asOf, until)
	return p, counts.Err()
}
