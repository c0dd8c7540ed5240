package agreement

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Criterion is one question that makes a lead an MQL, or opens another stage.
type Criterion struct {
	Key      string   `json:"key"`
	Question string   `json:"question"`
	Kind     string   `json:"kind"`
	Required bool     `json:"required"`
	Weight   int      `json:"weight,omitempty"` // points, where it is met; a required one has none
	Stage    Stage    `json:"stage"`
	Choices  []string `json:"choices,omitempty"`  // of CriterionChoice
	Accepted []string `json:"accepted,omitempty"` // the choices that meet it; none means any
	Compare  string   `json:"compare,omitempty"`  // of CriterionNumber: >= or <=
	Bound    float64  `json:"bound,omitempty"`    // of CriterionNumber
	Rule     Rule     `json:"rule,omitzero"`      // of CriterionRule
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
//	budget(3) | What may it cost? | number >= 10000 | mql
const (
	criterionParts   = 4
	criterionExample = "fit* | Does the company match? | yes_no | mql"
	kindExample      = "yes_no, text, choice(a, b), number >= 50, or a rule such as rule: email is business"
	maxQuestion      = 200
	maxChoices       = 20
	maxChoice        = 75 // characters; Slack shows no more
	maxPerStage      = 20 // so that a form can ask for them, and a lead keep the answers
)

// gates are the stages that are entered by judging criteria.
var gates = []Stage{MQL, SQL}

// PointsKey stands among the keys of unmet criteria for too few points.
const PointsKey = "points"

// taken are words of the commands and the keys that stand for something else.
var taken = []string{"override", "amount", "close", PointsKey}

var (
	keyPattern    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	weightPattern = regexp.MustCompile(`^(.*?)\s*\(\s*([1-9][0-9]?)\s*\)$`)
	choicePattern = regexp.MustCompile(`^(?i:choice)\s*\(([^()]*)\)(?:\s+(?i:in)\s+([^()]+))?$`)
	numberPattern = regexp.MustCompile(`^(?i:number)\s*(>=|<=|≥|≤)\s*(.+)$`)
	rulePattern   = regexp.MustCompile(`^(?i:rule)\s*:\s*(.+)$`)
)

// String writes the criterion as ParseCriterion reads it.
func (c Criterion) String() string {
	key := c.Key
	switch {
	case c.Required:
		key += "*"
	case c.Weight > 0:
		key += "(" + strconv.Itoa(c.Weight) + ")"
	}

	return strings.Join([]string{key, c.Question, c.kindText(), string(c.Stage)}, " | ")
}

func (c Criterion) kindText() string {
	switch c.Kind {
	case CriterionChoice:
		text := "choice(" + strings.Join(c.Choices, ", ") + ")"
		if len(c.Accepted) > 0 {
			text += " in " + strings.Join(c.Accepted, ", ")
		}

		return text
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
		return "one of " + strings.Join(c.accepted(), ", ")
	case CriterionNumber:
		return map[string]string{">=": "at least ", "<=": "at most "}[c.Compare] + c.boundText()
	case CriterionRule:
		return c.Rule.String()
	}

	return ""
}

// accepted are the choices that meet the criterion.
func (c Criterion) accepted() []string {
	if len(c.Accepted) == 0 {
		return c.Choices
	}

	return c.Accepted
}

// ParseCriterion reads one line. The key with a star is required; a number in
// brackets behind it is its weight.
func ParseCriterion(line string) (Criterion, error) {
	parts := strings.Split(line, "|")
	if len(parts) != criterionParts {
		return Criterion{}, fault.Invalid("%s has %d parts between bars. Expected a key, the question, the kind and the stage, such as `%s`.", fault.Quoted(line), len(parts), criterionExample)
	}

	for i := range parts {
		parts[i] = fault.Tidy(parts[i])
	}

	c := Criterion{Question: parts[1]}
	if err := c.parseKey(parts[0]); err != nil {
		return c, err
	}

	if n := utf8.RuneCountInString(c.Question); n == 0 || n > maxQuestion {
		return c, fault.Invalid("The question of %s has %d characters. Expected 1 to %d.", c.Key, n, maxQuestion)
	}

	if err := c.parseKind(parts[2]); err != nil {
		return c, err
	}

	stage, err := ParseStage(parts[3])
	if err != nil || !slices.Contains(gates, stage) {
		return c, fault.Invalid("%s is not a stage that %s could be asked before. Expected mql, for the handoff, or sql, for the opportunity.", fault.Quoted(parts[3]), c.Key)
	}

	c.Stage = stage
	return c, nil
}

func (c *Criterion) parseKey(text string) error {
	key, required := strings.CutSuffix(text, "*")
	if match := weightPattern.FindStringSubmatch(key); match != nil {
		if required {
			return fault.Invalid("%s is required and weighs something, and nobody could tell what that means. Expected a star or a number, such as `fit*` or `fit(3)`.", fault.Quoted(text))
		}

		key = match[1]
		c.Weight, _ = strconv.Atoi(match[2]) // of one or two digits
	}

	c.Key, c.Required = strings.ToLower(strings.TrimSpace(key)), required
	if !keyPattern.MatchString(c.Key) {
		return fault.Invalid("%s is not a key. Expected a short word of letters, digits and _ that begins with a letter, and a star or a weight of 1 to 99, such as `%s` or `budget(3)`.", fault.Quoted(text), criterionExample)
	}

	if slices.Contains(taken, c.Key) {
		return fault.Invalid("The key %s is a word of the commands, so an answer to it could be misread. Choose another.", c.Key)
	}

	return nil
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
		return c.parseChoices(match[1], match[2])
	}

	if match := numberPattern.FindStringSubmatch(text); match != nil {
		c.Kind, c.Compare = CriterionNumber, strings.NewReplacer("≥", ">=", "≤", "<=").Replace(match[1])
		bound, err := stats.ParseNumber(match[2])
		if err != nil {
			return fault.Invalid("The threshold of %s is not a number: %s. Expected something like `number >= 50`.", c.Key, fault.Quoted(match[2]))
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

	return fault.Invalid("%s is not a kind of answer for %s. Expected %s.", fault.Quoted(text), c.Key, kindExample)
}

func (c *Criterion) parseChoices(text, accepted string) error {
	for _, choice := range listed(text) {
		if _, there := c.choice(choice); there {
			return fault.Invalid("The choices of %s name %s twice. Take one out.", c.Key, fault.Quoted(choice))
		}

		if _, err := fault.WithinLimit("The choice "+fault.Quoted(choice), choice, maxChoice); err != nil {
			return fault.Invalid("%s.", err)
		}

		c.Choices = append(c.Choices, choice)
	}

	if n := len(c.Choices); n < 2 || n > maxChoices {
		return fault.Invalid("The question %s has %d choices. Expected 2 to %d, such as `choice(north, south)`.", c.Key, n, maxChoices)
	}

	for _, word := range listed(accepted) {
		choice, there := c.choice(word)
		if !there {
			return fault.Invalid("%s is not among the choices of %s. Behind the word in stand those that meet it, such as `choice(now, this year, later) in now, this year`.", fault.Quoted(word), c.Key)
		}

		if !slices.Contains(c.Accepted, choice) {
			c.Accepted = append(c.Accepted, choice)
		}
	}

	return nil
}

// choice finds a choice, whatever its letter case.
func (c Criterion) choice(text string) (string, bool) {
	i := slices.IndexFunc(c.Choices, func(other string) bool { return strings.EqualFold(other, text) })
	if i < 0 {
		return "", false
	}

	return c.Choices[i], true
}

// listed are the words between commas; empty ones are left out.
func listed(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = fault.Tidy(word); word != "" {
			words = append(words, word)
		}
	}

	return words
}

// MaxAnswer is how long an answer to a criterion may be, in runes.
const MaxAnswer = 150

// AnswerField is the field of a form in which a criterion is answered.
func AnswerField(key string) string { return answerPrefix + key }

const answerPrefix = "answer."

// yesNo are the ways to say it.
var yesNo = map[string]string{
	"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no",
	"0": "no",
}
