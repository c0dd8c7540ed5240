package agreement

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestADefinitionReadsAsWords(t *testing.T) {
	criterion := func(line string) agreement.Criterion {
		c, err := agreement.ParseCriterion(line)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	rule := func(line string) agreement.Rule {
		r, err := agreement.ParseRule(line)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		part fmt.Stringer
		want string
	}{
		{criterion("fit* | Does it match? | yes_no | mql"), "Does it match? Yes or no; yes counts. Required to become MQL."},
		{criterion("budget(3) | What may it cost? | number >= 10000 | sql"), "What may it cost? A number; at least 10000 counts. Brings 3 points towards SQL."},
		{criterion("when | When? | choice(now, this year, later) in now, this year | mql"), "When? Choose one: now, this year, later; what counts is now or this year. Noted for MQL, and decides nothing."},
		{criterion("tags* | Not a partner? | rule: tag not in partner, press | mql"), "Not a partner? Leadloop sees by itself whether none of the tags is partner or press. Required to become MQL."},
		{criterion("reach* | Reachable? | rule: contact is known | mql"), "Reachable? Leadloop sees by itself whether an e-mail address or a phone number is known. Required to become MQL."},
		{rule("title contains head, chief"), "the job title contains head or chief"},
		{rule("employees >= 500"), "the number of employees is at least 500"},
		{agreement.PassMark{Stage: agreement.MQL, Points: 6}, "6 to become MQL"},
		{agreement.ReasonCode{Code: "other", Label: "Other", NoteRequired: true}, "Other (with a note), in commands other"},
		{agreement.WindowReturns, "it goes back to its marketer"},
		{agreement.WindowEscalates, "people are reminded, and nothing else happens"},
		{agreement.StageLabel{Stage: agreement.MQL, Label: "Marketing lead"}, "mql is called Marketing lead"},
		{calendar.WorkingTime{Hours: 4}, "4 working hours"},
	} {
		if got := partInWords(agreement.Definition{}, c.part); got != c.want {
			t.Errorf("%s reads %q; want %q", c.part, got, c.want)
		}
	}
}

// What is written has a form in words for every field that has a notation, and
// none of it shows but where words would hide the change.
func TestAChangeNeverReadsLikeNone(t *testing.T) {
	d := agreement.Definition{Criteria: []agreement.Criterion{{Key: "fit", Question: "Fits?", Kind: agreement.CriterionYesNo, Required: true, Stage: agreement.MQL}}}
	renamed := agreement.Definition{Criteria: []agreement.Criterion{{Key: "match", Question: "Fits?", Kind: agreement.CriterionYesNo, Required: true, Stage: agreement.MQL}}}
	text := string(kittest.Encode(t, changeList("Changed:", d, renamed)))
	if !strings.Contains(text, "− fit* | Fits?") || !strings.Contains(text, "+ match* | Fits?") {
		t.Errorf("another key reads %q", text)
	}
	renamed.Criteria[0].Required = false
	if text := string(kittest.Encode(t, changeList("Changed:", d, renamed))); strings.Contains(text, "|") {
		t.Errorf("another criterion reads %q", text)
	}
}

func TestEveryFieldOfTheDefinitionIsExplained(t *testing.T) {
	for _, f := range agreement.Fields {
		if _, ok := definitionHelp[f.Name]; !ok && f.Name != "name" {
			t.Errorf("the form does not say how %s is written", f.Name)
		}
	}
}
