package loop_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// marked is what everybody writes of somebody, by which it is found again wherever it is kept.
const marked = "zyxwv"

// holding are the keys of records that hold the mark.
func (o *office) holding() (keys []string) {
	for _, line := range dump(o.t, o.db) {
		if strings.Contains(strings.ToLower(line), marked) {
			keys = append(keys, line)
		}
	}
	return keys
}

// livesThrough takes a lead through all that people write about one, to its end.
func (o *office) livesThrough() ref.LeadID {
	o.t.Helper()
	ctx := o.t.Context()
	say := func(what string) string { return "Zyxwv " + what }
	id := o.logs(mia, funnel.LeadInput{
		Name: say("Name"), Company: say("Company"), Title: say("Title"), Email: "zyxwv@zyxwv.example", Phone: "+49 30 123456",
		LinkedIn: "linkedin.com/in/zyxwv", Need: say("need"), Tags: "zyxwv", Permalink: "https://acme.slack.com/zyxwv",
		Source: "webinar", Campaign: "q3",
	}).ID
	o.does(o.Handoff(ctx, o.by(mia), id, sam, say("note")))
	o.does(o.Leads.Ask(ctx, o.by(sam), id, say("question?")))
	o.does(o.Leads.Answer(ctx, o.by(mia), id, say("answer")))
	o.does(o.Leads.Assign(ctx, o.by(mona), id, rob, say("why")))
	o.does(o.Leads.Snooze(ctx, o.by(rob), id, o.today().AddDays(1), say("snooze")))
	o.does(o.Leads.Reject(ctx, o.by(rob), id, funnel.Rejection{Reason: "company_size", Note: say("no"), Proof: "https://zyxwv.example"}))
	o.does(o.Disputes.Raise(ctx, o.by(mia), id, say("dispute")))
	_, _, err := o.Disputes.Rule(ctx, o.by(mona), 1, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: say("ruling")})
	o.must(err)
	o.does(o.Leads.Accept(ctx, o.by(rob), id))
	o.does(o.Leads.Touch(ctx, o.by(rob), id, "call", say("outcome")))
	o.does(o.Leads.Touch(ctx, o.by(sam), id, "call", say("slip")))
	_, err = o.Leads.Undo(ctx, o.by(sam))
	o.must(err)
	o.does(o.Leads.Lose(ctx, o.by(rob), id, "price", say("lost")))
	return id
}

// Whoever is erased is in no record any more, in whatever room it was written; every figure and the journal's chain
// are as they were.
func TestWhoIsErasedIsInNoRecordAnyMore(t *testing.T) {
	o := newOffice(t)
	id := o.livesThrough()
	o.delivers()
	if len(o.holding()) < 10 {
		t.Fatalf("the mark is in %d records only", len(o.holding()))
	}
	figures := o.counters()
	_, err := o.Leads.Erase(t.Context(), o.by(ada), id)
	o.must(err)
	if left := o.holding(); len(left) > 0 {
		t.Errorf("still held:\n%s", strings.Join(left, "\n"))
	}
	if diff := cmp.Diff(figures, o.counters()); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	o.wantSound()
	if told := o.delivers(); !slices.Contains(told, "edit #leads "+id.String()) {
		t.Errorf("told anew: %v", told)
	}
	o.opens()
	o.wantSound()
	if again := o.logs(mia, funnel.LeadInput{Name: "Zyxwv", Email: "zyxwv@zyxwv.example"}); again.ID == id {
		t.Error("they are still known by their address")
	}
}

// Only admins erase, and only who is not worked any more; of who was erased nothing is written again.
func TestWhoMayEraseAndWhatComesAfter(t *testing.T) {
	o := newOffice(t)
	id := o.logs(mia, person(1)).ID
	erase := func(by ref.UserID) error {
		_, err := o.Leads.Erase(t.Context(), o.by(by), id)
		return err
	}
	wantKind(t, erase(ada), fault.KindConflict) // it is open
	o.does(o.Leads.Disqualify(t.Context(), o.by(mia), id, "spam", ""))
	wantKind(t, erase(mia), fault.KindDenied)
	what, err := o.Leads.MayErase(t.Context(), ada, id)
	o.must(err)
	if what.Entries != 2 || what.Lead.Erased() {
		t.Errorf("to erase: %d entries, erased %v", what.Entries, what.Lead.Erased())
	}
	o.must(erase(ada))
	for name, do := range map[string]func() (core.Done, error){
		"touched": func() (core.Done, error) { return o.Leads.Touch(t.Context(), o.by(mia), id, "call", "again") },
		"edited": func() (core.Done, error) {
			return o.Leads.Edit(t.Context(), o.by(mia), id, funnel.LeadInput{Name: "Jane"})
		},
	} {
		if _, err := do(); fault.KindOf(err) != fault.KindConflict || !strings.Contains(fault.UserText(err), "erased on request") {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantKind(t, erase(ada), fault.KindConflict)
	_, err = o.Leads.Undo(t.Context(), o.by(mia))
	wantKind(t, err, fault.KindNotFound)
}
