package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// blockChecker collects what is wrong with the blocks of one message or view.
type blockChecker struct {
	surface   string // "message", "modal" or "home"
	shapes    map[string]shape
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

func (w *Workspace) newChecker(surface string) *blockChecker {
	return &blockChecker{surface: surface, shapes: blockShapes(), rejects: w.opts.Rejects, blockIDs: map[string]bool{}}
}

// checkMessageBlocks says why Slack would refuse the blocks of a message.
func (w *Workspace) checkMessageBlocks(blocks []any) *apiError {
	c := w.newChecker("message")
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

var viewShapes = map[string]shape{
	viewModal: {
		"title": must(plain(maxViewTitle)), "submit": may(plain(maxViewTitle)), "close": may(plain(maxViewTitle)), "blocks": must(anything),
		"private_metadata": may(str(0, maxPrivateMetadata)), "callback_id": may(str(0, maxID)), "external_id": may(str(0, maxID)),
		"clear_on_close": may(boolean), "notify_on_close": may(boolean), "submit_disabled": may(boolean),
	},
	viewHome: {
		"blocks": must(anything), "private_metadata": may(str(0, maxPrivateMetadata)), "callback_id": may(str(0, maxID)),
		"external_id": may(str(0, maxID)),
	},
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
	s, known := c.shapes[kind]
	switch {
	case !known || (allowed != nil && !slices.Contains(allowed, kind)):
		c.wrong(at+"/type", "unsupported type: %s", kind)
		return
	case !blockSurfaces[kind].allow(c.surface):
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
	c.checkShape(at, block, s)
	c.actionIDs = outer
	if check, ok := blockChecks[kind]; ok {
		check(c, at, block)
	}
}

// nested is a block inside another.
func nested(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) { c.checkBlock(at, v, kinds) }
}

// blockChecks are what one property of a block says about another, and what a message may have only so many of.
var blockChecks = map[string]func(c *blockChecker, at string, block object){
	"section": func(c *blockChecker, at string, block object) {
		if block["text"] == nil && block["fields"] == nil {
			c.wrong(at, "missing required field: text or fields")
		}
	},
	"image": func(c *blockChecker, at string, block object) {
		if (block["image_url"] == nil) == (block["slack_file"] == nil) {
			c.wrong(at, "must have either image_url or slack_file")
		}
	},
	"input": func(c *blockChecker, at string, block object) { c.checkInput(at, block) },
	"markdown": func(c *blockChecker, _ string, block object) {
		c.markdown += utf8.RuneCountInString(asString(block["text"]))
	},
	"table": func(c *blockChecker, at string, block object) {
		if c.tables++; c.tables > maxTables {
			c.wrong(at, "no more than %d table allowed", maxTables)
		}
		c.checkLength(at, visibleText(asList(block["rows"])), 0, maxTableChars)
	},
	"data_table": func(c *blockChecker, at string, block object) { c.checkDataTable(at, block) },
	"data_visualization": func(c *blockChecker, at string, _ object) {
		if c.charts++; c.charts > maxCharts {
			c.wrong(at, "no more than %d data_visualization blocks allowed", maxCharts)
		}
	},
	"container": func(c *blockChecker, at string, block object) {
		collapsible := asBool(block["is_collapsible"])
		switch {
		case block["title"] == nil && block["rich_text_title"] == nil:
			c.wrong(at, "missing required field: title")
		case asBool(block["default_collapsed"]) && !collapsible:
			c.wrong(at, "default_collapsed needs is_collapsible")
		case asBool(block["has_header_divider"]) && collapsible:
			c.wrong(at, "has_header_divider needs a container that is not collapsible")
		}
	},
	"card": func(c *blockChecker, at string, block object) {
		if block["hero_image"] == nil && block["title"] == nil && block["body"] == nil && block["actions"] == nil {
			c.wrong(at, "missing required field: hero_image, title, body or actions")
		}
		if block["icon"] != nil && block["slack_icon"] != nil {
			c.wrong(at, "must have icon or slack_icon, not both")
		}
	},
}

func (c *blockChecker) checkInput(at string, block object) {
	c.inputs++
	kind := asString(asObject(block["element"])["type"])
	if c.surface == "message" && kind == "file_input" {
		c.wrong(at+"/element/type", "unsupported type: %s", kind)
	}
}

func (c *blockChecker) checkDataTable(at string, block object) {
	rows := asList(block["rows"])
	if len(rows) == 0 {
		return
	}
	columns := len(asList(rows[0]))
	for i, row := range rows {
		if len(asList(row)) != columns {
			c.wrong(pointer(at+"/rows", i), "every row must have as many cells as the first: %d", columns)
		}
	}
	for i, v := range asList(rows[0]) {
		headerCell(c, pointer(at+"/rows/0", i), v)
	}
	if i, ok := asInt(block["row_header_column_index"]); ok && i >= columns {
		c.wrong(at+"/row_header_column_index", "must be one of the %d columns", columns)
	}
	c.dataChars += utf8.RuneCountInString(visibleText(rows))
	if c.dataChars > maxDataChars {
		c.wrong(at, "data tables must be less than %d characters together", maxDataChars+1)
	}
}
