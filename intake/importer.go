package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

// Options say how a file is to be read.
type Options struct {
	Kind      Kind
	Map       []Pair
	Match     []Pair          // for outcomes: by what they find their leads
	Stage     agreement.Stage // of leads whose row says nothing of it
	Stages    []Pair          // what stages of their own are: a name, as a field, and a stage of ours, as a column
	Metric    string          // of all figures, where no column says it
	DateOrder calendar.Order
}

// Import is a file that is ready to be taken in.
type Import struct {
	File
	kind   Kind
	metric string
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

	if _, column := mapping.Columns[FieldMetric]; o.Kind == Figures && !column && o.Metric == "" {
		return nil, fmt.Errorf("%s has no column that says which metric its figures are of; it has %s. "+
			"Say which with --map metric=COLUMN, or for the whole file with --metric website_visits", t.Name, t.columnList())
	}

	stages, err := ownStages(o.Stages)
	if err != nil {
		return nil, err
	}

	imp := &Import{kind: o.Kind, metric: o.Metric, File: File{
		Mapping: mapping, table: t, fields: fieldsOf[o.Kind],
		reader: rowReader{
			columns: mapping.Columns, stage: o.Stage, stages: stages, hash: t.Hash,
			order: map[Field]calendar.Order{},
		},
	}}
	if o.Kind == Outcomes {
		imp.fields = slices.Concat(matchFields, imp.fields)
	}

	return imp, imp.scan(o.DateOrder)
}

// ownStages reads what stages of their own are.
func ownStages(given []Pair) (map[string]agreement.Stage, error) {
	stages := map[string]agreement.Stage{}
	for _, p := range given {
		stage, err := agreement.ParseStage(fold(p.Column))
		if err != nil {
			return nil, fmt.Errorf("--stages %s=%s: %s", p.Field, p.Column, fault.UserText(err))
		}

		if was, twice := stages[fold(p.Field)]; twice && was != stage {
			return nil, fmt.Errorf("--stages says that %s is both %s and %s; leave one of them out", p.Field, was, stage)
		}

		stages[fold(p.Field)] = stage
	}

	return stages, nil
}

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

// Run takes the file in, a batch at a time. Told to stop, it has taken whole
// batches; the next run of the same file takes the rest. No row may be dated
// after now. progress is told the rows that are dealt with.
func (imp *Import) Run(
	ctx context.Context, services *loop.Services, now time.Time, progress func(rows int),
) (Report, error) {
	if imp.kind == Figures {
		given := metrics.GivenFigures{}
		return inBatches(&imp.File, imp.figure, func(batch []metrics.FigureRow) (imports.Report, error) {
			report, err := services.Metrics.ImportFigures(ctx, batch, given)
			return report.Report, err
		}, progress)
	}

	imp.reader.settle(services.Core.Settings(), now)
	take := services.Imports.Leads
	if imp.kind == Outcomes {
		take = services.Imports.Outcomes
	}

	return inBatches(&imp.File, imp.read, func(batch []imports.Row) (imports.Report, error) {
		return take(ctx, batch)
	}, progress)
}

// Preview says what Run would do, and writes nothing.
func (imp *Import) Preview(ctx context.Context, services *loop.Services, now time.Time) (Report, error) {
	if imp.kind == Figures {
		return imp.previewFigures(ctx, services)
	}

	settings := services.Core.Settings()
	imp.reader.settle(settings, now)
	p := preview{services: services, region: settings.Region, kind: imp.kind, seen: map[string]bool{}}
	return inBatches(&imp.File, imp.read, func(batch []imports.Row) (imports.Report, error) {
		return p.look(ctx, batch)
	}, func(int) {})
}

// read reads one row; over is false for what has no outcome yet.
func (imp *Import) read(row Row) (out imports.Row, over bool, err error) {
	if imp.kind == Outcomes {
		return imp.reader.outcome(row)
	}

	out, err = imp.reader.lead(row)
	return out, true, err
}

// preview tells what is stored from what is not.
type preview struct {
	services *loop.Services
	region   string
	kind     Kind
	seen     map[string]bool // keys of rows before
}

func (p *preview) look(ctx context.Context, batch []imports.Row) (report imports.Report, err error) {
	var cleaned []funnel.Cleaned
	var rows []imports.Row
	for _, row := range batch {
		clean, err := row.Input.Clean(p.region)
		if err != nil {
			report.Problems = append(report.Problems, imports.Problem{Row: row.Number, Reason: fault.UserText(err)})
			continue
		}

		rows, cleaned = append(rows, row), append(cleaned, clean)
	}

	stored, err := p.services.Imports.Known(ctx, cleaned)
	if err != nil {
		return report, err
	}

	for i, row := range rows {
		if err := stored[i].Err; err != nil {
			report.Reject(row.Number, err)
			continue
		}

		p.count(row, cleaned[i], stored[i].Lead, &report)
	}

	return report, nil
}

func (p *preview) count(row imports.Row, in funnel.Cleaned, stored funnel.Lead, report *imports.Report) {
	above := p.before(in.Who)
	if err := row.Contradicts(stored); p.kind == Leads && err != nil {
		report.Reject(row.Number, err)
		return
	}

	switch {
	case stored.ID != 0 && row.Changes(stored, in):
		report.Updated++
	case stored.ID != 0 || above:
		report.Unchanged++
	case p.kind == Leads:
		report.New++
	default:
		report.Problems = append(report.Problems, imports.Problem{Row: row.Number, Reason: "No lead with this external id, e-mail address or phone number is stored."})
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
