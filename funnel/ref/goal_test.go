package ref

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestGoalIDs(t *testing.T) {
	for _, text := range []string{"G-3", "g3", "G 3", "G–3,"} {
		if id, err := ParseGoalID(text); err != nil || id != 3 || id.String() != "G-3" {
			t.Errorf("%q is %s, %v", text, id, err)
		}
	}
	for _, text := range []string{"", "3", "G-0", "L-3", "G-99999999999999999999", "goal"} {
		_, err := ParseGoalID(text)
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
	var id GoalID
	if text, err := GoalID(12).MarshalText(); err != nil || id.UnmarshalText(text) != nil || id != 12 {
		t.Errorf("read back as %s", id)
	}
}
