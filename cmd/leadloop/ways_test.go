package main

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
)

// Whoever reads a text of the rules on a terminal is told a command of this program, or that Slack has one.
func TestEveryTaskHasAWayOnATerminal(t *testing.T) {
	for _, task := range funnel.Tasks() {
		text := way(funnel.Way{Task: task, Args: []string{"a", "b", "c=d"}})
		here := strings.Contains(text, "`leadloop ")
		there := strings.Contains(text, "`/") && strings.HasSuffix(text, " in Slack")
		if here == there {
			t.Errorf("task %d of funnel/ways.go is told as %q", task, text)
		}
	}
}
