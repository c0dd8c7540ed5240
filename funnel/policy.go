package funnel

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
)

// Policy is everything agreed that a rule needs to decide.
type Policy struct {
	people.Staff
	Definition agreement.Definition
	Currency   string // ISO 4217, for amounts without one
	Region     string // ISO 3166, for phone numbers without a country code
}

// Change is what a rule decided: the lead's new state, what is to be written
// in the journal, and what is to be said. An empty Entries means that nothing
// happened.
type Change struct {
	Lead    Lead
	Entries []Entry
	Notices []Notice
	Removed bool // the lead is to be taken out again (an undone log)
}
