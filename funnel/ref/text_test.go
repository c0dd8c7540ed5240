package ref

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel/fault"
)

func TestSegments(t *testing.T) {
	due := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	tests := map[string][]fault.Segment{
		"":      nil,
		"plain": {{Text: "plain"}},
		fault.Mention("U1") + " calls by " + fault.Moment(due) + ".": {{Mention: "U1"}, {Text: " calls by "}, {Moment: due}, {Text: "."}},
		fault.Mention("U1") + fault.Mention("U2"):                    {{Mention: "U1"}, {Mention: "U2"}},
		"a\ue000U1":               {{Text: "a"}, {Text: "U1"}},
		"\ue000\ue000U1\ue001":    {{Mention: "U1"}},
		"\ue002soon\ue003b\ue001": {{Text: "soon"}, {Text: "b"}},
		fault.ToListGoals.Way() + " shows " + fault.Mention("U1"): {{Way: fault.Way{Task: fault.ToListGoals}}, {Text: " shows "}, {Mention: "U1"}},
		fault.ToAssignLead.Way(LeadID(7), "to \ue005Sam\ue006"):   {{Way: fault.Way{Task: fault.ToAssignLead, Args: []fault.Arg{{Value: "L-7"}, {Value: "to Sam"}}}}},
		"such as " + fault.Option("until", LeadID(7)).String() + ".": {
			{Text: "such as "}, {Way: fault.Way{Task: fault.ToGive, Args: []fault.Arg{fault.Option("until", "L-7")}}}, {Text: "."},
		},
		"\ue004find\ue005\ue0040\ue005\ue004200\ue005.": {{Text: "find"}, {Text: "0"}, {Text: "200"}, {Text: "."}},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, fault.Segments(text)); diff != "" {
			t.Errorf("Segments(%q): %s", text, diff)
		}
	}
}
