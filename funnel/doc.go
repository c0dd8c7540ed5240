// Package funnel is what may happen to a lead: which stage may follow which, who
// may do what, when a promise runs out, whose turn it is, who gets the lead, and
// what is said to whom. It is pure: every rule is given the lead, the [Policy] in
// force and the moment, and answers with a [Change] to be stored and told.
// Nothing here, or in the rooms below and above, reads a clock, a file or a
// network.
//
// Below it lie values (fault, stats, money, contact, calendar, ref), what both
// teams agreed on (agreement) and who works here (people); above it what is
// counted (ledger), goals, campaigns, and what people read (report). None of
// those above can be seen from here.
//
// Begin with lead.go and handoff.go; decision.go is how a rule writes down what
// it decides, clock.go and nudge.go what becomes of it with time.
package funnel
