package main

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// TestADigestReadOutsideOfSlackNamesPeople: who owns a goal is told by name
// where Slack has said it, not by an id that means nothing there.
func TestADigestReadOutsideOfSlackNamesPeople(t *testing.T) {
	folder := folderWithLead(t)
	file, err := store.Open(t.Context(), folder, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	quarter, err := calendar.ParsePeriod("2018-Q1")
	if err != nil {
		t.Fatal(err)
	}
	err = file.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutPerson(store.Person{V: 1, User: "U0SAM", Name: "Sam Okafor"}); err != nil {
			return err
		}
		for id, owner := range map[ref.GoalID]ref.UserID{1: "U0SAM", 2: "U0KIM"} {
			g := goals.Goal{V: 1, ID: id, Metric: goals.MetricLeads, Period: quarter, Target: goals.Quantity{Number: 9}, Owner: owner}
			if err := tx.PutGoal(g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"text", "html", "blocks"} {
		code, out, stderr := runs(t, "digest", "--data", folder, "--week", "2018-W10", "--format", format)
		if code != 0 {
			t.Fatal(stderr)
		}
		if named := strings.Contains(out, "Sam Okafor"); !named || strings.Contains(out, "U0SAM") || !strings.Contains(out, "U0KIM") {
			t.Errorf("%s names Sam: %v\n%s", format, named, out)
		}
	}
}
