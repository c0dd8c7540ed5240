package store

import (
	"fmt"

	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/store/kv"
)

// PoolReads are the questions about pools and whose turn it is in them.
type PoolReads struct{ *scope }

func poolKey(id people.PoolID) string { return kv.IntKey(int64(id))[8:] }

// NextPoolID gives the number that the next new pool gets. The default has a
// number of its own, the first.
func (tx *Tx) NextPoolID() (people.PoolID, error) {
	n, err := tx.next("pool")
	return people.DefaultPool + people.PoolID(n), err
}

// Pools gives the pools that somebody has set up or changed, in order of
// number. Without the default among them, that is the sales team.
func (rd *PoolReads) Pools() ([]people.Pool, error) { return take(rd.t.pools.All(rd.r), 0) }

// PutPool writes pools.
func (tx *Tx) PutPool(ps ...people.Pool) error { return put(tx, tx.t.pools, ps) }

// RemovePool takes a pool out, with the turns in it.
func (tx *Tx) RemovePool(id people.PoolID) error {
	if err := tx.t.pools.Delete(tx.w, poolKey(id)); err != nil {
		return err
	}

	return tx.t.turns.Delete(tx.w, poolKey(id))
}

// Turns gives how the members of each pool stand.
func (rd *PoolReads) Turns() (map[people.PoolID]people.PoolTurns, error) {
	turns := map[people.PoolID]people.PoolTurns{}
	for t, err := range rd.t.turns.All(rd.r) {
		if err != nil {
			return nil, fmt.Errorf("read the turns: %w", err)
		}

		turns[t.Pool] = t
	}

	return turns, nil
}

// PutTurns writes how the members of a pool stand.
func (tx *Tx) PutTurns(t people.PoolTurns) error { return tx.t.turns.Put(tx.w, t) }
