package leads

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	agreementroom "github.com/leadloop/leadloop/bot/agreement"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

// marks are the verdicts at a glance.
var marks = map[agreement.Verdict]string{
	agreement.VerdictMet: "✓ ", agreement.VerdictUnmet: "✗ ",
	agreement.VerdictOpen: "? ",
}

// judgedByRules are the criteria that the lead's own fields decide, ticked or
// crossed with the value, and the points so far.
func judgedByRules(a funnel.Assessment) []slack.Block {
	var lines []string
	for _, j := range a.Judgements {
		if j.Criterion.Kind == agreement.CriterionRule {
			lines = append(lines, judgementLine(j)+inBrackets(agreementroom.Worth(j.Criterion)))
		}
	}

	if points := score(a.Points, a.Possible, a.Needed); points != "" {
		lines = append(lines, "So far "+points+".")
	}

	if len(lines) == 0 {
		return nil
	}

	title := "Sales judges it by what you agreed on:\n"
	return []slack.Block{kit.ContextLine(kit.CutMarkup(title+strings.Join(lines, "\n"), kit.MaxContext))}
}

// judgementLine is a criterion's question with how it stands.
func judgementLine(j funnel.Judgement) string {
	value := j.Value
	if value == "" {
		value = "not answered"
		if rule := j.Criterion.Rule; rule.Field != "" {
			value = rule.Field + " not known"
		}
	}

	return marks[j.Verdict] + kit.Shown(j.Criterion.Question, kit.MaxFact) + " " + kit.Shown(value, kit.MaxShown)
}

// score is "7 of 9 points, 6 needed"; empty where nothing brings points.
func score(points, possible, needed int) string {
	if possible == 0 {
		return ""
	}

	text := kit.Number(points) + " of " + kit.Counted(possible, "point")
	if needed > 0 {
		text += ", " + kit.Number(needed) + " needed"
	}

	return text
}

// questionsOf are inputs for the criteria that people have to answer, with
// what was answered before. Slack must not insist on any: what is required
// can be overridden.
func questionsOf(a funnel.Assessment, l funnel.Lead) []slack.Block {
	var blocks []slack.Block
	for _, j := range a.Judgements {
		if c := j.Criterion; c.Kind != agreement.CriterionRule {
			answer, _ := c.Read(l.Answers[c.Key].Value)
			blocks = append(blocks, kit.Input(agreement.AnswerField(c.Key), c.Question, hint(c), true, answerElement(c, answer)))
		}
	}

	return blocks
}

func inBrackets(text string) string {
	if text == "" {
		return ""
	}

	return " (" + text + ")"
}

// hint says what meeting a criterion means, and what meets it where not every
// answer does.
func hint(c agreement.Criterion) string {
	text := kit.Capital(cmp.Or(agreementroom.Worth(c), agreementroom.IfKnown))
	if c.Kind == agreement.CriterionNumber || len(c.Accepted) > 0 {
		text += ": " + c.Expects()
	}

	return text + "."
}

func answerElement(c agreement.Criterion, answer string) slack.BlockElement {
	switch c.Kind {
	case agreement.CriterionYesNo:
		return kit.Radio(answer, []kit.Choice{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}})
	case agreement.CriterionChoice:
		return kit.SelectOf(answer,
			kit.Each(c.Choices, func(text string) kit.Choice { return kit.Choice{Value: text, Label: text} }))
	case agreement.CriterionNumber:
		e := slack.NewNumberInputBlockElement(nil, kit.InputAction, true)
		e.InitialValue = answer
		return e
	}

	e := slack.NewPlainTextInputBlockElement(nil, kit.InputAction)
	e.InitialValue, e.MaxLength = answer, agreement.MaxAnswer
	return e
}

// overrideOf asks for the reason to enter a stage all the same, where
// something can be missing.
func overrideOf(a funnel.Assessment, label string) []slack.Block {
	if !a.MayBlock() {
		return nil
	}

	return []slack.Block{kit.TextField{
		Field: funnel.OverrideField, Label: label, Lines: true, Limit: funnel.MaxOverride,
		Placeholder: "Their director asked for the offer in person.",
		Hint:        "Needed only where something required is not met, or points are missing. The other team reads it, and the digest counts it.",
	}.Block()}
}

// gates are the stages that are entered by judging, with what is said of a
// lead that was let through.
var gates = []struct {
	stage    agreement.Stage
	although string
}{{agreement.MQL, "Handed off although something is missing"}, {
	agreement.SQL,
	"Qualified although something is missing",
}}

// judgedBlocks say briefly how the handoff, and the opportunity, stood by the
// definition, and why it was let through where something was missing.
func judgedBlocks(l funnel.Lead) []slack.Block {
	blocks := overrideBlocks(l, funnel.MaxOverride)
	for _, gate := range gates {
		if line := checksLine(l.Judged[gate.stage]); line != "" && !takenBack(l) {
			blocks = append(blocks, kit.ContextLine(kit.CutMarkup(line, kit.MaxContext)))
		}
	}

	return blocks
}

// overrideBlocks are the reasons of overrides, of at most so many runes.
func overrideBlocks(l funnel.Lead, runes int) []slack.Block {
	var blocks []slack.Block
	for _, gate := range gates {
		if reason := l.Judged[gate.stage].Override; reason != "" && !takenBack(l) {
			blocks = append(blocks, kit.Section("*"+gate.although+"*\n"+kit.Quote(reason, runes)))
		}
	}

	return blocks
}

// takenBack says whether what was judged last has not come about.
func takenBack(l funnel.Lead) bool { return l.Handoff.State == funnel.HandoffWithdrawn }

// keyWords is the key of a criterion as words.
func keyWords(key string) string { return kit.Shown(strings.ReplaceAll(key, "_", " "), kit.MaxShown) }

// checksLine is one line for a telephone: the keys, ticked or crossed, with
// the value where it says more than the mark.
func checksLine(j funnel.Judged) string {
	var parts []string
	for _, check := range j.Checks {
		if check.Verdict == agreement.VerdictOpen && !check.Counts {
			continue
		}

		part := marks[check.Verdict] + keyWords(check.Key)
		if value := check.Value; value != "" && value != "yes" && value != "no" {
			part += " " + kit.Shown(value, kit.MaxShown)
		}

		parts = append(parts, part)
	}

	if points := score(j.Points, j.Possible, j.Needed); points != "" {
		parts = append(parts, points)
	}

	return strings.Join(parts, "  ·  ")
}

// criteriaBlocks are the questions of the definition with the answers, for
// whoever looks a lead up, as far as there is room for bytes.
func (v voice) criteriaBlocks(l funnel.Lead, room int) []slack.Block {
	var blocks []slack.Block
	if _, handed := l.Judged[agreement.MQL]; handed || withMarketing(l) {
		blocks = append(blocks, v.criteriaOf(l, agreement.MQL, room)...)
	}

	if l.Stage.WithSales() {
		blocks = append(blocks, v.criteriaOf(l, agreement.SQL, room-blocksSize(blocks))...)
	}

	return blocks
}

func (v voice) criteriaOf(l funnel.Lead, stage agreement.Stage, room int) []slack.Block {
	a := l.Assess(v.Definition, stage)
	if len(a.Judgements) == 0 {
		return nil
	}

	title := "*To become " + kit.Shown(v.Definition.Label(stage), kit.MaxShown) + "*"
	if points := score(a.Points, a.Possible, a.Needed); points != "" {
		title += ": " + points
	}

	lines := []string{title}
	for _, j := range a.Judgements {
		line := judgementLine(j)
		if answer, ok := l.Answers[j.Criterion.Key]; ok && j.Value != "" && j.Criterion.Kind != agreement.CriterionRule {
			line += " (" + v.Person(answer.By) + ", " + calendar.DateOf(answer.At, v.Zone()).Words() + ", version " + kit.Number(answer.Definition) + ")"
		} else if j.Verdict != agreement.VerdictMet {
			line += inBrackets(agreementroom.Worth(j.Criterion))
		}

		lines = append(lines, line)
	}

	lines, left := agreementroom.Fitting(lines, room)
	switch {
	case len(lines) == 0:
		return nil
	case left > 0:
		lines = append(lines, kit.AndMore(left))
	}

	return []slack.Block{kit.Section(kit.CutMarkup(strings.Join(lines, "\n"), kit.MaxSection))}
}

// answered is what an entry of the history says of criteria.
func answered(e funnel.Entry) string {
	text := ""
	if e.Override != "" {
		text += " Not met: " + strings.Join(kit.Each(e.Unmet, keyWords), ", ") + "; although: " +
			kit.ClosingQuote(kit.Shown(e.Override, kit.MaxFact))
	}

	var answers []string
	for key, value := range e.Answers {
		if value == "" {
			value = "taken back"
		}

		answers = append(answers, keyWords(key)+" "+kit.Shown(value, kit.MaxShown))
	}

	if len(answers) > 0 {
		slices.Sort(answers)
		text += " Answered: " + strings.Join(answers, ", ") + "."
	}

	return text
}

// NotMet tells somebody in a hurry which criteria are not met, and offers the
// form in which they are answered.
func NotMet(_ kit.Context, l funnel.Lead, act, text string) kit.Message {
	b := Button(l, act)
	b.Text = kit.PlainText("Answer in a form…", kit.MaxButton)
	return kit.Reply(kit.Text(text), slack.NewActionBlock("", b))
}
