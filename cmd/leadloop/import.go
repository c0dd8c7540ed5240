package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/intake"
)

const importHelp = `Takes leads of the past from a CSV file; FILE - is standard input. Columns are
found by their names, as HubSpot, Salesforce and others write them, or said
with --map. A lead that is won or lost needs the date of that: a close date, or
--map won=COLUMN. What is known of a lead is never overwritten, and what is
blank is filled in. With --match the file says what became of leads that are stored.
History starts no clock and sends no message. A repeated import changes nothing.
With --type figures it takes figures from outside: a metric, a week or a day,
and a value in each row.

  leadloop import --data DIR leads.csv --map created=first_contact,external_id=id --stage mql
  leadloop import --data DIR deals.csv --match external_id=id --map won=won_date,amount=revenue
  leadloop import --data DIR visits.csv --type figures --metric website_visits`

// importFlags are what import can be told.
func importFlags() []cli.Flag {
	return withPlace(
		&cli.StringSliceFlag{Name: "map", Usage: "`field=column,…` says which column holds what"},
		&cli.StringSliceFlag{Name: "match", Usage: "`field=column` finds the lead of an outcome, by external_id, email or phone"},
		&cli.StringFlag{Name: "type", Usage: "`leads|outcomes|figures` says what the rows are; without it, leads, and outcomes with --match"},
		&cli.StringFlag{Name: "metric", Usage: "the `METRIC` of a file of figures that has no column for it"},
		&cli.StringFlag{Name: "stage", Usage: "the `STAGE` of leads whose row says nothing of it, such as mql"},
		&cli.StringSliceFlag{Name: "stages", Usage: "`name=stage,…` says what stages of your own are, such as \"Demo booked=sql\""},
		&cli.StringFlag{Name: "date-order", Usage: "`dmy|mdy` says how dates such as 6/4/2026 are meant"},
		&cli.StringFlag{Name: "rejected", Usage: "writes the rows that were not taken to `PATH`, with the reason"},
		&cli.BoolFlag{Name: "dry-run", Usage: "shows what would happen and changes nothing"},
	)
}

// importing is one run of import, with its flags.
type importing struct {
	*cli.Command
	place
}

// importCommand takes leads, or what became of them, from a CSV file.
func importCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	o := importing{cmd, placeOf(cmd)}
	imp, err := o.prepare(env, cmd.Args().First())
	if err != nil {
		return err
	}

	if o.Bool("dry-run") {
		return o.preview(ctx, env, imp)
	}

	return withData(ctx, env, o.place, creating, func(data *offline) error { return o.take(ctx, env, imp, data) })
}

// pairsOf collects field=column over each use of a flag.
func pairsOf(cmd *cli.Command, flag string) (all []intake.Pair, err error) {
	for _, text := range cmd.StringSlice(flag) {
		pairs, err := intake.ParsePairs(text)
		if err != nil {
			return nil, usagef("--%s: %v; `leadloop import -h` shows what it takes", flag, err)
		}

		all = append(all, pairs...)
	}

	return all, nil
}

// prepare reads the file as far as it takes to find its columns.
func (o importing) prepare(env environment, path string) (*intake.Import, error) {
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
func (o importing) reading() (intake.Options, error) {
	how := intake.Options{Kind: intake.Leads, Metric: o.String("metric")}
	var err error
	if how.Map, err = pairsOf(o.Command, "map"); err != nil {
		return how, err
	}

	if how.Match, err = pairsOf(o.Command, "match"); err != nil {
		return how, err
	}

	if how.Stages, err = pairsOf(o.Command, "stages"); err != nil {
		return how, err
	}

	kind, stage := intake.Kind(o.String("type")), o.String("stage")
	if kind == intake.Figures && (len(how.Match) > 0 || stage != "" || len(how.Stages) > 0) {
		return how, usagef("--match, --stage and --stages are for leads; leave them out with --type figures")
	}

	if how.DateOrder, err = calendar.ParseOrder(o.String("date-order")); err != nil {
		return how, usagef("--date-order: %v", err)
	}

	if len(how.Match) > 0 {
		how.Kind = intake.Outcomes
	}

	switch {
	case kind == intake.Figures:
		how.Kind = kind
		return how, nil
	case how.Metric != "":
		return how, usagef("--metric is for figures; add --type figures")
	case kind != "" && kind != intake.Leads && kind != intake.Outcomes:
		return how, unknownWord("type", o.String("type"),
			[]string{string(intake.Leads), string(intake.Outcomes), string(intake.Figures)})
	case kind == intake.Outcomes && how.Kind != kind:
		return how, usagef("--type outcomes needs --match, which says by what their leads are found, such as --match external_id=id")
	case kind == intake.Leads && how.Kind != kind:
		return how, usagef("--match is for outcomes, and --type says leads; leave one of them out")
	}

	if len(how.Stages) > 0 && how.Kind == intake.Outcomes {
		return how, usagef("--stages is for leads; with --match, --map won=COLUMN or lost=COLUMN says what became of them")
	}

	if stage == "" {
		return how, nil
	}

	if how.Kind == intake.Outcomes {
		return how, usagef("--stage is for leads; with --match, --map won=COLUMN or lost=COLUMN says what became of them")
	}

	if how.Stage, err = agreement.ParseStage(stage); err != nil {
		return how, usagef("--stage: %s", fault.UserText(err))
	}

	return how, nil
}

// table reads the file, once it is known where the data is.
func (o importing) table(env environment, path string) (*intake.Table, error) {
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
func (o importing) take(ctx context.Context, env environment, imp *intake.Import, data *offline) error {
	o.warn(env, imp)
	bar := newBar(env.stderr, imp.Rows)
	report, err := imp.Run(ctx, data.services, env.now(), func(rows int) { _ = bar.Add(rows) }) // a picture only
	_ = bar.Finish()
	if err != nil {
		return stopped(ctx, report, err)
	}

	return o.tell(env, imp, report, data.settings)
}

// preview shows how the file would be read and what would become of it.
func (o importing) preview(ctx context.Context, env environment, imp *intake.Import) (err error) {
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

	return o.tell(env, imp, report, data.settings)
}

// lookAt opens the data to read it; a folder that has none yet is not made.
func (o importing) lookAt(ctx context.Context, env environment) (*offline, error) {
	c, err := o.load(env)
	if err != nil {
		return nil, err
	}

	if mustExist(c.Data) != nil {
		return nowhere(ctx, env, c)
	}

	return openOffline(ctx, env, o.place, reading)
}
