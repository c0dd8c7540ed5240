package view

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
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

func TestGoldensKeepSlacksLimits(t *testing.T) {
	for _, r := range renderings() {
		t.Run(r.name, func(t *testing.T) {
			for _, problem := range lint(r.kind, encode(t, r.body)) {
				t.Error(problem)
			}
		})
	}
}

// TestLinterFindsProblems keeps the linter honest.
func TestLinterFindsProblems(t *testing.T) {
	long := strings.Repeat("x", 3001)
	for name, broken := range map[string]string{
		"long section":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"` + long + `","verbatim":true}}]}`,
		"empty text":     `{"Text":"","Blocks":[]}`,
		"empty cell":     `{"Text":"x","Blocks":[{"type":"table","rows":[[{"type":"raw_text","text":""}]],"column_settings":[{"align":"left"}]}]}`,
		"no align":       `{"Text":"x","Blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]],"column_settings":[{"align":""}]}]}`,
		"not verbatim":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a"}}]}`,
		"unknown block":  `{"Text":"x","Blocks":[{"type":"rich_text"}]}`,
		"same action":    `{"Text":"x","Blocks":[{"type":"actions","elements":[{"type":"button","action_id":"a"},{"type":"button","action_id":"a"}]}]}`,
		"three charts":   `{"Text":"x","Blocks":[` + strings.Repeat(`{"type":"`+chartBlock+`"},`, 2) + `{"type":"` + chartBlock + `"}]}`,
		"bare ampersand": `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"A & B","verbatim":true}}]}`,
		"bare mention":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<!channel>","verbatim":true}}]}`,
		"cut entity":     `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a &l","verbatim":true}}]}`,
		"cut token":      `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"by <@U1","verbatim":true}}]}`,
	} {
		if len(lint("message", []byte(broken))) == 0 {
			t.Errorf("%s: nothing found", name)
		}
	}
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

type linter struct {
	kind     string
	problems []string
	runes    int
	charts   int
	tables   int
}

func lint(kind string, encoded []byte) []string {
	var body object
	if err := json.Unmarshal(encoded, &body); err != nil {
		return []string{err.Error()}
	}
	l := &linter{kind: kind}
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
	return l.problems
}

func (l *linter) add(format string, args ...any) {
	l.problems = append(l.problems, fmt.Sprintf(format, args...))
}

func (l *linter) surface(body object, blocks []any) {
	switch l.kind {
	case "message", "reply":
		text, _ := body["Text"].(string)
		l.check("Text", len(text) > 0 && utf8.RuneCountInString(text) <= 4000)
		l.markup(text)
		l.check("50 blocks", len(blocks) <= 50)
		l.check("12,000 characters", l.runes <= 12000)
		l.check("2 charts, 1 table", l.charts <= 2 && l.tables <= 1)
		encoded, _ := json.Marshal(body)
		l.check(fmt.Sprintf("20 KB (%d)", len(encoded)), l.kind != "reply" || len(encoded) < 20_000)
	case "home", "modal":
		encoded, _ := json.Marshal(body)
		l.check("100 blocks", len(blocks) <= 100)
		l.check("250 KB", len(encoded) < 250_000)
	}
	if l.kind == "modal" {
		l.modal(body, blocks)
	}
}

func (l *linter) modal(body object, blocks []any) {
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

func (l *linter) check(rule string, holds bool) {
	if !holds {
		l.add("breaks the rule: %s", rule)
	}
}

// walk looks at an object and all in it.
func (l *linter) walk(o object) {
	kind, _ := o["type"].(string)
	l.limits(kind, o)
	switch kind {
	case "mrkdwn":
		l.check("verbatim", o["verbatim"] == true)
		l.markup(fmt.Sprint(o["text"]))
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

func (l *linter) descend(value any) {
	switch value := value.(type) {
	case object:
		l.walk(value)
	case []any:
		for _, item := range value {
			l.descend(item)
		}
	}
}

func (l *linter) limits(kind string, o object) {
	for _, limit := range textLimits {
		if text, ok := o[limit.key].(object); ok && kind == limit.kind {
			length := utf8.RuneCountInString(fmt.Sprint(text["text"]))
			l.check(fmt.Sprintf("%s of %s has at most %d characters, not %d", limit.key, kind, limit.max, length), length <= limit.max)
		}
	}
	for _, limit := range stringLimits {
		if text, ok := o[limit.key].(string); ok && kind == limit.kind {
			l.check(fmt.Sprintf("%s of %s has at most %d characters", limit.key, kind, limit.max), utf8.RuneCountInString(text) <= limit.max)
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

// markup accepts only the tokens that this package makes, whole, and no bare
// special character.
func (l *linter) markup(text string) {
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
			l.check(fmt.Sprintf("& begins an entity at %.20q", rest), end > 0 && slices.Contains([]string{"&amp;", "&lt;", "&gt;"}, rest[:end+1]))
			rest = rest[1:]
		case '<':
			end := strings.IndexByte(rest, '>')
			if end < 0 {
				l.add("a token is not closed at %.20q", rest)
				return
			}
			// A mention token of the rules is resolved where a rule's sentence is shown, which is in replies only.
			known := knownToken(rest[1:end]) || l.kind == "reply" && rest[1:end] == "@U0BOSS"
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
	for _, prefix := range []string{"!date^", "tel:+", "mailto:jane@acme.com|", "https://example.slack.com/archives/C1/p1|", "https://example.slack.com/team|", "https://www.linkedin.com/in/"} {
		if strings.HasPrefix(token, prefix) {
			return true
		}
	}
	return false
}

func (l *linter) unique(o object) {
	seen := map[any]bool{}
	for _, e := range list(o["elements"]) {
		id := part(e)["action_id"]
		l.check(fmt.Sprintf("action id %v is unique in its block", id), !seen[id])
		seen[id] = true
	}
}

func (l *linter) columns(o object) {
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

func (l *linter) chart(o object) {
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
		l.check("categories have 1 to 20 characters and differ", !seen[category] && category != "" && utf8.RuneCountInString(words(category)) <= 20)
		seen[category] = true
	}
	for _, s := range list(chart["series"]) {
		series := part(s)
		l.check("a series has a short name", utf8.RuneCountInString(words(series["name"])) <= 20)
		l.check("a series has a point per category", len(list(series["data"])) == len(categories))
	}
}

// TestActionsAndCallbacks finds dead buttons: what a golden offers is
// exported for the router, and what is exported is offered somewhere.
func TestActionsAndCallbacks(t *testing.T) {
	actions, callbacks := map[string]bool{}, map[string]bool{}
	for _, r := range renderings() {
		var body any
		if err := json.Unmarshal(encode(t, r.body), &body); err != nil {
			t.Fatal(err)
		}
		collect(body, actions, callbacks)
	}
	delete(actions, InputAction)
	compare(t, "actions", actions, idsOf(t, "ids.go", "Action"))
	compare(t, "callbacks", callbacks, idsOf(t, "ids.go", "Callback"))
}

// idsOf are the values of the constants in bot/view/ids.go whose names begin with a prefix.
func idsOf(t *testing.T, file, prefix string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}

	var ids []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, prefix) {
			literal, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				t.Fatalf("%s has no text as its value", spec.Names[0].Name)
			}
			id, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return true
	})
	return ids
}

func collect(value any, actions, callbacks map[string]bool) {
	switch value := value.(type) {
	case object:
		if id, ok := value["action_id"].(string); ok {
			actions[id] = true
		}
		if id, ok := value["callback_id"].(string); ok {
			callbacks[id] = true
		}
		for _, v := range value {
			collect(v, actions, callbacks)
		}
	case []any:
		for _, v := range value {
			collect(v, actions, callbacks)
		}
	}
}

func compare(t *testing.T, what string, offered map[string]bool, exported []string) {
	t.Helper()
	for id := range offered {
		if !slices.Contains(exported, id) {
			t.Errorf("%s: %q is offered but not exported", what, id)
		}
	}
	for _, id := range exported {
		if !offered[id] {
			t.Errorf("%s: %q is exported but nothing offers it", what, id)
		}
	}
}

// TestManifestShortcuts keeps the shortcut ids those of the app manifest.
func TestManifestShortcuts(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join("..", "..", "configs", "slack-manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ShortcutNew, ShortcutLogMessage} {
		if !strings.Contains(string(manifest), "callback_id: "+id+"\n") {
			t.Errorf("the manifest has no shortcut %q", id)
		}
	}
}
