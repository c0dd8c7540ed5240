package slacksim

import (
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// View is a modal that somebody has open, or somebody's Home tab.
type View struct {
	ID         string
	Kind       string
	UserID     string
	externalID string
	rootID     string
	previousID string
	Hash       string
	Content    tree.Object // what the app sent, with identifiers
	Values     tree.Object // what the person has entered: block_id → action_id → state
	Version    int
}

// Blocks is what the app sent to be shown, with identifiers.
func (v *View) Blocks() []any { return tree.AsList(v.Content["blocks"]) }

// CallbackID is the app's own name of the view.
func (v *View) CallbackID() string { return tree.AsString(v.Content["callback_id"]) }

// Title is the text of its title.
func (v *View) Title() string { return blockkit.TextOf(v.Content["title"]) }

// ViewObject is the view as Slack's API and payloads carry it.
func (s *screens) ViewObject(v *View) tree.Object {
	o := tree.Object{
		"id": v.ID, "team_id": s.opts.TeamID, "app_id": s.opts.AppID, "app_installed_team_id": s.opts.TeamID,
		"bot_id": s.botID(),
		"type":   v.Kind, "hash": v.Hash, "external_id": v.externalID, "root_view_id": v.rootID, "previous_view_id": nil,
		"title": nil, "submit": nil, "close": nil, "private_metadata": "", "callback_id": "", "clear_on_close": false,
		"notify_on_close": false,
	}
	if v.previousID != "" {
		o["previous_view_id"] = v.previousID
	}

	for _, key := range []string{
		"title", "submit", "close", "private_metadata", "callback_id", "clear_on_close",
		"notify_on_close",
	} {
		if value, ok := v.Content[key]; ok {
			o[key] = tree.Copy(value)
		}
	}

	o["blocks"] = []any{}
	if blocks := v.Blocks(); len(blocks) > 0 {
		o["blocks"] = tree.CopyList(blocks)
	}

	o["state"] = tree.Object{"values": tree.Copy(v.Values)}
	return o
}

// newView stores a validated view.
func (s *screens) newView(kind, userID string, content tree.Object) *View {
	v := &View{ID: s.id("V"), Kind: kind, UserID: userID}
	v.rootID = v.ID
	s.Views[v.ID] = v
	s.fillView(v, content)
	return v
}

// fillView gives a view new content; what the person has entered stays where block_id and action_id stay.
func (s *screens) fillView(v *View, content tree.Object) {
	v.Content = content
	v.Content["blocks"] = blockkit.Identify(tree.AsList(content["blocks"]), s.code)
	v.externalID = tree.AsString(content["external_id"])
	v.Values = blockkit.InitialValues(v.Blocks(), v.Values)
	v.Version++
	v.Hash = fmt.Sprintf("%d.%s", s.Now().Unix(), shortCode(s.serial+v.Version*7919))
	s.serial++
	s.touch()
	s.emitView(v)
}

func (s *screens) emitView(v *View) {
	if v.Kind == blockkit.Home {
		s.Emit(PageEvent{Name: "home", to: v.UserID, Data: tree.Object{}})
		return
	}

	s.Emit(PageEvent{Name: "view", to: v.UserID, Data: tree.Object{"view": s.ViewObject(v)}})
}

// openModal puts a modal in front of a person, in place of any stack that was open.
func (s *screens) openModal(userID string, content tree.Object) *View {
	for _, old := range s.Stacks[userID] {
		s.dropView(old)
	}

	s.Stacks[userID] = nil
	v := s.newView(blockkit.Modal, userID, content)
	s.Stacks[userID] = []*View{v}
	return v
}

// pushModal puts a modal on top of a person's stack.
func (s *screens) pushModal(userID string, content tree.Object) (*View, *apiError) {
	stack := s.Stacks[userID]
	if len(stack) == 0 {
		return nil, fault("not_found")
	}

	if len(stack) >= maxModalsStacked {
		return nil, fault("push_limit_reached")
	}

	top := stack[len(stack)-1]
	v := s.newView(blockkit.Modal, userID, content)
	v.rootID, v.previousID = top.rootID, top.ID
	s.Stacks[userID] = append(stack, v)
	return v, nil
}

// closeModal takes one modal, or the whole stack, away from a person.
func (s *screens) closeModal(v *View, wholeStack bool) {
	stack := s.Stacks[v.UserID]
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

	s.Stacks[v.UserID] = stack[:at:at]
	s.touch()
	if at > 0 {
		s.emitView(stack[at-1])
	}
}

func (s *screens) dropView(v *View) {
	delete(s.Views, v.ID)
	s.Emit(PageEvent{Name: "view_closed", to: v.UserID, Data: tree.Object{"id": v.ID}})
}

// TopModal returns what a person has in front of them, or nil.
func (s *screens) TopModal(userID string) *View {
	stack := s.Stacks[userID]
	if len(stack) == 0 {
		return nil
	}

	return stack[len(stack)-1]
}

func (s *screens) externalIDTaken(id string) bool {
	for _, v := range s.Views {
		if v.externalID == id {
			return id != ""
		}
	}

	return false
}

// VisibleText is everything that a person can read in the view.
func (v *View) VisibleText() string { return joinText(v.Title(), blockkit.VisibleText(v.Blocks())) }

// readView takes a view from a call, and checks it for its surface.
func (s *State) readView(r *request, kind string) (tree.Object, *apiError) {
	content, ok := r.json("view").(map[string]any)
	if !ok {
		return nil, mistake("invalid_arguments").because("missing required field: view")
	}

	return content, s.refusedView(content, kind)
}

// newModal takes the view of a modal that is to be opened, and the trigger for it.
func (s *State) newModal(r *request) (tree.Object, *trigger, *apiError) {
	content, failed := s.readView(r, blockkit.Modal)
	if failed != nil {
		return nil, nil, failed
	}

	if s.externalIDTaken(tree.AsString(content["external_id"])) {
		return nil, nil, fault("duplicate_external_id")
	}

	t, failed := s.spendTrigger(r.str("trigger_id"))
	return content, t, failed
}

func openView(s *State, r *request) (tree.Object, *apiError) {
	content, t, failed := s.newModal(r)
	if failed != nil {
		return nil, failed
	}

	return tree.Object{"view": s.ViewObject(s.openModal(t.userID, content))}, nil
}

func pushView(s *State, r *request) (tree.Object, *apiError) {
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

	return tree.Object{"view": s.ViewObject(v)}, nil
}

func publishView(s *State, r *request) (tree.Object, *apiError) {
	if !s.opts.HomeTab {
		return nil, mistake("not_enabled")
	}

	userID := r.str("user_id")
	u, ok := s.Users[userID]
	if !ok || u.IsBot {
		return nil, mistake("invalid_arguments").because("user_id must be a person of this workspace")
	}

	content, failed := s.readView(r, blockkit.Home)
	if failed != nil {
		return nil, failed
	}

	v := s.Homes[userID]
	if hash := r.str("hash"); hash != "" && (v == nil || hash != v.Hash) {
		return nil, fault("hash_conflict")
	}

	if v == nil {
		v = s.newView(blockkit.Home, userID, content)
		s.Homes[userID] = v
	} else {
		s.fillView(v, content)
	}

	return tree.Object{"view": s.ViewObject(v)}, nil
}
