package funnel

// Class is what a lead's first touch is promised by.
func (l Lead) Class() LeadClass {
	switch {
	case l.Handoff.Class != "":
		return l.Handoff.Class
	case l.Handoffs == 0:
		return ClassOther
	}
	return ClassHandedOff
}

// Hot says whether the lead was handed off as hot.
func (l Lead) Hot() bool { return l.Handoff.Class == ClassHot }

// classOf is the class of a lead that is being handed off, as the handoff
// keeps it.
func (p Policy) classOf(l Lead, in HandoffInput) LeadClass {
	_, hot := l.HotBy(p.Definition)
	finder := p.Roster.Person(l.Marketer)
	switch {
	case in.Hot || hot:
		return ClassHot
	case finder.In(Sales) && !finder.In(Marketing):
		return ClassOther
	}
	return ""
}
