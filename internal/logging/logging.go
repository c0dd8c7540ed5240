// Package logging sets up the log: structured, on one line, in UTC, and free of
// secrets whatever the program hands to it.
package logging

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
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

const redacted = "[redacted]"

// shortestSecret keeps a short value from being cut out of ordinary words.
const shortestSecret = 6

// scrubber replaces secrets in what passes through it. It is the last line: hooks
// of the log library cannot change fields, and errors carry whole URLs.
type scrubber struct {
	to     io.Writer
	values [][]byte
}

func newScrubber(to io.Writer, secrets []string) *scrubber {
	s := &scrubber{to: to}
	for _, secret := range secrets {
		if len(secret) < shortestSecret {
			continue
		}

		for _, form := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON(secret, true),
			inJSON(secret, false),
		} {
			if !slices.ContainsFunc(s.values, func(known []byte) bool { return string(known) == form }) {
				s.values = append(s.values, []byte(form))
			}
		}
	}

	return s
}

// inJSON returns value as it stands within a JSON string; encoders differ in
// whether they escape what is special in HTML.
func inJSON(value string, escapeHTML bool) string {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(escapeHTML)
	if err := encoder.Encode(value); err != nil {
		return value
	}

	text := strings.TrimSpace(quoted.String())
	return text[1 : len(text)-1]
}

// Write passes p on without its secrets. It expects whole lines, as the log
// library writes them.
func (s *scrubber) Write(p []byte) (int, error) {
	clean := p
	for _, value := range s.values {
		clean = bytes.ReplaceAll(clean, value, []byte(redacted))
	}

	for _, pattern := range patterns {
		if pattern.worthTrying(clean) {
			clean = pattern.match.ReplaceAll(clean, []byte(pattern.replacement))
		}
	}

	if _, err := s.to.Write(clean); err != nil {
		return 0, err
	}

	return len(p), nil
}

// secretKeys are the names under which Slack and we pass on what only the
// recipient may use.
const secretKeys = `(response_url|trigger_id|ticket|token|bot_token|app_token|access_token|bot_access_token|refresh_token|action_token|client_secret|signing_secret)`

// patterns are tried in order, on lines that are worth it: expressions cost much
// more than the search for a word. None may match a quote or the backslash before
// one, so that JSON stays JSON.
var patterns = []struct {
	worthTrying func(line []byte) bool
	match       *regexp.Regexp
	replacement string
}{
	{containing("xox"), regexp.MustCompile(`xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9._%-]+`), redacted},
	{containing("xapp-"), regexp.MustCompile(`xapp-[A-Za-z0-9._%-]+`), redacted},
	// With escaped slashes too, as they stand in Slack's own JSON.
	{containing("hooks.slack"), regexp.MustCompile(`(hooks\.slack(?:-gov)?\.com(?::\d+)?)(?:\\*/|%2F)(?:[^\s"'\\<>&]|\\+/)*`), "$1/" + redacted},
	{containingSecretKey, regexp.MustCompile(`\b` + secretKeys + `=[^\s"'\\&]+`), "$1=" + redacted},
	{containingSecretKey, regexp.MustCompile(`\b` + secretKeys + `(\\*["']\s*:\s*\\*["'])(?:[^"'\\]|\\+/)+`), "$1$2" +
		redacted},
	// Trigger ids, wherever they stand.
	{containingLongNumber, regexp.MustCompile(`\b\d{6,}\.\d{6,}\.[0-9a-f]{16,}\b`), redacted},
}

func containing(word string) func([]byte) bool {
	return func(line []byte) bool { return bytes.Contains(line, []byte(word)) }
}

// containingSecretKey looks for a part of each of secretKeys.
func containingSecretKey(line []byte) bool {
	for _, part := range []string{"token", "_secret", "ticket", "response_url", "trigger_id"} {
		if bytes.Contains(line, []byte(part)) {
			return true
		}
	}

	return false
}

// containingLongNumber reports whether a dot follows six digits.
func containingLongNumber(line []byte) bool {
	digits := 0
	for _, b := range line {
		switch {
		case b >= '0' && b <= '9':
			digits++
		case b == '.' && digits >= 6:
			return true
		default:
			digits = 0
		}
	}

	return false
}
