package funnel

import (
	"slices"
	"time"
)

// replayed is a promise and how it really went.
type replayed struct {
	Promise
	unmarked bool // known only from its outcome
	met      bool
	missed   bool
	kept     bool // in time or late, at
	dropped  bool // without being kept, at
	at       time.Time
	worked   time.Duration
	runs     []run     // in which its clock ran
	before   time.Time // the deadline before it ran on
}

// run is a time in which a clock ran, by the calendar of one person.
type run struct {
	person UserID
	from   time.Time
	until  time.Time // zero while it runs
}

func (p *replayed) last() *run { return &p.runs[len(p.runs)-1] }

// standing says whether the clock stands still, until a question is answered.
func (p *replayed) standing() bool { return !p.last().until.IsZero() }

// pause notes that a question stops the clock until the answer.
func (p *replayed) pause(e Entry) {
	switch e.Kind {
	case EntryAsked:
		p.last().until = e.At
	case EntryAnswered:
		p.before = p.Due
		p.runs = append(p.runs, run{person: p.Person, from: e.At})
	default:
	}
}

// unpause takes pause back.
func (p *replayed) unpause(undone Entry) {
	switch undone.Kind {
	case EntryAsked:
		p.last().until = time.Time{}
	case EntryAnswered:
		p.Due = p.before
		p.runs = p.runs[:len(p.runs)-1]
	default:
	}
}

// pass has the clock run on in the calendar of another rep. One that stands
// still does so when it runs again.
func (p *replayed) pass(e Entry) {
	if p.kept || p.dropped || p.Person != e.About {
		return
	}
	p.Person = e.Owner
	if !p.standing() {
		p.last().until = e.At
		p.runs = append(p.runs, run{person: e.Owner, from: e.At})
	}
}

// due is the deadline by the other rules. What they do not change keeps the
// deadline that it had. As of a real clock, what is left when it stops counts on
// when it runs again.
func (r *Replay) due(p *replayed) time.Time {
	within := r.would.Definition.ServiceLevels.Of(p.Kind, p.Class)
	if within == p.Within && !r.retimed {
		return p.Due
	}
	runs := p.runs
	if p.standing() && (p.kept || p.dropped) {
		runs = append(slices.Clip(runs), run{person: p.Person, from: p.at})
	}
	due := within.After(p.Started, r.would.CalendarOf(runs[0].person))
	for i, next := range runs[1:] {
		if stopped := runs[i]; !due.Before(stopped.until) {
			left := r.would.CalendarOf(stopped.person).Between(stopped.until, due)
			due = r.would.CalendarOf(next.person).Add(next.from, left)
		}
	}
	return due
}

// took is the working time that it took to keep the promise.
func (r *Replay) took(p *replayed) time.Duration {
	if !r.retimed {
		return p.worked
	}
	var sum time.Duration
	for _, s := range p.runs {
		until := p.at
		if !s.until.IsZero() {
			until = earlier(s.until, p.at)
		}
		sum += r.would.CalendarOf(s.person).Between(s.from, until)
	}
	return sum
}
