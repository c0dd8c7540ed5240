// Package store keeps what Leadloop knows: typed records with their indexes,
// the journal, the rollups, the outbox and the inbox, in one ordered
// key-value store. What belongs together is written in one transaction.
package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// Store is the data of one workspace.
type Store struct {
	db kv.DB
	t  tables
}

// New returns the store over an engine, migrated to SchemaVersion. Files are
// opened with Open, which also backs up before a migration.
func New(ctx context.Context, db kv.DB) (*Store, error) {
	s := &Store{db: db, t: newTables()}
	return s, s.migrate(ctx, func(int) error { return nil })
}

// View reads one consistent state.
func (s *Store) View(ctx context.Context, fn func(*Reads) error) error {
	return s.db.View(ctx, func(r kv.Reader) error {
		rd := newReads(r, &s.t)
		return fn(&rd)
	})
}

// Update changes everything that fn writes, or nothing. fn may run again,
// and has no effect outside.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	return s.db.Update(ctx, func(w kv.Writer) error {
		return fn(&Tx{Reads: newReads(w, &s.t), w: w})
	})
}

// Close waits for running transactions and closes the engine.
func (s *Store) Close() error { return s.db.Close() }

// Reads are the questions to a store, in one transaction. Those about a noun stand
// in its file, in a type of its own.
type Reads struct {
	*scope
	LeadReads
	JournalReads
	AgreementReads
	DisputeReads
	GoalReads
	FigureReads
	CampaignReads
	PeopleReads
	PoolReads
	ReminderReads
	DigestReads
	OutboxReads
}

func newReads(r kv.Reader, t *tables) Reads {
	s := &scope{r: r, t: t}
	return Reads{
		s,
		LeadReads{s},
		JournalReads{s},
		AgreementReads{s},
		DisputeReads{s},
		GoalReads{s},
		FigureReads{s},
		CampaignReads{s},
		PeopleReads{s},
		PoolReads{s},
		ReminderReads{s},
		DigestReads{s},
		OutboxReads{s},
	}
}

// scope is what all questions of one transaction are asked of.
type scope struct {
	r kv.Reader
	t *tables
}

// Tx is a transaction that may write.
type Tx struct {
	Reads
	w kv.Writer
}

// next counts up and gives the new number.
func (tx *Tx) next(name string) (uint64, error) {
	n, err := tx.sequence(name)
	if err != nil {
		return 0, err
	}

	tx.w.Put("seq/"+name, []byte(strconv.FormatUint(n+1, 10)))
	return n + 1, nil
}

// sequence gives the last number counted.
func (s *scope) sequence(name string) (uint64, error) {
	text, err := s.r.Get("seq/" + name)
	if errors.Is(err, kv.ErrNotFound) {
		return 0, nil
	}

	if err != nil {
		return 0, fmt.Errorf("read the counter %s: %w", name, err)
	}

	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the counter %s: %w", name, err)
	}

	return n, nil
}

// metaRecord reads a record that has no table: there is one of it. It says whether there is one.
func (s *scope) metaRecord(name string, record any) (ok bool, err error) {
	text, err := s.meta(name)
	if err != nil || text == "" {
		return false, err
	}

	if err := json.Unmarshal([]byte(text), record); err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}

	return true, nil
}

func (tx *Tx) putMetaRecord(name string, record any) error {
	text, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}

	tx.w.Put("meta/"+name, text)
	return nil
}

// meta gives a text kept about the store itself; empty where there is none.
func (s *scope) meta(name string) (string, error) {
	text, err := s.r.Get("meta/" + name)
	if errors.Is(err, kv.ErrNotFound) {
		return "", nil
	}

	return string(text), err
}

// put writes records to their table.
func put[T any](tx *Tx, to table.Table[T], records []T) error {
	for _, record := range records {
		if err := to.Put(tx.w, record); err != nil {
			return err
		}
	}

	return nil
}

// take collects at most limit records; 0 is all.
func take[T any](records iter.Seq2[T, error], limit int) ([]T, error) {
	var out []T
	for v, err := range records {
		if err != nil {
			return out, err
		}

		out = append(out, v)
		if len(out) == limit {
			break
		}
	}

	return out, nil
}

// usersDue gives whose records are due at now, the longest due first.
func usersDue[T any](r kv.Reader, of table.Table[T], now time.Time, limit int) ([]ref.UserID, error) {
	var out []ref.UserID
	for id, err := range of.IDs(r, "due", table.Range{Through: kv.TimeKey(now), Limit: limit}) {
		if err != nil {
			return nil, fmt.Errorf("look for what is due: %w", err)
		}

		out = append(out, ref.UserID(id))
	}

	return out, nil
}

// optional turns "not found" into false.
func optional[T any](v T, err error) (T, bool, error) {
	if errors.Is(err, kv.ErrNotFound) {
		return v, false, nil
	}

	return v, err == nil, err
}
