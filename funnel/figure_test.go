package funnel

import (
	"errors"
	"testing"
)

func TestLoggingAFigure(t *testing.T) {
	s := newStory(t)
	visits := func(label string) Figure {
		return Figure{Metric: MetricWebsiteVisits, Period: period(t, label), Value: 900}
	}
	for label, day := range map[string]Date{"2026-W48": {2026, 11, 26}, "2026-11-20..2026-11-20": {2026, 11, 20}} {
		e, err := LogFigure(visits(label), Beside{Was: 800}, s.act(mel), s.p)
		if err != nil || e.Kind != EntryFigure || e.Value != 900 || e.Was != 800 || e.Period != label {
			t.Errorf("journal %+v, %v", e, err)
		}
		deltas := Deltas(e, s.p.Calendar)
		if len(deltas) != 1 || deltas[0].Day != day || deltas[0].N != 100*FigureScale {
			t.Errorf("%s counts %+v", label, deltas)
		}
	}
	if _, err := LogFigure(visits("2026-W48"), Beside{}, Act{By: Program(), At: s.now}, s.p); err != nil {
		t.Errorf("by another program: %v", err)
	}
	if _, err := LogFigure(Figure{"happiness", period(t, "2026-W48"), 4.6}, Beside{}, s.act(mel), s.p); err != nil {
		t.Errorf("a mean of a company's own: %v", err)
	}
	tests := []struct {
		name  string
		f     Figure
		known Beside
		by    UserID
		kind  Kind
		field string
	}{
		{"by a stranger", visits("2026-W48"), Beside{}, stan, KindDenied, ""},
		{"what Leadloop counts", Figure{MetricMQLs, period(t, "2026-W48"), 1}, Beside{}, mel, KindInvalid, "metric"},
		{"a rate", Figure{MetricVisitToLead, period(t, "2026-W48"), 1}, Beside{}, mel, KindInvalid, "metric"},
		{"spend", Figure{MetricSpend, period(t, "2026-W48"), 1}, Beside{}, mel, KindInvalid, "metric"},
		{"a month", visits("2026-11"), Beside{}, mel, KindInvalid, "week"},
		{"a week to come", visits("2026-W49"), Beside{}, mel, KindInvalid, "week"},
		{"tomorrow", visits("2026-11-24..2026-11-24"), Beside{}, mel, KindInvalid, "day"},
		{"below 0", Figure{MetricWebsiteVisits, period(t, "2026-W48"), -1}, Beside{}, mel, KindInvalid, "value"},
		{"half a visit", Figure{MetricWebsiteVisits, period(t, "2026-W48"), 5200.5}, Beside{}, mel, KindInvalid, "value"},
		{"a day of a week that has a figure", visits("2026-11-20..2026-11-20"), Beside{Week: 5}, mel, KindInvalid, "day"},
		{"a week that has figures by day", visits("2026-W47"), Beside{Days: 5}, mel, KindInvalid, "week"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := LogFigure(test.f, test.known, s.act(test.by), s.p)
			wantKind(t, err, test.kind)
			wrong, _ := errors.AsType[*Error](err)
			if test.field != "" && (len(wrong.Fields) != 1 || wrong.Fields[0].Field != test.field) {
				t.Errorf("fields %+v, want %s", wrong.Fields, test.field)
			}
		})
	}
}

func TestAFigureIsOfOneDayAtMost(t *testing.T) {
	s := newStory(t)
	days := Figure{MetricWebsiteVisits, period(t, "2026-11-18..2026-11-20"), 1}
	if _, err := LogFigure(days, Beside{}, s.act(mel), s.p); KindOf(err) != KindInvalid {
		t.Errorf("three days: %v", err)
	}
}

func TestTheDaysOfAFigure(t *testing.T) {
	for text, label := range map[string]string{"2026-W47": "2026-W47", "2026w47": "2026-W47", "2026-11-20": "2026-11-20..2026-11-20"} {
		if p, err := ParseFigurePeriod(text); err != nil || p.Label != label {
			t.Errorf("%q is %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", "2026-11", "2026-Q4", "soon", "2026-W60"} {
		_, err := ParseFigurePeriod(text)
		wantKind(t, err, KindInvalid)
	}
}
