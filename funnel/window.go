package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Automatic says whether the offer was taken because nobody answered it.
func (h Handoff) Automatic() bool { return h.State == HandoffAccepted && h.AnsweredBy == ref.Leadloop }

// openWindow begins the window of an offer, by the definition by which the
// offer is judged. Where nothing happens at its end there is none.
func (d *decision) openWindow() {
	h, levels := &d.lead.Handoff, d.policy.Definition.ServiceLevels.InForce()
	h.WindowEnds, h.AtEnd = time.Time{}, ""
	if end := levels.OnWindowEnd; end != agreement.WindowEscalates {
		h.WindowEnds, h.AtEnd = levels.Window.After(d.act.At, d.policy.CalendarOf(h.To)), end
	}
}

// windowEnds is when the window of the open offer ends; zero is never. While
// a question waits for marketing it stands still. It never ends before the
// answer is due, however short the days of the rep are.
func (l Lead) windowEnds() time.Time {
	if !l.Offered() || l.Asked() || l.Handoff.WindowEnds.IsZero() {
		return time.Time{}
	}
	c, _ := l.Clock(agreement.ClockAccept)
	return calendar.Later(l.Handoff.WindowEnds, c.DueAt)
}

// closeWindow does what was agreed on where nobody has answered within the
// window. An answer at exactly its end is in time.
func (d *decision) closeWindow() {
	ends := d.lead.windowEnds()
	if ends.IsZero() || !d.act.At.After(ends) {
		return
	}
	swept, outcomes := d.act.At, d.release()
	d.act.At = ends // whenever the sweep comes, it ended then
	if d.lead.Handoff.AtEnd == agreement.WindowAccepts {
		d.takeByDefault(swept, outcomes)
		return
	}
	d.answer(HandoffLapsed)
	d.act.At = swept
	e := d.giveBack(EntryLapsed, d.lead.marketingStage())
	e.Clocks, e.Definition, e.Due = outcomes, d.lead.Handoff.Definition, ends
	d.tellBoth(NoticeLapsed)
}

// takeByDefault gives the lead to the rep it was offered to. It is no
// acceptance by a person, and is never counted as one.
func (d *decision) takeByDefault(swept time.Time, outcomes []ClockOutcome) {
	ends := d.act.At
	d.answer(HandoffAccepted)
	outcomes = append(outcomes, d.begin()...)
	d.act.At = swept
	e := d.move(EntryDefaulted, agreement.SAL)
	e.Clocks, e.Class, e.Definition = outcomes, d.lead.Handoff.Class, d.lead.Handoff.Definition
	e.Due = ends
	d.tellBoth(NoticeDefaulted)
}
