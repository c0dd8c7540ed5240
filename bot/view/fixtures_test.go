package view

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
)

var (
	berlin = mustZone("Europe/Berlin")
	// now is a Thursday afternoon.
	now = time.Date(2026, 11, 19, 14, 30, 0, 0, berlin)
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

const (
	mia  funnel.UserID = "U0MIA" // marketing
	maxi funnel.UserID = "U0MAX" // marketing
	sam  funnel.UserID = "U0SAM" // sales
	kim  funnel.UserID = "U0KIM" // sales
	rosa funnel.UserID = "U0ROSA"
)

func fixtureContext() Context {
	names := map[funnel.UserID]string{mia: "Mia", maxi: "Max", sam: "Sam", kim: "Kim <3", rosa: "Rosa"}
	return Context{
		Name: func(id funnel.UserID) string { return names[id] }, Location: berlin, Now: now, Definition: fixtureDefinition(),
	}
}

func fixtureDefinition() funnel.Definition {
	return funnel.Definition{
		Version: 3, Name: "Universal lead definition", InForceSince: now.AddDate(0, -2, 0),
		IdealCustomer: "A company of 50 to 500 people that ships goods.",
		Personas:      []string{"Leads operations", "Prepares the decision"},
		Need:          "Loses orders between two systems.",
		Criteria: []funnel.Criterion{
			{Key: "fit", Question: "Does the company match the ideal customer?", Required: true, Stage: funnel.MQL},
			{Key: "need", Question: "What problem do they want to solve?", Required: true, Stage: funnel.MQL},
			{Key: "timing", Question: "When do they mean to decide?", Stage: funnel.SQL},
		},
		Disqualifiers: []string{"Works for a competitor"},
		Reasons: funnel.Reasons{
			Reject:     []funnel.ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Lost:       []funnel.ReasonCode{{Code: "price", Label: "Price"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Disqualify: []funnel.ReasonCode{{Code: "not_a_buyer", Label: "Student, job seeker or supplier"}},
		},
		ServiceLevels: funnel.ServiceLevels{
			Accept: funnel.WorkingTime{Hours: 4}, FirstTouch: funnel.WorkingTime{Hours: 4},
			Update: funnel.WorkingTime{Days: 5}, EscalateAfter: funnel.WorkingTime{Days: 1}, Answer: funnel.WorkingTime{Hours: 8},
		},
	}
}

// person is a lead that marketing has just logged.
func person() funnel.Lead {
	return funnel.Lead{
		ID: 12, Rev: 7, Name: "Jane Doe", Company: "Acme & Sons", Title: "Head of Operations", Email: "jane@acme.com",
		EmailKey: "jane@acme.com", Phone: "+49 30 123456", PhoneKey: "+4930123456", Source: "webinar", Campaign: "q4-launch",
		Need: "Loses orders between two systems.\nWants that solved by spring.", Permalink: "https://example.slack.com/archives/C1/p1",
		Stage: funnel.Known, StageSince: now.Add(-48 * time.Hour), CreatedAt: now.Add(-48 * time.Hour), Marketer: mia,
	}
}

func offered() funnel.Lead {
	l := person()
	l.Stage, l.Owner, l.Handoffs = funnel.MQL, sam, 1
	l.Handoff = funnel.Handoff{State: funnel.HandoffOpen, To: sam, By: mia, At: now.Add(-time.Hour), InTurn: true, Note: "Asked for a call this week.", Definition: 3}
	l.Clocks = []funnel.Clock{clock(funnel.ClockAccept, now.Add(3*time.Hour))}
	return l
}

// asked waits for marketing's answer to a question.
func asked() funnel.Lead {
	l := offered()
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{Text: "Which system do they use today?\nAnd who decides?", By: sam, At: now.Add(-30 * time.Minute)}, 1
	l.Handoff.Paused = l.Clocks[0]
	l.Clocks = []funnel.Clock{clock(funnel.ClockAnswer, now.Add(20*time.Hour))}
	l.Clocks[0].Person = mia
	return l
}

// explained has marketing's answer, and was passed on before.
func explained() funnel.Lead {
	l := offered()
	l.Handoff.Question, l.Handoff.Questions = asked().Handoff.Question, 1
	l.Handoff.Question.Answer, l.Handoff.Question.AnsweredBy, l.Handoff.Question.AnsweredAt = "Spreadsheets. Ms Doe decides.", mia, now.Add(-time.Minute)
	l.Handoff.PassedBy, l.Handoff.Why = kim, "You know the trade."
	return l
}

func clock(kind funnel.ClockKind, due time.Time) funnel.Clock {
	return funnel.Clock{Kind: kind, Person: sam, StartedAt: due.Add(-4 * time.Hour), DueAt: due, EscalateAt: due.Add(24 * time.Hour)}
}

func accepted() funnel.Lead {
	l := offered()
	l.Stage, l.Clocks = funnel.SAL, []funnel.Clock{clock(funnel.ClockFirstTouch, now.Add(4*time.Hour))}
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffAccepted, sam, now.Add(-10*time.Minute)
	return l
}

func opportunity() funnel.Lead {
	l := accepted()
	l.Stage, l.Amount, l.CloseBy = funnel.SQL, euros(12000), date("2026-12-31")
	l.Touches, l.LastTouchAt, l.SalesTouchAt = 2, now.Add(-time.Minute), now.Add(-time.Hour)
	l.Clocks = []funnel.Clock{clock(funnel.ClockUpdate, now.AddDate(0, 0, 7))}
	return l
}

func ending(stage funnel.Stage, reason string) funnel.Lead {
	l := opportunity()
	l.Stage, l.EndedAt, l.StageSince, l.Clocks, l.Reason = stage, now, now, nil, reason
	return l
}

func rejected() funnel.Lead {
	l := offered()
	l.Stage, l.Owner, l.Clocks, l.Reason, l.Note = funnel.Known, "", nil, "company_size", "Only four people work there."
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffRejected, sam, now.Add(-5*time.Minute)
	l.Handoff.Proof = "https://example.slack.com/team"
	return l
}

func handedBack() funnel.Lead {
	l := accepted()
	l.Stage, l.Owner, l.Clocks, l.Reason, l.Note = funnel.Known, "", nil, "company_size", "Only four people work there."
	l.FormerOwner, l.HandedBack = sam, true
	return l
}

func recycled() funnel.Lead {
	l := ending(funnel.Recycled, "")
	l.RecycleUntil, l.Note = date("2027-02-01"), "Budget is decided in February."
	return l
}

func inquiry() funnel.Lead {
	return funnel.Lead{ID: 3, Rev: 1, Name: "Ali", Stage: funnel.Inquiry, Marketer: maxi, CreatedAt: now, StageSince: now}
}

func imported() funnel.Lead {
	return funnel.Lead{
		ID: 900, Rev: 2, ExternalID: "dac32acd4db4c29c230538b72f8dd87d", Source: "social", Stage: funnel.Customer, Imported: true,
		OutsideOwner: "4ef15afb4b2723d8f3d81e51ec7afefe", CreatedAt: now.AddDate(-8, 0, 0), StageSince: now.AddDate(-8, 1, 0),
	}
}

// hostileText would ping, link and break a message if it got in as markup,
// and is longer than anything that Slack takes.
var hostileText = "<!channel> <@U0BOSS> <https://evil.example|bank> *bold* `code` ~x~ _i_ & &lt;!here&gt; 🦊 \u05e9\u05dc\u05d5\u05dd " +
	"\ue000U0BOSS\ue001 \"quotes\" |pipe| \n> quote\n" + strings.Repeat("<&>", 1700)

// hostile is a lead all of whose texts are hostile, at any stage.
func hostile(stage funnel.Stage) funnel.Lead {
	l := ending(stage, hostileText)
	if stage == funnel.MQL {
		l = offered()
	}
	if stage.WithSales() {
		l = opportunity()
		l.Stage = stage
	}
	l.Name, l.Company, l.Title, l.Source, l.Campaign, l.Need = hostileText, hostileText, hostileText, hostileText, hostileText, hostileText
	l.Email, l.Phone, l.PhoneKey, l.Permalink, l.Note = hostileText, hostileText, hostileText, "https://x.example/<!channel>", hostileText
	l.Handoff.Note, l.OutsideOwner = hostileText, hostileText
	l.LinkedIn = "https://www.linkedin.com/in/" + strings.Repeat("%C3%BC", 70) // as hostile as one can be that is kept
	l.Segment, l.Tags = hostileText, []string{hostileText, hostileText}
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{Text: hostileText, By: sam, Answer: hostileText, AnsweredBy: mia}, 1
	l.Handoff.PassedBy, l.Handoff.Why, l.Handoff.Proof = kim, hostileText, "https://x.example/<!channel>"
	return l
}

func many(l funnel.Lead, n int) []funnel.Lead {
	leads := make([]funnel.Lead, n)
	for i := range leads {
		leads[i] = l
		leads[i].ID = funnel.LeadID(100 + i)
	}
	return leads
}

func euros(n int64) funnel.Money { return funnel.Money{Minor: n * 100, Currency: "EUR"} }

func date(text string) funnel.Date {
	d, err := funnel.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func period(text string) funnel.Period {
	p, err := funnel.ParsePeriod(text)
	if err != nil {
		panic(err)
	}
	return p
}

func standing(metric funnel.Metric, label string, target, actual float64, why string) funnel.Standing {
	t, a := funnel.Quantity{Number: target}, funnel.Quantity{Number: actual}
	if metric.Info().Kind == funnel.MetricMoney {
		t.Money, a.Money = euros(int64(target)), euros(int64(actual))
	}
	g := funnel.Goal{ID: 1, Metric: metric, Period: period(label), Target: t, Owner: mia, Why: why}
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	cal := funnel.WeekdayHours(berlin, weekdays, funnel.Block{Open: 540, Close: 1080})
	return g.Stand(funnel.Actual{Quantity: a, Known: actual > 0}, cal, date("2026-11-23"), date("2026-11-23"), funnel.DefaultThresholds)
}

func someGoals() []funnel.Standing {
	acceptance := standing(funnel.MetricAcceptanceRate, "2026-Q4", 0.7, 0.8, "")
	acceptance.Actual.Rate = funnel.Rate{Part: 4, Whole: 5}
	return numbered(
		standing(funnel.MetricRevenue, "2026-Q4", 500000, 210000, "The new office is paid from it."),
		standing(funnel.MetricMQLs, "2026-Q4", 120, 72, "Three new customers a month."),
		acceptance,
		standing(funnel.MetricWebsiteVisits, "2026-11", 5000, 0, ""),
		standing(funnel.MetricCustomers, "2027-Q1", 9, 0, ""),
	)
}

// numbered gives goals the numbers 1, 2, 3 …
func numbered(goals ...funnel.Standing) []funnel.Standing {
	for i := range goals {
		goals[i].Goal.ID = funnel.GoalID(i + 1)
	}
	return goals
}

func digest() funnel.Digest {
	week := period("2026-W47")
	d := funnel.Digest{
		Week: week.Label, Period: week, From: week.From, Last: week.Last(), Zone: "Europe/Berlin",
		AsOf: time.Date(2026, 11, 23, 9, 0, 0, 0, berlin), Goals: someGoals(),
		Funnel:    funnel.FunnelCount{Inquiries: 3, Leads: 21, MQLs: 8, SALs: 5, SQLs: 3, Customers: 2},
		Before:    funnel.FunnelCount{Inquiries: 5, Leads: 18, MQLs: 8, SALs: 6, SQLs: 1, Customers: 0},
		FourWeeks: funnel.FunnelCount{Inquiries: 14, Leads: 78, MQLs: 31, SALs: 22, SQLs: 9, Customers: 5},
		Sources: []funnel.SourceRow{
			{Source: "webinar", MQLs: 5, Customers: 1}, {Source: "referral", MQLs: 2, Customers: 1}, {Source: "", MQLs: 1},
		},
		Revenue: []funnel.Money{euros(30000)},
		Levels: []funnel.Level{
			{Clock: funnel.ClockAccept, Rate: funnel.Rate{Part: 6, Whole: 8}, Answered: 7, Median: 95, P90: 310},
			{Clock: funnel.ClockFirstTouch, Rate: funnel.Rate{Part: 5, Whole: 5}, Answered: 5, Median: 12, P90: 48},
			{Clock: funnel.ClockUpdate, Rate: funnel.Rate{}},
		},
		Turns: []funnel.Spell{
			{Turn: funnel.TurnSystem, Wall: time.Hour},
			{Turn: funnel.TurnMarketing, Wall: 300 * time.Hour, Worked: 80*time.Hour + 20*time.Minute},
			{Turn: funnel.TurnSales, Wall: 50 * time.Hour, Worked: 40 * time.Minute},
			{Turn: funnel.TurnCustomer, Wall: 900 * time.Hour, Worked: 210 * time.Hour},
		},
		Nudges: []funnel.NudgeRow{
			{Kind: "accept", Rate: funnel.Rate{Part: 6, Whole: 8}},
			{Kind: "update", Rate: funnel.Rate{Part: 2, Whole: 12}},
			{Kind: funnel.NudgeEscalation, Rate: funnel.Rate{Part: 1, Whole: 3}},
		},
		Acceptance: funnel.Rate{Part: 5, Whole: 7}, Handoffs: 8,
		Overrides: []funnel.Override{
			funnel.OverrideOf(funnel.MQL, 2, map[string]int64{"fit": 1, "points": 2}), funnel.OverrideOf(funnel.SQL, 1, map[string]int64{"budget": 1}),
		},
		Rejections: []funnel.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 2}},
		HandedBack: []funnel.ReasonRow{{Code: "timing", Label: "Not now", Count: 1}},
		OpenLoops:  14,
		Oldest: []funnel.LoopRow{
			{Lead: 3, Who: "Ali, Nord AG", Stage: funnel.SAL, Owner: sam, Since: now.AddDate(0, 0, -16)},
			{Lead: 7, Who: "Bea, Süd GmbH", Stage: funnel.MQL, Owner: kim, Since: now.AddDate(0, 0, -2)},
		},
		Wins:    []funnel.EndRow{{Lead: 12, Who: "Jane Doe, Acme & Sons", Owner: string(sam), Amount: euros(30000), Source: "webinar"}, {Lead: 13, Who: "Jo", Owner: "outside rep"}},
		Losses:  []funnel.EndRow{{Lead: 14, Who: "Max Muster, West KG", Owner: string(kim), Reason: "price", Note: "Half the price elsewhere."}},
		Lost:    1,
		LostWhy: []funnel.ReasonRow{{Code: "price", Label: "Price", Count: 1}},
		Campaigns: funnel.CampaignRank{
			Best:  []funnel.CampaignRow{{Name: "Autumn webinar", Channel: "webinar", Accepted: 9, Leads: 30, Spend: []funnel.Money{euros(1800)}, Cost: euros(200)}, {Name: "Referrals", Channel: "referral", Accepted: 6, Leads: 7}},
			Worst: []funnel.CampaignRow{{Name: "LogiMAT & more", Channel: "event", Accepted: 0, Leads: 12, Spend: []funnel.Money{euros(20000), {Minor: 50000, Currency: "CHF"}}}},
		},
		Balance: []funnel.Share{
			{Team: funnel.Marketing, Leads: 18, MQLs: 7, SQLs: 2, Customers: 1, Pipeline: euros(48000), Revenue: euros(30000)},
			{Team: funnel.Sales, Leads: 3, MQLs: 1, SQLs: 1, Customers: 1, Pipeline: euros(12000)},
		},
		Waterfall: funnel.Waterfall{From: week.From, Last: week.Last(), Start: 143, New: 24, Back: 2, Won: 2, Lost: 1, Recycled: 3, Disqualified: 4, End: 159},
		Weakest:   &funnel.WeakStep{From: funnel.MQL, To: funnel.SAL, Now: funnel.Rate{Part: 27, Whole: 61}, Before: funnel.Rate{Part: 130, Whole: 201}, Sure: true},
	}
	d.Gap, d.Levers = lagging(d.Goals[0])
	d.Finish()
	return d
}

// lagging is why a revenue goal lags, and what would change that.
func lagging(s funnel.Standing) (*funnel.Gap, *funnel.Levers) {
	gap := funnel.Explain(s, funnel.GapFacts{
		Now:    map[funnel.Stage]int64{funnel.Known: 410, funnel.MQL: 172, funnel.SAL: 79, funnel.SQL: 52, funnel.Customer: 31},
		Before: map[funnel.Stage]int64{funnel.Known: 520, funnel.MQL: 230, funnel.SAL: 148, funnel.SQL: 90, funnel.Customer: 44},
		Won:    euros(330000), Targets: map[funnel.Stage]float64{}, Due: 0.94,
	})
	rest := funnel.Period{From: funnel.Date{Year: 2026, Month: 11, Day: 23}, To: s.Goal.Period.To}
	levers := funnel.FindLevers(s, funnel.LeverFacts{
		RecentPace: funnel.RecentPace{Value: 50000000, Days: 65, Left: 29, Rest: rest},
		Recent:     map[funnel.Stage]int64{funnel.Known: 700, funnel.MQL: 300, funnel.SAL: 150, funnel.SQL: 95, funnel.Customer: 52},
		Weeks:      13, Lags: funnel.LagsOf(map[string]int64{"5": 20, "12": 30, "33": 25}),
		BestLeads: map[funnel.Stage]float64{funnel.Known: 66}, BestDeal: 1100000,
		Kept: funnel.Rate{Part: 30, Whole: 90}, Late: funnel.Rate{Part: 8, Whole: 80},
	})
	return &gap, &levers
}

// hugeDigest has more of everything than a message takes, and hostile names.
func hugeDigest() funnel.Digest {
	d := digest()
	d.OpenLoops, d.Lost, d.Funnel.Customers = 5000, 80, 80
	for i := range 80 {
		d.Goals = append(d.Goals, standing(funnel.MetricFirstTouch, "2026-Q4", 0.9, float64(i)/80, hostileText))
		d.Oldest = append(d.Oldest, funnel.LoopRow{Lead: funnel.LeadID(i + 20), Who: hostileText, Stage: funnel.SAL, Owner: kim, Since: now})
		d.Wins = append(d.Wins, funnel.EndRow{Lead: funnel.LeadID(i + 200), Who: hostileText, Owner: hostileText, Source: hostileText})
		d.Losses = append(d.Losses, funnel.EndRow{Lead: funnel.LeadID(i + 300), Who: hostileText, Reason: hostileText, Note: hostileText})
		d.Sources = append(d.Sources, funnel.SourceRow{Source: hostileText, MQLs: int64(i + 1)})
		d.Rejections = append(d.Rejections, funnel.ReasonRow{Code: hostileText, Label: hostileText, Count: 1})
	}
	d.Finish()
	return d
}
