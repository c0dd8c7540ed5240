package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

// batchSize is how many rows share a transaction.
const batchSize = 500

// File is a file whose columns are found.
type File struct {
	Mapping Mapping
	Rows    int // that hold something

	table  *Table
	reader rowReader
	fields []Field // that may be read
}

// Report is what became of the rows of a file.
type Report struct {
	imports.Report
	Open    int                   // outcomes of leads that are still open
	Assumed int                   // amounts that name no currency, and are in that of the workspace
	Figures []metrics.FigureTaken // that would be stored, in a preview
}

// Name is the name of the file.
func (f *File) Name() string { return f.table.Name }

// scan counts the rows and settles how the dates of each column are read.
func (f *File) scan(order calendar.Order) error {
	votes := map[Field]*orderVotes{}
	for _, field := range dateFields {
		if _, mapped := f.Mapping.Columns[field]; mapped {
			votes[field] = &orderVotes{}
		}
	}

	for row := range f.table.Rows() {
		f.Rows++
		if row.Problem != "" {
			continue
		}

		for field, v := range votes {
			v.see(f.reader.get(row, field))
		}
	}

	if f.Rows == 0 {
		return fmt.Errorf("%s has the names of columns and no rows below them", f.table.Name)
	}

	return f.settleOrders(votes, order)
}

// settleOrders settles the order of the dates in each column that has any.
func (f *File) settleOrders(votes map[Field]*orderVotes, order calendar.Order) error {
	var wrong []error
	for _, field := range dateFields {
		v, mapped := votes[field]
		if !mapped {
			continue
		}

		found := order
		if order == calendar.OrderUnknown {
			var err error
			found, err = v.order(f.table.Header[f.Mapping.Columns[field]])
			wrong = append(wrong, err)
		}

		f.reader.order[field] = found
	}

	return errors.Join(wrong...)
}

// inBatches reads the rows and has them taken a batch at a time. What read
// does not keep is of no use yet. progress is told the rows that are dealt with.
func inBatches[T any](
	f *File, read func(Row) (row T, keep bool, err error), take func([]T) (imports.Report, error), progress func(rows int),
) (Report, error) {
	var report Report
	var batch []T
	seen := 0
	flush := func() error {
		done, err := take(batch)
		if err != nil {
			return err
		}

		report.Add(done)
		progress(seen)
		batch, seen = batch[:0], 0
		return nil
	}
	for row := range f.table.Rows() {
		seen++
		if row.Problem != "" {
			report.reject(row, fault.Invalid("%s", row.Problem))
			continue
		}

		switch read, keep, err := read(row); {
		case err != nil:
			report.reject(row, err)
		case !keep:
			report.Open++
		default:
			batch = append(batch, read)
		}

		if len(batch) == batchSize {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}

	report.Assumed = f.reader.assumed
	return report, flush()
}

func (r *Report) reject(row Row, err error) {
	r.Problems = append(r.Problems, imports.Problem{Row: row.Number, Reason: err.Error()})
}

// Describe lists which column is read as what, with a value of the first row.
func (f *File) Describe(w io.Writer) error {
	var text strings.Builder
	example := f.example()
	for _, field := range f.fields {
		column, mapped := f.Mapping.Columns[field]
		if !mapped {
			continue
		}

		fmt.Fprintf(&text, "  %-13s from %s", field, f.columnName(column))
		if column < len(example) && strings.TrimSpace(example[column]) != "" {
			text.WriteString(", such as " + fault.Quoted(example[column]))
		}

		text.WriteString("\n")
	}

	if len(f.Mapping.Ignored) > 0 {
		text.WriteString("  not read      " + strings.Join(f.Mapping.Ignored, ", ") + "\n")
	}

	_, err := io.WriteString(w, fault.Printable(text.String()))
	return err
}

func (f *File) columnName(column int) string {
	if name := f.table.Header[column]; name != "" {
		return name
	}

	return "the " + ordinal(column+1) + " column"
}

func (f *File) example() []string {
	for row := range f.table.Rows() {
		if row.Problem == "" {
			return row.Values
		}
	}

	return nil
}

// WriteRejected writes the rows that were not taken, as they stood in the
// file, with the row's number and what is wrong: to be mended and imported.
func (f *File) WriteRejected(w io.Writer, problems []imports.Problem) error {
	why := map[int]string{}
	for _, p := range problems {
		why[p.Row] = p.Reason
	}

	out := csv.NewWriter(w)
	_ = out.Write(append(append([]string{}, f.table.Header...), "rejected_row", "rejected_because")) // Error tells of it
	for row := range f.table.Rows() {
		reason, rejected := why[row.Number]
		if !rejected {
			continue
		}

		values := make([]string, len(row.Values))
		for i, value := range row.Values {
			values[i] = fault.Cell(value)
		}

		for len(values) < len(f.table.Header) {
			values = append(values, "")
		}

		_ = out.Write(append(values, strconv.Itoa(row.Number), fault.Cell(reason)))
	}

	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the rejected rows: %w", err)
	}

	return nil
}
