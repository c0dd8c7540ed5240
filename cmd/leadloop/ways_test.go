package main

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Whoever reads a text of the rules on a terminal is told a command of this program, or that Slack has one.
func TestEveryTaskHasAWayOnATerminal(t *testing.T) {
	for _, task := range fault.Tasks() {
		text := way(fault.Way{Task: task, Args: []fault.Arg{{Value: "a"}, {Value: "b"}, fault.Option("c", "d")}})
		here := strings.Contains(text, "`leadloop ")
		there := strings.Contains(text, "`/") && strings.HasSuffix(text, " in Slack")
		if here == there {
			t.Errorf("task %d of funnel/fault/ways.go is told as %q", task, text)
		}
	}
}

// Who reads a text of the rules on a terminal brings a file: an option is a column of it.
func TestAnOptionIsAColumnOnATerminal(t *testing.T) {
	text := "Give a day, such as " + fault.Option("day", "2026-11-20").String() + ", or leave " + fault.Option("week", "").String() + " out."
	if got, want := plain(text, time.UTC), "Give a day, such as `day 2026-11-20`, or leave `week` out."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
