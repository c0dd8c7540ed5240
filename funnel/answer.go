package funnel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Answer is what somebody said to a criterion that only people can judge.
type Answer struct {
	Value      string    `json:"value"` // yes or no, one of the choices, a number, or a text
	By         UserID    `json:"by"`
	At         time.Time `json:"at"`
	Definition int       `json:"definition"` // the version that asked
}

// Case is what somebody says for a lead to enter a stage.
type Case struct {
	Answers  map[string]string // by the key of the criterion; a blank one takes an earlier answer back
	Override string            // why it enters although criteria are not met
}

// Limits of a case, in runes.
const (
	MaxAnswer   = 150
	MaxOverride = 300
)

// AnswerField is the field of a form in which a criterion is answered.
func AnswerField(key string) string { return answerPrefix + key }

// OverrideField is the field of a form for the reason of an override.
const OverrideField = "override"

const answerPrefix = "answer."

// CriterionOfField is the key of the criterion that a field of a form answers.
func CriterionOfField(field string) (key string, ok bool) {
	return strings.CutPrefix(field, answerPrefix)
}

// takeAnswers takes over what was said to the criteria of a stage, and gives what
// changed. What is not asked is left out: the form was of another version.
func (d *decision) takeAnswers(stage Stage, given map[string]string) (changed map[string]string, err error) {
	var wrong []FieldError
	for _, c := range d.policy.Definition.Asked(stage) {
		text, ok := given[c.Key]
		if !ok {
			continue
		}
		value, err := c.Read(text)
		if err != nil {
			wrong = append(wrong, FieldError{AnswerField(c.Key), UserText(err)})
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
	return changed, wrongInput(wrong)
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

// yesNo are the ways to say it.
var yesNo = map[string]string{"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}

// Read checks an answer, and gives it as it is kept. A blank one is none.
func (c Criterion) Read(text string) (string, error) {
	text = cleanLine(text)
	if text == "" {
		return "", nil
	}
	switch c.Kind {
	case CriterionYesNo:
		if value := yesNo[strings.ToLower(text)]; value != "" {
			return value, nil
		}
	case CriterionChoice:
		if choice, ok := c.choice(text); ok {
			return choice, nil
		}
	case CriterionNumber:
		if n, err := ParseNumber(text); err == nil {
			return strconv.FormatFloat(n+0, 'f', -1, 64), nil
		}
	default:
		value, err := withinLimit("The answer to "+c.Key, text, MaxAnswer)
		if err != nil {
			return "", wrongField(AnswerField(c.Key), "%s", sentence(err))
		}
		return value, nil
	}
	return "", wrongField(AnswerField(c.Key), "%s is not an answer to %s. Expected %s, such as `%s`.", quoted(text), c.Key, c.takes(), c.Example())
}

// takes says which answers there are.
func (c Criterion) takes() string {
	switch c.Kind {
	case CriterionYesNo:
		return "yes or no"
	case CriterionChoice:
		return "one of " + strings.Join(c.Choices, ", ")
	}
	return "a number"
}

// Example is an answer that meets the criterion, as it is typed.
func (c Criterion) Example() string {
	value := `"…"`
	switch c.Kind {
	case CriterionYesNo:
		value = "yes"
	case CriterionChoice:
		if value = slices.Concat(c.accepted(), []string{"…"})[0]; strings.Contains(value, " ") {
			value = strconv.Quote(value)
		}
	case CriterionNumber:
		value = c.boundText()
	}
	return c.Key + "=" + value
}

// meets says whether an answer, as it is kept, is the one that is hoped for.
// Of a text it is enough that there is one.
func (c Criterion) meets(value string) bool {
	switch c.Kind {
	case CriterionYesNo:
		return value == "yes"
	case CriterionChoice:
		return slices.Contains(c.accepted(), value)
	case CriterionNumber:
		n, err := ParseNumber(value)
		if c.Compare == "<=" {
			return err == nil && n <= c.Bound
		}
		return err == nil && n >= c.Bound
	}
	return true
}

// judge says how a criterion stands on the lead, and by which value. An answer
// of an earlier version that is none to this question is passed over.
func (l Lead) judge(c Criterion) Judgement {
	if c.Kind == CriterionRule {
		verdict, value := l.Meets(c.Rule)
		return Judgement{Criterion: c, Verdict: verdict, Value: value}
	}
	value, err := c.Read(l.Answers[c.Key].Value)
	switch {
	case err != nil || value == "":
		return Judgement{Criterion: c}
	case c.meets(value):
		return Judgement{Criterion: c, Verdict: VerdictMet, Value: value}
	}
	return Judgement{Criterion: c, Verdict: VerdictUnmet, Value: value}
}

// Judgement is how one criterion stands on a lead.
type Judgement struct {
	Criterion Criterion
	Verdict   Verdict
	Value     string // that decided; empty where nothing is known
}

// Name is the key in words.
func (c Criterion) Name() string { return strings.ReplaceAll(c.Key, "_", " ") }

// lack says in words what a criterion misses: "budget is “5000” (expected at
// least 10000)".
func (j Judgement) lack() string {
	c, expected := j.Criterion, ""
	if text := c.Expects(); text != "" && c.Kind != CriterionRule {
		expected = " (expected " + text + ")"
	}
	switch {
	case c.Kind == CriterionRule && j.Value == "":
		return c.Rule.Field + " is not known"
	case c.Kind == CriterionRule:
		return c.Rule.Field + " is " + quoted(j.Value) + " (expected: " + cmp.Or(c.Rule.String(), c.Key) + ")"
	case j.Verdict == VerdictOpen:
		return c.Key + " is not answered"
	}
	return c.Key + " is " + quoted(j.Value) + expected
}
