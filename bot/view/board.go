package view

import (
	"cmp"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
)

// Board lists who is late on what: by promise, then by person, late longest
// first. More is how many are late beyond those given.
func Board(c Context, late []funnel.Violation, more int) Message {
	if len(late) == 0 {
		return say("Nobody is on the board: no promise is late.")
	}
	v := direct(c, "")
	late = byClock(late)
	var lines []string
	for i, one := range late {
		if i == 0 || !alike(one, late[i-1]) {
			lines = append(lines, v.promised(one))
		}
		lines = append(lines, v.violation(one))
	}
	m := listing("*"+boardTitle(late, more)+"*", lines, more, "Those that are late longest are listed.")
	m.Blocks = append(m.Blocks, context("`/lead show "+late[0].Lead.ID.String()+"` shows a lead, with what can be done about it."))
	return m
}

// byClock sorts by promise, then by person, late longest first.
func byClock(late []funnel.Violation) []funnel.Violation {
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

// alike says whether two are the same promise of the same person.
func alike(one, other funnel.Violation) bool {
	return one.Clock.Kind == other.Clock.Kind && one.Clock.Person == other.Clock.Person
}

func boardTitle(late []funnel.Violation, more int) string {
	return "On the board: " + counted(len(late)+more, "promise") + " late"
}

// promised says what somebody promised.
func (v voice) promised(one funnel.Violation) string {
	return "*" + capital(shortClocks[one.Clock.Kind]) + "*  " + v.person(one.Clock.Person)
}

func (v voice) violation(one funnel.Violation) string {
	line := "• " + leadNamed(one.Lead) + "  ·  " + one.Lateness + " late, since " + Moment(one.Clock.DueAt)
	if one.Clock.QuietUntil.After(v.Now) {
		line += "  ·  snoozed until " + Moment(one.Clock.QuietUntil) + ": " + shown(one.Lead.SnoozedFor, maxShown)
	}
	return line
}

// NudgeList shows which reminders are sent, and whether they help.
func NudgeList(c Context, rows []ledger.NudgeRow) Message {
	lines := make([]string, len(rows))
	for i, row := range rows {
		state := "on"
		if row.Off {
			state = "off"
		}
		lines[i] = "• `" + string(row.Kind) + "`  " + state + "  ·  " + heeded(row)
		if row.Needless() {
			lines[i] += "  ·  few act on them: `/loop nudges off " + string(row.Kind) + "` ends them"
		}
	}
	return listing("*Reminders, and how many were acted on within four working hours, in the last four weeks*", lines, 0, "")
}

// NudgesSwitched answers who ended a kind of reminder or began it again.
func NudgesSwitched(kind funnel.NudgeKind, off bool) Message {
	text := "Reminders of the kind " + string(kind)
	if off {
		return say(text + " are off. What is late is still on `/loop board`, and others hear of it in time.")
	}
	return say(text + " are sent again.")
}

func heeded(row ledger.NudgeRow) string {
	if !row.Known() {
		return "none sent"
	}
	return report.RateOf(row.Rate, "acted on")
}
