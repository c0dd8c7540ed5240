package agreement

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Depth is how often sales tries to reach a lead, and within what time from
// its acceptance. The zero value promises nothing.
type Depth struct {
	Attempts int                  `json:"attempts,omitempty"`
	Within   calendar.WorkingTime `json:"within,omitzero"`
}

// IsZero says that nothing is promised.
func (d Depth) IsZero() bool { return d.Attempts == 0 }

// String is the promise in words: "4 attempts in 5 working days".
func (d Depth) String() string {
	if d.IsZero() {
		return ""
	}

	return stats.Counted(int64(d.Attempts), "attempt") + " in " + d.Within.String()
}

// maxAttempts is more than anybody bears to be called.
const maxAttempts = 20

// ParseDepth reads a promise such as "4 attempts in 5 working days".
func ParseDepth(text string) (Depth, error) {
	wrong := fault.Invalid("%s is not a number of attempts. Expected something like `4 attempts in 5 working days`.", fault.Quoted(text))
	attempts, within, found := strings.Cut(strings.ToLower(fault.Tidy(text)), " in ")
	count, unit, _ := strings.Cut(strings.TrimSpace(attempts), " ")
	n, err := strconv.Atoi(count)
	if !found || err != nil || !slices.Contains([]string{"", "attempt", "attempts"}, strings.TrimSpace(unit)) {
		return Depth{}, wrong
	}

	if n < 1 || n > maxAttempts {
		return Depth{}, fault.Invalid("%s asks for too few or too many attempts. Expected 1 to %d.", fault.Quoted(text), maxAttempts)
	}

	w, err := calendar.ParseWorkingTime(within)
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
	Accept          calendar.WorkingTime `json:"accept"`
	FirstTouch      calendar.WorkingTime `json:"first_touch"`
	FirstTouchHot   calendar.WorkingTime `json:"first_touch_hot,omitzero"`
	FirstTouchOther calendar.WorkingTime `json:"first_touch_other,omitzero"`
	Depth           Depth                `json:"depth,omitzero"`
	Update          calendar.WorkingTime `json:"update"`
	EscalateAfter   calendar.WorkingTime `json:"escalate_after"`  // from the deadline to the overseer
	Answer          calendar.WorkingTime `json:"answer,omitzero"` // marketing's, to a question of the rep
	Window          calendar.WorkingTime `json:"window,omitzero"` // in which a handoff has to be answered
	OnWindowEnd     WindowEnd            `json:"on_window_end,omitempty"`
}

// What is promised where the definition is older than the promise.
var (
	defaultAnswer = calendar.WorkingTime{Hours: 8}
	defaultWindow = calendar.WorkingTime{Days: 2}
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
func (s ServiceLevels) Of(kind ClockKind, class LeadClass) calendar.WorkingTime {
	if kind == ClockFirstTouch {
		own := map[LeadClass]calendar.WorkingTime{ClassHot: s.FirstTouchHot, ClassOther: s.FirstTouchOther}[class]
		if !own.IsZero() {
			return own
		}
	}

	return map[ClockKind]calendar.WorkingTime{
		ClockAccept: s.Accept, ClockAnswer: s.InForce().Answer, ClockFirstTouch: s.FirstTouch, ClockDepth: s.Depth.Within,
		ClockUpdate: s.Update,
	}[kind]
}

// ClockKind names a promise with a deadline in working time.
type ClockKind string

// The clocks of a handed-off lead. A lead has at most one of each kind.
const (
	ClockAccept     ClockKind = "accept"      // answer the handoff
	ClockFirstTouch ClockKind = "first_touch" // reach out to the lead
	ClockDepth      ClockKind = "depth"       // try often enough to reach the lead
	ClockUpdate     ClockKind = "update"      // say how it goes (stale)
	ClockAnswer     ClockKind = "answer"      // marketing's: answer the rep's question
)

// Plural is what was promised, as counts of it are named.
func (k ClockKind) Plural() string {
	return map[ClockKind]string{
		ClockAccept: "answers", ClockFirstTouch: "first touches", ClockDepth: "attempts to reach leads",
		ClockUpdate: "updates",
		ClockAnswer: "answers to questions",
	}[k]
}

// Promiser is the team that gave a promise of the kind.
func (k ClockKind) Promiser() ref.Team {
	if k == ClockAnswer {
		return ref.Marketing
	}

	return ref.Sales
}

// answerable refuses a window that ends before the answer is due: an offer would
// be gone that nobody is late with, or people be reminded of what is not late.
func answerable(d Definition) error {
	levels := d.ServiceLevels.InForce()
	if levels.Window.About() >= levels.Accept.About() {
		return nil
	}

	text := fmt.Sprintf("A window of %s would end before the answer is due, which is within %s.", levels.Window, levels.Accept)
	if levels.OnWindowEnd == WindowEscalates {
		text += " With escalate nothing happens then: people are reminded once the answer is late. To have them reminded earlier, shorten the time to accept or reject."
	}

	return fault.Invalid("%s Make the window %s or longer.", text, levels.Accept)
}

// WindowEnd is what becomes of a handoff that nobody has answered when its
// window ends.
type WindowEnd string

// What may be agreed on. The zero value is WindowEscalates.
const (
	WindowEscalates WindowEnd = "escalate" // people are reminded, and nothing else happens
	WindowAccepts   WindowEnd = "accept"   // it counts as taken, marked as automatic
	WindowReturns   WindowEnd = "return"   // it goes back to its marketer
)

// String is the word that stands for it in the form.
func (e WindowEnd) String() string { return string(e) }

// ParseWindowEnd reads one of the three words; blank is escalate.
func ParseWindowEnd(text string) (WindowEnd, error) {
	switch end := WindowEnd(strings.ToLower(fault.Tidy(text))); end {
	case "":
		return WindowEscalates, nil
	case WindowAccepts, WindowEscalates, WindowReturns:
		return end, nil
	}

	return "", fault.Invalid("%s is not something that can happen when nobody has answered. Expected escalate, accept or return.", fault.Quoted(text))
}
