package calendar

import "testing"

func TestWorkingTimeInWords(t *testing.T) {
	for want, w := range map[string]WorkingTime{
		"1 working hour": {Hours: 1}, "4 working hours": {Hours: 4}, "1 working day": {Days: 1}, "5 working days": {Days: 5},
	} {
		if w.String() != want {
			t.Errorf("%q, want %q", w, want)
		}
	}
}
