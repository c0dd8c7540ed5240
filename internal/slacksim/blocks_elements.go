package slacksim

import (
	"fmt"
	"maps"
	"slices"
)

var (
	confirmDialog = shaped(shape{
		"title": must(plain(maxConfirmTitle)), "text": must(text(maxConfirmText)), "confirm": must(plain(maxConfirmWord)),
		"deny": must(plain(maxConfirmWord)), "style": may(oneOf("primary", "danger")),
	})
	option      = optionRule(plain(maxOptionText))
	styleOption = optionRule(text(maxOptionText)) // radio buttons and checkboxes may be styled
	optionGroup = shaped(shape{"label": must(plain(maxOptionText)), "options": must(list(1, maxOptions, option))})
	placeholder = plain(maxPlaceholder)
	dispatch    = shaped(shape{"trigger_actions_on": may(list(1, 2, oneOf("on_enter_pressed", "on_character_entered")))})
	filter      = shaped(shape{
		"include":                          may(list(1, 4, oneOf("im", "mpim", "private", "public"))),
		"exclude_external_shared_channels": may(boolean), "exclude_bot_users": may(boolean),
	})
	userIDs = list(0, 100, str(1, maxID))
	image   = shape{"image_url": may(str(1, maxURL)), "slack_file": may(anything), "alt_text": must(str(1, maxAltText))}
)

func optionRule(label rule) rule {
	return shaped(shape{
		"text": must(label), "value": must(str(1, maxOptionText)), "description": may(plain(maxOptionText)), "url": may(str(1, maxURL)),
	})
}

// with returns the properties of both shapes.
func (s shape) with(more shape) shape {
	all := shape{}
	maps.Copy(all, s)
	maps.Copy(all, more)
	return all
}

var (
	acting     = shape{"action_id": may(str(1, maxID))}
	confirming = acting.with(shape{"confirm": may(confirmDialog)})
	focusing   = confirming.with(shape{"focus_on_load": may(boolean)})
	choosing   = focusing.with(shape{"placeholder": may(placeholder)})
	choosingN  = choosing.with(shape{"max_selected_items": may(integer(1, maxOptions))})
	typing     = acting.with(shape{
		"placeholder": may(placeholder), "initial_value": may(str(0, maxInputLength)), "focus_on_load": may(boolean),
		"dispatch_action_config": may(dispatch),
	})
	staticOptions = shape{"options": may(list(1, maxOptions, option)), "option_groups": may(list(1, maxOptions, optionGroup))}
	conversation  = shape{"default_to_current_conversation": may(boolean), "filter": may(filter)}
)

// elementShapes is every element that may be sent.
var elementShapes = map[string]shape{
	"button": confirming.with(shape{
		"text": must(plain(maxButtonText)), "url": may(str(1, maxURL)), "value": may(str(1, maxButtonValue)),
		"style": may(oneOf("primary", "danger")), "accessibility_label": may(str(1, maxButtonText)),
		"agent_prompt": may(str(1, maxInputLength)), "agent_prompt_display": may(str(1, maxInputLength)), "visible_to_user_ids": may(userIDs),
	}),
	"overflow":       confirming.with(shape{"options": must(list(1, maxFewOptions, option))}),
	"datepicker":     choosing.with(shape{"initial_date": may(date("2006-01-02"))}),
	"timepicker":     choosing.with(shape{"initial_time": may(date("15:04")), "timezone": may(str(1, maxID))}),
	"datetimepicker": focusing.with(shape{"initial_date_time": may(integer(1_000_000_000, 9_999_999_999))}),
	"static_select":  choosing.with(staticOptions).with(shape{"initial_option": may(option)}),
	"external_select": choosing.with(shape{
		"initial_option": may(option), "min_query_length": may(integer(0, maxInputLength)),
	}),
	"users_select":    choosing.with(shape{"initial_user": may(str(1, maxID))}),
	"channels_select": choosing.with(shape{"initial_channel": may(str(1, maxID)), "response_url_enabled": may(boolean)}),
	"conversations_select": choosing.with(conversation).with(shape{
		"initial_conversation": may(str(1, maxID)), "response_url_enabled": may(boolean),
	}),
	"multi_static_select": choosingN.with(staticOptions).with(shape{"initial_options": may(list(1, maxOptions, option))}),
	"multi_external_select": choosingN.with(shape{
		"initial_options": may(list(1, maxOptions, option)), "min_query_length": may(integer(0, maxInputLength)),
	}),
	"multi_users_select":         choosingN.with(shape{"initial_users": may(userIDs)}),
	"multi_channels_select":      choosingN.with(shape{"initial_channels": may(userIDs)}),
	"multi_conversations_select": choosingN.with(conversation).with(shape{"initial_conversations": may(userIDs)}),
	"radio_buttons": focusing.with(shape{
		"options": must(list(1, maxFewOptions, styleOption)), "initial_option": may(styleOption),
	}),
	"checkboxes": focusing.with(shape{
		"options": must(list(1, maxFewOptions, styleOption)), "initial_options": may(list(1, maxFewOptions, styleOption)),
		"visible_to_user_ids": may(userIDs),
	}),
	"plain_text_input": typing.with(shape{
		"multiline": may(boolean), "min_length": may(integer(0, maxInputLength)), "max_length": may(integer(1, maxInputLength)),
	}),
	"email_text_input": typing,
	"url_text_input":   typing,
	"number_input": typing.with(shape{
		"is_decimal_allowed": must(boolean), "min_value": may(str(1, maxID)), "max_value": may(str(1, maxID)),
	}),
	"rich_text_input": typing.with(shape{
		"initial_value": may(anything), "min_lines": may(integer(1, maxInputLength)), "max_lines": may(integer(1, maxInputLength)),
	}),
	"file_input": acting.with(shape{"filetypes": may(list(1, 100, str(1, maxID))), "max_files": may(integer(1, 10))}),
	"image":      image,
	"icon_button": confirming.with(shape{
		"icon": must(oneOf("trash")), "text": must(plain(maxButtonText)), "value": may(str(1, maxButtonValue)),
		"accessibility_label": may(str(1, maxButtonText)), "visible_to_user_ids": may(userIDs),
	}),
	"feedback_buttons": acting.with(shape{"positive_button": must(anything), "negative_button": must(anything)}),
}

var (
	pickers = []string{
		"static_select", "external_select", "users_select", "channels_select", "conversations_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_channels_select", "multi_conversations_select",
		"datepicker", "timepicker", "radio_buttons", "checkboxes",
	}
	accessories    = append([]string{"button", "overflow", "image"}, pickers...)
	actionElements = append([]string{"button", "overflow", "datetimepicker"},
		slices.DeleteFunc(slices.Clone(pickers), func(kind string) bool { return len(kind) > 6 && kind[:6] == "multi_" })...)
	inputElements = append([]string{
		"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input",
		"datetimepicker", "file_input",
	}, pickers...)
)

// element is one of these elements.
func element(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		kind := asString(o["type"])
		if !ok || !slices.Contains(kinds, kind) {
			c.wrong(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.checkShape(at, o, elementShapes[kind])
		c.checkElement(at, kind, o)
	}
}

// checkElement checks what one property says about another.
func (c *blockChecker) checkElement(at, kind string, o object) {
	if asBool(o["focus_on_load"]) {
		if c.focused++; c.focused > 1 {
			c.wrong(at, "only one element of a view may have focus_on_load")
		}
	}
	if actionID := asString(o["action_id"]); actionID != "" {
		if c.actionIDs[actionID] {
			c.wrong(at+"/action_id", "action_id %q already exists in this block", actionID)
		}
		c.actionIDs[actionID] = true
	}
	options := allOptions(o)
	switch kind {
	case "static_select", "multi_static_select":
		if (o["options"] == nil) == (o["option_groups"] == nil) {
			c.wrong(at, "must have either options or option_groups")
		}
	case "image":
		if (o["image_url"] == nil) == (o["slack_file"] == nil) {
			c.wrong(at, "must have either image_url or slack_file")
		}
	case "plain_text_input":
		c.checkInputLengths(at, o)
	}
	if len(options) == 0 {
		return
	}
	initial := asList(o["initial_options"])
	if o["initial_option"] != nil {
		initial = append(initial, o["initial_option"])
	}
	for _, choice := range initial {
		if !hasOption(options, choice) {
			c.wrong(at, "the initial option %q is none of the options", asString(asObject(choice)["value"]))
		}
	}
	c.checkOptionsDiffer(at, options)
}

func (c *blockChecker) checkOptionsDiffer(at string, options []any) {
	seen := map[string]bool{}
	for _, o := range options {
		value := asString(asObject(o)["value"])
		if seen[value] {
			c.wrong(at, "the option value %q stands twice", value)
		}
		seen[value] = true
	}
}

func (c *blockChecker) checkInputLengths(at string, o object) {
	least, _ := asInt(o["min_length"])
	most, given := asInt(o["max_length"])
	if !given {
		most = maxInputLength
	}
	if least > most {
		c.wrong(at, "min_length must not be above max_length")
	}
	if initial := asString(o["initial_value"]); initial != "" {
		c.checkLength(at+"/initial_value", initial, 0, most)
	}
}

// allOptions returns the options of an element, whether grouped or not.
func allOptions(element object) []any {
	all := slices.Clone(asList(element["options"]))
	for _, g := range asList(element["option_groups"]) {
		all = append(all, asList(asObject(g)["options"])...)
	}
	return all
}

// hasOption reports whether a choice is one of the options: the same value and the same text.
func hasOption(options []any, choice any) bool {
	wanted := asObject(choice)
	return slices.ContainsFunc(options, func(o any) bool {
		other := asObject(o)
		return other["value"] == wanted["value"] && textOf(other["text"]) == textOf(wanted["text"])
	})
}

func pointer(at string, i int) string { return fmt.Sprintf("%s/%d", at, i) }
