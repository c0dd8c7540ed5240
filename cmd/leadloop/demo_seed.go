package main

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/store"
)

// seeding lives through the demo company's last weeks with the same use
// cases that people use, on a clock of its own.
type seeding struct {
	ctx     context.Context
	service *loop.Service
	now     time.Time
	start   funnel.Date // the day on which the demo begins
	cal     funnel.Calendar
	leads   map[string]funnel.LeadID
}

// deed is one act of the past: how many working days before the demo begins,
// at which time of day, by whom, and what.
type deed struct {
	daysAgo int
	at      string
	by      funnel.UserID
	do      func(*seeding, loop.Request) error
}

// seedDemo fills a new store with a small company's history. What would have
// been said at the time is dropped, except what people would still look at.
func seedDemo(ctx context.Context, st *store.Store, settings loop.Settings, definition funnel.Definition, begin time.Time) error {
	s := &seeding{ctx: ctx, start: funnel.DateOf(begin, settings.Calendar.Location), cal: settings.Calendar, leads: map[string]funnel.LeadID{}}
	s.service = loop.New(st, loop.Options{Settings: settings, Now: func() time.Time { return s.now }})
	s.now = s.moment(demoDeeds[0].daysAgo+5, "08:00")
	if err := s.service.AdoptDefinition(ctx, definition); err != nil {
		return err
	}
	for _, d := range demoDeeds {
		s.now = s.moment(d.daysAgo, d.at)
		if _, err := s.service.Sweep(ctx); err != nil {
			return err
		}
		if err := d.do(s, loop.Request{By: d.by}); err != nil {
			return fmt.Errorf("seed %d days ago at %s: %w", d.daysAgo, d.at, err)
		}
	}
	s.now = begin
	if _, err := s.service.Sweep(ctx); err != nil {
		return err
	}
	return s.quieten()
}

// moment is a time of day some working days before the start.
func (s *seeding) moment(daysAgo int, at string) time.Time {
	day := s.start
	for daysAgo > 0 {
		day = day.AddDays(-1)
		if s.cal.IsWorkingDay(day) {
			daysAgo--
		}
	}
	var hour, minute int
	_, _ = fmt.Sscanf(at, "%d:%d", &hour, &minute)
	return day.At(hour, minute, s.cal.Location)
}

// quieten drops what is old news: all but the cards of leads that are still
// open, the digest, and today's messages.
func (s *seeding) quieten() error {
	today := funnel.DateOf(s.now, s.cal.Location)
	for {
		queued, err := s.queued()
		if err != nil {
			return err
		}
		dropped := 0
		for _, e := range queued {
			keep, err := s.stillNews(e.Notice, today)
			if err != nil {
				return err
			}
			if keep {
				continue
			}
			if err := s.service.Delivered(s.ctx, e.Seq, store.MessageRef{}); err != nil {
				return err
			}
			dropped++
		}
		if dropped == 0 {
			return nil
		}
	}
}

func (s *seeding) queued() (all []store.OutboxEntry, err error) {
	err = s.service.Store().View(s.ctx, func(rd *store.Reads) error {
		all, err = rd.Outbox(1000)
		return err
	})
	return all, err
}

func (s *seeding) stillNews(n funnel.Notice, today funnel.Date) (bool, error) {
	switch n.Kind {
	case funnel.NoticeDigest:
		return true, nil
	case funnel.NoticeCard:
		l, ok, err := s.service.LeadFor(s.ctx, n)
		current := n.Place == funnel.PlaceLeads || l.Offered() && n.Handoff == l.Handoffs
		return ok && current && !l.Stage.Ended() && l.Stage != funnel.Recycled, err
	default:
		return funnel.DateOf(n.At, s.cal.Location) == today, nil
	}
}

// remember keeps the number that a lead was given under a short name.
func (s *seeding) remember(name string, r loop.LogResult, err error) error {
	s.leads[name] = r.Lead.ID
	return err
}

func logged(name string, in funnel.LeadInput) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		result, err := s.service.LogLead(s.ctx, r, in)
		return s.remember(name, result, err)
	}
}

func handed(name string, to funnel.UserID, note string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Handoff(s.ctx, r, s.leads[name], to, note)
		return err
	}
}

func accepted(name string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Accept(s.ctx, r, s.leads[name])
		return err
	}
}

func rejected(name, reason, note string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Reject(s.ctx, r, s.leads[name], reason, note)
		return err
	}
}

func touched(name string, kind funnel.TouchKind, outcome string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Touch(s.ctx, r, s.leads[name], kind, outcome)
		return err
	}
}

func qualified(name string, amount int64, closeInDays int) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Qualify(s.ctx, r, s.leads[name], funnel.Opportunity{
			Amount: funnel.Money{Minor: amount * 100, Currency: "EUR"}, CloseBy: s.start.AddDays(closeInDays),
		})
		return err
	}
}

func won(name string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Win(s.ctx, r, s.leads[name], funnel.Money{})
		return err
	}
}

func lost(name, reason, note string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Lose(s.ctx, r, s.leads[name], reason, note)
		return err
	}
}

func recycled(name string, inDays int, note string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Recycle(s.ctx, r, s.leads[name], s.start.AddDays(inDays), note)
		return err
	}
}

func disqualified(name, reason string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		_, err := s.service.Disqualify(s.ctx, r, s.leads[name], reason, "")
		return err
	}
}

// goal sets a goal for the quarter in which the demo begins.
func goal(metric funnel.Metric, target float64, owner funnel.UserID, why string) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		quantity := funnel.Quantity{Number: target}
		if metric == funnel.MetricRevenue {
			quantity.Money = funnel.Money{Minor: int64(target) * 100, Currency: "EUR"}
		}
		_, err := s.service.SetGoal(s.ctx, r, funnel.GoalInput{
			Metric: metric, Period: funnel.QuarterOf(s.start), Target: quantity, Owner: owner, Why: why,
		})
		return err
	}
}

func visits(weeksAgo int, n float64) func(*seeding, loop.Request) error {
	return func(s *seeding, r loop.Request) error {
		week := funnel.WeekOf(s.start)
		for range weeksAgo {
			week = week.Prev()
		}
		_, err := s.service.LogFigure(s.ctx, r, funnel.MetricWebsiteVisits, week, n)
		return err
	}
}
