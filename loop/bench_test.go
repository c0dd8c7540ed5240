package loop_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

func BenchmarkLogLead(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			o := onDisk(b)
			var n atomic.Int64
			b.SetParallelism(callers) // × GOMAXPROCS goroutines
			b.ReportAllocs()
			b.ResetTimer()
			log := func() {
				i := n.Add(1)
				req := core.Request{By: mia, Key: fmt.Sprintf("bench %d", i)}
				if _, err := o.Leads.Log(context.Background(), req, person(int(i))); err != nil {
					b.Error(err)
				}
			}
			if callers == 1 {
				for range b.N {
					log()
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					log()
				}
			})
		})
	}
}

// filled is an office on disk with so many imported leads.
func filled(b *testing.B, leads int) *office {
	b.Helper()
	o := onDisk(b)
	o.fill(leads)
	return o
}

// fill imports so many leads.
func (o *office) fill(leads int) {
	o.t.Helper()
	const batch = 500
	for first := 0; first < leads; first += batch {
		var rows []imports.Row
		for n := first; n < min(first+batch, leads); n++ {
			past := funnel.Past{Stage: agreement.MQL, At: o.now.Add(-time.Duration(n) * 5 * time.Minute)}
			rows = append(rows, imports.Row{Number: n, Input: person(n), Past: past})
		}
		if _, err := o.Imports.Leads(context.Background(), rows); err != nil {
			o.t.Fatal(err)
		}
	}
}

func BenchmarkSweepOfTenDueAmongTenThousand(b *testing.B) {
	o := filled(b, 10_000)
	now := o.now
	o.Services = loop.New(o.store, core.Options{Settings: o.settings, Now: func() time.Time { return now }})
	o.sweeps()
	for b.Loop() {
		b.StopTimer()
		for n := range 10 {
			id := ref.LeadID(n + 1)
			o.does(o.Handoff(b.Context(), o.by(mia), id, sam, ""))
		}
		now = now.AddDate(0, 0, 7) // no weekend comes between
		b.StartTimer()
		if moved := o.sweeps(); moved < 10 {
			b.Fatalf("%d moved", moved)
		}
		b.StopTimer()
		for n := range 10 {
			o.does(o.Leads.Reject(b.Context(), o.by(mona), ref.LeadID(n+1), funnel.Rejection{Reason: "timing"}))
		}
		b.StartTimer()
	}
}

// BenchmarkDigest takes as long with a million leads as with ten thousand: a
// digest reads counters.
func BenchmarkDigest(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) kv.DB
		most int // leads; a million take 3 GB in memory
	}{{"disk", unsynced, 1_000_000}, {"memory", func(testing.TB) kv.DB { return memkv.New() }, 100_000}} {
		for leads := benchBase; leads <= engine.most; leads *= 10 {
			b.Run(fmt.Sprintf("%s/leads=%d", engine.name, leads), func(b *testing.B) {
				if testing.Short() && leads > benchBase {
					b.Skip("left out by -short")
				}
				o := stored(b, engine.open(b), benchBase, leads/benchBase)
				for _, g := range []goals.Input{
					{Metric: goals.MetricRevenue, Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: 1e9, Money: euros(1e9)}},
					{Metric: goals.MetricMQLs, Period: calendar.QuarterOf(o.today()), Target: goals.Quantity{Number: 1e6}},
				} {
					_, err := o.Goals.Set(b.Context(), o.by(lea), g)
					o.must(err)
				}
				week := calendar.WeekOf(o.today()).Prev()
				b.ReportAllocs()
				var d report.Digest
				for b.Loop() {
					var err error
					if d, err = o.Digest.Week(b.Context(), week); err != nil {
						b.Fatal(err)
					}
				}
				if len(d.Gap.Parts) == 0 || len(d.Levers.All) == 0 {
					b.Errorf("the digest explains nothing: %+v, %+v", d.Gap, d.Levers)
				}
			})
		}
	}
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		filled(b, 5000)
	}
	b.ReportMetric(float64(5000*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// busy is an office with so many leads that sales works, each with a promise
// that is not due for years; before them, as numbers from 1 on, those that are
// still to be handed off.
func busy(b *testing.B, open func(testing.TB) *office, idle, working int) *office {
	b.Helper()
	o := open(b)
	o.fill(idle)
	far := o.now.AddDate(50, 0, 0)
	const batch = 20_000
	for first := 0; first < working; first += batch {
		o.must(o.store.Update(b.Context(), func(tx *store.Tx) error {
			for n := first; n < min(first+batch, working); n++ {
				id, err := tx.NextLeadID()
				if err != nil {
					return err
				}
				rep := []ref.UserID{sam, rob, tom}[n%3]
				err = tx.AddLead(funnel.Lead{
					V: 1, ID: id, Name: "Somebody", Stage: agreement.SAL, StageSince: o.now, CreatedAt: o.now, Marketer: mia, Owner: rep, Handoffs: 1,
					Handoff:   funnel.Handoff{State: funnel.HandoffAccepted, To: rep, By: mia, At: o.now},
					Clocks:    []funnel.Clock{{Kind: agreement.ClockUpdate, Person: rep, StartedAt: o.now, DueAt: far.Add(time.Duration(n) * time.Second), EscalateAt: far.AddDate(0, 1, 0)}},
					NextDueAt: far.Add(time.Duration(n) * time.Second),
				})
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return o
}

// BenchmarkSweepAmongAHundredThousandPromises is a slot at which a hundred
// leads have become late, and a sweep with nothing to do, among a hundred
// thousand leads with a running promise.
func BenchmarkSweepAmongAHundredThousandPromises(b *testing.B) {
	const working, late = 100_000, 100
	for _, engine := range []struct {
		name string
		open func(testing.TB) *office
	}{{"memory", newOffice}, {"disk", onDisk}} {
		o := busy(b, engine.open, late, working)
		now := o.now
		o.Services = loop.New(o.store, core.Options{Settings: o.settings, Now: func() time.Time { return now }})
		o.sweeps()
		b.Run(engine.name+"/due=0", func(b *testing.B) {
			for b.Loop() {
				if moved := o.sweeps(); moved != 0 {
					b.Fatalf("%d moved", moved)
				}
			}
		})
		b.Run(engine.name+"/due=100", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				for n := range late {
					o.does(o.Handoff(b.Context(), o.by(mia), ref.LeadID(n+1), []ref.UserID{sam, rob, tom}[n%3], ""))
				}
				now = now.AddDate(0, 0, 7)
				b.StartTimer()
				if moved := o.sweeps(); moved < late {
					b.Fatalf("%d moved", moved)
				}
				b.StopTimer()
				for n := range late {
					o.does(o.Leads.Reject(b.Context(), o.by(mona), ref.LeadID(n+1), funnel.Rejection{Reason: "timing"}))
				}
				b.StartTimer()
			}
		})
	}
}
