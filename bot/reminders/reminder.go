package reminders

import (
	"cmp"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
)

// reminderModel is a merged reminder as it was written, with its leads as
// they are now. Replaced says that there is a newer one.
type reminderModel struct {
	funnel.Reminded
	Replaced bool
}

// reminderShown is the one message of somebody about all that is late. What is
// done since is struck out, and brings no buttons.
func reminderShown(c kit.Context, m reminderModel) kit.Message {
	if m.Replaced {
		return kit.Reply("A newer list took the place of this one.")
	}

	v := kit.Direct(c, m.Reminder.User)
	open := 0
	var blocks []slack.Block
	for _, row := range m.Reminder.Rows {
		l, isOpen := m.open(row, v)
		if isOpen {
			open++
			blocks = append(blocks, reminderRow(v, row, l)...)
		} else {
			blocks = append(blocks, kit.ContextLine(settledRow(row, l)))
		}
	}

	if m.Reminder.More > 0 {
		blocks = append(blocks, kit.ContextLine("… and "+kit.Number(m.Reminder.More)+" more. `/lead mine` lists what is yours, `/loop board` all that is late."))
	}

	if open == 0 {
		return kit.Reply(m.nothingOpen(), blocks...)
	}

	title := m.title(open)
	return kit.Message{
		Text:   kit.CutMarkup(m.notification(v, title), kit.MaxText),
		Blocks: append([]slack.Block{kit.Section("*" + title + "*")}, blocks...),
	}
}

// nothingOpen thanks where it was people who saw to the rows.
func (m reminderModel) nothingOpen() string {
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

func (m reminderModel) title(open int) string {
	if open+m.Reminder.More == 1 {
		return "One promise is late."
	}

	return kit.Counted(open+m.Reminder.More, "promise") + " are late."
}

// notification is what the phone shows: the lead that is late longest.
func (m reminderModel) notification(v kit.Voice, title string) string {
	for _, row := range m.Reminder.Rows {
		if l, open := m.open(row, v); open {
			return title + " " + leads.LeadNamed(l) + ": " + lateness(v, row)
		}
	}

	return title
}

// open says whether somebody still has to see to a row.
func (m reminderModel) open(row funnel.ReminderRow, v kit.Voice) (funnel.Lead, bool) {
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
	agreement.ClockAccept: {leads.ActionAccept, leads.ActionReject, leads.ActionSnooze},
	agreement.ClockFirstTouch: {
		leads.ActionCall, leads.ActionTouch, leads.ActionSnooze, leads.ActionHandBack,
		leads.ActionRecycle,
	},
	agreement.ClockAnswer: {leads.ActionAnswer, leads.ActionSnooze},
	agreement.ClockDepth: {
		leads.ActionCall, leads.ActionTouch, leads.ActionSnooze, leads.ActionHandBack,
		leads.ActionRecycle,
	},
	agreement.ClockUpdate: {
		leads.ActionCall, leads.ActionTouch, leads.ActionSnooze, leads.ActionHandBack,
		leads.ActionRecycle,
	},
}

func reminderRow(v kit.Voice, row funnel.ReminderRow, l funnel.Lead) []slack.Block {
	text, acts := leads.HotMark(l)+leads.LeadNamed(l)+"\n"+lateness(v, row), reminderActs[row.Kind]
	switch {
	case row.Person != v.Reader:
		acts = []string{leads.ActionAssign, leads.ActionShow}
		if l.Snoozes > 0 {
			text += "\nSnoozed " + Times(l.Snoozes) + ", the last time because: " + kit.Shown(l.SnoozedFor, kit.MaxShown)
		}
	case row.Kind != agreement.ClockAccept && row.Kind != agreement.ClockAnswer && leads.WaysToReach(l) != "":
		text += "\n" + leads.WaysToReach(l)
	}

	return append([]slack.Block{kit.Section(text)}, leads.Buttons(l, acts...)...)
}

// lateness says what is late, whose it is, and how late.
func lateness(v kit.Voice, row funnel.ReminderRow) string {
	what := kit.ClockNames[row.Kind].Noun + " was due " + kit.Moment(row.Due) + ": " +
		kit.InMarkup(row.Lateness, v.Person) + " late."
	if row.Person == v.Reader {
		return kit.Capital(what)
	}

	return v.Person(row.Person) + ": " + what
}

// settledRow is what became of a row.
func settledRow(row funnel.ReminderRow, l funnel.Lead) string {
	text := "~" + l.ID.String() + "~"
	if l.Who() != l.ID.String() {
		text += " " + kit.Shown(l.Who(), kit.MaxShown)
	}

	if c, open := row.Of(l); open {
		return text + ": snoozed until " + kit.Moment(c.QuietUntil) + "."
	}

	return text + ": " + seenTo(row, l) + "."
}

// seenTo is how a promise stopped being somebody's: kept, or taken from them.
func seenTo(row funnel.ReminderRow, l funnel.Lead) string {
	switch h := l.Handoff; {
	case row.Kind == agreement.ClockAccept && h.Automatic():
		return "nobody answered, so it counts as taken"
	case row.Kind == agreement.ClockAccept && h.State == funnel.HandoffLapsed:
		return "nobody answered, so it went back to marketing"
	case passedOn(row, l):
		return "passed on"
	}

	return "done"
}

// passedOn says whether another rep has now what somebody was reminded of. An offer that is newer than the promise
// follows an answer of theirs.
func passedOn(row funnel.ReminderRow, l funnel.Lead) bool {
	h := l.Handoff
	switch row.Kind {
	case agreement.ClockAccept:
		return h.To != row.Person && h.AnsweredBy != row.Person && !h.Since().After(row.Started)
	case agreement.ClockAnswer:
		return false
	default:
		return l.Stage.WithSales() && l.Owner != row.Person
	}
}

// Times is how often: once, twice, 3 times.
func Times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}

	return kit.Number(n) + " times"
}

// boardShown lists who is late on what: by promise, then by person, late longest
// first. More is how many are late beyond those given.
func boardShown(c kit.Context, late []funnel.Violation, more int) kit.Message {
	if len(late) == 0 {
		return kit.Reply("Nobody is on the board: no promise is late.")
	}

	v := kit.Direct(c, "")
	late = ByClock(late)
	var lines []string
	for i, one := range late {
		if i == 0 || !Alike(one, late[i-1]) {
			lines = append(lines, WhoIsLate(v, one))
		}

		lines = append(lines, Violation(v, one))
	}

	m := kit.Listing("*"+BoardTitle(late, more)+"*", lines, more, "Those that are late longest are listed.")
	m.Blocks = append(m.Blocks,
		kit.ContextLine("`/lead show "+late[0].Lead.ID.String()+"` shows a lead, with what can be done about it."))
	return m
}

// ByClock sorts by promise, then by person, late longest first.
func ByClock(late []funnel.Violation) []funnel.Violation {
	late = slices.Clone(late)
	slices.SortStableFunc(late, func(a, b funnel.Violation) int {
		return cmp.Or(
			cmp.Compare(slices.Index(funnel.ClockKinds, a.Clock.Kind), slices.Index(funnel.ClockKinds, b.Clock.Kind)),
			cmp.Compare(a.Clock.Person, b.Clock.Person),
			a.Clock.DueAt.Compare(b.Clock.DueAt),
		)
	})
	return late
}

// Alike says whether two are the same promise of the same person.
func Alike(one, other funnel.Violation) bool {
	return one.Clock.Kind == other.Clock.Kind && one.Clock.Person == other.Clock.Person
}

// BoardTitle says how many promises are late.
func BoardTitle(late []funnel.Violation, more int) string {
	return "On the board: " + kit.Counted(len(late)+more, "promise") + " late"
}

// WhoIsLate says what somebody promised.
func WhoIsLate(v kit.Voice, one funnel.Violation) string {
	return "*" + kit.Capital(kit.ClockNames[one.Clock.Kind].Short) + "*  " + v.Person(one.Clock.Person)
}

// Violation is a late promise in a line.
func Violation(v kit.Voice, one funnel.Violation) string {
	line := "• " + leads.LeadNamed(one.Lead) + "  ·  " + kit.InMarkup(one.Lateness, v.Person) + " late, since " +
		kit.Moment(one.Clock.DueAt)
	if one.Clock.QuietUntil.After(v.Now) {
		line += "  ·  snoozed until " + kit.Moment(one.Clock.QuietUntil) + ": " + kit.Shown(one.Lead.SnoozedFor, kit.MaxShown)
	}

	return line
}

// nudgeList shows which reminders are sent, and whether they help.
func nudgeList(c kit.Context, rows []ledger.NudgeRow) kit.Message {
	lines := make([]string, len(rows))
	for i, row := range rows {
		state := "on"
		switch {
		case row.Off:
			state = "off"
		case row.Kind == funnel.NudgeEscalation:
			state = "always on"
		}

		lines[i] = "• `" + string(row.Kind) + "`  " + state + "  ·  " + heeded(row)
		if row.Needless() {
			lines[i] += "  ·  few act on them: `/loop nudges off " + string(row.Kind) + "` ends them"
		}
	}

	return kit.Listing("*Reminders, and how many were acted on within four working hours, in the last four weeks*", lines, 0, "")
}

// nudgesSwitched answers who ended a kind of reminder or began it again.
func nudgesSwitched(kind funnel.NudgeKind, off bool) kit.Message {
	text := "Reminders of the kind " + string(kind)
	if off {
		return kit.Reply(text + " are off. What is late is still on `/loop board`, and others hear of it in time.")
	}

	return kit.Reply(text + " are sent again.")
}

func heeded(row ledger.NudgeRow) string {
	if !row.Known() {
		return "none sent"
	}

	return report.RateOf(row.Rate, "acted on")
}
