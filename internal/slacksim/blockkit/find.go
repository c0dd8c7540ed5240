package blockkit

import "github.com/leadloop/leadloop/internal/slacksim/tree"

// Element is an element with the block it stands in.
type Element struct {
	Block, Props tree.Object
}

// BlockID is the block_id of its block.
func (l Element) BlockID() string { return tree.AsString(l.Block["block_id"]) }

// ActionID is its action_id.
func (l Element) ActionID() string { return tree.AsString(l.Props["action_id"]) }

// Kind is its type.
func (l Element) Kind() string { return tree.AsString(l.Props["type"]) }

// IsInput reports whether it is filled in and sent with the view.
func (l Element) IsInput() bool { return l.Block["type"] == "input" }

// State is the element's state among those of its message or view.
func (l Element) State(values tree.Object) tree.Object {
	return tree.AsObject(tree.AsObject(values[l.BlockID()])[l.ActionID()])
}

// SetState puts an element's state among those of its message or view.
func (l Element) SetState(values, state tree.Object) {
	byAction := tree.AsObject(values[l.BlockID()])
	if byAction == nil {
		byAction = tree.Object{}
		values[l.BlockID()] = byAction
	}

	byAction[l.ActionID()] = state
}

// ElementsOf returns every interactive element in the blocks, in reading order.
func ElementsOf(blocks []any) []Element {
	var all []Element
	for _, b := range blocks {
		block := tree.AsObject(b)
		for _, e := range directElements(block) {
			if Kinds[tree.AsString(e["type"])].acts() {
				all = append(all, Element{block, e})
			}
		}

		all = append(all, ElementsOf(childrenOf(block))...)
	}

	return all
}

func directElements(block tree.Object) []tree.Object {
	var all []tree.Object
	add := func(v any) {
		if o := tree.AsObject(v); o != nil {
			all = append(all, o)
		}
	}
	add(block["element"])
	add(block["accessory"])
	if block["type"] != "carousel" {
		for _, e := range tree.AsList(block["elements"]) {
			add(e)
		}
	}

	for _, e := range tree.AsList(block["actions"]) {
		add(e)
	}

	for _, row := range tree.AsList(block["rows"]) {
		for _, cell := range tree.AsList(row) {
			add(tree.AsObject(cell)["element"])
		}
	}

	return all
}

// InitialValues returns the state of every element that keeps one: what was entered before, else its initial value.
func InitialValues(blocks []any, before tree.Object) tree.Object {
	values := tree.Object{}
	for _, l := range ElementsOf(blocks) {
		kind := Kinds[l.Kind()]
		if kind.Field == "" {
			continue
		}

		kept := l.State(before)
		if kept == nil || kept["type"] != l.Kind() {
			kept = tree.Object{"type": l.Kind(), kind.Field: initialValue(l, kind)}
		}

		l.SetState(values, kept)
	}

	return values
}

func initialValue(l Element, kind elementKind) any {
	if value, ok := l.Props[kind.initial]; ok && kind.initial != "" {
		return tree.Copy(value)
	}

	if kind.Many {
		return []any{}
	}

	return nil
}

// isEmptyValue reports whether a state holds nothing.
func isEmptyValue(state tree.Object) bool {
	kind := Kinds[tree.AsString(state["type"])]
	switch value := state[kind.Field].(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	}

	return false
}

// Identify returns the blocks as Slack stores them: every block has a block_id, every interactive element an
// action_id, and text objects carry their defaults. Each call of code gives another identifier.
func Identify(blocks []any, code func() string) []any {
	for _, b := range blocks {
		identify(tree.AsObject(b), code)
	}

	return blocks
}

func identify(block tree.Object, code func() string) {
	if block == nil {
		return
	}

	if tree.AsString(block["block_id"]) == "" {
		block["block_id"] = "b" + code()
	}

	for _, element := range directElements(block) {
		if Kinds[tree.AsString(element["type"])].acts() && tree.AsString(element["action_id"]) == "" {
			element["action_id"] = "a" + code()
		}
	}

	Identify(childrenOf(block), code)
	withTextDefaults(block)
}

// childrenOf returns the blocks inside a container, carousel or layout.
func childrenOf(block tree.Object) []any {
	switch block["type"] {
	case "container":
		return tree.AsList(block["child_blocks"])
	case "carousel":
		return tree.AsList(block["elements"])
	case "layout":
		var all []any
		for _, row := range tree.AsList(block["rows"]) {
			for _, item := range tree.AsList(tree.AsObject(row)["items"]) {
				all = append(all, tree.AsObject(item)["block"])
			}
		}

		return all
	}

	return nil
}

func withTextDefaults(v any) {
	switch part := v.(type) {
	case []any:
		for _, item := range part {
			withTextDefaults(item)
		}
	case map[string]any:
		switch part["type"] {
		case "plain_text":
			tree.SetDefault(part, "emoji", true)
		case "mrkdwn":
			tree.SetDefault(part, "verbatim", false)
		}

		for _, item := range part {
			withTextDefaults(item)
		}
	}
}
