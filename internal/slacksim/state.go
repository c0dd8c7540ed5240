package slacksim

// elementKind says how an element of Block Kit behaves when a person uses it.
type elementKind struct {
	acts    bool   // has an action_id
	field   string // the name of its value in state.values and in actions; empty if it keeps none
	initial string // the name of its initial value
	many    bool   // its value is a list
}

var elementKinds = map[string]elementKind{
	"button":                     {acts: true},
	"workflow_button":            {acts: true},
	"overflow":                   {acts: true},
	"icon_button":                {acts: true},
	"feedback_buttons":           {acts: true},
	"plain_text_input":           {true, "value", "initial_value", false},
	"email_text_input":           {true, "value", "initial_value", false},
	"url_text_input":             {true, "value", "initial_value", false},
	"number_input":               {true, "value", "initial_value", false},
	"rich_text_input":            {true, "rich_text_value", "initial_value", false},
	"datepicker":                 {true, "selected_date", "initial_date", false},
	"timepicker":                 {true, "selected_time", "initial_time", false},
	"datetimepicker":             {true, "selected_date_time", "initial_date_time", false},
	"static_select":              {true, "selected_option", "initial_option", false},
	"external_select":            {true, "selected_option", "initial_option", false},
	"radio_buttons":              {true, "selected_option", "initial_option", false},
	"users_select":               {true, "selected_user", "initial_user", false},
	"channels_select":            {true, "selected_channel", "initial_channel", false},
	"conversations_select":       {true, "selected_conversation", "initial_conversation", false},
	"multi_static_select":        {true, "selected_options", "initial_options", true},
	"multi_external_select":      {true, "selected_options", "initial_options", true},
	"checkboxes":                 {true, "selected_options", "initial_options", true},
	"multi_users_select":         {true, "selected_users", "initial_users", true},
	"multi_channels_select":      {true, "selected_channels", "initial_channels", true},
	"multi_conversations_select": {true, "selected_conversations", "initial_conversations", true},
	"file_input":                 {true, "files", "", true},
}

// located is an element with the block it stands in.
type located struct {
	block   object
	element object
}

func (l located) blockID() string  { return asString(l.block["block_id"]) }
func (l located) actionID() string { return asString(l.element["action_id"]) }
func (l located) kind() string     { return asString(l.element["type"]) }
func (l located) isInput() bool    { return l.block["type"] == "input" }

// elementsOf returns every interactive element in the blocks, in reading order.
func elementsOf(blocks []any) []located {
	var all []located
	for _, b := range blocks {
		block := asObject(b)
		for _, e := range directElements(block) {
			if kind := elementKinds[asString(e["type"])]; kind.acts {
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
		kept := asObject(asObject(before[l.blockID()])[l.actionID()])
		if kept == nil || kept["type"] != l.kind() {
			kept = object{"type": l.kind(), kind.field: initialValue(l, kind)}
		}
		byAction := asObject(values[l.blockID()])
		if byAction == nil {
			byAction = object{}
			values[l.blockID()] = byAction
		}
		byAction[l.actionID()] = kept
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
