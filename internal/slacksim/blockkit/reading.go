package blockkit

import (
	"encoding/json"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// TextOf returns the string of a text object, or of a bare string.
func TextOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}

	return tree.AsString(tree.AsObject(v)["text"])
}

// readingOrder is the order in which the parts of a block are read.
var readingOrder = []string{
	"rich_text_title", "title", "subtitle", "caption", "label", "name", "text", "body", "subtext", "description", "fields",
	"hint",
	"alt_text", "element", "elements", "accessory", "options", "option_groups", "rows", "items", "block", "child_blocks",
	"chart",
	"x_label", "y_label", "categories", "axis_config", "segments", "series", "data", "value", "actions",
}

// VisibleText returns every text that a person can read in the blocks, in reading order, a line for each part.
func VisibleText(blocks []any) string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, readable(b)...)
	}

	return strings.Join(lines, "\n")
}

func readable(v any) []string {
	switch part := v.(type) {
	case string:
		if part == "" {
			return nil
		}

		return []string{part}
	case json.Number:
		return []string{part.String()}
	case []any:
		var lines []string
		for _, item := range part {
			lines = append(lines, readable(item)...)
		}

		return lines
	case map[string]any:
		return readableObject(part)
	}

	return nil
}

func readableObject(o tree.Object) []string {
	switch tree.AsString(o["type"]) {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		return readable(richText(tree.AsList(o["elements"])))
	}

	if o["type"] == "raw_number" && tree.AsString(o["text"]) != "" {
		return readable(o["text"])
	}

	var lines []string
	for _, key := range readingOrder {
		part, ok := o[key]
		if _, isText := part.(string); !ok || (key == "value" && isText) { // a button's value is not shown
			continue
		}

		lines = append(lines, readable(part)...)
	}

	return lines
}

// richForms are the parts of rich text that are not read as they are: which property is, with what around it.
var richForms = map[string][3]string{
	"user":      {"<@", "user_id", ">"},
	"usergroup": {"<!subteam^", "usergroup_id", ">"},
	"channel":   {"<#", "channel_id", ">"},
	"broadcast": {"<!", "range", ">"},
	"emoji":     {":", "name", ":"},
	"date":      {"", "fallback", ""},
}

// richText returns a line of rich text as one string, mentions in the form of mrkdwn.
func richText(elements []any) string {
	var b strings.Builder
	for _, item := range elements {
		o := tree.AsObject(item)
		kind := tree.AsString(o["type"])
		if form, ok := richForms[kind]; ok {
			b.WriteString(form[0] + tree.AsString(o[form[1]]) + form[2])
			continue
		}

		text := tree.AsString(o["text"])
		if kind == "link" && text == "" {
			text = tree.AsString(o["url"])
		}

		b.WriteString(text)
	}

	return b.String()
}
