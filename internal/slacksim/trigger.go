package slacksim

import (
	"io"
	"maps"
	"net/http"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	triggerLife      = 3 * time.Second
	responseLife     = 30 * time.Minute
	responseUses     = 5
	maxModalsStacked = 3
)

// trigger is the short-lived right to open a modal that an interaction gives.
type trigger struct {
	userID  string
	expires time.Time
	used    bool
	modal   bool // whether the interaction happened inside a modal, which is what views.push needs
}

func (k *rights) newTrigger(userID string, fromModal bool) string {
	id := digits(k.rand.Uint64()) + "." + digits(k.rand.Uint64()) + "." + k.code()
	if len(k.triggers)%pruneEvery == pruneEvery-1 {
		maps.DeleteFunc(k.triggers, func(_ string, t *trigger) bool { return time.Since(t.expires) > rememberAcks })
	}

	k.triggers[id] = &trigger{userID: userID, expires: time.Now().Add(triggerLife), modal: fromModal}
	return id
}

// spendTrigger uses a trigger up.
func (k *rights) spendTrigger(id string) (*trigger, *apiError) {
	t, ok := k.triggers[id]
	switch {
	case id == "":
		return nil, fault("invalid_arguments").because("missing required field: trigger_id")
	case !ok:
		return nil, mistake("invalid_trigger_id")
	case t.used:
		return nil, mistake("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return nil, mistake("expired_trigger_id")
	}

	t.used = true
	return t, nil
}

func digits(n uint64) string {
	const width = 13
	b := make([]byte, width)
	for i := range b {
		b[i] = byte('0' + n%10)
		n /= 10
	}

	return string(b)
}

// ResponseURL is the right to answer one interaction a few times.
type ResponseURL struct {
	id       string
	channel  *Conversation
	userID   string
	threadTS string
	original *Message // what replace_original and delete_original mean
	expires  time.Time
	uses     int
}

func (k *rights) newResponseURL(c *Conversation, userID string, original *Message) *ResponseURL {
	r := &ResponseURL{
		id: k.secret(), channel: c, userID: userID, original: original,
		expires: time.Now().Add(responseLife),
	}
	if original != nil {
		r.threadTS = original.ThreadTS
	}

	if len(k.responses)%pruneEvery == pruneEvery-1 {
		maps.DeleteFunc(k.responses, func(_ string, r *ResponseURL) bool { return time.Since(r.expires) > rememberAcks })
	}

	k.responses[r.id] = r
	return r
}

func (k *rights) responseAddress(r *ResponseURL) string {
	if r == nil {
		return ""
	}

	return k.baseURL + "/response/" + r.id
}

func (w *Workspace) serveResponseURL(rw http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequestBody))
	body, isObject := tree.Decode(raw).(map[string]any)
	call := Call{Method: CallResponseURL, At: time.Now(), Args: body}

	planned, answered := w.goWrong(rw, call)
	if answered {
		return
	}

	s := w.Lock()
	answer, ok := s.responses[r.PathValue("id")]
	var failed *apiError
	status, retryAfter := http.StatusOK, 0
	switch {
	case err != nil || !isObject:
		failed, status = mistake("invalid_payload"), http.StatusBadRequest
	case !ok:
		failed, status = mistake("no_such_url"), http.StatusNotFound
	case time.Now().After(answer.expires):
		failed, status = mistake("expired_url"), http.StatusNotFound
	case answer.uses >= responseUses:
		failed, status = mistake("used_url"), http.StatusNotFound
	default:
		var inTime bool
		if retryAfter, inTime = s.spend("respond in "+answer.channel.ID, perResponse); !inTime {
			failed, status = mistake("ratelimited"), http.StatusTooManyRequests
			break
		}

		answer.uses++
		failed = s.respond(answer, body)
	}

	if failed != nil {
		call.Error = failed.code
		s.problem("response_url: %s", failed.describe())
	}

	w.Unlock()
	w.record(call, call.Error)
	switch {
	case planned.executed:
		dropConnection(rw)
	case status == http.StatusTooManyRequests:
		writeStatus(rw, status, retryAfter)
	case status != http.StatusOK:
		http.Error(rw, failed.code, status)
	case failed != nil:
		writeJSON(rw, failed.body())
	default:
		writeJSON(rw, tree.Object{"ok": true})
	}
}

// respond carries out one use of a response URL, or the answer in the ack of a command.
func (s *State) respond(r *ResponseURL, body tree.Object) *apiError {
	if tree.AsBool(body["delete_original"]) {
		if r.original == nil || r.original.Deleted {
			return fault("message_not_found")
		}

		s.remove(r.original)
		return nil
	}

	text := tree.AsString(body["text"])
	var blocks []any
	if body["blocks"] != nil {
		list, ok := body["blocks"].([]any)
		if !ok {
			return mistake("invalid_blocks_format")
		}

		blocks = list
		if failed := s.refusedBlocks(blocks); failed != nil {
			return failed
		}
	}

	attachments := tree.AsList(body["attachments"])
	if text == "" && len(blocks) == 0 && len(attachments) == 0 {
		return mistake("no_text")
	}

	if tree.AsBool(body["replace_original"]) && r.original != nil && !r.original.Deleted {
		s.edit(r.original, func(m *Message) { m.Text, m.Blocks, m.attachments = text, blocks, attachments })
		return nil
	}

	d := Draft{
		UserID: s.opts.BotUserID, FromApp: true, Text: text, Blocks: blocks, attachments: attachments, EphemeralTo: r.userID,
		Source:   r,
		ThreadTS: r.threadTS,
	}
	switch tree.AsString(body["response_type"]) {
	case "in_channel":
		d.EphemeralTo = ""
	case "", "ephemeral":
	default:
		return mistake("invalid_response_type")
	}

	s.post(r.channel, d)
	return nil
}
