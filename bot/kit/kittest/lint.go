package kittest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// The linter knows Slack's documented limits and none of this package's
// code: it reads the goldens as Slack would.

type object = map[string]any

const chartBlock = string(slack.MBTDataVisualization)

// limits on the length of texts, by the kind of the thing and its key.
var textLimits = []struct {
	kind, key string
	max       int
}{
	{"header", "text", 150},
	{"section", "text", 3000},
	{"button", "text", 75},
	{"input", "label", 2000},
	{"input", "hint", 2000},
	{"static_select", "placeholder", 150},
	{"users_select", "placeholder", 150},
	{"plain_text_input", "placeholder", 150},
	{"modal", "title", 24},
	{"modal", "submit", 24},
	{"modal", "close", 24},
}

// limits on the length of plain strings.
var stringLimits = []struct {
	kind, key string
	max       int
}{
	{"button", "value", 2000},
	{"button", "action_id", 255},
	{"button", "accessibility_label", 75},
	{"modal", "private_metadata", 3000},
	{"modal", "callback_id", 255},
	{chartBlock, "title", 50},
	{"plain_text_input", "initial_value", 3000},
}

// limits on how many of something there are.
var countLimits = []struct {
	kind, key string
	max       int
}{
	{"actions", "elements", 25},
	{"context", "elements", 10},
	{"section", "fields", 10},
	{"static_select", "options", 100},
	{"data_table", "rows", 201},
	{"table", "rows", 100},
	{"table", "column_settings", 20},
	{"bar", "series", 6},
}

// blocks that each kind of surface takes.
var surfaces = map[string][]string{
	"message": {"header", "section", "context", "actions", "divider", "table", "data_table", chartBlock},
	"reply":   {"header", "section", "context", "actions", "divider"},
	"home":    {"header", "section", "context", "actions", "divider"},
	"modal":   {"header", "section", "context", "actions", "divider", "input"},
}

// part, list and words read what may be missing as empty.
func part(v any) object {
	o, _ := v.(object)
	return o
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func words(v any) string {
	text, _ := v.(string)
	return text
}

// Linter collects what Slack would refuse.
type Linter struct {
	Kind     string
	Problems []string
	runes    int
	charts   int
	tables   int
}

func lint(kind string, encoded []byte) []string {
	var body object
	if err := json.Unmarshal(encoded, &body); err != nil {
		return []string{err.Error()}
	}

	l := &Linter{Kind: kind}
	blocks, _ := body["Blocks"].([]any)
	if kind == "modal" || kind == "home" {
		blocks, _ = body["blocks"].([]any)
		l.limits(kind, body)
	}

	for _, b := range blocks {
		block := part(b)
		if !slices.Contains(surfaces[kind], fmt.Sprint(block["type"])) {
			l.add("a %v block is not for a %s", block["type"], kind)
		}

		l.walk(block)
	}

	l.surface(body, blocks)
	return l.Problems
}

func (l *Linter) add(format string, args ...any) {
	l.Problems = append(l.Problems, fmt.Sprintf(format, args...))
}

func (l *Linter) surface(body object, blocks []any) {
	switch l.Kind {
	case "message", "reply":
		text, _ := body["Text"].(string)
		l.check("Text", len(text) > 0 && utf8.RuneCountInString(text) <= 4000)
		l.Markup(text)
		l.check("50 blocks", len(blocks) <= 50)
		l.check("12,000 characters", l.runes <= 12000)
		l.check("2 charts, 1 table", l.charts <= 2 && l.tables <= 1)
		encoded, _ := json.Marshal(body)
		l.check(fmt.Sprintf("20 KB (%d)", len(encoded)), l.Kind != "reply" || len(encoded) < 20_000)
	case "home", "modal":
		encoded, _ := json.Marshal(body)
		l.check("100 blocks", len(blocks) <= 100)
		l.check("250 KB", len(encoded) < 250_000)
	}

	if l.Kind == "modal" {
		l.modal(body, blocks)
	}
}

func (l *Linter) modal(body object, blocks []any) {
	inputs := map[string]bool{}
	for _, b := range blocks {
		block := part(b)
		if block["type"] != "input" {
			continue
		}

		id := fmt.Sprint(block["block_id"])
		l.check("unique block id "+id, !inputs[id] && block["block_id"] != nil)
		inputs[id] = true
	}

	l.check("a submit button where there are inputs", len(inputs) == 0 || body["submit"] != nil)
}

func (l *Linter) check(rule string, holds bool) {
	if !holds {
		l.add("breaks the rule: %s", rule)
	}
}

// walk looks at an object and all in it.
func (l *Linter) walk(o object) {
	kind, _ := o["type"].(string)
	l.limits(kind, o)
	switch kind {
	case "mrkdwn":
		l.check("verbatim", o["verbatim"] == true)
		l.Markup(fmt.Sprint(o["text"]))
		fallthrough
	case "plain_text", "raw_text":
		text, _ := o["text"].(string)
		l.check("a text is not empty", text != "")
		l.runes += utf8.RuneCountInString(text)
	case chartBlock:
		l.charts++
		l.chart(o)
	case "table", "data_table":
		l.tables++
		l.columns(o)
	case "actions":
		l.unique(o)
	}

	if option, ok := o["value"].(string); ok && kind == "" {
		l.check("an option's value has 1 to 75 characters", option != "" && utf8.RuneCountInString(option) <= 75)
		label := words(part(o["text"])["text"])
		l.check("an option's text has at most 75 characters", utf8.RuneCountInString(label) <= 75)
	}

	for _, value := range o {
		l.descend(value)
	}
}

func (l *Linter) descend(value any) {
	switch value := value.(type) {
	case object:
		l.walk(value)
	case []any:
		for _, item := range value {
			l.descend(item)
		}
	}
}

func (l *Linter) limits(kind string, o object) {
	for _, limit := range textLimits {
		if text, ok := o[limit.key].(object); ok && kind == limit.kind {
			length := utf8.RuneCountInString(fmt.Sprint(text["text"]))
			l.check(fmt.Sprintf("%s of %s has at most %d characters, not %d", limit.key, kind, limit.max, length),
				length <= limit.max)
		}
	}

	for _, limit := range stringLimits {
		if text, ok := o[limit.key].(string); ok && kind == limit.kind {
			l.check(fmt.Sprintf("%s of %s has at most %d characters", limit.key, kind, limit.max),
				utf8.RuneCountInString(text) <= limit.max)
		}
	}

	for _, limit := range countLimits {
		if list, ok := o[limit.key].([]any); ok && kind == limit.kind {
			l.check(fmt.Sprintf("%s of %s are 1 to %d", limit.key, kind, limit.max), len(list) > 0 && len(list) <= limit.max)
		}
	}

	if fields, ok := o["fields"].([]any); ok {
		for _, f := range fields {
			l.check("a field has at most 2000 characters", utf8.RuneCountInString(words(part(f)["text"])) <= 2000)
		}
	}

	if kind == "plain_text_input" {
		value, _ := o["initial_value"].(string)
		most, _ := o["max_length"].(float64)
		l.check("an initial value fits into its input", most > 0 && float64(utf8.RuneCountInString(value)) <= most)
	}
}

// Markup accepts only the tokens that this package makes, whole, and no bare
// special character.
func (l *Linter) Markup(text string) {
	rest := text
	for rest != "" {
		at := strings.IndexAny(rest, "<>&")
		if at < 0 {
			return
		}

		rest = rest[at:]
		switch rest[0] {
		case '&':
			end := strings.IndexByte(rest, ';')
			l.check(fmt.Sprintf("& begins an entity at %.20q", rest), end > 0 &&
				slices.Contains([]string{"&amp;", "&lt;", "&gt;"}, rest[:end+1]))
			rest = rest[1:]
		case '<':
			end := strings.IndexByte(rest, '>')
			if end < 0 {
				l.add("a token is not closed at %.20q", rest)
				return
			}

			// A mention token of the rules is resolved where a rule's sentence is shown, which is in replies only.
			known := knownToken(rest[1:end]) || l.Kind == "reply" && rest[1:end] == "@U0BOSS"
			l.check(fmt.Sprintf("a known token, not %q", rest[:end+1]), known)
			rest = rest[end+1:]
		default:
			// A quotation begins its line with a bare >.
			before := text[:len(text)-len(rest)]
			l.check("> only at the beginning of a line", before == "" || strings.HasSuffix(before, "\n"))
			rest = rest[1:]
		}
	}
}

func knownToken(token string) bool {
	people := []string{"@U0MIA", "@U0MAX", "@U0SAM", "@U0KIM", "@U0ROSA"}
	if slices.Contains(people, token) {
		return true
	}

	for _, prefix := range []string{
		"!date^", "tel:+", "mailto:jane@acme.com|",
		"https://example.slack.com/archives/C1/p1|", "https://example.slack.com/team|", "https://www.linkedin.com/in/",
	} {
		if strings.HasPrefix(token, prefix) {
			return true
		}
	}

	return false
}

func (l *Linter) unique(o object) {
	seen := map[any]bool{}
	for _, e := range list(o["elements"]) {
		id := part(e)["action_id"]
		l.check(fmt.Sprintf("action id %v is unique in its block", id), !seen[id])
		seen[id] = true
	}
}

func (l *Linter) columns(o object) {
	rows, _ := o["rows"].([]any)
	for _, row := range rows {
		l.check("rows are equally long", len(list(row)) == len(list(rows[0])))
	}

	settings, _ := o["column_settings"].([]any)
	for _, s := range settings {
		l.check("a column has an alignment", part(s)["align"] != "" && part(s)["align"] != nil)
	}

	if o["type"] == "data_table" {
		l.check("a caption", o["caption"] != nil && o["caption"] != "")
	}
}

func (l *Linter) chart(o object) {
	chart, ok := o["chart"].(object)
	if !ok {
		l.add("a chart is missing")
		return
	}

	axis := part(chart["axis_config"])
	categories := list(axis["categories"])
	l.check("1 to 20 categories", len(categories) >= 1 && len(categories) <= 20)
	seen := map[any]bool{}
	for _, category := range categories {
		l.check("categories have 1 to 20 characters and differ", !seen[category] && category != "" &&
			utf8.RuneCountInString(words(category)) <= 20)
		seen[category] = true
	}

	for _, s := range list(chart["series"]) {
		series := part(s)
		l.check("a series has a short name", utf8.RuneCountInString(words(series["name"])) <= 20)
		l.check("a series has a point per category", len(list(series["data"])) == len(categories))
	}
}
