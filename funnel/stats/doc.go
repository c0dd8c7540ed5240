// Package stats is arithmetic on counts: a rate with its sample and interval,
// the parts of a product (Shapley), numbers as people write and read them. It
// knows nothing of what is counted. Begin with rate.go.
package stats
