package kit

import (
	"strings"

	"github.com/slack-go/slack"
)

// Search is a menu with more choices than Slack takes: it asks for those that fit what is typed.
type Search struct {
	*slack.SelectBlockElement
	choices []Choice
}

func newSearch(initial string, choices []Choice) *Search {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, PlainText("Type to search…", maxOption), InputAction)
	at := 0
	e.MinQueryLength = &at // what there is shows before anything is typed
	s := &Search{SelectBlockElement: e, choices: choices}
	s.Choose(initial)
	return s
}

// Choose puts a choice into the menu, if it has it.
func (s *Search) Choose(value string) {
	for _, c := range s.choices {
		if c.Value == value {
			s.InitialOption = optionOf(c)
		}
	}
}

// Searched are the choices of the long menus of a modal, by field.
func Searched(modal slack.ModalViewRequest) map[string][]Choice {
	found := map[string][]Choice{}
	for _, b := range modal.Blocks.BlockSet {
		if field, ok := b.(*slack.InputBlock); ok {
			if menu, ok := field.Element.(*Search); ok {
				found[field.BlockID] = menu.choices
			}
		}
	}

	return found
}

// Matching are the choices that hold each of the words typed, those that begin with them first, as many as Slack takes.
func Matching(choices []Choice, typed string) []Choice {
	words := strings.Fields(strings.ToLower(typed))
	var first, others []Choice
	for _, c := range choices {
		label := strings.ToLower(c.Label)
		switch {
		case strings.HasPrefix(label, strings.Join(words, " ")):
			first = append(first, c)
		case holds(label, words):
			others = append(others, c)
		}
	}

	all := append(first, others...)
	return all[:min(len(all), MaxOptions)]
}

func holds(label string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(label, word) {
			return false
		}
	}

	return true
}

// Suggestions are choices as Slack takes them for a menu that is searched.
func Suggestions(choices []Choice) Found { return Found{Options: Each(choices, optionOf)} }

// Found are the options that answer a search; none are an empty list.
type Found struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

func optionOf(c Choice) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(c.Value, PlainText(Flat(c.Label), maxOption), nil)
}
