package funnel

import (
	"cmp"
	"maps"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Answer is what somebody said to a criterion that only people can judge.
type Answer struct {
	Value      string     `json:"value"` // yes or no, one of the choices, a number, or a text
	By         ref.UserID `json:"by"`
	At         time.Time  `json:"at"`
	Definition int        `json:"definition"` // the version that asked
}

// Case is what somebody says for a lead to enter a stage.
type Case struct {
	Answers  map[string]string // by the key of the criterion; a blank one takes an earlier answer back
	Override string            // why it enters although criteria are not met
}

// MaxOverride is how long the reason of an override may be, in runes.
const MaxOverride = 300

// OverrideField is the field of a form for the reason of an override.
const OverrideField = "override"

// takeAnswers takes over what was said to the criteria of a stage, and gives what
// changed. What is not asked is left out: the form was of another version.
func (d *decision) takeAnswers(stage agreement.Stage, given map[string]string) (changed map[string]string, err error) {
	var wrong []fault.FieldError
	for _, c := range d.policy.Definition.Asked(stage) {
		text, ok := given[c.Key]
		if !ok {
			continue
		}
		value, err := c.Read(text)
		if err != nil {
			wrong = append(wrong, fault.FieldError{Field: agreement.AnswerField(c.Key), Text: fault.UserText(err)})
			continue
		}
		if value == d.lead.Answers[c.Key].Value {
			continue
		}
		if changed == nil {
			changed = map[string]string{}
		}
		changed[c.Key] = value
		d.lead.keepAnswer(c.Key, Answer{Value: value, By: d.act.By.ID, At: d.act.At, Definition: d.policy.Definition.Version})
	}
	d.lead.forgetUnasked(d.policy.Definition)
	return changed, fault.WrongInput(wrong)
}

func (l *Lead) keepAnswer(key string, a Answer) {
	if a.Value == "" {
		delete(l.Answers, key)
		return
	}
	if l.Answers == nil {
		l.Answers = map[string]Answer{}
	}
	l.Answers[key] = a
}

// forgetUnasked drops the answers to what the definition no longer asks. The
// journal keeps them.
func (l *Lead) forgetUnasked(d agreement.Definition) {
	asked := map[string]bool{}
	for _, c := range d.Criteria {
		asked[c.Key] = c.Kind != agreement.CriterionRule
	}
	maps.DeleteFunc(l.Answers, func(key string, _ Answer) bool { return !asked[key] })
}

// judge says how a criterion stands on the lead, and by which value. An answer
// of an earlier version that is none to this question is passed over.
func (l Lead) judge(c agreement.Criterion) Judgement {
	if c.Kind == agreement.CriterionRule {
		verdict, value := l.Meets(c.Rule)
		return Judgement{Criterion: c, Verdict: verdict, Value: value}
	}
	value, err := c.Read(l.Answers[c.Key].Value)
	switch {
	case err != nil || value == "":
		return Judgement{Criterion: c}
	case c.Meets(value):
		return Judgement{Criterion: c, Verdict: agreement.VerdictMet, Value: value}
	}
	return Judgement{Criterion: c, Verdict: agreement.VerdictUnmet, Value: value}
}

// Judgement is how one criterion stands on a lead.
type Judgement struct {
	Criterion agreement.Criterion
	Verdict   agreement.Verdict
	Value     string // that decided; empty where nothing is known
}

// lack says in words what a criterion misses: "budget is “5000” (expected at
// least 10000)".
func (j Judgement) lack() string {
	c, expected := j.Criterion, ""
	if text := c.Expects(); text != "" && c.Kind != agreement.CriterionRule {
		expected = " (expected " + text + ")"
	}
	switch {
	case c.Kind == agreement.CriterionRule && j.Value == "":
		return c.Rule.Field + " is not known"
	case c.Kind == agreement.CriterionRule:
		return c.Rule.Field + " is " + fault.Quoted(j.Value) + " (expected: " + cmp.Or(c.Rule.String(), c.Key) + ")"
	case j.Verdict == agreement.VerdictOpen:
		return c.Key + " is not answered"
	}
	return c.Key + " is " + fault.Quoted(j.Value) + expected
}
