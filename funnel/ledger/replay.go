package ledger

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Replay judges the promises of a period once more, by other rules. What
// people did, and when, is taken as it was.
type Replay struct {
	was, would funnel.Policy
	retimed    bool // hours or days differ
	from, to   time.Time
	promises   map[replayKey]*Replayed
	of         map[ref.LeadID][]*Replayed
}

type replayKey struct {
	lead    ref.LeadID
	kind    agreement.ClockKind
	started int64 // nanoseconds
}

// NewReplay judges the promises that began in a period by the other rules.
func NewReplay(was, would funnel.Policy, retimed bool, period calendar.Period) *Replay {
	zone := was.Calendar.Zone()
	return &Replay{
		was: was, would: would, retimed: retimed,
		from: period.From.Start(zone), to: period.To.Start(zone), promises: map[replayKey]*Replayed{},
		of: map[ref.LeadID][]*Replayed{},
	}
}

// Add takes the next entry of the journal.
func (r *Replay) Add(e funnel.Entry) {
	if e.Kind == funnel.EntryUndone {
		for _, undone := range e.Undoes {
			r.takeBack(undone)
		}

		return
	}

	if e.Kind == funnel.EntryLent || e.Kind == funnel.EntryGivenBack {
		for _, known := range r.of[e.Lead] {
			known.pass(e)
		}
	}

	for _, p := range e.Promised {
		r.begin(e.Lead, p)
	}

	for _, o := range e.Clocks {
		r.note(e, o)
	}

	for _, p := range e.Dropped {
		if known := r.Promise(e.Lead, p.Kind, p.Started); known != nil {
			known.dropped, known.At = true, e.At
			if !known.missed {
				known.At = calendar.Earlier(e.At, known.Due) // the program may have noted it later
			}
		}
	}
}

// Promise is a promise as it ran, nil where none began then.
func (r *Replay) Promise(lead ref.LeadID, kind agreement.ClockKind, started time.Time) *Replayed {
	return r.promises[replayKey{lead, kind, started.UnixNano()}]
}

func (r *Replay) begin(lead ref.LeadID, p funnel.Promise) *Replayed {
	if p.Started.Before(r.from) || !p.Started.Before(r.to) {
		return nil
	}

	began := &Replayed{Promise: p, Runs: []run{{Person: p.Person, From: p.Started}}}
	r.promises[replayKey{lead, p.Kind, p.Started.UnixNano()}] = began
	r.of[lead] = append(r.of[lead], began)
	return began
}

// note takes over how a promise went. One that was kept before its time began
// has no beginning of its own.
func (r *Replay) note(e funnel.Entry, o funnel.ClockOutcome) {
	known := r.Promise(e.Lead, o.Kind, o.Started)
	if known == nil {
		if known = r.begin(e.Lead, unmarked(e, o)); known == nil {
			return
		}

		known.unmarked = true
	}

	if o.Kind == agreement.ClockAccept {
		known.pause(e)
	}

	known.Due, known.Person = o.Due, o.Person
	known.missed = known.missed || o.Missed
	if o.Done() {
		known.Kept, known.met, known.At, known.worked = true, o.Met, e.At, o.Worked
	}
}

func unmarked(e funnel.Entry, o funnel.ClockOutcome) funnel.Promise {
	p := funnel.Promise{Kind: o.Kind, Person: o.Person, Started: o.Started, Due: o.Due}
	if o.Kind == agreement.ClockFirstTouch {
		p.Class = cmp.Or(e.Class, agreement.ClassHandedOff)
	}

	return p
}

// takeBack forgets what an undone entry did.
func (r *Replay) takeBack(undone funnel.Entry) {
	for _, p := range undone.Promised {
		delete(r.promises, replayKey{undone.Lead, p.Kind, p.Started.UnixNano()})
	}

	for _, o := range undone.Clocks {
		known := r.Promise(undone.Lead, o.Kind, o.Started)
		switch {
		case known == nil:
		case known.unmarked:
			delete(r.promises, replayKey{undone.Lead, o.Kind, o.Started.UnixNano()})
		default:
			known.missed = known.missed && !o.Missed
			known.Kept, known.met = known.Kept && !o.Done(), known.met && !o.Met
			if o.Kind == agreement.ClockAccept {
				known.unpause(undone)
			}
		}
	}

	for _, p := range undone.Dropped {
		if known := r.Promise(undone.Lead, p.Kind, p.Started); known != nil {
			known.dropped = false
		}
	}
}

// Open says whether promises of the period have not ended yet.
func (r *Replay) Open() bool {
	for _, p := range r.promises {
		if !p.Kept && !p.dropped {
			return true
		}
	}

	return false
}

// Keeping is how promises of one kind went.
type Keeping struct {
	Met    int           `json:"met"`
	Missed int           `json:"missed"`
	Open   int           `json:"open"`   // not due yet
	Median time.Duration `json:"median"` // working time until it was done, of those that were, in time or late
	P90    time.Duration `json:"p90"`
	worked []time.Duration
}

// Rate is the share that was kept in time.
func (t Keeping) Rate() stats.Rate {
	return stats.Rate{Part: int64(t.Met), Whole: int64(t.Met + t.Missed)}
}

// ReplayRow compares how the promises of a kind went with how they would have
// gone.
type ReplayRow struct {
	Kind       agreement.ClockKind `json:"kind"`
	Class      agreement.LeadClass `json:"class,omitempty"` // of first touches
	Was        Keeping             `json:"was"`
	Would      Keeping             `json:"would"`
	Unpromised bool                `json:"unpromised,omitempty"` // the other rules do not promise it
	// they promise another number of attempts, which cannot be judged
	Uncounted bool `json:"uncounted,omitempty"`
}

// Rows are the results as of now, in the order in which a lead meets the
// promises.
func (r *Replay) Rows(now time.Time) []ReplayRow {
	var out []ReplayRow
	for _, kind := range funnel.ClockKinds {
		for _, class := range []agreement.LeadClass{"", agreement.ClassHot, agreement.ClassHandedOff, agreement.ClassOther} {
			if row, ok := r.row(kind, class, now); ok {
				out = append(out, row)
			}
		}
	}

	return out
}

func (r *Replay) row(kind agreement.ClockKind, class agreement.LeadClass, now time.Time) (row ReplayRow, ok bool) {
	row = ReplayRow{Kind: kind, Class: class}
	levels := r.would.Definition.ServiceLevels
	row.Unpromised = levels.Of(kind, class).IsZero()
	row.Uncounted = kind == agreement.ClockDepth && !row.Unpromised &&
		levels.Depth.Attempts != r.was.Definition.ServiceLevels.Depth.Attempts
	for _, p := range r.promises {
		if p.Kind != kind || p.Class != class {
			continue
		}

		ok = true
		row.Was.count(p.was(), p.Kept, p.worked)
		if !row.Unpromised && !row.Uncounted {
			row.Would.count(r.judge(p, now), p.Kept, r.took(p))
		}
	}

	row.Was.finish()
	row.Would.finish()
	return row, ok
}

// fate is how a promise went.
type fate int

const (
	void fate = iota // ended before its deadline without being kept
	pending
	met
	missed
)

func (p *Replayed) was() fate {
	switch {
	case p.met:
		return met
	case p.missed:
		return missed
	case p.dropped:
		return void
	}

	return pending
}

// judge says how a promise would have gone by the other rules.
func (r *Replay) judge(p *Replayed, now time.Time) fate {
	due := r.due(p)
	if p.standing() {
		now = p.last().Until
	}

	switch {
	case p.Kept && !p.At.After(due):
		return met
	case p.Kept || p.dropped && p.At.After(due) || !p.dropped && now.After(due):
		return missed
	case p.dropped:
		return void
	}

	return pending
}

func (t *Keeping) count(v fate, done bool, worked time.Duration) {
	switch v {
	case met:
		t.Met++
	case missed:
		t.Missed++
	case pending:
		t.Open++
	case void:
	}

	if done {
		t.worked = append(t.worked, worked)
	}
}

func (t *Keeping) finish() {
	slices.Sort(t.worked)
	t.Median, t.P90 = nearestRank(t.worked, 0.5), nearestRank(t.worked, 0.9)
	t.worked = nil
}

// nearestRank is the smallest value that a part of the values do not exceed
// (the nearest-rank method); 0 of none.
func nearestRank(sorted []time.Duration, part float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}

	return sorted[max(0, int(math.Ceil(part*float64(len(sorted))))-1)]
}
