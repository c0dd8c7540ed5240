// Package digest shows the weekly report in Slack, on a terminal, as a page and as a file, and everybody their own
// week. Every figure and sentence comes from funnel/report. Begin with [Feature], or with [Messages].
package digest
