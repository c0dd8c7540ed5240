package main

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Whoever reads a text of the rules on a terminal is told a command of this program, or that Slack has one.
func TestEveryTaskHasAWayOnATerminal(t *testing.T) {
	for _, task := range fault.Tasks() {
		text := way(fault.Way{Task: task, Args: []string{"a", "b", "c=d"}})
		here := strings.Contains(text, "`leadloop ")
		there := strings.Contains(text, "`/") && strings.HasSuffix(text, " in Slack")
		if here == there {
			t.Errorf("task %d of funnel/fault/ways.go is told as %q", task, text)
		}
	}
}
