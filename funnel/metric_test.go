package funnel

import (
	"strings"
	"testing"
)

func TestDefiningAMetric(t *testing.T) {
	s := newStory(t)
	m, e, err := DefineMetric(nil, MetricInput{Code: "Demo-requests", Team: Marketing}, s.act(mel), s.p)
	if err != nil || m.Metric != "demo_requests" || m.Name != "Demo requests" || m.Team != Marketing || m.DefinedBy != mel || e.Kind != EntryMetric {
		t.Fatalf("%+v, %+v, %v", m, e, err)
	}
	known := []CustomMetric{m}
	for name, in := range map[string]MetricInput{
		"no name": {}, "not a name": {Code: "a/b"}, "only digits": {Code: "12"}, "too long": {Code: "abcdefghijabcdefghijabcdefghijabcdefghijx"},
		"an endless name": {Code: "x", Name: strings.Repeat("x", 100)},
	} {
		if _, _, err := DefineMetric(known, in, s.act(mel), s.p); KindOf(err) != KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, in := range map[string]MetricInput{"twice": {Code: "demo_requests"}, "the same name": {Code: "x", Name: "demo requests"}, "known from the start": {Code: "mqls"}} {
		if _, _, err := DefineMetric(known, in, s.act(mel), s.p); KindOf(err) != KindConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err = DefineMetric(nil, MetricInput{Code: "x"}, s.act(stan), s.p)
	wantKind(t, err, KindDenied)
}

func TestRetiringAMetric(t *testing.T) {
	s := newStory(t)
	m, _, err := DefineMetric(nil, MetricInput{Code: "demo_requests", Name: "Demos"}, s.act(mel), s.p)
	if err != nil {
		t.Fatal(err)
	}
	goal := Goal{ID: 3, Metric: m.Metric, Label: m.Name, Period: period(t, "2026-Q4"), Target: Quantity{Number: 5}}
	_, _, err = m.Retire([]Goal{goal}, s.act(mel), s.p)
	wantKind(t, err, KindConflict)
	_, _, err = m.Retire(nil, s.act(sam), s.p)
	wantKind(t, err, KindDenied)
	goal.Period = period(t, "2026-Q3")
	retired, e, err := m.Retire([]Goal{goal}, s.act(lea), s.p)
	if err != nil || !retired.Retired() || e.Kind != EntryMetricRetired {
		t.Fatalf("%+v, %+v, %v", retired, e, err)
	}
	_, _, err = retired.Retire(nil, s.act(lea), s.p)
	wantKind(t, err, KindConflict)
	if _, known := NewCatalogue([]CustomMetric{retired}).Info(m.Metric); known {
		t.Error("a retired metric is still in the catalogue")
	}
	if again, _, err := DefineMetric([]CustomMetric{retired}, MetricInput{Code: "demo_requests"}, s.act(sam), s.p); err != nil || again.Retired() {
		t.Errorf("taken up again: %+v, %v", again, err)
	}
	got, err := NewCatalogue([]CustomMetric{m}).Parse("DEMOS")
	if err != nil || got != m.Metric {
		t.Errorf("by its name: %q, %v", got, err)
	}
}

// Numbers that are not the same look different, and whole ones stay whole.
func TestFiguresAndRatesKeepWhatTellsThemApart(t *testing.T) {
	for _, test := range []struct {
		m    Metric
		n    float64
		want string
	}{
		{MetricVisitToLead, 0.0083, "0.83%"},
		{MetricVisitToLead, 0.012, "1.2%"},
		{MetricVisitToLead, 0.047, "4.7%"},
		{MetricVisitToLead, 0.05, "5%"},
		{MetricVisitToLead, 0.0999, "10%"},
		{MetricVisitToLead, 0, "0%"},
		{MetricAcceptanceRate, 0.696, "70%"},
		{"happiness", 4.625, "4.63"},
		{"happiness", 4.6, "4.6"},
		{"happiness", 41.25, "41.3"},
		{"demo_requests", 1234.5, "1,235"},
		{"demo_requests", 12, "12"},
		{MetricWebsiteVisits, 412.4, "412"},
		{MetricMQLs, 12.6, "13"},
	} {
		if got := test.m.Format(Quantity{Number: test.n}); got != test.want {
			t.Errorf("%s of %g is %q, want %q", test.m, test.n, got, test.want)
		}
	}
}

// A mean of a company's own may be logged and aimed at by hand as through a file.
func TestFiguresOfOnesOwnMayBeFractions(t *testing.T) {
	if q, err := Metric("happiness").ParseQuantity("4.6", "EUR"); err != nil || q.Number != 4.6 {
		t.Errorf("4.6 is %v, %v", q, err)
	}
	for _, wrong := range []struct {
		m    Metric
		text string
	}{{"happiness", "-1"}, {"happiness", "many"}, {MetricWebsiteVisits, "5200.5"}, {MetricMQLs, "1.5"}} {
		if _, err := wrong.m.ParseQuantity(wrong.text, "EUR"); KindOf(err) != KindInvalid {
			t.Errorf("%s of %s: %v", wrong.m, wrong.text, err)
		}
	}
}
