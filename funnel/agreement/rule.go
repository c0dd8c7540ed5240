package agreement

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
)

// Rule is a condition on a lead's own fields that Leadloop judges by itself:
// one field, one operator of a closed set, and its values.
type Rule struct {
	Field  string   `json:"field"`
	Op     string   `json:"op"`
	Values []string `json:"values,omitempty"`
}

// The operators of rules.
const (
	OpKnown    = "is known"
	OpBusiness = "is business"
	OpIn       = "in"
	OpNotIn    = "not in"
	OpContains = "contains"
	OpAtLeast  = ">="
	OpAtMost   = "<="
)

// ruleField is a field of a lead that rules may ask for. None of a field that
// lists says something: who has no tag has not that tag either.
type ruleField struct {
	name  string
	ops   []string
	lists bool
}

var ruleFields = []ruleField{
	{name: "name", ops: []string{OpKnown}},
	{name: "company", ops: []string{OpKnown, OpContains}},
	{name: "title", ops: []string{OpKnown, OpContains}},
	{name: "email", ops: []string{OpKnown, OpBusiness}},
	{name: "domain", ops: []string{OpIn, OpNotIn}},
	{name: "phone", ops: []string{OpKnown}},
	{name: "contact", ops: []string{OpKnown}},
	{name: "country", ops: []string{OpKnown, OpIn, OpNotIn}},
	{name: "employees", ops: []string{OpKnown, OpAtLeast, OpAtMost}},
	{name: "segment", ops: []string{OpKnown, OpIn, OpNotIn, OpContains}},
	{name: "tag", ops: []string{OpIn, OpNotIn}, lists: true},
	{name: "source", ops: []string{OpKnown, OpIn, OpNotIn}},
	{name: "campaign", ops: []string{OpKnown, OpIn, OpNotIn}},
	{name: "need", ops: []string{OpKnown, OpContains}},
}

// RuleFields are the names of the fields that rules may ask for.
func RuleFields() []string {
	names := make([]string, len(ruleFields))
	for i, f := range ruleFields {
		names[i] = f.name
	}

	return names
}

// String writes the rule as ParseRule reads it.
func (r Rule) String() string {
	text := r.Field + " " + r.Op
	if len(r.Values) > 0 {
		text += " " + strings.Join(r.Values, ", ")
	}

	return text
}

// takesValues are the operators that compare with a list; the order is that
// in which they are looked for.
var takesValues = []struct {
	op     string
	values bool
}{
	{OpKnown, false},
	{OpBusiness, false},
	{OpNotIn, true},
	{OpIn, true},
	{OpContains, true},
	{OpAtLeast, true},
	{OpAtMost, true},
}

// comparisons are the ways to write how a number compares, apart from what
// stands around them.
var comparisons = strings.NewReplacer(">=", " >= ", "<=", " <= ", "≥", " >= ", "≤", " <= ", "=>", " >= ", "=<", " <= ")

// ParseRule reads a rule such as "country in DE, AT, CH".
func ParseRule(text string) (Rule, error) {
	text = comparisons.Replace(fault.Tidy(text))
	text = fault.Tidy(text)
	name, rest, _ := strings.Cut(text, " ")
	name = strings.ToLower(name)
	i := slices.IndexFunc(ruleFields, func(f ruleField) bool { return f.name == name })
	if i < 0 {
		return Rule{}, fault.Invalid("%s is not something that a rule can ask for. Expected one of %s, such as `country in DE, AT`.", fault.Quoted(name), strings.Join(RuleFields(), ", "))
	}

	field := ruleFields[i]
	for _, op := range takesValues {
		values, ok := cutOperator(rest, op.op)
		if !ok || !slices.Contains(field.ops, op.op) {
			continue
		}

		if op.values != (len(values) > 0) {
			break
		}

		switch {
		case name == "country":
			return countryRule(op.op, values)
		case name == "employees" && op.values:
			return employeesRule(op.op, values)
		}

		return Rule{Field: name, Op: op.op, Values: values}, nil
	}

	return Rule{}, fault.Invalid("%s cannot be judged. Of %s a rule can ask %s.", fault.Quoted(text), name, strings.Join(examples(field), ", or "))
}

func countryRule(op string, codes []string) (Rule, error) {
	for i, written := range codes {
		code, err := contact.ParseCountry(written)
		if err != nil {
			return Rule{}, fault.Invalid("%s is not a country. Expected ISO 3166 codes of two letters, such as `country in DE, AT, CH`.", fault.Quoted(written))
		}

		codes[i] = code
	}

	return Rule{Field: "country", Op: op, Values: codes}, nil
}

func employeesRule(op string, values []string) (Rule, error) {
	n, err := contact.ParseEmployees(strings.Join(values, ","))
	if err != nil || n == 0 {
		return Rule{}, fault.Invalid("%s is not a number of employees. Expected a number of 1 or more, such as `employees %s 50`.", fault.Quoted(strings.Join(values, ", ")), op)
	}

	return Rule{Field: "employees", Op: op, Values: []string{strconv.Itoa(n)}}, nil
}

// cutOperator takes an operator off the beginning and gives the values that
// follow.
func cutOperator(text, op string) (values []string, ok bool) {
	if len(text) < len(op) || !strings.EqualFold(text[:len(op)], op) {
		return nil, false
	}

	rest := text[len(op):]
	if rest != "" && rest[0] != ' ' {
		return nil, false
	}

	return listed(rest), true
}

func examples(f ruleField) []string {
	out := make([]string, len(f.ops))
	for i, op := range f.ops {
		out[i] = "`" + f.name + " " + op
		switch op {
		case OpIn, OpNotIn, OpContains:
			out[i] += " a, b"
		case OpAtLeast, OpAtMost:
			out[i] += " 50"
		}

		out[i] += "`"
	}

	return out
}

// Verdict is how a rule judges a lead.
type Verdict uint8

// The verdicts. Open says that the field is blank, so that nobody can tell.
const (
	VerdictOpen Verdict = iota
	VerdictMet
	VerdictUnmet
)

// Judge says whether a lead meets the rule that has these values in its field,
// with the value that decided.
func (r Rule) Judge(values []string) (Verdict, string) {
	i := slices.IndexFunc(ruleFields, func(f ruleField) bool { return f.name == r.Field })
	if i < 0 {
		return VerdictOpen, "" // of a later version
	}

	if len(values) == 0 && !ruleFields[i].lists {
		if r.Op == OpKnown {
			return VerdictUnmet, ""
		}

		return VerdictOpen, ""
	}

	if r.holds(values) {
		return VerdictMet, strings.Join(values, ", ")
	}

	return VerdictUnmet, strings.Join(values, ", ")
}

// holds judges the values of a field: one, or all of those that it lists.
func (r Rule) holds(values []string) bool {
	is := func(value string) bool {
		return slices.ContainsFunc(r.Values, func(other string) bool { return strings.EqualFold(other, value) })
	}
	switch r.Op {
	case OpBusiness:
		return !slices.ContainsFunc(values, func(value string) bool { return contact.IsFreeMail(contact.EmailDomain(value)) })
	case OpIn:
		return slices.ContainsFunc(values, is)
	case OpNotIn:
		return !slices.ContainsFunc(values, is)
	case OpContains:
		return slices.ContainsFunc(values, r.partOf)
	case OpAtLeast, OpAtMost:
		return r.compares(values[0])
	}

	return true // OpKnown
}

func (r Rule) partOf(value string) bool {
	return slices.ContainsFunc(r.Values, func(part string) bool {
		return strings.Contains(strings.ToLower(value), strings.ToLower(part))
	})
}

func (r Rule) compares(value string) bool {
	n, err := strconv.Atoi(value)
	bound, boundErr := strconv.Atoi(r.Values[0])
	if err != nil || boundErr != nil {
		return false
	}

	return r.Op == OpAtLeast && n >= bound || r.Op == OpAtMost && n <= bound
}
