package line

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Token is what stands between blanks: a word, a text in quotation marks, a person or a link, or the name of an option
// with the beginning of its value.
type Token []sign

// sign is a character that was typed, or what Slack wrote for one: a person is one sign.
type sign struct {
	text string
	user ref.UserID // whom it mentions
	held bool       // by quotation marks or a link, within which it parts nothing
}

// typed are the signs that somebody typed.
func typed(text string) Token {
	var t Token
	for _, r := range fault.StraightQuotes(unescape.Replace(text)) {
		t = append(t, sign{text: string(r)})
	}

	return t
}

// written are signs that Slack wrote together.
func written(text string) Token {
	t := typed(strings.TrimSpace(text))
	for i := range t {
		t[i].held = true
	}

	return t
}

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// resolved reads what Slack wrote: its kind, its content and perhaps a label.
func resolved(match []string, wanted func(address string) bool) Token {
	kind, content, label := match[1], match[2], match[3]
	switch kind {
	case "@":
		return mention(content, label)
	case "#", "!":
		return channel(kind, content, label)
	case "mailto:":
		return written(content)
	case "tel:":
		return written(cmp.Or(label, content))
	}

	if wanted(kind + content) {
		label = ""
	}

	return written(cmp.Or(label, kind+content))
}

func mention(id, label string) Token {
	if id == "" || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return typed("@" + id)
	}

	name := cmp.Or(strings.TrimPrefix(unescape.Replace(strings.TrimSpace(label)), "@"), id)
	return Token{{text: "@" + name, user: ref.UserID(id)}}
}

// channel also is everybody of a channel or a group, and a date.
func channel(kind, content, label string) Token {
	if strings.HasPrefix(content, "date^") {
		return written(label)
	}

	name, _, _ := strings.Cut(content, "^")
	return written(map[string]string{"#": "#", "!": "@"}[kind] + strings.TrimLeft(cmp.Or(label, name), "#@"))
}

// is says whether a sign is one of some, and parts what stands beside it.
func (s sign) is(some string) bool { return !s.held && s.user == "" && strings.Contains(some, s.text) }

// hold has quotation marks hold what stands between them.
func (t Token) hold() {
	mark := func(s sign) bool { return s.is(`"`) }
	quoted := false
	for i := range t {
		switch {
		case mark(t[i]) && quoted && (i+1 == len(t) || t[i+1].is(" ,;)")):
			quoted = false
		case mark(t[i]) && !quoted && (i == 0 || t[i-1].is(" =,;(")) && slices.ContainsFunc(t[i+1:], mark):
			quoted = true
		case quoted:
			t[i].held = true
		}
	}
}

// split cuts a token at some signs.
func (t Token) split(at string) []Token {
	parts := []Token{nil}
	for _, s := range t {
		if s.is(at) {
			parts = append(parts, nil)
			continue
		}

		last := len(parts) - 1
		parts[last] = append(parts[last], s)
	}

	return parts
}

// Text is the token as its author sees it.
func (t Token) Text() string {
	var text strings.Builder
	for _, s := range t {
		text.WriteString(s.text)
	}

	return text.String()
}

// Word is the token as a word of a command: in small letters, without the punctuation around it.
func (t Token) Word() string { return strings.ToLower(strings.Trim(t.Text(), ".,:;!")) }

// Address is the token without the signs that people put around an address; one that mentions somebody is none.
func (t Token) Address() string {
	if slices.ContainsFunc(t, func(s sign) bool { return s.user != "" }) {
		return ""
	}

	return strings.Trim(t.Text(), "<>()[],.:\"'")
}

// Person is whom the token mentions, if it is nothing else.
func (t Token) Person() (ref.UserID, bool) {
	around := func(s sign) bool { return s.is(`.,:;!()"`) }
	rest := slices.DeleteFunc(slices.Clone(t), around)
	if len(rest) != 1 {
		return "", false
	}

	return rest[0].user, rest[0].user != ""
}

// Unknown says whether the token is an @name that Slack did not know.
func (t Token) Unknown() bool { return len(t) > 1 && t[0].user == "" && t[0].text == "@" }

// option takes name=value apart.
func (t Token) option() (name string, value Token, ok bool) {
	at := slices.IndexFunc(t, func(s sign) bool { return s.is("=") })
	if at < 0 {
		return "", nil, false
	}

	return t[:at].Text(), t[at+1:], true
}
