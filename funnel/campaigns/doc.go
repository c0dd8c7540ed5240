// Package campaigns is what marketing does: campaigns and their spend, what each
// brought and cost, which did best, what another one may bring, and whether sales
// can take it. It shares no revenue itself: the ledger does. Begin with
// [Campaign], then results.go.
package campaigns
