package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// inWords are the fields of the definition that have a notation of their own
// in its form, with how a line of them reads to somebody who has not learned
// it. The other fields are words already.
var inWords = map[string]func(d funnel.Definition, line string) string{
	"criteria":      criterionInWords,
	"points":        pointsInWords,
	"hot":           func(_ funnel.Definition, line string) string { return ruleLineInWords(line) },
	"reject":        reasonInWords,
	"lost":          reasonInWords,
	"disqualify":    reasonInWords,
	"on_window_end": windowEndInWords,
	"labels":        func(_ funnel.Definition, line string) string { return strings.Replace(line, " = ", " is called ", 1) },
}

// linesInWords are lines of a field in words. What would read alike before and
// after a change is shown as it is written in the form.
func linesInWords(field string, removed, added []string, from, to funnel.Definition) (before, after []string) {
	words, ok := inWords[field]
	if !ok {
		return removed, added
	}
	read := func(lines []string, d funnel.Definition) []string {
		out := make([]string, len(lines))
		for i, line := range lines {
			out[i] = words(d, line)
		}
		return out
	}
	before, after = read(removed, from), read(added, to)
	for i, text := range before {
		if j := slices.Index(after, text); j >= 0 {
			before[i], after[j] = removed[i], added[j]
		}
	}
	return before, after
}

func criterionInWords(d funnel.Definition, line string) string {
	c, err := funnel.ParseCriterion(line)
	if err != nil {
		return line
	}
	stage := d.Label(c.Stage)
	decides := "Noted for " + stage + ", and decides nothing."
	switch {
	case c.Required:
		decides = "Required to become " + stage + "."
	case c.Weight > 0:
		decides = "Brings " + counted(c.Weight, "point") + " towards " + stage + "."
	}
	return c.Question + " " + answerInWords(c) + " " + decides
}

// answerInWords says how a criterion is answered, and which answer counts.
func answerInWords(c funnel.Criterion) string {
	switch c.Kind {
	case funnel.CriterionYesNo:
		return "Yes or no; yes counts."
	case funnel.CriterionChoice:
		text := "Choose one: " + strings.Join(c.Choices, ", ")
		if len(c.Accepted) > 0 && len(c.Accepted) < len(c.Choices) {
			text += "; what counts is " + alternatives(c.Accepted)
		}
		return text + "."
	case funnel.CriterionNumber:
		return "A number; " + c.Expects() + " counts."
	case funnel.CriterionRule:
		return "Leadloop sees by itself whether " + ruleInWords(c.Rule) + "."
	}
	return "Answered in words."
}

// ruleSubjects are what rules speak of, where the name of the field does not
// say it.
var ruleSubjects = map[string]string{
	"title": "the job title", "email": "the e-mail address", "domain": "the domain of the e-mail address",
	"phone": "the phone number", "contact": "an e-mail address or a phone number", "employees": "the number of employees",
	"tag": "one of the tags",
}

// ruleInWords is a rule as part of a sentence.
func ruleInWords(r funnel.Rule) string {
	subject, values := cmp.Or(ruleSubjects[r.Field], "the "+r.Field), alternatives(r.Values)
	switch r.Op {
	case funnel.OpBusiness:
		return subject + " is a business one"
	case funnel.OpIn:
		return subject + " is " + values
	case funnel.OpNotIn:
		if r.Field == "tag" {
			return "none of the tags is " + values
		}
		return subject + " is not " + values
	case funnel.OpContains:
		return subject + " contains " + values
	case funnel.OpAtLeast:
		return subject + " is at least " + values
	case funnel.OpAtMost:
		return subject + " is at most " + values
	}
	return subject + " is known"
}

func rulesInWords(rules []funnel.Rule) []string {
	out := make([]string, len(rules))
	for i, r := range rules {
		out[i] = ruleInWords(r)
	}
	return out
}

func ruleLineInWords(line string) string {
	r, err := funnel.ParseRule(line)
	if err != nil {
		return line
	}
	return ruleInWords(r)
}

// alternatives are "a, b or c".
func alternatives(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

func pointsInWords(d funnel.Definition, line string) string {
	name, points, _ := strings.Cut(line, " = ")
	stage, err := funnel.ParseStage(name)
	if err != nil {
		return line
	}
	return points + " to become " + d.Label(stage)
}

func windowEndInWords(_ funnel.Definition, line string) string {
	if end, ok := windowEnds[funnel.WindowEnd(line)]; ok {
		return "it " + end
	}
	return "people are reminded, and nothing else happens"
}

func reasonInWords(_ funnel.Definition, line string) string {
	code, label, _ := strings.Cut(line, " | ")
	label, noted := strings.CutSuffix(label, " | note")
	if noted {
		label += " (with a note)"
	}
	return label + ", in commands " + code
}
