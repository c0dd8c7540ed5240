package people

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestAPoolIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]PoolMember{
		"1": {Weight: 1}, "2, 5 a day, 20 a week": {Weight: 2, Day: 5, Week: 20}, "3 day=4": {Weight: 3, Day: 4},
		" 100, 7/week": {Weight: 100, Week: 7}, "Weight 2 5 per Day": {Weight: 2, Day: 5},
	} {
		got, err := ParseShare(text)
		if err != nil || got != want {
			t.Errorf("%q is read as %+v, %v; want %+v", text, got, err, want)
		}
		if again, err := ParseShare(got.Share()); err != nil || again != got {
			t.Errorf("%q is written as %q, which is read as %+v, %v", text, got.Share(), again, err)
		}
	}
	for text, says := range map[string]string{
		"0": "give them nothing", "1000": "1 to 100", "much": "is not a share", "-1": "is not a share", "1, 0 a day": "at least 1",
		"1, 30 a day, 20 a week": "more than that", "1 2 3": "is not a share",
	} {
		_, err := ParseShare(text)
		if err == nil || !strings.Contains(fault.UserText(err), says) {
			t.Errorf("%q: %v, want it to say %q", text, err, says)
			continue
		}
		faulttest.WantSentence(t, fault.UserText(err))
	}
}
