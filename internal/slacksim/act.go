package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// interaction returns what every payload of an interaction carries.
func (s *State) interaction(kind string, u *Member, inModal bool) tree.Object {
	return tree.Object{
		"type": kind, "token": verificationToken, "api_app_id": s.opts.AppID, "action_ts": s.stamp(),
		"team": tree.Object{"id": s.opts.TeamID, "domain": s.domain()}, "enterprise": nil, "is_enterprise_install": false,
		"user":       tree.Object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"trigger_id": s.newTrigger(u.ID, inModal),
	}
}

// CommandResult is what a person sees after a slash command.
type CommandResult struct {
	Failure  string // as Slack shows it, empty if the app answered
	Message  *Message
	Text     string // of the message as it came, as notifications show it
	Modal    *View  // in front of the person then
	Response *ResponseURL
}

// RunCommand lets a person type a slash command.
func (w *Workspace) RunCommand(u *Member, c *Conversation, line string) CommandResult {
	s := w.Lock()
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	at := slices.IndexFunc(w.Options.Commands, func(known Command) bool { return known.Name == name })
	isGuest := u.IsStranger || u.TeamID != w.Options.TeamID // commands are for the people of the installing workspace
	if at < 0 || !s.scopes["commands"] || isGuest {
		w.Unlock()
		return CommandResult{Failure: name + " is not a valid command"}
	}

	text := blockkit.EscapeControl(strings.TrimSpace(rest))
	if w.Options.Commands[at].ShouldEscape {
		text = blockkit.Escape(strings.TrimSpace(rest), s.Mentions(true))
	}

	r := s.newResponseURL(c, u.ID, nil)
	payload := tree.Object{
		"token": verificationToken, "team_id": w.Options.TeamID, "team_domain": s.domain(), "channel_id": c.ID,
		"channel_name": c.displayName(), "user_id": u.ID, "user_name": u.Name, "command": name, "text": text,
		"api_app_id": w.Options.AppID, "is_enterprise_install": "false", "response_url": s.responseAddress(r),
		"trigger_id": s.newTrigger(u.ID, false),
	}
	d := s.newDelivery(envelopeCommand, "the command "+name, payload, true)
	w.Unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return CommandResult{Failure: failure, Response: r}
	}

	s = w.Lock()
	defer w.Unlock()
	return s.showCommandAnswer(u, c, r, line, tree.AsObject(answer))
}

func (s *State) showCommandAnswer(
	u *Member, c *Conversation, r *ResponseURL, line string, body tree.Object,
) CommandResult {
	if len(body) == 0 {
		return CommandResult{Modal: s.TopModal(u.ID), Response: r}
	}

	if body["response_type"] == "in_channel" {
		s.post(c, Draft{UserID: u.ID, Text: line})
	}

	if failed := s.respond(r, body); failed != nil {
		s.problem("the answer to %s was refused: %s", line, failed.describe())
		return CommandResult{Failure: "invalid_command_response", Response: r}
	}

	return CommandResult{Message: r.original, Text: r.original.Text, Modal: s.TopModal(u.ID), Response: r}
}

// Say lets a person post a message.
func (s *State) Say(u *Member, c *Conversation, text, threadTS string) *Message {
	return s.post(c, Draft{UserID: u.ID, Text: blockkit.Escape(text, s.Mentions(false)), ThreadTS: threadTS, Blocks: nil})
}

// Place is where an element stands: on a message or on a view. Like these it belongs to the state.
type Place struct {
	Message *Message
	View    *View
}

// Blocks are those of the message or view.
func (p Place) Blocks() []any {
	if p.View != nil {
		return p.View.Blocks()
	}

	return p.Message.Blocks
}

// Find returns an element of the place.
func (p Place) Find(blockID, actionID string) (blockkit.Element, bool) {
	for _, l := range blockkit.ElementsOf(p.Blocks()) {
		if l.BlockID() == blockID && l.ActionID() == actionID {
			return l, true
		}
	}

	return blockkit.Element{}, false
}

// values returns what the person has entered there so far.
func (p Place) values(userID string) tree.Object {
	if p.View != nil {
		return p.View.Values
	}

	if p.Message.entered == nil {
		p.Message.entered = map[string]tree.Object{}
	}

	p.Message.entered[userID] = blockkit.InitialValues(p.Message.Blocks, p.Message.entered[userID])
	return p.Message.entered[userID]
}

// Enter keeps what a person chose or typed in an element.
func (p Place) Enter(userID string, l blockkit.Element, value any) {
	if kind := blockkit.Kinds[l.Kind()]; kind.Field != "" {
		l.SetState(p.values(userID), tree.Object{"type": l.Kind(), kind.Field: value})
	}
}

// interact tells the app what a person did, with a payload made under the lock, and waits for its answer.
func (w *Workspace) interact(
	what string, accepts bool, payload func(s *State) tree.Object,
) (answer any, failure string) {
	s := w.Lock()
	d := s.newDelivery(envelopeInteractive, what, payload(s), accepts)
	w.Unlock()
	return w.ask(d)
}

// Press sends a block_actions interaction and waits for its ack; chosen is what the element was set to, nil for a
// button.
func (w *Workspace) Press(u *Member, at Place, l blockkit.Element, chosen any) (response *ResponseURL, failure string) {
	_, failure = w.interact("the click on "+l.ActionID(), false, func(s *State) tree.Object {
		if chosen != nil {
			at.Enter(u.ID, l, chosen)
		}

		payload := s.interaction("block_actions", u, at.View != nil && at.View.Kind == blockkit.Modal)
		delete(payload, "action_ts")

		payload["state"] = tree.Object{"values": tree.Copy(at.values(u.ID))}
		if at.Message != nil {
			response = s.newResponseURL(at.Message.Channel, u.ID, at.Message)
			payload["response_url"] = s.responseAddress(response)
		}

		maps.Copy(payload, s.placeObject(at))
		payload["actions"] = []any{s.actionObject(l, chosen)}
		return payload
	})
	return response, failure
}

// placeObject says in a payload where the element stands that a person used.
func (s *State) placeObject(at Place) tree.Object {
	if at.View != nil {
		return tree.Object{"container": tree.Object{"type": "view", "view_id": at.View.ID}, "view": s.ViewObject(at.View)}
	}

	m := at.Message
	container := tree.Object{
		"type": "message", "message_ts": m.TS, "channel_id": m.Channel.ID, "is_ephemeral": m.EphemeralTo != "",
	}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}

	return tree.Object{
		"container": container, "channel": tree.Object{"id": m.Channel.ID, "name": m.Channel.displayName()},
		"message": s.messageObject(m, false),
	}
}

func (s *State) actionObject(l blockkit.Element, chosen any) tree.Object {
	action := tree.Object{"type": l.Kind(), "action_id": l.ActionID(), "block_id": l.BlockID(), "action_ts": s.stamp()}
	for _, key := range []string{"text", "value", "placeholder", "initial_option", "confirm", "style"} {
		if v, ok := l.Props[key]; ok && (key != "value" || l.Kind() == "button") {
			action[key] = tree.Copy(v)
		}
	}

	kind := blockkit.Kinds[l.Kind()]
	switch {
	case l.Kind() == "overflow":
		action["selected_option"] = chosen
	case kind.Field != "":
		action[kind.Field] = chosen
	}

	return action
}

// Submission is what a person sees after the submit button of a modal.
type Submission struct {
	Closed  bool
	Errors  map[string]string // by block id
	View    *View             // what is in front now
	Failure string
}

// Submit sends a modal, if the client lets it go, and does what the app answers.
func (w *Workspace) Submit(u *Member, v *View) Submission {
	s := w.Lock()
	if s.TopModal(u.ID) != v {
		w.Unlock()
		return Submission{Failure: "the modal is no longer open"}
	}

	if errors := blockkit.Incomplete(v.Blocks(), v.Values); len(errors) > 0 {
		w.Unlock()
		return Submission{Errors: errors, View: v}
	}

	payload := s.interaction("view_submission", u, true)
	payload["view"] = s.ViewObject(v)
	payload["response_urls"] = s.viewResponseURLs(u, v)
	d := s.newDelivery(envelopeInteractive, "the Submission of "+fmt.Sprintf("%q", v.Title()), payload, true)
	w.Unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return Submission{Failure: failure, View: v}
	}

	s = w.Lock()
	defer w.Unlock()
	return s.afterSubmit(v, tree.AsObject(answer))
}

func (s *State) afterSubmit(v *View, answer tree.Object) Submission {
	trouble := func(format string, args ...any) Submission {
		s.problem("the answer to the Submission of %q: "+format, append([]any{v.Title()}, args...)...)
		return Submission{Failure: "We had some trouble connecting. Try again?", View: v}
	}
	action := tree.AsString(answer["response_action"])
	next := tree.AsObject(answer["view"])
	if action == "update" || action == "push" {
		if failed := s.refusedView(next, blockkit.Modal); failed != nil {
			return trouble("%s", failed.describe())
		}
	}

	switch action {
	case "":
		if len(answer) > 0 {
			return trouble("it has no response_action")
		}

		s.closeModal(v, false)
		return Submission{Closed: true}
	case "clear":
		s.closeModal(v, true)
		return Submission{Closed: true}
	case "update":
		s.fillView(v, next)
		return Submission{View: v}
	case "push":
		pushed, failed := s.pushModal(v.UserID, next)
		if failed != nil {
			return trouble("%s", failed.code)
		}

		return Submission{View: pushed}
	case "errors":
		errors := map[string]string{}
		for blockID, text := range tree.AsObject(answer["errors"]) {
			if !hasInput(v, blockID) {
				return trouble("%q is no input block of the view", blockID)
			}

			errors[blockID] = tree.AsString(text)
		}

		if len(errors) == 0 {
			return trouble("response_action errors without errors")
		}

		return Submission{Errors: errors, View: v}
	}

	return trouble("unknown response_action %q", action)
}

func hasInput(v *View, blockID string) bool {
	return slices.ContainsFunc(blockkit.ElementsOf(v.Blocks()), func(l blockkit.Element) bool {
		return l.IsInput() &&
			l.BlockID() == blockID
	})
}

// viewResponseURLs gives a response URL for every conversation chosen in a select that asks for one.
func (s *State) viewResponseURLs(u *Member, v *View) []any {
	all := []any{}
	for _, l := range blockkit.ElementsOf(v.Blocks()) {
		if !l.IsInput() || !tree.AsBool(l.Props["response_url_enabled"]) {
			continue
		}

		state := l.State(v.Values)
		id := tree.AsString(state[blockkit.Kinds[l.Kind()].Field])
		if c, ok := s.Channels[id]; ok {
			all = append(all, tree.Object{
				"block_id": l.BlockID(), "action_id": l.ActionID(), "channel_id": id,
				"response_url": s.responseAddress(s.newResponseURL(c, u.ID, nil)),
			})
		}
	}

	return all
}

// Dismiss closes a modal by its close button.
func (w *Workspace) Dismiss(u *Member, v *View) (failure string) {
	s := w.Lock()
	cleared := tree.AsBool(v.Content["clear_on_close"])
	payload := s.interaction("view_closed", u, true)
	delete(payload, "trigger_id")
	payload["view"] = s.ViewObject(v)
	payload["is_cleared"] = cleared
	s.closeModal(v, cleared)
	if !tree.AsBool(v.Content["notify_on_close"]) {
		w.Unlock()
		return ""
	}

	d := s.newDelivery(envelopeInteractive, "the closing of "+fmt.Sprintf("%q", v.Title()), payload, false)
	w.Unlock()
	_, failure = w.ask(d)
	return failure
}

// UseShortcut sends a global shortcut, or a message shortcut if m is given.
func (w *Workspace) UseShortcut(u *Member, used Shortcut, m *Message) (response *ResponseURL, failure string) {
	_, failure = w.interact("the shortcut "+used.Name, false, func(s *State) tree.Object {
		if m == nil {
			payload := s.interaction("shortcut", u, false)
			payload["callback_id"] = used.CallbackID
			return payload
		}

		payload := s.interaction("message_action", u, false)
		response = s.newResponseURL(m.Channel, u.ID, nil)
		maps.Copy(payload, tree.Object{
			"callback_id": used.CallbackID, "channel": tree.Object{"id": m.Channel.ID, "name": m.Channel.displayName()},
			"message": s.messageObject(m, false), "message_ts": m.TS, "response_url": s.responseAddress(response),
		})
		return payload
	})
	return response, failure
}

// Suggest asks the app for the options of an external select.
func (w *Workspace) Suggest(u *Member, at Place, l blockkit.Element, query string) (options []any, failure string) {
	answer, failure := w.interact("the search in "+l.ActionID(), true, func(s *State) tree.Object {
		payload := s.interaction("block_suggestion", u, false)
		delete(payload, "trigger_id")
		payload["action_id"], payload["block_id"], payload["value"] = l.ActionID(), l.BlockID(), query
		maps.Copy(payload, s.placeObject(at))
		return payload
	})
	if failure != "" {
		return nil, failure
	}

	s := w.Lock()
	defer w.Unlock()
	body := tree.AsObject(answer)
	if wrongs := blockkit.CheckFound(body); len(wrongs) > 0 {
		s.problem("the answer to the search in %s: %s", l.ActionID(), strings.Join(wrongs, "; "))
		return nil, "We had some trouble connecting. Try again?"
	}

	return blockkit.AllOptions(body), ""
}

// OpenHome tells the app that a person looks at its Home tab.
func (s *State) OpenHome(u *Member) {
	body := tree.Object{"user": u.ID, "channel": s.AppDM(u.ID).ID, "tab": "home"}
	if v := s.Homes[u.ID]; v != nil {
		body["view"] = s.ViewObject(v)
	}

	s.publish(event{name: "app_home_opened", mine: true, body: body})
}

// TakeOver keeps the state that the page sends for elements that are there.
func (p Place) TakeOver(userID string, state tree.Object) {
	for _, l := range blockkit.ElementsOf(p.Blocks()) {
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

		p.Enter(userID, l, value)
	}
}
