// Package metrics keeps the company's own metrics and the figures from outside, one at a time, from
// files and from other programs. It never counts leads: counters do. Start at Service.Define and
// Service.LogFigure.
package metrics

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Catalogue are the metrics of the company.
func Catalogue(rd *store.Reads) (goals.Catalogue, error) {
	custom, err := rd.CustomMetrics()
	return goals.NewCatalogue(custom), err
}

// Catalogue gives the metrics of the company: those known from the start, then
// those that it defined.
func (s *Service) Catalogue(ctx context.Context) (goals.Catalogue, error) {
	return core.Read(ctx, s.core, "read the metrics", Catalogue)
}

// Custom gives the metrics that people defined, also those retired.
func (s *Service) Custom(ctx context.Context) ([]goals.CustomMetric, error) {
	return core.Read(ctx, s.core, "read the metrics that people defined", (*store.Reads).CustomMetrics)
}

// Define defines a figure from outside on which goals can be set.
func (s *Service) Define(ctx context.Context, req core.Request, in goals.MetricInput) (goals.CustomMetric, error) {
	return core.Do(ctx, s.core, "define a metric", req, func(uc *core.UseCase) (defined goals.CustomMetric, err error) {
		known, err := uc.Tx.CustomMetrics()
		if err != nil {
			return defined, err
		}

		var entry funnel.Entry
		if defined, entry, err = goals.DefineMetric(known, in, uc.Act, uc.Policy); err != nil {
			return defined, err
		}

		return defined, putMetric(uc, defined, entry)
	})
}

// Retire ends a metric that somebody defined; its figures stay.
func (s *Service) Retire(ctx context.Context, req core.Request, text string) (goals.CustomMetric, error) {
	return core.Do(ctx, s.core, "retire a metric", req, func(uc *core.UseCase) (retired goals.CustomMetric, err error) {
		known, err := uc.Tx.CustomMetrics()
		if err != nil {
			return retired, err
		}

		found, err := customMetric(known, text)
		if err != nil {
			return retired, err
		}

		goals, err := uc.Tx.GoalsEnding(uc.Today(), calendar.Date{})
		if err != nil {
			return retired, err
		}

		var entry funnel.Entry
		if retired, entry, err = found.Retire(goals, uc.Act, uc.Policy); err != nil {
			return retired, err
		}

		return retired, putMetric(uc, retired, entry)
	})
}

func customMetric(known []goals.CustomMetric, text string) (goals.CustomMetric, error) {
	for _, retired := range []bool{false, true} {
		for _, c := range known {
			named, err := goals.Catalogue{c.Info()}.Parse(text)
			if err == nil && named == c.Metric && c.Retired() == retired {
				return c, nil
			}
		}
	}

	if _, err := goals.ParseMetric(text); err == nil {
		return goals.CustomMetric{}, fault.Conflict("Leadloop counts that metric by itself, so it cannot be retired. %s shows those that you defined.", fault.ToListMetrics.Way())
	}

	return goals.CustomMetric{}, fault.NotFound("No metric “%s” is defined. %s shows those that are.", core.Shorten(text), fault.ToListMetrics.Way())
}

func putMetric(uc *core.UseCase, c goals.CustomMetric, entry funnel.Entry) error {
	if err := uc.Journal(entry); err != nil {
		return err
	}

	return uc.Tx.PutCustomMetric(c)
}
