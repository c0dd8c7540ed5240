package leads

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

func TestAnswersAreReadFromTheLine(t *testing.T) {
	d := agreement.Definition{Criteria: []agreement.Criterion{
		{Key: "fit", Kind: agreement.CriterionYesNo, Stage: agreement.MQL},
		{Key: "budget", Kind: agreement.CriterionNumber, Stage: agreement.MQL},
		{Key: "market", Kind: agreement.CriterionChoice, Choices: []string{"north", "south"}, Stage: agreement.MQL},
		{Key: "timing", Kind: agreement.CriterionChoice, Choices: []string{"this year", "later"}, Stage: agreement.MQL},
		{Key: "said", Kind: agreement.CriterionText, Stage: agreement.MQL},
		{Key: "mail", Kind: agreement.CriterionRule, Stage: agreement.MQL},
		{Key: "decider", Kind: agreement.CriterionText, Stage: agreement.SQL},
	}}
	given := func(override string, answers ...string) funnel.Case {
		c := funnel.Case{Answers: map[string]string{}, Override: override}
		for i := 0; i < len(answers); i += 2 {
			c.Answers[answers[i]] = answers[i+1]
		}
		return c
	}
	for _, test := range []struct {
		text string
		want funnel.HandoffInput
	}{
		{"<@U1> asked for a demo", funnel.HandoffInput{To: "U1", Note: "asked for a demo", Case: given("")}},
		{"<@U1> fit=yes budget=12,000 asked for a demo", funnel.HandoffInput{To: "U1", Note: "asked for a demo", Case: given("", "fit", "yes", "budget", "12,000")}},
		{"fit = no <@U1> MARKET=north soon", funnel.HandoffInput{To: "U1", Note: "soon", Case: given("", "fit", "no", "market", "north")}},
		{`<@U1> said="wants it, soon" hot timing=“this year” call`, funnel.HandoffInput{To: "U1", Hot: true, Note: "call", Case: given("", "said", "wants it, soon", "timing", "this year")}},
		{"<@U1> timing=this year fit=yes now", funnel.HandoffInput{To: "U1", Note: "now", Case: given("", "timing", "this year", "fit", "yes")}},
		{`<@U1> override="<@U2|sam> asked" note`, funnel.HandoffInput{To: "U1", Note: "note", Case: given("@sam asked")}},
		{"<@U1> override=an old customer", funnel.HandoffInput{To: "U1", Case: given("an old customer")}},
		{"<@U1> fit=", funnel.HandoffInput{To: "U1", Case: given("", "fit", "")}},
		{"<@U1> see https://x.example/?a=b", funnel.HandoffInput{To: "U1", Note: "see https://x.example/?a=b", Case: given("")}},
	} {
		got, err := parseOffer(desk.LineOf(test.text), "UME", d)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", test.text, err, diff)
		}
	}
	for _, text := range []string{"<@U1> mail=yes", "<@U1> decider=Eva", "<@U1> fti=yes", "fit=yes other=x"} {
		_, err := parseOffer(desk.LineOf(text), "UME", d)
		kittest.WantSentence(t, text, err, "budget=, fit=, market=, override=, said=, timing=")
	}
}

func TestAFormsAnswersAreItsFields(t *testing.T) {
	got := formCase(map[string]string{"to": "U1", "answer.fit": "yes", "answer.said": "", "override": "So be it", "note": "fit=no"})
	want := funnel.Case{Answers: map[string]string{"fit": "yes", "said": ""}, Override: "So be it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
