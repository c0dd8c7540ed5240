package main

import (
	"context"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/metrics"
)

// figures prepares a file of figures from outside.
func (o importOptions) figures(env environment, path string) (arrival, error) {
	if len(o.match) > 0 || o.stage != "" {
		return arrival{}, usagef("--match and --stage are for leads; leave them out with --type figures")
	}
	order, err := intake.ParseDateOrder(o.dateOrder)
	if err != nil {
		return arrival{}, usagef("--date-order: %v", err)
	}
	table, err := o.table(env, path)
	if err != nil {
		return arrival{}, err
	}
	file, err := intake.PrepareFigures(table, intake.FigureOptions{Map: o.pairs, Metric: o.metric, DateOrder: order})
	if err != nil {
		return arrival{}, err
	}
	return arrival{
		File: &file.File, take: file.Run, parts: figureParts,
		preview: func(ctx context.Context, services *loop.Services) (intake.Report, error) {
			report, taken, err := file.Preview(ctx, services)
			showFigures(env, taken)
			return report, err
		},
	}, nil
}

// shownFigures is how many figures are shown before they are taken.
const shownFigures = 20

// showFigures lists what would be stored.
func showFigures(env environment, taken []metrics.FigureTaken) {
	for i, f := range taken {
		if i == 0 {
			say(env.stdout, "What would be stored:\n")
		}
		if i == shownFigures {
			say(env.stdout, "  … and %s more\n", countOf(len(taken)-i, "figure"))
			return
		}
		value := f.Metric.Format(goals.Quantity{Number: f.Value})
		if f.Replaces {
			value += ", before " + f.Metric.Format(goals.Quantity{Number: f.Was})
		}
		say(env.stdout, "  %s %s: %s\n", f.Metric, f.Period, value)
	}
}

// figureParts sum up what became of rows of figures.
func figureParts(r intake.Report) []string {
	parts := []string{countOf(r.New, "new figure")}
	if r.Updated > 0 {
		parts = append(parts, countOf(r.Updated, "figure")+" replaced")
	}
	if r.Unchanged > 0 {
		parts = append(parts, countOf(r.Unchanged, "figure")+" known already")
	}
	return parts
}
