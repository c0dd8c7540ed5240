package slacksim

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	envelopeEvent       = "events_api"
	envelopeCommand     = "slash_commands"
	envelopeInteractive = "interactive"
	maxAckBytes         = 20 * 1024
	rememberAcks        = 10 * time.Minute
	pruneEvery          = 1024 // maps of things that expire are swept whenever they have grown by so much
)

// retryWaits are the pauses before the first, second and third redelivery of an event, counted from the failed attempt.
var retryWaits = []time.Duration{0, time.Minute, 5 * time.Minute}

// delivery is one envelope on its way, from being sent to being acknowledged.
type delivery struct {
	envelopeID string
	kind       string
	what       string // for people: "the command /lead", "the event message"
	payload    tree.Object
	accepts    bool // whether the ack may carry an answer
	attempt    int

	socket  *socket // the connection that it went to, nil if there was none
	sentAt  time.Time
	sends   int
	Acks    int
	expired bool
	answer  any           // the payload of the ack
	done    chan struct{} // closed by the first ack in time
}

// failures of an interaction, as Slack names them to the person.
const (
	failedDispatch = "dispatch_failed"   // no connection to deliver to
	failedTimeout  = "operation_timeout" // delivered, and no answer within three seconds
)

func (l *link) newDelivery(kind, what string, payload tree.Object, accepts bool) *delivery {
	return &delivery{
		envelopeID: l.secret(), kind: kind, what: what, payload: payload, accepts: accepts,
		done: make(chan struct{}),
	}
}

// send puts an envelope on one connection chosen at random. It reports false if there is none.
func (l *link) send(d *delivery) bool {
	c := l.pickSocket()
	if c == nil {
		return false
	}

	d.socket, d.sentAt = c, time.Now()
	d.sends++
	l.remember(d)
	c.queue(l.envelopeFrame(d))
	if d.kind == envelopeEvent && l.duplicateRate > l.rand.Float64() {
		l.sendAgain(d)
	}

	return true
}

// sendAgain repeats an envelope with the same id and retry_attempt 0, as Slack has been seen to do.
func (l *link) sendAgain(d *delivery) {
	c := l.pickSocket()
	if c == nil {
		return
	}

	d.sends++
	again := *d
	again.attempt = 0
	c.queue(l.envelopeFrame(&again))
}

func (l *link) remember(d *delivery) {
	l.Pending[d.envelopeID] = d
	l.last = d
	if len(l.Pending)%pruneEvery != 0 {
		return
	}

	maps.DeleteFunc(l.Pending, func(_ string, old *delivery) bool { return time.Since(old.sentAt) > rememberAcks })
}

func (l *link) envelopeFrame(d *delivery) []byte {
	frame := tree.Object{
		"type": d.kind, "envelope_id": d.envelopeID, "accepts_response_payload": d.accepts, "payload": d.payload,
	}
	if d.kind == envelopeEvent {
		frame["retry_attempt"], frame["retry_reason"] = d.attempt, ""
		if d.attempt > 0 {
			frame["retry_reason"] = "timeout"
		}
	}

	raw, err := json.Marshal(frame)
	if err != nil {
		l.problem("slacksim could not encode an envelope: %v", err)
	}

	return raw
}

// receiveAck takes one frame from the app.
func (w *Workspace) receiveAck(raw []byte) {
	var frame struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	s := w.Lock()
	defer w.Unlock()
	if err := json.Unmarshal(raw, &frame); err != nil || frame.EnvelopeID == "" {
		s.problem("the app sent a frame that is no ack: %.200s", raw)
		return
	}

	d, known := s.Pending[frame.EnvelopeID]
	if !known {
		s.problem("the app acknowledged an envelope that it never got: %s", frame.EnvelopeID)
		return
	}

	if len(raw) >= maxAckBytes {
		s.problem("the ack of %s has %d bytes; Slack drops acks of %d bytes and more", d.what, len(raw), maxAckBytes)
		return
	}

	d.Acks++
	switch {
	case d.Acks > d.sends:
		s.problem("the app acknowledged %s more often than it was delivered", d.what)
		return
	case d.expired:
		s.problem("the ack of %s came %s after delivery; the limit is 3 s", d.what, time.Since(d.sentAt).Round(time.Millisecond))
		return
	case d.Acks > 1:
		return
	}

	hasPayload := len(frame.Payload) > 0 && string(frame.Payload) != "null"
	if hasPayload && !d.accepts {
		s.problem("the ack of %s carries a payload, which Slack ignores", d.what)
	}

	if hasPayload && d.accepts {
		d.answer = tree.Decode(frame.Payload)
	}

	close(d.done)
	s.touch()
}

// awaitAck waits until the envelope is acknowledged or its time is up.
func (w *Workspace) awaitAck(d *delivery) bool {
	timer := time.NewTimer(AckDeadline)
	defer timer.Stop()
	select {
	case <-d.done:
		return true
	case <-w.ctx.Done():
		return false
	case <-timer.C:
	}

	s := w.Lock()
	defer w.Unlock()
	select {
	case <-d.done:
		return true
	default:
	}

	d.expired = true
	if s.healthy(d.socket) {
		s.problem("%s was not acknowledged within 3 s", d.what)
	}

	return false
}

// ask sends a command or interaction and waits for its answer. It returns the payload of the ack, or how it failed.
func (w *Workspace) ask(d *delivery) (answer any, failure string) {
	s := w.Lock()
	sent := s.send(d)
	w.Unlock()
	if !sent {
		return nil, failedDispatch
	}

	if !w.awaitAck(d) {
		return nil, failedTimeout
	}

	w.Lock()
	defer w.Unlock()
	return d.answer, ""
}

// deliverEvent sends an event until it is acknowledged, or for the last time after about six minutes.
func (l *link) deliverEvent(name string, payload tree.Object) {
	raw, err := json.Marshal(payload) // the body may share maps with the world
	if err != nil {
		l.problem("slacksim could not encode the event %s: %v", name, err)
		return
	}

	body := tree.AsObject(tree.Decode(raw))
	d := l.newDelivery(envelopeEvent, "the event "+name, body, false)
	sent := l.send(d)
	l.start(func() { l.w.followEvent(name, body, d, sent) })
}

// followEvent waits for an event's ack and redelivers it.
func (w *Workspace) followEvent(name string, body tree.Object, d *delivery, sent bool) {
	for attempt := 1; ; attempt++ {
		if sent && w.awaitAck(d) {
			return
		}

		if attempt > len(retryWaits) || !w.sleep(retryWaits[attempt-1]) {
			break
		}

		s := w.Lock()
		d = s.newDelivery(envelopeEvent, fmt.Sprintf("the event %s (retry %d)", name, attempt), body, false)
		d.attempt = attempt
		sent = s.send(d)
		w.Unlock()
	}
}

// event is something that happened in the workspace and that an app may have subscribed to.
type event struct {
	name    string        // as in the manifest, but "message" for every message.* event
	channel *Conversation // where it happened, nil for the whole workspace
	mine    bool          // about the app itself, told even where the app is no member
	body    tree.Object
}

// eventScopes says which bot scope an event needs; an event that is not listed needs none.
var eventScopes = map[string]string{
	"app_mention":      "app_mentions:read",
	"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history",
	"message.mpim": "mpim:history",
	"user_change":  "users:read", "team_join": "users:read",
	"subteam_created": "usergroups:read", "subteam_updated": "usergroups:read",
	"subteam_members_changed": "usergroups:read",
	"reaction_added":          "reactions:read", "reaction_removed": "reactions:read",
	"file_shared": "files:read",
}

// channelEventScopes are the events whose scope depends on the kind of conversation.
var channelEventScopes = map[string]string{
	"member_joined_channel": ":read", "member_left_channel": ":read", "channel_archive": ":read",
	"channel_rename": ":read", "channel_unarchive": ":read", "channel_shared": ":read", "channel_unshared": ":read",
}

// openEvents happen where the app need not be a member.
var openEvents = map[string]bool{
	"channel_archive": true, "channel_unarchive": true, "channel_rename": true, "channel_shared": true,
	"channel_unshared": true,
}

// publish sends an event to the app, if the app asked for it and may know of it. Nothing is sent before the app's first
// connection: what the workspace was like before is not news.
func (l *link) publish(e event) {
	if !l.everConnected || !l.subscribed(e) {
		return
	}

	if e.channel != nil && !e.mine && !openEvents[e.name] && !e.channel.Has(l.opts.BotUserID) {
		return
	}

	e.body["type"] = e.name
	tree.SetDefault(e.body, "event_ts", l.stamp())
	payload := tree.Object{
		"token": verificationToken, "team_id": l.opts.TeamID, "api_app_id": l.opts.AppID, "type": "event_callback",
		"event_id": l.id("Ev"), "event_time": l.Now().Unix(), "event": e.body,
		"authorizations": []any{tree.Object{
			"enterprise_id": nil, "team_id": l.opts.TeamID, "user_id": l.opts.BotUserID, "is_bot": true,
			"is_enterprise_install": false,
		}},
		"is_ext_shared_channel": e.channel != nil && e.channel.IsExtShared,
		"event_context":         "4-" + e.name,
	}
	l.deliverEvent(e.name, payload)
}

func (l *link) subscribed(e event) bool {
	name, scope := e.name, eventScopes[e.name]
	if e.channel != nil {
		family := e.channel.scopeFamily()
		if e.name == "message" {
			name = "message." + family
			scope = eventScopes[name]
		}

		if suffix, ok := channelEventScopes[e.name]; ok {
			scope = family + suffix
		}
	}

	if l.events != nil && !l.events[name] {
		return false
	}

	return scope == "" || l.scopes[scope]
}

const verificationToken = "slacksim-verification-token"

// knownScopes lists every bot scope that the workspace knows, sorted.
func knownScopes() []string {
	all := []string{
		"commands", "users:read.email", "channels:read", "groups:read", "im:read", "mpim:read", "im:write", "mpim:write",
	}
	for _, scope := range eventScopes {
		all = append(all, scope)
	}

	for _, m := range methods {
		if m.scope != "" {
			all = append(all, m.scope)
		}
	}

	slices.Sort(all)
	return slices.Compact(all)
}
