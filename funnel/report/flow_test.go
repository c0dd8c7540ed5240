package report

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
)

func TestTheBalanceAddsUp(t *testing.T) {
	rows := Balance(Share{Leads: 10, Revenue: euros(9)}, Share{Leads: 6, Revenue: euros(4)}, Share{Leads: 1})
	if len(rows) != 3 || rows[2].Leads != 3 || rows[2].Revenue != euros(5) || rows[2].Team != "" {
		t.Errorf("%+v", rows)
	}
	if rows := Balance(Share{Leads: 7}, Share{Leads: 6}, Share{Leads: 1}); len(rows) != 2 {
		t.Errorf("nothing is left over, and yet: %+v", rows)
	}
	if rows := Balance(Share{}, Share{}, Share{}); rows != nil {
		t.Errorf("nothing was brought: %+v", rows)
	}
}

func TestTheWeakestStep(t *testing.T) {
	before := FunnelCount{Leads: 1000, MQLs: 500, SALs: 250, SQLs: 200, Customers: 100}
	for _, test := range []struct {
		name string
		now  FunnelCount
		want agreement.Stage
		sure bool
	}{
		{"all as before", FunnelCount{Leads: 400, MQLs: 200, SALs: 100, SQLs: 80, Customers: 40}, "", false},
		{"one fell beyond chance", FunnelCount{Leads: 400, MQLs: 200, SALs: 60, SQLs: 48, Customers: 24}, agreement.SAL, true},
		{"the one that fell most", FunnelCount{Leads: 400, MQLs: 190, SALs: 95, SQLs: 60, Customers: 30}, agreement.SQL, true},
		{"maybe by chance", FunnelCount{Leads: 400, MQLs: 190, SALs: 95, SQLs: 76, Customers: 38}, agreement.MQL, false},
		{"too few to tell", FunnelCount{Leads: 29, MQLs: 1}, "", false},
		{"few are taken together", FunnelCount{Leads: 400, MQLs: 200, SALs: 29, SQLs: 10, Customers: 5}, agreement.Customer, true},
	} {
		got := WeakStep{}
		if fallen := CompareSteps(test.now, before); len(fallen) > 0 && fallen[0].Fell() {
			got = fallen[0]
		}
		if got.To != test.want || got.Sure != test.sure {
			t.Errorf("%s: %+v, want the step to %q", test.name, got, test.want)
		}
	}
}
