package agreement

import (
	"slices"
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestLabelsAreTheCompanysOwn(t *testing.T) {
	d := Definition{Labels: map[Stage]string{SAL: "Working"}}
	if d.Label(SAL) != "Working" || d.Label(MQL) != "MQL" || d.Label(Known) != "lead" || d.Label("x") != "x" {
		t.Errorf("labels %q, %q, %q, %q", d.Label(SAL), d.Label(MQL), d.Label(Known), d.Label("x"))
	}
}

func TestStages(t *testing.T) {
	for _, s := range Stages {
		if got, err := ParseStage(" " + s.Name() + " "); err != nil || got != s {
			t.Errorf("%q is %q, %v", s.Name(), got, err)
		}
		if s.Ended() != slices.Contains([]Stage{Customer, Lost, Disqualified}, s) || s.WithSales() != (s == SAL || s == SQL) {
			t.Errorf("%s: ended %v, with sales %v", s, s.Ended(), s.WithSales())
		}
	}
	if !slices.Equal(Stages[:len(Steps)], Steps) || len(Stages) != 9 {
		t.Errorf("stages %v", Stages)
	}
	_, err := ParseStage("hot")
	faulttest.WantKind(t, err, fault.KindInvalid)
}
