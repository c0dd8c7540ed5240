package digest

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/report"
)

// glance is the first message: one screen of a phone.
func (v voice) glance(r report.Report, g report.Glance) []slack.Block {
	point := []string{"*" + kit.Escape(g.Point) + "*"}
	if g.Reason != "" {
		point = append(point, kit.Escape(fault.Capitalised(g.Reason)))
	}

	if len(g.Do) > 0 {
		point = append(point, v.line(report.Line{Cells: g.Do}))
	}

	blocks := []slack.Block{kit.Header(g.Title), kit.Section(strings.Join(point, "\n"))}
	if r.Running {
		blocks = append(blocks, kit.ContextLine(previewed))
	}

	if lines := v.glancedGoals(g); len(lines) > 0 {
		blocks = append(blocks, kit.Section(strings.Join(lines, "\n")))
	}

	if len(g.Wins) > 0 {
		blocks = append(blocks, kit.Section(strings.Join(v.glancedWins(g), "\n")))
	}

	return append(blocks, slack.NewActionBlock("",
		button(actionDetails, "All figures", r), button(actionWhy, "Why", r), button(actionCSV, "CSV", r)))
}

// signs tell how a goal stands by their shape, as not everybody sees colours alike.
var signs = map[goals.Status]string{
	goals.StatusAhead: "▲", goals.StatusOnPace: "●", goals.StatusBehind: "▼", goals.StatusOff: "■",
}

// maxGlancedName is how many letters of a name stand in the first message.
const maxGlancedName = 28

func (v voice) glancedGoals(g report.Glance) []string {
	if len(g.Goals) == 0 && g.More == "" {
		return []string{"*Goals:* none are set. `/goal set` sets the first one."}
	}

	shared := report.GlancedPeriod(g.Goals)
	lines := []string{"*" + strings.TrimSuffix("Goals, "+shared, ", ") + "*"}
	for _, s := range g.Goals {
		name := kit.Shown(strings.TrimSpace(s.Goal.Name()+" "+v.unmarked(s.Goal.For.Text())), maxGlancedName)
		if shared == "" {
			name += " " + report.SpokenPeriod(s.Goal.Period)
		}

		lines = append(lines, signs[s.Status]+" "+name+"  `"+bar(s.Share, glancedBar)+"`  "+
			kit.Escape(s.ActualText())+" of "+kit.Escape(s.TargetText())+" · "+s.Glanced())
	}

	if g.More != "" {
		lines = append(lines, "_"+g.More+"_")
	}

	return lines
}

const glancedBar = 10

// glancedWins names what was won, with the need that it met.
func (v voice) glancedWins(g report.Glance) []string {
	lines := []string{"*Won*"}
	for _, row := range g.Wins {
		who := row.Who
		if who == "" {
			who = row.Lead.String()
		}

		line := "• " + kit.Shown(who, maxGlancedName)
		if !row.Amount.IsZero() {
			line += " " + kit.Escape(row.Amount.String())
		}

		if need := fault.OneLine(row.Note); need != "" {
			line += ": " + kit.Shown(need, maxGlancedNeed)
		}

		lines = append(lines, line)
	}

	if g.Won > 0 {
		lines = append(lines, kit.AndMore(g.Won))
	}

	return lines
}

const maxGlancedNeed = 44
