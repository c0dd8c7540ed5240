package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/intake"
)

const importUsage = placeUsage + ` FILE.csv [flags]

Takes leads of the past from a CSV file; FILE - is standard input. Columns are
found by their names, as HubSpot, Salesforce and others write them, or said
with --map. With --match the file says what became of leads that are stored.
History starts no clock and sends no message. A repeated import changes nothing.
With --type figures it takes figures from outside: a metric, a week or a day,
and a value in each row.

  leadloop import --data DIR leads.csv --map created=first_contact,external_id=id --stage mql
  leadloop import --data DIR deals.csv --match external_id=id --map won=won_date,amount=revenue
  leadloop import --data DIR visits.csv --type figures --metric website_visits`

// importOptions are the flags of import.
type importOptions struct {
	place
	stage, dateOrder, rejected string
	kind, metric               string
	pairs, match               pairList
	dryRun                     bool
}

// pairList collects field=column over several flags.
type pairList []intake.Pair

func (p *pairList) String() string { return "" }

// Set adds what one flag says.
func (p *pairList) Set(text string) error {
	pairs, err := intake.ParsePairs(text)
	*p = append(*p, pairs...)
	return err
}

// importCommand takes leads, or what became of them, from a CSV file.
func importCommand(ctx context.Context, env environment, args []string) error {
	var o importOptions
	flags := newFlags(env, "import", importUsage)
	o.register(flags)
	flags.Var(&o.pairs, "map", "`field=column,…` says which column holds what")
	flags.Var(&o.match, "match", "`field=column` finds the lead of an outcome, by external_id, email or phone")
	flags.StringVar(&o.kind, "type", "", "`leads|outcomes|figures` says what the rows are; without it, leads, and outcomes with --match")
	flags.StringVar(&o.metric, "metric", "", "the `METRIC` of a file of figures that has no column for it")
	flags.StringVar(&o.stage, "stage", "", "the `STAGE` of leads whose row says nothing of it, such as mql")
	flags.StringVar(&o.dateOrder, "date-order", "", "`dmy|mdy` says how dates such as 6/4/2026 are meant")
	flags.StringVar(&o.rejected, "rejected", "", "writes the rows that were not taken to `PATH`, with the reason")
	flags.BoolVar(&o.dryRun, "dry-run", false, "shows what would happen and changes nothing")
	words, err := parseArgs(flags, args)
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return usagef("import takes one file, such as leads.csv; `leadloop import -h` shows how")
	}
	imp, err := o.prepare(env, words[0])
	if err != nil {
		return err
	}
	if o.dryRun {
		return o.preview(ctx, env, imp)
	}
	return o.take(ctx, env, imp)
}

// prepare reads the file as far as it takes to find its columns.
func (o importOptions) prepare(env environment, path string) (*intake.Import, error) {
	how, err := o.reading()
	if err != nil {
		return nil, err
	}
	table, err := o.table(env, path)
	if err != nil {
		return nil, err
	}
	return intake.Prepare(table, how)
}

// reading turns the flags into how the file is read.
func (o importOptions) reading() (intake.Options, error) {
	how := intake.Options{Kind: intake.Leads, Map: o.pairs, Match: o.match, Metric: o.metric}
	kind := intake.Kind(o.kind)
	if kind == intake.Figures && (len(o.match) > 0 || o.stage != "") {
		return how, usagef("--match and --stage are for leads; leave them out with --type figures")
	}
	var err error
	if how.DateOrder, err = calendar.ParseOrder(o.dateOrder); err != nil {
		return how, usagef("--date-order: %v", err)
	}
	if len(o.match) > 0 {
		how.Kind = intake.Outcomes
	}

	switch {
	case kind == intake.Figures:
		how.Kind = kind
		return how, nil
	case o.metric != "":
		return how, usagef("--metric is for figures; add --type figures")
	case o.kind != "" && kind != intake.Leads && kind != intake.Outcomes:
		return how, unknownWord("type", o.kind, []string{string(intake.Leads), string(intake.Outcomes), string(intake.Figures)})
	case kind == intake.Outcomes && how.Kind != kind:
		return how, usagef("--type outcomes needs --match, which says by what their leads are found, such as --match external_id=id")
	case kind == intake.Leads && how.Kind != kind:
		return how, usagef("--match is for outcomes, and --type says leads; leave one of them out")
	}
	if o.stage == "" {
		return how, nil
	}
	if how.Kind == intake.Outcomes {
		return how, usagef("--stage is for leads; with --match, --map won=COLUMN or lost=COLUMN says what became of them")
	}
	if how.Stage, err = agreement.ParseStage(o.stage); err != nil {
		return how, usagef("--stage: %s", fault.UserText(err))
	}
	return how, nil
}

// table reads the file, once it is known where the data is.
func (o importOptions) table(env environment, path string) (*intake.Table, error) {
	if _, err := o.load(env); err != nil {
		return nil, err
	}
	if path == "-" {
		data, err := io.ReadAll(env.stdin)
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
		return intake.ReadTable("standard input", data)
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s; check the path", path)
	case err != nil:
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return intake.ReadTable(filepath.Base(path), data)
}

// take imports the file and says what became of its rows.
func (o importOptions) take(ctx context.Context, env environment, imp *intake.Import) (err error) {
	data, err := openOffline(ctx, env, o.place, creating)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	o.warn(env, imp)
	bar := newBar(env.stderr, imp.Rows)
	report, err := imp.Run(ctx, data.services, env.now(), func(rows int) { _ = bar.Add(rows) }) // a picture only
	_ = bar.Finish()
	if err != nil {
		return stopped(ctx, report, err)
	}
	return o.tell(env, imp, report, data.settings.Calendar.Location)
}

// preview shows how the file would be read and what would become of it.
func (o importOptions) preview(ctx context.Context, env environment, imp *intake.Import) (err error) {
	data, err := o.lookAt(ctx, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	say(env.stdout, "How %s would be read:\n", imp.Name())
	if err := imp.Describe(env.stdout); err != nil {
		return err
	}
	o.warn(env, imp)
	report, err := imp.Preview(ctx, data.services, env.now())
	showFigures(env, report.Figures)
	if err != nil {
		return err
	}
	return o.tell(env, imp, report, data.settings.Calendar.Location)
}

// lookAt opens the data to read it; a folder that has none yet is not made.
func (o importOptions) lookAt(ctx context.Context, env environment) (*offline, error) {
	c, err := o.load(env)
	if err != nil {
		return nil, err
	}
	if mustExist(c.Data) != nil {
		return nowhere(ctx, env, c)
	}
	return openOffline(ctx, env, o.place, reading)
}
