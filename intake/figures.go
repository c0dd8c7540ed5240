package intake

import (
	"cmp"
	"context"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

func (imp *Import) previewFigures(ctx context.Context, services *loop.Services) (Report, error) {
	var rows []metrics.FigureRow // all at once, as a row may replace one far above it
	report, err := inBatches(&imp.File, imp.figure, func(batch []metrics.FigureRow) (imports.Report, error) {
		rows = append(rows, batch...)
		return imports.Report{}, nil
	}, func(int) {})
	if err != nil {
		return report, err
	}

	would, err := services.Metrics.PreviewFigures(ctx, rows)
	report.Add(would.Report)
	report.Figures = would.Taken
	return report, err
}

// figure reads one row: a metric, a week or a day, and a value.
func (imp *Import) figure(row Row) (out metrics.FigureRow, keep bool, err error) {
	out = metrics.FigureRow{Number: row.Number, Metric: cmp.Or(imp.reader.get(row, FieldMetric), imp.metric)}
	if out.Metric == "" {
		return out, true, fault.Invalid("The row names no metric. Expected one such as website_visits.")
	}
	if out.Period, err = imp.period(row); err != nil {
		return out, true, err
	}
	value := imp.reader.get(row, FieldValue)
	if value == "" {
		return out, true, fault.Invalid("The row has no value. Expected a number such as 5400.")
	}
	out.Value, err = stats.ParseNumber(value)
	return out, true, err
}

func (imp *Import) period(row Row) (calendar.Period, error) {
	week, day := imp.reader.get(row, FieldWeek), imp.reader.get(row, FieldDay)
	switch {
	case week != "" && day != "":
		return calendar.Period{}, fault.Invalid("The row gives both a week and a day. A figure is of one of them; leave the other blank.")
	case week != "":
		return goals.ParseFigurePeriod(week)
	case day == "":
		return calendar.Period{}, fault.Invalid("The row gives neither a week nor a day. Expected one such as 2026-W47 or 2026-11-20.")
	case strings.Contains(strings.ToUpper(day), "W"):
		return goals.ParseFigurePeriod(day)
	}
	date, _, err := splitDate(day, imp.reader.order[FieldDay])
	if err != nil {
		return calendar.Period{}, err
	}
	return calendar.DatesOf(date, date), nil
}
