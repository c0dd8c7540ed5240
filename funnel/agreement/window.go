package agreement

import (
	"fmt"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

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
