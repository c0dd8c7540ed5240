package blockkit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

var (
	typedMention = regexp.MustCompile(`(^|[\s(,="“])([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}])`)
	typedLink    = regexp.MustCompile(`https?://[^\s<>|]+[^\s<>|.,;:!?)]`)
	typedEmail   = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	typedDomain  = regexp.MustCompile(`(^|[\s(])((?:[a-z0-9-]+\.)+(?:com|org|net|io|de|co|eu|fr|uk|dev|app|ai)(?:/[^\s<>|]*)?)($|[\s),.!?])`)
	controlChars = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// EscapeControl is all that Slack does to the text of a command that did not ask for more.
func EscapeControl(text string) string { return controlChars.Replace(text) }

// Escape turns typed text into what Slack sends: people, channels, e-mail addresses and links in angle brackets;
// mention says what becomes of a name behind @ or #; empty if it names nobody.
func Escape(text string, mention func(sign, name string) string) string {
	text = EscapeControl(text)
	var held []string // what is done is put aside, so that nothing is wrapped twice
	hold := func(s string) string {
		held = append(held, s)
		return "\x00" + strconv.Itoa(len(held)-1) + "\x00"
	}
	text = typedLink.ReplaceAllStringFunc(text, func(link string) string { return hold("<" + link + ">") })
	text = typedEmail.ReplaceAllStringFunc(text,
		func(mail string) string { return hold("<mailto:" + mail + "|" + mail + ">") })
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

// Incomplete says which inputs keep the client from sending a modal, by block id.
func Incomplete(blocks []any, values tree.Object) map[string]string {
	errors := map[string]string{}
	for _, l := range ElementsOf(blocks) {
		if !l.IsInput() {
			continue
		}

		state := l.State(values)
		if isEmptyValue(state) {
			if !tree.AsBool(l.Block["optional"]) {
				errors[l.BlockID()] = "Please complete this required field."
			}

			continue
		}

		if wrong := wrongInput(l, tree.AsString(state["value"])); wrong != "" {
			errors[l.BlockID()] = wrong
		}
	}

	return errors
}

// wrongInput says what the client has against a typed value.
func wrongInput(l Element, value string) string {
	switch l.Kind() {
	case "plain_text_input":
		least, most := inputLengths(l.Props)
		switch n := utf8.RuneCountInString(value); {
		case n < least:
			return fmt.Sprintf("Must be at least %d characters.", least)
		case n > most:
			return fmt.Sprintf("Must be no more than %d characters.", most)
		}
	case "number_input":
		return wrongNumber(l.Props, value)
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

func wrongNumber(element tree.Object, value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return "Please enter a valid number."
	}

	if !tree.AsBool(element["is_decimal_allowed"]) && strings.ContainsAny(value, ".eE") {
		return "Please enter a whole number."
	}

	if least, err := strconv.ParseFloat(tree.AsString(element["min_value"]), 64); err == nil && n < least {
		return "Please enter a number of at least " + tree.AsString(element["min_value"]) + "."
	}

	if most, err := strconv.ParseFloat(tree.AsString(element["max_value"]), 64); err == nil && n > most {
		return "Please enter a number of at most " + tree.AsString(element["max_value"]) + "."
	}

	return ""
}
