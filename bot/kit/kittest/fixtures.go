package kittest

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Sunday is the day on which the tests of parsing take place.
var Sunday = calendar.Date{Year: 2026, Month: time.November, Day: 22}

// FullDefinition has every part, signed by both teams.
func FullDefinition() agreement.Definition {
	d := FixtureDefinition()
	d.Version, d.InForceSince, d.ProposedBy = 4, Now, Maxi
	d.Signatures = []agreement.Signature{
		{Team: ref.Marketing, By: Mia, At: Now.Add(-time.Hour)},
		{Team: ref.Sales, By: Rosa, At: Now},
	}
	d.Need, d.Labels = "Loses orders & time.", map[agreement.Stage]string{agreement.MQL: "Marketing <lead>"}
	d.ServiceLevels.Accept = calendar.WorkingTime{Hours: 2}
	d.ServiceLevels.FirstTouchHot = calendar.WorkingTime{Minutes: 30}
	d.ServiceLevels.FirstTouchOther = calendar.WorkingTime{Days: 1}
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
			Reject: []agreement.ReasonCode{
				{Code: "company_size", Label: "Wrong company size"},
				{Code: "other", Label: "Other", NoteRequired: true},
			},
			Lost: []agreement.ReasonCode{
				{Code: "price", Label: "Price"},
				{Code: "other", Label: "Other", NoteRequired: true},
			},
			Disqualify: []agreement.ReasonCode{{Code: "not_a_buyer", Label: "Student, job seeker or supplier"}},
		},
		ServiceLevels: agreement.ServiceLevels{
			Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4},
			Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1},
			Answer: calendar.WorkingTime{Hours: 8},
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
	l.Handoff = funnel.Handoff{
		State: funnel.HandoffOpen, To: Sam, By: Mia, At: Now.Add(-time.Hour), InTurn: true,
		Note: "Asked for a call this week.", Definition: 3,
	}
	l.Clocks = []funnel.Clock{Clock(agreement.ClockAccept, Now.Add(3*time.Hour))}
	return l
}

// Asked waits for marketing's answer to a question.
func Asked() funnel.Lead {
	l := Offered()
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{
		Text: "Which system do they use today?\nAnd who decides?",
		By:   Sam, At: Now.Add(-30 * time.Minute),
	}, 1
	l.Handoff.Paused = l.Clocks[0]
	l.Clocks = []funnel.Clock{Clock(agreement.ClockAnswer, Now.Add(20*time.Hour))}
	l.Clocks[0].Person = Mia
	return l
}

// Explained has marketing's answer, and was passed on before.
func Explained() funnel.Lead {
	l := Offered()
	l.Handoff.Question, l.Handoff.Questions = Asked().Handoff.Question, 1
	l.Handoff.Question.Answer = "Spreadsheets. Ms Doe decides."
	l.Handoff.Question.AnsweredBy, l.Handoff.Question.AnsweredAt = Mia, Now.Add(-time.Minute)
	l.Handoff.PassedBy, l.Handoff.Why = Kim, "You know the trade."
	return l
}

// Clock is a promise of Sam's.
func Clock(kind agreement.ClockKind, due time.Time) funnel.Clock {
	return funnel.Clock{
		Kind: kind, Person: Sam, StartedAt: due.Add(-4 * time.Hour), DueAt: due,
		EscalateAt: due.Add(24 * time.Hour),
	}
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
	return funnel.Lead{
		ID: 3, Rev: 1, Name: "Ali", Stage: agreement.Inquiry, Marketer: Maxi, CreatedAt: Now,
		StageSince: Now,
	}
}

// Imported came from a file.
func Imported() funnel.Lead {
	return funnel.Lead{
		ID: 900, Rev: 2, ExternalID: "dac32acd4db4c29c230538b72f8dd87d", Source: "social", Stage: agreement.Customer,
		Imported:     true,
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

	l.Name, l.Company, l.Title, l.Source, l.Campaign = HostileText, HostileText, HostileText, HostileText, HostileText
	l.Need, l.Email, l.Phone, l.PhoneKey, l.Note = HostileText, HostileText, HostileText, HostileText, HostileText
	l.Permalink = "https://x.example/<!channel>"
	l.Handoff.Note, l.OutsideOwner = HostileText, HostileText
	l.LinkedIn = "https://www.linkedin.com/in/" + strings.Repeat("%C3%BC", 70) // as hostile as one can be that is kept
	l.Segment, l.Tags = HostileText, []string{HostileText, HostileText}
	l.Handoff.Question, l.Handoff.Questions = funnel.Question{
		Text: HostileText, By: Sam, Answer: HostileText,
		AnsweredBy: Mia,
	}, 1
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
	return g.Stand(goals.Actual{Quantity: a, Known: actual > 0}, cal, Date("2026-11-23"), Date("2026-11-23"),
		goals.DefaultThresholds)
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
