package view

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// figureRow is one figure of the digest in a file.
type figureRow struct{ part, item, figure, value, unit string }

// DigestCSV is every figure of a digest as a file, one to a line.
func DigestCSV(c Context, d funnel.Digest) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"week", "part", "item", "figure", "value", "unit"}) // a strings.Builder takes everything
	for _, r := range public(c).figures(d) {
		_ = w.Write([]string{d.Week, r.part, funnel.Cell(r.item), r.figure, r.value, r.unit})
	}
	w.Flush()
	return out.String()
}

func (v voice) figures(d funnel.Digest) []figureRow {
	var rows []figureRow
	for _, part := range []struct {
		section funnel.SectionKey
		of      func(funnel.Digest) []figureRow
	}{
		{"", v.goalFigures},
		{"", v.gapFigures},
		{"", v.leverFigures},
		{"", v.funnelFigures},
		{funnel.SectionOpenLeads, openLeadFigures},
		{"", v.levelFigures},
	} {
		if part.section == "" || d.Shows(part.section) {
			rows = append(rows, part.of(d)...)
		}
	}
	for _, section := range v.report(d).Sections {
		for _, f := range section.Figures {
			rows = append(rows, figureRow{f.Part, f.Item, f.Name, f.Value, f.Unit})
		}
	}
	return rows
}

// figured writes a quantity of a metric and its unit.
func figured(m funnel.Metric, q funnel.Quantity) (value, unit string) {
	switch m.Info().Kind {
	case funnel.MetricMoney:
		return q.Money.Decimal(), q.Money.Currency
	case funnel.MetricRate:
		return fraction(q.Number), "fraction"
	default:
		return decimal(q.Number), ""
	}
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// fraction writes a fraction to the hundredth of a per cent, which is finer than
// any is shown.
func fraction(n float64) string { return decimal(math.Round(n*1e4) / 1e4) }

func (v voice) goalFigures(d funnel.Digest) (rows []figureRow) {
	for _, s := range d.Goals {
		m := s.Goal.Metric
		item := v.goalText(s.Goal)
		value, unit := figured(m, s.Goal.Target)
		rows = append(rows, figureRow{"goal", item, "target", value, unit})
		if s.Actual.Known {
			value, unit = figured(m, s.Actual.Quantity)
			rows = append(rows, figureRow{"goal", item, "actual", value, unit})
		}
		expected := strconv.FormatFloat(s.Expected, 'f', 2, 64)
		rows = append(rows, figureRow{"goal", item, "expected by now", expected, unit}, figureRow{"goal", item, "status", string(s.Status), ""})
	}
	return rows
}

func (v voice) gapFigures(d funnel.Digest) (rows []figureRow) {
	for _, g := range []*funnel.Gap{d.Gap, d.Past} {
		if g == nil {
			continue
		}
		part := "gap " + g.Goal.Name() + " " + g.Goal.Period.Label
		for _, p := range g.Parts {
			value, unit := figured(g.Goal.Metric, p.Amount)
			rows = append(rows, figureRow{part, p.Says(v.noun), string(p.Kind), value, unit})
		}
		value, unit := figured(g.Goal.Metric, g.Total)
		rows = append(rows, figureRow{part, "together", "total", value, unit})
		if g.Unexplained != "" {
			rows = append(rows, figureRow{part, "not explained", "why", g.Unexplained, ""})
		}
	}
	return rows
}

func (v voice) leverFigures(d funnel.Digest) (rows []figureRow) {
	if d.Levers == nil || d.Levers.Blind {
		return nil
	}
	value, unit := figured(d.Levers.Goal.Metric, d.Levers.Outlook)
	rows = append(rows, figureRow{"lever", "outlook", "at the end of the period", value, unit})
	for _, l := range d.Levers.All {
		item := capital(v.change(l, *d.Levers))
		rows = append(rows, figureRow{"lever", item, "movement", fraction(l.Movement), "fraction"},
			figureRow{"lever", item, "supported by the data", strconv.FormatBool(l.Supported), ""})
	}
	return rows
}

func (v voice) funnelFigures(d funnel.Digest) (rows []figureRow) {
	for _, s := range d.Stages() {
		stage := v.plural(s)
		rows = append(rows, figureRow{"funnel", stage, "week", number(d.Funnel.Of(s)), "leads"}, figureRow{"funnel", stage, "week before", number(d.Before.Of(s)), "leads"},
			figureRow{"funnel", stage, "four-week mean", decimal(d.Mean(s)), "leads"})
	}
	return rows
}

func openLeadFigures(d funnel.Digest) (rows []figureRow) {
	for _, step := range waterfallSteps(d.Waterfall) {
		rows = append(rows, figureRow{"open leads", step.name, "week", number(step.n), "leads"})
	}
	return rows
}

func (v voice) levelFigures(d funnel.Digest) []figureRow {
	rows := []figureRow{
		{"service level", "handed to sales", "week", number(d.Handoffs), "leads"},
		{"service level", "accepted", "part", number(d.Acceptance.Part), "leads"},
		{"service level", "accepted", "whole", number(d.Acceptance.Whole), "leads"},
	}
	for _, l := range d.Levels {
		item := levelNames[l.Clock] + " in time"
		rows = append(rows, figureRow{"service level", item, "part", number(l.Part), ""}, figureRow{"service level", item, "whole", number(l.Whole), ""})
		if l.Answered > 0 {
			rows = append(rows, figureRow{"service level", item, "median", number(l.Median), "working minutes"}, figureRow{"service level", item, "p90", number(l.P90), "working minutes"})
		}
	}
	for _, o := range d.Overrides {
		rows = append(rows, figureRow{"service level", v.override(o), "week", number(o.Leads), "leads"})
	}
	return rows
}

// maxSnippet keeps a file that is told in a message within what Slack takes.
const maxSnippet = 9000

// DigestSnippet tells the file in a message: Leadloop asks for no right to
// upload files. What is too long for it ends with where the whole is.
func DigestSnippet(c Context, d funnel.Digest) Message {
	lines := strings.SplitAfter(strings.TrimRight(DigestCSV(c, d), "\n"), "\n")
	blocks := []slack.Block{section("The figures of week " + d.Week + ", to copy into a spreadsheet. Only you see this.")}
	text, left := "", maxSnippet
	flush := func() {
		if text != "" {
			blocks = append(blocks, section("```\n"+strings.TrimRight(text, "\n")+"\n```"))
		}
		text = ""
	}
	for i, line := range lines {
		line = strings.ReplaceAll(Escape(line), "`", "'")
		length := utf8.RuneCountInString(line)
		if left -= length; left < 0 {
			flush()
			return Message{Text: "The figures of week " + d.Week, Blocks: append(blocks, context("And "+counted(len(lines)-i, "line")+" more. An admin gets them all with `leadloop digest --week "+d.Week+" --format csv`."))}
		}
		if utf8.RuneCountInString(text)+length > maxLines {
			flush()
		}
		text += line
	}
	flush()
	return Message{Text: "The figures of week " + d.Week, Blocks: blocks}
}
