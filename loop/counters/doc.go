// Package counters reads what the journal counted, where more than one noun asks
// for it. It writes nothing, and knows no use case.
package counters
