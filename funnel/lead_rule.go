package funnel

import (
	"cmp"
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/ref"
)

// derivedFields are what rules may ask for beside the fields of a lead
// themselves.
var derivedFields = map[string]func(Lead) []string{
	"domain":  func(l Lead) []string { return known(contact.EmailDomain(l.EmailKey)) },
	"contact": func(l Lead) []string { return known(cmp.Or(l.Email, l.Phone)) },
	"tag":     func(l Lead) []string { return l.Tags },
}

// known is a value, or none where it is blank.
func known(value string) []string {
	if value == "" {
		return nil
	}

	return []string{value}
}

// ruleValues are what a lead has in a field that rules may ask for. Rules of
// a later version may ask for others.
func ruleValues(l Lead, field string) (values []string, ok bool) {
	if derived, ok := derivedFields[field]; ok {
		return derived(l), true
	}

	f, ok := FieldNamed(field)
	if !ok {
		return nil, false
	}

	return known(f.Value(l)), true
}

// meets says whether a lead meets a rule, with the value that decided.
func meets(l Lead, r agreement.Rule) (agreement.Verdict, string) {
	values, ok := ruleValues(l, r.Field)
	if !ok {
		return agreement.VerdictOpen, ""
	}

	return r.Judge(values)
}

// HotBy is the first rule of the definition that makes the lead hot.
func (l Lead) HotBy(d agreement.Definition) (agreement.Rule, bool) {
	i := slices.IndexFunc(d.Hot, func(r agreement.Rule) bool {
		verdict, _ := meets(l, r)
		return verdict == agreement.VerdictMet
	})
	if i < 0 {
		return agreement.Rule{}, false
	}

	return d.Hot[i], true
}

// Class is what a lead's first touch is promised by.
func (l Lead) Class() agreement.LeadClass {
	switch {
	case l.Handoff.Class != "":
		return l.Handoff.Class
	case l.Handoffs == 0:
		return agreement.ClassOther
	}

	return agreement.ClassHandedOff
}

// Hot says whether the lead was handed off as hot.
func (l Lead) Hot() bool { return l.Handoff.Class == agreement.ClassHot }

// classOf is the class of a lead that is being handed off, as the handoff
// keeps it.
func (p Policy) classOf(l Lead, in HandoffInput) agreement.LeadClass {
	_, hot := l.HotBy(p.Definition)
	finder := p.Roster.Person(l.Marketer)
	switch {
	case in.Hot || hot:
		return agreement.ClassHot
	case finder.In(ref.Sales) && !finder.In(ref.Marketing):
		return agreement.ClassOther
	}

	return ""
}
