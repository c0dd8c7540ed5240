package funnel

import (
	"slices"
	"testing"
)

func TestReasonsAreFoundHoweverTheyAreWritten(t *testing.T) {
	d := testPolicy(t).Definition
	for _, text := range []string{"company_size", "Company Size", "company-size", "wrong company size", " COMPANYSIZE "} {
		if r, err := d.Reason(WhyRejected, text); err != nil || r.Code != "company_size" {
			t.Errorf("%q is %+v, %v", text, r, err)
		}
	}
	for _, use := range []ReasonUse{WhyRejected, WhyLost, WhyDisqualified} {
		if len(d.Reasons.For(use)) == 0 {
			t.Errorf("no reasons to %s", use)
		}
		_, err := d.Reason(use, "_ -")
		wantKind(t, err, KindInvalid)
	}
}

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
	wantKind(t, err, KindInvalid)
}
