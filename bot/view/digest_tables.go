package view

import (
	"cmp"
	"fmt"
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
	all := []struct {
		section funnel.SectionKey
		tablePart
	}{
		{"", tablePart{title: promisesTitle(d), rows: v.levelRows(d), headed: true, notes: turnNotes(d)}},
		{funnel.SectionLoops, tablePart{title: v.loopsTitle(d), rows: withMore(v.loopRows(d), d.OpenLoops)}},
		{funnel.SectionRejections, tablePart{title: "Given back by sales, by reason", rows: reasonRows(d.Rejections), notes: handBacks(d)}},
		{funnel.SectionCampaigns, v.campaignTable(d)},
		{funnel.SectionWins, tablePart{title: fmt.Sprintf("Won: %s%s", thousands(d.Funnel.Customers), plainRevenue(d.Revenue)), rows: v.winRows(d)}},
		{funnel.SectionLosses, tablePart{title: fmt.Sprintf("Lost: %s", thousands(max(d.Lost, int64(len(d.Losses))))), rows: v.lossRows(d), notes: lostWhy(d)}},
		{funnel.SectionBalance, tablePart{title: balanceTitle, rows: balanceRows(d), headed: true}},
		{funnel.SectionSources, tablePart{title: "By source", rows: sourceRows(d), headed: true}},
	}
	var parts []tablePart
	for _, p := range all {
		if !p.empty() && (p.section == "" || d.Shows(p.section)) {
			parts = append(parts, p.tablePart)
		}
	}
	return parts
}

func (v voice) campaignTable(d funnel.Digest) tablePart {
	rows := campaignRows(d)
	if len(rows) == 0 {
		return tablePart{}
	}
	return tablePart{title: rankTitle, rows: rows, headed: true, notes: []string{v.campaignsSpan(d)}}
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

func (v voice) loopRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Oldest {
		since := ""
		if !row.Since.IsZero() {
			since = "since " + funnel.DateOf(row.Since, v.zone()).Words()
		}
		rows = append(rows, []string{row.Lead.String(), Cut(flat(row.Who), maxCell), row.Stage.Name(), v.name(row.Owner), since})
	}
	return rows
}

func reasonRows(reasons []funnel.ReasonRow) [][]string {
	var rows [][]string
	for _, row := range reasons {
		rows = append(rows, []string{Cut(flat(cmp.Or(row.Label, row.Code)), maxCell), number(row.Count)})
	}
	return rows
}

func campaignRows(d funnel.Digest) [][]string {
	var rows [][]string
	add := func(label string, row funnel.CampaignRow) {
		rows = append(rows, []string{label, Cut(flat(row.Name), maxCell), amountOr(row.Cost, notKnown), number(row.Accepted) + " of " + number(row.Leads), spentOn(row)})
	}
	for _, row := range d.Campaigns.Best {
		add(rankLabel(row, "best"), row)
	}
	for _, row := range d.Campaigns.Worst {
		add("worst", row)
	}
	if len(rows) == 0 {
		return nil
	}
	return append([][]string{{"", "Campaign", "Each", "Accepted", "Spent"}}, rows...)
}

func (v voice) winRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Wins {
		rows = append(rows, []string{row.Lead.String(), Cut(flat(whoEnded(row)), maxCell), amountOr(row.Amount, "–"), v.endOwner(row), Cut(flat(row.Source), maxCell), Cut(flat(row.Note), maxCell)})
	}
	return withMore(rows, d.Funnel.Customers)
}

// withMore ends a list that was cut with how many it leaves out.
func withMore(rows [][]string, total int64) [][]string {
	if left := total - int64(len(rows)); left > 0 && len(rows) > 0 {
		return append(rows, []string{"…", "and " + number(left) + " more"})
	}
	return rows
}

func (v voice) lossRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Losses {
		rows = append(rows, []string{row.Lead.String(), Cut(flat(whoEnded(row)), maxCell), cmp.Or(row.Reason, "–"), v.endOwner(row), Cut(flat(row.Note), maxCell)})
	}
	return withMore(rows, d.Lost)
}

func lostWhy(d funnel.Digest) []string {
	if why := reasonCounts(d.LostWhy); len(why) > 0 && d.Lost > 1 {
		return []string{"Why: " + strings.Join(why, ", ")}
	}
	return nil
}

func (v voice) endOwner(row funnel.EndRow) string {
	if row.Owner == "" {
		return "–"
	}
	return v.name(funnel.UserID(brief(row.Owner)))
}

func balanceRows(d funnel.Digest) [][]string {
	if len(balanced(d)) == 0 {
		return nil
	}
	rows := [][]string{{"Team", "Leads", "MQLs", "SQLs", "Pipeline", "Customers", "Revenue"}}
	for _, s := range d.Balance {
		rows = append(rows, []string{
			capital(teamName(s.Team)), number(s.Leads), number(s.MQLs), number(s.SQLs), amountOr(s.Pipeline, "–"), number(s.Customers), amountOr(s.Revenue, "–"),
		})
	}
	return rows
}

func amountOr(m funnel.Money, none string) string {
	if m.IsZero() {
		return none
	}
	return m.String()
}

func sourceRows(d funnel.Digest) [][]string {
	var rows [][]string
	for _, row := range d.Sources {
		if row.MQLs == 0 && row.Customers == 0 {
			continue
		}
		rows = append(rows, []string{Cut(flat(cmp.Or(row.Source, "(no source)")), maxCell), number(row.MQLs), number(row.Customers)})
	}
	if len(rows) == 0 {
		return nil
	}
	return append([][]string{{"Source", "MQLs", "Customers"}}, rows...)
}
