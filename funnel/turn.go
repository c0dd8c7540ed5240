package funnel

import (
	"cmp"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Turn is whose turn a stretch of a lead's life was.
type Turn string

// Every minute of a lead's life, from when it was logged until it ended,
// belongs to one of them.
const (
	TurnSystem    Turn = "system"    // nobody was given it yet
	TurnMarketing Turn = "marketing" // a marketer has it
	TurnSales     Turn = "sales"     // a rep has to answer it, or works it
	TurnCustomer  Turn = "customer"  // the lead's answer is awaited, or the date that it asked for
)

// Name is where a lead is in a turn: "with sales".
func (t Turn) Name() string {
	return map[Turn]string{
		TurnSystem: "with nobody", TurnMarketing: "with marketing", TurnSales: "with sales",
		TurnCustomer: "waiting for the customer",
	}[t]
}

// TurnKinds are all of them, in the order in which a lead meets them.
var TurnKinds = []Turn{TurnSystem, TurnMarketing, TurnSales, TurnCustomer}

// Stretch is time spent on somebody's turn: by the clock on the wall, and by the
// working time of the one whose turn it was. Where that is no person of ours
// the workspace's hours count.
type Stretch struct {
	Turn   Turn          `json:"turn"`
	Wall   time.Duration `json:"wall"`
	Worked time.Duration `json:"worked,omitempty"`
}

// turnHolder is whose turn it is by the state of a lead, and who is next when that
// ends by itself; a zero until is the next act.
type turnHolder struct {
	turn       Turn // empty once the lead has ended
	person     ref.UserID
	until      time.Time
	next       Turn
	nextPerson ref.UserID
}

// holderOf says whose turn it is. It is the customer's while the lead waits for
// its date, and when sales has reached out last and waits for an answer: until
// there is one, or until an update is due, for then sales has to stir again.
func holderOf(l Lead, p Policy) turnHolder {
	person, team := l.Turn()
	update, runs := l.Clocks.Of(agreement.ClockUpdate)
	switch {
	case l.Stage.Ended():
		return turnHolder{}
	case l.Stage == agreement.Recycled && !l.RecycleUntil.IsZero():
		back := l
		back.Stage = l.marketingStage()
		after := holderOf(back, p)
		return turnHolder{turn: TurnCustomer, until: p.morning(l.RecycleUntil), next: after.turn, nextPerson: after.person}
	case team == ref.Sales && l.Stage.WithSales() && l.Awaiting && runs:
		return turnHolder{turn: TurnCustomer, until: update.DueAt, next: TurnSales, nextPerson: person}
	case team == ref.Sales && (person != "" || l.OutsideOwner != ""):
		return turnHolder{turn: TurnSales, person: person}
	case team == ref.Marketing && person != "":
		return turnHolder{turn: TurnMarketing, person: person}
	}

	return turnHolder{turn: TurnSystem}
}

// stretches are whose turn it was from one moment to another in which nothing
// was done.
func (h turnHolder) stretches(from, to time.Time, p Policy) []Stretch {
	middle := to
	if !h.until.IsZero() {
		middle = calendar.Later(from, calendar.Earlier(h.until, to))
	}

	return slices.DeleteFunc([]Stretch{
		p.stretch(h.turn, h.person, from, middle), p.stretch(h.next, h.nextPerson, middle, to),
	}, func(s Stretch) bool { return s.Turn == "" || s.Wall <= 0 })
}

func (p Policy) stretch(whose Turn, person ref.UserID, from, to time.Time) Stretch {
	return Stretch{Turn: whose, Wall: to.Sub(from), Worked: p.CalendarOf(person).Between(from, to)}
}

// addStretches gives the sums by turn, in the order of TurnKinds.
func addStretches(sums, more []Stretch) []Stretch {
	var out []Stretch
	for _, turn := range TurnKinds {
		sum := Stretch{Turn: turn}
		for _, s := range slices.Concat(sums, more) {
			if s.Turn == turn {
				sum.Wall, sum.Worked = sum.Wall+s.Wall, sum.Worked+s.Worked
			}
		}

		if sum.Wall > 0 {
			out = append(out, sum)
		}
	}

	return out
}

// SpentBy is how much of the lead's life was whose turn, up to a moment.
func (l Lead) SpentBy(now time.Time, p Policy) []Stretch {
	if l.CountedAt.IsZero() {
		return nil
	}

	return addStretches(l.Spent, holderOf(l, p).stretches(l.CountedAt, now, p))
}

// account closes the stretch of life since the entry before and writes on the
// last entry whose turn it was. Imported history is not accounted for: nobody
// knows whose turn it was. An undone act never was, so the stretch stays open.
// What the program notes closes nothing unless it passes the turn on, and then
// at the moment from which that was due: how late a sweep is moves no figure.
func (d *decision) account() {
	last := &d.entries[len(d.entries)-1]
	if last.Imported || last.Kind == EntryUndone {
		return
	}

	from, to, before := d.before.CountedAt, d.act.At, holderOf(d.before, d.policy)
	if d.act.By.ID == ref.Leadloop {
		after := holderOf(d.lead, d.policy)
		if before.turn == after.turn && before.person == after.person {
			return
		}

		if due := cmp.Or(last.Due, before.until); !due.IsZero() {
			to = calendar.Earlier(to, due)
		}
	}

	d.lead.CountedAt = calendar.Later(from, to)
	if from.IsZero() {
		return
	}

	last.Stretches = before.stretches(from, d.lead.CountedAt, d.policy)
	d.lead.Spent = addStretches(d.before.Spent, last.Stretches)
}
