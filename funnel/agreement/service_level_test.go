package agreement

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestPromisesAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"30 working minutes": "30 working minutes", "30m": "30 working minutes", "1 min": "1 working minute", "4h": "4 working hours", "1 day": "1 working day",
	} {
		if w, err := calendar.ParseWorkingTime(text); err != nil || w.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, w, err, want)
		}
	}
	for text, want := range map[string]string{
		"4 attempts in 5 working days": "4 attempts in 5 working days", "4 in 5d": "4 attempts in 5 working days", "1 Attempt in 3 hours": "1 attempt in 3 working hours",
	} {
		if d, err := ParseDepth(text); err != nil || d.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, d, err, want)
		}
	}
	for _, text := range []string{"0m", "601m", "4 weeks", "m", ""} {
		_, err := calendar.ParseWorkingTime(text)
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
	for _, text := range []string{"4", "4 attempts", "0 attempts in 2 days", "21 attempts in 2 days", "4 calls in 2 days", "4 attempts in May", " in 2 days"} {
		_, err := ParseDepth(text)
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
}
