package digest

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	goalroom "github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/report"
)

// maxField is Slack's limit on a field of a section.
const maxField = 2000

// teamsGoals puts the teams beside each other, which a phone shows below each
// other; what is too long for that anyway.
func (v voice) teamsGoals(goals []goals.Standing) []slack.Block {
	if len(goals) == 0 {
		return []slack.Block{kit.Section("*Goals*\nNone are set. Set the first one with `/goal set`; `/goal help` shows how.")}
	}

	var parts []messagePart
	shared := report.SharedPeriod(goals)
	for _, team := range report.GoalsByTeam(goals) {
		part := messagePart{title: strings.TrimSpace(team.Title + " " + shared.Label)}
		for _, s := range team.Goals {
			part.lines = append(part.lines, v.goalText(s, shared))
		}

		parts = append(parts, part)
	}

	var fields []*slack.TextBlockObject
	var blocks []slack.Block
	for _, part := range parts {
		text := "*" + part.title + "*\n" + strings.Join(part.lines, "\n")
		if utf8.RuneCountInString(text) > maxField {
			fields = nil
			break
		}

		fields = append(fields, kit.Markup(text))
	}

	if len(fields) > 1 {
		return []slack.Block{slack.NewSectionBlock(nil, fields, nil)}
	}

	for _, part := range parts {
		blocks = append(blocks, part.blocks()...)
	}

	return blocks
}

// goalText is a goal as a line, with who owns it and why.
func (v voice) goalText(s goals.Standing, known calendar.Period) string {
	return "• " + goalroom.LineIn(v.Voice, s, known) + "\n      " + goalroom.Why(v.Voice, s)
}

// bar draws a share as text. More than the whole fills it.
func bar(share float64, width int) string {
	if math.IsNaN(share) {
		share = 0
	}

	full := int(math.Round(min(max(share, 0), 1) * float64(width)))
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}
