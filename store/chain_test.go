package store_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// writes adds entries to the journal.
func writes(t *testing.T, s *store.Store, cal calendar.Calendar, entries ...funnel.Entry) {
	t.Helper()
	change(t, s, func(tx *store.Tx) error {
		_, err := tx.Write(entries, cal)
		return err
	})
}

func headOf(t *testing.T, s *store.Store) (head store.Head) {
	t.Helper()
	err := s.View(t.Context(), func(rd *store.Reads) (err error) {
		head, err = rd.Head()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func said(text string) funnel.Entry {
	return funnel.Entry{V: 1, At: noon, By: mia, Kind: funnel.EntryTouched, Lead: 1, Note: text}
}

const third = "journal/r/00000000000000000003"

func TestTheHeadStandsForEverythingBefore(t *testing.T) {
	heads := map[store.Head]bool{}
	s, _, cal := recorded(t)
	for _, text := range []string{"one", "two", ""} {
		writes(t, s, cal, said(text))
		heads[headOf(t, s)] = true
	}
	if again, _ := newStore(t); headOf(t, again) != (store.Head{}) {
		t.Error("an empty journal has a head")
	}
	if head := headOf(t, s); len(heads) != 3 || head.Seq != 5 || len(head.Hash) != 32 {
		t.Errorf("heads %v", heads)
	}
	if found := verified(t, s, cal); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}

// TestWhatIsErasedLeavesTheChainWhole takes away what was said of a person, in an entry and in the one that took it back.
func TestWhatIsErasedLeavesTheChainWhole(t *testing.T) {
	s, db, cal := recorded(t)
	writes(t, s, cal, said("she is ill"))
	undone := said("she is ill")
	undone.Seq = 3
	writes(t, s, cal, funnel.Entry{V: 1, At: noon, By: mia, Kind: funnel.EntryUndone, Lead: 1, Undoes: []funnel.Entry{undone}})
	writes(t, s, cal, said("she is well"))
	before := headOf(t, s)
	damages(t, db, func(w kv.Writer) {
		for _, key := range []string{third, "journal/r/00000000000000000004"} {
			replaced(t, w, key, `,"note":"she is ill"`, ``)
		}
	})
	if found := verified(t, s, cal); len(found) > 0 || headOf(t, s) != before {
		t.Errorf("found %q, head %v; want %v", found, headOf(t, s), before)
	}
	damages(t, db, func(w kv.Writer) { replaced(t, w, "journal/r/00000000000000000005", "well", "dead") })
	if found := verified(t, s, cal); len(found) != 1 || !strings.Contains(found[0], "what is said in entry 5 of the journal, about L-1, was changed") {
		t.Errorf("after another text, found %q", found)
	}
}

// TestWhatIsSaidCannotBeGuessedWithoutTheSalt has the same said of two people.
func TestWhatIsSaidCannotBeGuessedWithoutTheSalt(t *testing.T) {
	s, _, cal := recorded(t)
	other := said("she is ill")
	other.Lead = 2
	writes(t, s, cal, said("she is ill"), other)
	err := s.View(t.Context(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(2, 2)
		if err == nil && (entries[0].Said == "" || entries[0].Said == entries[1].Said || entries[0].Seal == entries[1].Seal) {
			t.Errorf("digests %q and %q", entries[0].Said, entries[1].Said)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
