package loop_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

// move is one step of the script: a use case by somebody, or, without a
// person, something that the program does by itself.
type move struct {
	name  string // of the method
	by    ref.UserID
	after time.Duration // since the move before
	run   func(context.Context, *office, core.Request) error
}

// leadCall is a use case on one lead.
type leadCall func(o *office, ctx context.Context, req core.Request) (core.Done, error)

func lead(call leadCall) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		done, err := call(o, ctx, req)
		if err != nil {
			return err
		}

		if !slices.ContainsFunc(done.Entries, func(e funnel.Entry) bool { return e.Kind == done.Kind }) {
			return fmt.Errorf("it says that it was %s, and wrote %v", done.Kind, done.Entries)
		}

		return nil
	}
}

func logs(in funnel.LeadInput) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		_, err := o.Leads.Log(ctx, req, in)
		return err
	}
}

func handsOff(id ref.LeadID, to ref.UserID) func(context.Context, *office, core.Request) error {
	return lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
		return o.Handoff(ctx, req, id, to, "Asked for a price")
	})
}

func accepts(id ref.LeadID) func(context.Context, *office, core.Request) error {
	return lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
		return o.Leads.Accept(ctx, req, id)
	})
}

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }

func qualifies(id ref.LeadID) func(context.Context, *office, core.Request) error {
	return lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
		return o.Leads.Qualify(ctx, req, id, funnel.Opportunity{Amount: euros(12000), CloseBy: o.today().AddDays(30)})
	})
}

func undoes(ctx context.Context, o *office, req core.Request) error {
	_, err := o.Leads.Undo(ctx, req)
	return err
}

func switches(kind funnel.NudgeKind, off bool) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		return o.Reminders.Switch(ctx, req, kind, off)
	}
}

func mutesDigest(off bool) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		_, err := o.Digest.Mute(ctx, req, funnel.AudienceLeadership, off)
		return err
	}
}

func sweeps(ctx context.Context, o *office, _ core.Request) error {
	_, err := o.Sweep(ctx)
	return err
}

// delivers sends what is due, one entry after the other, and goes on where it
// was interrupted.
func delivers(ctx context.Context, o *office, _ core.Request) error {
	for {
		due, _, err := o.Delivery.Next(ctx, o.now, 1)
		if err != nil || len(due) == 0 {
			return err
		}
		e, err := o.Delivery.MarkSending(ctx, due[0].Seq)
		if err != nil {
			return err
		}
		ref, stands, err := o.Delivery.MessageRef(ctx, e.Notice.Topic())
		if err != nil {
			return err
		}
		if !stands && e.Notice.Kind != funnel.NoticeHome {
			ref.Channel, ref.TS = e.Target, fmt.Sprint(e.Seq)
		}
		if err := o.Delivery.Delivered(ctx, e.Seq, ref); err != nil {
			return err
		}
	}
}

// proposal is the form as somebody sees it now, with another need.
func (o *office) proposal(ctx context.Context, need string) (funnel.Proposal, error) {
	d, err := o.Agreement.Definition(ctx)
	if err != nil {
		return funnel.Proposal{}, err
	}
	last, err := o.Agreement.LastDraft(ctx)
	in := funnel.Proposal{Form: d.Form(), Version: d.Version}
	if last.Open() {
		in.Form, in.Draft = last.Definition.Form(), last.Number
	}
	in.Form["need"] = need
	return in, err
}

func proposes(need string) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		in, err := o.proposal(ctx, need)
		if err != nil {
			return err
		}
		_, err = o.Agreement.Propose(ctx, req, in)
		return err
	}
}

func signs(seen int) func(context.Context, *office, core.Request) error {
	return func(ctx context.Context, o *office, req core.Request) error {
		_, err := o.Agreement.Sign(ctx, req, seen)
		return err
	}
}

// poolOf is the form of a pool in which all have the same weight.
func poolOf(name, rules string, after people.Unanswered, members ...ref.UserID) people.PoolInput {
	in := people.PoolInput{Name: name, Rules: rules, After: after, Shares: map[ref.UserID]string{sam: "", rob: "", tom: ""}}
	for _, member := range members {
		in.Shares[member] = "1"
	}
	return in
}

// olden are rows of the past.
func olden(o *office) []imports.Row {
	day := func(n int) time.Time { return o.now.AddDate(0, 0, -n).UTC().Truncate(time.Millisecond) }
	return []imports.Row{
		{Number: 2, Input: funnel.LeadInput{Name: "Olga Old", Email: "olga@past.com", ExternalID: "x-1", Source: "paid"}, Past: funnel.Past{Stage: agreement.MQL, At: day(90)}},
		{Number: 3, Input: funnel.LeadInput{Name: "Otto Old", ExternalID: "x-2", Phone: "+49 30 901820"}, Past: funnel.Past{Stage: agreement.SAL, At: day(80), Owner: sam}},
		{Number: 4, Input: funnel.LeadInput{ExternalID: "x-3", Email: "not an address"}, Past: funnel.Past{Stage: agreement.MQL, At: day(70)}},
	}
}

func outcomes(o *office) []imports.Row {
	at := o.now.AddDate(0, 0, -30).UTC().Truncate(time.Millisecond)
	return []imports.Row{
		{Number: 2, Input: funnel.LeadInput{ExternalID: "x-1"}, Past: funnel.Past{Stage: agreement.Customer, At: at, OutsideOwner: "sr-7", Amount: euros(900)}},
		{Number: 3, Input: funnel.LeadInput{ExternalID: "x-9"}, Past: funnel.Past{Stage: agreement.Customer, At: at}},
	}
}

// script is a company's life in which every use case comes up. It begins in
// an office without a definition.
func script() []move {
	minute, day := time.Minute, 24*time.Hour
	moves := []move{
		{"Agreement.Adopt", "", 0, func(ctx context.Context, o *office, _ core.Request) error {
			return o.Agreement.Adopt(ctx, definition())
		}},
		{"Sweep", "", minute, sweeps},
		{"Home.Opened", "", minute, func(ctx context.Context, o *office, _ core.Request) error { return o.Home.Opened(ctx, mia) }},
		{"Imports.Leads", "", minute, func(ctx context.Context, o *office, _ core.Request) error {
			_, err := o.Imports.Leads(ctx, olden(o))
			return err
		}},
		{"Imports.Outcomes", "", minute, func(ctx context.Context, o *office, _ core.Request) error {
			_, err := o.Imports.Outcomes(ctx, outcomes(o))
			return err
		}},
		{"Goals.Set", lea, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Goals.Set(ctx, req, goals.Input{Metric: goals.MetricMQLs, Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: 40}})
			return err
		}},
		{"Goals.SavePlan", lea, minute, func(ctx context.Context, o *office, req core.Request) error {
			in := goals.PlanInput{
				Period: calendar.QuarterOf(o.today()).Next(), Revenue: euros(84000), Deal: euros(12000), Rates: map[string]float64{goals.PlanOverall: 0.05},
			}
			p, err := o.Goals.Plan(ctx, in)
			if err != nil {
				return err
			}
			_, err = o.Goals.SavePlan(ctx, req, in, p.Stamp)
			return err
		}},
		{"Metrics.LogFigure", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, _, err := o.Metrics.LogFigure(ctx, req, goals.Figure{Metric: goals.MetricWebsiteVisits, Value: 1200})
			return err
		}},
		{"AdoptThresholds", "", minute, func(ctx context.Context, o *office, _ core.Request) error { return o.Goals.AdoptThresholds(ctx) }},
		{"ForgetNames", "", minute, func(ctx context.Context, o *office, _ core.Request) error { return o.People.ForgetNames(ctx) }},
		{"Metrics.Define", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Metrics.Define(ctx, req, goals.MetricInput{Code: "demo_requests", Team: ref.Marketing})
			return err
		}},
		{"TakeFigures", "", minute, func(ctx context.Context, o *office, _ core.Request) error {
			_, err := o.Metrics.TakeFigures(ctx, "", []metrics.FigureRow{{Number: 1, Metric: "demo_requests", Period: calendar.WeekOf(o.today()), Value: 3}})
			return err
		}},
		{"ImportFigures", "", minute, func(ctx context.Context, o *office, _ core.Request) error {
			day := o.today().AddDays(-7)
			_, err := o.Metrics.ImportFigures(ctx, []metrics.FigureRow{{Number: 2, Metric: "Demo requests", Period: calendar.DatesOf(day, day), Value: 2}}, metrics.GivenFigures{})
			return err
		}},
		{"Goals.Edit", lea, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Goals.Edit(ctx, req, 1, goals.Input{Why: "Enough to choose from"})
			return err
		}},
		{"Goals.Set", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			month := calendar.MonthOf(o.today())
			_, err := o.Goals.Set(ctx, req, goals.Input{Metric: goals.MetricMQLs, Period: month, Target: goals.Quantity{Number: 10}, Parent: 1})
			return err
		}},
		{"Goals.Retire", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Goals.Retire(ctx, req, 5)
			return err
		}},
		{"Metrics.Retire", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Metrics.Retire(ctx, req, "demo_requests")
			return err
		}},
		{"Leads.Log", mia, minute, logs(jane)}, // L-3
		{"Deliver", "", 0, delivers},
		{"Leads.Log", mel, minute, logs(jane)},
		{"Routing.Handoff", mia, minute, handsOff(3, sam)},
		{"Deliver", "", 0, delivers},
		{"Leads.Accept", sam, minute, accepts(3)},
		{"Leads.Touch", sam, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Touch(ctx, req, 3, "call", "Reached her")
		})},
		{"Leads.Qualify", sam, minute, qualifies(3)},
		{"Leads.Edit", sam, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Edit(ctx, req, 3, funnel.LeadInput{Title: "CFO", Phone: "+49 30 901821"})
		})},
		{"Leads.Log", mel, minute, logs(person(4))}, // L-4
		{"Routing.Handoff", mel, minute, handsOff(4, "")},
		{"Leads.Undo", mel, minute, undoes},
		{"Routing.Handoff", mel, minute, handsOff(4, "")},
		{"Deliver", "", 0, delivers},
		{"Leads.Ask", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Ask(ctx, req, 4, "Which system?")
		})},
		{"Deliver", "", 0, delivers},
		{"Leads.Answer", mel, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Answer(ctx, req, 4, "Spreadsheets")
		})},
		{"Deliver", "", 0, delivers},
		{"Leads.Assign", mona, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Assign(ctx, req, 4, tom, "")
		})},
		{"Leads.Reject", tom, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Reject(ctx, req, 4, funnel.Rejection{Reason: "company_size"})
		})},
		{"Deliver", "", 0, delivers},
		{"Routing.Resend", mel, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Routing.Resend(ctx, req, 4, funnel.LeadInput{Title: "Buyer"}, funnel.HandoffInput{To: rob})
		})},
		{"Leads.Reject", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Reject(ctx, req, 4, funnel.Rejection{Reason: "company_size"})
		})},
		{"Disputes.Raise", mel, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Disputes.Raise(ctx, req, 4, "They have 80 people")
		})},
		{"Deliver", "", 0, delivers},
		{"Disputes.Rule", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, _, err := o.Disputes.Rule(ctx, req, 1, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: "Eighty are enough"})
			return err
		}},
		{"Leads.Recycle", mel, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Recycle(ctx, req, 4, o.today().AddDays(3), "After the move")
		})},
		{"Leads.Log", mia, minute, logs(person(5))}, // L-5
		{"Deliver", "", 0, delivers},
		{"Leads.UndoOf", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Leads.UndoOf(ctx, req, 5, 1)
			return err
		}},
		{"Leads.Log", mia, minute, logs(person(6))}, // L-6, ignored
		{"Routing.Handoff", mia, minute, handsOff(6, "")},
		{"Leads.Log", mia, minute, logs(funnel.LeadInput{Name: "Spam", Phone: "030 901822"})}, // L-7
		{"Leads.Disqualify", mia, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Disqualify(ctx, req, 7, "spam", "")
		})},
		{"Leads.Log", mia, minute, logs(funnel.LeadInput{Company: "Nameless"})}, // L-8, an inquiry
		{"Leads.Log", mia, minute, logs(person(9))},                             // L-9, lost
		{"Routing.Handoff", mia, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Services.Routing.Handoff(ctx, req, 9, funnel.HandoffInput{To: rob, Case: funnel.Case{Answers: map[string]string{"fit": "yes"}}})
		})},
		{"Leads.Accept", rob, minute, accepts(9)},
		{"Leads.Snooze", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Snooze(ctx, req, 9, o.today().AddDays(2), "At a fair")
		})},
		{"Leads.Wake", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Wake(ctx, req, 9)
		})},
		{"Leads.HandBack", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.HandBack(ctx, req, 9, "company_size", "Too small")
		})},
		{"Leads.UndoOf", rob, minute, func(ctx context.Context, o *office, req core.Request) error {
			l, err := o.Leads.Show(ctx, 9)
			if err != nil {
				return err
			}
			_, err = o.Leads.UndoOf(ctx, req, 9, l.Rev)
			return err
		}},
		{"Leads.Lose", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Lose(ctx, req, 9, "price", "Too dear")
		})},
		{"Campaigns.New", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Campaigns.New(ctx, req, campaigns.Input{Name: "Autumn webinars", Channel: "webinar", Aliases: []string{"Q3"}, Budget: euros(900), Goal: 1})
			return err
		}},
		{"Campaigns.Edit", lea, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Campaigns.Edit(ctx, req, "q3", campaigns.Input{Why: "Webinars bring those who decide"})
			return err
		}},
		{"Campaigns.Spend", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, _, err := o.Campaigns.Spend(ctx, req, "autumn webinars", campaigns.SpendInput{Amount: euros(600), Note: "Host"})
			return err
		}},
		{"Campaigns.Close", mel, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Campaigns.Close(ctx, req, "Autumn webinars")
			return err
		}},
		{"Digest.Preview", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			return o.Digest.Preview(ctx, req, funnel.AudienceSales)
		}},
		{"Digest.Post", lea, minute, func(ctx context.Context, o *office, req core.Request) error {
			return o.Digest.Post(ctx, req, funnel.AudienceLeadership, false)
		}},
		{"Digest.PreviewOwnWeek", sam, minute, func(ctx context.Context, o *office, req core.Request) error { return o.Digest.PreviewOwnWeek(ctx, req) }},
		{"Digest.Subscribe", sam, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Digest.Subscribe(ctx, req, time.Friday, 16, 0)
			return err
		}},
		{"Digest.Unsubscribe", sam, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Digest.Unsubscribe(ctx, req)
			return err
		}},
		{"Digest.Subscribe", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Digest.Subscribe(ctx, req, time.Monday, 8, 30)
			return err
		}},
		{"Agreement.PostWhatIf", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			return o.Agreement.PostWhatIf(ctx, req, "accept=2h")
		}},
		{"Deliver", "", 0, delivers},
		{"Digest.Mute", lea, minute, mutesDigest(true)},
		{"Digest.Mute", lea, minute, mutesDigest(false)},
		{"Reminders.Switch", mona, minute, switches("update", true)},
		{"Reminders.Switch", mona, minute, switches("first_touch", true)},
		{"Reminders.Switch", ada, minute, switches("first_touch", false)},
		{"Sweep", "", day, sweeps}, // a reminder of L-6
		{"Deliver", "", 0, delivers},
		{"Sweep", "", 2 * day, sweeps}, // escalates L-6, brings back L-4
		{"Leads.Win", sam, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Win(ctx, req, 3, money.Amount{})
		})},
		{"Deliver", "", 0, delivers},
		{"Sweep", "", 4 * day, sweeps}, // the digest
		{"Retention", "", minute, func(ctx context.Context, o *office, _ core.Request) error { return o.Retention(ctx) }},
		{"Agreement.Propose", rob, minute, proposes("Two systems that disagree")},
		{"Deliver", "", 0, delivers},
		{"Agreement.Sign", mia, minute, signs(0)},
		{"Agreement.Propose", mona, minute, proposes("Loses orders")},
		{"Deliver", "", 0, delivers},
		{"Agreement.Confirm", mia, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Agreement.Confirm(ctx, req, 1)
			return err
		}},
		{"Agreement.Sign", mona, minute, signs(2)},
		{"Agreement.Sign", mia, minute, signs(2)}, // version 2 is in force
		{"Agreement.Propose", sam, minute, proposes("Loses time")},
		{"Agreement.Withdraw", sam, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Agreement.Withdraw(ctx, req)
			return err
		}},
		{"Deliver", "", 0, delivers},
		{"Leads.Log", mia, minute, logs(person(10))}, // L-10
		{"Routing.NewPool", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.NewPool(ctx, req, poolOf("Events", "source in event", people.AfterClaim, tom, rob))
			return err
		}},
		{"Routing.EditPool", ada, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.EditPool(ctx, req, people.DefaultPool, poolOf("Everybody", "", people.AfterReassign, sam, tom))
			return err
		}},
		{"Routing.NewPool", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.NewPool(ctx, req, poolOf("Large", "employees >= 500", people.AfterReassign, sam))
			return err
		}},
		{"Routing.OrderPools", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.OrderPools(ctx, req, []string{"large"})
			return err
		}},
		{"Routing.RemovePool", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.RemovePool(ctx, req, "Large")
			return err
		}},
		{"Routing.Handoff", mia, minute, handsOff(10, "")},
		{"Sweep", "", 5 * day, sweeps}, // nobody answers L-10, so its pool may claim it
		{"Deliver", "", 0, delivers},
		{"Routing.Claim", rob, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Routing.Claim(ctx, req, 10)
		})},
		{"Leads.Undo", rob, minute, undoes},
	}
	// Before the last two, on which the file of an older version is tried.
	return slices.Insert(moves, len(moves)-2, leaves()...)
}

// leaves are moves about the working time of who has L-6.
func leaves() []move {
	minute, day := time.Minute, 24*time.Hour
	notes := func(in people.Profile) func(context.Context, *office, core.Request) error {
		return func(ctx context.Context, o *office, _ core.Request) error { return o.People.Note(ctx, tom, in) }
	}
	goesAway := func(days int, cover ref.UserID) func(context.Context, *office, core.Request) error {
		return func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.People.GoAway(ctx, req, tom, people.LeaveInput{Until: o.today().AddDays(days), Cover: cover})
			return err
		}
	}
	back := func(ctx context.Context, o *office, req core.Request) error {
		_, err := o.People.Back(ctx, req, tom)
		return err
	}
	return []move{
		{"Leads.Erase", ada, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Leads.Erase(ctx, req, 7)
			return err
		}},
		{"Leads.Assign", mona, minute, lead(func(o *office, ctx context.Context, req core.Request) (core.Done, error) {
			return o.Leads.Assign(ctx, req, 6, tom, "")
		})},
		{"People.Note", "", minute, notes(people.Profile{Zone: "Europe/Lisbon"})},
		{"Sweep", "", minute, sweeps},
		{"People.SetHours", tom, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.People.SetHours(ctx, req, tom, people.HoursInput{Week: "mon-sun 08:00-12:00, 13:00-17:00", Holidays: "AT"})
			return err
		}},
		{"Sweep", "", minute, sweeps},
		{"People.GoAway", tom, minute, goesAway(6, sam)},
		{"Sweep", "", 12 * time.Hour, sweeps}, // L-6 is lent to sam
		{"Deliver", "", 0, delivers},
		{"People.Back", tom, minute, back},
		{"Sweep", "", minute, sweeps}, // and given back
		{"People.GoAway", mona, minute, goesAway(1, "")},
		{"Sweep", "", minute, sweeps}, // it waits
		{"Sweep", "", day, sweeps},
		{"People.Note", "", minute, notes(people.Profile{Gone: true})},
		{"Sweep", "", minute, sweeps}, // it is listed
		{"Routing.HandOut", mona, minute, func(ctx context.Context, o *office, req core.Request) error {
			_, err := o.Routing.HandOut(ctx, req, tom)
			return err
		}},
		{"People.Note", "", minute, notes(people.Profile{})},
		{"Deliver", "", 0, delivers},
	}
}

// plays goes through the script, each move with a key of its own.
func (o *office) plays(each func(m move, req core.Request) error) {
	o.t.Helper()
	for i, m := range script() {
		o.later(m.after)
		if err := each(m, request(i, m)); err != nil {
			o.t.Fatalf("move %d, %s: %v", i, m.name, err)
		}
	}
}

// lastKey is that of the script's last move, which a file of an older version
// is asked to repeat, however many moves the script has had since.
const lastKey = "the last move"

func keyOf(i int) string {
	if i == len(script())-1 {
		return lastKey
	}
	return fmt.Sprintf("move %d", i)
}

func request(i int, m move) core.Request {
	if m.by == "" {
		return core.Request{}
	}
	return core.Request{By: m.by, Key: keyOf(i)}
}
