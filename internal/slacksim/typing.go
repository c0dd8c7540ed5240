package slacksim

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	typedMention = regexp.MustCompile(`(^|[\s(,="“])([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}])`)
	typedLink    = regexp.MustCompile(`https?://[^\s<>|]+[^\s<>|.,;:!?)]`)
	typedEmail   = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	typedDomain  = regexp.MustCompile(`(^|[\s(])((?:[a-z0-9-]+\.)+(?:com|org|net|io|de|co|eu|fr|uk|dev|app|ai)(?:/[^\s<>|]*)?)($|[\s),.!?])`)
	controlChars = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// escapeControl is all that Slack does to the text of a command that did not ask for more.
func escapeControl(text string) string { return controlChars.Replace(text) }

// escapeTyped turns typed text into what Slack sends: people, channels, e-mail addresses and links in angle brackets;
// mention says what becomes of a name behind @ or #; empty if it names nobody.
func escapeTyped(text string, mention func(sign, name string) string) string {
	text = escapeControl(text)
	var held []string // what is done is put aside, so that nothing is wrapped twice
	hold := func(s string) string {
		held = append(held, s)
		return "\x00" + strconv.Itoa(len(held)-1) + "\x00"
	}
	text = typedLink.ReplaceAllStringFunc(text, func(link string) string { return hold("<" + link + ">") })
	text = typedEmail.ReplaceAllStringFunc(text, func(mail string) string { return hold("<mailto:" + mail + "|" + mail + ">") })
	text = typedDomain.ReplaceAllStringFunc(text, func(found string) string {
		parts := typedDomain.FindStringSubmatch(found)
		return parts[1] + hold("<http://"+parts[2]+"|"+parts[2]+">") + parts[3]
	})
	text = typedMention.ReplaceAllStringFunc(text, func(found string) string {
		parts := typedMention.FindStringSubmatch(found)
		if mention := mention(parts[2], parts[3]); mention != "" {
			return parts[1] + mention
		}
		return found
	})
	for i, s := range held {
		text = strings.Replace(text, "\x00"+strconv.Itoa(i)+"\x00", s, 1)
	}
	return text
}

// mentions finds whom or what a typed name means; with handles, people carry theirs, as in commands. The lock is held.
func (w *Workspace) mentions(handles bool) func(sign, name string) string {
	return func(sign, name string) string { return w.mention(sign, name, handles) }
}

func (w *Workspace) mention(sign, name string, withName bool) string {
	if sign == "#" {
		if c := w.channelNamed(name); c != nil && c.kind == kindChannel {
			return "<#" + c.ID + "|" + c.Name + ">"
		}
		return ""
	}
	switch name {
	case "here", "channel", "everyone":
		return "<!" + name + ">"
	}
	if u := w.userNamed(name); u != nil {
		if withName {
			return "<@" + u.ID + "|" + u.Name + ">"
		}
		return "<@" + u.ID + ">"
	}
	for _, g := range w.groups {
		if g.Handle == name {
			return "<!subteam^" + g.ID + "|@" + g.Handle + ">"
		}
	}
	return ""
}

// incomplete says which inputs keep the client from sending a modal, by block id.
func incomplete(blocks []any, values object) map[string]string {
	errors := map[string]string{}
	for _, l := range elementsOf(blocks) {
		if !l.isInput() {
			continue
		}
		state := l.state(values)
		if isEmptyValue(state) {
			if !asBool(l.block["optional"]) {
				errors[l.blockID()] = "Please complete this required field."
			}
			continue
		}
		if wrong := wrongInput(l, asString(state["value"])); wrong != "" {
			errors[l.blockID()] = wrong
		}
	}
	return errors
}

// wrongInput says what the client has against a typed value.
func wrongInput(l located, value string) string {
	switch l.kind() {
	case "plain_text_input":
		least, most := inputLengths(l.element)
		switch n := utf8.RuneCountInString(value); {
		case n < least:
			return fmt.Sprintf("Must be at least %d characters.", least)
		case n > most:
			return fmt.Sprintf("Must be no more than %d characters.", most)
		}
	case "number_input":
		return wrongNumber(l.element, value)
	case "email_text_input":
		if typedEmail.FindString(value) != value {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if typedLink.FindString(value) != value {
			return "Please enter a valid URL."
		}
	}
	return ""
}

func wrongNumber(element object, value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return "Please enter a valid number."
	}
	if !asBool(element["is_decimal_allowed"]) && strings.ContainsAny(value, ".eE") {
		return "Please enter a whole number."
	}
	if least, err := strconv.ParseFloat(asString(element["min_value"]), 64); err == nil && n < least {
		return "Please enter a number of at least " + asString(element["min_value"]) + "."
	}
	if most, err := strconv.ParseFloat(asString(element["max_value"]), 64); err == nil && n > most {
		return "Please enter a number of at most " + asString(element["max_value"]) + "."
	}
	return ""
}

// typed turns what a person would type or choose into the value of an element. The lock is held.
func (w *Workspace) typed(l located, words []string) (any, error) {
	word := ""
	if len(words) > 0 {
		word = words[0]
	}
	switch kind := l.kind(); kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return word, nil
	case "rich_text_input":
		line := object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": word}}}
		return object{"type": "rich_text", "elements": []any{line}}, nil
	case "datepicker":
		_, err := time.Parse(time.DateOnly, word)
		return word, err
	case "timepicker":
		_, err := time.Parse("15:04", word)
		return word, err
	case "datetimepicker":
		t, err := time.ParseInLocation("2006-01-02 15:04", word, w.opts.Location)
		return t.Unix(), err
	case "static_select", "radio_buttons", "overflow":
		return pickOption(l.element, word)
	case "users_select", "channels_select", "conversations_select":
		return w.pickID(kind, word)
	case "multi_static_select", "checkboxes":
		return each(words, func(word string) (any, error) { return pickOption(l.element, word) })
	case "multi_users_select", "multi_channels_select", "multi_conversations_select":
		return each(words, func(word string) (any, error) { return w.pickID(strings.TrimPrefix(kind, "multi_"), word) })
	}
	return nil, fmt.Errorf("a %s cannot be filled in", l.kind())
}

func each(words []string, pick func(string) (any, error)) (any, error) {
	all := []any{}
	for _, word := range words {
		v, err := pick(word)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func pickOption(element object, word string) (any, error) {
	var known []string
	for _, o := range allOptions(element) {
		label := textOf(asObject(o)["text"])
		if label == word || asObject(o)["value"] == word {
			return copyJSON(o), nil
		}
		known = append(known, label)
	}
	return nil, fmt.Errorf("there is no option %q, only %q", word, known)
}

func (w *Workspace) pickID(kind, word string) (any, error) {
	if kind == "users_select" {
		if u := w.userNamed(word); u != nil {
			return u.ID, nil
		}
		return nil, fmt.Errorf("there is no person %q", word)
	}
	if c := w.channelNamed(word); c != nil {
		return c.ID, nil
	}
	return nil, fmt.Errorf("there is no channel %q", word)
}
