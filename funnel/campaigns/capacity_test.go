package campaigns

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

func capDay(day int) calendar.Date { return calendar.Date{Year: 2027, Month: time.March, Day: day} }

// fairFacts are two reps, Monday to Friday, of whom sam took ten in his best
// week; of the channel's leads 40 % are handed off. The day is a Monday.
func fairFacts() SalesFacts {
	p := funnel.Policy{Staff: people.Staff{
		Calendar: calendar.WeekdayHours(time.UTC, []time.Weekday{1, 2, 3, 4, 5}, calendar.Block{Open: 9 * 60, Close: 17 * 60}),
		Roster:   people.Roster{Sales: []ref.UserID{sam, rob}},
	}}
	p.Definition.ServiceLevels.Accept = calendar.WorkingTime{Hours: 4}
	return SalesFacts{
		Policy: p, Pools: []people.Pool{people.EverybodyPool(p.Roster)}, Best: map[ref.UserID]int64{sam: 10}, Waiting: map[ref.UserID]int{},
		Channel: stats.Rate{Part: 40, Whole: 100}, Company: stats.Rate{Part: 10, Whole: 100}, Today: capDay(1),
	}
}

// fairDays is from Monday to Friday: five days, and half of the Monday after.
func fairDays(expects int64) CapacityQuestion {
	return CapacityQuestion{Name: "Fair", Channel: "event", Expects: expects, From: capDay(8), Until: capDay(12)}
}

// fromToday begins a week earlier, with nothing before it.
func fromToday(q CapacityQuestion) CapacityQuestion {
	q.From = capDay(1)
	return q
}

func TestWhatSalesCanTake(t *testing.T) {
	away := func(f *SalesFacts, user ref.UserID, from, until calendar.Date) {
		f.Policy.People = people.NewPeople([]people.Availability{{V: 1, User: user, Leaves: []people.Leave{{From: from, Until: until}}}}, f.Policy.Calendar)
	}
	caps := func(f *SalesFacts, day, week int) {
		f.Pools = []people.Pool{{ID: people.DefaultPool, Name: "DACH", Members: []people.PoolMember{{User: sam, Weight: 1, Day: day, Week: week}}}}
	}
	for name, test := range map[string]struct {
		given   func(*SalesFacts)
		ask     CapacityQuestion
		takes   int64
		tooMany int64
		weeks   int
		fitting int64
	}{
		"a best week and the team's mean": {nil, fairDays(100), 22, 18, 1, 55},
		"it fits":                         {nil, fairDays(50), 22, -2, 0, 55},
		"less what waits":                 {func(f *SalesFacts) { f.Waiting[sam] = 5; f.Waiting[rob] = 40 }, fromToday(fairDays(100)), 16, 24, 2, 40},
		"what waits is seen to before":    {func(f *SalesFacts) { f.Waiting[sam] = 10 }, fairDays(100), 22, 18, 1, 55},
		"as far as the days before do":    {func(f *SalesFacts) { f.Waiting[sam] = 14; f.Waiting[rob] = 40 }, fairDays(100), 7, 33, 2, 17},
		"less leave":                      {func(f *SalesFacts) { away(f, sam, capDay(9), capDay(12)) }, fairDays(100), 16, 24, 2, 40},
		"leave for good of the days":      {func(f *SalesFacts) { away(f, rob, capDay(1), capDay(30)) }, fairDays(100), 11, 29, 2, 27},
		"gone": {func(f *SalesFacts) {
			f.Policy.People = people.NewPeople([]people.Availability{{V: 1, User: rob, Gone: true}}, f.Policy.Calendar)
		}, fairDays(100), 11, 29, 3, 27},
		"a cap for the day":       {func(f *SalesFacts) { caps(f, 1, 0) }, fairDays(100), 5, 35, 7, 12},
		"the tighter of two caps": {func(f *SalesFacts) { caps(f, 4, 5) }, fairDays(100), 5, 35, 7, 12},
		"only some are in a pool": {func(f *SalesFacts) { caps(f, 0, 0) }, fairDays(100), 11, 29, 3, 27},
		"an unknown channel":      {func(f *SalesFacts) { f.Channel = stats.Rate{} }, fairDays(400), 22, 18, 1, 220},
		"a channel of too few":    {func(f *SalesFacts) { f.Channel = stats.Rate{Part: 1, Whole: 29} }, fairDays(400), 22, 18, 1, 220},
		"too few of anything": {func(f *SalesFacts) {
			f.Channel, f.Company = stats.Rate{Part: 5, Whole: 10}, stats.Rate{Part: 1, Whole: 20}
		}, fairDays(100), 22, 28, 2, 44},
		"nothing is known of leads": {func(f *SalesFacts) { f.Channel, f.Company = stats.Rate{}, stats.Rate{} }, fairDays(100), 22, 78, 4, 22},
		"some came before":          {nil, CapacityQuestion{Name: "Fair", Expects: 100, Came: 50, From: capDay(8), Until: capDay(12)}, 22, -2, 0, 100},
		"it runs already":           {func(f *SalesFacts) { f.Today = capDay(11) }, fairDays(100), 10, 30, 2, 25},
		"nobody has a history":      {func(f *SalesFacts) { f.Best = nil }, fairDays(100), 0, 40, 0, 0},
	} {
		f := fairFacts()
		if test.given != nil {
			test.given(&f)
		}
		c, err := CheckCapacity(test.ask, f)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.Takes() != test.takes || c.TooMany() != test.tooMany || c.MoreWeeks() != test.weeks || c.Fitting() != test.fitting {
			t.Errorf("%s: takes %d, %d too many, %d weeks, %d fit; want %d, %d, %d, %d",
				name, c.Takes(), c.TooMany(), c.MoreWeeks(), c.Fitting(), test.takes, test.tooMany, test.weeks, test.fitting)
		}
		if c.Known() == (name == "nobody has a history") {
			t.Errorf("%s: known %v", name, c.Known())
		}
		if c.Low > c.Handoffs || c.Handoffs > c.High {
			t.Errorf("%s: %v not within %v to %v", name, c.Handoffs, c.Low, c.High)
		}
	}
}

func TestCapacityAsksForWhatIsMissing(t *testing.T) {
	for says, q := range map[string]CapacityQuestion{
		"How many leads":   {Name: "Fair", From: capDay(8), Until: capDay(9)},
		"When will it be?": {Name: "Fair", Expects: 4, From: capDay(8)},
		"before it begins": {Expects: 4, From: capDay(8), Until: capDay(7)},
		"It ended on":      {Expects: 4, From: calendar.Date{Year: 2026, Month: 1, Day: 1}, Until: calendar.Date{Year: 2026, Month: 1, Day: 2}},
	} {
		if _, err := CheckCapacity(q, fairFacts()); err == nil || !strings.Contains(err.Error(), says) || q.Ready(capDay(1)) {
			t.Errorf("%q: %v", says, err)
		}
	}
}

func TestMoreLeaveOrLowerCapsNeverRaiseCapacity(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := fairFacts()
		day := func(name string) calendar.Date { return capDay(rapid.IntRange(1, 31).Draw(r, name)) }
		f.Policy.Definition.ServiceLevels.Accept = calendar.WorkingTime{Hours: rapid.IntRange(0, 30).Draw(r, "hours"), Days: rapid.IntRange(0, 3).Draw(r, "days")}
		own := []people.Availability{{V: 1, User: sam}, {V: 1, User: rob}}
		if rapid.Bool().Draw(r, "part-time") {
			own[0].Week = &calendar.WorkWeek{time.Monday: {{Open: 8 * 60, Close: 10 * 60}}, time.Tuesday: {{Open: 8 * 60, Close: 16 * 60}}, time.Thursday: {{Open: 13 * 60, Close: 15 * 60}}}
		}
		leave := func() []people.Leave {
			from := day("leave")
			return []people.Leave{{From: from, Until: from.AddDays(rapid.IntRange(1, 9).Draw(r, "leave days"))}}
		}
		if rapid.Bool().Draw(r, "leave before") {
			own[0].Leaves = leave()
		}
		capOf := rapid.IntRange(0, 20)
		members := []people.PoolMember{
			{User: sam, Weight: 1, Day: capOf.Draw(r, "day cap"), Week: capOf.Draw(r, "week cap")},
			{User: rob, Weight: 1, Day: capOf.Draw(r, "day cap"), Week: capOf.Draw(r, "week cap")},
		}
		f.Waiting[sam] = rapid.IntRange(0, 30).Draw(r, "waiting")
		q := fairDays(rapid.Int64Range(1, 500).Draw(r, "expects"))
		q.From = day("from")
		q.Until = q.From.AddDays(rapid.IntRange(0, 20).Draw(r, "length"))
		takes := func() int64 {
			f.Policy.People = people.NewPeople(own, f.Policy.Calendar)
			f.Pools = []people.Pool{{ID: people.DefaultPool, Name: "All", Members: members}}
			c, err := CheckCapacity(q, f)
			if err != nil {
				r.Fatal(err)
			}
			return c.Takes()
		}
		before := takes()
		if rapid.Bool().Draw(r, "more leave") {
			own[0].Leaves = append(leave(), own[0].Leaves...)
		} else {
			m := &members[rapid.IntRange(0, 1).Draw(r, "whose")]
			for _, limit := range []*int{&m.Day, &m.Week} {
				if *limit > 1 {
					*limit -= rapid.IntRange(1, *limit-1).Draw(r, "lower by")
				}
			}
		}
		if after := takes(); after > before {
			r.Fatalf("%d before, %d after", before, after)
		}
	})
}
