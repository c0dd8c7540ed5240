package agreement

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/stats"
)

// CriterionOfField is the key of the criterion that a field of a form answers.
func CriterionOfField(field string) (key string, ok bool) {
	return strings.CutPrefix(field, answerPrefix)
}

// Read checks an answer, and gives it as it is kept. A blank one is none.
func (c Criterion) Read(text string) (string, error) {
	text = fault.Tidy(text)
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
		if n, err := stats.ParseNumber(text); err == nil {
			return strconv.FormatFloat(n+0, 'f', -1, 64), nil
		}
	default:
		value, err := fault.WithinLimit("The answer to "+c.Key, text, MaxAnswer)
		if err != nil {
			return "", fault.WrongField(AnswerField(c.Key), "%s", fault.Sentence(err))
		}

		return value, nil
	}

	return "", fault.WrongField(AnswerField(c.Key), "%s is not an answer to %s. Expected %s, such as %s.", fault.Quoted(text), c.Key, c.takes(), c.Example())
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
func (c Criterion) Example() fault.Arg {
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

	return fault.Option(c.Key, value)
}

// Meets says whether an answer, as it is kept, is the one that is hoped for.
// Of a text it is enough that there is one.
func (c Criterion) Meets(value string) bool {
	switch c.Kind {
	case CriterionYesNo:
		return value == "yes"
	case CriterionChoice:
		return slices.Contains(c.accepted(), value)
	case CriterionNumber:
		n, err := stats.ReadNumber(value)
		if c.Compare == "<=" {
			return err == nil && n <= c.Bound
		}

		return err == nil && n >= c.Bound
	}

	return true
}

// Name is the key in words.
func (c Criterion) Name() string { return strings.ReplaceAll(c.Key, "_", " ") }
