package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
)

// figures takes figures from a CSV file.
func (o importOptions) figures(ctx context.Context, env environment, path string) (err error) {
	if len(o.match) > 0 || o.stage != "" || o.rejected != "" || o.dryRun {
		return usagef("--type figures goes with --map, --metric and --date-order only")
	}
	order, err := intake.ParseDateOrder(o.dateOrder)
	if err != nil {
		return usagef("--date-order: %v", err)
	}
	table, err := readTable(env, path)
	if err != nil {
		return err
	}
	file, err := intake.PrepareFigures(table, intake.FigureOptions{Map: o.pairs, Metric: o.metric, DateOrder: order})
	if err != nil {
		return err
	}
	data, err := openOffline(ctx, env, o.place, creating)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	if ignored := file.Mapping.Ignored; len(ignored) > 0 {
		say(env.stderr, "Not read: %s. --map reads a column as a field.\n", strings.Join(ignored, ", "))
	}
	report, err := file.Run(ctx, data.service)
	if err != nil {
		return err
	}
	return tellFigures(env, file, report, data.settings.Calendar.Location)
}

// tellFigures reports what became of the rows; it fails when none could be
// taken.
func tellFigures(env environment, file *intake.FigureFile, r loop.ImportReport, zone *time.Location) error {
	problems := slices.SortedStableFunc(slices.Values(r.Problems), func(a, b loop.RowProblem) int { return a.Row - b.Row })
	for i, p := range problems {
		if i == shownProblems {
			say(env.stderr, "… and %s more.\n", countOf(len(problems)-i, "row"))
			break
		}
		say(env.stderr, "row %d: %s\n", p.Row, funnel.PlainText(p.Reason, nil, zone))
	}
	if len(problems) == file.Rows {
		return fmt.Errorf("nothing of %s could be taken: %s not good, as said above", file.Name(), isOrAre(file.Rows, "row"))
	}
	parts := []string{countOf(r.New, "new figure")}
	for _, part := range []struct {
		n    int
		noun string
		does string
	}{{r.Updated, "figure", " replaced"}, {r.Unchanged, "figure", " known already"}, {len(problems), "row", " rejected"}} {
		if part.n > 0 {
			parts = append(parts, countOf(part.n, part.noun)+part.does)
		}
	}
	say(env.stdout, "Taken from %s: %s.\n", file.Name(), strings.Join(parts, ", "))
	return nil
}
