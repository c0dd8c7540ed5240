// Package report makes of the figures what people read: the digest of a week,
// why a goal is missed ([Gap]), what would help most ([Levers]), the headline,
// everybody's own week. It ends in one [Report] of sections with columns, rows,
// bars and notes, which Slack, the terminal, CSV and the page render;
// JSON is the figures themselves. A new section is one function in the table of report.go. It reads
// no store: loop/digest gives it the figures.
package report
