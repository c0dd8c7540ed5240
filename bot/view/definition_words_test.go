package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
)

func TestADefinitionReadsAsWords(t *testing.T) {
	for _, c := range []struct{ field, line, want string }{
		{"criteria", "fit* | Does it match? | yes_no | mql", "Does it match? Yes or no; yes counts. Required to become MQL."},
		{"criteria", "budget(3) | What may it cost? | number >= 10000 | sql", "What may it cost? A number; at least 10000 counts. Brings 3 points towards SQL."},
		{"criteria", "when | When? | choice(now, this year, later) in now, this year | mql", "When? Choose one: now, this year, later; what counts is now or this year. Noted for MQL, and decides nothing."},
		{"criteria", "tags* | Not a partner? | rule: tag not in partner, press | mql", "Not a partner? Leadloop sees by itself whether none of the tags is partner or press. Required to become MQL."},
		{"criteria", "reach* | Reachable? | rule: contact is known | mql", "Reachable? Leadloop sees by itself whether an e-mail address or a phone number is known. Required to become MQL."},
		{"hot", "title contains head, chief", "the job title contains head or chief"},
		{"hot", "employees >= 500", "the number of employees is at least 500"},
		{"points", "mql = 6", "6 to become MQL"},
		{"reject", "other | Other | note", "Other (with a note), in commands other"},
		{"on_window_end", "return", "it goes back to its marketer"},
		{"on_window_end", "escalate", "people are reminded, and nothing else happens"},
		{"labels", "mql = Marketing lead", "mql is called Marketing lead"},
		{"accept", "4 working hours", "4 working hours"},
	} {
		_, added := linesInWords(c.field, nil, []string{c.line}, funnel.Definition{}, funnel.Definition{})
		if diff := cmp.Diff([]string{c.want}, added); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.line, diff)
		}
	}
}

// What is written has a form in words for every field that has a notation, and
// none of it shows but where words would hide the change.
func TestAChangeNeverReadsLikeNone(t *testing.T) {
	d := funnel.Definition{Criteria: []funnel.Criterion{{Key: "fit", Question: "Fits?", Kind: funnel.CriterionYesNo, Required: true, Stage: funnel.MQL}}}
	renamed := funnel.Definition{Criteria: []funnel.Criterion{{Key: "match", Question: "Fits?", Kind: funnel.CriterionYesNo, Required: true, Stage: funnel.MQL}}}
	text := string(encode(t, changeList("Changed:", d, renamed)))
	if !strings.Contains(text, "− fit* | Fits?") || !strings.Contains(text, "+ match* | Fits?") {
		t.Errorf("another key reads %q", text)
	}
	renamed.Criteria[0].Required = false
	if text := string(encode(t, changeList("Changed:", d, renamed))); strings.Contains(text, "|") {
		t.Errorf("another criterion reads %q", text)
	}
}
