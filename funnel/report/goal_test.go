package report

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
)

func period(t testing.TB, text string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
