package slacksim

// located is an element with the block it stands in.
type located struct {
	block   object
	element object
}

func (l located) blockID() string  { return asString(l.block["block_id"]) }
func (l located) actionID() string { return asString(l.element["action_id"]) }
func (l located) kind() string     { return asString(l.element["type"]) }
func (l located) isInput() bool    { return l.block["type"] == "input" }

// state is the element's state among those of its message or view.
func (l located) state(values object) object {
	return asObject(asObject(values[l.blockID()])[l.actionID()])
}

// setState puts an element's state among those of its message or view.
func (l located) setState(values, state object) {
	byAction := asObject(values[l.blockID()])
	if byAction == nil {
		byAction = object{}
		values[l.blockID()] = byAction
	}
	byAction[l.actionID()] = state
}

// elementsOf returns every interactive element in the blocks, in reading order.
func elementsOf(blocks []any) []located {
	var all []located
	for _, b := range blocks {
		block := asObject(b)
		for _, e := range directElements(block) {
			if elementKinds[asString(e["type"])].acts() {
				all = append(all, located{block, e})
			}
		}
		all = append(all, elementsOf(childrenOf(block))...)
	}
	return all
}

func directElements(block object) []object {
	var all []object
	add := func(v any) {
		if o := asObject(v); o != nil {
			all = append(all, o)
		}
	}
	add(block["element"])
	add(block["accessory"])
	if block["type"] != "carousel" {
		for _, e := range asList(block["elements"]) {
			add(e)
		}
	}
	for _, e := range asList(block["actions"]) {
		add(e)
	}
	for _, row := range asList(block["rows"]) {
		for _, cell := range asList(row) {
			add(asObject(cell)["element"])
		}
	}
	return all
}

// initialValues returns the state of every element that keeps one: what was entered before, else its initial value.
func initialValues(blocks []any, before object) object {
	values := object{}
	for _, l := range elementsOf(blocks) {
		kind := elementKinds[l.kind()]
		if kind.field == "" {
			continue
		}
		kept := l.state(before)
		if kept == nil || kept["type"] != l.kind() {
			kept = object{"type": l.kind(), kind.field: initialValue(l, kind)}
		}
		l.setState(values, kept)
	}
	return values
}

func initialValue(l located, kind elementKind) any {
	if value, ok := l.element[kind.initial]; ok && kind.initial != "" {
		return copyJSON(value)
	}
	if kind.many {
		return []any{}
	}
	return nil
}

// isEmptyValue reports whether a state holds nothing.
func isEmptyValue(state object) bool {
	kind := elementKinds[asString(state["type"])]
	switch value := state[kind.field].(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	}
	return false
}

// withIdentifiers returns the blocks as Slack stores them: every block has a block_id, every interactive element an
// action_id, and text objects carry their defaults. Each call of code gives another identifier.
func withIdentifiers(blocks []any, code func() string) []any {
	for _, b := range blocks {
		identify(asObject(b), code)
	}
	return blocks
}

func identify(block object, code func() string) {
	if block == nil {
		return
	}
	if asString(block["block_id"]) == "" {
		block["block_id"] = "b" + code()
	}
	for _, element := range directElements(block) {
		if elementKinds[asString(element["type"])].acts() && asString(element["action_id"]) == "" {
			element["action_id"] = "a" + code()
		}
	}
	withIdentifiers(childrenOf(block), code)
	withTextDefaults(block)
}

// childrenOf returns the blocks inside a container, carousel or layout.
func childrenOf(block object) []any {
	switch block["type"] {
	case "container":
		return asList(block["child_blocks"])
	case "carousel":
		return asList(block["elements"])
	case "layout":
		var all []any
		for _, row := range asList(block["rows"]) {
			for _, item := range asList(asObject(row)["items"]) {
				all = append(all, asObject(item)["block"])
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
			setDefault(part, "emoji", true)
		case "mrkdwn":
			setDefault(part, "verbatim", false)
		}
		for _, item := range part {
			withTextDefaults(item)
		}
	}
}

func setDefault(o object, key string, value any) {
	if _, ok := o[key]; !ok {
		o[key] = value
	}
}

const codeAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func shortCode(n int) string {
	code := []byte("00000")
	for i := len(code) - 1; i >= 0 && n > 0; i-- {
		code[i] = codeAlphabet[n%len(codeAlphabet)]
		n /= len(codeAlphabet)
	}
	return string(code)
}
