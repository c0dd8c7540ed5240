package funnel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// signing is a policy with a signer for each team.
func signing(t testing.TB) funnel.Policy {
	t.Helper()
	p := testPolicy(t)
	p.Roster.MarketingSigner, p.Roster.SalesSigner = mia, mona
	p.Definition = agreedText()
	p.Definition.Version, p.Definition.InForceSince = 3, onClock(t, p.Calendar, monday)
	return p
}

func agreedText() agreement.Definition {
	return agreement.Definition{
		RecordRevision: 1, Name: "What we call a lead", IdealCustomer: "Ships goods.\n\nIn Europe.", Personas: []string{"Leads operations"}, Need: "Loses orders",
		Criteria: []agreement.Criterion{
			{Key: "fit", Question: "Does the company match?", Kind: agreement.CriterionYesNo, Required: true, Stage: agreement.MQL},
			{Key: "market", Question: "Which market?", Kind: agreement.CriterionChoice, Stage: agreement.MQL, Choices: []string{"north", "south"}},
			{Key: "size", Question: "How many people?", Kind: agreement.CriterionNumber, Stage: agreement.SQL, Compare: ">=", Bound: 50.5},
			{Key: "region", Question: "Ours?", Kind: agreement.CriterionRule, Stage: agreement.MQL, Rule: agreement.Rule{Field: "country", Op: agreement.OpIn, Values: []string{"DE", "AT"}}},
		},
		Disqualifiers: []string{"Works for a competitor"},
		Reasons: agreement.Reasons{
			Reject:     []agreement.ReasonCode{{Code: "timing", Label: "Not now"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Lost:       []agreement.ReasonCode{{Code: "price", Label: "Price"}},
			Disqualify: []agreement.ReasonCode{{Code: "spam", Label: "Spam or test entry"}},
		},
		ServiceLevels: agreement.ServiceLevels{Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 1}, Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1}, Answer: calendar.WorkingTime{Hours: 8}, Window: calendar.WorkingTime{Days: 2}, OnWindowEnd: agreement.WindowReturns},
		Labels:        map[agreement.Stage]string{agreement.MQL: "Marketing lead", agreement.SAL: "Working"},
	}
}

func fieldsOf(err error) []fault.FieldError {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Fields
	}
	return nil
}

func TestRulesJudgeALead(t *testing.T) {
	l := funnel.Lead{Name: "Jane", Title: "Head of Sales", Email: "jane@acme.com", EmailKey: "jane@acme.com", PhoneKey: "+493012345678", Phone: "030", Source: "Webinar"}
	private := l
	private.Email, private.EmailKey, private.PhoneKey = "j@gmail.com", "j@gmail.com", "030123"
	sized := l
	sized.CountryCode, sized.Employees, sized.Segment, sized.Tags = "AT", 250, "Retail", []string{"partner", "demo"}
	for _, c := range []struct {
		rule  string
		lead  funnel.Lead
		want  agreement.Verdict
		value string
	}{
		{"email is business", l, agreement.VerdictMet, "jane@acme.com"},
		{"email is business", private, agreement.VerdictUnmet, "j@gmail.com"},
		{"email is business", funnel.Lead{}, agreement.VerdictOpen, ""},
		{"email is known", funnel.Lead{}, agreement.VerdictUnmet, ""},
		{"name is known", l, agreement.VerdictMet, "Jane"},
		{"country in de, at", l, agreement.VerdictMet, "DE"},
		{"country not in DE", l, agreement.VerdictUnmet, "DE"},
		{"country in DE", private, agreement.VerdictOpen, ""},
		{"source in event, webinar", l, agreement.VerdictMet, "Webinar"},
		{"source in event", l, agreement.VerdictUnmet, "Webinar"},
		{"campaign not in q4", l, agreement.VerdictOpen, ""},
		{"title contains chief, head", l, agreement.VerdictMet, "Head of Sales"},
		{"title contains chief", l, agreement.VerdictUnmet, "Head of Sales"},
		{"domain in ACME.com", l, agreement.VerdictMet, "acme.com"},
		{"country in Austria, Germany", l, agreement.VerdictMet, "DE"},
		{"country in AT", sized, agreement.VerdictMet, "AT"},
		{"employees >= 250", sized, agreement.VerdictMet, "250"},
		{"employees>=251", sized, agreement.VerdictUnmet, "250"},
		{"Employees ≤ 250", sized, agreement.VerdictMet, "250"},
		{"employees <= 249", sized, agreement.VerdictUnmet, "250"},
		{"employees >= 1,000", sized, agreement.VerdictUnmet, "250"},
		{"employees >= 1", l, agreement.VerdictOpen, ""},
		{"employees is known", l, agreement.VerdictUnmet, ""},
		{"segment in retail", sized, agreement.VerdictMet, "Retail"},
		{"segment not in retail", l, agreement.VerdictOpen, ""},
		{"tag in demo, other", sized, agreement.VerdictMet, "partner, demo"},
		{"tag in other", sized, agreement.VerdictUnmet, "partner, demo"},
		{"tag not in demo", sized, agreement.VerdictUnmet, "partner, demo"},
		{"tag in demo", l, agreement.VerdictUnmet, ""},
		{"tag not in demo", l, agreement.VerdictMet, ""},
	} {
		rule, err := agreement.ParseRule(c.rule)
		if err != nil {
			t.Errorf("%s: %v", c.rule, err)
			continue
		}
		if got, value := c.lead.Meets(rule); got != c.want || value != c.value {
			t.Errorf("%s judges %v by %q; want %v by %q", c.rule, got, value, c.want, c.value)
		}
	}
	if got, _ := l.Meets(agreement.Rule{Field: "shoe_size", Op: agreement.OpKnown}); got != agreement.VerdictOpen {
		t.Errorf("a rule of a later version judges %v", got)
	}
}

// desk is where drafts are proposed and signed.
type desk struct {
	t    *rapid.T
	p    funnel.Policy
	last funnel.Draft
	all  []funnel.Draft
	now  time.Time
}

func (d *desk) act(by ref.UserID) people.Act { return people.Act{By: d.p.Roster.Person(by), At: d.now} }

func (d *desk) keep(draft funnel.Draft) {
	d.last = draft
	d.all[draft.Number-1] = draft
}

func (d *desk) propose(form agreement.Form, by ref.UserID) {
	in := funnel.Proposal{Form: form, Version: d.p.Definition.Version}
	if d.last.Open() {
		in.Draft = d.last.Number
	}
	before := d.last
	draft, changed, err := d.p.Propose(d.last, in, d.act(by))
	if err != nil || !changed {
		if err == nil && draft.Number != before.Number {
			d.t.Fatalf("unchanged, but draft %d", draft.Number)
		}
		return
	}
	if len(draft.Signatures) > 0 {
		d.t.Fatal("a new text has signatures")
	}
	if before.Open() {
		d.keep(before.Replaced(d.act(by)))
	}
	draft.Number = len(d.all) + 1
	d.all = append(d.all, draft)
	d.last = draft
}

// A definition comes in force only when both signers agreed to its very text.
func TestNothingComesInForceWithoutBothOnOneText(t *testing.T) {
	enacted := 0
	rapid.Check(t, func(r *rapid.T) {
		d := &desk{t: r, p: signing(t), now: onClock(t, testPolicy(t).Calendar, monday)}
		texts := []agreement.Form{agreedText().Form(), agreedText().Form(), agreedText().Form()}
		texts[1]["need"], texts[2]["need"] = "Another need", "A third one"
		agreed := map[string]map[ref.UserID]bool{} // of the open draft's text, since it was last written
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			d.now = d.now.Add(time.Minute)
			by := rapid.SampledFrom(everybody).Draw(r, "by")
			if rapid.IntRange(0, 2).Draw(r, "act") == 0 || len(d.all) == 0 {
				was := d.last.Number
				d.propose(rapid.SampledFrom(texts).Draw(r, "text"), by)
				if d.last.Number != was {
					agreed = map[string]map[ref.UserID]bool{}
				}
				continue
			}
			seen := d.all[rapid.IntRange(0, len(d.all)-1).Draw(r, "seen")]
			signed, changed, err := d.last.Sign(seen, d.act(by), d.p)
			if err != nil {
				continue
			}
			text := seen.Definition.Fingerprint()
			if text != d.last.Definition.Fingerprint() || by != mia && by != mona {
				r.Fatalf("%s signed %d having read %d", by, d.last.Number, seen.Number)
			}
			again, changedAgain, err := signed.Sign(seen, d.act(by), d.p)
			if changedAgain || err != nil || len(again.Signatures) != len(signed.Signatures) {
				r.Fatalf("signing again changes something: %v", err)
			}
			if !changed {
				continue
			}
			if agreed[text] == nil {
				agreed[text] = map[ref.UserID]bool{}
			}
			agreed[text][by] = true
			if want := agreed[text][mia] && agreed[text][mona]; signed.Agreed(d.p.Roster) != want {
				r.Fatalf("agreed is %v; want %v", !want, want)
			}
			if signed.Agreed(d.p.Roster) {
				enacted++
				d.p.Definition = signed.Adopted(d.act(by))
				d.p.Definition.Version = 4
				signed = signed.Enacted(4, d.act(by))
			}
			d.keep(signed)
		}
	})
	if enacted == 0 {
		t.Error("nothing ever came in force")
	}
}

func TestWhoMayDoWhatWithADraft(t *testing.T) {
	p := signing(t)
	at := onClock(t, p.Calendar, monday)
	act := func(by ref.UserID) people.Act { return people.Act{By: p.Roster.Person(by), At: at} }
	form := agreedText().Form()
	form["need"] = "Another need"
	draft, changed, err := p.Propose(funnel.Draft{}, funnel.Proposal{Form: form, Version: 3}, act(sam))
	if err != nil || !changed {
		t.Fatal(err)
	}
	draft.Number = 1
	for _, by := range []ref.UserID{stan, sam, lea, ada, mel} {
		_, _, err := draft.Sign(draft, act(by), p)
		wantKind(t, err, fault.KindDenied)
	}
	for _, by := range []ref.UserID{stan, rob, lea} {
		_, err := draft.Withdraw(act(by), p)
		wantKind(t, err, fault.KindDenied)
	}
	for _, by := range []ref.UserID{sam, mia, mona, ada} {
		if closed, err := draft.Withdraw(act(by), p); err != nil || closed.Open() || closed.ClosedBy != by {
			t.Errorf("%s: %+v, %v", by, closed, err)
		}
	}
	_, _, err = p.Propose(funnel.Draft{}, funnel.Proposal{Form: form, Version: 3}, act(stan))
	wantKind(t, err, fault.KindDenied)
	for name, in := range map[string]funnel.Proposal{
		"of another version":         {Form: form, Version: 2, Draft: 1},
		"before there was a draft":   {Form: form, Version: 3},
		"of a draft that was edited": {Form: form, Version: 3, Draft: 9},
	} {
		_, _, err := p.Propose(draft, in, act(mia))
		if fault.KindOf(err) != fault.KindConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err = p.Propose(funnel.Draft{}, funnel.Proposal{Form: agreedText().Form(), Version: 3}, act(mia))
	wantKind(t, err, fault.KindConflict)

	// One person cannot agree with themselves, nor can a signer of yesterday.
	p.Roster.SalesSigner = mia
	_, _, err = draft.Sign(draft, act(mia), p)
	wantKind(t, err, fault.KindDenied)
	p = signing(t)
	draft, _, err = draft.Sign(draft, act(mia), p)
	if err != nil {
		t.Fatal(err)
	}
	p.Roster.MarketingSigner = mel
	draft, _, err = draft.Sign(draft, act(mona), p)
	if err != nil || draft.Agreed(p.Roster) {
		t.Errorf("agreed with the signature of somebody who signs no more: %v", err)
	}
	draft, _, err = draft.Sign(draft, act(mel), p)
	if err != nil || !draft.Agreed(p.Roster) || len(draft.Signatures) != 2 {
		t.Errorf("%+v, %v", draft.Signatures, err)
	}
}

func TestAnOutdatedSignatureIsToldWhatChanged(t *testing.T) {
	p := signing(t)
	act := people.Act{By: p.Roster.Person(mia), At: onClock(t, p.Calendar, monday)}
	seen := funnel.Draft{Number: 1, State: funnel.DraftReplaced, Definition: agreedText()}
	last := funnel.Draft{Number: 2, State: funnel.DraftOpen, Definition: agreedText(), By: mona, At: act.At}
	last.Definition.Need, last.Definition.ServiceLevels.Update.Days = "Another", 3
	_, _, err := last.Sign(seen, act, p)
	wantKind(t, err, fault.KindConflict)
	for _, part := range []string{mona.Mentioned(), "The need we solve", "An update every", "signed nothing"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the refusal does not say %q: %v", part, err)
		}
	}
	for _, state := range []funnel.DraftState{funnel.DraftWithdrawn, funnel.DraftInForce, ""} {
		last.State = state
		_, _, err := last.Sign(last, act, p)
		wantKind(t, err, fault.KindConflict)
		_, err = last.Withdraw(act, p)
		wantKind(t, err, fault.KindConflict)
	}
}

func TestTheReviewComesOnceAQuarter(t *testing.T) {
	p := signing(t)
	start := p.Definition.InForceSince
	var r funnel.Review
	asked := 0
	for hour := range 24 * 400 {
		now := start.Add(time.Duration(hour) * time.Hour)
		if next, due := r.Ask(now, p); due {
			asked++
			if again, twice := next.Ask(now, p); twice {
				t.Fatalf("asked twice at %s: %+v", now, again)
			}
			if !p.Calendar.IsOpen(now) {
				t.Errorf("asked at %s", now)
			}
			r = next
		}
	}
	if asked != 4 || r.Round != 4 {
		t.Errorf("asked %d times in 400 days, round %d", asked, r.Round)
	}
	// Said by both, a quarter begins anew; quarters missed are one question.
	now := start.AddDate(2, 0, 0)
	r, due := funnel.Review{V: 1, Version: 3, Round: 1, AskedAt: start.AddDate(0, 3, 0)}.Ask(now, p)
	if !due || r.Round != 2 {
		t.Fatalf("after two years: %v, %+v", due, r)
	}
	r, changed, err := r.Hold(3, people.Act{By: p.Roster.Person(mia), At: now.AddDate(0, 0, 5)}, p)
	if err != nil || !changed || r.Confirmed(p.Roster) {
		t.Fatalf("one of two: %+v, %v", r, err)
	}
	if _, changed, err = r.Hold(3, people.Act{By: p.Roster.Person(mia), At: now.AddDate(0, 0, 6)}, p); changed || err != nil {
		t.Errorf("said twice: %v, %v", changed, err)
	}
	r, _, err = r.Hold(3, people.Act{By: p.Roster.Person(mona), At: now.AddDate(0, 0, 20)}, p)
	if err != nil || !r.Confirmed(p.Roster) {
		t.Fatalf("both: %+v, %v", r, err)
	}
	if _, due := r.Ask(now.AddDate(0, 0, 100), p); due {
		t.Error("asked again before a quarter was over")
	}
	if _, due := r.Ask(now.AddDate(0, 0, 115), p); !due {
		t.Error("not asked again after a quarter")
	}
	_, _, err = r.Hold(2, people.Act{By: p.Roster.Person(mia), At: now}, p)
	wantKind(t, err, fault.KindConflict)
	_, _, err = r.Hold(3, people.Act{By: p.Roster.Person(sam), At: now}, p)
	wantKind(t, err, fault.KindDenied)
	p.Roster.SalesSigner = ""
	if _, due := (funnel.Review{}).Ask(now, p); due {
		t.Error("asked where nobody can answer")
	}
}

func TestAnswersKeepTheVersionThatTheHandoffWasJudgedBy(t *testing.T) {
	for _, answer := range []func(*story){
		func(s *story) { s.does(s.lead.Accept(s.act(sam), s.p)) },
		func(s *story) { s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p)) },
	} {
		s := standing(t, "offered")
		s.p.Definition.Version = 4
		answer(s)
		if got := s.last.Entries[len(s.last.Entries)-1].Definition; got != 3 || s.lead.Handoff.Definition != 3 {
			t.Errorf("answered by version %d, offered by %d", got, s.lead.Handoff.Definition)
		}
	}
}
