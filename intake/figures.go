package intake

import (
	"context"
	"fmt"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

// FigureOptions say how a file of figures is read.
type FigureOptions struct {
	Map       []Pair
	Metric    string // of all rows, where no column says it
	DateOrder DateOrder
}

// FigureFile is a file of figures that is ready to be taken in.
type FigureFile struct {
	File
	metric string
}

// PrepareFigures finds the columns of a file of figures, and looks through it
// for the order of its dates. It stores nothing.
func PrepareFigures(t *Table, o FigureOptions) (*FigureFile, error) {
	mapping, err := t.Map(Figures, nil, o.Map)
	if err != nil {
		return nil, err
	}
	if _, column := mapping.Columns[FieldMetric]; !column && o.Metric == "" {
		return nil, fmt.Errorf("%s has no column that says which metric its figures are of; it has %s. Say which with --map metric=COLUMN, or for the whole file with --metric website_visits", t.Name, t.columnList())
	}
	f := &FigureFile{metric: o.Metric, File: File{
		Mapping: mapping, table: t, fields: fieldsOf[Figures],
		reader: rowReader{columns: mapping.Columns, order: map[Field]DateOrder{}},
	}}
	return f, f.scan(o.DateOrder)
}

// Run takes the figures in, a batch at a time. The same file again changes
// nothing.
func (f *FigureFile) Run(ctx context.Context, services *loop.Services, progress func(rows int)) (Report, error) {
	given := metrics.GivenFigures{}
	return inBatches(&f.File, f.read, func(batch []metrics.FigureRow) (imports.Report, error) {
		report, err := services.Metrics.ImportFigures(ctx, batch, given)
		return report.Report, err
	}, progress)
}

// Preview says what Run would do, and which figures it would store; it stores
// nothing.
func (f *FigureFile) Preview(ctx context.Context, services *loop.Services) (report Report, taken []metrics.FigureTaken, err error) {
	var rows []metrics.FigureRow // all at once, as a row may replace one far above it
	report, err = inBatches(&f.File, f.read, func(batch []metrics.FigureRow) (imports.Report, error) {
		rows = append(rows, batch...)
		return imports.Report{}, nil
	}, func(int) {})
	if err != nil {
		return report, nil, err
	}
	would, err := services.Metrics.PreviewFigures(ctx, rows)
	report.Add(would.Report)
	return report, would.Taken, err
}

// read reads one row: a metric, a week or a day, and a value.
func (f *FigureFile) read(row Row) (out metrics.FigureRow, keep bool, err error) {
	out = metrics.FigureRow{Number: row.Number, Metric: f.reader.get(row, FieldMetric)}
	if out.Metric == "" {
		out.Metric = f.metric
	}
	if out.Metric == "" {
		return out, true, fault.Invalid("The row names no metric. Expected one such as website_visits.")
	}
	if out.Period, err = f.period(row); err != nil {
		return out, true, err
	}
	value := f.reader.get(row, FieldValue)
	if value == "" {
		return out, true, fault.Invalid("The row has no value. Expected a number such as 5400.")
	}
	out.Value, err = stats.ParseNumber(value)
	return out, true, err
}

func (f *FigureFile) period(row Row) (calendar.Period, error) {
	week, day := f.reader.get(row, FieldWeek), f.reader.get(row, FieldDay)
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
	date, _, err := splitDate(day, f.reader.order[FieldDay])
	if err != nil {
		return calendar.Period{}, err
	}
	return calendar.DatesOf(date, date), nil
}
