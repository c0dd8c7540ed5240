// Package funnel holds the rules of the work between marketing and sales:
// what a lead is, which stage may follow which, who may do what, when a
// promise runs out, what is said to whom, and how goals and digests are
// reckoned. It is pure: every rule is given the state, the [Policy] in force
// and the moment, and answers with a [Change] to be stored and told. Nothing
// here reads a clock, a file or a network.
package funnel
