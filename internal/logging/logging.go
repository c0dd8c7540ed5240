// Package logging sets up the log: structured, on one line, in UTC, and free of
// secrets whatever the program hands to it.
package logging

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/term"
)

const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// New returns a logger that writes to w at the level (debug, info, warn or
// error) and above. The secrets, and whatever else looks like one of Slack's, are
// replaced before anything is written. Lines are JSON unless w is a terminal.
func New(w io.Writer, level string, secrets ...string) (zerolog.Logger, error) {
	threshold, err := zerolog.ParseLevel(level)
	if err != nil || level == "" {
		return zerolog.Nop(), fmt.Errorf("log level %q is unknown; expected debug, info, warn or error", level)
	}
	if isTerminal(w) {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: "15:04:05.000", TimeLocation: time.UTC}
	}
	log := zerolog.New(newScrubber(w, secrets)).Level(threshold).Hook(zerolog.HookFunc(stamp))
	return log, nil
}

// stamp adds the time. The library's own way is a package variable for the
// format, which would be shared by everything in the process.
func stamp(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Str(zerolog.TimestampFieldName, time.Now().UTC().Format(timeFormat))
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
