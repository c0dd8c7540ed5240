package funnel

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Criterion is one question that makes a lead an MQL, or opens another stage.
type Criterion struct {
	Key      string   `json:"key"`
	Question string   `json:"question"`
	Kind     string   `json:"kind"`
	Required bool     `json:"required"`
	Stage    Stage    `json:"stage"`
	Choices  []string `json:"choices,omitempty"` // of CriterionChoice
	Compare  string   `json:"compare,omitempty"` // of CriterionNumber: >= or <=
	Bound    float64  `json:"bound,omitempty"`   // of CriterionNumber
	Rule     Rule     `json:"rule,omitzero"`     // of CriterionRule
}

// The kinds of criteria. All but the last are asked of people.
const (
	CriterionYesNo  = "yes_no"
	CriterionText   = "text"
	CriterionChoice = "choice"
	CriterionNumber = "number"
	CriterionRule   = "rule" // judged from the lead's own fields
)

// The parts of a criterion's line, such as
//
//	fit* | Does the company match the ideal customer? | yes_no | mql
const (
	criterionParts   = 4
	criterionExample = "fit* | Does the company match? | yes_no | mql"
	kindExample      = "yes_no, text, choice(a, b), number >= 50, or a rule such as rule: email is business"
	maxQuestion      = 200
	maxChoices       = 20
)

var (
	keyPattern    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	choicePattern = regexp.MustCompile(`^(?i:choice)\s*\((.*)\)$`)
	numberPattern = regexp.MustCompile(`^(?i:number)\s*(>=|<=|≥|≤)\s*(.+)$`)
	rulePattern   = regexp.MustCompile(`^(?i:rule)\s*:\s*(.+)$`)
)

// Line writes the criterion as ParseCriterion reads it.
func (c Criterion) Line() string {
	key := c.Key
	if c.Required {
		key += "*"
	}
	return strings.Join([]string{key, c.Question, c.kindText(), string(c.Stage)}, " | ")
}

func (c Criterion) kindText() string {
	switch c.Kind {
	case CriterionChoice:
		return "choice(" + strings.Join(c.Choices, ", ") + ")"
	case CriterionNumber:
		return "number " + c.Compare + " " + c.boundText()
	case CriterionRule:
		return "rule: " + c.Rule.String()
	}
	return cmp.Or(c.Kind, CriterionText)
}

func (c Criterion) boundText() string { return strconv.FormatFloat(c.Bound, 'f', -1, 64) }

// Expects is what an answer has to be, in words; empty where any tells
// enough, or where the rule says so itself.
func (c Criterion) Expects() string {
	switch c.Kind {
	case CriterionChoice:
		return "one of " + strings.Join(c.Choices, ", ")
	case CriterionNumber:
		return map[string]string{">=": "at least ", "<=": "at most "}[c.Compare] + c.boundText()
	case CriterionRule:
		return c.Rule.String()
	}
	return ""
}

// ParseCriterion reads one line. The key with a star is required.
func ParseCriterion(line string) (Criterion, error) {
	parts := strings.Split(line, "|")
	if len(parts) != criterionParts {
		return Criterion{}, Invalid("%s has %d parts between bars. Expected a key, the question, the kind and the stage, such as `%s`.", quoted(line), len(parts), criterionExample)
	}
	for i := range parts {
		parts[i] = cleanLine(parts[i])
	}
	key, required := strings.CutSuffix(parts[0], "*")
	c := Criterion{Key: strings.ToLower(strings.TrimSpace(key)), Question: parts[1], Required: required}
	if !keyPattern.MatchString(c.Key) {
		return c, Invalid("%s is not a key. Expected a short word of letters, digits and _ that begins with a letter, such as `%s`.", quoted(parts[0]), criterionExample)
	}
	if n := utf8.RuneCountInString(c.Question); n == 0 || n > maxQuestion {
		return c, Invalid("The question of %s has %d characters. Expected 1 to %d.", c.Key, n, maxQuestion)
	}
	if err := c.parseKind(parts[2]); err != nil {
		return c, err
	}
	stage, err := ParseStage(parts[3])
	if err != nil {
		return c, Invalid("%s is not the stage of %s. Expected one of %s.", quoted(parts[3]), c.Key, stageList())
	}
	c.Stage = stage
	return c, nil
}

func stageList() string {
	names := make([]string, len(Stages))
	for i, s := range Stages {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

func (c *Criterion) parseKind(text string) error {
	if word := strings.ToLower(text); word == CriterionYesNo || word == CriterionText {
		c.Kind = word
		return nil
	}
	if match := choicePattern.FindStringSubmatch(text); match != nil {
		c.Kind = CriterionChoice
		return c.parseChoices(match[1])
	}
	if match := numberPattern.FindStringSubmatch(text); match != nil {
		c.Kind, c.Compare = CriterionNumber, strings.NewReplacer("≥", ">=", "≤", "<=").Replace(match[1])
		bound, err := ParseNumber(match[2])
		if err != nil {
			return Invalid("The threshold of %s is not a number: %s. Expected something like `number >= 50`.", c.Key, quoted(match[2]))
		}
		c.Bound = bound + 0 // never the negative zero, which is not kept
		return nil
	}
	if match := rulePattern.FindStringSubmatch(text); match != nil {
		c.Kind = CriterionRule
		rule, err := ParseRule(match[1])
		c.Rule = rule
		return err
	}
	return Invalid("%s is not a kind of answer for %s. Expected %s.", quoted(text), c.Key, kindExample)
}

func (c *Criterion) parseChoices(text string) error {
	for _, choice := range listed(text) {
		if strings.ContainsAny(choice, "()") {
			return Invalid("The choices of %s hold brackets. Expected words between commas, such as `choice(north, south)`.", c.Key)
		}
		if slices.ContainsFunc(c.Choices, func(other string) bool { return strings.EqualFold(other, choice) }) {
			return Invalid("The choices of %s name %s twice. Take one out.", c.Key, quoted(choice))
		}
		c.Choices = append(c.Choices, choice)
	}
	if n := len(c.Choices); n < 2 || n > maxChoices {
		return Invalid("The question %s has %d choices. Expected 2 to %d, such as `choice(north, south)`.", c.Key, n, maxChoices)
	}
	return nil
}

// listed are the words between commas; empty ones are left out.
func listed(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = cleanLine(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}
