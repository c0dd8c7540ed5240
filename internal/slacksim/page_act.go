package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const morning = 9 // the hour at which the clock panel's days begin

// pageRequest is everything that the page may send.
type pageRequest struct {
	As         string      `json:"as"`
	Channel    string      `json:"channel"`
	Text       string      `json:"text"`
	ThreadTS   string      `json:"thread_ts"`
	TS         string      `json:"ts"`
	ViewID     string      `json:"view_id"`
	BlockID    string      `json:"block_id"`
	ActionID   string      `json:"action_id"`
	CallbackID string      `json:"callback_id"`
	State      tree.Object `json:"state"`
	To         string      `json:"to"`
	Kind       string      `json:"kind"`
	Query      string      `json:"query"`

	user *user
	body tree.Object
}

type pageAct func(ctx context.Context, r pageRequest) tree.Object

func (p site) pagePost(act pageAct) http.HandlerFunc {
	foreign := http.NewCrossOriginProtection() // other sites in the same browser may not act
	return func(rw http.ResponseWriter, r *http.Request) {
		if err := foreign.Check(r); err != nil {
			http.Error(rw, err.Error(), http.StatusForbidden)
			return
		}
		var req pageRequest
		var raw json.RawMessage
		err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxRequestBody)).Decode(&raw)
		if err == nil {
			err = json.Unmarshal(raw, &req)
		}
		if err != nil {
			writeJSON(rw, refused("the request is not understood: "+err.Error()))
			return
		}
		u, ok := p.pageUser(rw, req.As)
		if !ok {
			return
		}
		req.user, req.body = u, tree.AsObject(tree.Decode(raw))
		writeJSON(rw, act(r.Context(), req))
	}
}

func refused(why string) tree.Object { return tree.Object{"ok": false, "error": why} }

func finished(failure string) tree.Object {
	if failure != "" {
		return refused(failure)
	}
	return tree.Object{"ok": true}
}

// pagePlace finds the conversation that the page names.
func (p site) pagePlace(r pageRequest) *channel {
	s := p.lock()
	defer p.unlock()
	c, ok := s.channels[r.Channel]
	if !ok || !c.visibleTo(r.user.ID) {
		return nil
	}
	return c
}

func (p site) pageCommand(_ context.Context, r pageRequest) tree.Object {
	c := p.pagePlace(r)
	if c == nil {
		return refused("channel_not_found")
	}
	return finished(p.runCommand(r.user, c, r.Text).failure)
}

func (p site) pageSay(_ context.Context, r pageRequest) tree.Object {
	c := p.pagePlace(r)
	switch {
	case c == nil:
		return refused("channel_not_found")
	case strings.TrimSpace(r.Text) == "":
		return refused("no_text")
	}
	s := p.lock()
	defer p.unlock()
	if c.IsArchived {
		return refused("is_archived")
	}
	return tree.Object{"ok": true, "ts": s.say(r.user, c, r.Text, r.ThreadTS).ts}
}

// pageTarget finds where the element of a request stands, and takes over what the page says has been entered there.
func (p site) pageTarget(r pageRequest) (place, blockkit.Element, string) {
	s := p.lock()
	defer p.unlock()
	var at place
	if r.ViewID != "" {
		at.view = s.views[r.ViewID]
		if at.view == nil || at.view.userID != r.user.ID {
			return at, blockkit.Element{}, "view_not_found"
		}
	} else if c := s.channels[r.Channel]; c != nil {
		at.message = c.message(r.TS)
	}
	if at.view == nil && (at.message == nil || !at.message.visibleTo(r.user.ID)) {
		return at, blockkit.Element{}, "message_not_found"
	}
	at.takeOver(r.user.ID, r.State)
	l, ok := at.find(r.BlockID, r.ActionID)
	if !ok {
		return at, l, "element_not_found"
	}
	return at, l, ""
}

// takeOver keeps the state that the page sends for elements that are there.
func (p place) takeOver(userID string, state tree.Object) {
	for _, l := range blockkit.ElementsOf(p.blocks()) {
		kind := blockkit.Kinds[l.Kind()]
		sent := l.State(state)
		if sent == nil || kind.Field == "" {
			continue
		}
		value := sent[kind.Field]
		if s, isText := value.(string); isText && s == "" {
			value = nil
		}
		if value == nil && kind.Many {
			value = []any{}
		}
		p.enter(userID, l, value)
	}
}

func (p site) pageAction(_ context.Context, r pageRequest) tree.Object {
	at, l, wrong := p.pageTarget(r)
	if wrong != "" {
		return refused(wrong)
	}
	var chosen any
	switch kind := blockkit.Kinds[l.Kind()]; {
	case l.Kind() == "overflow":
		chosen = r.body["selected_option"]
	case kind.Field != "":
		chosen = r.body[kind.Field]
	}
	_, failure := p.press(r.user, at, l, chosen)
	return finished(failure)
}

func (p site) pageSubmit(_ context.Context, r pageRequest) tree.Object {
	s := p.lock()
	v := s.views[r.ViewID]
	if v == nil || v.userID != r.user.ID {
		p.unlock()
		return refused("view_not_found")
	}
	place{view: v}.takeOver(r.user.ID, r.State)
	p.unlock()
	done := p.submit(r.user, v)
	answer := finished(done.failure)
	if done.closed {
		answer["closed"] = true
	}
	if len(done.errors) > 0 {
		answer["errors"] = done.errors
	}
	s = p.lock()
	defer p.unlock()
	if done.view != nil && len(done.errors) == 0 && done.failure == "" {
		answer["view"] = s.viewObject(done.view)
	}
	return answer
}

func (p site) pageClose(_ context.Context, r pageRequest) tree.Object {
	s := p.lock()
	v := s.views[r.ViewID]
	p.unlock()
	if v == nil || v.userID != r.user.ID || v.kind != blockkit.Modal {
		return finished("")
	}
	return finished(p.dismiss(r.user, v))
}

func (p site) pageShortcut(_ context.Context, r pageRequest) tree.Object {
	at := slices.IndexFunc(p.opts.Shortcuts, func(s Shortcut) bool { return s.CallbackID == r.CallbackID })
	if at < 0 {
		return refused("there is no such shortcut")
	}
	var m *message
	if p.opts.Shortcuts[at].Type == "message" {
		c := p.pagePlace(r)
		if c == nil {
			return refused("channel_not_found")
		}
		p.lock()
		m = c.message(r.TS)
		p.unlock()
		if m == nil || !m.visibleTo(r.user.ID) {
			return refused("message_not_found")
		}
	}
	_, failure := p.useShortcut(r.user, p.opts.Shortcuts[at], m)
	return finished(failure)
}

func (p site) pageSuggest(_ context.Context, r pageRequest) tree.Object {
	at, l, wrong := p.pageTarget(r)
	if wrong != "" {
		return refused(wrong)
	}
	options, failure := p.suggest(r.user, at, l, r.Query)
	answer := finished(failure)
	answer["options"] = append([]any{}, options...)
	return answer
}

func (p site) pageClock(ctx context.Context, r pageRequest) tree.Object {
	if p.opts.OnMoveClock == nil {
		return refused("this workspace's clock cannot be moved")
	}
	to, err := clockTarget(p.opts.Now().In(p.opts.Location), r.To)
	if err == nil {
		err = p.opts.OnMoveClock(ctx, to)
	}
	if err != nil {
		return refused(err.Error())
	}
	s := p.lock()
	defer p.unlock()
	s.emit(pageEvent{name: "clock", data: tree.Object{"now": s.now().Unix()}})
	return tree.Object{"ok": true, "now": s.now().Unix()}
}

// clockTarget reads where the clock shall go: a duration such as +1h, "tomorrow", or "monday".
func clockTarget(now time.Time, to string) (time.Time, error) {
	days := 1
	switch to {
	case "tomorrow":
	case "monday":
		days = (int(time.Monday)-int(now.Weekday())+6)%7 + 1
	default:
		d, err := time.ParseDuration(strings.TrimPrefix(to, "+"))
		if err != nil || d <= 0 {
			return now, fmt.Errorf("the clock goes forward by a duration such as +1h, or to tomorrow or monday, not to %q", to)
		}
		return now.Add(d), nil
	}
	return time.Date(now.Year(), now.Month(), now.Day()+days, morning, 0, 0, 0, now.Location()), nil
}

func (p site) pageFault(_ context.Context, r pageRequest) tree.Object {
	switch r.Kind {
	case "disconnect":
		p.Disconnect(ReasonRefreshRequested)
	case "cut":
		p.CutSockets()
	default:
		return refused("there is no such fault")
	}
	return finished("")
}
