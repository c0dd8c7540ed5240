package goals

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestTheDaysOfAFigure(t *testing.T) {
	for text, label := range map[string]string{"2026-W47": "2026-W47", "2026w47": "2026-W47", "2026-11-20": "2026-11-20..2026-11-20"} {
		if p, err := ParseFigurePeriod(text); err != nil || p.Label != label {
			t.Errorf("%q is %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", "2026-11", "2026-Q4", "soon", "2026-W60"} {
		_, err := ParseFigurePeriod(text)
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
}
