package blockkit

import (
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Properties that elements share.
var (
	confirmDialog = shaped(shape{
		"title": must(plain(100)), "text": must(text(300)), "confirm": must(plain(30)), "deny": must(plain(30)),
		"style": may(buttonStyle),
	})
	buttonStyle = oneOf("primary", "danger")
	buttonText  = plain(75)
	buttonValue = str(1, 2000)
	altLabel    = str(1, 75)
	option      = optionRule(plain(75))
	styleOption = optionRule(text(75)) // radio buttons and checkboxes may be styled
	options     = list(1, maxOptions, option)
	fewOptions  = list(1, 10, styleOption)
	optionGroup = shaped(shape{"label": must(plain(75)), "options": must(options)})
	placeholder = plain(150)
	typedText   = str(0, maxInputLength)
	count       = integer(1, maxInputLength)
	userIDs     = list(0, 100, identifier)
	image       = shape{"image_url": may(address), "slack_file": may(anything), "alt_text": must(altText)}
)

func optionRule(label rule) rule {
	return shaped(shape{
		"text": must(label), "value": must(str(1, 75)), "description": may(plain(75)), "url": may(address),
	})
}

var (
	acting     = shape{"action_id": may(identifier)}
	confirming = acting.with(shape{"confirm": may(confirmDialog)})
	focusing   = confirming.with(shape{"focus_on_load": may(boolean)})
	choosing   = focusing.with(shape{"placeholder": may(placeholder)})
	choosingN  = choosing.with(shape{"max_selected_items": may(integer(1, maxOptions))})
	typing     = acting.with(shape{
		"placeholder": may(placeholder), "focus_on_load": may(boolean),
		"dispatch_action_config": may(shaped(shape{
			"trigger_actions_on": may(list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))),
		})),
	})
	amongOptions       = shape{"options": may(options), "option_groups": may(list(1, maxOptions, optionGroup))}
	amongSearched      = shape{"min_query_length": may(integer(0, maxInputLength))}
	amongConversations = shape{
		"default_to_current_conversation": may(boolean),
		"filter": may(shaped(shape{
			"include":                          may(list(1, 4, oneOf("im", "mpim", "private", "public"))),
			"exclude_external_shared_channels": may(boolean), "exclude_bot_users": may(boolean),
		})),
	}
	answerable = shape{"response_url_enabled": may(boolean)}
)

// elementKind is a type of element: the properties that it may have, and how it behaves when a person uses it.
type elementKind struct {
	shape   shape
	Field   string // the name of its value in state.values and in actions; empty if it keeps none
	initial string // the name of its initial value
	Many    bool   // its value is a list
}

// acts reports whether the app hears of what a person does with it.
func (k elementKind) acts() bool { return k.shape["action_id"].rule != nil }

// keeps is an element with a value, of which the initial one has a rule.
func keeps(field, initial string, value rule, s shape) elementKind {
	return elementKind{shape: s.with(shape{initial: may(value)}), Field: field, initial: initial}
}

// keepsMany is an element whose value is a list.
func keepsMany(field, initial string, values rule, s shape) elementKind {
	kind := keeps(field, initial, values, s)
	kind.Many = true
	return kind
}

// Kinds is every element that may be sent.
var Kinds = map[string]elementKind{
	"image": {shape: image},
	"button": {shape: confirming.with(shape{
		"text": must(buttonText), "url": may(address), "value": may(buttonValue), "style": may(buttonStyle),
		"accessibility_label": may(altLabel), "agent_prompt": may(str(1, maxInputLength)),
		"agent_prompt_display": may(str(1, maxInputLength)), "visible_to_user_ids": may(userIDs),
	})},
	"overflow": {shape: confirming.with(shape{"options": must(list(1, 10, option))})},
	"icon_button": {shape: confirming.with(shape{
		"icon": must(oneOf("trash")), "text": must(buttonText), "value": may(buttonValue),
		"accessibility_label": may(altLabel), "visible_to_user_ids": may(userIDs),
	})},
	"feedback_buttons": {shape: acting.with(shape{"positive_button": must(anything), "negative_button": must(anything)})},

	"datepicker": keeps("selected_date", "initial_date", date("2006-01-02"), choosing),
	"timepicker": keeps("selected_time", "initial_time", date("15:04"), choosing.with(shape{"timezone": may(identifier)})),
	"datetimepicker": keeps(
		"selected_date_time", "initial_date_time", integer(1_000_000_000, 9_999_999_999), focusing,
	),

	"static_select":   keeps("selected_option", "initial_option", option, choosing.with(amongOptions)),
	"external_select": keeps("selected_option", "initial_option", option, choosing.with(amongSearched)),
	"users_select":    keeps("selected_user", "initial_user", identifier, choosing),
	"channels_select": keeps("selected_channel", "initial_channel", identifier, choosing.with(answerable)),
	"conversations_select": keeps(
		"selected_conversation", "initial_conversation", identifier, choosing.with(amongConversations).with(answerable),
	),
	"radio_buttons": keeps(
		"selected_option", "initial_option", styleOption, focusing.with(shape{"options": must(fewOptions)}),
	),

	"multi_static_select":   keepsMany("selected_options", "initial_options", options, choosingN.with(amongOptions)),
	"multi_external_select": keepsMany("selected_options", "initial_options", options, choosingN.with(amongSearched)),
	"multi_users_select":    keepsMany("selected_users", "initial_users", userIDs, choosingN),
	"multi_channels_select": keepsMany("selected_channels", "initial_channels", userIDs, choosingN),
	"multi_conversations_select": keepsMany(
		"selected_conversations", "initial_conversations", userIDs, choosingN.with(amongConversations),
	),
	"checkboxes": keepsMany("selected_options", "initial_options", fewOptions, focusing.with(shape{
		"options": must(fewOptions), "visible_to_user_ids": may(userIDs),
	})),

	"plain_text_input": keeps("value", "initial_value", typedText, typing.with(shape{
		"multiline": may(boolean), "min_length": may(integer(0, maxInputLength)), "max_length": may(count),
	})),
	"email_text_input": keeps("value", "initial_value", typedText, typing),
	"url_text_input":   keeps("value", "initial_value", typedText, typing),
	"number_input": keeps("value", "initial_value", typedText, typing.with(shape{
		"is_decimal_allowed": must(boolean), "min_value": may(identifier), "max_value": may(identifier),
	})),
	"rich_text_input": keeps("rich_text_value", "initial_value", anything, typing.with(shape{
		"min_lines": may(count), "max_lines": may(count),
	})),
	"file_input": {Field: "files", Many: true, shape: acting.with(shape{
		"filetypes": may(list(1, 100, identifier)), "max_files": may(integer(1, 10)),
	})},
}

var (
	pickers = []string{
		"static_select", "external_select", "users_select", "channels_select", "conversations_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_channels_select",
		"multi_conversations_select",
		"datepicker", "timepicker", "radio_buttons", "checkboxes",
	}
	accessories    = append([]string{"button", "overflow", "image"}, pickers...)
	actionElements = append([]string{"button", "overflow", "datetimepicker"},
		slices.DeleteFunc(slices.Clone(pickers), func(kind string) bool { return strings.HasPrefix(kind, "multi_") })...)
	inputElements = append([]string{
		"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input",
		"datetimepicker", "file_input",
	}, pickers...)
)

// element is one of these elements.
func element(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		kind := tree.AsString(o["type"])
		if !ok || !slices.Contains(kinds, kind) {
			c.unsupported(at, kind)
			return
		}

		c.checkShape(at, o, Kinds[kind].shape)
		c.checkElement(at, kind, o)
	}
}

// checkElement checks what one property says about another.
func (c *blockChecker) checkElement(at, kind string, o tree.Object) {
	if tree.AsBool(o["focus_on_load"]) {
		if c.focused++; c.focused > 1 {
			c.wrong(at, "only one element of a view may have focus_on_load")
		}
	}

	if actionID := tree.AsString(o["action_id"]); actionID != "" {
		if c.actionIDs[actionID] {
			c.wrong(at+"/action_id", "action_id %q already exists in this block", actionID)
		}

		c.actionIDs[actionID] = true
	}

	options := AllOptions(o)
	switch kind {
	case "static_select", "multi_static_select":
		if (o["options"] == nil) == (o["option_groups"] == nil) {
			c.wrong(at, "must have either options or option_groups")
		}
	case "image":
		c.checkImage(at, o)
	case "plain_text_input":
		c.checkInputLengths(at, o)
	}

	if len(options) == 0 {
		return
	}

	initial := tree.AsList(o["initial_options"])
	if o["initial_option"] != nil {
		initial = append(initial, o["initial_option"])
	}

	for _, choice := range initial {
		if !hasOption(options, choice) {
			c.wrong(at, "the initial option %q is none of the options", tree.AsString(tree.AsObject(choice)["value"]))
		}
	}

	c.checkOptionsDiffer(at, options)
}

func (c *blockChecker) checkOptionsDiffer(at string, options []any) {
	seen := map[string]bool{}
	for _, o := range options {
		value := tree.AsString(tree.AsObject(o)["value"])
		if seen[value] {
			c.wrong(at, "the option value %q stands twice", value)
		}

		seen[value] = true
	}
}

func (c *blockChecker) checkInputLengths(at string, o tree.Object) {
	least, most := inputLengths(o)
	if least > most {
		c.wrong(at, "min_length must not be above max_length")
	}

	if initial := tree.AsString(o["initial_value"]); initial != "" {
		c.checkLength(at+"/initial_value", initial, 0, most)
	}
}

// inputLengths returns how long what is typed in an input may be.
func inputLengths(o tree.Object) (least, most int) {
	least, _ = tree.AsInt(o["min_length"])
	most, given := tree.AsInt(o["max_length"])
	if !given {
		most = maxInputLength
	}

	return least, most
}

// AllOptions returns the options of an element, whether grouped or not.
func AllOptions(element tree.Object) []any {
	all := slices.Clone(tree.AsList(element["options"]))
	for _, g := range tree.AsList(element["option_groups"]) {
		all = append(all, tree.AsList(tree.AsObject(g)["options"])...)
	}

	return all
}

// hasOption reports whether a choice is one of the options: the same value and the same text.
func hasOption(options []any, choice any) bool {
	wanted := tree.AsObject(choice)
	return slices.ContainsFunc(options, func(o any) bool {
		other := tree.AsObject(o)
		return other["value"] == wanted["value"] && TextOf(other["text"]) == TextOf(wanted["text"])
	})
}
