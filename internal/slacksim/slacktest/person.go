package slacktest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// Person is somebody who acts, in one channel or in the conversation with the app.
type Person struct {
	w  *Workspace
	u  *slacksim.Member
	c  *slacksim.Conversation // nil is the conversation with the app
	on *slacksim.Message      // the only message to act on, nil is any
}

// User returns the person of that handle or id.
func (w *Workspace) User(name string) *Person {
	s := w.Lock()
	u := s.UserNamed(name)
	w.Unlock()
	if u == nil {
		w.fail("there is no person %q", name)
	}

	return &Person{w: w, u: u}
}

// ID returns the person's user id.
func (p *Person) ID() string { return p.u.ID }

// In returns the person acting in that channel.
func (p *Person) In(channelName string) *Person {
	s := p.w.Lock()
	c := s.ChannelNamed(channelName)
	p.w.Unlock()
	if c == nil {
		p.w.fail("there is no channel %q", channelName)
	}

	return &Person{w: p.w, u: p.u, c: c}
}

// On returns the person acting on that message only: its buttons, its thread.
func (p *Person) On(m *Message) *Person {
	return &Person{w: p.w, u: p.u, c: m.m.Channel, on: m.m}
}

// place returns where the person is, who must be a member there.
func (p *Person) place() *slacksim.Conversation {
	s := p.w.Lock()
	c := p.c
	if c == nil {
		c = s.AppDM(p.u.ID)
	}

	member := c.Has(p.u.ID)
	p.w.Unlock()
	if !member {
		p.w.fail("%s is not in #%s", p.u.Name, c.Name)
	}

	return c
}

// Runs types a slash command and waits for the app's answer.
func (p *Person) Runs(command string) *Reply {
	c := p.place()
	since := p.w.mark()
	done := p.w.RunCommand(p.u, c, command)
	if m := done.Message; m != nil {
		p.w.claim(m) // who asks expects an answer
	}

	return p.reply(since, done.Failure, done.Message, done.Response, command)
}

// Says posts a message, in the thread of the message if the person acts on one, and returns its ts.
func (p *Person) Says(text string) string {
	return p.SaysMessage(text).TS
}

// SaysMessage is Says, and returns the message.
func (p *Person) SaysMessage(text string) *Message {
	c := p.place()
	s := p.w.Lock()
	defer p.w.Unlock()
	return p.w.snapshot(s.Say(p.u, c, text, p.thread()))
}

// Uploads posts a file with a text and returns the message.
func (p *Person) Uploads(name string, data []byte, text string) *Message {
	c := p.place()
	s := p.w.Lock()
	defer p.w.Unlock()
	f := s.NewFile(p.u.ID, name, data)
	d := slacksim.Draft{
		UserID: p.u.ID, Text: blockkit.Escape(text, s.Mentions(false)), ThreadTS: p.thread(),
		Subtype: "file_share",
	}
	return p.w.snapshot(s.Share(c, []*slacksim.File{f}, d))
}

// thread is the ts under which the person answers; empty outside of threads.
func (p *Person) thread() string {
	if p.on == nil {
		return ""
	}

	return cmp.Or(p.on.ThreadTS, p.on.TS)
}

// Clicks presses the button of that label, or chooses that entry of an overflow menu, on the message in front if the
// person acts on one, else in the open modal, else on the newest message with such a button in the channel or the
// conversation with the app, else on the Home tab. It waits until there is one, and then until the app has acknowledged
// the click.
func (p *Person) Clicks(label string) *Reply {
	at, l, chosen := p.findElement("button", label, func(s *slacksim.State, l blockkit.Element) (any, bool) {
		switch l.Kind() {
		case "button":
			return nil, sameLabel(blockkit.TextOf(l.Props["text"]), label)
		case "overflow":
			option, err := pickOption(l.Props, label)
			return option, err == nil
		}

		return nil, false
	})
	return p.presses(at, l, chosen, label)
}

// Picks chooses in a select, date picker or the like outside of a form; which is its placeholder or action_id.
func (p *Person) Picks(which string, choices ...string) *Reply {
	var failed error
	at, l, chosen := p.findElement("element", which, func(s *slacksim.State, l blockkit.Element) (any, bool) {
		if blockkit.Kinds[l.Kind()].Field == "" ||
			(blockkit.TextOf(l.Props["placeholder"]) != which && l.ActionID() != which) {
			return nil, false
		}

		var value any
		value, failed = p.w.typed(s, l, choices)
		return value, true
	})
	if failed != nil {
		p.w.fail("%s picks %q: %v", p.u.Name, which, failed)
	}

	return p.presses(at, l, chosen, which)
}

func (p *Person) presses(at slacksim.Place, l blockkit.Element, chosen any, label string) *Reply {
	since := p.w.mark()
	if at.Message != nil {
		p.w.claim(at.Message) // who clicks has read it
	}

	r, failure := p.w.Press(p.u, at, l, chosen)
	return p.reply(since, failure, nil, r, label)
}

// sameLabel compares without a leading emoji, which is decoration.
func sameLabel(shown, wanted string) bool {
	if shown == wanted {
		return true
	}

	_, rest, ok := strings.Cut(shown, " ")
	return ok && strings.HasPrefix(shown, ":") && rest == wanted
}

// findElement waits for an element that fits, where the person can see it.
func (p *Person) findElement(
	what, label string, fits func(*slacksim.State, blockkit.Element) (any, bool),
) (at slacksim.Place, l blockkit.Element, chosen any) {
	found := p.w.wait(p.w.Options.Patience, func(s *slacksim.State) bool {
		for _, candidate := range p.places(s) {
			for _, e := range blockkit.ElementsOf(candidate.Blocks()) {
				if value, ok := fits(s, e); ok {
					at, l, chosen = candidate, e, value
					return true
				}
			}
		}

		return false
	})
	if !found {
		p.w.fail("%s sees no %s %q%s", p.u.Name, what, label, p.visible())
	}

	return at, l, chosen
}

// places returns where the person could click now, the most likely first.
func (p *Person) places(s *slacksim.State) []slacksim.Place {
	if p.on != nil {
		if p.on.Deleted {
			return nil
		}

		return []slacksim.Place{{Message: p.on}}
	}

	var all []slacksim.Place
	if v := s.TopModal(p.u.ID); v != nil {
		all = append(all, slacksim.Place{View: v})
	}

	for _, m := range p.messages(s) {
		all = append(all, slacksim.Place{Message: m})
	}

	if v := s.Homes[p.u.ID]; v != nil {
		all = append(all, slacksim.Place{View: v})
	}

	return all
}

// messages returns the app's messages before the person, newest first: those of the channel and of the conversation
// with the app.
func (p *Person) messages(s *slacksim.State) []*slacksim.Message {
	dm := s.AppDM(p.u.ID)
	all := slices.Clone(dm.Messages)
	if p.c != nil && p.c != dm {
		all = append(all, p.c.Messages...)
	}

	all = slices.DeleteFunc(all, func(m *slacksim.Message) bool { return !m.FromApp || !m.VisibleTo(p.u.ID) })
	slices.SortStableFunc(all, func(a, b *slacksim.Message) int { return cmp.Compare(b.TS, a.TS) })
	return all
}

// visible describes what the person sees, for failures.
func (p *Person) visible() string {
	s := p.w.Lock()
	defer p.w.Unlock()
	var b strings.Builder
	for _, at := range p.places(s) {
		if at.View != nil {
			b.WriteString("\n  view: " + oneLine(snapshotView(at.View).Text))
		} else {
			b.WriteString("\n  message: " + oneLine(at.Message.VisibleText()))
		}
	}

	return b.String()
}

func oneLine(s string) string {
	const most = 300
	s = strings.ReplaceAll(s, "\n", " / ")
	if len(s) > most {
		return s[:most] + "…"
	}

	return s
}

// Expects waits for a message of the app that the person can see — in the channel, for their eyes only, or in the
// conversation with the app — that contains the text and was not expected before, and returns it.
func (p *Person) Expects(text string) *Message {
	return p.w.expect(p.u.Name, text, func(s *slacksim.State) []*slacksim.Message {
		all := slices.DeleteFunc(p.messages(s), func(m *slacksim.Message) bool { return p.w.claimed[m] > 0 })
		slices.Reverse(all)
		return all
	})
}

// Shortcut uses the shortcut of that name, on a message if it is a message shortcut.
func (p *Person) Shortcut(name string, on ...*Message) *Reply {
	at := slices.IndexFunc(p.w.Options.Shortcuts, func(used slacksim.Shortcut) bool {
		return used.Name == name ||
			used.CallbackID == name
	})
	if at < 0 {
		p.w.fail("there is no shortcut %q", name)
	}

	used := p.w.Options.Shortcuts[at]
	m := p.on
	if len(on) > 0 {
		m = on[0].m
	}

	if (used.Type == "message") != (m != nil) {
		p.w.fail("the shortcut %q is of the type %s", name, used.Type)
	}

	since := p.w.mark()
	r, failure := p.w.UseShortcut(p.u, used, m)
	return p.reply(since, failure, nil, r, name)
}

// Home opens the app's Home tab, gives the app the time to publish it, and returns what it shows; nil if it shows
// nothing.
func (p *Person) Home() *View {
	s := p.w.Lock()
	version := 0
	if v := s.Homes[p.u.ID]; v != nil {
		version = v.Version
	}

	s.OpenHome(p.u)
	p.w.Unlock()
	var v *slacksim.View
	p.w.wait(homePatience, func(s *slacksim.State) bool {
		v = s.Homes[p.u.ID]
		return v != nil && v.Version > version
	})
	if v == nil {
		return nil
	}

	p.w.Lock()
	defer p.w.Unlock()
	return snapshotView(v)
}

// DM returns the conversation between the person and the app.
func (p *Person) DM() *Chan {
	s := p.w.Lock()
	defer p.w.Unlock()
	return &Chan{w: p.w, c: s.AppDM(p.u.ID)}
}

// mark returns the moment after which everything is new.
func (w *Workspace) mark() int64 {
	s := w.Lock()
	defer w.Unlock()
	return s.Sequence
}

// Reply is how the app answered what a person did.
type Reply struct {
	Text   string // everything visible of the answer in the ack, empty if there was none
	Blocks []any
	// what Slack shows when there was no answer: dispatch_failed, operation_timeout, "/x is not a valid command"
	Failure string

	p        *Person
	since    int64
	message  *slacksim.Message
	response *slacksim.ResponseURL
	did      string
}

func (p *Person) reply(since int64, failure string, m *slacksim.Message, r *slacksim.ResponseURL, did string) *Reply {
	answer := &Reply{Failure: failure, p: p, since: since, message: m, response: r, did: did}
	if m != nil {
		p.w.Lock()
		defer p.w.Unlock()
		answer.Text, answer.Blocks = m.VisibleText(), tree.CopyList(m.Blocks)
	}

	return answer
}

// Expects waits for an answer that contains the text: in the ack, through the response URL, for the person's eyes only,
// or in the conversation with the app.
func (r *Reply) Expects(text string) *Message {
	w := r.p.w
	if r.Failure != "" {
		w.fail("%s: %s failed with the error %q", r.p.u.Name, r.did, r.Failure)
	}

	var found *slacksim.Message
	ok := w.wait(w.Options.Patience, func(s *slacksim.State) bool {
		for _, m := range r.answers(s) {
			if strings.Contains(m.VisibleText(), text) {
				w.claimed[m] = m.Version
				found = m
				return true
			}
		}

		return false
	})
	if !ok {
		w.fail("%s: the answer to %q contains no %q; it is %q%s", r.p.u.Name, r.did, text, r.Text, r.p.visible())
	}

	w.Lock()
	defer w.Unlock()
	return w.snapshot(found)
}

// answers returns the messages that may be meant, newest first.
func (r *Reply) answers(s *slacksim.State) []*slacksim.Message {
	all := slices.DeleteFunc(r.p.messages(s), func(m *slacksim.Message) bool {
		personal := m.EphemeralTo == r.p.u.ID || m.Channel.Kind == slacksim.KindDM
		mine := r.response != nil && m.Source == r.response
		return m != r.message && !mine && (!personal || m.ChangedAt <= r.since)
	})
	if r.message != nil && !slices.Contains(all, r.message) && !r.message.Deleted {
		all = append(all, r.message)
	}

	return all
}

// Clicks presses a button of the answer.
func (r *Reply) Clicks(label string) *Reply {
	w := r.p.w
	var found *slacksim.Message
	ok := w.wait(w.Options.Patience, func(s *slacksim.State) bool {
		for _, m := range r.answers(s) {
			for _, l := range blockkit.ElementsOf(m.Blocks) {
				if l.Kind() == "button" && sameLabel(blockkit.TextOf(l.Props["text"]), label) {
					found = m
					return true
				}
			}
		}

		return false
	})
	if !ok {
		w.fail("%s: the answer to %q has no button %q; it is %q%s", r.p.u.Name, r.did, label, r.Text, r.p.visible())
	}

	return (&Person{w: w, u: r.p.u, c: found.Channel, on: found}).Clicks(label)
}

// Modal waits for the modal that the answer opens.
func (r *Reply) Modal() *Modal {
	if r.Failure != "" {
		r.p.w.fail("%s: %s failed with the error %q", r.p.u.Name, r.did, r.Failure)
	}

	return r.p.Modal()
}
