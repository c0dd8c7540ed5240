package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// Verify recomputes every index from the records and every counter from the
// journal, and gives a sentence for each difference. It changes nothing.
func (s *Store) Verify(ctx context.Context, cal funnel.Calendar) ([]string, error) {
	var found []string
	err := s.View(ctx, func(rd *Reads) error {
		found = nil
		for _, verify := range rd.verifiers() {
			problems, err := verify(rd.r)
			if err != nil {
				return err
			}
			for _, p := range problems {
				found = append(found, p.Text)
			}
		}
		wrong, err := rd.verifyRollups(cal)
		found = append(found, wrong...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("verify the store: %w", err)
	}
	return found, nil
}

func (rd *Reads) verifiers() []func(kv.Reader) ([]table.Problem, error) {
	t := rd.t
	return []func(kv.Reader) ([]table.Problem, error){
		t.leads.Verify, t.journal.Verify, t.definitions.Verify, t.goals.Verify, t.figures.Verify, t.outbox.Verify,
		t.parked.Verify, t.inbox.Verify, t.refs.Verify, t.people.Verify, t.turns.Verify, t.undos.Verify, t.said.Verify,
	}
}

// Repair makes all indexes and counters anew from the records and the journal.
func (s *Store) Repair(ctx context.Context, cal funnel.Calendar) error {
	err := s.Update(ctx, func(tx *Tx) error {
		t := tx.t
		for _, reindex := range []func(kv.Writer) error{
			t.leads.Reindex, t.journal.Reindex, t.outbox.Reindex, t.inbox.Reindex, t.refs.Reindex,
		} {
			if err := reindex(tx.w); err != nil {
				return err
			}
		}
		return tx.rebuildRollups(cal)
	})
	if err != nil {
		return fmt.Errorf("repair the store: %w", err)
	}
	return nil
}

// ReckonIn makes the counters anew if they were last reckoned by the days of
// another time zone, and says whether it did.
func (s *Store) ReckonIn(ctx context.Context, cal funnel.Calendar) (changed bool, err error) {
	zone := cal.Location.String()
	err = s.Update(ctx, func(tx *Tx) error {
		changed = false
		was, err := tx.meta("zone")
		if err != nil || was == zone {
			return err
		}
		changed = was != ""
		if changed {
			if err := tx.rebuildRollups(cal); err != nil {
				return err
			}
		}
		tx.w.Put("meta/zone", []byte(zone))
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("reckon the counters in %s: %w", zone, err)
	}
	return changed, nil
}

func (tx *Tx) rebuildRollups(cal funnel.Calendar) error {
	for e, err := range tx.r.Scan(kv.Range{Prefix: rollupPrefix}) {
		if err != nil {
			return err
		}
		tx.w.Delete(e.Key)
	}
	sums, err := tx.recomputed(cal)
	if err != nil {
		return err
	}
	return sums.apply(tx)
}

// recomputed adds up the whole journal.
func (rd *Reads) recomputed(cal funnel.Calendar) (rollupSums, error) {
	sums := rollupSums{}
	for e, err := range rd.t.journal.All(rd.r) {
		if err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}
		sums.add(e.Deltas(cal))
	}
	return sums, nil
}

func (rd *Reads) verifyRollups(cal funnel.Calendar) ([]string, error) {
	want, err := rd.recomputed(cal)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for e, err := range rd.r.Scan(kv.Range{Prefix: rollupPrefix}) {
		if err != nil {
			return nil, err
		}
		have, err := strconv.ParseInt(string(e.Value), 10, 64)
		if err != nil || have != want[e.Key] {
			wrong = append(wrong, counterProblem(e.Key, string(e.Value), want[e.Key]))
		}
		delete(want, e.Key)
	}
	for key, n := range want {
		if n != 0 {
			wrong = append(wrong, counterProblem(key, "nothing", n))
		}
	}
	slices.Sort(wrong)
	return wrong, nil
}

func counterProblem(key, have string, want int64) string {
	return fmt.Sprintf("counter %s holds %s; the journal gives %d", strings.TrimPrefix(key, rollupPrefix), have, want)
}
