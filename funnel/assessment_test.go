package funnel_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// judging is a policy with criteria of every kind: fit and email are
// required, the others bring 9 points, of which a handoff takes 5.
func judging(t testing.TB) funnel.Policy {
	t.Helper()
	p := testPolicy(t)
	form := agreedText().Form()
	form["criteria"] = strings.Join([]string{
		"fit* | Does the company match? | yes_no | mql",
		"business* | A business address? | rule: email is business | mql",
		"budget(4) | What may it cost? | number >= 10000 | mql",
		"timing(3) | When do they decide? | choice(now, this year, later) in now, this year | mql",
		"need(2) | Known? | rule: need is known | mql",
		"interest | What did they say? | text | mql",
		"decider* | Who decides? | text | sql",
		"seats(1) | How many at most? | number <= 50 | sql",
	}, "\n")
	form["points"] = "mql = 5"
	d, err := agreement.Parse(form)
	if err != nil {
		t.Fatal(err)
	}
	d.Version = 3
	p.Definition = d
	return p
}

// judged is a lead of marketing under that policy.
func judged(t testing.TB) *story {
	t.Helper()
	s := newStory(t)
	s.p = judging(t)
	s.does(logLead(1, funnel.LeadInput{Name: "Jane Doe", Company: "Acme", Email: "jane@acme.com"}, s.act(mia), s.p))
	return s
}

func offer(override string, answers ...string) funnel.HandoffInput {
	in := funnel.HandoffInput{To: sam, Case: funnel.Case{Answers: map[string]string{}, Override: override}}
	for i := 0; i < len(answers); i += 2 {
		in.Answers[answers[i]] = answers[i+1]
	}
	return in
}

func TestAHandoffIsJudgedByTheDefinition(t *testing.T) {
	for _, c := range []struct {
		name   string
		in     funnel.HandoffInput
		says   string // empty where it goes through
		fields []string
	}{
		{"nothing answered", offer(""), "fit is not answered; it has 0 of 9 points, and 5 are needed", []string{"answer.fit", "override"}},
		{"a no", offer("", "fit", "No", "budget", "20000", "timing", "now"), "fit is “no”", []string{"answer.fit"}},
		{"too few points", offer("", "fit", "yes", "timing", "NOW"), "it has 3 of 9 points, and 5 are needed", []string{"override"}},
		{"a value that does not count", offer("", "fit", "yes", "budget", "9999", "timing", "later"), "it has 0 of 9", []string{"override"}},
		{"no number", offer("x", "fit", "yes", "budget", "much"), "“much” is not an answer to budget. Expected a number, such as " + fault.Option("budget", 10000).String(), []string{"answer.budget"}},
		{"no choice", offer("x", "fit", "yes", "timing", "soon"), "one of now, this year, later", []string{"answer.timing"}},
		{"neither yes nor no", offer("x", "fit", "perhaps"), "yes or no", []string{"answer.fit"}},
		{"a long text", offer("x", "fit", "yes", "interest", strings.Repeat("x", 151)), "At most 150", []string{"answer.interest"}},
		{"a long reason", offer(strings.Repeat("x", 301)), "At most 300", []string{"override"}},
		{"enough", offer("", "fit", "y", "budget", "12,000", "timing", "this year"), "", nil},
		{"exactly the threshold", offer("", "fit", "yes", "budget", "10000", "timing", "now"), "", nil},
		{"overridden", offer("Their director asked"), "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := judged(t)
			change, err := s.lead.HandOff(c.in, s.act(mia), s.p)
			if c.says == "" {
				s.does(change, err)
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v; want %q", err, c.says)
			}
			var fields []string
			for _, f := range fieldsOf(err) {
				fields = append(fields, f.Field)
			}
			if !slices.Equal(fields, c.fields) {
				t.Errorf("the problems are on %q; want %q", fields, c.fields)
			}
		})
	}
}

func TestWhatARuleMissesStandsWhereItIsOverridden(t *testing.T) {
	s := judged(t)
	s.lead.Email, s.lead.EmailKey = "jane@gmail.com", "jane@gmail.com"
	_, err := s.lead.HandOff(offer("", "fit", "yes", "budget", "20000", "timing", "now"), s.act(mia), s.p)
	if !errors.Is(err, funnel.ErrNotMet) || len(fieldsOf(err)) != 1 || fieldsOf(err)[0].Field != funnel.OverrideField || !strings.Contains(err.Error(), "jane@gmail.com") {
		t.Errorf("refused with %v on %v", err, fieldsOf(err))
	}
	wantSentence(t, fault.UserText(err))
}

func TestAnswersAreKeptWithWhoAndWhen(t *testing.T) {
	s := judged(t)
	s.does(s.lead.HandOff(offer("He knows us", "fit", "yes", "budget", "5 000", "interest", " Asked  for prices "), s.act(mia), s.p))
	if got, want := s.lead.Answers["budget"], (funnel.Answer{Value: "5000", By: mia, At: s.now, Definition: 3}); got != want {
		t.Errorf("kept %+v; want %+v", got, want)
	}
	e := s.entries[len(s.entries)-1]
	if e.Override != "He knows us" || !slices.Equal(e.Unmet, []string{agreement.PointsKey}) || e.Answers["interest"] != "Asked for prices" || e.Definition != 3 {
		t.Errorf("journalled %+v", e)
	}
	counts := counters(s.p.Calendar, s.entries)
	day := s.day(0)
	for _, d := range []ledger.Delta{
		{Day: day, Metric: "overridden.mql", Dim: ledger.DimAll},
		{Day: day, Metric: "overridden.mql", Dim: ledger.DimMarketer, Value: string(mia)},
		{Day: day, Metric: "overridden.mql", Dim: ledger.DimCriterion, Value: agreement.PointsKey},
	} {
		if counts[d] != 1 {
			t.Errorf("%+v is counted %d times", d, counts[d])
		}
	}
	// What was answered stands the next time; only what changes is journalled.
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	s.p.Definition.Version = 4
	s.does(s.lead.HandOff(offer("", "budget", "12000", "timing", "now", "interest", ""), s.act(mia), s.p))
	e = s.entries[len(s.entries)-1]
	if len(e.Answers) != 3 || e.Answers["interest"] != "" || e.Override != "" || s.lead.Answers["fit"].Definition != 3 || s.lead.Answers["budget"].Definition != 4 {
		t.Errorf("journalled %+v; kept %+v", e, s.lead.Answers)
	}
	if _, ok := s.lead.Answers["interest"]; ok {
		t.Error("an answer that was taken back stands")
	}
	if j := s.lead.Judged[agreement.MQL]; j.Points != 7 || j.Possible != 9 || j.Needed != 5 || j.Definition != 4 || j.Override != "" || len(j.Checks) != 6 {
		t.Errorf("judged %+v", j)
	}
}

func TestAnOverrideThatIsNotNeededIsNone(t *testing.T) {
	s := judged(t)
	s.does(s.lead.HandOff(offer("Just in case", "fit", "yes", "budget", "20000", "timing", "now"), s.act(mia), s.p))
	if e := s.entries[len(s.entries)-1]; e.Override != "" || e.Unmet != nil || s.lead.Judged[agreement.MQL].Override != "" {
		t.Errorf("counted as overridden: %+v", e)
	}
}

func TestWhatIsNoLongerAskedIsForgottenButInTheJournal(t *testing.T) {
	s := judged(t)
	s.does(s.lead.HandOff(offer("Known", "fit", "yes", "timing", "later", "gone", "never asked"), s.act(mia), s.p))
	s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	form := s.p.Definition.Form()
	form["criteria"], form["points"] = "fit(1) | Fits how well? | number >= 5 | mql\nplace | Where? | text | mql", ""
	d, err := agreement.Parse(form)
	if err != nil {
		t.Fatal(err)
	}
	s.p.Definition = d
	if got := s.lead.Assess(d, agreement.MQL).Judgements[0]; got.Verdict != agreement.VerdictOpen {
		t.Errorf("a yes answers how well: %+v", got)
	}
	s.does(s.lead.HandOff(offer(""), s.act(mia), s.p))
	if _, ok := s.lead.Answers["timing"]; ok || s.lead.Answers["fit"].Value != "yes" {
		t.Errorf("kept %+v", s.lead.Answers)
	}
	if !slices.ContainsFunc(s.entries, func(e funnel.Entry) bool { return e.Answers["timing"] == "later" }) {
		t.Error("the journal has lost an answer")
	}
}

func TestAnOpportunityIsJudgedToo(t *testing.T) {
	s := judged(t)
	s.does(s.lead.HandOff(offer("Known"), s.act(mia), s.p))
	s.does(s.lead.Accept(s.act(sam), s.p))
	deal := s.deal()
	_, err := s.lead.Qualify(deal, s.act(sam), s.p)
	if !errors.Is(err, funnel.ErrNotMet) || !strings.Contains(err.Error(), fault.ToQualifyLead.Way("L-1", fault.Option("decider", `"…"`))) {
		t.Errorf("qualified with %v", err)
	}
	deal.Answers = map[string]string{"decider": "Their CFO", "seats": "50"}
	s.does(s.lead.Qualify(deal, s.act(sam), s.p))
	if j := s.lead.Judged[agreement.SQL]; j.Points != 1 || s.lead.Judged[agreement.MQL].Override != "Known" {
		t.Errorf("judged %+v", s.lead.Judged)
	}
	deal.Answers = map[string]string{"decider": ""}
	s.does(s.lead.Qualify(deal, s.act(sam), s.p)) // a change of an opportunity is not judged again
	if _, ok := s.lead.Answers["decider"]; ok || s.entries[len(s.entries)-1].Kind != funnel.EntryEdited {
		t.Errorf("kept %+v", s.lead.Answers)
	}
}

func TestJudgingIsTotalAndDecides(t *testing.T) {
	texts := []string{"yes", "no", "now", "this year", "later", "9999", "10000", "1e4", "-1", "NaN", "", " ", "<!here>", "“x”"}
	rapid.Check(t, func(r *rapid.T) {
		s := judged(t)
		s.lead.Need = rapid.SampledFrom([]string{"", "Loses orders"}).Draw(r, "need")
		s.lead.Email = rapid.SampledFrom([]string{"", "a@b.com", "a@gmail.com"}).Draw(r, "email")
		answers := rapid.MapOf(rapid.SampledFrom([]string{"fit", "budget", "timing", "interest", "need", "unknown"}), rapid.SampledFrom(texts)).Draw(r, "answers")
		override := rapid.SampledFrom([]string{"", " ", "Because"}).Draw(r, "override")
		before := asJSON(r, s.lead)
		change, err := s.lead.HandOff(funnel.HandoffInput{To: sam, Case: funnel.Case{Answers: answers, Override: override}}, s.act(mia), s.p)
		if asJSON(r, s.lead) != before {
			r.Fatal("judging changed the lead that was given")
		}
		if err != nil && !errors.Is(err, funnel.ErrNotMet) {
			for _, c := range s.p.Definition.Asked(agreement.MQL) {
				if _, wrong := c.Read(answers[c.Key]); wrong != nil {
					return
				}
			}
			r.Fatalf("every answer is one, and yet: %v", err)
		}
		after := change.Lead
		if err != nil {
			after = s.lead.Clone()
			for key, text := range answers {
				after.KeepAnswer(key, funnel.Answer{Value: text})
			}
		}
		a, again := after.Assess(s.p.Definition, agreement.MQL), after.Assess(s.p.Definition, agreement.MQL)
		if asJSON(r, a) != asJSON(r, again) {
			r.Fatal("judged twice, it differs")
		}
		if passes := a.Passes() || override == "Because"; passes != (err == nil) {
			r.Fatalf("passes %v, but: %v", passes, err)
		}
		points := 0
		for _, j := range a.Judgements {
			if j.Verdict == agreement.VerdictMet {
				points += j.Criterion.Weight
			}
		}
		if a.Points != points || a.Points > a.Possible {
			r.Fatalf("%d points of %d; want %d", a.Points, a.Possible, points)
		}
		if err == nil && (after.Judged[agreement.MQL].Override != "") == a.Passes() {
			r.Fatalf("passes %v, overridden %q", a.Passes(), after.Judged[agreement.MQL].Override)
		}
	})
}

// A rule that can be agreed on can be judged.
func TestEveryFieldOfRulesIsOneOfALead(t *testing.T) {
	for _, field := range agreement.RuleFields() {
		if _, ok := (funnel.Lead{}).RuleValues(field); !ok {
			t.Errorf("a rule may ask for %s, which no lead has", field)
		}
	}
}
