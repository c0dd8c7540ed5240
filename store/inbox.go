package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// Handled remembers that an input was dealt with.
type Handled struct {
	V  int       `json:"v"`
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// MarkHandled notes that an input is dealt with in this transaction; fresh is
// false when it was dealt with before. An empty key is always new.
func (tx *Tx) MarkHandled(key string, now time.Time) (fresh bool, err error) {
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
