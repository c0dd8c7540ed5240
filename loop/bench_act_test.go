package loop_test

import (
	"fmt"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

// BenchmarkActs is what people do all day, among ten thousand leads. The store
// is in memory: what is measured is the program and not the disk.
func BenchmarkActs(b *testing.B) {
	const leads, worked = 10_000, 1_000
	handOff := func(o *office, n int) { o.does(o.Handoff(b.Context(), o.by(mia), ref.LeadID(n%worked+1), sam, "")) }
	acts := []struct {
		name              string
		before, do, after func(o *office, n int)
	}{
		{name: "log", do: func(o *office, n int) { o.logs(mia, person(leads+n)) }},
		{name: "handoff", do: handOff, after: func(o *office, n int) {
			o.does(o.Leads.Reject(b.Context(), o.by(sam), ref.LeadID(n%worked+1), funnel.Rejection{Reason: "timing"}))
		}},
		{name: "accept", before: handOff, do: func(o *office, n int) {
			o.does(o.Leads.Accept(b.Context(), o.by(sam), ref.LeadID(n%worked+1)))
		}, after: func(o *office, n int) {
			o.does(o.Leads.HandBack(b.Context(), o.by(sam), ref.LeadID(n%worked+1), "timing", ""))
		}},
		{name: "find", do: func(o *office, n int) {
			if found, err := o.Leads.Find(b.Context(), fmt.Sprintf("company%d", n%worked), 10); err != nil || len(found) == 0 {
				b.Fatalf("found %v, %v", found, err)
			}
		}},
	}
	for _, act := range acts {
		b.Run(act.name, func(b *testing.B) {
			o := newOffice(b)
			o.fill(leads)
			untimed := func(do func(*office, int), n int) {
				if do != nil {
					b.StopTimer()
					do(o, n)
					b.StartTimer()
				}
			}
			b.ReportAllocs()

			for n := 0; b.Loop(); n++ {
				untimed(act.before, n)
				act.do(o, n)
				untimed(act.after, n)
			}
		})
	}
}
