package view

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
)

func TestARateCannotRiseAboveAll(t *testing.T) {
	l := funnel.Lever{Kind: funnel.LeverRate, From: funnel.MQL, To: funnel.SAL, Now: 0.76, Needed: 1.07, Movement: 0.41}
	want := "even if all MQLs became SALs, not 76%, it would not be enough."
	if got := public(Context{}).lever(l, funnel.Levers{}); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}
