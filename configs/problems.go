package configs

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong with a configuration.
type Problem struct {
	// Path is the setting, such as "teams.sales.manager", or the variable's name.
	Path string
	// Text says what is wrong, what is expected and what to do.
	Text string
}

// String returns the problem as one line.
func (p Problem) String() string {
	if p.Path == "" {
		return p.Text
	}

	return p.Path + ": " + p.Text
}

// Problems is everything wrong with a configuration, as an error.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	var b strings.Builder
	if len(ps) == 1 {
		b.WriteString("the configuration has 1 problem:")
	} else {
		fmt.Fprintf(&b, "the configuration has %d problems:", len(ps))
	}

	for _, p := range ps {
		b.WriteString("\n  " + p.String())
	}

	return b.String()
}

func (ps *Problems) add(path, format string, args ...any) {
	*ps = append(*ps, Problem{Path: path, Text: fmt.Sprintf(format, args...)})
}

// refuse reports why a value cannot be read, where the reason repeats the value.
func (ps *Problems) refuse(path, value string, err error) {
	if looksLikeToken(value) {
		ps.add(path, "%s does not belong here", shown(value))
		return
	}

	ps.add(path, "%v", err)
}

// orNil keeps an empty list from becoming an error that is not nil.
func (ps Problems) orNil() error {
	if len(ps) == 0 {
		return nil
	}

	return ps
}

// shown quotes a value for a message. A token that landed in the wrong setting
// is not repeated, because messages end up in terminals and tickets.
func shown(value string) string {
	const maxShown = 60
	if looksLikeToken(value) {
		return "a Slack token (not shown)"
	}

	if runes := []rune(value); len(runes) > maxShown {
		value = string(runes[:maxShown]) + "…"
	}

	return fmt.Sprintf("%q", value)
}

func looksLikeToken(value string) bool {
	for _, prefix := range []string{"xoxb-", "xoxp-", "xoxa-", "xoxe", "xoxr-", "xoxs-", "xapp-"} {
		if strings.Contains(value, prefix) {
			return true
		}
	}

	return false
}
