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
func (s *state) interaction(kind string, u *user, inModal bool) tree.Object {
	return tree.Object{
		"type": kind, "token": verificationToken, "api_app_id": s.opts.AppID, "action_ts": s.stamp(),
		"team": tree.Object{"id": s.opts.TeamID, "domain": s.domain()}, "enterprise": nil, "is_enterprise_install": false,
		"user":       tree.Object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"trigger_id": s.newTrigger(u.ID, inModal),
	}
}

// commandResult is what a person sees after a slash command.
type commandResult struct {
	failure  string // as Slack shows it, empty if the app answered
	message  *message
	response *responseURL
}

// runCommand lets a person type a slash command.
func (w *Workspace) runCommand(u *user, c *channel, line string) commandResult {
	s := w.lock()
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	at := slices.IndexFunc(w.opts.Commands, func(known Command) bool { return known.Name == name })
	isGuest := u.IsStranger || u.TeamID != w.opts.TeamID // commands are for the people of the installing workspace
	if at < 0 || !s.scopes["commands"] || isGuest {
		w.unlock()
		return commandResult{failure: name + " is not a valid command"}
	}

	text := blockkit.EscapeControl(strings.TrimSpace(rest))
	if w.opts.Commands[at].ShouldEscape {
		text = blockkit.Escape(strings.TrimSpace(rest), s.mentions(true))
	}
	r := s.newResponseURL(c, u.ID, nil)
	payload := tree.Object{
		"token": verificationToken, "team_id": w.opts.TeamID, "team_domain": s.domain(), "channel_id": c.ID,
		"channel_name": c.displayName(), "user_id": u.ID, "user_name": u.Name, "command": name, "text": text,
		"api_app_id": w.opts.AppID, "is_enterprise_install": "false", "response_url": s.responseAddress(r),
		"trigger_id": s.newTrigger(u.ID, false),
	}
	d := s.newDelivery(envelopeCommand, "the command "+name, payload, true)
	w.unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return commandResult{failure: failure, response: r}
	}
	s = w.lock()
	defer w.unlock()
	return s.showCommandAnswer(u, c, r, line, tree.AsObject(answer))
}

func (s *state) showCommandAnswer(u *user, c *channel, r *responseURL, line string, body tree.Object) commandResult {
	if len(body) == 0 {
		return commandResult{response: r}
	}
	if body["response_type"] == "in_channel" {
		s.post(c, draft{userID: u.ID, text: line})
	}
	if failed := s.respond(r, body); failed != nil {
		s.problem("the answer to %s was refused: %s", line, failed.describe())
		return commandResult{failure: "invalid_command_response", response: r}
	}
	return commandResult{message: r.original, response: r}
}

// say lets a person post a message.
func (s *state) say(u *user, c *channel, text, threadTS string) *message {
	return s.post(c, draft{userID: u.ID, text: blockkit.Escape(text, s.mentions(false)), threadTS: threadTS, blocks: nil})
}

// place is where an element stands: on a message or on a view. Like these it belongs to the state.
type place struct {
	message *message
	view    *view
}

func (p place) blocks() []any {
	if p.view != nil {
		return p.view.blocks()
	}
	return p.message.blocks
}

// find returns an element of the place.
func (p place) find(blockID, actionID string) (blockkit.Element, bool) {
	for _, l := range blockkit.ElementsOf(p.blocks()) {
		if l.BlockID() == blockID && l.ActionID() == actionID {
			return l, true
		}
	}
	return blockkit.Element{}, false
}

// values returns what the person has entered there so far.
func (p place) values(userID string) tree.Object {
	if p.view != nil {
		return p.view.values
	}
	if p.message.entered == nil {
		p.message.entered = map[string]tree.Object{}
	}
	p.message.entered[userID] = blockkit.InitialValues(p.message.blocks, p.message.entered[userID])
	return p.message.entered[userID]
}

// enter keeps what a person chose or typed in an element.
func (p place) enter(userID string, l blockkit.Element, value any) {
	if kind := blockkit.Kinds[l.Kind()]; kind.Field != "" {
		l.SetState(p.values(userID), tree.Object{"type": l.Kind(), kind.Field: value})
	}
}

// interact tells the app what a person did, with a payload made under the lock, and waits for its answer.
func (w *Workspace) interact(what string, accepts bool, payload func(s *state) tree.Object) (answer any, failure string) {
	s := w.lock()
	d := s.newDelivery(envelopeInteractive, what, payload(s), accepts)
	w.unlock()
	return w.ask(d)
}

// press sends a block_actions interaction and waits for its ack; chosen is what the element was set to, nil for a button.
func (w *Workspace) press(u *user, at place, l blockkit.Element, chosen any) (response *responseURL, failure string) {
	_, failure = w.interact("the click on "+l.ActionID(), false, func(s *state) tree.Object {
		if chosen != nil {
			at.enter(u.ID, l, chosen)
		}
		payload := s.interaction("block_actions", u, at.view != nil && at.view.kind == blockkit.Modal)
		delete(payload, "action_ts")

		payload["state"] = tree.Object{"values": tree.Copy(at.values(u.ID))}
		if at.message != nil {
			response = s.newResponseURL(at.message.channel, u.ID, at.message)
			payload["response_url"] = s.responseAddress(response)
		}
		maps.Copy(payload, s.placeObject(at))
		payload["actions"] = []any{s.actionObject(l, chosen)}
		return payload
	})
	return response, failure
}

// placeObject says in a payload where the element stands that a person used.
func (s *state) placeObject(at place) tree.Object {
	if at.view != nil {
		return tree.Object{"container": tree.Object{"type": "view", "view_id": at.view.id}, "view": s.viewObject(at.view)}
	}

	m := at.message
	container := tree.Object{
		"type": "message", "message_ts": m.ts, "channel_id": m.channel.ID, "is_ephemeral": m.ephemeralTo != "",
	}
	if m.threadTS != "" {
		container["thread_ts"] = m.threadTS
	}
	return tree.Object{
		"container": container, "channel": tree.Object{"id": m.channel.ID, "name": m.channel.displayName()},
		"message": s.messageObject(m, false),
	}
}

func (s *state) actionObject(l blockkit.Element, chosen any) tree.Object {
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

// submission is what a person sees after the submit button of a modal.
type submission struct {
	closed  bool
	errors  map[string]string // by block id
	view    *view             // what is in front now
	failure string
}

// submit sends a modal, if the client lets it go, and does what the app answers.
func (w *Workspace) submit(u *user, v *view) submission {
	s := w.lock()
	if s.topModal(u.ID) != v {
		w.unlock()
		return submission{failure: "the modal is no longer open"}
	}
	if errors := blockkit.Incomplete(v.blocks(), v.values); len(errors) > 0 {
		w.unlock()
		return submission{errors: errors, view: v}
	}
	payload := s.interaction("view_submission", u, true)
	payload["view"] = s.viewObject(v)
	payload["response_urls"] = s.viewResponseURLs(u, v)
	d := s.newDelivery(envelopeInteractive, "the submission of "+fmt.Sprintf("%q", v.title()), payload, true)
	w.unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return submission{failure: failure, view: v}
	}
	s = w.lock()
	defer w.unlock()
	return s.afterSubmit(v, tree.AsObject(answer))
}

func (s *state) afterSubmit(v *view, answer tree.Object) submission {
	trouble := func(format string, args ...any) submission {
		s.problem("the answer to the submission of %q: "+format, append([]any{v.title()}, args...)...)
		return submission{failure: "We had some trouble connecting. Try again?", view: v}
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
		return submission{closed: true}
	case "clear":
		s.closeModal(v, true)
		return submission{closed: true}
	case "update":
		s.fillView(v, next)
		return submission{view: v}
	case "push":
		pushed, failed := s.pushModal(v.userID, next)
		if failed != nil {
			return trouble("%s", failed.code)
		}
		return submission{view: pushed}
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
		return submission{errors: errors, view: v}
	}
	return trouble("unknown response_action %q", action)
}

func hasInput(v *view, blockID string) bool {
	return slices.ContainsFunc(blockkit.ElementsOf(v.blocks()), func(l blockkit.Element) bool { return l.IsInput() && l.BlockID() == blockID })
}

// viewResponseURLs gives a response URL for every conversation chosen in a select that asks for one.
func (s *state) viewResponseURLs(u *user, v *view) []any {
	all := []any{}
	for _, l := range blockkit.ElementsOf(v.blocks()) {
		if !l.IsInput() || !tree.AsBool(l.Props["response_url_enabled"]) {
			continue
		}
		state := l.State(v.values)
		id := tree.AsString(state[blockkit.Kinds[l.Kind()].Field])
		if c, ok := s.channels[id]; ok {
			all = append(all, tree.Object{
				"block_id": l.BlockID(), "action_id": l.ActionID(), "channel_id": id,
				"response_url": s.responseAddress(s.newResponseURL(c, u.ID, nil)),
			})
		}
	}
	return all
}

// dismiss closes a modal by its close button.
func (w *Workspace) dismiss(u *user, v *view) (failure string) {
	s := w.lock()
	cleared := tree.AsBool(v.content["clear_on_close"])
	payload := s.interaction("view_closed", u, true)
	delete(payload, "trigger_id")
	payload["view"] = s.viewObject(v)
	payload["is_cleared"] = cleared
	s.closeModal(v, cleared)
	if !tree.AsBool(v.content["notify_on_close"]) {
		w.unlock()
		return ""
	}
	d := s.newDelivery(envelopeInteractive, "the closing of "+fmt.Sprintf("%q", v.title()), payload, false)
	w.unlock()
	_, failure = w.ask(d)
	return failure
}

// useShortcut sends a global shortcut, or a message shortcut if m is given.
func (w *Workspace) useShortcut(u *user, used Shortcut, m *message) (response *responseURL, failure string) {
	_, failure = w.interact("the shortcut "+used.Name, false, func(s *state) tree.Object {
		if m == nil {
			payload := s.interaction("shortcut", u, false)
			payload["callback_id"] = used.CallbackID
			return payload
		}

		payload := s.interaction("message_action", u, false)
		response = s.newResponseURL(m.channel, u.ID, nil)
		maps.Copy(payload, tree.Object{
			"callback_id": used.CallbackID, "channel": tree.Object{"id": m.channel.ID, "name": m.channel.displayName()},
			"message": s.messageObject(m, false), "message_ts": m.ts, "response_url": s.responseAddress(response),
		})
		return payload
	})
	return response, failure
}

// suggest asks the app for the options of an external select.
func (w *Workspace) suggest(u *user, at place, l blockkit.Element, query string) (options []any, failure string) {
	answer, failure := w.interact("the search in "+l.ActionID(), true, func(s *state) tree.Object {
		payload := s.interaction("block_suggestion", u, false)
		delete(payload, "trigger_id")
		payload["action_id"], payload["block_id"], payload["value"] = l.ActionID(), l.BlockID(), query
		maps.Copy(payload, s.placeObject(at))
		return payload
	})
	if failure != "" {
		return nil, failure
	}
	s := w.lock()
	defer w.unlock()
	body := tree.AsObject(answer)
	if wrongs := blockkit.CheckFound(body); len(wrongs) > 0 {
		s.problem("the answer to the search in %s: %s", l.ActionID(), strings.Join(wrongs, "; "))
		return nil, "We had some trouble connecting. Try again?"
	}
	return blockkit.AllOptions(body), ""
}

// openHome tells the app that a person looks at its Home tab.
func (s *state) openHome(u *user) {
	body := tree.Object{"user": u.ID, "channel": s.appDM(u.ID).ID, "tab": "home"}
	if v := s.homes[u.ID]; v != nil {
		body["view"] = s.viewObject(v)
	}
	s.publish(event{name: "app_home_opened", mine: true, body: body})
}
