package slacktest

import (
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Modal is the form in front of a person, as it was when it was looked at; its methods act on it as it is then.
type Modal struct {
	ID, Title, Text string
	Blocks          []any

	p *Person
	v *slacksim.View
}

// SubmitResult is what the person sees after the submit button.
type SubmitResult struct {
	Closed  bool
	Errors  map[string]string // by the label of the input
	Failure string            // what Slack shows when the app did not answer, or answered wrongly
	View    *View             // what is in front now, if it changed
}

// Modal waits until a modal is open before the person, and returns the topmost.
func (p *Person) Modal() *Modal {
	var m *Modal
	ok := p.w.wait(p.w.Options.Patience, func(s *slacksim.State) bool {
		v := s.TopModal(p.u.ID)
		if v == nil {
			return false
		}

		m = p.modal(v)
		return true
	})
	if !ok {
		p.w.fail("%s has no modal open%s", p.u.Name, p.visible())
	}

	return m
}

// HasModal reports whether a modal is open before the person now.
func (p *Person) HasModal() bool {
	s := p.w.Lock()
	defer p.w.Unlock()
	return s.TopModal(p.u.ID) != nil
}

func (p *Person) modal(v *slacksim.View) *Modal {
	shot := snapshotView(v)
	return &Modal{ID: shot.ID, Title: shot.Title, Text: shot.Text, Blocks: shot.Blocks, p: p, v: v}
}

// Expects waits until the modal in front shows the text, and returns it as it is then.
func (m *Modal) Expects(text string) *Modal {
	w := m.p.w
	var now *Modal
	ok := w.wait(w.Options.Patience, func(s *slacksim.State) bool {
		v := s.TopModal(m.p.u.ID)
		if v == nil {
			return false
		}

		now = m.p.modal(v)
		return strings.Contains(now.Text, text)
	})
	if !ok {
		w.fail("%s: the modal %q does not show %q%s", m.p.u.Name, m.Title, text, m.p.visible())
	}

	return now
}

// Fill enters a value in the input of that label: text, a number, a date as 2006-01-02, the text of an option, a
// person's handle, a channel's name. An input that keeps several values takes several.
func (m *Modal) Fill(label string, values ...string) *Modal {
	w := m.p.w
	w.Lock()
	l, ok := m.input(label)
	if !ok {
		var known []string
		for _, l := range blockkit.ElementsOf(m.v.Blocks()) {
			known = append(known, blockkit.TextOf(l.Block["label"]))
		}

		w.Unlock()
		w.fail("%s: the modal %q has no input %q, only %q", m.p.u.Name, m.Title, label, known)
		return m
	}

	at := slacksim.Place{View: m.v}
	external := strings.HasSuffix(l.Kind(), "external_select")
	w.Unlock()

	var value any
	var err error
	if external {
		value = m.searched(at, l, values)
	} else {
		s := w.Lock()
		value, err = w.typed(s, l, values)
		w.Unlock()
	}

	if err != nil {
		w.fail("%s fills %q in: %v", m.p.u.Name, label, err)
	}

	if value == "" {
		value = nil
	}

	w.Lock()
	at.Enter(m.p.u.ID, l, value)
	w.Unlock()
	if !l.IsInput() || tree.AsBool(l.Block["dispatch_action"]) {
		if _, failure := w.Press(m.p.u, at, l, value); failure != "" {
			w.fail("%s fills %q in: %s", m.p.u.Name, label, failure)
		}
	}

	return m
}

// Select is Fill, for what is chosen and not typed.
func (m *Modal) Select(label string, options ...string) *Modal { return m.Fill(label, options...) }

// Attach puts a file in a file input.
func (m *Modal) Attach(label, name string, data []byte) *Modal {
	w := m.p.w
	s := w.Lock()
	l, ok := m.input(label)
	if ok && l.Kind() == "file_input" {
		f := s.NewFile(m.p.u.ID, name, data)
		slacksim.Place{View: m.v}.Enter(m.p.u.ID, l, []any{s.FileObject(f)})
	}

	w.Unlock()
	if !ok || l.Kind() != "file_input" {
		w.fail("%s: the modal %q has no file input %q", m.p.u.Name, m.Title, label)
	}

	return m
}

// searched types each word in an external select and takes the first option that fits.
func (m *Modal) searched(at slacksim.Place, l blockkit.Element, words []string) any {
	w := m.p.w
	chosen := []any{}
	for _, word := range words {
		options, failure := w.Suggest(m.p.u, at, l, word)
		i := slices.IndexFunc(options,
			func(o any) bool { return strings.Contains(blockkit.TextOf(tree.AsObject(o)["text"]), word) })
		if failure != "" || i < 0 {
			w.fail("%s: the search for %q found nothing %s", m.p.u.Name, word, failure)
		}

		chosen = append(chosen, options[i])
	}

	if blockkit.Kinds[l.Kind()].Many {
		return chosen
	}

	return chosen[0]
}

// input finds the element under a label, placeholder or action_id.
func (m *Modal) input(label string) (blockkit.Element, bool) {
	for _, l := range blockkit.ElementsOf(m.v.Blocks()) {
		if blockkit.Kinds[l.Kind()].Field == "" {
			continue
		}

		shown := []string{
			blockkit.TextOf(l.Block["label"]), blockkit.TextOf(l.Block["text"]),
			blockkit.TextOf(l.Props["placeholder"]), l.ActionID(),
		}
		if slices.Contains(shown, label) {
			return l, true
		}
	}

	return blockkit.Element{}, false
}

// Value returns what stands in an input now, as the person would read it; empty if nothing does.
func (m *Modal) Value(label string) string {
	m.p.w.Lock()
	defer m.p.w.Unlock()
	l, ok := m.input(label)
	if !ok {
		return ""
	}

	state := l.State(m.v.Values)
	switch value := state[blockkit.Kinds[l.Kind()].Field].(type) {
	case string:
		return value
	case map[string]any:
		return blockkit.TextOf(value["text"])
	case []any:
		var all []string
		for _, item := range value {
			if s, ok := item.(string); ok {
				all = append(all, s)
			} else {
				all = append(all, blockkit.TextOf(tree.AsObject(item)["text"]))
			}
		}

		return strings.Join(all, ", ")
	}

	return ""
}

// Clicks presses a button inside the modal.
func (m *Modal) Clicks(label string) *Reply { return m.p.Clicks(label) }

// Submit presses the submit button and waits for the app's answer.
func (m *Modal) Submit() *SubmitResult {
	w := m.p.w
	w.Lock()
	hasSubmit := m.v.Content["submit"] != nil
	w.Unlock()
	if !hasSubmit {
		w.fail("%s: the modal %q has no submit button", m.p.u.Name, m.Title)
	}

	done := w.Submit(m.p.u, m.v)
	w.Lock()
	defer w.Unlock()
	result := &SubmitResult{Closed: done.Closed, Failure: done.Failure}
	if len(done.Errors) > 0 {
		result.Errors = map[string]string{}
		for _, l := range blockkit.ElementsOf(m.v.Blocks()) {
			if text, ok := done.Errors[l.BlockID()]; ok {
				result.Errors[blockkit.TextOf(l.Block["label"])] = text
			}
		}
	}

	if done.View != nil && done.Errors == nil && done.Failure == "" {
		result.View = snapshotView(done.View)
	}

	return result
}

// Close presses the close button.
func (m *Modal) Close() {
	if failure := m.p.w.Dismiss(m.p.u, m.v); failure != "" {
		m.p.w.fail("%s closes %q: %s", m.p.u.Name, m.Title, failure)
	}
}

// View is what a modal or Home tab looked like at one moment.
type View struct {
	ID, Hash, CallbackID, Title string
	Text                        string // everything visible
	Blocks                      []any
	PrivateMetadata             string
}

func snapshotView(v *slacksim.View) *View {
	return &View{
		ID: v.ID, Hash: v.Hash, CallbackID: v.CallbackID(), Title: v.Title(), Blocks: tree.CopyList(v.Blocks()),
		Text: v.VisibleText(), PrivateMetadata: tree.AsString(v.Content["private_metadata"]),
	}
}
