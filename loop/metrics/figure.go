package metrics

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/store"
)

// LogFigure records a figure from outside and gives the one that it replaces.
// A zero period is the running week.
func (s *Service) LogFigure(
	ctx context.Context, req core.Request, f goals.Figure,
) (logged goals.Figure, was float64, err error) {
	err = s.core.Act(ctx, "log a figure", req, func(uc *core.UseCase) error {
		logged = f
		if logged.Period.IsZero() {
			logged.Period = calendar.WeekOf(uc.Today())
		}

		book, err := figures(uc)
		if err != nil {
			return err
		}

		was, err = book.log(logged)
		return err
	})

	return logged, was, err
}

// figureBook is what is known of figures while some are taken: those stored,
// and those that were decided and are not to be stored.
type figureBook struct {
	rd      *store.Reads
	metrics goals.Catalogue
	act     people.Act
	policy  funnel.Policy
	decided map[figureName]float64
	keep    func(goals.Figure, funnel.Entry) error
}

type figureName struct {
	metric goals.Metric
	period calendar.Period
}

// figures is the book of a use case that stores what it takes.
func figures(uc *core.UseCase) (*figureBook, error) {
	metrics, err := Catalogue(&uc.Tx.Reads)
	return &figureBook{
		rd: &uc.Tx.Reads, metrics: metrics, act: uc.Act, policy: uc.Policy,
		keep: func(f goals.Figure, entry funnel.Entry) error {
			if err := uc.Journal(entry); err != nil {
				return err
			}

			return uc.Tx.PutFigure(f)
		},
	}, err
}

func (b *figureBook) known(m goals.Metric, period calendar.Period) (value float64, known bool, err error) {
	if value, known = b.decided[figureName{m, period}]; known {
		return value, known, nil
	}

	return b.rd.Figure(m, period)
}

// log takes a figure and gives the one that it replaces.
func (b *figureBook) log(f goals.Figure) (was float64, err error) {
	if _, known := b.metrics.Info(f.Metric); !known {
		_, err := b.metrics.Parse(string(f.Metric))
		return 0, err
	}

	beside, err := b.beside(f)
	if err != nil {
		return 0, err
	}

	entry, err := goals.LogFigure(f, beside, b.act, b.policy)
	if err != nil {
		return 0, err
	}

	return beside.Was, b.keep(f, entry)
}

// beside gives what is known of the week of a figure.
func (b *figureBook) beside(f goals.Figure) (beside goals.OtherFigures, err error) {
	if beside.Was, _, err = b.known(f.Metric, f.Period); err != nil {
		return beside, err
	}

	info, _ := b.metrics.Info(f.Metric)
	beside.Mean = info.Kind == goals.MetricMean
	week := calendar.WeekOf(f.Period.From)
	if beside.Week, _, err = b.known(f.Metric, week); err != nil {
		return beside, err
	}

	for day := week.From; day.Before(week.To); day = day.AddDays(1) {
		n, _, err := b.known(f.Metric, calendar.DatesOf(day, day))
		if err != nil {
			return beside, err
		}

		beside.Days += n
	}

	return beside, nil
}

// FigureRow is a figure of a file or of another program. The metric is as it
// was written there.
type FigureRow struct {
	Number int // of the row, for reports
	Metric string
	Period calendar.Period
	Value  float64
}

// FigureTaken is a figure as it is stored, and the one that it replaces.
type FigureTaken struct {
	goals.Figure
	Was      float64
	Replaces bool
}

// FigureReport is what became of rows of figures.
type FigureReport struct {
	imports.Report
	Taken []FigureTaken // new ones and others in the place of those known
}

// TakeFigures records figures that another program or a file brings: all of
// them, or none where one is wrong. Those that are known already are left as
// they are.
func (s *Service) TakeFigures(ctx context.Context, key string, rows []FigureRow) (imports.Report, error) {
	var report FigureReport
	err := s.core.Act(ctx, "take figures", core.Request{By: ref.Leadloop, Key: key}, func(uc *core.UseCase) (err error) {
		book, err := figures(uc)
		if err != nil {
			return err
		}

		if report, err = book.take(rows, GivenFigures{}); err != nil {
			return err
		}

		if len(report.Problems) > 0 {
			return fault.Invalid("Nothing was taken: %s", report.Problems[0].Reason)
		}

		return nil
	})
	if err != nil {
		report.New, report.Updated, report.Unchanged = 0, 0, 0
	}

	return report.Report, err
}

// GivenFigures are the rows of a file that gave each of its figures first. It
// is carried from batch to batch.
type GivenFigures map[figureName]FigureRow

// ImportFigures takes the rows of a file that are good, and says what is wrong
// with the others.
func (s *Service) ImportFigures(ctx context.Context, rows []FigureRow, given GivenFigures) (FigureReport, error) {
	var report FigureReport
	err := s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		book, err := figures(uc)
		if err != nil {
			return err
		}

		report, err = book.take(rows, given)
		return err
	})
	if err != nil {
		return FigureReport{}, fmt.Errorf("import figures: %w", err)
	}

	return report, nil
}

// PreviewFigures says what ImportFigures would do, and stores nothing.
func (s *Service) PreviewFigures(ctx context.Context, rows []FigureRow) (FigureReport, error) {
	return core.Read(ctx, s.core, "look at figures", func(rd *store.Reads) (report FigureReport, err error) {
		book := figureBook{rd: rd, act: people.Act{By: people.Program(), At: s.core.Now()}, decided: map[figureName]float64{}}
		book.keep = func(f goals.Figure, _ funnel.Entry) error {
			book.decided[figureName{f.Metric, f.Period}] = f.Value
			return nil
		}

		if book.metrics, err = Catalogue(rd); err != nil {
			return report, err
		}

		if book.policy, err = s.core.PolicyIn(rd); err != nil {
			return report, err
		}

		return book.take(rows, GivenFigures{})
	})
}

// take takes the rows that are good, and says what is wrong with the others.
func (b *figureBook) take(rows []FigureRow, given GivenFigures) (report FigureReport, err error) {
	for _, row := range rows {
		err := b.takeRow(row, given, &report)
		if err != nil && fault.KindOf(err) == fault.KindInternal {
			return report, fmt.Errorf("row %d: %w", row.Number, err)
		}

		if err != nil {
			report.Reject(row.Number, err)
		}
	}

	return report, nil
}

// takeRow takes a row. A second one of the same metric and period is wrong where
// it differs: which of both holds would depend on their order, and the file
// could not be brought twice.
func (b *figureBook) takeRow(row FigureRow, given GivenFigures, report *FigureReport) error {
	metric, err := b.metrics.Parse(row.Metric)
	if err != nil {
		return err
	}

	name := figureName{metric, row.Period}
	if first, twice := given[name]; twice && first.Value != row.Value {
		return fault.Conflict("Row %d gives %s for %s already, as %v. Keep one of the two.", first.Number, metric, row.Period, first.Value)
	}

	was, known, err := b.known(metric, row.Period)
	if err != nil {
		return err
	}

	if known && was == row.Value {
		report.Unchanged++
		given[name] = row
		return nil
	}

	f := goals.Figure{Metric: metric, Period: row.Period, Value: row.Value}
	if _, err := b.log(f); err != nil {
		return err
	}

	given[name] = row
	report.Taken = append(report.Taken, FigureTaken{Figure: f, Was: was, Replaces: known})
	if known {
		report.Updated++
	} else {
		report.New++
	}

	return nil
}
