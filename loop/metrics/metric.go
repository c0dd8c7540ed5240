package metrics

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Catalogue are the metrics of the company.
func Catalogue(rd *store.Reads) (funnel.Catalogue, error) {
	custom, err := rd.CustomMetrics()
	return funnel.NewCatalogue(custom), err
}

// Catalogue gives the metrics of the company: those known from the start, then
// those that it defined.
func (s *Service) Catalogue(ctx context.Context) (all funnel.Catalogue, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		all, err = Catalogue(rd)
		return err
	})
	return all, err
}

// Custom gives the metrics that people defined, also those retired.
func (s *Service) Custom(ctx context.Context) (all []funnel.CustomMetric, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		all, err = rd.CustomMetrics()
		return err
	})
	return all, err
}

// Define defines a figure from outside on which goals can be set.
func (s *Service) Define(ctx context.Context, req core.Request, in funnel.MetricInput) (funnel.CustomMetric, error) {
	var defined funnel.CustomMetric
	err := s.core.Act(ctx, "define a metric", req, func(st *core.Step) error {
		known, err := st.Tx.CustomMetrics()
		if err != nil {
			return err
		}
		var entry funnel.Entry
		if defined, entry, err = funnel.DefineMetric(known, in, st.Act, st.Policy); err != nil {
			return err
		}
		return putMetric(st, defined, entry)
	})
	return defined, err
}

// Retire ends a metric that somebody defined; its figures stay.
func (s *Service) Retire(ctx context.Context, req core.Request, text string) (funnel.CustomMetric, error) {
	var retired funnel.CustomMetric
	err := s.core.Act(ctx, "retire a metric", req, func(st *core.Step) error {
		known, err := st.Tx.CustomMetrics()
		if err != nil {
			return err
		}
		found, err := customMetric(known, text)
		if err != nil {
			return err
		}
		goals, err := st.Tx.GoalsEnding(st.Today(), funnel.Date{})
		if err != nil {
			return err
		}
		var entry funnel.Entry
		if retired, entry, err = found.Retire(goals, st.Act, st.Policy); err != nil {
			return err
		}
		return putMetric(st, retired, entry)
	})
	return retired, err
}

func customMetric(known []funnel.CustomMetric, text string) (funnel.CustomMetric, error) {
	for _, retired := range []bool{false, true} {
		for _, c := range known {
			named, err := funnel.Catalogue{c.Info()}.Parse(text)
			if err == nil && named == c.Metric && c.Retired() == retired {
				return c, nil
			}
		}
	}
	if _, err := funnel.ParseMetric(text); err == nil {
		return funnel.CustomMetric{}, funnel.Conflict("Leadloop counts that metric by itself, so it cannot be retired. %s shows those that you defined.", funnel.ToListMetrics.Way())
	}
	return funnel.CustomMetric{}, funnel.NotFound("No metric “%s” is defined. %s shows those that are.", core.Shorten(text), funnel.ToListMetrics.Way())
}

func putMetric(st *core.Step, c funnel.CustomMetric, entry funnel.Entry) error {
	if _, err := st.Tx.Write([]funnel.Entry{entry}, st.Policy.Calendar); err != nil {
		return err
	}
	return st.Tx.PutCustomMetric(c)
}
