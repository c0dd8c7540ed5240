package store

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// OutboxReads are the questions about what is still to be told, and where messages stand.
type OutboxReads struct{ *scope }

// SendState is how far an outbox entry has come.
type SendState string

// The states. An entry found in StateSending after a start may or may not
// have reached Slack.
const (
	StateReady   SendState = "ready"
	StateSending SendState = "sending"
)

// OutboxEntry is one thing that is still to be told to Slack.
type OutboxEntry struct {
	V         int           `json:"v"`
	Seq       uint64        `json:"seq"`
	Notice    funnel.Notice `json:"notice"`
	Target    string        `json:"target"` // see targetOf; entries of one target keep their order
	State     SendState     `json:"state"`
	Attempts  int           `json:"attempts,omitempty"`
	TriedAt   time.Time     `json:"tried_at,omitzero"` // when sending began last
	NotBefore time.Time     `json:"not_before,omitzero"`
	CreatedAt time.Time     `json:"created_at"`
	LastError string        `json:"last_error,omitempty"`
	Rev       int           `json:"rev,omitempty"`   // of the lead when sending began
	Probe     bool          `json:"probe,omitempty"` // it was put aside once; its success frees others of its target

	FirstTriedAt time.Time `json:"first_tried_at,omitzero"`
	Lost         int       `json:"lost,omitempty"` // how often Slack did not say whether it arrived
	ParkedAt     time.Time `json:"parked_at,omitzero"`
}

// MessageRef is where a living message stands in Slack.
type MessageRef struct {
	V       int           `json:"v"`
	Topic   string        `json:"topic"`
	Notice  funnel.Notice `json:"notice"` // what the message shows, to render it again
	Channel string        `json:"channel"`
	TS      string        `json:"ts"`
}

func outboxID(e OutboxEntry) string { return kv.IntKey(int64(e.Seq)) }

func outboxIndexes() []table.Index[OutboxEntry] {
	return []table.Index[OutboxEntry]{
		{Name: "target", Keys: func(e OutboxEntry) []string { return []string{e.Target} }},
		{Name: "lead", Keys: func(e OutboxEntry) []string { return when(e.Notice.Lead != 0, leadKey(e.Notice.Lead)) }},
		{Name: "topic", Unique: true, Keys: func(e OutboxEntry) []string {
			return when(e.State == StateReady && e.Notice.Topic() != "", e.Notice.Topic())
		}},
	}
}

// Lane is how the entries of a target are told. What is told in one waits for
// nothing in another.
type Lane string

// The lanes.
const (
	LaneEdits Lane = "edit"
	LaneHomes Lane = "home"
	LanePosts Lane = "post"
)

// LaneOf is that of a target.
func LaneOf(target string) Lane {
	lane, _, _ := strings.Cut(target, ":")
	if lane := Lane(lane); lane == LaneEdits || lane == LaneHomes {
		return lane
	}

	return LanePosts
}

// target is the queue in which a notice waits its turn. A Home tab and a
// message that stands already have one of their own: their topic behind the lane.
func (rd *OutboxReads) target(n funnel.Notice) (string, error) {
	if n.Kind == funnel.NoticeHome {
		return n.Topic(), nil
	}

	topic := n.Topic()
	if topic == "" {
		return targetOf(n), nil
	}

	_, stands, err := rd.MessageRef(topic)
	if stands {
		return string(LaneEdits) + ":" + topic, nil
	}

	return targetOf(n), err
}

// targetOf is where a new message goes: "#" and a place, or a user id.
func targetOf(n funnel.Notice) string {
	if n.Place != "" {
		return "#" + string(n.Place)
	}

	return string(n.To)
}

// Tell puts notices into the outbox. A living message that still waits to
// be sent is not queued twice: it is rendered from the state at sending.
func (tx *Tx) Tell(notices ...funnel.Notice) error {
	for _, n := range notices {
		if err := tx.queue(n); err != nil {
			return err
		}
	}

	return nil
}

func (tx *Tx) queue(n funnel.Notice) error {
	if _, queued, err := tx.Unsent(n.Topic()); queued || err != nil {
		return err
	}

	target, err := tx.target(n)
	if err != nil {
		return err
	}

	seq, err := tx.next("outbox")
	if err != nil {
		return err
	}

	return tx.t.outbox.Put(tx.w, OutboxEntry{
		V: 1, Seq: seq, Notice: n, Target: target, State: StateReady,
		CreatedAt: n.At,
	})
}

// Requeue puts an unsent entry into the queue that is right by now: its message
// began to stand, or stands no more.
func (tx *Tx) Requeue(e OutboxEntry) (err error) {
	if e.Target, err = tx.target(e.Notice); err != nil {
		return err
	}

	return tx.PutOutboxEntry(e)
}

// Untell takes back what nobody has been told of a lead yet. What was tried
// may have been seen, and stays.
func (tx *Tx) Untell(lead ref.LeadID) error {
	entries, err := take(tx.t.outbox.By(tx.r, "lead", table.Range{Value: leadKey(lead)}), 0)
	if err != nil {
		return fmt.Errorf("look for what is to be told of %s: %w", lead, err)
	}

	for _, e := range entries {
		if e.Attempts > 0 {
			continue
		}

		if err := tx.DropOutboxEntry(e.Seq); err != nil {
			return err
		}
	}

	return nil
}

// Unsent gives the entry of a living message that waits to be sent. One that
// is being sent does not wait any more.
func (rd *OutboxReads) Unsent(topic string) (e OutboxEntry, queued bool, err error) {
	if topic == "" {
		return e, false, nil
	}

	e, queued, err = optional(rd.t.outbox.Lookup(rd.r, "topic", topic))
	if err != nil {
		return e, false, fmt.Errorf("look for an unsent %s: %w", topic, err)
	}

	return e, queued, nil
}

// Queued yields the oldest entry of each target.
func (rd *OutboxReads) Queued() iter.Seq2[OutboxEntry, error] {
	return func(yield func(OutboxEntry, error) bool) {
		from := ""
		for {
			heads, err := take(rd.t.outbox.By(rd.r, "target", table.Range{From: from, Limit: 1}), 1)
			if err != nil {
				yield(OutboxEntry{}, fmt.Errorf("read the outbox: %w", err))
				return
			}

			if len(heads) == 0 || !yield(heads[0], nil) {
				return
			}

			from = heads[0].Target + "\x01" // after every entry of this target, before any other target
		}
	}
}

// OutboxEntry gives one entry; kv.ErrNotFound when it has been delivered.
func (rd *OutboxReads) OutboxEntry(seq uint64) (OutboxEntry, error) {
	return rd.t.outbox.Get(rd.r, kv.IntKey(int64(seq)))
}

// PutOutboxEntry changes an entry.
func (tx *Tx) PutOutboxEntry(e OutboxEntry) error { return tx.t.outbox.Put(tx.w, e) }

// DropOutboxEntry takes out an entry that has been told.
func (tx *Tx) DropOutboxEntry(seq uint64) error {
	return tx.t.outbox.Delete(tx.w, kv.IntKey(int64(seq)))
}

// Park puts an entry aside that Slack does not take as things are.
func (tx *Tx) Park(e OutboxEntry) error {
	if err := tx.DropOutboxEntry(e.Seq); err != nil {
		return err
	}

	return tx.t.parked.Put(tx.w, e)
}

// Unpark queues one entry of each target again that was put aside, in its old
// place: it tells whether the target hears again. They take turns, so that one
// that Slack never takes keeps no others from being tried.
func (tx *Tx) Unpark() error {
	parked, err := tx.Parked(0)
	if err != nil {
		return err
	}

	longest := map[string]OutboxEntry{}
	for _, e := range parked {
		if first, known := longest[e.Target]; !known || e.ParkedAt.Before(first.ParkedAt) {
			longest[e.Target] = e
		}
	}

	return unpark(tx, func(e OutboxEntry) (chosen, probe bool) { return longest[e.Target].Seq == e.Seq, true })
}

// UnparkTarget queues the oldest entries of a target again, at most limit of
// them. The last frees the next ones when it is told.
func (tx *Tx) UnparkTarget(target string, limit int) error {
	n := 0
	return unpark(tx, func(e OutboxEntry) (chosen, probe bool) {
		if e.Target != target || n == limit {
			return false, false
		}

		n++
		return true, n == limit
	})
}

// unpark queues those entries again that are chosen. Where the same living
// message waits already, that one is enough. Their attempts keep counting: what
// was put aside after many is put aside again after one.
func unpark(tx *Tx, choose func(OutboxEntry) (chosen, probe bool)) error {
	parked, err := tx.Parked(0)
	if err != nil {
		return err
	}

	for _, e := range parked {
		chosen, probe := choose(e)
		if !chosen {
			continue
		}

		if err := tx.t.parked.Delete(tx.w, outboxID(e)); err != nil {
			return fmt.Errorf("take entry %d out of the parked ones: %w", e.Seq, err)
		}

		_, queued, err := tx.Unsent(e.Notice.Topic())
		if err != nil {
			return err
		}

		if queued {
			continue
		}

		e.NotBefore, e.Probe = time.Time{}, probe
		if err := tx.PutOutboxEntry(e); err != nil {
			return err
		}
	}

	return nil
}

// Parked gives the entries put aside, oldest first; 0 is no limit.
func (rd *OutboxReads) Parked(limit int) ([]OutboxEntry, error) {
	return take(rd.t.parked.All(rd.r), limit)
}

// QueuedCount counts the entries that wait.
func (rd *OutboxReads) QueuedCount() (int, error) { return rd.count("outbox/r/") }

// ParkedCount counts the entries put aside.
func (rd *OutboxReads) ParkedCount() (int, error) { return rd.count("parked/r/") }

func (rd *OutboxReads) count(prefix string) (int, error) {
	n := 0
	for _, err := range rd.r.Scan(kv.Range{Prefix: prefix}) {
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", strings.TrimSuffix(prefix, "/r/"), err)
		}

		n++
	}

	return n, nil
}

// parkedTold is when admins were told last of what was put aside.
const parkedTold = "parked_told"

// ParkedToldAt is when admins were told last of what was put aside.
func (rd *OutboxReads) ParkedToldAt() (time.Time, error) {
	text, err := rd.meta(parkedTold)
	if err != nil || text == "" {
		return time.Time{}, err
	}

	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fmt.Errorf("read when admins were told of parked messages: %w", err)
	}

	return at, nil
}

// MarkParkedTold notes that admins are told now.
func (tx *Tx) MarkParkedTold(at time.Time) {
	tx.w.Put("meta/"+parkedTold, []byte(at.UTC().Format(time.RFC3339)))
}

// MessageRef gives where a living message stands.
func (rd *OutboxReads) MessageRef(topic string) (MessageRef, bool, error) {
	return optional(rd.t.refs.Get(rd.r, topic))
}

// PutMessageRef remembers where a living message stands.
func (tx *Tx) PutMessageRef(m MessageRef) error { return tx.t.refs.Put(tx.w, m) }

// DropMessageRef forgets a living message: it is not edited again.
func (tx *Tx) DropMessageRef(topic string) error { return tx.t.refs.Delete(tx.w, topic) }

// MessagesOf gives the living messages of a lead.
func (rd *OutboxReads) MessagesOf(lead ref.LeadID) ([]MessageRef, error) {
	return take(rd.t.refs.By(rd.r, "lead", table.Range{Value: leadKey(lead)}), 0)
}

// Outbox gives the entries that wait, oldest first, at most limit of them.
func (rd *OutboxReads) Outbox(limit int) ([]OutboxEntry, error) {
	return take(rd.t.outbox.All(rd.r), limit)
}
