package goals

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestAGoalEnds(t *testing.T) {
	period, err := calendar.ParsePeriod("1900-01-01..2199-12-31")
	if err != nil {
		t.Fatal(err)
	}

	err = Goal{Period: period}.checkAlone(calendar.Date{Year: 2026, Month: 11, Day: 22}, funnel.Policy{})
	if err == nil || !strings.Contains(err.Error(), "longer than ten years") {
		t.Errorf("got %v", err)
	}
}
