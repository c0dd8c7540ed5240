package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// What Slack resolved before it sent a text is kept in one word until it is
// asked for: a person as mentionOpen id mentionLabel name mentionClose, and a
// space inside of such a word as innerSpace. People cannot type these runes,
// because clean takes them out first.
const (
	mentionOpen  = '\uE010'
	mentionLabel = '\uE011'
	mentionClose = '\uE012'
	innerSpace   = '\uE013'
)

// clean makes what somebody typed ready for parsing: Slack's escapes and
// links are resolved, quotation marks are straight, all white space is one
// space, and what cannot be seen is gone.
func clean(text string) string {
	text = strings.Map(visible, strings.ToValidUTF8(text, ""))
	text = slackToken.ReplaceAllStringFunc(text, resolveToken)
	text = unescape.Replace(text)
	return strings.Join(strings.Fields(fault.StraightQuotes(text)), " ")
}

func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		return -1
	}
	return r
}

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// slackToken is what Slack writes between angle brackets; those that people
// type arrive as &lt; and &gt;.
var slackToken = regexp.MustCompile(`<([@#!]|mailto:|tel:|https?://)([^<>|]*)(?:\|([^<>]*))?>`)

func resolveToken(token string) string {
	match := slackToken.FindStringSubmatch(token)
	kind, content, label := match[1], match[2], match[3]
	shown := label
	switch kind {
	case "@":
		if content == "" || strings.Trim(content, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return "@" + content
		}
		return string(mentionOpen) + content + string(mentionLabel) + keepTogether(separators.Replace(label)) + string(mentionClose)
	case "mailto:":
		return keepTogether(content)
	case "#", "!":
		if strings.HasPrefix(content, "date^") {
			return keepTogether(label)
		}
		if shown == "" {
			shown, _, _ = strings.Cut(content, "^")
		}
		return keepTogether(map[string]string{"#": "#", "!": "@"}[kind] + strings.TrimLeft(shown, "#@"))
	case "tel:":
		if shown == "" {
			shown = content
		}
	default:
		if _, known := fieldOfLink(kind + content); shown == "" || known {
			shown = kind + content
		}
	}
	return keepTogether(shown)
}

// separators would cut a name in two.
var separators = strings.NewReplacer(",", " ", ";", " ", `"`, " ", "=", " ")

func keepTogether(text string) string {
	return strings.ReplaceAll(strings.TrimSpace(text), " ", string(innerSpace))
}

var mentionPattern = regexp.MustCompile(string(mentionOpen) + `([A-Z0-9]*)` + string(mentionLabel) + `([^` + string(mentionClose) + `]*)` + string(mentionClose))

// shown writes a cleaned text as its author sees it: people as @name.
func shown(text string) string {
	text = mentionPattern.ReplaceAllStringFunc(text, func(token string) string {
		match := mentionPattern.FindStringSubmatch(token)
		if match[2] != "" {
			return "@" + strings.TrimPrefix(match[2], "@")
		}
		return "@" + match[1]
	})
	return strings.ReplaceAll(text, string(innerSpace), " ")
}

// mentioned gives the person that a word names, if it is nothing else.
func mentioned(word string) (ref.UserID, bool) {
	word = strings.Trim(word, ",;:()")
	match := mentionPattern.FindStringSubmatch(word)
	if match == nil || match[0] != word || match[1] == "" {
		return "", false
	}
	return ref.UserID(match[1]), true
}

// unresolved says whether a word is an @name that Slack did not know.
func unresolved(word string) bool {
	return strings.HasPrefix(word, "@") && utf8.RuneCountInString(word) > 1
}

// split cuts a cleaned text at a rune, but not inside quotation marks.
func split(text string, at rune) []string {
	var parts []string
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"' && quoted && closesQuote(text[i+1:]):
			quoted = false
		case r == '"' && !quoted && opensQuote(text[:i]) && strings.Contains(text[i+1:], `"`):
			quoted = true
		case r == at && !quoted:
			parts = append(parts, text[start:i])
			start = i + utf8.RuneLen(r)
		}
	}
	return append(parts, text[start:])
}

func opensQuote(before string) bool {
	return before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "=") ||
		strings.HasSuffix(before, ",") || strings.HasSuffix(before, "(")
}

func closesQuote(behind string) bool {
	return behind == "" || strings.ContainsAny(behind[:1], " ,;)")
}

// words are what stands between spaces, with text in quotation marks as one.
func words(text string) []string {
	var out []string
	for _, word := range split(text, ' ') {
		if word != "" {
			out = append(out, word)
		}
	}
	return out
}

// prose joins words to text as it was written; quotation marks around all of
// it are left out.
func prose(parts []string) string { return strings.TrimSpace(shown(unquote(strings.Join(parts, " ")))) }

func unquote(text string) string {
	inner, ok := strings.CutPrefix(text, `"`)
	if !ok {
		return text
	}
	inner, ok = strings.CutSuffix(inner, `"`)
	if !ok || strings.Contains(inner, `"`) {
		return text
	}
	return inner
}
