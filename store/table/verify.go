package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/store/kv"
)

// ProblemKind says in which way records and indexes disagree.
type ProblemKind string

// The kinds of problem that Verify finds.
const (
	Unreadable ProblemKind = "unreadable" // a record cannot be decoded, or is stored under an id that is not its own
	Missing    ProblemKind = "missing"    // a record has no entry where it should have one
	Stale      ProblemKind = "stale"      // an entry stands for a value that its record does not have, or for no record
	Duplicate  ProblemKind = "duplicate"  // two records claim one unique value
)

// Problem is one disagreement between the records of a table and its indexes.
type Problem struct {
	Kind  ProblemKind
	Table string
	Index string // empty when the record itself is at fault
	Key   string // the key of the store at which it was found
	ID    string // the record concerned
	Text  string // a sentence for people
}

// Verify computes every index entry from the records, compares with what is stored, and returns what differs. It
// changes nothing and needs no memory to speak of, but reads the whole table. Only where there are more entries than
// the records account for does it also read, for each entry, its record.
func (t Table[T]) Verify(r kv.Reader) ([]Problem, error) {
	problems, sound, err := t.verifyRecords(r)
	if err != nil {
		return nil, err
	}

	for _, ix := range t.indexFolders() {
		if len(problems) == 0 {
			stored, err := t.countEntries(r, ix)
			if err != nil {
				return nil, err
			}

			// Each entry that should be there is there, so any stale one would be one too many.
			if stored == sound[ix] {
				continue
			}
		}

		found, err := t.verifyEntries(r, ix)
		if err != nil {
			return nil, err
		}

		problems = append(problems, found...)
	}

	return problems, nil
}

func (t Table[T]) countEntries(r kv.Reader, folder string) (int, error) {
	n := 0
	for _, err := range r.Scan(kv.Range{Prefix: folder}) {
		if err != nil {
			return 0, fmt.Errorf("verify %s: %w", t.spec.Name, err)
		}

		n++
	}

	return n, nil
}

// Reindex throws all index entries away and makes them again from the records, in one transaction.
func (t Table[T]) Reindex(w kv.Writer) error {
	for _, folder := range t.indexFolders() {
		for e, err := range w.Scan(kv.Range{Prefix: folder}) {
			if err != nil {
				return fmt.Errorf("clear the indexes of %s: %w", t.spec.Name, err)
			}

			w.Delete(e.Key)
		}
	}

	if len(t.spec.Indexes) == 0 {
		return nil
	}

	for v, err := range t.All(w) {
		if err != nil {
			return err
		}

		id := t.spec.ID(v)
		entries := t.entries(id, v)
		if err := t.checkUnique(w, id, entries); err != nil {
			return err
		}

		putEntries(w, id, nil, entries)
	}

	return nil
}

func (t Table[T]) indexFolders() []string {
	return []string{t.indexFolder(false), t.indexFolder(true)}
}

func (t Table[T]) indexFolder(unique bool) string {
	if unique {
		return t.spec.Name + "/u/"
	}

	return t.spec.Name + "/i/"
}

// distinct leaves out the entries of a record that has a value twice.
func distinct(entries []entry) []entry {
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	return slices.CompactFunc(entries, func(a, b entry) bool { return a.key == b.key })
}

// verifyRecords looks for records that cannot be read and for entries that are missing, and counts the others by
// folder.
func (t Table[T]) verifyRecords(r kv.Reader) (problems []Problem, sound map[string]int, err error) {
	sound = map[string]int{}
	prefix := t.recordKey("")
	for e, err := range r.Scan(kv.Range{Prefix: prefix}) {
		if err != nil {
			return nil, nil, fmt.Errorf("verify %s: %w", t.spec.Name, err)
		}

		id := strings.TrimPrefix(e.Key, prefix)
		v, err := t.decode(id, e.Value)
		if err == nil && t.spec.ID(v) != id {
			err = fmt.Errorf("the record at %s says that its id is %s", id, t.spec.ID(v))
		}

		if err != nil {
			problems = append(problems, Problem{Kind: Unreadable, Table: t.spec.Name, Key: e.Key, ID: id, Text: err.Error()})
			continue
		}

		for _, want := range distinct(t.entries(id, v)) {
			p, err := t.verifyEntry(r, id, want)
			if err != nil {
				return nil, nil, err
			}

			if p != nil {
				problems = append(problems, *p)
				continue
			}

			sound[t.indexFolder(want.unique)]++
		}
	}

	return problems, sound, nil
}

// verifyEntry looks whether an entry that a record should have is there and is its own.
func (t Table[T]) verifyEntry(r kv.Reader, id string, want entry) (*Problem, error) {
	p := Problem{Table: t.spec.Name, Index: want.index, Key: want.key, ID: id}
	content, err := r.Get(want.key)
	switch {
	case errors.Is(err, kv.ErrNotFound):
		p.Kind = Missing
		p.Text = fmt.Sprintf("%s %s is not in the index %s under %q", t.spec.Name, id, want.index, want.value)
	case err != nil:
		return nil, fmt.Errorf("verify %s: %w", t.spec.Name, err)
	case want.unique && string(content) != id:
		p.Kind = Duplicate
		p.Text = fmt.Sprintf("%s %s and %s both have the unique %s %q", t.spec.Name, id, content, want.index, want.value)
		if !t.claims(r, string(content), want.key) {
			p.Kind = Missing
			p.Text = fmt.Sprintf("the index %s gives %q to %s instead of %s", want.index, want.value, content, id)
		}
	default:
		return nil, nil
	}

	return &p, nil
}

// verifyEntries looks for stored entries that no record accounts for, also in indexes that the table no longer has.
func (t Table[T]) verifyEntries(r kv.Reader, folder string) ([]Problem, error) {
	var problems []Problem
	unique := folder == t.indexFolder(true)
	for e, err := range r.Scan(kv.Range{Prefix: folder}) {
		if err != nil {
			return nil, fmt.Errorf("verify %s: %w", t.spec.Name, err)
		}

		id := entryID(unique, e)
		if t.claims(r, id, e.Key) {
			continue
		}

		index, _, _ := strings.Cut(strings.TrimPrefix(e.Key, folder), "/")
		problems = append(problems, Problem{
			Kind: Stale, Table: t.spec.Name, Index: index, Key: e.Key, ID: id,
			Text: fmt.Sprintf("the index %s has an entry for %s %q that the record does not account for", index, t.spec.Name, id),
		})
	}

	return problems, nil
}

// claims says whether the record with this id exists and should have the entry at key.
func (t Table[T]) claims(r kv.Reader, id, key string) bool {
	v, err := t.Get(r, id)
	if err != nil {
		return false
	}

	return slices.ContainsFunc(t.entries(id, v), func(e entry) bool { return e.key == key })
}
