package main

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

func asked(name, question string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		_, err := s.demo.daemon.Services().Leads.Ask(ctx, r, s.leads[name], question)
		return err
	}
}

func disputed(name, why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		_, err := s.demo.daemon.Services().Disputes.Raise(ctx, r, s.leads[name], why)
		return err
	}
}

// overturned rules on the one dispute that is open.
func overturned(why string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		open, err := s.demo.daemon.Services().Disputes.Open(ctx)
		if err != nil {
			return err
		}
		for _, d := range open {
			if _, _, err := s.demo.daemon.Services().Disputes.Rule(ctx, r, d.Number, funnel.Ruling{Verdict: funnel.VerdictOverturned, Why: why}); err != nil {
				return err
			}
		}
		return nil
	}
}

// away puts somebody on leave around the day on which the demo begins.
func away(who ref.UserID, fromDay, untilDay int, cover ref.UserID, note string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		_, err := s.demo.daemon.Services().People.GoAway(ctx, r, who, people.LeaveInput{
			From: s.start.AddDays(fromDay), Until: s.start.AddDays(untilDay), Cover: cover, Note: note,
		})
		return err
	}
}

func pool(name, rules string, shares map[ref.UserID]string) seedAct {
	return func(ctx context.Context, s *seeding, r core.Request) error {
		_, err := s.demo.daemon.Services().Routing.NewPool(ctx, r, people.PoolInput{Name: name, Rules: rules, After: people.AfterReassign, Shares: shares})
		return err
	}
}
