package main

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

// ways are the tasks that a command of this program does.
var ways = map[fault.Task]func(args []string) string{
	fault.ToPreviewDigest: func([]string) string { return "`leadloop digest`" },
	fault.ToLogFigure: func(args []string) string {
		return "a row of `leadloop import --type figures` with " + strings.Join(args, ", ")
	},
}

// way says how a task is done to who reads it on a terminal.
func way(w fault.Way) string {
	if command, here := ways[w.Task]; here {
		return command(w.Args)
	}
	return view.WayFromOutside(w)
}

// plain is a text of the rules for a terminal.
func plain(text string, zone *time.Location) string { return fault.PlainText(text, nil, zone, way) }
