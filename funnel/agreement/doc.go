// Package agreement is what both teams have agreed on: the lead definition with
// its criteria, rules, reasons and service levels, the one table of its fields,
// and what differs between two versions. It is a value that files, forms and
// the store hold alike; who may sign it, and whether a lead meets it, is decided
// in funnel. Begin with [Definition], then the table in definition_form.go.
package agreement
