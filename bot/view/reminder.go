package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// ReminderModel is a merged reminder as it was written, with its leads as
// they are now. Replaced says that there is a newer one.
type ReminderModel struct {
	funnel.Reminded
	Replaced bool
}

// Reminder is the one message of somebody about all that is late. What is
// done since is struck out, and brings no buttons.
func Reminder(c Context, m ReminderModel) Message {
	if m.Replaced {
		return say("A newer list took the place of this one.")
	}
	v := direct(c, m.Reminder.User)
	open := 0
	var blocks []slack.Block
	for _, row := range m.Reminder.Rows {
		l, isOpen := m.open(row, v)
		if isOpen {
			open++
			blocks = append(blocks, v.reminderRow(row, l)...)
		} else {
			blocks = append(blocks, context(v.settledRow(row, l)))
		}
	}
	if m.Reminder.More > 0 {
		blocks = append(blocks, context("… and "+number(m.Reminder.More)+" more. `/lead mine` lists what is yours, `/loop board` all that is late."))
	}
	if open == 0 {
		return say(m.nothingOpen(), blocks...)
	}
	title := m.title(open)
	return Message{Text: CutMarkup(m.notification(v, title), maxText), Blocks: append([]slack.Block{section("*" + title + "*")}, blocks...)}
}

// nothingOpen thanks where it was people who saw to the rows.
func (m ReminderModel) nothingOpen() string {
	for _, row := range m.Reminder.Rows {
		if row.Person == m.Reminder.User && seenTo(row, m.Leads[row.Lead]) != "done" {
			return "Nothing of this is open for you any more."
		}
	}
	if m.Reminder.More > 0 {
		return "All of these are done, thank you."
	}
	return "All done, thank you."
}

func (m ReminderModel) title(open int) string {
	if open+m.Reminder.More == 1 {
		return "One promise is late."
	}
	return counted(open+m.Reminder.More, "promise") + " are late."
}

// notification is what the phone shows: the lead that is late longest.
func (m ReminderModel) notification(v voice, title string) string {
	for _, row := range m.Reminder.Rows {
		if l, open := m.open(row, v); open {
			return title + " " + leadNamed(l) + ": " + v.lateness(row)
		}
	}
	return title
}

// open says whether somebody still has to see to a row.
func (m ReminderModel) open(row funnel.ReminderRow, v voice) (funnel.Lead, bool) {
	l, known := m.Leads[row.Lead]
	if !known {
		l.ID = row.Lead
		return l, false
	}
	c, open := row.Of(l)
	return l, open && !c.QuietUntil.After(v.Now)
}

// reminderActs are what can be done about a late promise of one's own.
var reminderActs = map[agreement.ClockKind][]string{
	agreement.ClockAccept:     {ActionAccept, ActionReject, ActionSnooze},
	agreement.ClockFirstTouch: {ActionCall, ActionTouch, ActionSnooze, ActionHandBack, ActionRecycle},
	agreement.ClockAnswer:     {ActionAnswer, ActionSnooze},
	agreement.ClockDepth:      {ActionCall, ActionTouch, ActionSnooze, ActionHandBack, ActionRecycle},
	agreement.ClockUpdate:     {ActionCall, ActionTouch, ActionSnooze, ActionHandBack, ActionRecycle},
}

func (v voice) reminderRow(row funnel.ReminderRow, l funnel.Lead) []slack.Block {
	text, acts := hotMark(l)+leadNamed(l)+"\n"+v.lateness(row), reminderActs[row.Kind]
	switch {
	case row.Person != v.reader:
		acts = []string{ActionAssign, ActionShow}
		if l.Snoozes > 0 {
			text += "\nSnoozed " + times(l.Snoozes) + ", the last time because: " + shown(l.SnoozedFor, maxShown)
		}
	case row.Kind != agreement.ClockAccept && row.Kind != agreement.ClockAnswer && waysToReach(l) != "":
		text += "\n" + waysToReach(l)
	}
	return append([]slack.Block{section(text)}, buttons(l, acts...)...)
}

// lateness says what is late, whose it is, and how late.
func (v voice) lateness(row funnel.ReminderRow) string {
	what := clockNames[row.Kind] + " was due " + Moment(row.Due) + ": " + row.Lateness + " late."
	if row.Person == v.reader {
		return capital(what)
	}
	return v.person(row.Person) + ": " + what
}

// settledRow is what became of a row.
func (v voice) settledRow(row funnel.ReminderRow, l funnel.Lead) string {
	text := "~" + l.ID.String() + "~"
	if l.Who() != l.ID.String() {
		text += " " + shown(l.Who(), maxShown)
	}
	if c, open := row.Of(l); open {
		return text + ": snoozed until " + Moment(c.QuietUntil) + "."
	}
	return text + ": " + seenTo(row, l) + "."
}

// seenTo is how a promise stopped being somebody's: kept, or taken from them.
func seenTo(row funnel.ReminderRow, l funnel.Lead) string {
	switch {
	case row.Kind != agreement.ClockAccept:
		return "done"
	case l.Handoff.Automatic():
		return "nobody answered, so it counts as taken"
	case l.Handoff.State == funnel.HandoffLapsed:
		return "nobody answered, so it went back to marketing"
	case l.Handoff.Open() && l.Owner != row.Person:
		return "passed on"
	}
	return "done"
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return number(n) + " times"
}

// Snooze asks until when reminders of a lead are put off, and why.
func Snooze(c Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackSnooze, "Snooze "+l.ID.String(), "Snooze",
		context("No reminders until then. The promise stays as it is, and your manager sees why you put it off."),
		datePicker(FieldUntil, "Until", "Reminders come again from that morning on.", c.today().AddDays(defaultSnoozeDays)),
		textField{field: FieldReason, label: "Why?", placeholder: "She is at a fair until Thursday.", limit: limitNote, required: true}.block(),
	)
}

const defaultSnoozeDays = 3
