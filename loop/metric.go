package loop

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// catalogue are the metrics of the company.
func catalogue(rd *store.Reads) (funnel.Catalogue, error) {
	custom, err := rd.CustomMetrics()
	return funnel.NewCatalogue(custom), err
}

// Metrics gives the metrics of the company: those known from the start, then
// those that it defined.
func (s *Service) Metrics(ctx context.Context) (all funnel.Catalogue, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		all, err = catalogue(rd)
		return err
	})
	return all, err
}

// CustomMetrics gives the metrics that people defined, also those retired.
func (s *Service) CustomMetrics(ctx context.Context) (all []funnel.CustomMetric, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		all, err = rd.CustomMetrics()
		return err
	})
	return all, err
}

// DefineMetric defines a figure from outside on which goals can be set.
func (s *Service) DefineMetric(ctx context.Context, req Request, in funnel.MetricInput) (funnel.CustomMetric, error) {
	var defined funnel.CustomMetric
	err := s.act(ctx, "define a metric", req, func(st *step) error {
		known, err := st.tx.CustomMetrics()
		if err != nil {
			return err
		}
		var entry funnel.Entry
		if defined, entry, err = funnel.DefineMetric(known, in, st.act, st.policy); err != nil {
			return err
		}
		return st.putMetric(defined, entry)
	})
	return defined, err
}

// RetireMetric ends a metric that somebody defined; its figures stay.
func (s *Service) RetireMetric(ctx context.Context, req Request, text string) (funnel.CustomMetric, error) {
	var retired funnel.CustomMetric
	err := s.act(ctx, "retire a metric", req, func(st *step) error {
		known, err := st.tx.CustomMetrics()
		if err != nil {
			return err
		}
		found, err := customMetric(known, text)
		if err != nil {
			return err
		}
		goals, err := st.tx.GoalsEnding(st.today(), funnel.Date{})
		if err != nil {
			return err
		}
		var entry funnel.Entry
		if retired, entry, err = found.Retire(goals, st.act, st.policy); err != nil {
			return err
		}
		return st.putMetric(retired, entry)
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
	return funnel.CustomMetric{}, funnel.NotFound("No metric “%s” is defined. %s shows those that are.", cut(text), funnel.ToListMetrics.Way())
}

func (st *step) putMetric(c funnel.CustomMetric, entry funnel.Entry) error {
	if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
		return err
	}
	return st.tx.PutCustomMetric(c)
}

// AdoptThresholds notes from which day on goals are judged by other thresholds
// than before, so that what was judged earlier stays as it was.
func (s *Service) AdoptThresholds(ctx context.Context) error {
	same := false
	err := s.store.View(ctx, func(rd *store.Reads) error {
		known, err := rd.Thresholds()
		_, _, changed := funnel.AdoptThresholds(known, s.settings.Thresholds, funnel.Act{By: funnel.Program(), At: s.now()}, funnel.Policy{Staff: funnel.Staff{Calendar: s.settings.Calendar}})
		same = !changed
		return err
	})
	if err != nil || same {
		return err
	}
	return s.transact(ctx, funnel.Program(), "", func(st *step) error {
		known, err := st.tx.Thresholds()
		if err != nil {
			return err
		}
		noted, entry, changed := funnel.AdoptThresholds(known, s.settings.Thresholds, st.act, st.policy)
		if !changed {
			return nil
		}
		if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
			return err
		}
		return st.tx.PutThresholds(noted)
	})
}
