// Package leads is where people log leads, find and show them, and act on them: words, buttons, forms, what is said of
// a lead, and disputes. The rooms that show leads build on it. It decides nothing about a lead: funnel does. Begin with
// the table of acts, in acts.go.
package leads
