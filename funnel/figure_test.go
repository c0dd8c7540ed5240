package funnel_test

import (
	"errors"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestLoggingAFigure(t *testing.T) {
	s := newStory(t)
	visits := func(label string) goals.Figure {
		return goals.Figure{Metric: goals.MetricWebsiteVisits, Period: period(t, label), Value: 900}
	}
	for label, day := range map[string]calendar.Date{"2026-W48": {Year: 2026, Month: 11, Day: 26}, "2026-11-20..2026-11-20": {Year: 2026, Month: 11, Day: 20}} {
		e, err := goals.LogFigure(visits(label), goals.OtherFigures{Was: 800}, s.act(mel), s.p)
		if err != nil || e.Kind != funnel.EntryFigure || e.Value != 900 || e.Was != 800 || e.Period != label {
			t.Errorf("journal %+v, %v", e, err)
		}
		deltas := ledger.Deltas(e, s.p.Calendar)
		if len(deltas) != 1 || deltas[0].Day != day || deltas[0].N != 100*ledger.FigureScale {
			t.Errorf("%s counts %+v", label, deltas)
		}
	}
	if _, err := goals.LogFigure(visits("2026-W48"), goals.OtherFigures{}, people.Act{By: people.Program(), At: s.now}, s.p); err != nil {
		t.Errorf("by another program: %v", err)
	}
	if _, err := goals.LogFigure(goals.Figure{Metric: "happiness", Period: period(t, "2026-W48"), Value: 4.6}, goals.OtherFigures{}, s.act(mel), s.p); err != nil {
		t.Errorf("a mean of a company's own: %v", err)
	}
	tests := []struct {
		name  string
		f     goals.Figure
		known goals.OtherFigures
		by    ref.UserID
		kind  fault.Kind
		field string
	}{
		{"by a stranger", visits("2026-W48"), goals.OtherFigures{}, stan, fault.KindDenied, ""},
		{"what Leadloop counts", goals.Figure{Metric: goals.MetricMQLs, Period: period(t, "2026-W48"), Value: 1}, goals.OtherFigures{}, mel, fault.KindInvalid, "metric"},
		{"a rate", goals.Figure{Metric: goals.MetricVisitToLead, Period: period(t, "2026-W48"), Value: 1}, goals.OtherFigures{}, mel, fault.KindInvalid, "metric"},
		{"spend", goals.Figure{Metric: goals.MetricSpend, Period: period(t, "2026-W48"), Value: 1}, goals.OtherFigures{}, mel, fault.KindInvalid, "metric"},
		{"a month", visits("2026-11"), goals.OtherFigures{}, mel, fault.KindInvalid, "week"},
		{"a week to come", visits("2026-W49"), goals.OtherFigures{}, mel, fault.KindInvalid, "week"},
		{"tomorrow", visits("2026-11-24..2026-11-24"), goals.OtherFigures{}, mel, fault.KindInvalid, "day"},
		{"below 0", goals.Figure{Metric: goals.MetricWebsiteVisits, Period: period(t, "2026-W48"), Value: -1}, goals.OtherFigures{}, mel, fault.KindInvalid, "value"},
		{"half a visit", goals.Figure{Metric: goals.MetricWebsiteVisits, Period: period(t, "2026-W48"), Value: 5200.5}, goals.OtherFigures{}, mel, fault.KindInvalid, "value"},
		{"a day of a week that has a figure", visits("2026-11-20..2026-11-20"), goals.OtherFigures{Week: 5}, mel, fault.KindInvalid, "day"},
		{"a week that has figures by day", visits("2026-W47"), goals.OtherFigures{Days: 5}, mel, fault.KindInvalid, "week"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := goals.LogFigure(test.f, test.known, s.act(test.by), s.p)
			wantKind(t, err, test.kind)
			wrong, _ := errors.AsType[*fault.Error](err)
			if test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("fields %+v, want %s", wrong.Fields, test.field)
			}
		})
	}
}

func TestAFigureIsOfOneDayAtMost(t *testing.T) {
	s := newStory(t)
	days := goals.Figure{Metric: goals.MetricWebsiteVisits, Period: period(t, "2026-11-18..2026-11-20"), Value: 1}
	if _, err := goals.LogFigure(days, goals.OtherFigures{}, s.act(mel), s.p); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("three days: %v", err)
	}
}
