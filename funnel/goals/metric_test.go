package goals

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
)

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
		if _, err := wrong.m.ParseQuantity(wrong.text, "EUR"); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s of %s: %v", wrong.m, wrong.text, err)
		}
	}
}
