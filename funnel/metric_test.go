package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestDefiningAMetric(t *testing.T) {
	s := newStory(t)
	m, e, err := goals.DefineMetric(nil, goals.MetricInput{Code: "Demo-requests", Team: ref.Marketing}, s.act(mel), s.p)
	if err != nil || m.Metric != "demo_requests" || m.Name != "Demo requests" || m.Team != ref.Marketing || m.DefinedBy != mel || e.Kind != funnel.EntryMetric {
		t.Fatalf("%+v, %+v, %v", m, e, err)
	}
	known := []goals.CustomMetric{m}
	for name, in := range map[string]goals.MetricInput{
		"no name": {}, "not a name": {Code: "a/b"}, "only digits": {Code: "12"}, "too long": {Code: "abcdefghijabcdefghijabcdefghijabcdefghijx"},
		"an endless name": {Code: "x", Name: strings.Repeat("x", 100)},
	} {
		if _, _, err := goals.DefineMetric(known, in, s.act(mel), s.p); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, in := range map[string]goals.MetricInput{"twice": {Code: "demo_requests"}, "the same name": {Code: "x", Name: "demo requests"}, "known from the start": {Code: "mqls"}} {
		if _, _, err := goals.DefineMetric(known, in, s.act(mel), s.p); fault.KindOf(err) != fault.KindConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err = goals.DefineMetric(nil, goals.MetricInput{Code: "x"}, s.act(stan), s.p)
	wantKind(t, err, fault.KindDenied)
}

func TestRetiringAMetric(t *testing.T) {
	s := newStory(t)
	m, _, err := goals.DefineMetric(nil, goals.MetricInput{Code: "demo_requests", Name: "Demos"}, s.act(mel), s.p)
	if err != nil {
		t.Fatal(err)
	}
	goal := goals.Goal{ID: 3, Metric: m.Metric, Label: m.Name, Period: period(t, "2026-Q4"), Target: goals.Quantity{Number: 5}}
	_, _, err = m.Retire([]goals.Goal{goal}, s.act(mel), s.p)
	wantKind(t, err, fault.KindConflict)
	_, _, err = m.Retire(nil, s.act(sam), s.p)
	wantKind(t, err, fault.KindDenied)
	goal.Period = period(t, "2026-Q3")
	retired, e, err := m.Retire([]goals.Goal{goal}, s.act(lea), s.p)
	if err != nil || !retired.Retired() || e.Kind != funnel.EntryMetricRetired {
		t.Fatalf("%+v, %+v, %v", retired, e, err)
	}
	_, _, err = retired.Retire(nil, s.act(lea), s.p)
	wantKind(t, err, fault.KindConflict)
	if _, known := goals.NewCatalogue([]goals.CustomMetric{retired}).Info(m.Metric); known {
		t.Error("a retired metric is still in the catalogue")
	}
	if again, _, err := goals.DefineMetric([]goals.CustomMetric{retired}, goals.MetricInput{Code: "demo_requests"}, s.act(sam), s.p); err != nil || again.Retired() {
		t.Errorf("taken up again: %+v, %v", again, err)
	}
	got, err := goals.NewCatalogue([]goals.CustomMetric{m}).Parse("DEMOS")
	if err != nil || got != m.Metric {
		t.Errorf("by its name: %q, %v", got, err)
	}
}
