package campaigns

import (
	"math"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// CapacityQuestion is how many leads a campaign is to bring, by what channel,
// and on which days.
type CapacityQuestion struct {
	Name        string // of the campaign; blank while it is only thought of
	Channel     Channel
	Expects     int64         // leads, over all of its days
	Came        int64         // of them, those that are here already
	From, Until calendar.Date // its first and its last day
}

// CapacityQuestion asks whether sales can take what the campaign expects.
func (c Campaign) CapacityQuestion() CapacityQuestion {
	return CapacityQuestion{Name: c.Name, Channel: c.Channel, Expects: c.Expects, From: c.From, Until: c.Until}
}

// Ready says whether the question can be asked: how many and when are known,
// and the campaign is not over.
func (q CapacityQuestion) Ready(today calendar.Date) bool { return q.check(today) == nil }

func (q CapacityQuestion) check(today calendar.Date) error {
	expects := fault.Option("expects", 400)
	from, until := fault.Option("from", "2027-03-09"), fault.Option("until", "2027-03-11")
	how := fault.ToForecastCampaign.Way(exampleChannel, exampleCost, expects, from, until)
	if q.Name != "" {
		how = fault.ToEditCampaign.Way(q.Name, expects, from, until)
	}

	switch {
	case q.Expects <= 0:
		return fault.WrongField("expects", "How many leads is it to bring? Expected a number, such as %s.", how)
	case q.From.IsZero() || q.Until.IsZero():
		return fault.WrongField("from", "When will it be? Expected its first and its last day, such as %s.", how)
	case q.Until.Before(q.From):
		return fault.WrongField("until", "It would end on %s, before it begins on %s. Give a later last day, or an earlier first one.", q.Until.Spoken(), q.From.Spoken())
	case q.Until.Before(today):
		return fault.WrongField("until", "It ended on %s, so there is nothing left to check. For other days: %s.", q.Until.Spoken(), how)
	}

	return nil
}

// SalesFacts are what is known of what sales can take.
type SalesFacts struct {
	Policy  funnel.Policy
	Pools   []people.Pool
	Best    map[ref.UserID]int64 // the most leads that they took in one week of the last CapacityWeeks
	Waiting map[ref.UserID]int   // leads that wait for them now
	Channel stats.Rate           // handed off, of the leads of the question's channel
	Company stats.Rate           // handed off, of all leads
	Today   calendar.Date
}

// CapacityWeeks is how many weeks back somebody's best week is looked for.
const CapacityWeeks = 13

// CapacityGround is from what it is known how many handoffs somebody can take.
type CapacityGround uint8

// The grounds.
const (
	GroundUnknown CapacityGround = iota // nobody has a history, and they have no cap
	GroundCaps                          // those of their pools
	GroundBest                          // their own best week
	GroundTeam                          // the mean of the others' best weeks
)

// RepCapacity is what somebody can take in the days of a campaign.
type RepCapacity struct {
	User    ref.UserID
	Days    float64 // working days, less leave and holidays
	PerDay  float64 // handoffs for each
	Ground  CapacityGround
	Waiting int     // leads, now
	Before  float64 // working days until the campaign begins, in which they are seen to at the same rate
	Left    float64 // of those that wait, what is left when it begins
	Takes   float64 // days × per day − left, and never below 0
	PerWeek float64 // in a week without leave; 0 for who is gone
}

// RateGround is from what it is known how many leads are handed off.
type RateGround uint8

// The grounds. By RateNone every lead is taken to be handed off, to be on the
// safe side.
const (
	RateNone RateGround = iota
	RateOfChannel
	RateOfCompany
)

// Capacity answers whether sales can take what a campaign brings.
type Capacity struct {
	Question CapacityQuestion
	From     calendar.Date        // the first day that counts: of the campaign, or today
	Accept   calendar.WorkingTime // after the last day, in which the last leads are answered

	Rate                stats.Rate // handed off, of the leads
	RateGround          RateGround
	Handoffs, Low, High float64 // of the leads that are still to come

	Reps   []RepCapacity
	Capped []string // pools whose caps bind somebody
}

// CheckCapacity sets what a campaign brings against what sales can take in its
// days and the time that sales has for an answer. Other leads of those days are
// not counted.
func CheckCapacity(q CapacityQuestion, f SalesFacts) (Capacity, error) {
	c := Capacity{Question: q, From: q.From, Accept: f.Policy.Definition.ServiceLevels.Accept}
	if err := q.check(f.Today); err != nil {
		return c, err
	}

	if c.From.Before(f.Today) {
		c.From = f.Today
	}

	c.expect(f)
	zone := f.Policy.Calendar.Zone()
	end := c.Accept.After(q.Until.AddDays(1).Start(zone), f.Policy.Calendar)
	mean := f.mean()
	for _, rep := range f.Policy.Roster.Sales {
		pools := poolsOf(rep, f.Pools)
		if len(pools) == 0 {
			continue
		}

		r := f.rep(rep, pools, mean)
		if !f.Policy.Availability(rep).Gone {
			cal := f.Policy.CalendarOf(rep)
			r.Before = float64(cal.WorkingDays(f.Today, c.From))
			r.Days = cal.DaysUntil(c.From, q.Until, end)
			r.PerWeek = r.PerDay * float64(cal.Weekdays())
		}

		// What they get to before it begins does not stand in its way.
		r.Left = math.Max(0, float64(r.Waiting)-r.Before*r.PerDay)
		r.Takes = math.Max(0, r.Days*r.PerDay-r.Left)
		c.Reps = append(c.Reps, r)
		for _, p := range pools {
			if r.Ground == GroundCaps && !slices.Contains(c.Capped, p.Name) {
				c.Capped = append(c.Capped, p.Name)
			}
		}
	}

	return c, nil
}

// expect estimates the handoffs that are to come, by the channel's own rate
// where it has enough leads to be known, else by that of the company. Too few
// are better than none.
func (c *Capacity) expect(f SalesFacts) {
	switch sure := int64(stats.FewestOutcomes); {
	case f.Channel.Whole >= sure, f.Channel.Known() && f.Company.Whole < sure:
		c.Rate, c.RateGround = f.Channel, RateOfChannel
	case f.Company.Known():
		c.Rate, c.RateGround = f.Company, RateOfCompany
	}

	leads := float64(c.Coming())
	c.Handoffs, c.Low, c.High = leads, 0, leads
	if c.RateGround != RateNone {
		c.Rate.Part = min(c.Rate.Part, c.Rate.Whole) // leads from before the first count may be handed off later
		low, high := c.Rate.Interval()
		c.Handoffs, c.Low, c.High = leads*c.Rate.Fraction(), leads*low, leads*high
	}
}

// Coming are the leads that are still to come.
func (c Capacity) Coming() int64 { return max(0, c.Question.Expects-c.Question.Came) }

// Measured says whether there are enough leads behind the rate to trust it.
func (c Capacity) Measured() bool { return c.Rate.Whole >= stats.FewestOutcomes }

func poolsOf(user ref.UserID, pools []people.Pool) []people.Pool {
	var of []people.Pool
	for _, p := range pools {
		if slices.ContainsFunc(p.Members, func(m people.PoolMember) bool { return m.User == user }) {
			of = append(of, p)
		}
	}

	return of
}

// rep says how many handoffs somebody can take on a working day, and what
// waits for them.
func (f SalesFacts) rep(user ref.UserID, pools []people.Pool, mean float64) RepCapacity {
	r := RepCapacity{User: user, Waiting: f.Waiting[user]}
	week := f.Policy.CalendarOf(user).Weekdays()
	if perDay, capped := capOf(user, pools, week); capped {
		r.PerDay, r.Ground = perDay, GroundCaps
	} else if best := f.Best[user]; best > 0 && week > 0 {
		r.PerDay, r.Ground = float64(best)/float64(week), GroundBest
	} else if mean > 0 {
		r.PerDay, r.Ground = mean, GroundTeam
	}

	return r
}

// capOf is what somebody's caps let through on a working day, over all of
// their pools; one pool without a cap lets through anything.
func capOf(user ref.UserID, pools []people.Pool, week int) (perDay float64, capped bool) {
	for _, p := range pools {
		m := p.Members[slices.IndexFunc(p.Members, func(m people.PoolMember) bool { return m.User == user })]
		most := math.Inf(1)
		if m.Day > 0 {
			most = float64(m.Day)
		}

		if m.Week > 0 && week > 0 {
			most = math.Min(most, float64(m.Week)/float64(week))
		}

		perDay += most
	}

	return perDay, !math.IsInf(perDay, 1)
}

// mean is what those of sales with a history took per working day in their
// best weeks; 0 where nobody has one.
func (f SalesFacts) mean() float64 {
	sum, reps := 0.0, 0
	for _, user := range f.Policy.Roster.Sales {
		if week := f.Policy.CalendarOf(user).Weekdays(); week > 0 && f.Best[user] > 0 {
			sum, reps = sum+float64(f.Best[user])/float64(week), reps+1
		}
	}

	if reps == 0 {
		return 0
	}

	return sum / float64(reps)
}

// Known says whether it is known of anybody how many they can take.
func (c Capacity) Known() bool {
	return slices.ContainsFunc(c.Reps, func(r RepCapacity) bool { return r.Ground != GroundUnknown })
}

// Takes is how many handoffs sales can take in the campaign's days, in whole
// ones.
func (c Capacity) Takes() int64 {
	sum := 0.0
	for _, r := range c.Reps {
		sum += r.Takes
	}

	return int64(math.Floor(sum + people.Exact))
}

// TooMany are the expected handoffs beyond what sales can take; below 0 there
// is room for more.
func (c Capacity) TooMany() int64 { return int64(math.Round(c.Handoffs)) - c.Takes() }

// AtWorst are those beyond it when as many leads are handed off as the
// uncertainty of the rate allows.
func (c Capacity) AtWorst() int64 { return int64(math.Ceil(c.High-people.Exact)) - c.Takes() }

// MoreWeeks is how many weeks without leave sales needs for what is too many;
// 0 where nothing is, or where no time would do.
func (c Capacity) MoreWeeks() int {
	perWeek := 0.0
	for _, r := range c.Reps {
		perWeek += r.PerWeek
	}

	if short := c.TooMany(); short > 0 && perWeek > 0 {
		return int(math.Ceil(float64(short)/perWeek - people.Exact))
	}

	return 0
}

// Fitting is how many leads, those that came included, bring no more handoffs
// than sales can take. From 100 on it is cut to tens.
func (c Capacity) Fitting() int64 {
	if c.Handoffs <= 0 {
		return c.Question.Expects
	}

	leads := int64(math.Floor(float64(c.Coming())*float64(c.Takes())/c.Handoffs+people.Exact)) + c.Question.Came
	if leads >= 100 {
		leads -= leads % 10
	}

	return leads
}
