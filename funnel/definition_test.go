package funnel_test

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
)

func TestReasonsAreFoundHoweverTheyAreWritten(t *testing.T) {
	d := testPolicy(t).Definition
	for _, text := range []string{"company_size", "Company Size", "company-size", "wrong company size", " COMPANYSIZE "} {
		if r, err := d.Reason(agreement.WhyRejected, text); err != nil || r.Code != "company_size" {
			t.Errorf("%q is %+v, %v", text, r, err)
		}
	}
	for _, use := range []agreement.ReasonUse{agreement.WhyRejected, agreement.WhyLost, agreement.WhyDisqualified} {
		if len(d.Reasons.For(use)) == 0 {
			t.Errorf("no reasons to %s", use)
		}
		_, err := d.Reason(use, "_ -")
		wantKind(t, err, fault.KindInvalid)
	}
}
