package slacktest

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// typed turns what a person would type or choose into the value of an element.
func (w *Workspace) typed(s *slacksim.State, l blockkit.Element, words []string) (any, error) {
	word := ""
	if len(words) > 0 {
		word = words[0]
	}

	switch kind := l.Kind(); kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return word, nil
	case "rich_text_input":
		line := tree.Object{"type": "rich_text_section", "elements": []any{tree.Object{"type": "text", "text": word}}}
		return tree.Object{"type": "rich_text", "elements": []any{line}}, nil
	case "datepicker":
		_, err := time.Parse(time.DateOnly, word)
		return word, err
	case "timepicker":
		_, err := time.Parse("15:04", word)
		return word, err
	case "datetimepicker":
		t, err := time.ParseInLocation("2006-01-02 15:04", word, w.Options.Location)
		return t.Unix(), err
	case "static_select", "radio_buttons", "overflow":
		return pickOption(l.Props, word)
	case "users_select", "channels_select", "conversations_select":
		return pickID(s, kind, word)
	case "multi_static_select", "checkboxes":
		return each(words, func(word string) (any, error) { return pickOption(l.Props, word) })
	case "multi_users_select", "multi_channels_select", "multi_conversations_select":
		return each(words, func(word string) (any, error) { return pickID(s, strings.TrimPrefix(kind, "multi_"), word) })
	}

	return nil, fmt.Errorf("a %s cannot be filled in", l.Kind())
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

func pickOption(element tree.Object, word string) (any, error) {
	var known []string
	for _, o := range blockkit.AllOptions(element) {
		label := blockkit.TextOf(tree.AsObject(o)["text"])
		if label == word || tree.AsObject(o)["value"] == word {
			return tree.Copy(o), nil
		}

		known = append(known, label)
	}

	return nil, fmt.Errorf("there is no option %q, only %q", word, known)
}

func pickID(s *slacksim.State, kind, word string) (any, error) {
	if kind == "users_select" {
		if u := s.UserNamed(word); u != nil {
			return u.ID, nil
		}

		return nil, fmt.Errorf("there is no person %q", word)
	}

	if c := s.ChannelNamed(word); c != nil {
		return c.ID, nil
	}

	return nil, fmt.Errorf("there is no channel %q", word)
}
