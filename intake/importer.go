package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/store"
)

// batchSize is how many rows share a transaction.
const batchSize = 500

// Options say how a file is to be read.
type Options struct {
	Kind      Kind
	Map       []Pair
	Match     []Pair       // for outcomes: by what they find their leads
	Stage     funnel.Stage // of leads whose row says nothing of it
	DateOrder DateOrder
}

// Import is a file that is ready to be taken in.
type Import struct {
	Mapping Mapping
	Rows    int // that hold something

	kind   Kind
	table  *Table
	reader rowReader
}

// Report is what became of the rows of a file.
type Report struct {
	loop.ImportReport
	Open int // outcomes of leads that are still open
}

// Prepare finds the columns, and looks through the file for the order of its
// dates. It stores nothing.
func Prepare(t *Table, o Options) (*Import, error) {
	if o.Kind == Leads && o.Stage != "" {
		// One stage for the whole file: a column that only looks like one is not asked.
		o.Map = withoutColumn(o.Map, FieldStage)
	}
	mapping, err := t.Map(o.Kind, o.Match, o.Map)
	if err != nil {
		return nil, err
	}
	imp := &Import{
		Mapping: mapping, kind: o.Kind, table: t,
		reader: rowReader{
			columns: mapping.Columns, stage: o.Stage, hash: t.Hash, order: map[Field]DateOrder{},
		},
	}
	if err := imp.scan(o.DateOrder); err != nil {
		return nil, err
	}
	if imp.Rows == 0 {
		return nil, fmt.Errorf("%s has the names of columns and no rows below them", t.Name)
	}
	return imp, nil
}

// Name is the name of the file.
func (imp *Import) Name() string { return imp.table.Name }

// Kind says what the rows are.
func (imp *Import) Kind() Kind { return imp.kind }

func withoutColumn(given []Pair, field Field) []Pair {
	for _, p := range given {
		if fold(p.Field) == fold(string(field)) {
			return given
		}
	}
	return append([]Pair{{Field: string(field)}}, given...)
}

// scan counts the rows and settles how the dates of each column are read.
func (imp *Import) scan(order DateOrder) error {
	votes := map[Field]*orderVotes{}
	for _, field := range dateFields {
		if _, mapped := imp.Mapping.Columns[field]; mapped {
			votes[field] = &orderVotes{}
		}
	}
	for row := range imp.table.Rows() {
		imp.Rows++
		if row.Problem != "" {
			continue
		}
		for field, v := range votes {
			v.see(imp.reader.get(row, field))
		}
	}
	var wrong []error
	for _, field := range dateFields {
		v, mapped := votes[field]
		if !mapped {
			continue
		}
		found := order
		if order == OrderUnknown {
			var err error
			found, err = v.order(imp.table.Header[imp.Mapping.Columns[field]])
			wrong = append(wrong, err)
		}
		imp.reader.order[field] = found
	}
	return errors.Join(wrong...)
}

// Run takes the file in, a batch at a time. Told to stop, it has taken whole
// batches; the next run of the same file takes the rest. No row may be dated
// after now. progress is told the rows that are dealt with.
func (imp *Import) Run(ctx context.Context, service *loop.Service, now time.Time, progress func(rows int)) (Report, error) {
	imp.reader.settle(service.Settings(), now)
	take := service.ImportLeads
	if imp.kind == Outcomes {
		take = service.ImportOutcomes
	}
	return imp.inBatches(func(batch []loop.ImportRow) (loop.ImportReport, error) { return take(ctx, batch) }, progress)
}

// Preview says what Run would do, and writes nothing. Without a store every
// lead is new.
func (imp *Import) Preview(ctx context.Context, st *store.Store, settings loop.Settings, now time.Time) (Report, error) {
	imp.reader.settle(settings, now)
	p := preview{store: st, region: settings.Region, kind: imp.kind, seen: map[string]bool{}}
	return imp.inBatches(func(batch []loop.ImportRow) (loop.ImportReport, error) { return p.look(ctx, batch) }, func(int) {})
}

func (imp *Import) inBatches(take func([]loop.ImportRow) (loop.ImportReport, error), progress func(rows int)) (Report, error) {
	var report Report
	var batch []loop.ImportRow
	read := 0
	flush := func() error {
		done, err := take(batch)
		if err != nil {
			return err
		}
		report.Add(done)
		progress(read)
		batch, read = batch[:0], 0
		return nil
	}
	for row := range imp.table.Rows() {
		read++
		imported, over, err := imp.read(row)
		switch {
		case err != nil:
			report.Problems = append(report.Problems, loop.RowProblem{Row: row.Number, Reason: err.Error()})
		case !over:
			report.Open++
		default:
			batch = append(batch, imported)
		}
		if len(batch) == batchSize {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}
	return report, flush()
}

// read reads one row; over is false for what has no outcome yet.
func (imp *Import) read(row Row) (out loop.ImportRow, over bool, err error) {
	if row.Problem != "" {
		return out, true, funnel.Invalid("%s", row.Problem)
	}
	if imp.kind == Outcomes {
		return imp.reader.outcome(row)
	}
	out, err = imp.reader.lead(row)
	return out, true, err
}

// preview tells what is stored from what is not.
type preview struct {
	store  *store.Store
	region string
	kind   Kind
	seen   map[string]bool // keys of rows before
}

func (p *preview) look(ctx context.Context, batch []loop.ImportRow) (report loop.ImportReport, err error) {
	var identities []funnel.Identity
	var rows []loop.ImportRow
	for _, row := range batch {
		_, who, err := row.Input.Clean(p.region)
		if err != nil {
			report.Problems = append(report.Problems, loop.RowProblem{Row: row.Number, Reason: funnel.UserText(err)})
			continue
		}
		identities, rows = append(identities, who), append(rows, row)
	}
	stored, err := p.stored(ctx, identities)
	if err != nil {
		return report, err
	}
	for i, row := range rows {
		p.count(row, identities[i], stored[i], &report)
	}
	return report, nil
}

func (p *preview) stored(ctx context.Context, identities []funnel.Identity) ([]funnel.Lead, error) {
	leads := make([]funnel.Lead, len(identities))
	if p.store == nil {
		return leads, nil
	}
	err := p.store.View(ctx, func(rd *store.Reads) error {
		for i, who := range identities {
			var err error
			if leads[i], _, err = rd.Known(who); err != nil {
				return err
			}
		}
		return nil
	})
	return leads, err
}

func (p *preview) count(row loop.ImportRow, who funnel.Identity, stored funnel.Lead, report *loop.ImportReport) {
	known := stored.ID != 0 || p.before(who)
	switch {
	case p.kind == Leads && !known:
		report.New++
	case p.kind == Leads || stored.Stage == row.Past.Stage:
		report.Unchanged++
	case stored.ID != 0:
		report.Updated++
	default:
		report.Problems = append(report.Problems, loop.RowProblem{Row: row.Number, Reason: "No lead with this external id, e-mail address or phone number is stored."})
	}
}

// before says whether a row above was of the same lead.
func (p *preview) before(who funnel.Identity) bool {
	if p.kind != Leads {
		return false
	}
	known := false
	for _, key := range []string{"x" + who.ExternalID, "e" + who.EmailKey, "p" + who.PhoneKey} {
		if len(key) > 1 {
			known = known || p.seen[key]
			p.seen[key] = true
		}
	}
	return known
}

// Describe lists which column is read as what, with a value of the first row.
func (imp *Import) Describe(w io.Writer) error {
	fields := fieldsOf[imp.kind]
	if imp.kind == Outcomes {
		fields = slices.Concat(matchFields, fields)
	}
	var text strings.Builder
	example := imp.example()
	for _, field := range fields {
		column, mapped := imp.Mapping.Columns[field]
		if !mapped {
			continue
		}
		fmt.Fprintf(&text, "  %-13s from %s", field, imp.columnName(column))
		if column < len(example) && strings.TrimSpace(example[column]) != "" {
			text.WriteString(", such as " + quoted(example[column]))
		}
		text.WriteString("\n")
	}
	if len(imp.Mapping.Ignored) > 0 {
		text.WriteString("  not read      " + strings.Join(imp.Mapping.Ignored, ", ") + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (imp *Import) columnName(column int) string {
	if name := imp.table.Header[column]; name != "" {
		return name
	}
	return "the " + ordinal(column+1) + " column"
}

func (imp *Import) example() []string {
	for row := range imp.table.Rows() {
		if row.Problem == "" {
			return row.Values
		}
	}
	return nil
}

// WriteRejected writes the rows that were not taken, as they stood in the
// file, with the row's number and what is wrong: to be mended and imported.
func (imp *Import) WriteRejected(w io.Writer, problems []loop.RowProblem) error {
	why := map[int]string{}
	for _, p := range problems {
		why[p.Row] = p.Reason
	}
	out := csv.NewWriter(w)
	_ = out.Write(append(append([]string{}, imp.table.Header...), "rejected_row", "rejected_because")) // Error tells of it
	for row := range imp.table.Rows() {
		reason, rejected := why[row.Number]
		if !rejected {
			continue
		}
		values := append([]string{}, row.Values...)
		for len(values) < len(imp.table.Header) {
			values = append(values, "")
		}
		_ = out.Write(append(values, strconv.Itoa(row.Number), reason))
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the rejected rows: %w", err)
	}
	return nil
}
