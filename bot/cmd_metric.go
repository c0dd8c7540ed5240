package bot

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

func (b *Bot) goalLog(ctx context.Context, in *Input, args string) (Ack, error) {
	metrics, err := b.services.Metrics.Catalogue(ctx)
	if err != nil {
		return Ack{}, err
	}
	figure, err := parseFigure(args, metrics, b.currency(), b.today())
	if err != nil {
		return Ack{}, err
	}
	logged, was, err := b.services.Metrics.LogFigure(ctx, in.request(), figure)
	if err != nil {
		return Ack{}, err
	}
	info, _ := metrics.Info(logged.Metric)
	return says(view.FigureSaved(b.viewContext(ctx), info.Name, logged, was)), nil
}

// goalMetric defines, lists and retires metrics of the company's own.
func (b *Bot) goalMetric(ctx context.Context, in *Input, args string) (Ack, error) {
	rest := words(args)
	word := "list"
	if len(rest) > 0 {
		word, rest = strings.ToLower(rest[0]), rest[1:]
	}
	switch word {
	case "new":
		metric, err := parseNewMetric(rest)
		if err != nil {
			return Ack{}, err
		}
		defined, err := b.services.Metrics.Define(ctx, in.request(), metric)
		return answer(ctx, b, defined, err, view.MetricDefined)
	case "retire":
		if len(rest) == 0 {
			return Ack{}, fault.Invalid("Which metric? Expected its short name, such as `/goal metric retire demo_requests`. `/goal metric list` shows them.")
		}
		retired, err := b.services.Metrics.Retire(ctx, in.request(), prose(rest))
		return answer(ctx, b, retired, err, view.MetricRetired)
	case "list":
		custom, err := b.services.Metrics.Custom(ctx)
		return answer(ctx, b, custom, err, view.MetricList)
	}
	return Ack{}, fault.Invalid("“%s” is not something that `/goal metric` can do. Expected `%s`, `/goal metric list` or `/goal metric retire demo_requests`.", shown(word), metricUsage)
}
