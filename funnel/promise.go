package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Promise is a clock as the journal keeps its beginning and its end, so that
// what was promised can be judged by other rules. When it was kept stands with
// the outcomes.
type Promise struct {
	Kind    agreement.ClockKind  `json:"kind"`
	Person  ref.UserID           `json:"person"`
	Started time.Time            `json:"started"`
	Due     time.Time            `json:"due"`
	Within  calendar.WorkingTime `json:"within,omitzero"`
	Wanted  int                  `json:"wanted,omitempty"` // of depth
	Class   agreement.LeadClass  `json:"class,omitempty"`  // of a first touch
}

func (c Clock) promise(class agreement.LeadClass) Promise {
	p := Promise{Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: c.DueAt, Within: c.Within, Wanted: c.Wanted}
	if c.Kind == agreement.ClockFirstTouch {
		p.Class = class
	}
	return p
}

// running are the clocks of a lead, and the one that stands still.
func (l Lead) running() []Clock {
	if paused := l.Handoff.Paused; paused.Kind != "" {
		return append(slices.Clone(l.Clocks), paused)
	}
	return l.Clocks
}

// markPromises writes on the last entry which promises began with it, and
// which ended without being kept. An undone act says so by what it undoes.
func (d *decision) markPromises() {
	last := &d.entries[len(d.entries)-1]
	if last.Kind == EntryUndone {
		return
	}
	last.Promised = begun(d.before.running(), d.lead.running(), d.lead.Class())
	last.Dropped = slices.DeleteFunc(begun(d.lead.running(), d.before.running(), d.before.Class()), func(p Promise) bool {
		return slices.ContainsFunc(d.entries, func(e Entry) bool {
			return slices.ContainsFunc(e.Clocks, func(o ClockOutcome) bool { return o.Done() && o.Kind == p.Kind && o.Started.Equal(p.Started) })
		})
	})
}

// begun are the clocks that were not there before.
func begun(before, after []Clock, class agreement.LeadClass) []Promise {
	var out []Promise
	for _, c := range after {
		known := slices.ContainsFunc(before, func(b Clock) bool { return b.Kind == c.Kind && b.StartedAt.Equal(c.StartedAt) })
		if !known {
			out = append(out, c.promise(class))
		}
	}
	return out
}
