package loop_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/store"
)

// Whatever people do, in whatever order and whenever, the store stays sound:
// indexes agree with records, counters with the journal, leads with both.
func TestWhateverPeopleDoTheStoreStaysSound(t *testing.T) {
	everybody := []ref.UserID{mia, mel, sam, rob, tom, mona, lea, ada, stan}
	rapid.Check(t, func(rt *rapid.T) {
		o := newOffice(t)
		all := []string{"", "fair", "Fair ", "f-27", "mailing"}
		person4 := func(rt *rapid.T) funnel.LeadInput {
			in := person(rapid.IntRange(1, 4).Draw(rt, "lead"))
			in.Campaign = rapid.SampledFrom(all).Draw(rt, "campaign")
			if rapid.IntRange(0, 3).Draw(rt, "without address") == 0 {
				in.Email, in.Phone = "", rapid.SampledFrom([]string{"", "030 901820", "030 901821"}).Draw(rt, "phone")
			}
			return in
		}
		who := func(rt *rapid.T) core.Request { return o.by(rapid.SampledFrom(everybody).Draw(rt, "who")) }
		which := func(rt *rapid.T) ref.LeadID { return ref.LeadID(rapid.IntRange(1, 5).Draw(rt, "number")) }
		day := func(rt *rapid.T) calendar.Date { return o.today().AddDays(rapid.IntRange(0, 40).Draw(rt, "days")) }
		refusable := func(rt *rapid.T, _ any, err error) {
			if err != nil && fault.UserText(err) == "" {
				rt.Fatalf("not a sentence for people: %v", err)
			}
		}
		verified := 0
		rt.Repeat(map[string]func(*rapid.T){
			"time": func(rt *rapid.T) {
				o.later(time.Duration(rapid.IntRange(1, 3*24*60).Draw(rt, "minutes")) * time.Minute)
			},
			"log": func(rt *rapid.T) {
				r, err := o.Leads.Log(rt.Context(), who(rt), person4(rt))
				refusable(rt, r, err)
			},
			"handoff": func(rt *rapid.T) {
				l, err := o.Handoff(rt.Context(), who(rt), which(rt), "", "")
				refusable(rt, l, err)
			},
			"accept": func(rt *rapid.T) { l, err := o.Leads.Accept(rt.Context(), who(rt), which(rt)); refusable(rt, l, err) },
			"reject": func(rt *rapid.T) {
				l, err := o.Leads.Reject(rt.Context(), who(rt), which(rt), funnel.Rejection{Reason: "timing"})
				refusable(rt, l, err)
			},
			"touch": func(rt *rapid.T) {
				l, err := o.Leads.Touch(rt.Context(), who(rt), which(rt), "call", "")
				refusable(rt, l, err)
			},
			"qualify": func(rt *rapid.T) {
				l, err := o.Leads.Qualify(rt.Context(), who(rt), which(rt), funnel.Opportunity{Amount: euros(10), CloseBy: day(rt)})
				refusable(rt, l, err)
			},
			"win": func(rt *rapid.T) {
				l, err := o.Leads.Win(rt.Context(), who(rt), which(rt), money.Amount{})
				refusable(rt, l, err)
			},
			"lose": func(rt *rapid.T) {
				l, err := o.Leads.Lose(rt.Context(), who(rt), which(rt), "price", "")
				refusable(rt, l, err)
			},
			"recycle": func(rt *rapid.T) {
				l, err := o.Leads.Recycle(rt.Context(), who(rt), which(rt), day(rt), "")
				refusable(rt, l, err)
			},
			"hand back": func(rt *rapid.T) {
				l, err := o.Leads.HandBack(rt.Context(), who(rt), which(rt), "timing", "")
				refusable(rt, l, err)
			},
			"disqualify": func(rt *rapid.T) {
				l, err := o.Leads.Disqualify(rt.Context(), who(rt), which(rt), "spam", "")
				refusable(rt, l, err)
			},
			"assign": func(rt *rapid.T) {
				l, err := o.Leads.Assign(rt.Context(), who(rt), which(rt), rapid.SampledFrom(everybody).Draw(rt, "to"), "")
				refusable(rt, l, err)
			},
			"snooze": func(rt *rapid.T) {
				l, err := o.Leads.Snooze(rt.Context(), who(rt), which(rt), day(rt), "At a fair")
				refusable(rt, l, err)
			},
			"edit": func(rt *rapid.T) {
				l, err := o.Leads.Edit(rt.Context(), who(rt), which(rt), person4(rt))
				refusable(rt, l, err)
			},
			"ask": func(rt *rapid.T) {
				l, err := o.Leads.Ask(rt.Context(), who(rt), which(rt), "Which system?")
				refusable(rt, l, err)
			},
			"answer": func(rt *rapid.T) {
				l, err := o.Leads.Answer(rt.Context(), who(rt), which(rt), "Spreadsheets")
				refusable(rt, l, err)
			},
			"undo": func(rt *rapid.T) { r, err := o.Leads.Undo(rt.Context(), who(rt)); refusable(rt, r, err) },
			"figure": func(rt *rapid.T) {
				f := goals.Figure{Metric: goals.MetricWebsiteVisits, Value: float64(rapid.IntRange(0, 9).Draw(rt, "visits"))}
				if day := o.today().AddDays(-rapid.IntRange(0, 9).Draw(rt, "days ago")); rapid.Bool().Draw(rt, "by day") {
					f.Period = calendar.DatesOf(day, day)
				}
				_, was, err := o.Metrics.LogFigure(rt.Context(), who(rt), f)
				refusable(rt, was, err)
			},
			"goal": func(rt *rapid.T) {
				in := goals.Input{
					Metric: rapid.SampledFrom([]goals.Metric{goals.MetricMQLs, goals.MetricLeads}).Draw(rt, "metric"),
					Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: float64(rapid.IntRange(0, 9).Draw(rt, "target"))},
					Parent: ref.GoalID(rapid.IntRange(0, 4).Draw(rt, "parent")), Rate: rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(rt, "rate"),
					For: goals.Scope{Person: rapid.SampledFrom(everybody).Draw(rt, "for")},
				}
				r, err := o.Goals.Set(rt.Context(), who(rt), in)
				refusable(rt, r, err)
				g, err := o.Goals.Retire(rt.Context(), who(rt), ref.GoalID(rapid.IntRange(1, 9).Draw(rt, "retired")))
				refusable(rt, g, err)
			},
			"campaign": func(rt *rapid.T) {
				in := campaigns.Input{Name: "Fair", Aliases: []string{"f-27"}, Reopen: true}
				r, err := o.Campaigns.New(rt.Context(), who(rt), in)
				refusable(rt, r, err)
				r, err = o.Campaigns.Edit(rt.Context(), who(rt), "fair", in)
				refusable(rt, r, err)
			},
			"spend": func(rt *rapid.T) {
				amount := euros(int64(rapid.IntRange(-5, 9).Draw(rt, "spend")))
				_, r, err := o.Campaigns.Spend(rt.Context(), who(rt), "F-27", campaigns.SpendInput{Amount: amount, Day: o.today().AddDays(-rapid.IntRange(0, 9).Draw(rt, "days ago"))})
				refusable(rt, r, err)
			},
			"close": func(rt *rapid.T) {
				r, err := o.Campaigns.Close(rt.Context(), who(rt), "fair")
				refusable(rt, r, err)
			},
			"outcome": func(rt *rapid.T) {
				past := funnel.Past{Stage: rapid.SampledFrom(agreement.Stages).Draw(rt, "stage"), At: o.now.Add(-time.Hour), OutsideOwner: "sr-7"}
				rows := []imports.Row{{Number: 1, Input: person4(rt), Past: past}}
				r, err := o.Imports.Leads(rt.Context(), rows)
				refusable(rt, r, err)
				r, err = o.Imports.Outcomes(rt.Context(), rows)
				refusable(rt, r, err)
			},
			"sweep": func(rt *rapid.T) {
				o.sweeps()
				o.wantUnchanged("a second sweep", func() { o.sweeps() })
			},
			"deliver": func(*rapid.T) { o.delivers() },
			"": func(rt *rapid.T) {
				was := verified
				if verified = o.entries(); verified == was {
					return // it was refused
				}
				problems, err := o.store.Verify(rt.Context(), o.settings.Calendar)
				if err != nil || len(problems) > 0 {
					rt.Fatalf("%v %q", err, problems)
				}
				if wrong := o.misplaced(); wrong != "" {
					rt.Fatal(wrong)
				}
			},
		})
	})
}

// entries is how long the journal is.
func (o *office) entries() (n int) {
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		n = len(entries)
		return err
	}))
	return n
}

// misplaced replays the journal of every lead and says where its stage does
// not come out.
func (o *office) misplaced() (wrong string) {
	ctx := context.Background()
	o.must(o.store.View(ctx, func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		if err != nil {
			return err
		}
		stages := map[ref.LeadID]agreement.Stage{}
		for _, e := range entries {
			for _, undone := range slices.Backward(e.Undoes) {
				if undone.To != "" {
					stages[e.Lead] = undone.From
				}
			}
			if e.To != "" {
				stages[e.Lead] = e.To
			}
		}
		for id, stage := range stages {
			l, ok, err := rd.Lead(id)
			if err != nil {
				return err
			}
			if ok != (stage != "") || l.Stage != stage {
				wrong = fmt.Sprintf("%s is at %q, by the journal at %q", id, l.Stage, stage)
			}
		}
		return nil
	}))
	return wrong
}
