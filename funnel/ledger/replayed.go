package ledger

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Replayed is a promise and how it really went.
type Replayed struct {
	funnel.Promise
	unmarked bool // known only from its outcome
	met      bool
	missed   bool
	Kept     bool // in time or late, at
	dropped  bool // without being kept, at
	At       time.Time
	worked   time.Duration
	Runs     []run     // in which its clock ran
	before   time.Time // the deadline before it ran on
}

// run is a time in which a clock ran, by the calendar of one person.
type run struct {
	Person ref.UserID
	From   time.Time
	Until  time.Time // zero while it runs
}

func (p *Replayed) last() *run { return &p.Runs[len(p.Runs)-1] }

// standing says whether the clock stands still, until a question is answered.
func (p *Replayed) standing() bool { return !p.last().Until.IsZero() }

// pause notes that a question stops the clock until the answer.
func (p *Replayed) pause(e funnel.Entry) {
	switch e.Kind {
	case funnel.EntryAsked:
		p.last().Until = e.At
	case funnel.EntryAnswered:
		p.before = p.Due
		p.Runs = append(p.Runs, run{Person: p.Person, From: e.At})
	default:
	}
}

// unpause takes pause back.
func (p *Replayed) unpause(undone funnel.Entry) {
	switch undone.Kind {
	case funnel.EntryAsked:
		p.last().Until = time.Time{}
	case funnel.EntryAnswered:
		p.Due = p.before
		p.Runs = p.Runs[:len(p.Runs)-1]
	default:
	}
}

// pass has the clock run on in the calendar of another rep. One that stands
// still does so when it runs again.
func (p *Replayed) pass(e funnel.Entry) {
	if p.Kept || p.dropped || p.Person != e.About {
		return
	}

	p.Person = e.Owner
	if !p.standing() {
		p.last().Until = e.At
		p.Runs = append(p.Runs, run{Person: e.Owner, From: e.At})
	}
}

// due is the deadline by the other rules. What they do not change keeps the
// deadline that it had. As of a real clock, what is left when it stops counts on
// when it runs again.
func (r *Replay) due(p *Replayed) time.Time {
	within := r.would.Definition.ServiceLevels.Of(p.Kind, p.Class)
	if within == p.Within && !r.retimed {
		return p.Due
	}

	runs := p.Runs
	if p.standing() && (p.Kept || p.dropped) {
		runs = append(slices.Clip(runs), run{Person: p.Person, From: p.At})
	}

	due := within.After(p.Started, r.would.CalendarOf(runs[0].Person))
	for i, next := range runs[1:] {
		if stopped := runs[i]; !due.Before(stopped.Until) {
			left := r.would.CalendarOf(stopped.Person).Between(stopped.Until, due)
			due = r.would.CalendarOf(next.Person).Add(next.From, left)
		}
	}

	return due
}

// took is the working time that it took to keep the promise.
func (r *Replay) took(p *Replayed) time.Duration {
	if !r.retimed {
		return p.worked
	}

	var sum time.Duration
	for _, s := range p.Runs {
		until := p.At
		if !s.Until.IsZero() {
			until = calendar.Earlier(s.Until, p.At)
		}

		sum += r.would.CalendarOf(s.Person).Between(s.From, until)
	}

	return sum
}
