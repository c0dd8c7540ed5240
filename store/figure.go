package store

import (
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
)

// FigureReads are the questions about figures from outside and the metrics that people defined.
type FigureReads struct{ *scope }

// Figure is a figure from outside for a week or a day.
type Figure struct {
	V     int     `json:"v"`
	ID    string  `json:"id"`
	Value float64 `json:"value"`
}

// Figure gives a figure from outside for a week or a day; 0 where none was
// logged.
func (rd *FigureReads) Figure(m goals.Metric, period calendar.Period) (value float64, ok bool, err error) {
	f, ok, err := optional(rd.t.figures.Get(rd.r, figureID(m, period)))
	return f.Value, ok, err
}

// Figures gives the figures that were logged for some days, and for weeks that
// count on one of them.
func (rd *FigureReads) Figures(m goals.Metric, from, to calendar.Date) ([]goals.Figure, error) {
	var logged []goals.Figure
	for day := from; day.Before(to); day = day.AddDays(1) {
		periods := []calendar.Period{calendar.DatesOf(day, day)}
		if week := calendar.WeekOf(day); week.Anchor() == day {
			periods = append(periods, week)
		}

		for _, period := range periods {
			value, ok, err := rd.Figure(m, period)
			if err != nil {
				return nil, err
			}

			if ok {
				logged = append(logged, goals.Figure{Metric: m, Period: period, Value: value})
			}
		}
	}

	return logged, nil
}

// PutFigure writes a figure from outside.
func (tx *Tx) PutFigure(f goals.Figure) error {
	return tx.t.figures.Put(tx.w, Figure{V: 1, ID: figureID(f.Metric, f.Period), Value: f.Value})
}

func figureID(m goals.Metric, period calendar.Period) string { return string(m) + "." + period.Label }

// CustomMetrics gives the metrics that people defined, also those retired.
func (rd *FigureReads) CustomMetrics() ([]goals.CustomMetric, error) {
	return take(rd.t.metrics.All(rd.r), 0)
}

// PutCustomMetric writes a metric that somebody defined.
func (tx *Tx) PutCustomMetric(c goals.CustomMetric) error { return tx.t.metrics.Put(tx.w, c) }
