// Package ledger is what the journal counts. [Deltas] is the only place that says
// which counters an entry moves; everything else here reads counters or replays
// entries: how long leads take, how they came and went, what other service
// levels would have made of the past. It decides nothing. Begin with rollup.go.
package ledger
