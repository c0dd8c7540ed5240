package report

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

func TestOverridesAreNamedInTheDigest(t *testing.T) {
	d := Digest{Overrides: []funnel.Override{
		funnel.OverrideOf(agreement.MQL, 5, map[string]int64{"a_b": 2, "c": 3, "d": 1, "e": 1, "gone": 0}), funnel.OverrideOf(agreement.SQL, 1, nil),
	}}
	lines := map[string]string{}
	for _, s := range d.Report(agreement.Definition{}, time.UTC).Sections {
		for _, line := range s.Lines {
			team, promises, _ := strings.Cut(line.Plain(), ": ")
			lines[team] = promises
		}
	}
	for team, want := range map[string]string{
		"Marketing": "0 leads handed to sales; 5 handed to sales although something was missing (c 3, a b 2, d 1).",
		"Sales":     "1 made an opportunity although something was missing.",
	} {
		if lines[team] != want {
			t.Errorf("got %q; want %q", lines[team], want)
		}
	}
}
