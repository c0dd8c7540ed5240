package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestPeriodsAndDaysEnd(t *testing.T) {
	for text, fits := range map[string]bool{"2026": true, "2026-01-01..2035-12-31": true, "2026-01-01..2036-12-31": false, "1900-01-01..2199-12-31": false} {
		p, err := ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}

		if err := p.CheckLength(); (err == nil) != fits {
			t.Errorf("%s: %v, want it to fit: %v", text, err, fits)
		}
	}

	reading := Reading{Today: Date{Year: 2026, Month: time.November, Day: 22}}
	for _, text := range []string{"9999-12-31", "31.12.9999", "0001-01-01", "9999999d"} {
		if day, err := reading.Date(text); err == nil {
			t.Errorf("%s is read as %s", text, day)
		}
	}

	if _, err := reading.Date("2200-01-01"); err == nil || !strings.Contains(err.Error(), "out of reach") {
		t.Errorf("got %v", err)
	}
}
