package intake

import (
	"context"
	"fmt"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
)

// FigureOptions say how a file of figures is read.
type FigureOptions struct {
	Map       []Pair
	Metric    string // of all rows, where no column says it
	DateOrder DateOrder
}

// FigureFile is a file of figures that is ready to be taken in.
type FigureFile struct {
	Mapping Mapping
	Rows    int // that hold something

	table  *Table
	reader rowReader
	metric string
	order  DateOrder
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
	f := &FigureFile{Mapping: mapping, table: t, reader: rowReader{columns: mapping.Columns}, metric: o.Metric, order: o.DateOrder}
	votes := &orderVotes{}
	for row := range t.Rows() {
		f.Rows++
		if row.Problem == "" {
			votes.see(f.reader.get(row, FieldDay))
		}
	}
	if f.Rows == 0 {
		return nil, fmt.Errorf("%s has the names of columns and no rows below them", t.Name)
	}
	if column, mapped := mapping.Columns[FieldDay]; mapped && f.order == OrderUnknown {
		f.order, err = votes.order(t.Header[column])
	}
	return f, err
}

// Name is the name of the file.
func (f *FigureFile) Name() string { return f.table.Name }

// Run takes the figures in, a batch at a time. The same file again changes
// nothing.
func (f *FigureFile) Run(ctx context.Context, service *loop.Service) (loop.ImportReport, error) {
	var report loop.ImportReport
	var batch []loop.FigureRow
	flush := func() error {
		done, err := service.ImportFigures(ctx, batch)
		report.Add(done)
		batch = batch[:0]
		return err
	}
	for row := range f.table.Rows() {
		figure, err := f.read(row)
		if err != nil {
			report.Problems = append(report.Problems, loop.RowProblem{Row: row.Number, Reason: err.Error()})
			continue
		}
		if batch = append(batch, figure); len(batch) == batchSize {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}
	return report, flush()
}

// read reads one row: a metric, a week or a day, and a value.
func (f *FigureFile) read(row Row) (loop.FigureRow, error) {
	if row.Problem != "" {
		return loop.FigureRow{}, funnel.Invalid("%s", row.Problem)
	}
	out := loop.FigureRow{Number: row.Number, Metric: f.reader.get(row, FieldMetric)}
	if out.Metric == "" {
		out.Metric = f.metric
	}
	if out.Metric == "" {
		return out, funnel.Invalid("The row names no metric. Expected one such as website_visits.")
	}
	var err error
	if out.Period, err = f.period(row); err != nil {
		return out, err
	}
	value := f.reader.get(row, FieldValue)
	if value == "" {
		return out, funnel.Invalid("The row has no value. Expected a number such as 5400.")
	}
	out.Value, err = funnel.ParseNumber(value)
	return out, err
}

func (f *FigureFile) period(row Row) (funnel.Period, error) {
	week, day := f.reader.get(row, FieldWeek), f.reader.get(row, FieldDay)
	switch {
	case week != "" && day != "":
		return funnel.Period{}, funnel.Invalid("The row gives both a week and a day. A figure is of one of them; leave the other blank.")
	case week != "":
		return funnel.ParseFigurePeriod(week)
	case day == "":
		return funnel.Period{}, funnel.Invalid("The row gives neither a week nor a day. Expected one such as 2026-W47 or 2026-11-20.")
	case strings.Contains(strings.ToUpper(day), "W"):
		return funnel.ParseFigurePeriod(day)
	}
	date, _, err := splitDate(day, f.order)
	if err != nil {
		return funnel.Period{}, err
	}
	return funnel.DatesOf(date, date), nil
}
