package spelling_test

import (
	"testing"

	"github.com/leadloop/leadloop/internal/spelling"
)

func TestTheNearestWordIsTheOneThatWasMeant(t *testing.T) {
	words := []string{"export", "expect", "handoff", "show", "id", ""}
	for typed, want := range map[string]string{
		"exprt": "export", "hand": "handoff", "wohs": "show", "EXPOTR": "export", "exp": "export", "ix": "id", "x": "", "sell": "", "": "",
	} {
		if got, near := spelling.Nearest(typed, words); got != want || near != (want != "") {
			t.Errorf("%q is taken for %q, %t; want %q", typed, got, near, want)
		}
	}
	if got, near := spelling.Nearest("x", nil); near {
		t.Errorf("of no words %q is the nearest", got)
	}
}
