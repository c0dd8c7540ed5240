package view

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Limits of Slack on the parts of a message.
const (
	maxSection = 3000
	maxHeader  = 150
	maxButton  = 75
	maxOption  = 75
	maxTitle   = 24
	maxText    = 3000
	maxOptions = 100

	maxConfirm     = 300
	maxConfirmWord = 30
)

// plain is text that Slack shows as it is. Slack refuses an empty one.
func plain(text string, max int) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}
	emoji := false
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: Cut(text, max), Emoji: &emoji}
}

// markup is mrkdwn in which every user text has been escaped already.
// Verbatim keeps Slack from making links and mentions of its own.
func markup(text string) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: CutMarkup(text, maxSection), Verbatim: true}
}

func header(text string) slack.Block { return slack.NewHeaderBlock(plain(flat(text), maxHeader)) }

func section(text string) slack.Block { return slack.NewSectionBlock(markup(text), nil, nil) }

func context(text string) slack.Block { return slack.NewContextBlock("", markup(text)) }

// confirm asks before a button does its work.
func confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(plain(title, maxHeader), plain(text, maxConfirm), plain(yes, maxConfirmWord), plain(no, maxConfirmWord))
}

// message is one with the same words in its notification as in its blocks.
func message(text string, blocks ...slack.Block) Message {
	return Message{Text: CutMarkup(text, maxText), Blocks: blocks}
}

// say is a message of one paragraph.
func say(text string, more ...slack.Block) Message {
	return message(text, append([]slack.Block{section(text)}, more...)...)
}

// Limits of what people may write, as the rules have them.
const (
	limitName = funnel.MaxName
	limitNote = fault.MaxNote
	limitSum  = 40
	limitWhy  = funnel.MaxWhy
	limitLink = funnel.MaxProof
)

// textField is an input of one or several lines.
type textField struct {
	field, label, placeholder, hint, value string
	limit                                  int
	lines, required                        bool
}

func (f textField) block() slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, InputAction)
	e.InitialValue, e.Multiline, e.MaxLength = Cut(f.value, f.limit), f.lines, f.limit
	if f.placeholder != "" {
		e.Placeholder = plain(f.placeholder, maxHeader)
	}
	return input(f.field, f.label, f.hint, !f.required, e)
}

func input(field, label, hint string, optional bool, e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(field, plain(label, maxHint), nil, e)
	if hint != "" {
		b.Hint = plain(hint, maxHint)
	}
	b.Optional = optional
	return b
}

const maxHint = 2000

// choice is an option of a menu.
type choice struct{ value, label string }

// menu asks for one of the choices. The initial one is chosen where it is
// among them.
func menu(field, label, hint, initial string, choices []choice) slack.Block {
	if len(choices) > maxOptions {
		choices = choices[:maxOptions]
	}
	return input(field, label, hint, false, selectOf(initial, choices))
}

// optionsOf are the choices, and the initial one where it is among them.
func optionsOf(initial string, choices []choice) (options []*slack.OptionBlockObject, chosen *slack.OptionBlockObject) {
	options = make([]*slack.OptionBlockObject, len(choices))
	for i, c := range choices {
		options[i] = slack.NewOptionBlockObject(c.value, plain(flat(c.label), maxOption), nil)
		if c.value == initial {
			chosen = options[i]
		}
	}
	return options, chosen
}

// tick asks for a yes, which is the field's own name.
func tick(field, label, yes, hint string) slack.Block {
	option := slack.NewOptionBlockObject(field, plain(yes, maxOption), nil)
	return input(field, label, hint, true, slack.NewCheckboxGroupsBlockElement(InputAction, option))
}

func datePicker(field, label, hint string, initial calendar.Date) slack.Block {
	e := slack.NewDatePickerBlockElement(InputAction)
	e.InitialDate = initial.String()
	return input(field, label, hint, false, e)
}

// optionalDate asks for a day that need not be known.
func optionalDate(field, label, hint string, initial calendar.Date) slack.Block {
	e := slack.NewDatePickerBlockElement(InputAction)
	if !initial.IsZero() {
		e.InitialDate = initial.String()
	}
	return input(field, label, hint, true, e)
}

// people asks for one of the candidates, or for anybody where the list would
// be empty or too long for a menu.
func (c Context) people(field, label, hint, initial string, first []choice, candidates []ref.UserID) slack.Block {
	choices := first
	for _, id := range candidates {
		choices = append(choices, choice{value: string(id), label: c.name(id)})
	}
	if len(choices) == 0 || len(choices) > maxOptions && len(first) == 0 {
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose…", maxOption), InputAction)
		return input(field, label, hint, false, e)
	}
	return menu(field, label, hint, initial, choices)
}

// reasons asks for a reason code of the definition, and for a note.
func (c Context) reasons(use agreement.ReasonUse, label string) []slack.Block {
	var choices []choice
	var needNote []string
	for _, r := range c.Definition.Reasons.For(use) {
		choices = append(choices, choice{value: r.Code, label: r.Label})
		if r.NoteRequired {
			needNote = append(needNote, "“"+r.Label+"”")
		}
	}
	if len(choices) == 0 {
		choices = []choice{{value: "other", label: "Other"}}
	}
	hint := "A few words help marketing find better leads."
	if len(needNote) > 0 {
		hint = "Needed for " + strings.Join(needNote, ", ") + ". " + hint
	}
	return []slack.Block{
		menu(FieldReason, label, "", "", choices),
		textField{field: FieldNote, label: "Note", hint: hint, limit: limitNote, lines: true}.block(),
	}
}

// Form reads what was filled in: the values of the inputs by field name. A
// field left blank is "".
func Form(state *slack.ViewState) map[string]string {
	fields := map[string]string{}
	if state == nil {
		return fields
	}
	for field, actions := range state.Values {
		a := actions[InputAction]
		fields[field] = cmp.Or(ticked(a.SelectedOptions), a.SelectedOption.Value, a.SelectedDate, a.SelectedUser, a.Value)
	}
	return fields
}

// ticked is the first of the boxes that are ticked.
func ticked(options []slack.OptionBlockObject) string {
	if len(options) == 0 {
		return ""
	}
	return options[0].Value
}
