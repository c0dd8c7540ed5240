package stats

import "testing"

func TestRates(t *testing.T) {
	if r := (Rate{Part: 3, Whole: 4}); !r.Known() || r.Fraction() != 0.75 {
		t.Errorf("%+v is %v", r, r.Fraction())
	}
	if r := (Rate{}); r.Known() || r.Fraction() != 0 {
		t.Errorf("nothing is %v", r.Fraction())
	}
}
