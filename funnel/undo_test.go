package funnel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestUndoRestoresTheLeadAndTellsThoseWhoWereTold(t *testing.T) {
	tests := []struct {
		where string
		act   funnel.EntryKind
		by    ref.UserID
		told  []string
	}{
		{"lead", funnel.EntryHandedOff, mia, []string{"undone U0SAM"}},
		{"offered", funnel.EntryAccepted, sam, []string{"undone U0MIA"}},
		{"offered", funnel.EntryRejected, sam, []string{"undone U0MIA"}},
		{"sal", funnel.EntryTouched, sam, nil},
		{"sal", funnel.EntryQualified, sam, []string{"undone U0MIA"}},
		{"sql", funnel.EntryWon, sam, []string{"undone U0MIA"}},
		{"sql", funnel.EntryLost, mona, []string{"undone U0MIA", "undone U0SAM"}},
		{"offered", funnel.EntryDisqualified, mia, []string{"undone U0SAM"}},
		{"sal", funnel.EntryRecycled, sam, []string{"undone U0MIA"}},
		{"offered", funnel.EntryAssigned, mona, []string{"undone U0ROB", "undone U0SAM"}},
		{"lead", funnel.EntryHandedOff, mona, []string{"undone U0SAM"}},
		{"offered", funnel.EntrySnoozed, sam, nil},
		{"lead", funnel.EntryEdited, mia, nil},
	}
	for _, test := range tests {
		t.Run(string(test.act)+" from "+test.where, func(t *testing.T) {
			s := standing(t, test.where)
			before, sums := s.lead, counters(s.p.Calendar, s.entries)
			s.does(acts[test.act](s, test.by))
			after := s.lead
			s.now = s.now.Add(10 * time.Minute)
			s.does(s.undoes(test.by))
			s.wantTold(test.told...)
			wantRestored(t, before, after, s.lead)
			if diff := cmp.Diff(sums, counters(s.p.Calendar, s.entries)); diff != "" {
				t.Errorf("counters (-before +after):\n%s", diff)
			}
			for _, n := range s.last.Notices {
				if n.Done != s.last.Entries[0].Undoes[0].Kind {
					t.Errorf("told that %q was undone", n.Done)
				}
			}
		})
	}
}

// wantRestored compares all but what counts changes and numbers cards.
func wantRestored(t testing.TB, before, after, restored funnel.Lead) {
	t.Helper()
	if restored.Rev != after.Rev+1 || restored.Handoffs != after.Handoffs {
		t.Errorf("rev %d, handoffs %d; before the undo %d and %d", restored.Rev, restored.Handoffs, after.Rev, after.Handoffs)
	}
	restored.Rev, restored.ChangedAt, restored.Handoffs = before.Rev, before.ChangedAt, before.Handoffs
	if diff := cmp.Diff(before, restored); diff != "" {
		t.Errorf("restored (-before +after):\n%s", diff)
	}
}

func TestUndoingANewLeadRemovesIt(t *testing.T) {
	s := standing(t, "lead")
	c, err := s.undoes(mia)
	s.does(c, err)
	if !c.Removed || len(c.Notices) != 0 {
		t.Errorf("undone by %+v", c)
	}
	if sums := counters(s.p.Calendar, s.entries); len(sums) != 0 {
		t.Errorf("still counted: %v", sums)
	}
}

func TestUndosThatAreRefused(t *testing.T) {
	tests := []struct {
		name string
		make func(s *story, u *funnel.Undoable) people.Act
		kind fault.Kind
	}{
		{"nothing done", func(s *story, u *funnel.Undoable) people.Act { *u = funnel.Undoable{}; return s.act(sam) }, fault.KindConflict},
		{"too late", func(s *story, _ *funnel.Undoable) people.Act {
			s.now = s.now.Add(10*time.Minute + 1)
			return s.act(sam)
		}, fault.KindConflict},
		{"something built on it", func(s *story, _ *funnel.Undoable) people.Act {
			s.does(s.lead.Touch("call", "", s.act(rob), s.p))
			return s.act(sam)
		}, fault.KindConflict},
		{"somebody else's", func(s *story, _ *funnel.Undoable) people.Act { return s.act(mona) }, fault.KindDenied},
		{"a stranger", func(s *story, _ *funnel.Undoable) people.Act { return s.act(stan) }, fault.KindDenied},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, "sal")
			u := funnel.Undoable{User: sam, Lead: s.lead.ID, Before: s.before, Rev: s.lead.Rev, At: s.now, Entries: s.last.Entries}
			act := test.make(s, &u)
			_, err := s.lead.Undo(u, act, s.p)
			wantKind(t, err, test.kind)
		})
	}
}

func TestANewOfferAfterAnUndoneOneHasANewCard(t *testing.T) {
	s := standing(t, "offered")
	topic := s.last.Notices[0].Topic()
	s.does(s.undoes(mia))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam}, s.act(mia), s.p))
	if s.last.Notices[0].Topic() == topic {
		t.Error("the new offer would only edit the old message, which pings nobody")
	}
}
