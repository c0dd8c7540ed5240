package funnel

import (
	"slices"
	"strconv"
	"strings"
)

// MaxAnswer is how long an answer to a criterion may be, in runes.
const MaxAnswer = 150

// AnswerField is the field of a form in which a criterion is answered.
func AnswerField(key string) string { return answerPrefix + key }

const answerPrefix = "answer."

// CriterionOfField is the key of the criterion that a field of a form answers.
func CriterionOfField(field string) (key string, ok bool) {
	return strings.CutPrefix(field, answerPrefix)
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

// Name is the key in words.
func (c Criterion) Name() string { return strings.ReplaceAll(c.Key, "_", " ") }
