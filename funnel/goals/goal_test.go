package goals

import (
	"slices"
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestParseMetric(t *testing.T) {
	for text, want := range map[string]Metric{"mqls": MetricMQLs, "First touch within SLA": MetricFirstTouch, "Website-Visits": MetricWebsiteVisits, " REVENUE ": MetricRevenue} {
		if got, err := ParseMetric(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	for _, info := range Metrics {
		if got, err := ParseMetric(string(info.Metric)); err != nil || got != info.Metric || info.Kind == 0 {
			t.Errorf("%q is %q, %v", info.Metric, got, err)
		}
		if (info.Kind == MetricCount) != slices.Contains(agreement.Steps, info.Stage) {
			t.Errorf("%s counts stage %q", info.Metric, info.Stage)
		}
	}
	for _, text := range []string{"", "mood"} {
		_, err := ParseMetric(text)
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
	if Metric("").Info() != (MetricInfo{}) {
		t.Error("no metric has a description")
	}
	if info := Metric("demo_requests").Info(); info.Name != "Demo requests" || info.Kind != MetricFigure {
		t.Errorf("a metric of one's own is %+v", info)
	}
}

func TestQuantitiesAreReadAndWritten(t *testing.T) {
	tests := []struct {
		metric Metric
		text   string
		number float64
		shown  string
	}{
		{MetricRevenue, "500k", 500000, "€500,000"},
		{MetricRevenue, "1250.50", 1250.5, "€1,250.50"},
		{MetricAcceptanceRate, "60%", 0.6, "60%"},
		{MetricAcceptanceRate, "0.125", 0.125, "13%"},
		{MetricMQLs, "1,200", 1200, "1,200"},
		{MetricWebsiteVisits, "1 234 567", 1234567, "1,234,567"},
		{MetricLeads, "0", 0, "0"},
		{MetricLeads, "999", 999, "999"},
	}
	for _, test := range tests {
		q, err := test.metric.ParseQuantity(test.text, "EUR")
		if err != nil || q.Number != test.number || test.metric.Format(q) != test.shown {
			t.Errorf("%s %q: %+v shown as %q, %v", test.metric, test.text, q, test.metric.Format(q), err)
		}
	}
	for _, wrong := range []struct {
		metric Metric
		text   string
	}{
		{MetricRevenue, "lots"},
		{MetricRevenue, "0"},
		{MetricRevenue, "-5"},
		{MetricAcceptanceRate, "120%"},
		{MetricAcceptanceRate, "high"},
		{MetricMQLs, "1.5"},
		{MetricMQLs, "-1"},
		{MetricMQLs, "NaN"},
		{MetricMQLs, "1e13"},
		{MetricMQLs, ""},
		{MetricMQLs, "Inf"},
	} {
		_, err := wrong.metric.ParseQuantity(wrong.text, "EUR")
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
}
