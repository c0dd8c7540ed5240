package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

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

// Verify recomputes every index from the records and every counter from the
// journal, compares the leads with what the journal says of them, and gives a
// sentence for each difference. It changes nothing.
func (s *Store) Verify(ctx context.Context, cal calendar.Calendar) ([]string, error) {
	var found []string
	err := s.View(ctx, func(rd *Reads) (err error) {
		found, err = rd.verify(cal)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("verify the store: %w", err)
	}

	return found, nil
}

func (rd *Reads) verify(cal calendar.Calendar) ([]string, error) {
	var found []string
	readable := true
	for _, kept := range rd.t.all {
		problems, err := kept.Verify(rd.r)
		if err != nil {
			return nil, err
		}

		for _, p := range problems {
			found = append(found, p.Text)
			readable = readable && p.Kind != table.Unreadable
		}
	}

	if !readable {
		return append(found, "leads and counters were not compared with the journal, because records cannot be read"), nil
	}

	sums, err := rd.recomputed(cal)
	if err != nil {
		return nil, err
	}

	for _, verify := range []func(rollupSums) ([]string, error){rd.verifyLeads, rd.verifyJournal, rd.verifyRollups} {
		wrong, err := verify(sums)
		if err != nil {
			return nil, err
		}

		found = append(found, wrong...)
	}

	return found, nil
}

// verifyLeads counts the leads again and compares with the journal.
func (rd *Reads) verifyLeads(journal rollupSums) ([]string, error) {
	var wrong []string
	last, err := rd.sequence("lead")
	if err != nil {
		return nil, err
	}

	have := map[string]int64{}
	for l, err := range rd.t.leads.All(rd.r) {
		if err != nil {
			return nil, err
		}

		have[ledger.CountPopulation+string(l.Stage)]++
		if l.LoopOpen() {
			have[ledger.CountOpenLoops]++
		}

		if uint64(l.ID) > last {
			wrong = append(wrong, fmt.Sprintf("lead %s has a number that was not given yet; the last one given is %d", l.ID, last))
		}

		if text := dueProblem(l); text != "" {
			wrong = append(wrong, text)
		}

		unheard, err := rd.unheard(l)
		if err != nil {
			return nil, err
		}

		wrong = append(wrong, unheard...)
		unlike, err := rd.verifySeal(l)
		if err != nil {
			return nil, err
		}

		wrong = append(wrong, unlike...)
	}

	for _, metric := range populations() {
		if want := journal[rollupKey(calendar.Date{}, metric, ledger.DimAll, "")]; have[metric] != want {
			wrong = append(wrong, fmt.Sprintf("%s: there are %d such leads; the journal gives %d", metric, have[metric], want))
		}
	}

	return wrong, nil
}

// unheard finds late promises that nobody would hear of.
func (rd *Reads) unheard(l funnel.Lead) (wrong []string, err error) {
	for _, c := range l.Tellable() {
		r, err := rd.Reminder(c.Hears)
		if err != nil {
			return nil, err
		}

		a, err := rd.Availability(c.Hears)
		if err != nil {
			return nil, err
		}

		if r.NextAt.IsZero() && !a.Gone { // who has no account is told once they have one again
			wrong = append(wrong, fmt.Sprintf("lead %s is late, but %s is never told", l.ID, c.Hears))
		}
	}

	return wrong, nil
}

// populations are the counters that say how many leads stand somewhere now.
func populations() []string {
	all := []string{ledger.CountOpenLoops}
	for _, stage := range agreement.Stages {
		all = append(all, ledger.CountPopulation+string(stage))
	}

	return all
}

// dueProblem finds a lead that no sweep would find in time, or that every
// sweep would find for nothing.
func dueProblem(l funnel.Lead) string {
	var latest time.Time // at which a sweep has to look at it
	returns := l.Stage == agreement.Recycled && !l.RecycleUntil.IsZero()
	for _, c := range l.Clocks {
		if c.MissedAt.IsZero() && (latest.IsZero() || c.DueAt.Before(latest)) {
			latest = c.DueAt
		}
	}

	switch {
	case l.Stage.Ended() && len(l.Clocks) > 0:
		return fmt.Sprintf("lead %s has ended but still runs %d clocks", l.ID, len(l.Clocks))
	case len(l.Clocks) == 0 && !returns && !l.NextDueAt.IsZero():
		return fmt.Sprintf("lead %s is due at %s for nothing", l.ID, kv.TimeKey(l.NextDueAt))
	case l.NextDueAt.IsZero() && (returns || !latest.IsZero()):
		return fmt.Sprintf("lead %s has something to come but is never due", l.ID)
	case !latest.IsZero() && l.NextDueAt.After(latest):
		return fmt.Sprintf("lead %s is due at %s, after its promise at %s", l.ID, kv.TimeKey(l.NextDueAt), kv.TimeKey(latest))
	}

	return ""
}

// verifyJournal looks for entries that are gone: the journal only grows.
func (rd *Reads) verifyJournal(rollupSums) ([]string, error) {
	var wrong []string
	next := uint64(1)
	for e, err := range rd.t.journal.All(rd.r) {
		if err != nil {
			return nil, err
		}

		if e.Seq != next {
			wrong = append(wrong, fmt.Sprintf("the journal has no entries from %d to %d", next, e.Seq-1))
		}

		next = e.Seq + 1
	}

	last, err := rd.sequence("journal")
	if err != nil {
		return nil, err
	}

	if last != next-1 {
		wrong = append(wrong, fmt.Sprintf("the journal ends at entry %d; %d were counted", next-1, last))
	}

	unchained, err := rd.verifyChain()
	return append(wrong, unchained...), err
}

// Repair rebuilds all indexes and counters from the records and the journal.
func (s *Store) Repair(ctx context.Context, cal calendar.Calendar) error {
	err := s.Update(ctx, func(tx *Tx) error {
		for _, kept := range tx.t.all {
			if err := kept.Reindex(tx.w); err != nil {
				return err
			}
		}

		return rebuildRollups(tx, cal)
	})
	if err != nil {
		return fmt.Errorf("repair the store: %w", err)
	}

	return nil
}

// RecountInZone rebuilds the counters if they were computed by the days of
// another time zone, or if no zone was recorded, and says whether it did.
func (s *Store) RecountInZone(ctx context.Context, cal calendar.Calendar) (changed bool, err error) {
	zone := cal.Location.String()
	err = s.Update(ctx, func(tx *Tx) error {
		changed = false
		was, err := tx.meta("zone")
		if err != nil || was == zone {
			return err
		}

		written, err := tx.sequence("journal")
		if err != nil {
			return err
		}

		changed = written > 0
		if changed {
			if err := rebuildRollups(tx, cal); err != nil {
				return err
			}
		}

		tx.w.Put("meta/zone", []byte(zone))
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("count again by the days of %s: %w", zone, err)
	}

	return changed, nil
}

func rebuildRollups(tx *Tx, cal calendar.Calendar) error {
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
func (rd *Reads) recomputed(cal calendar.Calendar) (rollupSums, error) {
	sums := rollupSums{}
	for e, err := range rd.t.journal.All(rd.r) {
		if err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}

		sums.add(ledger.Deltas(e, cal))
	}

	return sums, nil
}

// verifyRollups compares the counters with those that the journal gives.
func (rd *Reads) verifyRollups(want rollupSums) ([]string, error) {
	var wrong []string
	seen := map[string]bool{}
	for e, err := range rd.r.Scan(kv.Range{Prefix: rollupPrefix}) {
		if err != nil {
			return nil, err
		}

		seen[e.Key] = true
		have, err := strconv.ParseInt(string(e.Value), 10, 64)
		if err != nil || have != want[e.Key] {
			wrong = append(wrong, counterProblem(e.Key, string(e.Value), want[e.Key]))
		}
	}

	for key, n := range want {
		if n != 0 && !seen[key] {
			wrong = append(wrong, counterProblem(key, "nothing", n))
		}
	}

	slices.Sort(wrong)
	return wrong, nil
}

func counterProblem(key, have string, want int64) string {
	return fmt.Sprintf("counter %s holds %s; the journal gives %d", strings.TrimPrefix(key, rollupPrefix), have, want)
}
