package agreement

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestADefinitionIsReadAsItIsWritten(t *testing.T) {
	want := agreedText()
	got, err := Parse(want.Form())
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
	got, err := Parse(form)
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
		_, err := Parse(form)
		faulttest.WantKind(t, err, fault.KindInvalid)
		fields := fieldsOf(err)
		if len(fields) != 1 || fields[0].Field != c.field || !strings.Contains(fields[0].Text, c.says) {
			t.Errorf("%s = %q gives %+v; want something with %q", c.field, c.text, fields, c.says)
		}
	}
	form := agreedText().Form()
	form["name"], form["accept"], form["lost"] = "", "", ""
	_, err := Parse(form)
	if fields := fieldsOf(err); len(fields) != 3 {
		t.Errorf("three wrong fields give %+v", fields)
	}
}

// anyForm draws a form, much of it well written.
func anyForm(r *rapid.T) Form {
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
		d, err := Parse(anyForm(r))
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid || len(fieldsOf(err)) == 0 {
				r.Fatalf("refused with %v", err)
			}
			return
		}
		read++
		again, err := Parse(d.Form())
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
		a, errA := Parse(anyForm(r))
		b, errB := Parse(anyForm(r))
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
		{"accept", []fmt.Stringer{calendar.WorkingTime{Hours: 4}}, []fmt.Stringer{calendar.WorkingTime{Hours: 2}}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(change{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
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
		ServiceLevels: ServiceLevels{Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 1}, Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1}, Answer: calendar.WorkingTime{Hours: 8}, Window: calendar.WorkingTime{Days: 2}, OnWindowEnd: WindowReturns},
		Labels:        map[Stage]string{MQL: "Marketing lead", SAL: "Working"},
	}
}

func fieldsOf(err error) []fault.FieldError {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Fields
	}
	return nil
}
