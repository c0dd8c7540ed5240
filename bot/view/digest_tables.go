package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// tablePart is a part of the digest as plain text, for a terminal and for the
// page: rows of cells, the first of them the names of the columns where it is
// headed, and sentences.
type tablePart struct {
	title  string
	intro  []string
	rows   [][]string
	headed bool
	notes  []string
}

func (p tablePart) empty() bool { return len(p.rows) == 0 && len(p.notes) == 0 && len(p.intro) == 0 }

// tableParts are the parts but the goals, the explanations, the funnel and the
// open leads, which the page draws and so shows by itself.
func (v voice) tableParts(d funnel.Digest) []tablePart {
	var parts []tablePart
	promises := tablePart{title: promisesTitle(d), rows: v.levelRows(d), headed: true, notes: turnNotes(d)}
	if !promises.empty() {
		parts = append(parts, promises)
	}
	for _, section := range v.report(d).Sections {
		if !section.Empty() {
			parts = append(parts, v.table(section))
		}
	}
	return parts
}

// table is an explanation with its amounts as a column of their own.
func (e explanation) table() tablePart {
	p := tablePart{title: e.title, intro: e.notes, notes: e.close}
	for _, row := range e.rows {
		cells := []string{row.amount, row.cause}
		if row.amount == "" {
			cells = []string{"– " + row.cause}
		}
		p.rows = append(p.rows, cells)
	}
	return p
}

func (v voice) funnelRows(d funnel.Digest) [][]string {
	rows := [][]string{{"Stage", "Entered", "Week before", "Four-week mean", "Rate"}}
	for _, s := range d.Used(d.Stages()) {
		rate := ""
		if r, ok := rateTo(d, s); ok {
			rate = percent(r.Fraction()) + " of " + v.plural(r.From)
		}
		n := d.Funnel.Of(s)
		rows = append(rows, []string{
			v.plural(s), number(n), number(d.Before.Of(s)) + difference(float64(n-d.Before.Of(s))), oneDecimal(d.Mean(s)) + difference(float64(n)-d.Mean(s)), rate,
		})
	}
	return rows
}

// difference is a change in brackets: " (+3)".
func difference(n float64) string {
	switch shown := oneDecimal(n); {
	case shown == "0" || shown == "-0":
		return ""
	case n < 0:
		return " (−" + strings.TrimPrefix(shown, "-") + ")"
	default:
		return " (+" + shown + ")"
	}
}

// remindersShown are the kinds of reminders whose effect the audience reads of.
func remindersShown(d funnel.Digest) []funnel.NudgeRow {
	if !d.Shows(funnel.SectionReminders) {
		return nil
	}
	return d.Nudges
}

func waterfallRows(d funnel.Digest) [][]string {
	if !hasWaterfall(d) {
		return nil
	}
	var rows [][]string
	for _, step := range waterfallSteps(d.Waterfall) {
		rows = append(rows, []string{capital(step.name), strings.TrimSpace(step.sign + " " + thousands(step.n))})
	}
	return rows
}

func (v voice) levelRows(d funnel.Digest) [][]string {
	rows := [][]string{
		{"Team", "Promise", "Kept", "Half within", "Nine in ten within"},
		{"Marketing", "leads handed to sales", number(d.Handoffs), "", ""},
	}
	if d.Acceptance.Known() {
		rows = append(rows, []string{"Marketing", "accepted by sales", plainRate(d.Acceptance), "", ""})
	}
	for _, o := range d.Overrides {
		rows = append(rows, []string{capital(string(o.By())), v.override(o) + lacking(o), number(o.Leads), "", ""})
	}
	for _, level := range d.Levels {
		if !level.Known() && level.Answered == 0 {
			continue
		}
		row := []string{capital(string(level.Clock.Promiser())), levelNames[level.Clock] + " in time", plainRate(level.Rate), "–", "–"}
		if level.Answered > 0 {
			row[3], row[4] = inMinutes(level.Median), inMinutes(level.P90)
		}
		rows = append(rows, row)
	}
	for _, end := range []struct {
		what string
		n    int64
	}{{"taken by default, because nobody answered", d.Defaulted}, {"back with marketing, because nobody answered", d.Lapsed}} {
		if end.n > 0 && d.Shows(funnel.SectionSales) {
			rows = append(rows, []string{"Sales", end.what, number(end.n), "", ""})
		}
	}
	for _, row := range remindersShown(d) {
		rows = append(rows, []string{"Reminders", nudgeName(row.Kind) + " acted on", plainRate(row.Rate), "", ""})
	}
	if len(rows) == 2 && d.Handoffs == 0 {
		return nil // as in weeks that were imported
	}
	return rows
}

// turnNotes say whose turn leads were on.
func turnNotes(d funnel.Digest) []string {
	if text := whoseTurn(d); text != "" && d.Shows(funnel.SectionTurns) {
		return []string{strings.NewReplacer("• ", "", "*", "").Replace(text)}
	}
	return nil
}
