package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// blockChecker collects what is wrong with the blocks of one message or view.
type blockChecker struct {
	surface   string // surfaceMessage, viewModal or viewHome
	kinds     map[string]blockKind
	rejects   []string
	wrongs    []string
	rejected  []string
	blockIDs  map[string]bool
	actionIDs map[string]bool // of the block being checked
	blocks    int             // nested ones too
	charts    int
	tables    int
	dataChars int
	markdown  int
	focused   int
	inputs    int
}

func (c *blockChecker) wrong(at, format string, args ...any) {
	c.wrongs = append(c.wrongs, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fmt.Sprintf(format, args...), at))
}

// unsupported says that nothing of that type may stand there.
func (c *blockChecker) unsupported(at, kind string) {
	c.wrong(at+"/type", "unsupported type: %s", kind)
}

func newChecker(surface string, rejects []string) *blockChecker {
	return &blockChecker{surface: surface, kinds: blockKinds(), rejects: rejects, blockIDs: map[string]bool{}}
}

// Refusal is why Slack would refuse blocks or a view.
type Refusal struct {
	Code     string
	Messages []string
	Plan     bool // the blocks are right, and this workspace's plan does not have them
}

// CheckMessage says why Slack would refuse the blocks of a message; nil if it would not. Blocks of a rejected type are
// refused as by a plan that does not have them.
func CheckMessage(blocks []any, rejects []string) *Refusal {
	c := newChecker(Message, rejects)
	c.checkBlocks("/blocks", blocks)
	if c.blocks > maxMessageBlocks {
		c.wrong("/blocks", "no more than %d items allowed", maxMessageBlocks)
	}

	if c.markdown > maxMarkdownBlocks {
		c.wrong("/blocks", "markdown blocks must be less than %d characters together", maxMarkdownBlocks+1)
	}

	if len(c.wrongs) > 0 {
		return &Refusal{Code: "invalid_blocks", Messages: c.wrongs}
	}

	if utf8.RuneCountInString(VisibleText(blocks)) > maxMessageChars {
		return &Refusal{Code: "msg_blocks_too_long"}
	}

	return c.beyondThePlan("invalid_blocks")
}

// beyondThePlan is the answer to blocks that are right, and that this workspace's plan does not have.
func (c *blockChecker) beyondThePlan(code string) *Refusal {
	if len(c.rejected) == 0 {
		return nil
	}

	return &Refusal{Code: code, Messages: c.rejected, Plan: true}
}

// CheckFound says what is wrong with the options that a search has found.
func CheckFound(answer tree.Object) []string {
	c := newChecker(Modal, nil)
	c.actionIDs = map[string]bool{}
	c.checkShape("", answer, shape{
		"options": may(list(0, maxOptions, option)), "option_groups": may(list(0, maxOptions, optionGroup)),
	})
	return c.wrongs
}

// CheckView says why Slack would refuse a view; nil if it would not.
func CheckView(content tree.Object, kind string, rejects []string) *Refusal {
	raw, err := json.Marshal(content)
	if err != nil || len(raw) > maxViewBytes {
		return &Refusal{Code: "view_too_large"}
	}

	c := newChecker(kind, rejects)
	if content["type"] != kind {
		c.wrong("/view/type", "must be a valid enum value: %s", kind)
	}

	blocks, ok := content["blocks"].([]any)
	if !ok {
		c.wrong("/view/blocks", "must be an array")
	}

	c.checkShape("/view", content, viewShapes[kind])
	c.checkBlocks("/view/blocks", blocks)
	if c.blocks > maxViewBlocks {
		c.wrong("/view/blocks", "no more than %d items allowed", maxViewBlocks)
	}

	if kind == Modal && c.inputs > 0 && content["submit"] == nil {
		c.wrong("/view", "missing required field: submit, because the view has input blocks")
	}

	if len(c.wrongs) > 0 {
		return &Refusal{Code: "invalid_arguments", Messages: c.wrongs}
	}

	return c.beyondThePlan("invalid_arguments")
}

// viewShapes are the properties of the kinds of views.
var viewShapes = map[string]shape{
	Modal: homeShape.with(shape{
		"title": must(plain(24)), "submit": may(plain(24)), "close": may(plain(24)),
		"clear_on_close": may(boolean), "notify_on_close": may(boolean), "submit_disabled": may(boolean),
	}),
	Home: homeShape,
}

var homeShape = shape{
	"blocks": must(anything), "private_metadata": may(str(0, 3000)), "callback_id": may(str(0, 255)),
	"external_id": may(str(0, 255)),
}

func (c *blockChecker) checkBlocks(at string, blocks []any) {
	for i, b := range blocks {
		c.checkBlock(pointer(at, i), b, nil)
	}
}

// checkBlock checks one block; inside another block only some types are allowed.
func (c *blockChecker) checkBlock(at string, v any, allowed []string) {
	block, ok := v.(map[string]any)
	if !ok {
		c.wrong(at, "must be an object")
		return
	}

	c.blocks++
	kind := tree.AsString(block["type"])
	known, ok := c.kinds[kind]
	switch {
	case !ok || (allowed != nil && !slices.Contains(allowed, kind)):
		c.unsupported(at, kind)
		return
	case !slices.Contains(known.surfaces, c.surface):
		c.wrong(at+"/type", "unsupported type for %s: %s", c.surface, kind)
		return
	case slices.Contains(c.rejects, kind):
		c.rejected = append(c.rejected, fmt.Sprintf("[ERROR] unsupported type: %s [json-pointer:%s/type]", kind, at))
	}

	if id := tree.AsString(block["block_id"]); id != "" {
		if c.blockIDs[id] {
			c.wrong(at+"/block_id", "block_id %q already exists", id)
		}

		c.blockIDs[id] = true
	}

	outer := c.actionIDs
	c.actionIDs = map[string]bool{}
	c.checkShape(at, block, known.shape)
	c.actionIDs = outer
	if known.check != nil {
		known.check(c, at, block)
	}
}

// nested is a block inside another.
func nested(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) { c.checkBlock(at, v, kinds) }
}

// rule checks one value at one place; what is wrong goes to the checker.
type rule func(c *blockChecker, at string, v any)

// prop is one property of an object.
type prop struct {
	needed bool
	rule   rule
}

// shape is the properties that an object may have; anything else is refused, as Slack does.
type shape map[string]prop

func must(r rule) prop { return prop{true, r} }

func may(r rule) prop { return prop{false, r} }

func shaped(s shape) rule {
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			c.wrong(at, "must be an object")
			return
		}

		c.checkShape(at, o, s)
	}
}

// with returns the properties of both shapes.
func (s shape) with(more shape) shape {
	all := maps.Clone(s)
	maps.Copy(all, more)
	return all
}

func (c *blockChecker) checkShape(at string, o tree.Object, s shape) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, ok := o[name]; !ok && s[name].needed {
			c.wrong(at, "missing required field: %s", name)
		}
	}

	for _, name := range slices.Sorted(maps.Keys(o)) {
		p, ok := s[name]
		switch {
		case name == "type":
		case !ok:
			c.wrong(at, "invalid additional property: %s", name)
		default:
			p.rule(c, at+"/"+name, o[name])
		}
	}
}

// str is a string of least to most characters.
func str(least, most int) rule {
	return func(c *blockChecker, at string, v any) {
		s, ok := v.(string)
		if !ok {
			c.wrong(at, "must be a string")
			return
		}

		c.checkLength(at, s, least, most)
	}
}

func (c *blockChecker) checkLength(at, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	switch {
	case n < least:
		c.wrong(at, "must be more than %d characters", least-1)
	case n > most:
		c.wrong(at, "must be less than %d characters", most+1)
	}
}

func boolean(c *blockChecker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.wrong(at, "must be a boolean")
	}
}

func number(c *blockChecker, at string, v any) {
	if _, ok := v.(json.Number); !ok {
		c.wrong(at, "must be a number")
	}
}

func integer(least, most int) rule {
	return func(c *blockChecker, at string, v any) {
		n, ok := tree.AsInt(v)
		if !ok || n < least || n > most {
			c.wrong(at, "must be an integer between %d and %d", least, most)
		}
	}
}

func oneOf(values ...string) rule {
	return func(c *blockChecker, at string, v any) {
		if !slices.Contains(values, tree.AsString(v)) {
			c.wrong(at, "must be a valid enum value: %s", strings.Join(values, ", "))
		}
	}
}

// list is an array of least to most items.
func list(least, most int, item rule) rule {
	return func(c *blockChecker, at string, v any) {
		items, ok := v.([]any)
		switch {
		case !ok:
			c.wrong(at, "must be an array")
			return
		case len(items) < least:
			c.wrong(at, "no fewer than %d items allowed", least)
		case len(items) > most:
			c.wrong(at, "no more than %d items allowed", most)
		}

		for i, v := range items {
			item(c, pointer(at, i), v)
		}
	}
}

func anything(*blockChecker, string, any) {}

// date is a moment in one layout of package time.
func date(layout string) rule {
	return func(c *blockChecker, at string, v any) {
		if _, err := time.Parse(layout, tree.AsString(v)); err != nil {
			c.wrong(at, "must be of the form %s", layout)
		}
	}
}

// plain is a plain_text object, text either kind of text object.
func plain(most int) rule { return textRule(most, "plain_text") }

func text(most int) rule { return textRule(most, "plain_text", "mrkdwn") }

func textRule(most int, kinds ...string) rule {
	shapes := map[string]shape{
		"plain_text": {"text": must(str(1, most)), "emoji": may(boolean)},
		"mrkdwn":     {"text": must(str(1, most)), "verbatim": may(boolean)},
	}
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		kind := tree.AsString(o["type"])
		switch {
		case !ok:
			c.wrong(at, "must be a text object")
		case !slices.Contains(kinds, kind):
			c.wrong(at+"/type", "must be a valid enum value: %s", strings.Join(kinds, ", "))
		default:
			c.checkShape(at, o, shapes[kind])
		}
	}
}

func pointer(at string, i int) string { return fmt.Sprintf("%s/%d", at, i) }

// The surfaces that hold blocks.
const (
	Message = "message"
	Modal   = "modal"
	Home    = "home"
)
