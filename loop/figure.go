package loop

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// LogFigure records a figure from outside and gives the one that it replaces.
// A zero period is the running week.
func (s *Service) LogFigure(ctx context.Context, req Request, f funnel.Figure) (logged funnel.Figure, was float64, err error) {
	err = s.act(ctx, "log a figure", req, func(st *step) error {
		logged = f
		if logged.Period.IsZero() {
			logged.Period = funnel.WeekOf(s.today(st.act.At))
		}
		metrics, err := catalogue(&st.tx.Reads)
		if err != nil {
			return err
		}
		was, err = st.logFigure(metrics, logged)
		return err
	})
	return logged, was, err
}

func (st *step) logFigure(metrics funnel.Catalogue, f funnel.Figure) (was float64, err error) {
	if _, known := metrics.Info(f.Metric); !known {
		_, err := metrics.Parse(string(f.Metric))
		return 0, err
	}
	beside, err := figuresBeside(&st.tx.Reads, f)
	if err != nil {
		return 0, err
	}
	entry, err := funnel.LogFigure(f, beside, st.act, st.policy)
	if err != nil {
		return 0, err
	}
	if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
		return 0, err
	}
	return beside.Was, st.tx.PutFigure(f)
}

// figuresBeside gives what is known of the week of a figure.
func figuresBeside(rd *store.Reads, f funnel.Figure) (b funnel.Beside, err error) {
	if b.Was, _, err = rd.Figure(f.Metric, f.Period); err != nil {
		return b, err
	}
	week := funnel.WeekOf(f.Period.From)
	if b.Week, _, err = rd.Figure(f.Metric, week); err != nil {
		return b, err
	}
	for day := week.From; day.Before(week.To); day = day.AddDays(1) {
		n, _, err := rd.Figure(f.Metric, funnel.DatesOf(day, day))
		if err != nil {
			return b, err
		}
		b.Days += n
	}
	return b, nil
}

// FigureRow is a figure of a file or of another program. The metric is as it
// was written there.
type FigureRow struct {
	Number int // of the row, for reports
	Metric string
	Period funnel.Period
	Value  float64
}

// TakeFigures records figures that another program or a file brings: all of
// them, or none where one is wrong. Those that are known already are left as
// they are.
func (s *Service) TakeFigures(ctx context.Context, key string, rows []FigureRow) (ImportReport, error) {
	var report ImportReport
	err := s.act(ctx, "take figures", Request{By: funnel.Leadloop, Key: key}, func(st *step) error {
		report = ImportReport{}
		metrics, err := catalogue(&st.tx.Reads)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := st.takeFigure(metrics, row, &report); err != nil {
				if funnel.KindOf(err) == funnel.KindInternal {
					return fmt.Errorf("row %d: %w", row.Number, err)
				}
				report.reject(row.Number, err)
			}
		}
		if len(report.Problems) > 0 {
			return funnel.Invalid("Nothing was taken: %s", report.Problems[0].Reason)
		}
		return nil
	})
	if err != nil {
		report.New, report.Updated, report.Unchanged = 0, 0, 0
	}
	return report, err
}

// ImportFigures takes the rows of a file that are good, and says what is wrong
// with the others.
func (s *Service) ImportFigures(ctx context.Context, rows []FigureRow) (ImportReport, error) {
	var report ImportReport
	err := s.transact(ctx, funnel.Program(), "", func(st *step) error {
		report = ImportReport{}
		metrics, err := catalogue(&st.tx.Reads)
		if err != nil {
			return err
		}
		for _, row := range rows {
			err := st.takeFigure(metrics, row, &report)
			if err != nil && funnel.KindOf(err) == funnel.KindInternal {
				return fmt.Errorf("row %d: %w", row.Number, err)
			}
			if err != nil {
				report.reject(row.Number, err)
			}
		}
		return nil
	})
	if err != nil {
		return ImportReport{}, fmt.Errorf("import figures: %w", err)
	}
	return report, nil
}

func (st *step) takeFigure(metrics funnel.Catalogue, row FigureRow, report *ImportReport) error {
	metric, err := metrics.Parse(row.Metric)
	if err != nil {
		return err
	}
	known, stored, err := st.tx.Figure(metric, row.Period)
	if err != nil {
		return err
	}
	if stored && known == row.Value {
		report.Unchanged++
		return nil
	}
	if _, err := st.logFigure(metrics, funnel.Figure{Metric: metric, Period: row.Period, Value: row.Value}); err != nil {
		return err
	}
	if stored {
		report.Updated++
	} else {
		report.New++
	}
	return nil
}
