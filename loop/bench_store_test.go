package loop_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const (
	benchBase = 10_000  // leads that are written one by one; a larger store is so many times this one
	benchDays = 2 * 365 // over which they are spread
)

// unsynced is a file that is written without waiting for the disk.
func unsynced(t testing.TB) kv.DB {
	t.Helper()
	db, err := boltkv.Open(filepath.Join(t.TempDir(), "leads.db"), boltkv.Options{Unsynced: true, Ascending: []string{"journal"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// stored is an office with so many leads of two years, so many times over,
// with their journal and counters, but without the words by which leads are found.
func stored(t testing.TB, db kv.DB, leads, times int) *office {
	t.Helper()
	o := emptyOffice(t, db)
	o.must(o.Agreement.Adopt(t.Context(), definition()))
	before := o.counters()
	o.fillsUp(leads)
	m := multiplier{leads: leads, times: times}
	o.must(db.View(context.Background(), func(r kv.Reader) error { return m.read(r, before) }))
	o.must(m.write(db))

	// The chain of the journal begins behind what was copied, as behind one from before there was a chain.
	o.must(db.Update(context.Background(), func(w kv.Writer) error { w.Put("meta/version", []byte("2")); return nil }))
	_, err := store.New(t.Context(), db)
	o.must(err)
	return o
}

// fillsUp writes leads of two years, of whom half were won within days.
func (o *office) fillsUp(leads int) {
	o.t.Helper()
	begin := o.today().AddDays(-benchDays).Start(o.settings.Calendar.Location)
	o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
		var entries []funnel.Entry
		for n := range leads {
			at := begin.Add(time.Duration(float64(n) / float64(leads) * benchDays * float64(24*time.Hour)))
			l := funnel.Lead{V: 1, ID: ref.LeadID(n + 1), Stage: agreement.MQL, StageSince: at, CreatedAt: at, Imported: true}
			source := fmt.Sprintf("source %d", n%8)
			entries = append(entries, funnel.Entry{V: 1, At: at, Kind: funnel.EntryImported, Lead: l.ID, To: agreement.MQL, First: true, Source: source, Imported: true})
			if won := at.AddDate(0, 0, n/2%5); n%2 == 0 && won.Before(o.now) {
				entries = append(entries, funnel.Entry{
					V: 1, At: won, Kind: funnel.EntryImported, Lead: l.ID, From: agreement.MQL, To: agreement.Customer, First: true, Source: source, Amount: euros(1000), Created: at, Imported: true,
				})
				l.Stage, l.StageSince, l.EndedAt = agreement.Customer, won, won
			}
			if err := tx.AddLead(l); err != nil {
				return err
			}
		}
		_, err := tx.Write(entries, o.settings.Calendar)
		return err
	}))
}

// counters are the counters as they are kept.
func (o *office) counters() map[string]int64 {
	o.t.Helper()
	sums := map[string]int64{}
	o.must(o.db.View(context.Background(), func(r kv.Reader) error {
		for e, err := range r.Scan(kv.Range{Prefix: "rollup/"}) {
			if err != nil {
				return err
			}
			n, err := strconv.ParseInt(string(e.Value), 10, 64)
			if err != nil {
				return err
			}
			sums[e.Key] = n
		}
		return nil
	}))
	return sums
}

// multiplier makes a store so many times as large by copying its leads and
// their journal under new numbers, which takes a tenth of the time of writing
// them. The counters grow with them, and no new ones come: a digest of the
// large store has the same days and dimensions to read.
type multiplier struct {
	leads, times   int
	fixed, entries int64 // in the journal: those from before the leads, and all

	ascending [][]kv.Entry // of folders whose keys begin with the number that grows
	between   []kv.Entry   // whose copies come between others
	totals    []kv.Entry
}

// Where the store keeps leads and their journal, and how wide their numbers are.
const (
	leadFolder     = "lead/r/"
	leadIndexes    = "lead/i/"
	journalFolder  = "journal/r/"
	journalOfLeads = "journal/i/lead/"
	journalCount   = "seq/journal"
	leadCount      = "seq/lead"

	leadDigits, seqDigits = 12, 20
)

func (m *multiplier) read(r kv.Reader, before map[string]int64) error {
	folders := map[string][]kv.Entry{}
	for _, folder := range []string{leadFolder, leadIndexes, journalFolder, journalOfLeads, "rollup/"} {
		for e, err := range r.Scan(kv.Range{Prefix: folder}) {
			if err != nil {
				return err
			}
			if folder == journalFolder && !bytes.Contains(e.Value, []byte(`"lead":"L-`)) {
				m.fixed++
				continue
			}
			folders[folder] = append(folders[folder], kv.Entry{Key: e.Key, Value: bytes.Clone(e.Value)})
		}
	}
	m.entries = m.fixed + int64(len(folders[journalFolder]))
	m.ascending = [][]kv.Entry{folders[journalOfLeads], folders[journalFolder], folders[leadFolder]}
	m.between = folders[leadIndexes]
	for _, e := range folders["rollup/"] {
		n, err := strconv.ParseInt(string(e.Value), 10, 64)
		if err != nil {
			return err
		}
		old := before[e.Key]
		m.totals = append(m.totals, kv.Entry{Key: e.Key, Value: strconv.AppendInt(nil, old+(n-old)*int64(m.times), 10)})
	}
	last := m.fixed + (m.entries-m.fixed)*int64(m.times)
	m.totals = append(m.totals,
		kv.Entry{Key: journalCount, Value: strconv.AppendInt(nil, last, 10)},
		kv.Entry{Key: leadCount, Value: strconv.AppendInt(nil, int64(m.leads*m.times), 10)})
	return nil
}

// write writes the copies in the order of their keys, as far as that goes: a
// file is written fastest so.
func (m *multiplier) write(db kv.DB) error {
	b := bulk{db: db}
	for _, folder := range m.ascending {
		for nth := 1; nth < m.times; nth++ {
			for _, e := range folder {
				if err := b.put(m.copyOf(e, nth)); err != nil {
					return err
				}
			}
		}
	}
	for _, e := range m.between {
		for nth := 1; nth < m.times; nth++ {
			if err := b.put(m.copyOf(e, nth)); err != nil {
				return err
			}
		}
	}
	b.waiting = append(b.waiting, m.totals...)
	return b.flush()
}

// copyOf is an entry of the store with the numbers of its nth copy.
func (m *multiplier) copyOf(e kv.Entry, nth int) kv.Entry {
	lead, seq := int64(nth*m.leads), int64(nth)*(m.entries-m.fixed)
	key, value := []byte(e.Key), e.Value
	switch {
	case strings.HasPrefix(e.Key, journalFolder):
		key = renumbered(key, len(journalFolder), seq)
		value = renumbered(value, after(value, `"seq":`), seq)
		value = renumbered(value, after(value, `"lead":"L-`), lead)
	case strings.HasPrefix(e.Key, journalOfLeads):
		key = renumbered(renumbered(key, len(journalOfLeads), lead), len(key)-seqDigits, seq)
	default:
		key = renumbered(key, len(key)-leadDigits, lead)
		value = renumbered(value, after(value, `"id":"L-`), lead)
	}
	return kv.Entry{Key: string(key), Value: value}
}

// after is where in a text something else begins; its end where nothing does.
func after(text []byte, what string) int {
	at := bytes.Index(text, []byte(what))
	if at < 0 {
		return len(text)
	}
	return at + len(what)
}

// renumbered adds to the number that stands somewhere in a text; one that is
// filled up with zeros keeps its width.
func renumbered(text []byte, at int, by int64) []byte {
	end := at
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	if end == at {
		return text
	}
	n, err := strconv.ParseInt(string(text[at:end]), 10, 64)
	if err != nil {
		panic(err) // the store wrote it
	}
	digits := strconv.AppendInt(nil, n+by, 10)
	out := append(make([]byte, 0, len(text)+len(digits)), text[:at]...)
	if text[at] == '0' {
		for range end - at - len(digits) {
			out = append(out, '0')
		}
	}
	return append(append(out, digits...), text[end:]...)
}

// bulk writes entries in large transactions.
type bulk struct {
	db      kv.DB
	waiting []kv.Entry
}

const bulkEntries = 200_000

func (b *bulk) put(e kv.Entry) error {
	if b.waiting = append(b.waiting, e); len(b.waiting) < bulkEntries {
		return nil
	}
	return b.flush()
}

func (b *bulk) flush() error {
	err := b.db.Update(context.Background(), func(w kv.Writer) error {
		for _, e := range b.waiting {
			w.Put(e.Key, e.Value)
		}
		return nil
	})
	b.waiting = b.waiting[:0]
	return err
}

// TestALargeStoreIsSound holds the stores of the benchmarks to what a store is.
func TestALargeStoreIsSound(t *testing.T) {
	small, large := stored(t, memkv.New(), 300, 1), stored(t, memkv.New(), 100, 3)
	large.wantSound()
	status := func(o *office) ledger.Status {
		s, err := o.Status(t.Context())
		s.Head = "" // salts are drawn anew each time
		o.must(err)
		return s
	}
	if diff := cmp.Diff(status(small), status(large)); diff != "" {
		t.Errorf("three times a hundred leads: -want +got\n%s", diff)
	}
}
