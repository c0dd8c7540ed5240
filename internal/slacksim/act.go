package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// interaction returns what every payload of an interaction carries. The lock is held.
func (w *Workspace) interaction(kind string, u *user, inModal bool) tree.Object {
	return tree.Object{
		"type": kind, "token": verificationToken, "api_app_id": w.opts.AppID, "action_ts": w.stamp(),
		"team": tree.Object{"id": w.opts.TeamID, "domain": w.domain()}, "enterprise": nil, "is_enterprise_install": false,
		"user":       tree.Object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"trigger_id": w.newTrigger(u.ID, inModal),
	}
}

// commandResult is what a person sees after a slash command.
type commandResult struct {
	failure  string // as Slack shows it, empty if the app answered
	message  *message
	response *responseURL
}

// runCommand lets a person type a slash command. The lock is not held.
func (w *Workspace) runCommand(u *user, c *channel, line string) commandResult {
	w.mu.Lock()
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	at := slices.IndexFunc(w.opts.Commands, func(known Command) bool { return known.Name == name })
	isGuest := u.IsStranger || u.TeamID != w.opts.TeamID // commands are for the people of the installing workspace
	if at < 0 || !w.scopes["commands"] || isGuest {
		w.mu.Unlock()
		return commandResult{failure: name + " is not a valid command"}
	}

	text := blockkit.EscapeControl(strings.TrimSpace(rest))
	if w.opts.Commands[at].ShouldEscape {
		text = blockkit.Escape(strings.TrimSpace(rest), w.mentions(true))
	}
	r := w.newResponseURL(c, u.ID, nil)
	payload := tree.Object{
		"token": verificationToken, "team_id": w.opts.TeamID, "team_domain": w.domain(), "channel_id": c.ID,
		"channel_name": c.displayName(), "user_id": u.ID, "user_name": u.Name, "command": name, "text": text,
		"api_app_id": w.opts.AppID, "is_enterprise_install": "false", "response_url": w.responseAddress(r),
		"trigger_id": w.newTrigger(u.ID, false),
	}
	d := w.newDelivery(envelopeCommand, "the command "+name, payload, true)
	w.mu.Unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return commandResult{failure: failure, response: r}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.showCommandAnswer(u, c, r, line, tree.AsObject(answer))
}

func (w *Workspace) showCommandAnswer(u *user, c *channel, r *responseURL, line string, body tree.Object) commandResult {
	if len(body) == 0 {
		return commandResult{response: r}
	}
	if body["response_type"] == "in_channel" {
		w.post(c, draft{userID: u.ID, text: line})
	}
	if failed := w.respond(r, body); failed != nil {
		w.problem("the answer to %s was refused: %s", line, failed.describe())
		return commandResult{failure: "invalid_command_response", response: r}
	}
	if r.original != nil {
		r.original.claimed = r.original.version // who asks expects an answer
	}
	return commandResult{message: r.original, response: r}
}

// say lets a person post a message. The lock is held.
func (w *Workspace) say(u *user, c *channel, text, threadTS string) *message {
	return w.post(c, draft{userID: u.ID, text: blockkit.Escape(text, w.mentions(false)), threadTS: threadTS, blocks: nil})
}

// place is where an element stands: on a message or on a view.
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

// find returns an element of the place. The lock is held.
func (p place) find(blockID, actionID string) (blockkit.Element, bool) {
	for _, l := range blockkit.ElementsOf(p.blocks()) {
		if l.BlockID() == blockID && l.ActionID() == actionID {
			return l, true
		}
	}
	return blockkit.Element{}, false
}

// values returns what the person has entered there so far. The lock is held.
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

// enter keeps what a person chose or typed in an element. The lock is held.
func (p place) enter(userID string, l blockkit.Element, value any) {
	if kind := blockkit.Kinds[l.Kind()]; kind.Field != "" {
		l.SetState(p.values(userID), tree.Object{"type": l.Kind(), kind.Field: value})
	}
}

// interact tells the app what a person did, with a payload made under the lock, and waits for its answer. The lock is not
// held.
func (w *Workspace) interact(what string, accepts bool, payload func() tree.Object) (answer any, failure string) {
	w.mu.Lock()
	d := w.newDelivery(envelopeInteractive, what, payload(), accepts)
	w.mu.Unlock()
	return w.ask(d)
}

// press sends a block_actions interaction and waits for its ack; chosen is what the element was set to, nil for a button. The
// lock is not held.
func (w *Workspace) press(u *user, at place, l blockkit.Element, chosen any) (response *responseURL, failure string) {
	_, failure = w.interact("the click on "+l.ActionID(), false, func() tree.Object {
		if chosen != nil {
			at.enter(u.ID, l, chosen)
		}
		payload := w.interaction("block_actions", u, at.view != nil && at.view.kind == blockkit.Modal)
		delete(payload, "action_ts")

		payload["state"] = tree.Object{"values": tree.Copy(at.values(u.ID))}
		if at.message != nil {
			response = w.newResponseURL(at.message.channel, u.ID, at.message)
			payload["response_url"] = w.responseAddress(response)
		}
		maps.Copy(payload, w.placeObject(at))
		payload["actions"] = []any{w.actionObject(l, chosen)}
		return payload
	})
	return response, failure
}

// placeObject says in a payload where the element stands that a person used. The lock is held.
func (w *Workspace) placeObject(at place) tree.Object {
	if at.view != nil {
		return tree.Object{"container": tree.Object{"type": "view", "view_id": at.view.id}, "view": w.viewObject(at.view)}
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
		"message": w.messageObject(m, false),
	}
}

func (w *Workspace) actionObject(l blockkit.Element, chosen any) tree.Object {
	action := tree.Object{"type": l.Kind(), "action_id": l.ActionID(), "block_id": l.BlockID(), "action_ts": w.stamp()}
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

// submit sends a modal, if the client lets it go, and does what the app answers. The lock is not held.
func (w *Workspace) submit(u *user, v *view) submission {
	w.mu.Lock()
	if w.topModal(u.ID) != v {
		w.mu.Unlock()
		return submission{failure: "the modal is no longer open"}
	}
	if errors := blockkit.Incomplete(v.blocks(), v.values); len(errors) > 0 {
		w.mu.Unlock()
		return submission{errors: errors, view: v}
	}
	payload := w.interaction("view_submission", u, true)
	payload["view"] = w.viewObject(v)
	payload["response_urls"] = w.viewResponseURLs(u, v)
	d := w.newDelivery(envelopeInteractive, "the submission of "+fmt.Sprintf("%q", v.title()), payload, true)
	w.mu.Unlock()

	answer, failure := w.ask(d)
	if failure != "" {
		return submission{failure: failure, view: v}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.afterSubmit(v, tree.AsObject(answer))
}

func (w *Workspace) afterSubmit(v *view, answer tree.Object) submission {
	trouble := func(format string, args ...any) submission {
		w.problem("the answer to the submission of %q: "+format, append([]any{v.title()}, args...)...)
		return submission{failure: "We had some trouble connecting. Try again?", view: v}
	}
	action := tree.AsString(answer["response_action"])
	next := tree.AsObject(answer["view"])
	if action == "update" || action == "push" {
		if failed := w.refusedView(next, blockkit.Modal); failed != nil {
			return trouble("%s", failed.describe())
		}
	}
	switch action {
	case "":
		if len(answer) > 0 {
			return trouble("it has no response_action")
		}
		w.closeModal(v, false)
		return submission{closed: true}
	case "clear":
		w.closeModal(v, true)
		return submission{closed: true}
	case "update":
		w.fillView(v, next)
		return submission{view: v}
	case "push":
		pushed, failed := w.pushModal(v.userID, next)
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

// viewResponseURLs gives a response URL for every conversation chosen in a select that asks for one. The lock is held.
func (w *Workspace) viewResponseURLs(u *user, v *view) []any {
	all := []any{}
	for _, l := range blockkit.ElementsOf(v.blocks()) {
		if !l.IsInput() || !tree.AsBool(l.Props["response_url_enabled"]) {
			continue
		}
		state := l.State(v.values)
		id := tree.AsString(state[blockkit.Kinds[l.Kind()].Field])
		if c, ok := w.channels[id]; ok {
			all = append(all, tree.Object{
				"block_id": l.BlockID(), "action_id": l.ActionID(), "channel_id": id,
				"response_url": w.responseAddress(w.newResponseURL(c, u.ID, nil)),
			})
		}
	}
	return all
}

// dismiss closes a modal by its close button. The lock is not held.
func (w *Workspace) dismiss(u *user, v *view) (failure string) {
	w.mu.Lock()
	cleared := tree.AsBool(v.content["clear_on_close"])
	payload := w.interaction("view_closed", u, true)
	delete(payload, "trigger_id")
	payload["view"] = w.viewObject(v)
	payload["is_cleared"] = cleared
	w.closeModal(v, cleared)
	if !tree.AsBool(v.content["notify_on_close"]) {
		w.mu.Unlock()
		return ""
	}
	d := w.newDelivery(envelopeInteractive, "the closing of "+fmt.Sprintf("%q", v.title()), payload, false)
	w.mu.Unlock()
	_, failure = w.ask(d)
	return failure
}

// useShortcut sends a global shortcut, or a message shortcut if m is given. The lock is not held.
func (w *Workspace) useShortcut(u *user, s Shortcut, m *message) (response *responseURL, failure string) {
	_, failure = w.interact("the shortcut "+s.Name, false, func() tree.Object {
		if m == nil {
			payload := w.interaction("shortcut", u, false)
			payload["callback_id"] = s.CallbackID
			return payload
		}

		payload := w.interaction("message_action", u, false)
		response = w.newResponseURL(m.channel, u.ID, nil)
		maps.Copy(payload, tree.Object{
			"callback_id": s.CallbackID, "channel": tree.Object{"id": m.channel.ID, "name": m.channel.displayName()},
			"message": w.messageObject(m, false), "message_ts": m.ts, "response_url": w.responseAddress(response),
		})
		return payload
	})
	return response, failure
}

// suggest asks the app for the options of an external select. The lock is not held.
func (w *Workspace) suggest(u *user, at place, l blockkit.Element, query string) (options []any, failure string) {
	answer, failure := w.interact("the search in "+l.ActionID(), true, func() tree.Object {
		payload := w.interaction("block_suggestion", u, false)
		delete(payload, "trigger_id")
		payload["action_id"], payload["block_id"], payload["value"] = l.ActionID(), l.BlockID(), query
		maps.Copy(payload, w.placeObject(at))
		return payload
	})
	if failure != "" {
		return nil, failure
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	body := tree.AsObject(answer)
	if wrongs := blockkit.CheckFound(body); len(wrongs) > 0 {
		w.problem("the answer to the search in %s: %s", l.ActionID(), strings.Join(wrongs, "; "))
		return nil, "We had some trouble connecting. Try again?"
	}
	return blockkit.AllOptions(body), ""
}

// openHome tells the app that a person looks at its Home tab. The lock is held.
func (w *Workspace) openHome(u *user) {
	body := tree.Object{"user": u.ID, "channel": w.appDM(u.ID).ID, "tab": "home"}
	if v := w.homes[u.ID]; v != nil {
		body["view"] = w.viewObject(v)
	}
	w.publish(event{name: "app_home_opened", mine: true, body: body})
}
