package funnel

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

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
