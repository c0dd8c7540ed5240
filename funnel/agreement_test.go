package funnel

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// signing is a policy with a signer for each team.
func signing(t testing.TB) Policy {
	t.Helper()
	p := testPolicy(t)
	p.Roster.MarketingSigner, p.Roster.SalesSigner = mia, mona
	p.Definition = agreedText()
	p.Definition.Version, p.Definition.InForceSince = 3, onClock(t, p.Calendar, monday)
	return p
}

func agreedText() Definition {
	return Definition{
		RecordRevision: 1, Name: "What we call a lead", IdealCustomer: "Ships goods.\n\nIn Europe.", Personas: []string{"Leads operations"}, Need: "Loses orders",
		Criteria: []Criterion{
			{Key: "fit", Question: "Does the company match?", Kind: CriterionYesNo, Required: true, Stage: MQL},
			{Key: "market", Question: "Which market?", Kind: CriterionChoice, Stage: MQL, Choices: []string{"north", "south"}},
			{Key: "size", Question: "How many people?", Kind: CriterionNumber, Stage: SQL, Compare: ">=", Bound: 50.5},
			{Key: "region", Question: "Ours?", Kind: CriterionRule, Stage: MQL, Rule: Rule{Field: "country", Op: OpIn, Values: []string{"DE", "AT"}}},
		},
		Disqualifiers: []string{"Works for a competitor"},
		Reasons: Reasons{
			Reject:     []ReasonCode{{Code: "timing", Label: "Not now"}, {Code: "other", Label: "Other", NoteRequired: true}},
			Lost:       []ReasonCode{{Code: "price", Label: "Price"}},
			Disqualify: []ReasonCode{{Code: "spam", Label: "Spam or test entry"}},
		},
		ServiceLevels: ServiceLevels{Accept: WorkingTime{Hours: 4}, FirstTouch: WorkingTime{Hours: 1}, Update: WorkingTime{Days: 5}, EscalateAfter: WorkingTime{Days: 1}, Answer: WorkingTime{Hours: 8}, Window: WorkingTime{Days: 2}, OnWindowEnd: WindowReturns},
		Labels:        map[Stage]string{MQL: "Marketing lead", SAL: "Working"},
	}
}

func fieldsOf(err error) []FieldError {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fields
	}
	return nil
}

func TestADefinitionIsReadAsItIsWritten(t *testing.T) {
	want := agreedText()
	got, err := ParseDefinition(want.Form())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	written := map[string]string{
		"criteria": "fit* | Does the company match? | yes_no | mql\nmarket | Which market? | choice(north, south) | mql\n" +
			"size | How many people? | number >= 50.5 | sql\nregion | Ours? | rule: country in DE, AT | mql",
		"reject": "timing | Not now\nother | Other | note", "accept": "4 working hours", "first_touch": "1 working hour",
		"labels": "mql = Marketing lead\nsal = Working",
	}
	for field, want := range written {
		if got := agreedText().Form()[field]; got != want {
			t.Errorf("%s is written as\n%s\nwant\n%s", field, got, want)
		}
	}
}

func TestADefinitionIsReadAsPeopleWriteIt(t *testing.T) {
	form := agreedText().Form()
	form["criteria"] = "\n FIT *|Does the  company match?|YES_NO|Mql\r\nmarket|Which market?|Choice( north ,south,)|mql\n\n" +
		"size|How many people?|number ≥ 50.5|SQL\nregion|Ours?|Rule:Country IN de , at|mql\n"
	form["reject"], form["accept"], form["first_touch"], form["update"] = "Timing|Not now\nother|Other|NOTE", "4h", "1 hour", "5 Days"
	form["labels"] = "MQL=Marketing lead\n sal  = Working"
	got, err := ParseDefinition(form)
	if err != nil {
		t.Fatal(err)
	}
	if got.Fingerprint() != agreedText().Fingerprint() {
		t.Errorf("read as (-want +got):\n%s", cmp.Diff(agreedText(), got))
	}
}

func TestWhatIsWrongLandsOnItsField(t *testing.T) {
	long, tooMany := strings.Repeat("x", 201), ""
	for key := range 21 {
		tooMany += fmt.Sprintf("k%d | Fit? | yes_no | mql\n", key)
	}
	for _, c := range []struct{ field, text, says string }{
		{"name", " ", "needs a name"},
		{"ideal_customer", strings.Repeat("x", 801), "At most 800"},
		{"personas", long, "At most 200"},
		{"criteria", "fit | Fit? | yes_no", "3 parts"},
		{"criteria", "fit | Fit? | yes_no | hot", "Expected mql, for the handoff"},
		{"criteria", "1fit | Fit? | yes_no | mql", "is not a key"},
		{"criteria", "fit |  | yes_no | mql", "0 characters"},
		{"criteria", "fit | " + long + " | yes_no | mql", "201 characters"},
		{"criteria", "fit | Fit? | maybe | mql", "choice(a, b)"},
		{"criteria", "fit | Fit? | choice(a) | mql", "1 choices"},
		{"criteria", "fit | Fit? | choice(a, A) | mql", "twice"},
		{"criteria", "fit | Fit? | choice(a, (b)) | mql", "choice(a, b)"},
		{"criteria", "fit | Fit? | number >= many | mql", "not a number"},
		{"criteria", "fit(3)* | Fit? | yes_no | mql", "required and weighs"},
		{"criteria", "fit(0) | Fit? | yes_no | mql", "weight of 1 to 99"},
		{"criteria", "fit(100) | Fit? | yes_no | mql", "weight of 1 to 99"},
		{"criteria", "override | Fit? | yes_no | mql", "a word of the commands"},
		{"criteria", "fit | Fit? | yes_no | sal", "Expected mql, for the handoff"},
		{"criteria", "fit | Fit? | choice(a, b) in a, c | mql", "“c” is not among the choices"},
		{"criteria", "fit | Fit? | choice(a, " + strings.Repeat("x", 76) + ") | mql", "At most 75"},
		{"criteria", tooMany, "At most 20"},
		{"points", "mql = 1", "bring only 0 points"},
		{"points", "sal = 1", "mql or sql"},
		{"points", "mql = many", "`mql = 6`"},
		{"points", "mql = 0", "from 1 on"},
		{"criteria", "fit | Fit? | number > 5 | mql", "number >= 50"},
		{"criteria", "fit | Fit? | rule: shoe_size >= 50 | mql", "Expected one of name"},
		{"criteria", "fit | Fit? | rule: country in Atlantis | mql", "ISO 3166"},
		{"criteria", "fit | Fit? | rule: employees >= many | mql", "`employees >= 50`"},
		{"criteria", "fit | Fit? | rule: employees in 50, 60 | mql", "`employees <= 50`"},
		{"criteria", "fit | Fit? | rule: tag is known | mql", "`tag in a, b`"},
		{"criteria", "fit | Fit? | rule: country in | mql", "`country in a, b`"},
		{"criteria", "fit | Fit? | rule: email is known now | mql", "`email is known`"},
		{"criteria", "fit | Fit? | rule: phone is business | mql", "`phone is known`"},
		{"criteria", "fit | Fit? | rule: name | mql", "cannot be judged"},
		{"criteria", "fit | Fit? | yes_no | mql\nfit | Again? | yes_no | mql", "Two criteria"},
		{"reject", "", "At least one reason"},
		{"reject", "timing", "is not a reason"},
		{"reject", "timing | Not now | always", "is not a reason"},
		{"reject", "no budget | No budget", "is not a code"},
		{"reject", "timing | Not now\nlater | not-now", "there twice"},
		{"reject", "timing | " + strings.Repeat("x", 76), "At most 75"},
		{"lost", "price | Price\nprice | Too dear", "there twice"},
		{"disqualify", " ", "At least one reason"},
		{"accept", "soon", "4 working hours"},
		{"accept", "0 hours", "too short"},
		{"first_touch", "9999 hours", "too short or too long"},
		{"update", "-1 day", "4 working hours"},
		{"escalate_after", "", "4 working hours"},
		{"window", "soon", "“soon” is not a stretch"},
		{"window", "1 hour", "A window of 1 working hour would end before the answer is due, which is within 4 working hours"},
		{"on_window_end", "panic", "“panic” is not something that can happen"},
		{"answer", "soon", "“soon” is not a stretch"},
		{"labels", "mql", "mql = Marketing lead"},
		{"labels", "hot = Hot", "The stages are"},
		{"labels", "mql = SAL", "the name of another"},
		{"labels", "mql = Same\nsal = same", "gives two stages the same"},
		{"labels", "mql = " + strings.Repeat("x", 41), "At most 40"},
		{"ideal", "Ships goods.", "“ideal” is not a field of the definition"},
	} {
		form := agreedText().Form()
		form[c.field] = c.text
		_, err := ParseDefinition(form)
		wantKind(t, err, KindInvalid)
		fields := fieldsOf(err)
		if len(fields) != 1 || fields[0].Field != c.field || !strings.Contains(fields[0].Text, c.says) {
			t.Errorf("%s = %q gives %+v; want something with %q", c.field, c.text, fields, c.says)
		}
	}
	form := agreedText().Form()
	form["name"], form["accept"], form["lost"] = "", "", ""
	_, err := ParseDefinition(form)
	if fields := fieldsOf(err); len(fields) != 3 {
		t.Errorf("three wrong fields give %+v", fields)
	}
}

// anyForm draws a form, of which much is well written.
func anyForm(r *rapid.T) DefinitionForm {
	form := agreedText().Form()
	lines := func(field string, options []string) {
		form[field] = strings.Join(rapid.SliceOfN(rapid.SampledFrom(options), 0, 5).Draw(r, field), "\n")
	}
	lines("criteria", []string{
		"a(2) | A? | yes_no | mql", "b* | B? | text|sql", "c ( 12 )|C?|choice( x,y , z) IN Z,x|mql", "d|D?|number <= 1e3|sql", "e|E?|number >= -0|mql",
		"f | F? | rule: title contains Head of, chief | mql", "g|G?|rule: domain not in acme.com|mql", "h|H?|rule: need is known|mql", "",
		"i|I?|rule: source in a,b|mql", "j | J? | number >= 12,000.25 | mql",
	})
	lines("reject", []string{"a | One", "b|Two| note", "c | Three", " D | Four |NOTE"})
	lines("points", []string{"mql=2", " SQL = 1", ""})
	lines("labels", []string{"mql = Offered", "sal=Ours", "lost = Gone", ""})
	lines("personas", []string{"Leads <operations> & more", " spaced   out ", "", "x"})
	for _, field := range []string{"accept", "update"} {
		form[field] = rapid.SampledFrom([]string{"4h", "1 working day", "12 days", "1 hour"}).Draw(r, field)
	}
	form["first_touch_hot"] = rapid.SampledFrom([]string{"", "30 min", "45 working minutes", "1m"}).Draw(r, "hot")
	form["depth"] = rapid.SampledFrom([]string{"", "4 attempts in 5 days", "1 attempt in 3h"}).Draw(r, "depth")
	lines("hot", []string{"source in demo, pricing", "title contains chief", ""})
	form["need"] = rapid.String().Draw(r, "need")
	return form
}

func TestAnyDefinitionIsReadAsItIsWritten(t *testing.T) {
	read := 0
	rapid.Check(t, func(r *rapid.T) {
		d, err := ParseDefinition(anyForm(r))
		if err != nil {
			if KindOf(err) != KindInvalid || len(fieldsOf(err)) == 0 {
				r.Fatalf("refused with %v", err)
			}
			return
		}
		read++
		again, err := ParseDefinition(d.Form())
		if err != nil {
			r.Fatalf("what was written is refused: %v", err)
		}
		var stored Definition
		encoded, err := json.Marshal(d)
		if err == nil {
			err = json.Unmarshal(encoded, &stored)
		}
		if err != nil || again.Fingerprint() != d.Fingerprint() || stored.Fingerprint() != d.Fingerprint() {
			r.Fatalf("%v; read again (-first +again):\n%s\nstored:\n%s", err, cmp.Diff(d, again), cmp.Diff(d, stored))
		}
	})
	if read == 0 {
		t.Error("no form was read")
	}
}

func TestChangesAreWhatDiffers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, errA := ParseDefinition(anyForm(r))
		b, errB := ParseDefinition(anyForm(r))
		if errA != nil || errB != nil {
			return
		}
		there, back := a.Changes(b), b.Changes(a)
		if same := a.Fingerprint() == b.Fingerprint(); same != (len(there) == 0) {
			r.Fatalf("the same text is %v, with %d changes", same, len(there))
		}
		form := b.Form()
		for i, c := range there {
			if len(c.Removed)+len(c.Added) == 0 && !strings.Contains(form[c.Field.Name], "\n\n") && !strings.Contains(a.Form()[c.Field.Name], "\n\n") {
				r.Fatalf("%s changed by nothing", c.Field.Name)
			}
			if len(c.Removed) != len(back[i].Added) || len(c.Added) != len(back[i].Removed) {
				r.Fatalf("the way back differs: %+v and %+v", c, back[i])
			}
			kept := c.Field.said(a)
			for _, part := range c.Removed {
				at := slices.IndexFunc(kept, func(other fmt.Stringer) bool { return other.String() == part.String() })
				kept = slices.Delete(kept, at, at+1)
			}
			if got, want := len(kept)+len(c.Added), len(c.Field.said(b)); got != want {
				r.Fatalf("%s comes to %d parts; want %d", c.Field.Name, got, want)
			}
		}
	})
	b := agreedText()
	b.Criteria = b.Criteria[1:]
	b.ServiceLevels.Accept.Hours = 2
	type change struct {
		field          string
		removed, added []fmt.Stringer
	}
	var got []change
	for _, c := range agreedText().Changes(b) {
		got = append(got, change{c.Field.Name, c.Removed, c.Added})
	}
	want := []change{
		{"criteria", []fmt.Stringer{agreedText().Criteria[0]}, nil},
		{"accept", []fmt.Stringer{WorkingTime{Hours: 4}}, []fmt.Stringer{WorkingTime{Hours: 2}}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(change{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestRulesJudgeALead(t *testing.T) {
	l := Lead{Name: "Jane", Title: "Head of Sales", Email: "jane@acme.com", EmailKey: "jane@acme.com", PhoneKey: "+493012345678", Phone: "030", Source: "Webinar"}
	private := l
	private.Email, private.EmailKey, private.PhoneKey = "j@gmail.com", "j@gmail.com", "030123"
	sized := l
	sized.CountryCode, sized.Employees, sized.Segment, sized.Tags = "AT", 250, "Retail", []string{"partner", "demo"}
	for _, c := range []struct {
		rule  string
		lead  Lead
		want  Verdict
		value string
	}{
		{"email is business", l, VerdictMet, "jane@acme.com"},
		{"email is business", private, VerdictUnmet, "j@gmail.com"},
		{"email is business", Lead{}, VerdictOpen, ""},
		{"email is known", Lead{}, VerdictUnmet, ""},
		{"name is known", l, VerdictMet, "Jane"},
		{"country in de, at", l, VerdictMet, "DE"},
		{"country not in DE", l, VerdictUnmet, "DE"},
		{"country in DE", private, VerdictOpen, ""},
		{"source in event, webinar", l, VerdictMet, "Webinar"},
		{"source in event", l, VerdictUnmet, "Webinar"},
		{"campaign not in q4", l, VerdictOpen, ""},
		{"title contains chief, head", l, VerdictMet, "Head of Sales"},
		{"title contains chief", l, VerdictUnmet, "Head of Sales"},
		{"domain in ACME.com", l, VerdictMet, "acme.com"},
		{"country in Austria, Germany", l, VerdictMet, "DE"},
		{"country in AT", sized, VerdictMet, "AT"},
		{"employees >= 250", sized, VerdictMet, "250"},
		{"employees>=251", sized, VerdictUnmet, "250"},
		{"Employees ≤ 250", sized, VerdictMet, "250"},
		{"employees <= 249", sized, VerdictUnmet, "250"},
		{"employees >= 1,000", sized, VerdictUnmet, "250"},
		{"employees >= 1", l, VerdictOpen, ""},
		{"employees is known", l, VerdictUnmet, ""},
		{"segment in retail", sized, VerdictMet, "Retail"},
		{"segment not in retail", l, VerdictOpen, ""},
		{"tag in demo, other", sized, VerdictMet, "partner, demo"},
		{"tag in other", sized, VerdictUnmet, "partner, demo"},
		{"tag not in demo", sized, VerdictUnmet, "partner, demo"},
		{"tag in demo", l, VerdictUnmet, ""},
		{"tag not in demo", l, VerdictMet, ""},
	} {
		rule, err := ParseRule(c.rule)
		if err != nil {
			t.Errorf("%s: %v", c.rule, err)
			continue
		}
		if got, value := c.lead.Meets(rule); got != c.want || value != c.value {
			t.Errorf("%s judges %v by %q; want %v by %q", c.rule, got, value, c.want, c.value)
		}
	}
	if got, _ := l.Meets(Rule{Field: "shoe_size", Op: OpKnown}); got != VerdictOpen {
		t.Errorf("a rule of a later version judges %v", got)
	}
}

// desk is where drafts are proposed and signed.
type desk struct {
	t    *rapid.T
	p    Policy
	last Draft
	all  []Draft
	now  time.Time
}

func (d *desk) act(by UserID) Act { return Act{By: d.p.Roster.Person(by), At: d.now} }

func (d *desk) keep(draft Draft) {
	d.last = draft
	d.all[draft.Number-1] = draft
}

func (d *desk) propose(form DefinitionForm, by UserID) {
	in := Proposal{Form: form, Version: d.p.Definition.Version}
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
		texts := []DefinitionForm{agreedText().Form(), agreedText().Form(), agreedText().Form()}
		texts[1]["need"], texts[2]["need"] = "Another need", "A third one"
		agreed := map[string]map[UserID]bool{} // of the open draft's text, since it was last written
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			d.now = d.now.Add(time.Minute)
			by := rapid.SampledFrom(everybody).Draw(r, "by")
			if rapid.IntRange(0, 2).Draw(r, "act") == 0 || len(d.all) == 0 {
				was := d.last.Number
				d.propose(rapid.SampledFrom(texts).Draw(r, "text"), by)
				if d.last.Number != was {
					agreed = map[string]map[UserID]bool{}
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
				agreed[text] = map[UserID]bool{}
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
	act := func(by UserID) Act { return Act{By: p.Roster.Person(by), At: at} }
	form := agreedText().Form()
	form["need"] = "Another need"
	draft, changed, err := p.Propose(Draft{}, Proposal{Form: form, Version: 3}, act(sam))
	if err != nil || !changed {
		t.Fatal(err)
	}
	draft.Number = 1
	for _, by := range []UserID{stan, sam, lea, ada, mel} {
		_, _, err := draft.Sign(draft, act(by), p)
		wantKind(t, err, KindDenied)
	}
	for _, by := range []UserID{stan, rob, lea} {
		_, err := draft.Withdraw(act(by), p)
		wantKind(t, err, KindDenied)
	}
	for _, by := range []UserID{sam, mia, mona, ada} {
		if closed, err := draft.Withdraw(act(by), p); err != nil || closed.Open() || closed.ClosedBy != by {
			t.Errorf("%s: %+v, %v", by, closed, err)
		}
	}
	_, _, err = p.Propose(Draft{}, Proposal{Form: form, Version: 3}, act(stan))
	wantKind(t, err, KindDenied)
	for name, in := range map[string]Proposal{
		"of another version":         {Form: form, Version: 2, Draft: 1},
		"before there was a draft":   {Form: form, Version: 3},
		"of a draft that was edited": {Form: form, Version: 3, Draft: 9},
	} {
		_, _, err := p.Propose(draft, in, act(mia))
		if KindOf(err) != KindConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err = p.Propose(Draft{}, Proposal{Form: agreedText().Form(), Version: 3}, act(mia))
	wantKind(t, err, KindConflict)

	// One person cannot agree with themselves, nor can a signer of yesterday.
	p.Roster.SalesSigner = mia
	_, _, err = draft.Sign(draft, act(mia), p)
	wantKind(t, err, KindDenied)
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
	act := Act{By: p.Roster.Person(mia), At: onClock(t, p.Calendar, monday)}
	seen := Draft{Number: 1, State: DraftReplaced, Definition: agreedText()}
	last := Draft{Number: 2, State: DraftOpen, Definition: agreedText(), By: mona, At: act.At}
	last.Definition.Need, last.Definition.ServiceLevels.Update.Days = "Another", 3
	_, _, err := last.Sign(seen, act, p)
	wantKind(t, err, KindConflict)
	for _, part := range []string{mona.Mentioned(), "The need we solve", "An update every", "signed nothing"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the refusal does not say %q: %v", part, err)
		}
	}
	for _, state := range []DraftState{DraftWithdrawn, DraftInForce, ""} {
		last.State = state
		_, _, err := last.Sign(last, act, p)
		wantKind(t, err, KindConflict)
		_, err = last.Withdraw(act, p)
		wantKind(t, err, KindConflict)
	}
}

func TestTheReviewComesOnceAQuarter(t *testing.T) {
	p := signing(t)
	start := p.Definition.InForceSince
	var r Review
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
	r, due := Review{V: 1, Version: 3, Round: 1, AskedAt: start.AddDate(0, 3, 0)}.Ask(now, p)
	if !due || r.Round != 2 {
		t.Fatalf("after two years: %v, %+v", due, r)
	}
	r, changed, err := r.Hold(3, Act{By: p.Roster.Person(mia), At: now.AddDate(0, 0, 5)}, p)
	if err != nil || !changed || r.Confirmed(p.Roster) {
		t.Fatalf("one of two: %+v, %v", r, err)
	}
	if _, changed, err = r.Hold(3, Act{By: p.Roster.Person(mia), At: now.AddDate(0, 0, 6)}, p); changed || err != nil {
		t.Errorf("said twice: %v, %v", changed, err)
	}
	r, _, err = r.Hold(3, Act{By: p.Roster.Person(mona), At: now.AddDate(0, 0, 20)}, p)
	if err != nil || !r.Confirmed(p.Roster) {
		t.Fatalf("both: %+v, %v", r, err)
	}
	if _, due := r.Ask(now.AddDate(0, 0, 100), p); due {
		t.Error("asked again before a quarter was over")
	}
	if _, due := r.Ask(now.AddDate(0, 0, 115), p); !due {
		t.Error("not asked again after a quarter")
	}
	_, _, err = r.Hold(2, Act{By: p.Roster.Person(mia), At: now}, p)
	wantKind(t, err, KindConflict)
	_, _, err = r.Hold(3, Act{By: p.Roster.Person(sam), At: now}, p)
	wantKind(t, err, KindDenied)
	p.Roster.SalesSigner = ""
	if _, due := (Review{}).Ask(now, p); due {
		t.Error("asked where nobody can answer")
	}
}

func TestAnswersKeepTheVersionThatTheHandoffWasJudgedBy(t *testing.T) {
	for _, answer := range []func(*story){
		func(s *story) { s.does(s.lead.Accept(s.act(sam), s.p)) },
		func(s *story) { s.does(s.lead.Reject(Rejection{Reason: "timing"}, s.act(sam), s.p)) },
	} {
		s := standing(t, "offered")
		s.p.Definition.Version = 4
		answer(s)
		if got := s.last.Entries[len(s.last.Entries)-1].Definition; got != 3 || s.lead.Handoff.Definition != 3 {
			t.Errorf("answered by version %d, offered by %d", got, s.lead.Handoff.Definition)
		}
	}
}
