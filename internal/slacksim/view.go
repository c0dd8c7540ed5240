package slacksim

import (
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// view is a modal that somebody has open, or somebody's Home tab.
type view struct {
	id         string
	kind       string
	userID     string
	externalID string
	rootID     string
	previousID string
	hash       string
	content    tree.Object // what the app sent, with identifiers
	values     tree.Object // what the person has entered: block_id → action_id → state
	version    int
}

func (v *view) blocks() []any { return tree.AsList(v.content["blocks"]) }

func (v *view) callbackID() string { return tree.AsString(v.content["callback_id"]) }

func (v *view) title() string { return blockkit.TextOf(v.content["title"]) }

// viewObject is the view as Slack's API and payloads carry it.
func (s *screens) viewObject(v *view) tree.Object {
	o := tree.Object{
		"id": v.id, "team_id": s.opts.TeamID, "app_id": s.opts.AppID, "app_installed_team_id": s.opts.TeamID, "bot_id": s.botID(),
		"type": v.kind, "hash": v.hash, "external_id": v.externalID, "root_view_id": v.rootID, "previous_view_id": nil,
		"title": nil, "submit": nil, "close": nil, "private_metadata": "", "callback_id": "", "clear_on_close": false,
		"notify_on_close": false,
	}
	if v.previousID != "" {
		o["previous_view_id"] = v.previousID
	}
	for _, key := range []string{"title", "submit", "close", "private_metadata", "callback_id", "clear_on_close", "notify_on_close"} {
		if value, ok := v.content[key]; ok {
			o[key] = tree.Copy(value)
		}
	}
	o["blocks"] = []any{}
	if blocks := v.blocks(); len(blocks) > 0 {
		o["blocks"] = tree.CopyList(blocks)
	}
	o["state"] = tree.Object{"values": tree.Copy(v.values)}
	return o
}

// newView stores a validated view.
func (s *screens) newView(kind, userID string, content tree.Object) *view {
	v := &view{id: s.id("V"), kind: kind, userID: userID}
	v.rootID = v.id
	s.views[v.id] = v
	s.fillView(v, content)
	return v
}

// fillView gives a view new content; what the person has entered stays where block_id and action_id stay.
func (s *screens) fillView(v *view, content tree.Object) {
	v.content = content
	v.content["blocks"] = blockkit.Identify(tree.AsList(content["blocks"]), s.code)
	v.externalID = tree.AsString(content["external_id"])
	v.values = blockkit.InitialValues(v.blocks(), v.values)
	v.version++
	v.hash = fmt.Sprintf("%d.%s", s.now().Unix(), shortCode(s.serial+v.version*7919))
	s.serial++
	s.touch()
	s.emitView(v)
}

func (s *screens) emitView(v *view) {
	if v.kind == blockkit.Home {
		s.emit(pageEvent{name: "home", to: v.userID, data: tree.Object{}})
		return
	}
	s.emit(pageEvent{name: "view", to: v.userID, data: tree.Object{"view": s.viewObject(v)}})
}

// openModal puts a modal in front of a person, in place of any stack that was open.
func (s *screens) openModal(userID string, content tree.Object) *view {
	for _, old := range s.stacks[userID] {
		s.dropView(old)
	}
	s.stacks[userID] = nil
	v := s.newView(blockkit.Modal, userID, content)
	s.stacks[userID] = []*view{v}
	return v
}

// pushModal puts a modal on top of a person's stack.
func (s *screens) pushModal(userID string, content tree.Object) (*view, *apiError) {
	stack := s.stacks[userID]
	if len(stack) == 0 {
		return nil, fault("not_found")
	}
	if len(stack) >= maxModalsStacked {
		return nil, fault("push_limit_reached")
	}
	top := stack[len(stack)-1]
	v := s.newView(blockkit.Modal, userID, content)
	v.rootID, v.previousID = top.rootID, top.id
	s.stacks[userID] = append(stack, v)
	return v, nil
}

// closeModal takes one modal, or the whole stack, away from a person.
func (s *screens) closeModal(v *view, wholeStack bool) {
	stack := s.stacks[v.userID]
	at := slices.Index(stack, v)
	if at < 0 {
		return
	}
	if wholeStack {
		at = 0
	}
	for _, gone := range stack[at:] {
		s.dropView(gone)
	}
	s.stacks[v.userID] = stack[:at:at]
	s.touch()
	if at > 0 {
		s.emitView(stack[at-1])
	}
}

func (s *screens) dropView(v *view) {
	delete(s.views, v.id)
	s.emit(pageEvent{name: "view_closed", to: v.userID, data: tree.Object{"id": v.id}})
}

// topModal returns what a person has in front of them, or nil.
func (s *screens) topModal(userID string) *view {
	stack := s.stacks[userID]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

func (s *screens) externalIDTaken(id string, except *view) bool {
	if id == "" {
		return false
	}
	for _, v := range s.views {
		if v != except && v.externalID == id {
			return true
		}
	}
	return false
}

// visibleText is everything that a person can read in the view.
func (v *view) visibleText() string { return joinText(v.title(), blockkit.VisibleText(v.blocks())) }

// readView takes a view from a call, and checks it for its surface.
func (s *state) readView(r *request, kind string) (tree.Object, *apiError) {
	content, ok := r.json("view").(map[string]any)
	if !ok {
		return nil, mistake("invalid_arguments").because("missing required field: view")
	}
	return content, s.refusedView(content, kind)
}

// newModal takes the view of a modal that is to be opened, and the trigger for it.
func (s *state) newModal(r *request) (tree.Object, *trigger, *apiError) {
	content, failed := s.readView(r, blockkit.Modal)
	if failed != nil {
		return nil, nil, failed
	}
	if s.externalIDTaken(tree.AsString(content["external_id"]), nil) {
		return nil, nil, fault("duplicate_external_id")
	}
	t, failed := s.spendTrigger(r.str("trigger_id"))
	return content, t, failed
}

func openView(s *state, r *request) (tree.Object, *apiError) {
	content, t, failed := s.newModal(r)
	if failed != nil {
		return nil, failed
	}
	return tree.Object{"view": s.viewObject(s.openModal(t.userID, content))}, nil
}

func pushView(s *state, r *request) (tree.Object, *apiError) {
	content, t, failed := s.newModal(r)
	switch {
	case failed != nil:
		return nil, failed
	case !t.modal:
		return nil, mistake("invalid_arguments").because("views.push needs a trigger_id of an interaction inside a modal")
	}
	v, failed := s.pushModal(t.userID, content)
	if failed != nil {
		return nil, failed
	}
	return tree.Object{"view": s.viewObject(v)}, nil
}

func updateView(s *state, r *request) (tree.Object, *apiError) {
	v := s.findView(r.str("view_id"), r.str("external_id"))
	if v == nil {
		return nil, fault("not_found")
	}
	content, failed := s.readView(r, v.kind)
	if failed != nil {
		return nil, failed
	}
	if hash := r.str("hash"); hash != "" && hash != v.hash {
		return nil, fault("hash_conflict")
	}
	if s.externalIDTaken(tree.AsString(content["external_id"]), v) {
		return nil, fault("duplicate_external_id")
	}
	s.fillView(v, content)
	return tree.Object{"view": s.viewObject(v)}, nil
}

func (s *screens) findView(id, externalID string) *view {
	if v, ok := s.views[id]; ok {
		return v
	}
	if externalID == "" {
		return nil
	}
	for _, v := range s.views {
		if v.externalID == externalID {
			return v
		}
	}
	return nil
}

func publishView(s *state, r *request) (tree.Object, *apiError) {
	if !s.opts.HomeTab {
		return nil, mistake("not_enabled")
	}
	userID := r.str("user_id")
	u, ok := s.users[userID]
	if !ok || u.IsBot {
		return nil, mistake("invalid_arguments").because("user_id must be a person of this workspace")
	}
	content, failed := s.readView(r, blockkit.Home)
	if failed != nil {
		return nil, failed
	}
	v := s.homes[userID]
	if hash := r.str("hash"); hash != "" && (v == nil || hash != v.hash) {
		return nil, fault("hash_conflict")
	}
	if v == nil {
		v = s.newView(blockkit.Home, userID, content)
		s.homes[userID] = v
	} else {
		s.fillView(v, content)
	}
	return tree.Object{"view": s.viewObject(v)}, nil
}

func validateBlocks(s *state, r *request) (tree.Object, *apiError) {
	switch {
	case r.has("view"):
		content := tree.AsObject(r.json("view"))
		kind := tree.AsString(content["type"])
		if kind != blockkit.Home {
			kind = blockkit.Modal
		}
		return nil, s.refusedView(content, kind)
	case r.has("message"):
		_, failed := s.readBlocks(tree.AsObject(r.json("message"))["blocks"], true)
		return nil, failed
	}
	_, failed := s.readBlocks(r.json("blocks"), true)
	return nil, failed
}
