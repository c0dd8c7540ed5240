package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// changeInWords is what a field said and says, in words. What would read alike
// before and after a change is shown as it is written in the form.
func changeInWords(change agreement.DefinitionChange, from, to agreement.Definition) (before, after []string) {
	before = each(change.Removed, func(part fmt.Stringer) string { return partInWords(from, part) })
	after = each(change.Added, func(part fmt.Stringer) string { return partInWords(to, part) })

	for i, text := range before {
		if j := slices.Index(after, text); j >= 0 {
			before[i], after[j] = change.Removed[i].String(), change.Added[j].String()
		}
	}
	return before, after
}

// partInWords is how a part of a definition that has a notation of its own in
// the form reads to somebody who has not learned it. The others are words
// already.
func partInWords(d agreement.Definition, part fmt.Stringer) string {
	switch part := part.(type) {
	case agreement.Criterion:
		return criterionInWords(d, part)
	case agreement.PassMark:
		return strconv.Itoa(part.Points) + " to become " + d.Label(part.Stage)
	case agreement.Rule:
		return ruleInWords(part)
	case agreement.ReasonCode:
		return reasonInWords(part)
	case agreement.WindowEnd:
		return windowEndInWords(part)
	case agreement.StageLabel:
		return string(part.Stage) + " is called " + part.Label
	}
	return part.String()
}

func criterionInWords(d agreement.Definition, c agreement.Criterion) string {
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
func answerInWords(c agreement.Criterion) string {
	switch c.Kind {
	case agreement.CriterionYesNo:
		return "Yes or no; yes counts."
	case agreement.CriterionChoice:
		text := "Choose one: " + strings.Join(c.Choices, ", ")
		if len(c.Accepted) > 0 && len(c.Accepted) < len(c.Choices) {
			text += "; what counts is " + alternatives(c.Accepted)
		}
		return text + "."
	case agreement.CriterionNumber:
		return "A number; " + c.Expects() + " counts."
	case agreement.CriterionRule:
		return "Leadloop sees by itself whether " + ruleInWords(c.Rule) + "."
	}
	return "Answered in words."
}

// ruleSubjects are what rules speak of, where the table of a lead's fields does
// not say it.
var ruleSubjects = map[string]string{
	"title": "the job title", "domain": "the domain of the e-mail address",
	"contact": "an e-mail address or a phone number", "tag": "one of the tags",
}

// ruleInWords is a rule as part of a sentence.
func ruleInWords(r agreement.Rule) string {
	field, _ := funnel.FieldNamed(r.Field)
	subject := cmp.Or(ruleSubjects[r.Field], "the "+cmp.Or(field.Spoken, r.Field))
	values := alternatives(r.Values)

	switch r.Op {
	case agreement.OpBusiness:
		return subject + " is a business one"
	case agreement.OpIn:
		return subject + " is " + values
	case agreement.OpNotIn:
		if r.Field == "tag" {
			return "none of the tags is " + values
		}
		return subject + " is not " + values
	case agreement.OpContains:
		return subject + " contains " + values
	case agreement.OpAtLeast:
		return subject + " is at least " + values
	case agreement.OpAtMost:
		return subject + " is at most " + values
	}
	return subject + " is known"
}

// alternatives are "a, b or c".
func alternatives(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

func windowEndInWords(end agreement.WindowEnd) string {
	if words, ok := windowEnds[end]; ok {
		return "it " + words
	}
	return "people are reminded, and nothing else happens"
}

func reasonInWords(r agreement.ReasonCode) string {
	label := r.Label
	if r.NoteRequired {
		label += " (with a note)"
	}
	return label + ", in commands " + r.Code
}
