package funnel

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
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
)

// ruleField is a field of a lead that rules may ask for.
type ruleField struct {
	name string
	of   func(Lead) string
	ops  []string
}

var ruleFields = []ruleField{
	{"name", func(l Lead) string { return l.Name }, []string{OpKnown}},
	{"company", func(l Lead) string { return l.Company }, []string{OpKnown, OpContains}},
	{"title", func(l Lead) string { return l.Title }, []string{OpKnown, OpContains}},
	{"email", func(l Lead) string { return l.Email }, []string{OpKnown, OpBusiness}},
	{"domain", func(l Lead) string { return EmailDomain(l.EmailKey) }, []string{OpIn, OpNotIn}},
	{"phone", func(l Lead) string { return l.Phone }, []string{OpKnown}},
	{"country", Lead.Country, []string{OpKnown, OpIn, OpNotIn}},
	{"source", func(l Lead) string { return l.Source }, []string{OpKnown, OpIn, OpNotIn}},
	{"campaign", func(l Lead) string { return l.Campaign }, []string{OpKnown, OpIn, OpNotIn}},
	{"need", func(l Lead) string { return l.Need }, []string{OpKnown, OpContains}},
}

// Country is the country of the lead's phone number as an ISO 3166 code;
// empty where there is no number, or none that can be placed.
func (l Lead) Country() string {
	number, err := phonenumbers.Parse(l.PhoneKey, "")
	if err != nil {
		return ""
	}
	region := phonenumbers.GetRegionCodeForNumber(number)
	if len(region) != len("DE") || region == "ZZ" {
		return ""
	}
	return region
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
}{{OpKnown, false}, {OpBusiness, false}, {OpNotIn, true}, {OpIn, true}, {OpContains, true}}

// ParseRule reads a rule such as "country in DE, AT, CH".
func ParseRule(text string) (Rule, error) {
	text = cleanLine(text)
	name, rest, _ := strings.Cut(text, " ")
	name = strings.ToLower(name)
	i := slices.IndexFunc(ruleFields, func(f ruleField) bool { return f.name == name })
	if i < 0 {
		return Rule{}, Invalid("%s is not something that a rule can ask for. Expected one of %s, such as `rule: country in DE, AT`.", quoted(name), fieldList())
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
		if name == "country" {
			return countryRule(op.op, values)
		}
		return Rule{Field: name, Op: op.op, Values: values}, nil
	}
	return Rule{}, Invalid("%s cannot be judged. Of %s a rule can ask %s.", quoted(text), name, strings.Join(examples(field), ", or "))
}

func countryRule(op string, codes []string) (Rule, error) {
	for i, code := range codes {
		codes[i] = strings.ToUpper(code)
		if len(code) != len("DE") || phonenumbers.GetCountryCodeForRegion(codes[i]) == 0 {
			return Rule{}, Invalid("%s is not a country. Expected ISO 3166 codes of two letters, such as `rule: country in DE, AT, CH`.", quoted(code))
		}
	}
	return Rule{Field: "country", Op: op, Values: codes}, nil
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

func fieldList() string {
	names := make([]string, len(ruleFields))
	for i, f := range ruleFields {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

func examples(f ruleField) []string {
	out := make([]string, len(f.ops))
	for i, op := range f.ops {
		out[i] = "`" + f.name + " " + op
		if op == OpIn || op == OpNotIn || op == OpContains {
			out[i] += " a, b"
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

// Judge says whether a lead meets the rule, with the value that decided.
func (r Rule) Judge(l Lead) (Verdict, string) {
	i := slices.IndexFunc(ruleFields, func(f ruleField) bool { return f.name == r.Field })
	if i < 0 {
		return VerdictOpen, "" // of a later version
	}
	value := ruleFields[i].of(l)
	if value == "" {
		if r.Op == OpKnown {
			return VerdictUnmet, ""
		}
		return VerdictOpen, ""
	}
	if r.holds(value) {
		return VerdictMet, value
	}
	return VerdictUnmet, value
}

func (r Rule) holds(value string) bool {
	same := func(other string) bool { return strings.EqualFold(other, value) }
	switch r.Op {
	case OpBusiness:
		return !IsFreeMail(EmailDomain(value))
	case OpIn:
		return slices.ContainsFunc(r.Values, same)
	case OpNotIn:
		return !slices.ContainsFunc(r.Values, same)
	case OpContains:
		return slices.ContainsFunc(r.Values, func(part string) bool {
			return strings.Contains(strings.ToLower(value), strings.ToLower(part))
		})
	}
	return true // OpKnown
}
