package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	morning    = 9 // the hour at which the clock panel's days begin
	maxRequest = 4 << 20
)

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

	user *slacksim.Member
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
		err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, maxRequest)).Decode(&raw)
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
func (p site) pagePlace(r pageRequest) *slacksim.Conversation {
	s := p.Lock()
	defer p.Unlock()
	c, ok := s.Channels[r.Channel]
	if !ok || !c.VisibleTo(r.user.ID) {
		return nil
	}

	return c
}

func (p site) pageCommand(_ context.Context, r pageRequest) tree.Object {
	c := p.pagePlace(r)
	if c == nil {
		return refused("channel_not_found")
	}

	return finished(p.RunCommand(r.user, c, r.Text).Failure)
}

func (p site) pageSay(_ context.Context, r pageRequest) tree.Object {
	c := p.pagePlace(r)
	switch {
	case c == nil:
		return refused("channel_not_found")
	case strings.TrimSpace(r.Text) == "":
		return refused("no_text")
	}

	s := p.Lock()
	defer p.Unlock()
	if c.IsArchived {
		return refused("is_archived")
	}

	return tree.Object{"ok": true, "ts": s.Say(r.user, c, r.Text, r.ThreadTS).TS}
}

// pageTarget finds where the element of a request stands, and takes over what the page says has been entered there.
func (p site) pageTarget(r pageRequest) (slacksim.Place, blockkit.Element, string) {
	s := p.Lock()
	defer p.Unlock()
	var at slacksim.Place
	if r.ViewID != "" {
		at.View = s.Views[r.ViewID]
		if at.View == nil || at.View.UserID != r.user.ID {
			return at, blockkit.Element{}, "view_not_found"
		}
	} else if c := s.Channels[r.Channel]; c != nil {
		at.Message = c.Message(r.TS)
	}

	if at.View == nil && (at.Message == nil || !at.Message.VisibleTo(r.user.ID)) {
		return at, blockkit.Element{}, "message_not_found"
	}

	at.TakeOver(r.user.ID, r.State)
	l, ok := at.Find(r.BlockID, r.ActionID)
	if !ok {
		return at, l, "element_not_found"
	}

	return at, l, ""
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

	_, failure := p.Press(r.user, at, l, chosen)
	return finished(failure)
}

func (p site) pageSubmit(_ context.Context, r pageRequest) tree.Object {
	s := p.Lock()
	v := s.Views[r.ViewID]
	if v == nil || v.UserID != r.user.ID {
		p.Unlock()
		return refused("view_not_found")
	}

	slacksim.Place{View: v}.TakeOver(r.user.ID, r.State)
	p.Unlock()
	done := p.Submit(r.user, v)
	answer := finished(done.Failure)
	if done.Closed {
		answer["closed"] = true
	}

	if len(done.Errors) > 0 {
		answer["errors"] = done.Errors
	}

	s = p.Lock()
	defer p.Unlock()
	if done.View != nil && len(done.Errors) == 0 && done.Failure == "" {
		answer["view"] = s.ViewObject(done.View)
	}

	return answer
}

func (p site) pageClose(_ context.Context, r pageRequest) tree.Object {
	s := p.Lock()
	v := s.Views[r.ViewID]
	p.Unlock()
	if v == nil || v.UserID != r.user.ID || v.Kind != blockkit.Modal {
		return finished("")
	}

	return finished(p.Dismiss(r.user, v))
}

func (p site) pageShortcut(_ context.Context, r pageRequest) tree.Object {
	at := slices.IndexFunc(p.Options.Shortcuts, func(s slacksim.Shortcut) bool { return s.CallbackID == r.CallbackID })
	if at < 0 {
		return refused("there is no such shortcut")
	}

	var m *slacksim.Message
	if p.Options.Shortcuts[at].Type == "message" {
		c := p.pagePlace(r)
		if c == nil {
			return refused("channel_not_found")
		}

		p.Lock()
		m = c.Message(r.TS)
		p.Unlock()
		if m == nil || !m.VisibleTo(r.user.ID) {
			return refused("message_not_found")
		}
	}

	_, failure := p.UseShortcut(r.user, p.Options.Shortcuts[at], m)
	return finished(failure)
}

func (p site) pageSuggest(_ context.Context, r pageRequest) tree.Object {
	at, l, wrong := p.pageTarget(r)
	if wrong != "" {
		return refused(wrong)
	}

	options, failure := p.Suggest(r.user, at, l, r.Query)
	answer := finished(failure)
	answer["options"] = append([]any{}, options...)
	return answer
}

func (p site) pageClock(ctx context.Context, r pageRequest) tree.Object {
	if p.Options.OnMoveClock == nil {
		return refused("this workspace's clock cannot be moved")
	}

	to, err := clockTarget(p.Options.Now().In(p.Options.Location), r.To)
	if err == nil {
		err = p.Options.OnMoveClock(ctx, to)
	}

	if err != nil {
		return refused(err.Error())
	}

	s := p.Lock()
	defer p.Unlock()
	s.Emit(slacksim.PageEvent{Name: "clock", Data: tree.Object{"now": s.Now().Unix()}})
	return tree.Object{"ok": true, "now": s.Now().Unix()}
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
		p.Disconnect(slacksim.ReasonRefreshRequested)
	case "cut":
		p.CutSockets()
	default:
		return refused("there is no such fault")
	}

	return finished("")
}

func writeJSON(rw http.ResponseWriter, body any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(rw).Encode(body) // who does not listen any more misses nothing
}
