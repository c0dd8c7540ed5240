package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

// marks are the verdicts at a glance.
var marks = map[agreement.Verdict]string{agreement.VerdictMet: "✓ ", agreement.VerdictUnmet: "✗ ", agreement.VerdictOpen: "? "}

// judgedByRules are the criteria that the lead's own fields decide, ticked or
// crossed with the value, and the points so far.
func judgedByRules(a funnel.Assessment) []slack.Block {
	var lines []string
	for _, j := range a.Judgements {
		if j.Criterion.Kind == agreement.CriterionRule {
			lines = append(lines, judgementLine(j)+inBrackets(worth(j.Criterion)))
		}
	}
	if points := score(a.Points, a.Possible, a.Needed); points != "" {
		lines = append(lines, "So far "+points+".")
	}
	if len(lines) == 0 {
		return nil
	}
	title := "Sales judges it by what you agreed on:\n"
	return []slack.Block{context(CutMarkup(title+strings.Join(lines, "\n"), maxContext))}
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
	return marks[j.Verdict] + shown(j.Criterion.Question, maxFact) + " " + shown(value, maxShown)
}

// score is "7 of 9 points, 6 needed"; empty where nothing brings points.
func score(points, possible, needed int) string {
	if possible == 0 {
		return ""
	}
	text := number(points) + " of " + counted(possible, "point")
	if needed > 0 {
		text += ", " + number(needed) + " needed"
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
			blocks = append(blocks, input(agreement.AnswerField(c.Key), c.Question, hint(c), true, answerElement(c, answer)))
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
	text := capital(cmp.Or(worth(c), ifKnown))
	if c.Kind == agreement.CriterionNumber || len(c.Accepted) > 0 {
		text += ": " + c.Expects()
	}
	return text + "."
}

func answerElement(c agreement.Criterion, answer string) slack.BlockElement {
	switch c.Kind {
	case agreement.CriterionYesNo:
		return radio(answer, []choice{{value: "yes", label: "Yes"}, {value: "no", label: "No"}})
	case agreement.CriterionChoice:
		return selectOf(answer, each(c.Choices, func(text string) choice { return choice{value: text, label: text} }))
	case agreement.CriterionNumber:
		e := slack.NewNumberInputBlockElement(nil, InputAction, true)
		e.InitialValue = answer
		return e
	}
	e := slack.NewPlainTextInputBlockElement(nil, InputAction)
	e.InitialValue, e.MaxLength = answer, agreement.MaxAnswer
	return e
}

func radio(initial string, choices []choice) slack.BlockElement {
	e := slack.NewRadioButtonsBlockElement(InputAction)
	e.Options, e.InitialOption = optionsOf(initial, choices)
	return e
}

func selectOf(initial string, choices []choice) slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Choose…", maxOption), InputAction)
	e.Options, e.InitialOption = optionsOf(initial, choices)
	return e
}

// overrideOf asks for the reason to enter a stage all the same, where
// something can be missing.
func overrideOf(a funnel.Assessment, label string) []slack.Block {
	if !a.MayBlock() {
		return nil
	}
	return []slack.Block{textField{
		field: funnel.OverrideField, label: label, lines: true, limit: funnel.MaxOverride,
		placeholder: "Their director asked for the offer in person.",
		hint:        "Needed only where something required is not met, or points are missing. The other team reads it, and the digest counts it.",
	}.block()}
}

// gates are the stages that are entered by judging, with what is said of a
// lead that was let through.
var gates = []struct {
	stage    agreement.Stage
	although string
}{{agreement.MQL, "Handed off although something is missing"}, {agreement.SQL, "Qualified although something is missing"}}

// judgedBlocks say briefly how the handoff, and the opportunity, stood by the
// definition, and why it was let through where something was missing.
func judgedBlocks(l funnel.Lead) []slack.Block {
	blocks := overrideBlocks(l, funnel.MaxOverride)
	for _, gate := range gates {
		if line := checksLine(l.Judged[gate.stage]); line != "" && !takenBack(l) {
			blocks = append(blocks, context(CutMarkup(line, maxContext)))
		}
	}
	return blocks
}

// overrideBlocks are the reasons of overrides, of at most so many runes.
func overrideBlocks(l funnel.Lead, runes int) []slack.Block {
	var blocks []slack.Block
	for _, gate := range gates {
		if reason := l.Judged[gate.stage].Override; reason != "" && !takenBack(l) {
			blocks = append(blocks, section("*"+gate.although+"*\n"+quote(reason, runes)))
		}
	}
	return blocks
}

// takenBack says whether what was judged last has not come about.
func takenBack(l funnel.Lead) bool { return l.Handoff.State == funnel.HandoffWithdrawn }

// keyWords is the key of a criterion as words.
func keyWords(key string) string { return shown(strings.ReplaceAll(key, "_", " "), maxShown) }

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
			part += " " + shown(value, maxShown)
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
	title := "*To become " + shown(v.Definition.Label(stage), maxShown) + "*"
	if points := score(a.Points, a.Possible, a.Needed); points != "" {
		title += ": " + points
	}
	lines := []string{title}
	for _, j := range a.Judgements {
		line := judgementLine(j)
		if answer, ok := l.Answers[j.Criterion.Key]; ok && j.Value != "" && j.Criterion.Kind != agreement.CriterionRule {
			line += " (" + v.person(answer.By) + ", " + calendar.DateOf(answer.At, v.zone()).Words() + ", version " + number(answer.Definition) + ")"
		} else if j.Verdict != agreement.VerdictMet {
			line += inBrackets(worth(j.Criterion))
		}
		lines = append(lines, line)
	}
	lines, left := fitting(lines, room)
	switch {
	case len(lines) == 0:
		return nil
	case left > 0:
		lines = append(lines, andMore(left))
	}
	return []slack.Block{section(CutMarkup(strings.Join(lines, "\n"), maxSection))}
}

// answered is what an entry of the history says of criteria.
func answered(e funnel.Entry) string {
	text := ""
	if e.Override != "" {
		text += " Not met: " + strings.Join(each(e.Unmet, keyWords), ", ") + "; although: " + closingQuote(shown(e.Override, maxFact))
	}
	var answers []string
	for key, value := range e.Answers {
		if value == "" {
			value = "taken back"
		}
		answers = append(answers, keyWords(key)+" "+shown(value, maxShown))
	}
	if len(answers) > 0 {
		slices.Sort(answers)
		text += " Answered: " + strings.Join(answers, ", ") + "."
	}
	return text
}

// NotMet tells somebody in a hurry which criteria are not met, and offers the
// form in which they are answered.
func NotMet(_ Context, l funnel.Lead, act, text string) Message {
	b := button(l, act)
	b.Text = plain("Answer in a form…", maxButton)
	return say(Text(text), slack.NewActionBlock("", b))
}

// details are what meets a criterion, and what that means.
func details(c agreement.Criterion) string {
	expected, means := c.Expects(), worth(c)
	if c.Kind == agreement.CriterionRule {
		expected = ruleInWords(c.Rule)
	}
	switch {
	case expected != "" && means != "":
		return expected + ", " + means
	case c.Kind == agreement.CriterionRule:
		return expected
	case means == "":
		means = ifKnown
	}
	return strings.TrimPrefix(expected+", "+means, ", ")
}

const ifKnown = "if known"

// worth says what meeting a criterion means; empty where it decides nothing.
func worth(c agreement.Criterion) string {
	switch {
	case c.Required:
		return "required"
	case c.Weight > 0:
		return counted(c.Weight, "point")
	}
	return ""
}

// takesPoints is the pass mark of a stage, for its title.
func takesPoints(d agreement.Definition, stage agreement.Stage) string {
	if mark := d.PassMarks[stage]; mark > 0 {
		return ", with " + counted(mark, "point")
	}
	return ""
}
