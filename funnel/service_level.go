package funnel

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// WorkingTime is a stretch of working time: minutes, hours, or whole days.
type WorkingTime struct {
	Minutes int `json:"minutes,omitempty"`
	Hours   int `json:"hours,omitempty"`
	Days    int `json:"days,omitempty"`
}

// IsZero says that nothing is promised.
func (w WorkingTime) IsZero() bool { return w == WorkingTime{} }

// After is the moment at which a stretch of working time that begins at from
// is over.
func (w WorkingTime) After(from time.Time, cal Calendar) time.Time {
	short := time.Duration(w.Hours)*time.Hour + time.Duration(w.Minutes)*time.Minute
	return cal.AddDays(cal.Add(from, short), w.Days)
}

// String is the stretch in words: "4 working hours".
func (w WorkingTime) String() string {
	switch {
	case w.Days > 0:
		return counted(int64(w.Days), "working day")
	case w.Minutes > 0:
		return counted(int64(w.Minutes), "working minute")
	}
	return counted(int64(w.Hours), "working hour")
}

// workingUnit is a unit in which promises are made.
type workingUnit struct {
	names []string
	most  int
	of    func(n int) WorkingTime
}

var workingUnits = []workingUnit{
	{[]string{"m", "min", "mins", "minute", "minutes"}, 600, func(n int) WorkingTime { return WorkingTime{Minutes: n} }},
	{[]string{"h", "hour", "hours"}, 400, func(n int) WorkingTime { return WorkingTime{Hours: n} }},
	{[]string{"d", "day", "days"}, 100, func(n int) WorkingTime { return WorkingTime{Days: n} }},
}

// ParseWorkingTime reads a stretch such as "4 working hours", "30m" or "1 day".
func ParseWorkingTime(text string) (WorkingTime, error) {
	folded := strings.ToLower(cleanLine(text))
	digits := strings.TrimLeft(folded, "0123456789")
	amount, err := strconv.Atoi(strings.TrimSuffix(folded, digits))
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(digits), "working"))
	i := slices.IndexFunc(workingUnits, func(u workingUnit) bool { return slices.Contains(u.names, name) })
	switch {
	case err != nil || i < 0:
		return WorkingTime{}, Invalid("%s is not a stretch of working time. Expected something like `30 working minutes`, `4 working hours` or `1 working day`.", quoted(text))
	case amount < 1 || amount > workingUnits[i].most:
		return WorkingTime{}, Invalid("%s is too short or too long. Expected 1 to %d working minutes, 1 to %d working hours, or 1 to %d working days.",
			quoted(text), workingUnits[0].most, workingUnits[1].most, workingUnits[2].most)
	}
	return workingUnits[i].of(amount), nil
}

// Depth is how often sales tries to reach a lead, and within what time from
// its acceptance. The zero value promises nothing.
type Depth struct {
	Attempts int         `json:"attempts,omitempty"`
	Within   WorkingTime `json:"within,omitzero"`
}

// IsZero says that nothing is promised.
func (d Depth) IsZero() bool { return d.Attempts == 0 }

// String is the promise in words: "4 attempts in 5 working days".
func (d Depth) String() string {
	if d.IsZero() {
		return ""
	}
	return counted(int64(d.Attempts), "attempt") + " in " + d.Within.String()
}

// maxAttempts is more than anybody bears to be called.
const maxAttempts = 20

// ParseDepth reads a promise such as "4 attempts in 5 working days".
func ParseDepth(text string) (Depth, error) {
	wrong := Invalid("%s is not a number of attempts. Expected something like `4 attempts in 5 working days`.", quoted(text))
	attempts, within, found := strings.Cut(strings.ToLower(cleanLine(text)), " in ")
	count, unit, _ := strings.Cut(strings.TrimSpace(attempts), " ")
	n, err := strconv.Atoi(count)
	if !found || err != nil || !slices.Contains([]string{"", "attempt", "attempts"}, strings.TrimSpace(unit)) {
		return Depth{}, wrong
	}
	if n < 1 || n > maxAttempts {
		return Depth{}, Invalid("%s asks for too few or too many attempts. Expected 1 to %d.", quoted(text), maxAttempts)
	}
	w, err := ParseWorkingTime(within)
	return Depth{Attempts: n, Within: w}, err
}

// LeadClass is what the first touch of a lead is promised by.
type LeadClass string

// The classes of leads that sales works.
const (
	ClassHot       LeadClass = "hot"        // marked so at the handoff, or by a rule of the definition
	ClassHandedOff LeadClass = "handed_off" // by marketing; not written on the handoff
	ClassOther     LeadClass = "other"      // found by sales itself: logged by somebody of sales, or imported
)

// ServiceLevels are the promises of sales on a handed-off lead. A first touch
// that has no promise of its own is promised as any other.
type ServiceLevels struct {
	Accept          WorkingTime `json:"accept"`
	FirstTouch      WorkingTime `json:"first_touch"`
	FirstTouchHot   WorkingTime `json:"first_touch_hot,omitzero"`
	FirstTouchOther WorkingTime `json:"first_touch_other,omitzero"`
	Depth           Depth       `json:"depth,omitzero"`
	Update          WorkingTime `json:"update"`
	EscalateAfter   WorkingTime `json:"escalate_after"`  // from the deadline to the overseer
	Answer          WorkingTime `json:"answer,omitzero"` // marketing's, to a question of the rep
	Window          WorkingTime `json:"window,omitzero"` // in which a handoff has to be answered
	OnWindowEnd     WindowEnd   `json:"on_window_end,omitempty"`
}

// What is promised where the definition is older than the promise.
var (
	defaultAnswer = WorkingTime{Hours: 8}
	defaultWindow = WorkingTime{Days: 2}
)

// InForce are the promises, with what holds for those that the definition is
// older than.
func (s ServiceLevels) InForce() ServiceLevels {
	s.Answer = cmp.Or(s.Answer, defaultAnswer)
	s.Window = cmp.Or(s.Window, defaultWindow)
	s.OnWindowEnd = cmp.Or(s.OnWindowEnd, WindowEscalates)
	return s
}

// Of gives the promise behind a clock on a lead of a class.
func (s ServiceLevels) Of(kind ClockKind, class LeadClass) WorkingTime {
	if kind == ClockFirstTouch {
		own := map[LeadClass]WorkingTime{ClassHot: s.FirstTouchHot, ClassOther: s.FirstTouchOther}[class]
		if !own.IsZero() {
			return own
		}
	}
	return map[ClockKind]WorkingTime{
		ClockAccept: s.Accept, ClockAnswer: s.InForce().Answer, ClockFirstTouch: s.FirstTouch, ClockDepth: s.Depth.Within, ClockUpdate: s.Update,
	}[kind]
}

// answerable refuses a window that ends before the answer is due: an offer would
// be gone that nobody is late with, or people be reminded of what is not late.
func answerable(d Definition) error {
	levels := d.ServiceLevels.InForce()
	if levels.Window.about() >= levels.Accept.about() {
		return nil
	}

	text := fmt.Sprintf("A window of %s would end before the answer is due, which is within %s.", levels.Window, levels.Accept)
	if levels.OnWindowEnd == WindowEscalates {
		text += " With escalate nothing happens then: people are reminded once the answer is late. To have them reminded earlier, shorten the time to accept or reject."
	}
	return Invalid("%s Make the window %s or longer.", text, levels.Accept)
}
