package kittest

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Sunday is the day on which the tests of parsing take place.
var Sunday = calendar.Date{Year: 2026, Month: time.November, Day: 22}

// FullDefinition has every part, signed by both teams.
func FullDefinition() agreement.Definition {
	d := FixtureDefinition()
	d.Version, d.InForceSince, d.ProposedBy = 4, Now, Maxi
	d.Signatures = []agreement.Signature{{Team: ref.Marketing, By: Mia, At: Now.Add(-time.Hour)}, {Team: ref.Sales, By: Rosa, At: Now}}
	d.Need, d.Labels = "Loses orders & time.", map[agreement.Stage]string{agreement.MQL: "Marketing <lead>"}
	d.ServiceLevels.Accept = calendar.WorkingTime{Hours: 2}
	d.ServiceLevels.FirstTouchHot, d.ServiceLevels.FirstTouchOther = calendar.WorkingTime{Minutes: 30}, calendar.WorkingTime{Days: 1}
	d.ServiceLevels.Depth = agreement.Depth{Attempts: 4, Within: calendar.WorkingTime{Days: 5}}
	d.Hot = []agreement.Rule{{Field: "source", Op: agreement.OpIn, Values: []string{"demo", "pricing"}}}
	d.Criteria = append(ruledCriteria(), d.Criteria[1:]...)
	return d
}

func ruledCriteria() []agreement.Criterion {
	return []agreement.Criterion{
		{Key: "business", Question: "A business address?", Kind: agreement.CriterionRule, Required: true, Stage: agreement.MQL, Rule: agreement.Rule{Field: "email", Op: agreement.OpBusiness}},
		{Key: "region", Question: "In a market of ours?", Kind: agreement.CriterionRule, Stage: agreement.MQL, Rule: agreement.Rule{Field: "country", Op: agreement.OpIn, Values: []string{"AT", "CH"}}},
		{Key: "channel", Question: "From a campaign?", Kind: agreement.CriterionRule, Stage: agreement.MQL, Rule: agreement.Rule{Field: "campaign", Op: agreement.OpNotIn, Values: []string{"x"}}},
		{Key: "size", Question: "How many people?", Kind: agreement.CriterionNumber, Required: true, Stage: agreement.MQL, Compare: ">=", Bound: 50},
		{Key: "market", Question: "Which market?", Kind: agreement.CriterionChoice, Stage: agreement.MQL, Choices: []string{"north", "south"}},
	}
}

var (
	// Berlin is where the company is.
	Berlin = MustZone("Europe/Berlin")
	// Now is a Thursday afternoon.
	Now = time.Date(2026, 11, 19, 14, 30, 0, 0, Berlin)
)

// MustZone is a time zone that there is.
func MustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// The people of the company.
const (
	Mia  ref.UserID = "U0MIA" // marketing
	Maxi ref.UserID = "U0MAX" // marketing
	Sam  ref.UserID = "U0SAM" // sales
	Kim  ref.UserID = "U0KIM" // sales
	Rosa ref.UserID = "U0ROSA"
)

// FixtureContext is the world of the company.
func FixtureContext() kit.Context {
	names := map[ref.UserID]string{Mia: "Mia", Maxi: "Max", Sam: "Sam", Kim: "Kim <3", Rosa: "Rosa"}
	return kit.Context{
		Name: func(id ref.UserID) string { return names[id] }, Location: Berlin, Now: Now, Definition: FixtureDefinition(),
	}
}

// FixtureDefinition is what its teams agreed on.
func FixtureDefinition() agreement.Definition {
	return agreement.Definition{
		Version: 3, Name: "Universal lead definition", InForceSince: Now.AddDate(0, -2, 0),
		IdealCustomer: "A company of 50 to 500 people that ships goods.",
		Personas:      []string{"Leads operations", "Prepares the decision"},
		Need:          "Loses orders between two systems.",
		Criteria: []agreement.Criterion{
			{Key: "fit", Question: "Does the company match the ideal customer?", Required: true, Stage: agreement.MQL},
			{Key: "need", Question: "What problem do they want to solve?", Required: true, Stage: agreement.MQL},
			{Key: "timing", Question: "When do they mean to decide?", Stage: agreement.SQL},
		},
		Disqualifiers: []string{"Works for a competitor"},
		Reasons: agreement.Reasons{
			Reject:     []agreement.ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Lost:       []agreement.ReasonCode{{Code: "price", Label: "Price"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Disqualify: []agreement.ReasonCode{{Code: "not_a_buyer", Label: "Student, job seeker or supplier"}},
		},
		ServiceLevels: agreement.ServiceLevels{
			Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4},
			Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1}, Answer: calendar.WorkingTime{Hours: 8},
		},
	}
}

// Person is a lead that marketing has just logged.
func Person() funnel.Lead {
	return funnel.Lead{
		ID: 12, Rev: 7, Name: "Jane Doe", Company: "Acme & Sons", Title: "Head of Operations", Email: "jane@acme.com",
		EmailKey: "jane@acme.com", Phone: "+49 30 123456", PhoneKey: "+4930123456", Source: "webinar", Campaign: "q4-launch",
		Need: "Loses orders between two systems.\nWants that solved by spring.", Permalink: "https://example.slack.com/archives/C1/p1",
		Stage: agreement.Known, StageSince: Now.Add(-48 * time.Hour), CreatedAt: Now.Add(-48 * time.Hour), Marketer: Mia,
	}
}

// Offered is handed to Sam, who has not answered.
func Offered() funnel.Lead {
	l := Person()
	l.Stage, l.Owner, l.Handoffs = agreement.MQL, Sam, 1
	l.Handoff = funnel.Handoff{State: funnel.HandoffOpen, To: Sam, By: Mia, At: Now.Add(-time.Hour), InTurn: true, Note: "Asked for a call this week.", Definition: 3}
	l.Clocks = []funnel.Clock{Clock(agreement.ClockAccept, Now.Add(3*time.Hour))}
	return l
}

// Asked waits for marketing's answer to a question.
func Asked() funnel.Lead {
	l := Offered()
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{Text: "Which system do they use today?\nAnd who decides?", By: Sam, At: Now.Add(-30 * time.Minute)}, 1
	l.Handoff.Paused = l.Clocks[0]
	l.Clocks = []funnel.Clock{Clock(agreement.ClockAnswer, Now.Add(20*time.Hour))}
	l.Clocks[0].Person = Mia
	return l
}

// Explained has marketing's answer, and was passed on before.
func Explained() funnel.Lead {
	l := Offered()
	l.Handoff.Question, l.Handoff.Questions = Asked().Handoff.Question, 1
	l.Handoff.Question.Answer, l.Handoff.Question.AnsweredBy, l.Handoff.Question.AnsweredAt = "Spreadsheets. Ms Doe decides.", Mia, Now.Add(-time.Minute)
	l.Handoff.PassedBy, l.Handoff.Why = Kim, "You know the trade."
	return l
}

// Clock is a promise of Sam's.
func Clock(kind agreement.ClockKind, due time.Time) funnel.Clock {
	return funnel.Clock{Kind: kind, Person: Sam, StartedAt: due.Add(-4 * time.Hour), DueAt: due, EscalateAt: due.Add(24 * time.Hour)}
}

// Accepted is worked by Sam.
func Accepted() funnel.Lead {
	l := Offered()
	l.Stage, l.Clocks = agreement.SAL, []funnel.Clock{Clock(agreement.ClockFirstTouch, Now.Add(4*time.Hour))}
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffAccepted, Sam, Now.Add(-10*time.Minute)
	return l
}

// Opportunity has an amount and a date.
func Opportunity() funnel.Lead {
	l := Accepted()
	l.Stage, l.Amount, l.CloseBy = agreement.SQL, Euros(12000), Date("2026-12-31")
	l.Touches, l.LastTouchAt, l.SalesTouchAt = 2, Now.Add(-time.Minute), Now.Add(-time.Hour)
	l.Clocks = []funnel.Clock{Clock(agreement.ClockUpdate, Now.AddDate(0, 0, 7))}
	return l
}

// Ending is closed, at a stage and for a reason.
func Ending(stage agreement.Stage, reason string) funnel.Lead {
	l := Opportunity()
	l.Stage, l.EndedAt, l.StageSince, l.Clocks, l.Reason = stage, Now, Now, nil, reason
	return l
}

// Rejected is back with Mia.
func Rejected() funnel.Lead {
	l := Offered()
	l.Stage, l.Owner, l.Clocks, l.Reason, l.Note = agreement.Known, "", nil, "company_size", "Only four people work there."
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffRejected, Sam, Now.Add(-5*time.Minute)
	l.Handoff.Proof = "https://example.slack.com/team"
	return l
}

// HandedBack was accepted and given up.
func HandedBack() funnel.Lead {
	l := Accepted()
	l.Stage, l.Owner, l.Clocks, l.Reason, l.Note = agreement.Known, "", nil, "company_size", "Only four people work there."
	l.FormerOwner, l.HandedBack = Sam, true
	return l
}

// Recycled is put aside until a day.
func Recycled() funnel.Lead {
	l := Ending(agreement.Recycled, "")
	l.RecycleUntil, l.Note = Date("2027-02-01"), "Budget is decided in February."
	return l
}

// Inquiry cannot be reached yet.
func Inquiry() funnel.Lead {
	return funnel.Lead{ID: 3, Rev: 1, Name: "Ali", Stage: agreement.Inquiry, Marketer: Maxi, CreatedAt: Now, StageSince: Now}
}

// Imported came from a file.
func Imported() funnel.Lead {
	return funnel.Lead{
		ID: 900, Rev: 2, ExternalID: "dac32acd4db4c29c230538b72f8dd87d", Source: "social", Stage: agreement.Customer, Imported: true,
		OutsideOwner: "4ef15afb4b2723d8f3d81e51ec7afefe", CreatedAt: Now.AddDate(-8, 0, 0), StageSince: Now.AddDate(-8, 1, 0),
	}
}

// HostileText would ping, link and break a message if it got in as markup,
// and is longer than anything that Slack takes.
var HostileText = "<!channel> <@U0BOSS> <https://evil.example|bank> *bold* `code` ~x~ _i_ & &lt;!here&gt; 🦊 \u05e9\u05dc\u05d5\u05dd " +
	"\ue000U0BOSS\ue001 \"quotes\" |pipe| \n> quote\n" + strings.Repeat("<&>", 1700)

// Hostile is a lead all of whose texts are hostile, at any stage.
func Hostile(stage agreement.Stage) funnel.Lead {
	l := Ending(stage, HostileText)
	if stage == agreement.MQL {
		l = Offered()
	}
	if stage.WithSales() {
		l = Opportunity()
		l.Stage = stage
	}
	l.Name, l.Company, l.Title, l.Source, l.Campaign, l.Need = HostileText, HostileText, HostileText, HostileText, HostileText, HostileText
	l.Email, l.Phone, l.PhoneKey, l.Permalink, l.Note = HostileText, HostileText, HostileText, "https://x.example/<!channel>", HostileText
	l.Handoff.Note, l.OutsideOwner = HostileText, HostileText
	l.LinkedIn = "https://www.linkedin.com/in/" + strings.Repeat("%C3%BC", 70) // as hostile as one can be that is kept
	l.Segment, l.Tags = HostileText, []string{HostileText, HostileText}
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{Text: HostileText, By: Sam, Answer: HostileText, AnsweredBy: Mia}, 1
	l.Handoff.PassedBy, l.Handoff.Why, l.Handoff.Proof = Kim, HostileText, "https://x.example/<!channel>"
	return l
}

// Many are as many copies of a lead, numbered from 101.
func Many(l funnel.Lead, n int) []funnel.Lead {
	leads := make([]funnel.Lead, n)
	for i := range leads {
		leads[i] = l
		leads[i].ID = ref.LeadID(100 + i)
	}
	return leads
}

// Euros are so many.
func Euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }

// Date reads a day that there is.
func Date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// Period reads a period that there is.
func Period(text string) calendar.Period {
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		panic(err)
	}
	return p
}

// Standing is a goal with how it stands.
func Standing(metric goals.Metric, label string, target, actual float64, why string) goals.Standing {
	t, a := goals.Quantity{Number: target}, goals.Quantity{Number: actual}
	if metric.Info().Kind == goals.MetricMoney {
		t.Money, a.Money = Euros(int64(target)), Euros(int64(actual))
	}
	g := goals.Goal{ID: 1, Metric: metric, Period: Period(label), Target: t, Owner: Mia, Why: why}
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	cal := calendar.WeekdayHours(Berlin, weekdays, calendar.Block{Open: 540, Close: 1080})
	return g.Stand(goals.Actual{Quantity: a, Known: actual > 0}, cal, Date("2026-11-23"), Date("2026-11-23"), goals.DefaultThresholds)
}

// SomeGoals are goals of every kind.
func SomeGoals() []goals.Standing {
	acceptance := Standing(goals.MetricAcceptanceRate, "2026-Q4", 0.7, 0.8, "")
	acceptance.Actual.Rate = stats.Rate{Part: 4, Whole: 5}
	return Numbered(
		Standing(goals.MetricRevenue, "2026-Q4", 500000, 210000, "The new office is paid from it."),
		Standing(goals.MetricMQLs, "2026-Q4", 120, 72, "Three new customers a month."),
		acceptance,
		Standing(goals.MetricWebsiteVisits, "2026-11", 5000, 0, ""),
		Standing(goals.MetricCustomers, "2027-Q1", 9, 0, ""),
	)
}

// Numbered gives goals the numbers from 1 on.
func Numbered(goals ...goals.Standing) []goals.Standing {
	for i := range goals {
		goals[i].Goal.ID = ref.GoalID(i + 1)
	}
	return goals
}

// Digest is a week in which a bit of everything happened.
func Digest() report.Digest {
	week := Period("2026-W47")
	d := report.Digest{
		Week: week.Label, Period: week, From: week.From, Last: week.Last(), Zone: "Europe/Berlin",
		AsOf: time.Date(2026, 11, 23, 9, 0, 0, 0, Berlin), Goals: SomeGoals(),
		Funnel:    report.FunnelCount{Inquiries: 3, Leads: 21, MQLs: 8, SALs: 5, SQLs: 3, Customers: 2},
		Before:    report.FunnelCount{Inquiries: 5, Leads: 18, MQLs: 8, SALs: 6, SQLs: 1, Customers: 0},
		FourWeeks: report.FunnelCount{Inquiries: 14, Leads: 78, MQLs: 31, SALs: 22, SQLs: 9, Customers: 5},
		Sources: []report.SourceRow{
			{Source: "webinar", MQLs: 5, Customers: 1}, {Source: "referral", MQLs: 2, Customers: 1}, {Source: "", MQLs: 1},
		},
		Revenue: []money.Amount{Euros(30000)},
		Levels: []report.Level{
			{Clock: agreement.ClockAccept, Rate: stats.Rate{Part: 6, Whole: 8}, Answered: 7, Median: 95, P90: 310},
			{Clock: agreement.ClockFirstTouch, Rate: stats.Rate{Part: 5, Whole: 5}, Answered: 5, Median: 12, P90: 48},
			{Clock: agreement.ClockUpdate, Rate: stats.Rate{}},
		},
		Turns: []funnel.Stretch{
			{Turn: funnel.TurnSystem, Wall: time.Hour},
			{Turn: funnel.TurnMarketing, Wall: 300 * time.Hour, Worked: 80*time.Hour + 20*time.Minute},
			{Turn: funnel.TurnSales, Wall: 50 * time.Hour, Worked: 40 * time.Minute},
			{Turn: funnel.TurnCustomer, Wall: 900 * time.Hour, Worked: 210 * time.Hour},
		},
		Nudges: []ledger.NudgeRow{
			{Kind: "accept", Rate: stats.Rate{Part: 6, Whole: 8}},
			{Kind: "update", Rate: stats.Rate{Part: 2, Whole: 12}},
			{Kind: funnel.NudgeEscalation, Rate: stats.Rate{Part: 1, Whole: 3}},
		},
		Acceptance: stats.Rate{Part: 5, Whole: 7}, Handoffs: 8,
		Overrides: []funnel.Override{
			funnel.OverrideOf(agreement.MQL, 2, map[string]int64{"fit": 1, "points": 2}), funnel.OverrideOf(agreement.SQL, 1, map[string]int64{"budget": 1}),
		},
		Rejections: []report.ReasonRow{{Code: "company_size", Label: "Wrong company size", Count: 2}},
		HandedBack: []report.ReasonRow{{Code: "timing", Label: "Not now", Count: 1}},
		OpenLoops:  14,
		Oldest: []report.LoopRow{
			{Lead: 3, Who: "Ali, Nord AG", Stage: agreement.SAL, Owner: Sam, Since: Now.AddDate(0, 0, -16)},
			{Lead: 7, Who: "Bea, Süd GmbH", Stage: agreement.MQL, Owner: Kim, Since: Now.AddDate(0, 0, -2)},
		},
		Wins:    []report.EndRow{{Lead: 12, Who: "Jane Doe, Acme & Sons", Owner: string(Sam), Amount: Euros(30000), Source: "webinar"}, {Lead: 13, Who: "Jo", Owner: "outside rep"}},
		Losses:  []report.EndRow{{Lead: 14, Who: "Max Muster, West KG", Owner: string(Kim), Reason: "price", Note: "Half the price elsewhere."}},
		Lost:    1,
		LostWhy: []report.ReasonRow{{Code: "price", Label: "Price", Count: 1}},
		Campaigns: campaigns.Rank{
			Best:  []campaigns.Row{{Name: "Autumn webinar", Channel: "webinar", Accepted: 9, Leads: 30, Spend: []money.Amount{Euros(1800)}, Cost: Euros(200)}, {Name: "Referrals", Channel: "referral", Accepted: 6, Leads: 7}},
			Worst: []campaigns.Row{{Name: "LogiMAT & more", Channel: "event", Accepted: 0, Leads: 12, Spend: []money.Amount{Euros(20000), {Minor: 50000, Currency: "CHF"}}}},
		},
		Balance: []report.Share{
			{Team: ref.Marketing, Leads: 18, MQLs: 7, SQLs: 2, Customers: 1, Pipeline: Euros(48000), Revenue: Euros(30000)},
			{Team: ref.Sales, Leads: 3, MQLs: 1, SQLs: 1, Customers: 1, Pipeline: Euros(12000)},
		},
		Waterfall: ledger.Waterfall{From: week.From, Last: week.Last(), Start: 143, New: 24, Back: 2, Won: 2, Lost: 1, Recycled: 3, Disqualified: 4, End: 159},
		Weakest:   &report.WeakStep{From: agreement.MQL, To: agreement.SAL, Now: stats.Rate{Part: 27, Whole: 61}, Before: stats.Rate{Part: 130, Whole: 201}, Sure: true},
	}
	d.Gap, d.Levers = lagging(d.Goals[0])
	d.Finish()
	return d
}

// lagging is why a revenue goal lags, and what would change that.
func lagging(s goals.Standing) (*report.Gap, *report.Levers) {
	gap := report.Explain(s, report.GapFacts{
		Now:    map[agreement.Stage]int64{agreement.Known: 410, agreement.MQL: 172, agreement.SAL: 79, agreement.SQL: 52, agreement.Customer: 31},
		Before: map[agreement.Stage]int64{agreement.Known: 520, agreement.MQL: 230, agreement.SAL: 148, agreement.SQL: 90, agreement.Customer: 44},
		Won:    Euros(330000), Targets: map[agreement.Stage]float64{}, Due: 0.94,
	})
	rest := calendar.Period{From: calendar.Date{Year: 2026, Month: 11, Day: 23}, To: s.Goal.Period.To}
	levers := report.FindLevers(s, report.LeverFacts{
		RecentPace: goals.RecentPace{Value: 50000000, Days: 65, Left: 29, Rest: rest},
		Recent:     map[agreement.Stage]int64{agreement.Known: 700, agreement.MQL: 300, agreement.SAL: 150, agreement.SQL: 95, agreement.Customer: 52},
		Weeks:      13, Lags: ledger.LagsOf(map[string]int64{"5": 20, "12": 30, "33": 25}),
		BestLeads: map[agreement.Stage]float64{agreement.Known: 66}, BestDeal: 1100000,
		Kept: stats.Rate{Part: 30, Whole: 90}, Late: stats.Rate{Part: 8, Whole: 80},
	})
	return &gap, &levers
}

// HugeDigest has more of everything than a message takes, and hostile names.
func HugeDigest() report.Digest {
	d := Digest()
	d.OpenLoops, d.Lost, d.Funnel.Customers = 5000, 80, 80
	for i := range 80 {
		d.Goals = append(d.Goals, Standing(goals.MetricFirstTouch, "2026-Q4", 0.9, float64(i)/80, HostileText))
		d.Oldest = append(d.Oldest, report.LoopRow{Lead: ref.LeadID(i + 20), Who: HostileText, Stage: agreement.SAL, Owner: Kim, Since: Now})
		d.Wins = append(d.Wins, report.EndRow{Lead: ref.LeadID(i + 200), Who: HostileText, Owner: HostileText, Source: HostileText})
		d.Losses = append(d.Losses, report.EndRow{Lead: ref.LeadID(i + 300), Who: HostileText, Reason: HostileText, Note: HostileText})
		d.Sources = append(d.Sources, report.SourceRow{Source: HostileText, MQLs: int64(i + 1)})
		d.Rejections = append(d.Rejections, report.ReasonRow{Code: HostileText, Label: HostileText, Count: 1})
	}
	d.Finish()
	return d
}

// HostileGoal is written by somebody who means harm.
func HostileGoal() goals.Standing {
	s := Grove()[3]
	s.Goal.Label, s.Goal.Why, s.Goal.For.Name = HostileText, HostileText, HostileText
	return s
}

// Touched was called once.
func Touched() funnel.Lead {
	l := Accepted()
	l.Touches, l.LastTouchAt, l.SalesTouchAt = 1, Now, Now
	l.Clocks = []funnel.Clock{Clock(agreement.ClockUpdate, Now.AddDate(0, 0, 7))}
	return l
}

// Snoozed reminds nobody for three days.
func Snoozed() funnel.Lead {
	l := Accepted()
	l.Clocks[0].QuietUntil = Now.AddDate(0, 0, 3)
	return l
}
