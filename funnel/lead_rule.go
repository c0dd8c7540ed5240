package funnel

import (
	"cmp"
	"slices"
)

// ruleValues are what a lead has in the fields that rules may ask for; none
// where it is not known.
var ruleValues = map[string]func(Lead) []string{
	"name":      one(func(l Lead) string { return l.Name }),
	"company":   one(func(l Lead) string { return l.Company }),
	"title":     one(func(l Lead) string { return l.Title }),
	"email":     one(func(l Lead) string { return l.Email }),
	"domain":    one(func(l Lead) string { return EmailDomain(l.EmailKey) }),
	"phone":     one(func(l Lead) string { return l.Phone }),
	"contact":   one(func(l Lead) string { return cmp.Or(l.Email, l.Phone) }),
	"country":   one(Lead.Country),
	"employees": one(func(l Lead) string { return employeeText(l.Employees) }),
	"segment":   one(func(l Lead) string { return l.Segment }),
	"tag":       func(l Lead) []string { return l.Tags },
	"source":    one(func(l Lead) string { return l.Source }),
	"campaign":  one(func(l Lead) string { return l.Campaign }),
	"need":      one(func(l Lead) string { return l.Need }),
}

// one makes a field of a value that is blank where it is not known.
func one(of func(Lead) string) func(Lead) []string {
	return func(l Lead) []string {
		if value := of(l); value != "" {
			return []string{value}
		}
		return nil
	}
}

// Meets says whether the lead meets a rule, with the value that decided.
func (l Lead) Meets(r Rule) (Verdict, string) {
	values, known := ruleValues[r.Field]
	if !known {
		return VerdictOpen, "" // of a later version
	}
	return JudgeRule(r, values(l))
}

// HotBy is the first rule of the definition by which the lead is hot.
func (l Lead) HotBy(d Definition) (Rule, bool) {
	i := slices.IndexFunc(d.Hot, func(r Rule) bool {
		verdict, _ := l.Meets(r)
		return verdict == VerdictMet
	})
	if i < 0 {
		return Rule{}, false
	}
	return d.Hot[i], true
}
