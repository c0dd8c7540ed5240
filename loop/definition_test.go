package loop_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// writes has somebody propose another need.
func (o *office) writes(by ref.UserID, need string) funnel.Draft {
	o.t.Helper()
	in, err := o.proposal(context.Background(), need)
	o.must(err)
	done, err := o.Agreement.Propose(context.Background(), o.by(by), in)
	o.must(err)
	return done.Draft
}

// journalled are the entries of some kinds, in order.
func (o *office) journalled(kinds ...funnel.EntryKind) []funnel.Entry {
	o.t.Helper()
	var found []funnel.Entry
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		found = slices.DeleteFunc(entries, func(e funnel.Entry) bool { return !slices.Contains(kinds, e.Kind) })
		return err
	}))
	return found
}

func TestBothTeamsAgreeToTheSameText(t *testing.T) {
	o := newOffice(t)
	first := o.writes(sam, "Loses orders")
	o.wantTold("draft U0MIA", "draft U0MONA")
	if _, err := o.Agreement.Sign(t.Context(), o.by(mia), first.Number); err != nil {
		t.Fatal(err)
	}
	o.wantTold("edit U0MIA", "edit U0MONA")

	// An edit voids the signature, and the old text cannot be signed any more.
	second := o.writes(mel, "Loses time")
	if second.Number != 2 || len(second.Signatures) != 0 {
		t.Errorf("the edited draft is %+v", second)
	}
	o.wantTold("edit U0MIA", "edit U0MONA", "draft U0MIA", "draft U0MONA")
	o.wantUnchanged("a signature on the old text", func() {
		_, err := o.Agreement.Sign(t.Context(), o.by(mona), first.Number)
		wantKind(t, err, fault.KindConflict)
		if !strings.Contains(err.Error(), "The need we solve") {
			t.Errorf("the refusal does not say what changed: %v", err)
		}
	})

	// Signing twice is signing once.
	for range 2 {
		signed, err := o.Agreement.Sign(t.Context(), o.by(mona), second.Number)
		o.must(err)
		if !signed.Open() || len(signed.Signatures) != 1 {
			t.Errorf("after one signer: %+v", signed)
		}
	}
	o.wantTold("edit U0MIA", "edit U0MONA")
	signed, err := o.Agreement.Sign(t.Context(), o.by(mia), 0)
	o.must(err)
	if signed.State != funnel.DraftInForce || signed.Version != 2 {
		t.Errorf("after both signers: %+v", signed)
	}
	o.wantTold("edit U0MIA", "edit U0MONA", "definition #leads", "definition #sales")
	inForce, err := o.Agreement.Definition(t.Context())
	o.must(err)
	if inForce.Version != 2 || inForce.Need != "Loses time" || inForce.ProposedBy != mel || len(inForce.Signatures) != 2 || !inForce.InForceSince.Equal(o.now) {
		t.Errorf("in force is %+v", inForce)
	}
	before, err := o.Agreement.Version(t.Context(), 1)
	o.must(err)
	if changes := before.Changes(inForce); len(changes) != 1 || changes[0].Field.Name != "need" {
		t.Errorf("from 1 to 2 %+v", changes)
	}
	_, err = o.Agreement.Version(t.Context(), 3)
	wantKind(t, err, fault.KindNotFound)

	type line struct {
		Kind              funnel.EntryKind
		By                ref.UserID
		Draft, Definition int
	}
	var got []line
	for _, e := range o.journalled(funnel.EntryProposed, funnel.EntrySigned, funnel.EntryDefinition)[1:] {
		got = append(got, line{e.Kind, e.By, e.Draft, e.Definition})
	}
	want := []line{
		{funnel.EntryProposed, sam, 1, 1},
		{funnel.EntrySigned, mia, 1, 1},
		{funnel.EntryProposed, mel, 2, 1},
		{funnel.EntrySigned, mona, 2, 1},
		{funnel.EntrySigned, mia, 2, 1},
		{funnel.EntryDefinition, mia, 2, 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	o.wantUnchanged("signing what is in force", func() {
		_, err := o.Agreement.Sign(t.Context(), o.by(mona), second.Number)
		wantKind(t, err, fault.KindConflict)
	})
	o.wantSound()
}

func TestTheSameTextAgainKeepsTheSignatures(t *testing.T) {
	o := newOffice(t)
	o.writes(sam, "Loses orders")
	_, err := o.Agreement.Sign(t.Context(), o.by(mia), 1)
	o.must(err)
	again := o.writes(rob, "  Loses   orders ")
	if again.Number != 1 || len(again.Signatures) != 1 {
		t.Errorf("the same text again is %+v", again)
	}
	// A text that was changed and changed back is signed by having read it before.
	o.writes(rob, "Loses time")
	o.writes(rob, "Loses orders")
	signed, err := o.Agreement.Sign(t.Context(), o.by(mona), 1)
	o.must(err)
	if signed.Number != 3 || len(signed.Signatures) != 1 {
		t.Errorf("signed %+v", signed)
	}
}

func TestAFormThatWasOvertakenChangesNothing(t *testing.T) {
	o := newOffice(t)
	early, err := o.proposal(t.Context(), "Loses orders")
	o.must(err)
	o.writes(mia, "Loses time")
	o.wantUnchanged("an overtaken form", func() {
		_, err := o.Agreement.Propose(t.Context(), o.by(sam), early)
		wantKind(t, err, fault.KindConflict)
	})
	_, err = o.Agreement.Withdraw(t.Context(), o.by(mona))
	o.must(err)
	o.wantUnchanged("withdrawing again", func() {
		_, err := o.Agreement.Withdraw(t.Context(), o.by(mona))
		wantKind(t, err, fault.KindConflict)
	})
	if _, err := o.Agreement.Propose(t.Context(), o.by(sam), early); err != nil {
		t.Errorf("after the draft was withdrawn: %v", err)
	}
}

// Answers are judged by the version of the handoff, whatever is in force then.
func TestAnAnswerKeepsTheVersionOfItsHandoff(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	o.does(o.Handoff(t.Context(), o.by(mia), 1, sam, ""))
	o.writes(mia, "Loses orders")
	for _, signer := range []ref.UserID{mia, mona} {
		_, err := o.Agreement.Sign(t.Context(), o.by(signer), 1)
		o.must(err)
	}
	l := o.does(o.Leads.Accept(t.Context(), o.by(sam), 1))
	entry := o.journalled(funnel.EntryAccepted)[0]
	if l.Handoff.Definition != 1 || entry.Definition != 1 {
		t.Errorf("the handoff has version %d, its acceptance %d", l.Handoff.Definition, entry.Definition)
	}
	o.logs(mia, person(2))
	if l := o.does(o.Handoff(t.Context(), o.by(mia), 2, sam, "")); l.Handoff.Definition != 2 {
		t.Errorf("a new handoff has version %d", l.Handoff.Definition)
	}
	o.wantSound()
}

func TestOfSignersWhoAgreeAtOnceOneEnactsIt(t *testing.T) {
	o := onDisk(t)
	o.writes(sam, "Loses orders")
	var group sync.WaitGroup
	for i := range 32 {
		req := o.by([]ref.UserID{mia, mona}[i%2])
		group.Go(func() {
			if _, err := o.Agreement.Sign(context.Background(), req, 1); err != nil && fault.KindOf(err) != fault.KindConflict {
				t.Error(err)
			}
		})
	}
	group.Wait()
	d, err := o.Agreement.Definition(t.Context())
	o.must(err)
	if d.Version != 2 || len(d.Signatures) != 2 || len(o.journalled(funnel.EntryDefinition)) != 2 || len(o.journalled(funnel.EntrySigned)) != 2 {
		t.Errorf("in force is version %d with %+v", d.Version, d.Signatures)
	}
	told := o.delivers()
	if n := len(slices.DeleteFunc(told, func(what string) bool { return !strings.HasPrefix(what, "definition ") })); n != 2 {
		t.Errorf("the channels were told %d times", n)
	}
	o.wantSound()
}

func TestTheSignersAreAskedOnceAQuarter(t *testing.T) {
	o := newOffice(t)
	o.sweeps()
	o.at("2027-02-19 09:00") // 88 days later
	o.sweeps()
	o.delivers()
	o.at("2027-02-22 08:59").wantUnchanged("a sweep before the morning", func() { o.sweeps() })
	o.at("2027-02-22 09:00")
	if n := o.sweeps(); n == 0 {
		t.Error("nothing is due after a quarter")
	}
	if got := reviews(o.delivers()); !slices.Equal(got, []string{"review U0MIA", "review U0MONA"}) {
		t.Errorf("asked %v", got)
	}
	o.opens() // a new process
	o.wantUnchanged("another sweep", func() { o.sweeps() })

	// One says that it holds, then the other.
	for i, signer := range []ref.UserID{mona, mia} {
		for range 2 {
			r, err := o.Agreement.Confirm(t.Context(), o.by(signer), 1)
			o.must(err)
			if len(r.Held) != i+1 {
				t.Errorf("after %s: %+v", signer, r)
			}
		}
		if got := o.delivers(); !slices.Equal(got, []string{"edit U0MIA", "edit U0MONA"}) {
			t.Errorf("after %s said so: %v", signer, got)
		}
		o.later(10 * 24 * time.Hour)
	}

	// After a long downtime one question comes, not several.
	o.at("2028-03-01 12:00")
	o.sweeps()
	if got := reviews(o.delivers()); !slices.Equal(got, []string{"edit U0MIA", "edit U0MONA", "review U0MIA", "review U0MONA"}) {
		t.Errorf("after a year: %v", got)
	}
	if got := len(o.journalled(funnel.EntryReviewed)); got != 2 {
		t.Errorf("%d questions in the journal", got)
	}
	o.wantUnchanged("answering for a version that is not in force", func() {
		_, err := o.Agreement.Confirm(t.Context(), o.by(mia), 2)
		wantKind(t, err, fault.KindConflict)
	})

	// A new version makes the question needless, and its own quarter begins.
	o.writes(mia, "Loses orders")
	for _, signer := range []ref.UserID{mia, mona} {
		_, err := o.Agreement.Sign(t.Context(), o.by(signer), 0)
		o.must(err)
	}
	o.delivers()
	o.later(89 * 24 * time.Hour)
	o.sweeps()
	if got := reviews(o.delivers()); len(got) > 0 {
		t.Errorf("asked before its quarter was over: %v", got)
	}
	o.wantSound()
}

// reviews leaves out the digests that have come due as well.
func reviews(said []string) []string {
	return slices.DeleteFunc(said, func(what string) bool { return strings.HasPrefix(what, "digest") })
}

func TestWithoutTwoSignersNobodyIsAsked(t *testing.T) {
	o := emptyOffice(t, memkv.New())
	o.settings.Roster.SalesSigner = ""
	o.opens()
	o.must(o.Agreement.Adopt(t.Context(), definition()))
	o.sweeps()
	o.at("2027-06-01 12:00").sweeps()
	if got := o.journalled(funnel.EntryReviewed); len(got) != 0 {
		t.Errorf("asked: %+v", got)
	}
	o.writes(mia, "Loses orders")
	_, err := o.Agreement.Sign(t.Context(), core.Request{By: mia}, 0)
	wantKind(t, err, fault.KindDenied)
}
