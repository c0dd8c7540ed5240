package agreement

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
)

func TestWhatPeopleWroteIsQuotedHarmlessly(t *testing.T) {
	for text, want := range map[string]string{
		"a  b":                         "“a b”",
		fault.Mention("U1") + "\n50%s": "“U1 50%s”",
		strings.Repeat("é", 99):        "“" + strings.Repeat("é", 59) + "…”",
		strings.Repeat("é", 60):        "“" + strings.Repeat("é", 60) + "”",
	} {
		if got := fault.Quoted(text); got != want {
			t.Errorf("%q is quoted %s, want %s", text, got, want)
		}
	}
	if _, err := ParseStage("100%d"); !strings.Contains(fault.UserText(err), "“100%d” is not a stage.") {
		t.Errorf("told %v", err)
	}
}
