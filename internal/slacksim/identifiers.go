package slacksim

// withIdentifiers returns the blocks as Slack stores them: every block has a block_id, every interactive element an
// action_id, and text objects carry their defaults. The lock is held.
func withIdentifiers(w *Workspace, blocks []any) []any {
	for _, b := range blocks {
		w.identify(asObject(b))
	}
	return blocks
}

func (w *Workspace) identify(block object) {
	if block == nil {
		return
	}
	if asString(block["block_id"]) == "" {
		w.serial++
		block["block_id"] = "b" + shortCode(w.serial)
	}
	for _, key := range []string{"element", "accessory"} {
		w.identifyElement(asObject(block[key]))
	}
	for _, e := range asList(block["elements"]) {
		w.identifyElement(asObject(e))
	}
	for _, e := range asList(block["actions"]) {
		w.identifyElement(asObject(e))
	}
	for _, row := range asList(block["rows"]) {
		for _, cell := range cellsOf(row) {
			w.identifyElement(asObject(asObject(cell)["element"]))
		}
	}
	withIdentifiers(w, childrenOf(block))
	withTextDefaults(block)
}

func (w *Workspace) identifyElement(element object) {
	kind, known := elementKinds[asString(element["type"])]
	if !known || !kind.acts || asString(element["action_id"]) != "" {
		return
	}
	w.serial++
	element["action_id"] = "a" + shortCode(w.serial)
}

func cellsOf(row any) []any {
	return asList(row)
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
