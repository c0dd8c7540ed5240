package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// JournalReads are the questions about the journal and the counters that follow from it.
type JournalReads struct{ *scope }

// Write appends entries to the journal and moves the counters that follow
// from them. The entries come back with their numbers.
func (tx *Tx) Write(entries []funnel.Entry, cal calendar.Calendar) ([]funnel.Entry, error) {
	written := make([]funnel.Entry, 0, len(entries))
	sums := rollupSums{}
	head, err := tx.Head()
	if err != nil {
		return nil, err
	}

	for i, e := range entries {
		seq, err := tx.next("journal")
		if err != nil {
			return nil, err
		}

		e.Seq = seq
		last := !slices.ContainsFunc(entries[i+1:], func(later funnel.Entry) bool { return later.Lead == e.Lead })
		if head, err = tx.append(e, head, last); err != nil {
			return nil, err
		}

		sums.add(ledger.Deltas(e, cal))
		written = append(written, e)
	}

	return written, sums.apply(tx)
}

// History gives what happened to a lead, oldest first.
func (rd *JournalReads) History(lead ref.LeadID) ([]funnel.Entry, error) {
	return take(rd.t.journal.By(rd.r, "lead", table.Range{Value: leadKey(lead)}), 0)
}

// JournalAfter gives the next entries of the journal.
func (rd *JournalReads) JournalAfter(seq uint64, limit int) ([]funnel.Entry, error) {
	return after[funnel.Entry](rd.r, "journal/r/", kv.IntKey(int64(seq+1)), limit)
}

// JournalLast is the number of the last entry; 0 where there is none.
func (rd *JournalReads) JournalLast() (uint64, error) { return rd.sequence("journal") }

// after decodes the records of a table from an id on.
func after[T any](r kv.Reader, prefix, from string, limit int) ([]T, error) {
	return decodeAll[T](r, kv.Range{Prefix: prefix, From: prefix + from, Limit: limit})
}

// decodeAll decodes the records under a range of keys.
func decodeAll[T any](r kv.Reader, keys kv.Range) ([]T, error) {
	var out []T
	for e, err := range r.Scan(keys) {
		if err != nil {
			return nil, err
		}

		var v T
		if err := json.Unmarshal(e.Value, &v); err != nil {
			return nil, fmt.Errorf("decode %s: %w", e.Key, err)
		}

		out = append(out, v)
	}

	return out, nil
}

// rollupSums are counter moves by key.
type rollupSums map[string]int64

func (s rollupSums) add(deltas []ledger.Delta) {
	for _, d := range deltas {
		s[rollupKey(d.Day, d.Metric, d.Dim, d.Value)] += d.N
	}
}

// apply moves the stored counters; one that comes to zero is taken out.
func (s rollupSums) apply(tx *Tx) error {
	for key, n := range s {
		if n == 0 {
			continue
		}

		was, err := tx.counter(key)
		if err != nil {
			return err
		}

		if sum := was + n; sum > mostCounted || sum < -mostCounted || n > mostCounted || n < -mostCounted {
			return fault.Invalid("The amounts of one day come to more than can be counted. Correct the amount.")
		}

		if was+n == 0 {
			tx.w.Delete(key)
			continue
		}

		tx.w.Put(key, []byte(strconv.FormatInt(was+n, 10)))
	}

	return nil
}

// mostCounted keeps counters so far below the range of int64 that years of days can be added.
const mostCounted = 10 * money.MaxMinor

const rollupPrefix = "rollup/"

// rollupKey is the key of a counter. The value comes last, so that it may
// hold any byte.
func rollupKey(day calendar.Date, metric, dim, value string) string {
	return metricKey(day, metric) + "/" + dim + "/" + value
}

// metricKey is what the keys of counters begin with whose names begin with
// that.
func metricKey(day calendar.Date, metricPrefix string) string {
	return rollupPrefix + rollupDay(day) + "/" + metricPrefix
}

func rollupDay(day calendar.Date) string {
	if day.IsZero() {
		return "total"
	}

	return strings.ReplaceAll(day.String(), "-", "")
}

func (rd *JournalReads) counter(key string) (int64, error) {
	text, err := rd.r.Get(key)
	if errors.Is(err, kv.ErrNotFound) {
		return 0, nil
	}

	if err != nil {
		return 0, fmt.Errorf("read the counter %s: %w", key, err)
	}

	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the counter %s: %w", key, err)
	}

	return n, nil
}

// Total gives a running total of all time.
func (rd *JournalReads) Total(metric string) (int64, error) {
	return rd.counter(rollupKey(calendar.Date{}, metric, ledger.DimAll, ""))
}

// Count sums a counter over the days from one until before another.
func (rd *JournalReads) Count(metric string, from, to calendar.Date) (int64, error) {
	var sum int64
	for day := from; day.Before(to); day = day.AddDays(1) {
		n, err := rd.counter(rollupKey(day, metric, ledger.DimAll, ""))
		if err != nil {
			return 0, err
		}

		sum += n
	}

	return sum, nil
}

// FirstDay is the first day on which a counter moved; zero where it never did.
// It costs one step for each earlier day on which only others moved.
func (rd *JournalReads) FirstDay(metric string) (calendar.Date, error) {
	from := rollupPrefix
	for {
		day, err := rd.dayFrom(from)
		if err != nil || day.IsZero() {
			return day, err
		}

		n, err := rd.counter(rollupKey(day, metric, ledger.DimAll, ""))
		if err != nil || n != 0 {
			return day, err
		}

		from = rollupPrefix + rollupDay(day.AddDays(1)) + "/"
	}
}

// dayFrom is the day of the first counter from a key on; zero behind the last.
func (rd *JournalReads) dayFrom(key string) (calendar.Date, error) {
	for e, err := range rd.r.Scan(kv.Range{Prefix: rollupPrefix, From: key, Limit: 1}) {
		if err != nil {
			return calendar.Date{}, fmt.Errorf("find the first day: %w", err)
		}

		text, _, _ := strings.Cut(strings.TrimPrefix(e.Key, rollupPrefix), "/")
		day, err := time.Parse("20060102", text)
		if err != nil {
			return calendar.Date{}, nil // the totals of all time, which follow the days
		}

		return calendar.DateOf(day, time.UTC), nil
	}

	return calendar.Date{}, nil
}

// CountBy sums a counter by the values of a dimension.
func (rd *JournalReads) CountBy(metric, dim string, from, to calendar.Date) (map[string]int64, error) {
	sums := map[string]int64{}
	add := func(value string, n int64) { sums[value] += n }
	return sums, eachDay(from, to,
		func(day calendar.Date) error { return rd.counters(rollupKey(day, metric, dim, ""), add) })
}

// CountSuffixes sums all counters whose name begins with a prefix, such as
// one per currency, by the rest of the name.
func (rd *JournalReads) CountSuffixes(metricPrefix string, from, to calendar.Date) (map[string]int64, error) {
	sums := map[string]int64{}
	add := func(rest string, n int64) {
		if name, dim, _ := strings.Cut(rest, "/"); dim == ledger.DimAll+"/" {
			sums[name] += n
		}
	}
	return sums, eachDay(from, to, func(day calendar.Date) error { return rd.counters(metricKey(day, metricPrefix), add) })
}

// TotalBy gives a running total of all time by the values of a dimension.
func (rd *JournalReads) TotalBy(metric, dim string) (map[string]int64, error) {
	sums := map[string]int64{}
	return sums, rd.counters(rollupKey(calendar.Date{}, metric, dim, ""), func(value string, n int64) { sums[value] = n })
}

// TotalMoneyBy gives running totals of all time of counters that have one for
// each currency, by the values of a dimension.
func (rd *JournalReads) TotalMoneyBy(metricPrefix, dim string) (map[string]campaigns.Sums, error) {
	sums := map[string]campaigns.Sums{}
	return sums, rd.addMoney(sums, calendar.Date{}, metricPrefix, dim)
}

// MoneyBy sums the same counters over the days from one until before another.
func (rd *JournalReads) MoneyBy(metricPrefix, dim string, from, to calendar.Date) (map[string]campaigns.Sums, error) {
	sums := map[string]campaigns.Sums{}
	return sums, eachDay(from, to, func(day calendar.Date) error { return rd.addMoney(sums, day, metricPrefix, dim) })
}

func (rd *JournalReads) addMoney(sums map[string]campaigns.Sums, day calendar.Date, metricPrefix, dim string) error {
	return rd.counters(metricKey(day, metricPrefix), func(rest string, minor int64) {
		currency, rest, _ := strings.Cut(rest, "/")
		if value, ok := strings.CutPrefix(rest, dim+"/"); ok {
			sums[value] = sums[value].Plus(money.Amount{Minor: minor, Currency: currency})
		}
	})
}

func eachDay(from, to calendar.Date, read func(calendar.Date) error) error {
	for day := from; day.Before(to); day = day.AddDays(1) {
		if err := read(day); err != nil {
			return err
		}
	}

	return nil
}

// counters reads those whose keys begin with a prefix, each with the rest of
// its key.
func (rd *JournalReads) counters(prefix string, each func(rest string, n int64)) error {
	for e, err := range rd.r.Scan(kv.Range{Prefix: prefix}) {
		if err != nil {
			return fmt.Errorf("read the counters %s: %w", prefix, err)
		}

		n, err := strconv.ParseInt(string(e.Value), 10, 64)
		if err != nil {
			return fmt.Errorf("read the counter %s: %w", e.Key, err)
		}

		each(strings.TrimPrefix(e.Key, prefix), n)
	}

	return nil
}
