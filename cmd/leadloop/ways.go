package main

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
)

// ways are the tasks that a command of this program does.
var ways = map[fault.Task]func(args []fault.Arg) string{
	fault.ToPreviewDigest: func([]fault.Arg) string { return "`leadloop digest`" },
	fault.ToLogFigure: func(args []fault.Arg) string {
		return "a row of `leadloop import --type figures` with " + columns(args)
	},
}

// columns are options as columns of a file, with what stands there.
func columns(args []fault.Arg) string {
	said := make([]string, len(args))
	for i, arg := range args {
		said[i] = strings.TrimSpace(arg.Name + " " + arg.Value)
	}

	return strings.Join(said, ", ")
}

// way says how a task is done, or options are given, to who reads it on a terminal.
func way(w fault.Way) string {
	if w.Task == fault.ToGive {
		return "`" + columns(w.Args) + "`"
	}

	if command, here := ways[w.Task]; here {
		return command(w.Args)
	}

	return kit.WayFromOutside(w)
}

// plain is a text of the rules for a terminal.
func plain(text string, zone *time.Location) string { return fault.PlainText(text, nil, zone, way) }
