// Package people is who works here, and when: the roster, somebody's own hours,
// holidays and leaves, who stands in for whom, and the pools in which reps share
// leads. It knows no lead: the rules of funnel are given a [Staff], and ask it
// who is there. Begin with person.go and availability.go.
package people
