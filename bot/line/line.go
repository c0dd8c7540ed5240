// Package line is what somebody typed into one line: tokens, with whom and what Slack wrote between them resolved, and
// the options among them. It knows no command. Begin with [Read].
package line

import (
	"regexp"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Line are the tokens of a text, in order.
type Line []Token

// Read makes tokens of a text as Slack sends it: its escapes and links are resolved, quotation marks are straight, and
// what cannot be seen is gone. A link is read as its label, or as its address where that is wanted.
func Read(text string, wanted func(address string) bool) Line {
	text = fault.Tidy(text)
	var all Token
	at := 0
	for _, found := range slackPattern.FindAllStringSubmatchIndex(text, -1) {
		all = append(all, typed(text[at:found[0]])...)
		all = append(all, resolved(slackPattern.FindStringSubmatch(text[found[0]:found[1]]), wanted)...)
		at = found[1]
	}

	all = append(all, typed(text[at:])...)
	all.hold()

	var l Line
	for _, t := range all.split(" ") {
		l = l.with(t)
	}

	return l
}

// with adds a token, if there is anything in it.
func (l Line) with(t Token) Line {
	if len(t) == 0 {
		return l
	}

	return append(l, t)
}

// Text is the line without quotation marks around all of it.
func (l Line) Text() string { return strings.TrimSpace(unquoted(l.String())) }

// value is the text of an option, without the comma that parts it from the next.
func (l Line) value() string {
	return strings.TrimSpace(unquoted(strings.TrimRight(unquoted(l.String()), ",;")))
}

// String is the line as its author sees it.
func (l Line) String() string {
	texts := make([]string, len(l))
	for i, t := range l {
		texts[i] = t.Text()
	}

	return strings.Join(texts, " ")
}

func unquoted(text string) string {
	inner, opened := strings.CutPrefix(text, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	if !opened || !closed || strings.Contains(inner, `"`) {
		return text
	}

	return inner
}

// Stray finds what looks like an option and is left over.
func (l Line) Stray() (name string, found bool) {
	for _, t := range l {
		if name, _, ok := t.option(); ok && name != "" &&
			strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz_") == "" {
			return name, true
		}
	}

	return "", false
}

// slackPattern is what Slack writes between angle brackets; those that people type arrive as &lt; and &gt;.
var slackPattern = regexp.MustCompile(`<([@#!]|mailto:|tel:|https?://)([^<>|]*)(?:\|([^<>]*))?>`)
