package digest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/goals"
)

// TestGoalsOfOnePeriodNameItOnce: beside each other on a phone lines are short.
func TestGoalsOfOnePeriodNameItOnce(t *testing.T) {
	some := []goals.Standing{kittest.Standing(goals.MetricMQLs, "2026-Q4", 840, 410, ""), kittest.Standing(goals.MetricCustomers, "2026-Q4", 42, 30, "")}
	said := func(goals []goals.Standing) string {
		text, err := json.Marshal(public(kittest.FixtureContext()).teamsGoals(goals))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := said(some); strings.Count(text, "2026-Q4") != 2 || !strings.Contains(text, "Goals of sales 2026-Q4") || !strings.Contains(text, "*Customers*: 30 of 42") {
		t.Errorf("of one quarter: %s", text)
	}
	some[1] = kittest.Standing(goals.MetricCustomers, "2026-11", 42, 30, "")
	if text := said(some); !strings.Contains(text, "*Goals of sales*") || !strings.Contains(text, "*Customers* 2026-11: 30 of 42") {
		t.Errorf("of two periods: %s", text)
	}
}
