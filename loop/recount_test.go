package loop_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/store"
)

// line is a line of the exported journal, as any other program reads it.
type line struct {
	Seq    uint64          `json:"seq"`
	At     time.Time       `json:"at"`
	Due    time.Time       `json:"due"`
	Day    string          `json:"day"`
	Kind   string          `json:"kind"`
	To     string          `json:"to"`
	First  bool            `json:"first"`
	Amount json.RawMessage `json:"amount"`
	Undoes []line          `json:"undoes"`
}

// cents are the amount of a line, where it is one of euros.
func (l line) cents() (n int64) {
	var amount struct {
		Minor    int64  `json:"minor"`
		Currency string `json:"currency"`
	}
	if json.Unmarshal(l.Amount, &amount) == nil && amount.Currency == "EUR" {
		return amount.Minor
	}
	return 0
}

// recounted is what a program that knows nothing of Leadloop makes of the journal.
type recounted struct {
	Entered                     map[string]int64
	Accepted, Rejected, Offered int64
	Lost, Won, Spent            int64
}

// recount goes through all lines between two days.
func recount(lines []line, from, to string, zone *time.Location) recounted {
	gone := map[uint64]bool{}
	for _, l := range lines {
		for _, undone := range l.Undoes {
			gone[undone.Seq] = true
		}
	}
	sum := recounted{Entered: map[string]int64{}}
	for _, l := range lines {
		day := l.At.In(zone).Format(time.DateOnly)
		if !l.Due.IsZero() {
			day = l.Due.In(zone).Format(time.DateOnly)
		}
		if l.Kind == "spend" {
			day = l.Day
		}
		if gone[l.Seq] || day < from || day >= to {
			continue
		}
		if l.First && slices.Contains([]string{"inquiry", "lead", "mql", "sal", "sql", "customer"}, l.To) {
			sum.Entered[l.To]++
		}
		switch l.Kind {
		case "accepted":
			sum.Accepted++
		case "rejected":
			sum.Rejected++
		case "handed_off":
			sum.Offered++
		case "lost":
			sum.Lost++
		case "won":
			sum.Won += l.cents()
		case "spend":
			sum.Spent += l.cents()
		case "imported":
			if l.To == "customer" {
				sum.Won += l.cents()
			}
			if l.To == "lost" {
				sum.Lost++
			}
		}
	}
	return sum
}

// journal is the journal as it is exported.
func (o *office) journal() (lines []line) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		if err != nil {
			return err
		}
		text, err := json.Marshal(entries)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &lines)
	}))
	return lines
}

// lives has people do what they do for some weeks; most of it may be refused.
func (o *office) lives(r *rand.Rand, acts int) {
	ctx := o.t.Context()
	which := func() ref.LeadID { return ref.LeadID(1 + r.IntN(30)) }
	rep := func() ref.UserID { return []ref.UserID{sam, rob, tom}[r.IntN(3)] }
	offered := map[ref.LeadID]ref.UserID{}
	for n := range acts {
		o.later(time.Duration(r.IntN(180)) * time.Minute)
		id := which()
		by := offered[id]
		if by == "" || r.IntN(9) == 0 {
			by = rep()
		}
		switch r.IntN(14) {
		case 0, 1, 2:
			in := person(1 + r.IntN(60))
			in.Campaign = []string{"", "fair", "F-27"}[r.IntN(3)]
			_, _ = o.Leads.Log(ctx, o.by(mia), in)
		case 3, 4:
			if _, err := o.Handoff(ctx, o.by(mia), id, by, ""); err == nil {
				offered[id] = by
			}
		case 5, 6:
			_, _ = o.Leads.Accept(ctx, o.by(by), id)
		case 7:
			_, _ = o.Leads.Reject(ctx, o.by(by), id, funnel.Rejection{Reason: "timing"})
		case 8, 9:
			_, _ = o.Leads.Accept(ctx, o.by(by), id)
			_, _ = o.Leads.Qualify(ctx, o.by(by), id, funnel.Opportunity{Amount: euros(int64(1 + r.IntN(900))), CloseBy: o.today().AddDays(9)})
		case 10:
			for id := range ref.LeadID(8) {
				_, _ = o.Leads.Win(ctx, o.by(by), id+1, euros(int64(r.IntN(900))))
			}
		case 11:
			_, _ = o.Leads.Lose(ctx, o.by(by), id, "price", "")
		case 12:
			_, _ = o.Leads.Undo(ctx, o.by([]ref.UserID{mia, sam, rob, tom}[r.IntN(4)]))
		case 13:
			past := funnel.Past{Amount: euros(int64(r.IntN(90))), Stage: agreement.Steps[r.IntN(len(agreement.Steps))], At: o.now.Add(-time.Duration(r.IntN(900)) * time.Hour)}
			in := person(100 + n)
			_, _ = o.Imports.Leads(ctx, []imports.Row{{Number: 1, Input: in, Past: past}})
			_, _, _ = o.Campaigns.Spend(ctx, o.by(mia), "fair", campaigns.SpendInput{Amount: euros(int64(1 + r.IntN(50))), Day: o.today().AddDays(-r.IntN(9))})
			o.sweeps()
		}
	}
}

// Whatever a company did, the figures of each week's digest and of its goals are those that
// the journal gives when it is counted anew, line by line, by code that shares nothing with the
// counters.
func TestTheDigestIsWhatTheJournalSaysCountedAnew(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("company ", seed), func(t *testing.T) {
			o := newOffice(t).at("2026-10-05 09:00")
			o.setsUp("Fair")
			quarter := o.period("2026-Q4")
			targets := map[goals.Metric]goals.Quantity{
				goals.MetricMQLs: count(40), goals.MetricCustomers: count(9), goals.MetricSALs: count(20), goals.MetricRevenue: goals.MoneyQuantity(euros(9000)),
				goals.MetricSpend: goals.MoneyQuantity(euros(500)), goals.MetricAcceptanceRate: count(0.7),
			}
			for metric, target := range targets {
				o.sets(lea, goals.Input{Metric: metric, Period: quarter, Target: target})
			}
			o.lives(rand.New(rand.NewPCG(seed, 8)), 260)
			lines, seen := o.journal(), recounted{}
			for week := calendar.WeekOf(quarter.From); week.From.Before(o.today()); week = week.Next() {
				d, err := o.Digest.Week(t.Context(), week)
				o.must(err)
				want := recount(lines, week.From.String(), week.To.String(), berlin(t))
				got := recounted{Entered: map[string]int64{}, Accepted: d.Acceptance.Part, Rejected: d.Acceptance.Whole - d.Acceptance.Part, Offered: d.Handoffs, Lost: d.Lost, Spent: want.Spent}
				for _, stage := range agreement.Steps {
					if n := d.Funnel.Of(stage); n > 0 {
						got.Entered[string(stage)] = n
					}
				}
				if len(d.Revenue) > 0 {
					got.Won = d.Revenue[0].Minor
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-journal +digest):\n%s", week, diff)
				}
				seen.Accepted, seen.Lost, seen.Won = seen.Accepted+got.Accepted, seen.Lost+got.Lost, seen.Won+got.Won
			}
			if seen.Accepted == 0 || seen.Won == 0 {
				t.Errorf("too little happened: %+v", seen)
			}
			all := recount(lines, quarter.From.String(), quarter.To.String(), berlin(t))
			want := map[goals.Metric]float64{
				goals.MetricMQLs: float64(all.Entered["mql"]), goals.MetricCustomers: float64(all.Entered["customer"]), goals.MetricSALs: float64(all.Entered["sal"]),
				goals.MetricRevenue: float64(all.Won) / 100, goals.MetricSpend: float64(all.Spent) / 100,
				goals.MetricAcceptanceRate: float64(all.Accepted) / float64(all.Accepted+all.Rejected),
			}
			some, err := o.Goals.Standings(t.Context())
			o.must(err)
			for _, s := range some {
				if s.Actual.Number != want[s.Goal.Metric] {
					t.Errorf("%s came to %v, by the journal to %v", s.Goal.Text(), s.Actual.Number, want[s.Goal.Metric])
				}
			}
			board, err := o.Campaigns.All(t.Context(), "first")
			o.must(err)
			if spent := board.Campaigns[0].Spend.In("EUR").Minor; spent != all.Spent+recount(lines, "2026-01-01", quarter.From.String(), berlin(t)).Spent {
				t.Errorf("the campaign cost %d, by the journal %d", spent, all.Spent)
			}
			if !slices.ContainsFunc(lines, func(l line) bool { return l.Kind == "imported" && l.First }) {
				t.Error("nothing was imported")
			}
		})
	}
}
