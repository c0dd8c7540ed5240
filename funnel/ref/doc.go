// Package ref is the names that records call one another by: people by
// their Slack id, teams, leads, goals and campaigns by their number. It knows
// how each is written and read, and nothing of what it stands for.
package ref
