package kit

import (
	"cmp"
	"slices"
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
	MaxSection     = 3000
	maxHeader      = 150
	MaxButton      = 75
	maxOption      = 75
	MaxTitle       = 24
	MaxText        = 3000
	MaxOptions     = 100
	maxConfirm     = 300
	maxConfirmWord = 30
)

// PlainText is text that Slack shows as it is. Slack refuses an empty one.
func PlainText(text string, most int) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}

	emoji := false
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: Cut(text, most), Emoji: &emoji}
}

// Markup is mrkdwn in which every user text has been escaped already.
// Verbatim keeps Slack from making links and mentions of its own.
func Markup(text string) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}

	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: CutMarkup(text, MaxSection), Verbatim: true}
}

// Header is a large title.
func Header(text string) slack.Block { return slack.NewHeaderBlock(PlainText(Flat(text), maxHeader)) }

// Section is a paragraph of markup.
func Section(text string) slack.Block { return slack.NewSectionBlock(Markup(text), nil, nil) }

// ContextLine is a small grey line of markup.
func ContextLine(text string) slack.Block { return slack.NewContextBlock("", Markup(text)) }

// Confirm asks before a button does its work.
func Confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(PlainText(title, maxHeader), PlainText(text, maxConfirm),
		PlainText(yes, maxConfirmWord), PlainText(no, maxConfirmWord))
}

// NewMessage is one with the same words in its notification as in its blocks.
func NewMessage(text string, blocks ...slack.Block) Message {
	return Message{Text: CutMarkup(text, MaxText), Blocks: blocks}
}

// Reply is a message of one paragraph.
func Reply(text string, more ...slack.Block) Message {
	return NewMessage(text, append([]slack.Block{Section(text)}, more...)...)
}

// Limits of what people may write, as the rules have them.
const (
	LimitName = funnel.MaxName
	LimitNote = fault.MaxNote
	LimitSum  = 40
	LimitWhy  = funnel.MaxWhy
	LimitLink = funnel.MaxProof
)

// TextField is an input of one or several lines.
type TextField struct {
	Field, Label, Placeholder, Hint, Value string
	Limit                                  int
	Lines, Required                        bool
}

// Block is the field as a form has it.
func (f TextField) Block() slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, InputAction)
	e.InitialValue, e.Multiline, e.MaxLength = Cut(f.Value, f.Limit), f.Lines, f.Limit
	if f.Placeholder != "" {
		e.Placeholder = PlainText(f.Placeholder, maxHeader)
	}

	return Input(f.Field, f.Label, f.Hint, !f.Required, e)
}

// Input puts an element of any kind into a form; its block id is the field that errors name.
func Input(field, label, hint string, optional bool, e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(field, PlainText(label, maxHint), nil, e)
	if hint != "" {
		b.Hint = PlainText(hint, maxHint)
	}

	b.Optional = optional
	return b
}

const maxHint = 2000

// Choice is an option of a menu.
type Choice struct{ Value, Label string }

// Menu asks for one of the choices. The initial one is chosen where it is
// among them.
func Menu(field, label, hint, initial string, choices []Choice) slack.Block {
	return Input(field, label, hint, false, SelectOf(initial, choices))
}

// optionsOf are the choices, and the initial one where it is among them.
func optionsOf(initial string, choices []Choice) (options []*slack.OptionBlockObject, chosen *slack.OptionBlockObject) {
	options = make([]*slack.OptionBlockObject, len(choices))
	for i, c := range choices {
		options[i] = optionOf(c)
		if c.Value == initial {
			chosen = options[i]
		}
	}

	return options, chosen
}

// Tick asks for a yes, which is the field's own name.
func Tick(field, label, yes, hint string) slack.Block {
	option := slack.NewOptionBlockObject(field, PlainText(yes, maxOption), nil)
	return Input(field, label, hint, true, slack.NewCheckboxGroupsBlockElement(InputAction, option))
}

// DatePicker asks for a day that has to be given.
func DatePicker(field, label, hint string, initial calendar.Date) slack.Block {
	e := slack.NewDatePickerBlockElement(InputAction)
	e.InitialDate = initial.String()
	return Input(field, label, hint, false, e)
}

// OptionalDate asks for a day that need not be known.
func OptionalDate(field, label, hint string, initial calendar.Date) slack.Block {
	e := slack.NewDatePickerBlockElement(InputAction)
	if !initial.IsZero() {
		e.InitialDate = initial.String()
	}

	return Input(field, label, hint, true, e)
}

// People asks for one of the candidates, or for anybody where there is none.
func (c Context) People(field, label, hint, initial string, first []Choice, candidates []ref.UserID) slack.Block {
	choices := slices.Clone(first)
	for _, id := range candidates {
		choices = append(choices, Choice{Value: string(id), Label: c.NameOf(id)})
	}

	if len(choices) == 0 {
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, PlainText("Choose…", maxOption), InputAction)
		return Input(field, label, hint, false, e)
	}

	return Menu(field, label, hint, initial, choices)
}

// Reasons asks for a reason code of the definition, and for a note.
func (c Context) Reasons(use agreement.ReasonUse, label string) []slack.Block {
	var choices []Choice
	var needNote []string
	for _, r := range c.Definition.Reasons.For(use) {
		choices = append(choices, Choice{Value: r.Code, Label: r.Label})
		if r.NoteRequired {
			needNote = append(needNote, "“"+r.Label+"”")
		}
	}

	if len(choices) == 0 {
		choices = []Choice{{Value: "other", Label: "Other"}}
	}

	hint := "A few words help marketing find better leads."
	if len(needNote) > 0 {
		hint = "Needed for " + strings.Join(needNote, ", ") + ". " + hint
	}

	return []slack.Block{
		Menu(FieldReason, label, "", "", choices),
		TextField{Field: FieldNote, Label: "Note", Hint: hint, Limit: LimitNote, Lines: true}.Block(),
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

// Clickable is a button on anything but a lead.
func Clickable(action, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, PlainText(label, MaxButton))
}

// NextStep is a button that is the next step for most readers.
func NextStep(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

// Radio asks for one of a few choices, all in sight.
func Radio(initial string, choices []Choice) slack.BlockElement {
	e := slack.NewRadioButtonsBlockElement(InputAction)
	e.Options, e.InitialOption = optionsOf(initial, choices)
	return e
}

// SelectOf asks for one of many choices. Those that are more than a menu holds are searched.
func SelectOf(initial string, choices []Choice) slack.BlockElement {
	if len(choices) > MaxOptions {
		return newSearch(initial, choices)
	}

	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, PlainText("Choose…", maxOption), InputAction)
	e.Options, e.InitialOption = optionsOf(initial, choices)
	return e
}

// MaxContext is how many runes a small line holds.
const MaxContext = 2000
