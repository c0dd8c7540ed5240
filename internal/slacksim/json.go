package slacksim

import (
	"bytes"
	"encoding/json"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// copyJSON returns a deep copy that shares nothing with v, in the plain types of encoding/json.
func copyJSON(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return decodeJSON(raw)
}

// decodeJSON keeps numbers as json.Number, so that what the app sent is stored digit by digit; nil if it is not JSON.
func decodeJSON(raw []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	return v
}

func copyList(v []any) []any { return asList(copyJSON(v)) }

// as returns a value if it is of that type, else the type's zero value.
func as[T any](v any) T {
	t, _ := v.(T)
	return t
}

func asObject(v any) object { return as[object](v) }
func asList(v any) []any    { return as[[]any](v) }
func asString(v any) string { return as[string](v) }
func asBool(v any) bool     { return as[bool](v) }

func asInt(v any) (int, bool) {
	n, err := as[json.Number](v).Int64()
	return int(n), err == nil
}

// textOf returns the string of a text object, or of a bare string.
func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return asString(asObject(v)["text"])
}

// readingOrder is the order in which the parts of a block are read.
var readingOrder = []string{
	"rich_text_title", "title", "subtitle", "caption", "label", "name", "text", "body", "subtext", "description", "fields", "hint",
	"alt_text", "element", "elements", "accessory", "options", "option_groups", "rows", "items", "block", "child_blocks", "chart",
	"x_label", "y_label", "categories", "axis_config", "segments", "series", "data", "value", "actions",
}

// visibleText returns every text that a person can read in the blocks, in reading order, a line for each part.
func visibleText(blocks []any) string {
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

func readableObject(o object) []string {
	switch asString(o["type"]) {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		return readable(richText(asList(o["elements"])))
	}
	if o["type"] == "raw_number" && asString(o["text"]) != "" {
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
		o := asObject(item)
		kind := asString(o["type"])
		if form, ok := richForms[kind]; ok {
			b.WriteString(form[0] + asString(o[form[1]]) + form[2])
			continue
		}

		text := asString(o["text"])
		if kind == "link" && text == "" {
			text = asString(o["url"])
		}
		b.WriteString(text)
	}
	return b.String()
}
