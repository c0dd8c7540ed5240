package loop_test

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

func TestAnUndoneHandoffGivesTheTurnBack(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	for range 2 {
		l := o.does(o.later(time.Minute).Handoff(t.Context(), o.by(mia), 1, "", ""))
		if l.Owner != sam {
			t.Errorf("handed to %s, want %s again", l.Owner, sam)
		}
		_, err := o.Leads.Undo(t.Context(), o.by(mia))
		o.must(err)
	}
}

func TestUndo(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	_, err := o.Leads.Undo(ctx, o.by(mia))
	wantKind(t, err, fault.KindNotFound)
	o.logs(mia, jane)
	o.does(o.Handoff(ctx, o.by(mia), 1, sam, ""))
	o.delivers()

	undone, err := o.later(time.Minute).Leads.Undo(ctx, o.by(mia))
	o.must(err)
	if undone.Done != funnel.EntryHandedOff || undone.Removed || undone.Lead.Stage != agreement.Known || undone.Lead.Owner != "" {
		t.Errorf("undone: %+v", undone)
	}
	o.wantTold("edit #leads L-1", "edit #sales L-1", "edit U0SAM L-1", "undone U0SAM L-1")
	_, err = o.Leads.Undo(ctx, o.by(mia))
	wantKind(t, err, fault.KindNotFound)

	o.does(o.Leads.Touch(ctx, o.by(mia), 1, "call", ""))
	o.does(o.Leads.Touch(ctx, o.by(mel), 1, "call", ""))
	_, err = o.Leads.Undo(ctx, o.by(mia))
	wantKind(t, err, fault.KindConflict)
	o.later(11 * time.Minute)
	_, err = o.Leads.Undo(ctx, o.by(mel))
	wantKind(t, err, fault.KindConflict)
	o.wantSound()
}

func TestUndoOfAChangeNeverTakesBackALaterOne(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	first := o.logs(mia, jane)
	second := o.logs(mia, funnel.LeadInput{Name: "Tom Ray", Email: "tom@ray.com"})
	_, err := o.Leads.UndoOf(ctx, o.by(mia), first.ID, first.Rev)
	wantKind(t, err, fault.KindConflict)
	o.lead(second.ID)

	o.does(o.Leads.Touch(ctx, o.by(mia), second.ID, "call", ""))
	_, err = o.Leads.UndoOf(ctx, o.by(mia), second.ID, second.Rev)
	wantKind(t, err, fault.KindConflict)
	undone, err := o.Leads.UndoOf(ctx, o.by(mia), second.ID, second.Rev+1)
	o.must(err)
	if undone.Done != funnel.EntryTouched || undone.Lead.Touches != 0 {
		t.Errorf("undone: %+v", undone)
	}
	o.wantSound()
}

func TestAnUndoneLogIsAsIfItHadNeverBeen(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.logs(mia, jane)
	undone, err := o.Leads.Undo(ctx, o.by(mia))
	o.must(err)
	if !undone.Removed || undone.Done != funnel.EntryLogged {
		t.Errorf("undone: %+v", undone)
	}
	o.wantTold() // nobody had seen the card
	_, err = o.Leads.Show(ctx, 1)
	wantKind(t, err, fault.KindNotFound)
	if digest, err := o.Digest.Week(ctx, calendar.WeekOf(o.today())); err != nil || digest.Funnel.Leads != 0 {
		t.Errorf("the digest counts %+v, %v", digest.Funnel, err)
	}
	if l := o.logs(mia, jane); l.ID != 2 {
		t.Errorf("the next lead is %s, want a number never given before", l.ID)
	}
	o.wantSound()
}
