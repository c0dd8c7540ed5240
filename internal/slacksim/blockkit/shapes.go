package blockkit

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Limits of Block Kit that more than one place needs, in the words of Slack's documentation where it has any, measured
// by others where it has none. The limit of a single property stands in its rule.
const (
	maxMessageBlocks  = 50
	maxViewBlocks     = 100
	maxMessageChars   = 13200 // over all blocks; undocumented
	maxViewBytes      = 250 * 1024
	maxMarkdownBlocks = 12000 // all markdown blocks of a message together
	maxSectionText    = 3000
	maxFieldText      = 2000
	maxRichParts      = 1000
	maxInputLength    = 3000
	maxOptions        = 100
	maxTables         = 1
	maxTableColumns   = 20
	maxTableChars     = 10000
	maxDataChars      = 20000
	maxCharts         = 2
)

// Rules that many properties share.
var (
	identifier   = str(1, 255)
	address      = str(1, 3000)
	altText      = str(1, 2000)
	actionButton = element("button")
	picture      = element("image")
	richParts    = must(list(1, maxRichParts, richPart))
)

// blockKind is a type of block.
type blockKind struct {
	surfaces []string // where it may stand, as in Slack's documentation
	shape    shape
	check    func(c *blockChecker, at string, block tree.Object) // what one property says about another; nil is nothing
}

// Where blocks may stand.
var (
	anywhere      = []string{Message, Modal, Home}
	inMessages    = []string{Message}
	inModals      = []string{Modal}
	outsideModals = []string{Message, Home}
)

// blockKinds is every block that may be sent. It is a function because a container holds blocks.
func blockKinds() map[string]blockKind {
	identified := shape{"block_id": may(identifier)}
	header := text(150)
	tableCell := cell("raw_text", "raw_number", "rich_text")
	dataCell := cell("raw_text", "raw_number", "rich_text", "action_cell")

	return map[string]blockKind{
		"section": {anywhere, identified.with(shape{
			"text": may(text(maxSectionText)), "fields": may(list(1, 10, text(maxFieldText))),
			"accessory": may(element(accessories...)), "expand": may(boolean),
		}), (*blockChecker).checkSection},
		"header":  {anywhere, identified.with(shape{"text": must(plain(150)), "level": may(integer(1, 4))}), nil},
		"divider": {anywhere, identified, nil},
		"context": {anywhere, identified.with(shape{"elements": must(list(1, 10, contextItem))}), nil},
		"context_actions": {inMessages, identified.with(shape{
			"elements": must(list(1, 5, element("feedback_buttons", "icon_button"))),
		}), nil},
		"actions": {anywhere, identified.with(shape{"elements": must(list(1, 25, element(actionElements...)))}), nil},
		"input": {anywhere, identified.with(shape{
			"label": must(plain(2000)), "element": must(element(inputElements...)), "hint": may(plain(2000)),
			"optional": may(boolean), "dispatch_action": may(boolean),
		}), (*blockChecker).checkInput},
		"image":     {anywhere, identified.with(image).with(shape{"title": may(plain(2000))}), (*blockChecker).checkImage},
		"rich_text": {anywhere, identified.with(shape{"elements": richParts}), nil},
		"markdown": {
			inMessages, identified.with(shape{"text": must(str(1, maxMarkdownBlocks))}), (*blockChecker).countMarkdown,
		},
		"alert": {inModals, identified.with(shape{
			"text": must(text(200)), "level": may(oneOf("default", "info", "warning", "error", "success")),
		}), nil},
		"table": {outsideModals, identified.with(shape{
			"rows":            must(list(1, 100, list(1, maxTableColumns, tableCell))),
			"column_settings": may(list(0, maxTableColumns, columnSetting)),
		}), (*blockChecker).checkTable},
		"data_table": {outsideModals, identified.with(shape{
			"caption":                 must(str(1, maxSectionText)),
			"rows":                    must(list(2, 201, list(1, maxTableColumns, dataCell))), // with the header
			"page_size":               may(integer(1, 100)),
			"row_header_column_index": may(integer(0, maxTableColumns-1)),
		}), (*blockChecker).checkDataTable},
		"data_visualization": {
			inMessages, identified.with(shape{"title": must(chartTitle), "chart": must(chart)}), (*blockChecker).countCharts,
		},
		"container": {inMessages, identified.with(shape{
			"title": may(plain(150)), "rich_text_title": may(anything), "subtitle": may(header), "icon": may(picture),
			"width": may(oneOf("narrow", "standard", "wide", "full")), "is_collapsible": may(boolean),
			"default_collapsed": may(boolean), "has_header_divider": may(boolean),
			"child_blocks": must(list(1, 10, nested(
				"section", "context", "actions", "divider", "header", "image", "table", "layout",
			))),
		}), (*blockChecker).checkContainer},
		"card": {anywhere, identified.with(shape{
			"hero_image": may(picture), "icon": may(picture), "slack_icon": may(anything), "title": may(header),
			"subtitle": may(header), "body": may(text(200)), "subtext": may(text(200)),
			"actions": may(list(1, 3, actionButton)),
		}), (*blockChecker).checkCard},
		"carousel": {outsideModals, identified.with(shape{"elements": must(list(1, 10, nested("card")))}), nil},
		"layout": {anywhere, identified.with(shape{
			"label": must(str(1, 150)), "is_label_visible": may(boolean), "grid_lines": may(oneOf("none", "rows", "outer")),
			"fallback": may(list(0, maxMessageBlocks, anything)), "rows": must(list(1, 5, layoutRow)),
		}), nil},
	}
}

func layoutRow(c *blockChecker, at string, v any) {
	item := shaped(shape{
		"block": must(nested(
			"section", "context", "actions", "divider", "header", "image", "table", "card", "container",
		)),
		"width":                may(oneOf("narrow", "standard", "wide")),
		"horizontal_alignment": may(oneOf("start", "center", "end")),
	})
	shaped(shape{"items": must(list(1, 3, item))})(c, at, v)
}

func contextItem(c *blockChecker, at string, v any) {
	if tree.AsString(tree.AsObject(v)["type"]) == "image" {
		picture(c, at, v)
		return
	}

	text(maxFieldText)(c, at, v)
}

func columnSetting(c *blockChecker, at string, v any) {
	if v != nil {
		shaped(shape{"align": may(oneOf("left", "center", "right")), "is_wrapped": may(boolean)})(c, at, v)
	}
}

// cellShapes are the cells of tables. It is a function because one cell can hold another.
func cellShapes() map[string]shape {
	return map[string]shape{
		"raw_text":    {"text": must(str(1, maxSectionText))},
		"raw_number":  {"value": must(number), "text": may(str(1, maxSectionText))},
		"rich_text":   {"elements": richParts},
		"action_cell": {"element": must(actionButton), "fallback": must(headerCell)},
	}
}

func headerCell(c *blockChecker, at string, v any) { cell("raw_text", "raw_number")(c, at, v) }

// cell is one cell of a table, of one of these types.
func cell(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) {
		if kind := tree.AsString(tree.AsObject(v)["type"]); !slices.Contains(kinds, kind) {
			c.unsupported(at, kind)
			return
		}

		c.checkTyped(at, v, cellShapes())
	}
}

func richPart(c *blockChecker, at string, v any) {
	line := must(list(0, maxRichParts, richItem))
	border := may(integer(0, 1))
	c.checkTyped(at, v, map[string]shape{
		"rich_text_section":      {"elements": line},
		"rich_text_quote":        {"elements": line, "border": border},
		"rich_text_preformatted": {"elements": line, "border": border, "language": may(identifier)},
		"rich_text_list": {
			"elements": must(list(0, maxRichParts, richLine)), "style": must(oneOf("bullet", "ordered")),
			"indent": may(integer(0, 8)), "offset": may(integer(0, maxInputLength)), "border": border,
		},
	})
}

func richLine(c *blockChecker, at string, v any) {
	if kind := tree.AsString(tree.AsObject(v)["type"]); kind != "rich_text_section" {
		c.unsupported(at, kind)
		return
	}

	richPart(c, at, v)
}

// richItems are what stands in a line of rich text.
var (
	richStyle = may(shaped(shape{
		"bold": may(boolean), "italic": may(boolean), "strike": may(boolean), "code": may(boolean),
		"underline": may(boolean), "highlight": may(boolean), "client_highlight": may(boolean), "unlink": may(boolean),
	}))
	richItems = map[string]shape{
		"text": {"text": must(str(1, maxMessageChars)), "style": richStyle},
		"link": {
			"url": must(address), "text": may(str(0, maxMessageChars)), "unsafe": may(boolean), "style": richStyle,
		},
		"user":      {"user_id": must(identifier), "style": richStyle},
		"usergroup": {"usergroup_id": must(identifier), "style": richStyle},
		"channel":   {"channel_id": must(identifier), "style": richStyle},
		"emoji": {
			"name": must(identifier), "unicode": may(identifier), "skin_tone": may(integer(1, 6)), "style": richStyle,
		},
		"broadcast": {"range": must(oneOf("here", "channel", "everyone")), "style": richStyle},
		"date": {
			"timestamp": must(integer(0, 1<<40)), "format": must(identifier), "url": may(address),
			"fallback": may(identifier), "timezone": may(identifier), "style": richStyle,
		},
		"color": {"value": must(identifier), "style": richStyle},
		"team":  {"team_id": must(identifier), "style": richStyle},
	}
)

func richItem(c *blockChecker, at string, v any) { c.checkTyped(at, v, richItems) }

// checkTyped checks an object whose type says its shape.
func (c *blockChecker) checkTyped(at string, v any, shapes map[string]shape) {
	o := tree.AsObject(v)
	kind := tree.AsString(o["type"])
	if s, ok := shapes[kind]; ok {
		c.checkShape(at, o, s)
		return
	}

	c.unsupported(at, kind)
}

func (c *blockChecker) checkSection(at string, block tree.Object) {
	if block["text"] == nil && block["fields"] == nil {
		c.wrong(at, "missing required field: text or fields")
	}
}

func (c *blockChecker) checkImage(at string, o tree.Object) {
	if (o["image_url"] == nil) == (o["slack_file"] == nil) {
		c.wrong(at, "must have either image_url or slack_file")
	}
}

func (c *blockChecker) checkInput(at string, block tree.Object) {
	c.inputs++
	kind := tree.AsString(tree.AsObject(block["element"])["type"])
	if c.surface == Message && kind == "file_input" {
		c.unsupported(at+"/element", kind)
	}
}

func (c *blockChecker) countMarkdown(_ string, block tree.Object) {
	c.markdown += utf8.RuneCountInString(tree.AsString(block["text"]))
}

func (c *blockChecker) checkTable(at string, block tree.Object) {
	if c.tables++; c.tables > maxTables {
		c.wrong(at, "no more than %d table allowed", maxTables)
	}

	c.checkLength(at, VisibleText(tree.AsList(block["rows"])), 0, maxTableChars)
}

func (c *blockChecker) checkDataTable(at string, block tree.Object) {
	rows := tree.AsList(block["rows"])
	if len(rows) == 0 {
		return
	}

	columns := len(tree.AsList(rows[0]))
	for i, row := range rows {
		if len(tree.AsList(row)) != columns {
			c.wrong(pointer(at+"/rows", i), "every row must have as many cells as the first: %d", columns)
		}
	}

	for i, v := range tree.AsList(rows[0]) {
		headerCell(c, pointer(at+"/rows/0", i), v)
	}

	if i, ok := tree.AsInt(block["row_header_column_index"]); ok && i >= columns {
		c.wrong(at+"/row_header_column_index", "must be one of the %d columns", columns)
	}

	c.dataChars += utf8.RuneCountInString(VisibleText(rows))
	if c.dataChars > maxDataChars {
		c.wrong(at, "data tables must be less than %d characters together", maxDataChars+1)
	}
}

func (c *blockChecker) countCharts(at string, _ tree.Object) {
	if c.charts++; c.charts > maxCharts {
		c.wrong(at, "no more than %d data_visualization blocks allowed", maxCharts)
	}
}

func (c *blockChecker) checkContainer(at string, block tree.Object) {
	collapsible := tree.AsBool(block["is_collapsible"])
	switch {
	case block["title"] == nil && block["rich_text_title"] == nil:
		c.wrong(at, "missing required field: title")
	case tree.AsBool(block["default_collapsed"]) && !collapsible:
		c.wrong(at, "default_collapsed needs is_collapsible")
	case tree.AsBool(block["has_header_divider"]) && collapsible:
		c.wrong(at, "has_header_divider needs a container that is not collapsible")
	}
}

func (c *blockChecker) checkCard(at string, block tree.Object) {
	if block["hero_image"] == nil && block["title"] == nil && block["body"] == nil && block["actions"] == nil {
		c.wrong(at, "missing required field: hero_image, title, body or actions")
	}

	if block["icon"] != nil && block["slack_icon"] != nil {
		c.wrong(at, "must have icon or slack_icon, not both")
	}
}

const maxChartPoints = 20

var (
	chartTitle = str(1, 50)
	chartLabel = str(1, 20)
	chartPoint = shaped(shape{"label": must(chartLabel), "value": must(number)})
	pieShape   = shape{"segments": must(list(1, 6, chartPoint))}
	axisShape  = shape{ // the documentation says 6 series, newer sources 12
		"series": must(list(1, 6, shaped(shape{
			"name": must(chartLabel), "data": must(list(1, maxChartPoints, chartPoint)),
		}))),
		"axis_config": must(shaped(shape{
			"categories": must(list(1, maxChartPoints, chartLabel)), "x_label": may(chartTitle), "y_label": may(chartTitle),
		})),
	}
)

func chart(c *blockChecker, at string, v any) {
	o := tree.AsObject(v)
	switch kind := tree.AsString(o["type"]); kind {
	case "pie":
		c.checkShape(at, o, pieShape)
		for i, s := range tree.AsList(o["segments"]) {
			if n, err := tree.As[json.Number](tree.AsObject(s)["value"]).Float64(); err == nil && n <= 0 {
				c.wrong(pointer(at+"/segments", i)+"/value", "must be more than 0")
			}
		}
	case "bar", "line", "area":
		c.checkShape(at, o, axisShape)
		c.checkSeries(at, o)
	default:
		c.unsupported(at, kind)
	}
}

// checkSeries sees that every series has exactly one point for every category, and a name of its own.
func (c *blockChecker) checkSeries(at string, chart tree.Object) {
	var categories []string
	for _, category := range tree.AsList(tree.AsObject(chart["axis_config"])["categories"]) {
		categories = append(categories, tree.AsString(category))
	}

	names := map[string]bool{}
	for i, s := range tree.AsList(chart["series"]) {
		where := pointer(at+"/series", i)
		series := tree.AsObject(s)
		name := tree.AsString(series["name"])
		if names[name] {
			c.wrong(where+"/name", "the series name %q stands twice", name)
		}

		names[name] = true
		c.checkPoints(where+"/data", tree.AsList(series["data"]), categories)
	}
}

func (c *blockChecker) checkPoints(at string, points []any, categories []string) {
	seen := map[string]bool{}
	for i, p := range points {
		label := tree.AsString(tree.AsObject(p)["label"])
		switch {
		case !slices.Contains(categories, label):
			c.wrong(pointer(at, i), "the label %q is none of the categories", label)
		case seen[label]:
			c.wrong(pointer(at, i), "the label %q stands twice", label)
		}

		seen[label] = true
	}

	for _, category := range categories {
		if !seen[category] {
			c.wrong(at, "the category %q has no point", category)
		}
	}
}
