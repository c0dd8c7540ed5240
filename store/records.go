package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// Handle notes that an input is dealt with in this transaction; it answers
// false when it was dealt with before. An empty key is always new.
func (tx *Tx) Handle(key string, now time.Time) (fresh bool, err error) {
	if key == "" {
		return true, nil
	}

	sum := sha256.Sum256([]byte(key))
	id := hex.EncodeToString(sum[:16])
	seen, err := tx.t.inbox.Has(tx.r, id)
	if seen || err != nil {
		return false, err
	}

	return true, tx.t.inbox.Put(tx.w, Handled{V: 1, ID: id, At: now})
}

// ForgetHandled drops the memory of inputs from before a moment, at most
// limit of them, and says how many it dropped.
func (tx *Tx) ForgetHandled(before time.Time, limit int) (int, error) {
	ids, err := take(tx.t.inbox.IDs(tx.r, "expiry", table.Range{To: kv.TimeKey(before), Limit: limit}), 0)
	if err != nil {
		return 0, fmt.Errorf("look for old inputs: %w", err)
	}

	for _, id := range ids {
		if err := tx.t.inbox.Delete(tx.w, id); err != nil {
			return 0, fmt.Errorf("drop an old input: %w", err)
		}
	}

	return len(ids), nil
}

// Person gives what is remembered of somebody.
func (rd *Reads) Person(id ref.UserID) (Person, bool, error) {
	return optional(rd.t.people.Get(rd.r, string(id)))
}

// People gives everybody of whom something is remembered.
func (rd *Reads) People() ([]Person, error) { return take(rd.t.people.All(rd.r), 0) }

// PutPerson remembers something of somebody.
func (tx *Tx) PutPerson(p Person) error { return tx.t.people.Put(tx.w, p) }

// Undoable gives somebody's last change.
func (rd *Reads) Undoable(user ref.UserID) (funnel.Undoable, bool, error) {
	return optional(rd.t.undos.Get(rd.r, string(user)))
}

// PutUndoable remembers somebody's last change.
func (tx *Tx) PutUndoable(u funnel.Undoable) error { return tx.t.undos.Put(tx.w, u) }

// DropUndoable forgets somebody's last change.
func (tx *Tx) DropUndoable(user ref.UserID) error { return tx.t.undos.Delete(tx.w, string(user)) }

// Said gives the latest period for which a schedule has spoken.
func (rd *Reads) Said(schedule string) (Said, bool, error) {
	return optional(rd.t.said.Get(rd.r, schedule))
}

// PutSaid remembers the latest period for which a schedule has spoken.
func (tx *Tx) PutSaid(s Said) error { return tx.t.said.Put(tx.w, s) }

// Zone is the name of the time zone by whose days the counters are computed;
// empty as long as nobody noted one.
func (s *Store) Zone(ctx context.Context) (zone string, err error) {
	err = s.View(ctx, func(rd *Reads) error {
		zone, err = rd.meta("zone")
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the time zone of the counters: %w", err)
	}

	return zone, nil
}
