package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
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

func (w *Workspace) newChecker(surface string) *blockChecker {
	return &blockChecker{surface: surface, kinds: blockKinds(), rejects: w.opts.Rejects, blockIDs: map[string]bool{}}
}

// checkMessageBlocks says why Slack would refuse the blocks of a message.
func (w *Workspace) checkMessageBlocks(blocks []any) *apiError {
	c := w.newChecker(surfaceMessage)
	c.checkBlocks("/blocks", blocks)
	if c.blocks > maxMessageBlocks {
		c.wrong("/blocks", "no more than %d items allowed", maxMessageBlocks)
	}
	if c.markdown > maxMarkdownBlocks {
		c.wrong("/blocks", "markdown blocks must be less than %d characters together", maxMarkdownBlocks+1)
	}
	if len(c.wrongs) > 0 {
		return mistake("invalid_blocks").because(c.wrongs...)
	}
	if utf8.RuneCountInString(visibleText(blocks)) > maxMessageChars {
		return mistake("msg_blocks_too_long")
	}
	return c.refusal("invalid_blocks")
}

// refusal is the answer to blocks that are right, and that this workspace's plan does not have.
func (c *blockChecker) refusal(code string) *apiError {
	if len(c.rejected) == 0 {
		return nil
	}
	return &apiError{code: code, messages: c.rejected}
}

// checkView says why Slack would refuse a view.
func (w *Workspace) checkView(content object, kind string) *apiError {
	raw, err := json.Marshal(content)
	if err != nil || len(raw) > maxViewBytes {
		return mistake("view_too_large")
	}
	c := w.newChecker(kind)
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
	if kind == viewModal && c.inputs > 0 && content["submit"] == nil {
		c.wrong("/view", "missing required field: submit, because the view has input blocks")
	}
	if len(c.wrongs) > 0 {
		return mistake("invalid_arguments").because(c.wrongs...)
	}
	return c.refusal("invalid_arguments")
}

// viewShapes are the properties of the kinds of views.
var viewShapes = map[string]shape{
	viewModal: homeShape.with(shape{
		"title": must(plain(24)), "submit": may(plain(24)), "close": may(plain(24)),
		"clear_on_close": may(boolean), "notify_on_close": may(boolean), "submit_disabled": may(boolean),
	}),
	viewHome: homeShape,
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
	kind := asString(block["type"])
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
	if id := asString(block["block_id"]); id != "" {
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
