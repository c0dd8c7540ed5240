package slacksim

import "slices"

var (
	actionButton = element("button")
	tableCell    = cell("raw_text", "raw_number", "rich_text")
	dataCell     = cell("raw_text", "raw_number", "rich_text", "action_cell")
	headerCell   = cell("raw_text", "raw_number")
	childBlocks  = []string{"section", "context", "actions", "divider", "header", "image", "table", "layout", "video"}
	cardShape    = shape{
		"block_id": may(str(1, maxID)), "hero_image": may(element("image")), "icon": may(element("image")), "slack_icon": may(anything),
		"title": may(text(maxCardTitle)), "subtitle": may(text(maxCardTitle)), "body": may(text(maxCardBody)),
		"subtext": may(text(maxCardBody)), "actions": may(list(1, maxCardActions, actionButton)),
	}
)

// blockShapes is every block that may be sent. It is a function because a container holds blocks.
func blockShapes() map[string]shape {
	identified := shape{"block_id": may(str(1, maxID))}
	return map[string]shape{
		"section": identified.with(shape{
			"text": may(text(maxSectionText)), "fields": may(list(1, maxFields, text(maxFieldText))),
			"accessory": may(element(accessories...)), "expand": may(boolean),
		}),
		"header":          identified.with(shape{"text": must(plain(maxHeaderText)), "level": may(integer(1, 4))}),
		"divider":         identified,
		"context":         identified.with(shape{"elements": must(list(1, maxContext, contextItem))}),
		"context_actions": identified.with(shape{"elements": must(list(1, maxContextActions, element("feedback_buttons", "icon_button")))}),
		"actions":         identified.with(shape{"elements": must(list(1, maxActions, element(actionElements...)))}),
		"input": identified.with(shape{
			"label": must(plain(maxLabel)), "element": must(element(inputElements...)), "hint": may(plain(maxLabel)),
			"optional": may(boolean), "dispatch_action": may(boolean),
		}),
		"image":     identified.with(image).with(shape{"title": may(plain(maxAltText))}),
		"rich_text": identified.with(shape{"elements": must(list(1, 1000, richPart))}),
		"markdown":  identified.with(shape{"text": must(str(1, maxMarkdownBlocks))}),
		"alert": identified.with(shape{
			"text": must(text(maxAlertText)), "level": may(oneOf("default", "info", "warning", "error", "success")),
		}),
		"table": identified.with(shape{
			"rows":            must(list(1, maxTableRows, list(1, maxTableColumns, tableCell))),
			"column_settings": may(list(0, maxTableColumns, columnSetting)),
		}),
		"data_table": identified.with(shape{
			"caption":                 must(str(1, maxSectionText)),
			"rows":                    must(list(2, maxDataTableRows, list(1, maxTableColumns, dataCell))),
			"page_size":               may(integer(1, maxPageSize)),
			"row_header_column_index": may(integer(0, maxTableColumns-1)),
		}),
		"data_visualization": identified.with(shape{"title": must(str(1, maxChartTitle)), "chart": must(chart)}),
		"container": identified.with(shape{
			"title": may(plain(maxContainerTitle)), "rich_text_title": may(anything), "subtitle": may(text(maxContainerTitle)),
			"icon": may(element("image")), "width": may(oneOf("narrow", "standard", "wide", "full")), "is_collapsible": may(boolean),
			"default_collapsed": may(boolean), "has_header_divider": may(boolean),
			"child_blocks": must(list(1, maxContainerChildren, nested(childBlocks...))),
		}),
		"card":     cardShape,
		"carousel": identified.with(shape{"elements": must(list(1, maxCards, nested("card")))}),
		"layout": identified.with(shape{
			"label": must(str(1, maxContainerTitle)), "is_label_visible": may(boolean), "grid_lines": may(oneOf("none", "rows", "outer")),
			"fallback": may(list(0, maxMessageBlocks, anything)), "rows": must(list(1, maxLayoutRows, layoutRow)),
		}),
	}
}

func layoutRow(c *blockChecker, at string, v any) {
	item := shaped(shape{
		"block":                must(nested("section", "context", "actions", "divider", "header", "image", "table", "card", "container")),
		"width":                may(oneOf("narrow", "standard", "wide")),
		"horizontal_alignment": may(oneOf("start", "center", "end")),
	})
	shaped(shape{"items": must(list(1, maxLayoutItems, item))})(c, at, v)
}

func contextItem(c *blockChecker, at string, v any) {
	if asString(asObject(v)["type"]) == "image" {
		element("image")(c, at, v)
		return
	}
	text(maxFieldText)(c, at, v)
}

func columnSetting(c *blockChecker, at string, v any) {
	if v == nil {
		return
	}
	shaped(shape{"align": may(oneOf("left", "center", "right")), "is_wrapped": may(boolean)})(c, at, v)
}

// cell is one cell of a table, of one of these types.
func cell(kinds ...string) rule {
	return func(c *blockChecker, at string, v any) {
		kind := asString(asObject(v)["type"])
		if !slices.Contains(kinds, kind) {
			c.wrong(at+"/type", "unsupported type: %s", kind)
			return
		}
		switch kind {
		case "raw_text":
			shaped(shape{"text": must(str(1, maxSectionText))})(c, at, v)
		case "raw_number":
			shaped(shape{"value": must(number), "text": may(str(1, maxSectionText))})(c, at, v)
		case "rich_text":
			shaped(shape{"elements": must(list(1, 1000, richPart))})(c, at, v)
		case "action_cell":
			shaped(shape{"element": must(actionButton), "fallback": must(cell("raw_text", "raw_number"))})(c, at, v)
		}
	}
}

// richPartShape is a part of a rich_text block that holds lines; richItems are what stands in a line.
func richPartShape(kind string) (shape, bool) {
	line := must(list(0, 1000, richItem))
	border := may(integer(0, 1))
	parts := map[string]shape{
		"rich_text_section":      {"elements": line},
		"rich_text_quote":        {"elements": line, "border": border},
		"rich_text_preformatted": {"elements": line, "border": border, "language": may(str(1, maxID))},
		"rich_text_list": {
			"elements": must(list(0, 1000, richLine)), "style": must(oneOf("bullet", "ordered")), "indent": may(integer(0, 8)),
			"offset": may(integer(0, maxInputLength)), "border": border,
		},
	}
	s, ok := parts[kind]
	return s, ok
}

var (
	richStyle = may(shaped(shape{
		"bold": may(boolean), "italic": may(boolean), "strike": may(boolean), "code": may(boolean),
		"underline": may(boolean), "highlight": may(boolean), "client_highlight": may(boolean), "unlink": may(boolean),
	}))
	richItems = map[string]shape{
		"text":      {"text": must(str(1, maxMessageChars)), "style": richStyle},
		"link":      {"url": must(str(1, maxURL)), "text": may(str(0, maxMessageChars)), "unsafe": may(boolean), "style": richStyle},
		"user":      {"user_id": must(str(1, maxID)), "style": richStyle},
		"usergroup": {"usergroup_id": must(str(1, maxID)), "style": richStyle},
		"channel":   {"channel_id": must(str(1, maxID)), "style": richStyle},
		"emoji":     {"name": must(str(1, maxID)), "unicode": may(str(1, maxID)), "skin_tone": may(integer(1, 6)), "style": richStyle},
		"broadcast": {"range": must(oneOf("here", "channel", "everyone")), "style": richStyle},
		"date": {
			"timestamp": must(integer(0, 1<<40)), "format": must(str(1, maxID)), "url": may(str(1, maxURL)),
			"fallback": may(str(1, maxID)), "timezone": may(str(1, maxID)), "style": richStyle,
		},
		"color": {"value": must(str(1, maxID)), "style": richStyle},
		"team":  {"team_id": must(str(1, maxID)), "style": richStyle},
	}
)

func richPart(c *blockChecker, at string, v any) { c.checkTyped(at, v, richPartShape) }
func richItem(c *blockChecker, at string, v any) { c.checkTyped(at, v, richItemShape) }

func richLine(c *blockChecker, at string, v any) {
	if kind := asString(asObject(v)["type"]); kind != "rich_text_section" {
		c.wrong(at+"/type", "unsupported type: %s", kind)
		return
	}
	richPart(c, at, v)
}

func (c *blockChecker) checkTyped(at string, v any, find func(kind string) (shape, bool)) {
	o := asObject(v)
	s, ok := find(asString(o["type"]))
	if !ok {
		c.wrong(at+"/type", "unsupported type: %s", asString(o["type"]))
		return
	}
	c.checkShape(at, o, s)
}

func richItemShape(kind string) (shape, bool) { s, ok := richItems[kind]; return s, ok }
