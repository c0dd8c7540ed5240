package funnel_test

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestThresholdsOfThePastStay(t *testing.T) {
	s := newStory(t)
	wide := goals.Thresholds{Ahead: 1.10, Behind: 0.90, Off: 0.70}
	first, e, changed := goals.AdoptThresholds(nil, goals.Thresholds{}, s.act(ref.Leadloop), s.p)
	if !changed || first.Thresholds != goals.DefaultThresholds || e.Kind != funnel.EntryThresholds {
		t.Fatalf("%+v, %+v, %v", first, e, changed)
	}
	if _, _, changed := goals.AdoptThresholds([]goals.ThresholdsFrom{first}, goals.DefaultThresholds, s.act(ref.Leadloop), s.p); changed {
		t.Error("the same thresholds are noted again")
	}
	s.at("2027-01-04 09:00")
	second, _, changed := goals.AdoptThresholds([]goals.ThresholdsFrom{first}, wide, s.act(ref.Leadloop), s.p)
	if !changed {
		t.Fatal("other thresholds are not noted")
	}
	known := []goals.ThresholdsFrom{first, second}
	for day, want := range map[calendar.Date]goals.Thresholds{{Year: 2025, Month: 1, Day: 1}: goals.DefaultThresholds, {Year: 2027, Month: 1, Day: 3}: goals.DefaultThresholds, {Year: 2027, Month: 1, Day: 4}: wide, {Year: 2028, Month: 1, Day: 1}: wide} {
		if got := goals.ThresholdsAt(known, day); got != want {
			t.Errorf("on %s %+v were in force", day, got)
		}
	}
}
