package loop_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
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
				req := loop.Request{By: mia, Key: fmt.Sprintf("bench %d", i)}
				if _, err := o.LogLead(context.Background(), req, person(int(i))); err != nil {
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
		var rows []loop.ImportRow
		for n := first; n < min(first+batch, leads); n++ {
			past := funnel.Past{Stage: funnel.MQL, At: o.now.Add(-time.Duration(n) * 5 * time.Minute)}
			rows = append(rows, loop.ImportRow{Number: n, Input: person(n), Past: past})
		}
		if _, err := o.ImportLeads(context.Background(), rows); err != nil {
			o.t.Fatal(err)
		}
	}
}

func BenchmarkSweepOfTenDueAmongTenThousand(b *testing.B) {
	o := filled(b, 10_000)
	now := o.now
	o.Service = loop.New(o.store, loop.Options{Settings: o.settings, Now: func() time.Time { return now }})
	o.sweeps()
	for b.Loop() {
		b.StopTimer()
		for n := range 10 {
			id := funnel.LeadID(n + 1)
			o.does(o.Handoff(b.Context(), o.by(mia), id, sam, ""))
		}
		now = now.AddDate(0, 0, 7) // no weekend comes between
		b.StartTimer()
		if moved := o.sweeps(); moved < 10 {
			b.Fatalf("%d moved", moved)
		}
		b.StopTimer()
		for n := range 10 {
			o.does(o.Reject(b.Context(), o.by(sam), funnel.LeadID(n+1), funnel.Rejection{Reason: "timing"}))
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
				for _, g := range []funnel.GoalInput{
					{Metric: funnel.MetricRevenue, Period: funnel.QuarterOf(o.today()), Target: funnel.Quantity{Number: 1e9, Money: euros(1e9)}},
					{Metric: funnel.MetricMQLs, Period: funnel.QuarterOf(o.today()), Target: funnel.Quantity{Number: 1e6}},
				} {
					_, err := o.SetGoal(b.Context(), o.by(lea), g)
					o.must(err)
				}
				week := funnel.WeekOf(o.today()).Prev()
				b.ReportAllocs()
				var d funnel.Digest
				for b.Loop() {
					var err error
					if d, err = o.Digest(b.Context(), week); err != nil {
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

// BenchmarkSweepOfAHundredAmongAHundredThousand is a slot at which a hundred
// leads have become late; the others are imported MQLs, open but without a promise.
func BenchmarkSweepOfAHundredAmongAHundredThousand(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *office
	}{{"memory", newOffice}, {"disk", onDisk}} {
		b.Run(engine.name, func(b *testing.B) {
			const all, late = 100_000, 100
			o := engine.open(b)
			o.fill(all)
			now := o.now
			o.Service = loop.New(o.store, loop.Options{Settings: o.settings, Now: func() time.Time { return now }})
			o.sweeps()
			for b.Loop() {
				b.StopTimer()
				for n := range late {
					id := funnel.LeadID(n + 1)
					o.does(o.Handoff(b.Context(), o.by(mia), id, []funnel.UserID{sam, rob, tom}[n%3], ""))
				}
				now = now.AddDate(0, 0, 7)
				b.StartTimer()
				if moved := o.sweeps(); moved < late {
					b.Fatalf("%d moved", moved)
				}
				b.StopTimer()
				for n := range late {
					o.does(o.Reject(b.Context(), o.by([]funnel.UserID{sam, rob, tom}[n%3]), funnel.LeadID(n+1), funnel.Rejection{Reason: "timing"}))
				}
				b.StartTimer()
			}
		})
	}
}
