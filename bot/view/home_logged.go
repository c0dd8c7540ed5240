package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

var loggedTitles = map[report.LoggedStanding]string{
	report.LoggedOffered: "Sales has to answer",
	report.LoggedWorked:  "Sales works these",
	report.LoggedAside:   "Put aside",
	report.LoggedClosed:  "Loops closed in the last 30 days",
}

// homeLogged is where the leads stand that the reader logged, and what sales
// thought of them.
func (v voice) homeLogged(l report.Logged) []slack.Block {
	if l.Counted == 0 {
		return nil
	}
	blocks := []slack.Block{header("The leads you logged"), section(v.population(l))}
	for _, g := range l.Groups {
		lines := append([]string{"*" + loggedTitles[g.Standing] + ": " + number(g.Count) + "*"}, v.leadLines(g.Leads)...)
		if left := g.Count - len(g.Leads); left > 0 {
			lines = append(lines, andMore(left))
		}
		sections, _ := lineSections(lines)
		blocks = append(blocks, sections...)
	}
	if judged := v.judged(l); judged != "" {
		blocks = append(blocks, section(judged))
	}
	return blocks
}

// population counts the leads by stage, on one line.
func (v voice) population(l report.Logged) string {
	var parts []string
	for _, stage := range agreement.Stages {
		if n := l.Stages[stage]; n > 0 {
			parts = append(parts, v.Definition.Label(stage)+" "+number(n))
		}
	}
	text := shown(strings.Join(parts, "  ·  "), maxLines/4)
	if l.Partly {
		return "Of the " + thousands(l.Counted) + " that changed last: " + text
	}
	return thousands(l.Counted) + " in all: " + text
}

func acceptedShare(r stats.Rate) string {
	if !r.Known() {
		return "nothing was answered"
	}
	return report.RateOf(r, "accepted")
}

// maxReasons is how many reasons for rejections the Home tab names.
const maxReasons = 5

// judged is how many of the reader's leads sales accepted, and why not the
// others.
func (v voice) judged(l report.Logged) string {
	if !l.Acceptance.Known() && !l.Before.Known() {
		return ""
	}
	days := number(l.Days) + " days"
	lines := []string{
		"*What sales answered in the last " + days + "*",
		"• " + capital(acceptedShare(l.Acceptance)) + "; in the " + days + " before, " + acceptedShare(l.Before),
	}
	var reasons []string
	for _, r := range l.Reasons[:min(len(l.Reasons), maxReasons)] {
		reasons = append(reasons, shown(r.Label, maxShown)+" "+thousands(r.Count))
	}
	if len(reasons) > 0 {
		lines = append(lines, "• Rejected because: "+strings.Join(reasons, ", "))
	}
	return strings.Join(lines, "\n")
}
