package routing

import (
	"context"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// routing gathers what decides who gets a lead, within a use case.
func (s *Service) routing(uc *core.UseCase) (funnel.Routing, error) {
	return s.routingAt(&uc.Tx.Reads, uc.Policy, uc.Act.At)
}

func (s *Service) routingAt(rd *store.Reads, p funnel.Policy, at time.Time) (funnel.Routing, error) {
	r := funnel.Routing{Policy: p, At: at, InSlack: s.core.Available}
	stored, err := rd.Pools()
	if err != nil {
		return r, err
	}

	r.Pools = people.PoolsInOrder(stored, p.Roster)
	r.Turns, err = rd.Turns()
	return r, err
}

// Show gives what decides now who gets a lead.
func (s *Service) Show(ctx context.Context) (funnel.Routing, error) {
	return core.Read(ctx, s.core, "read the pools", func(rd *store.Reads) (r funnel.Routing, err error) {
		p, err := s.core.PolicyIn(rd)
		if err != nil {
			return r, err
		}

		return s.routingAt(rd, p, s.core.Now())
	})
}

// RouteKept is what was kept of how a lead came to its rep, or to none.
type RouteKept struct {
	Lead  funnel.Lead
	Entry funnel.Entry // the last that says it; its Route is nil where none does
}

// RouteOf gives how a lead came to its rep, from what was kept at that moment.
func (s *Service) RouteOf(ctx context.Context, id ref.LeadID) (RouteKept, error) {
	return core.Read(ctx, s.core, "look how a lead was routed", func(rd *store.Reads) (kept RouteKept, err error) {
		if kept.Lead, err = core.Lead(rd, id); err != nil {
			return kept, err
		}

		entries, err := rd.History(id)

		for _, e := range entries {
			undone := e.Kind == funnel.EntryUndone

			switch {
			case undone && len(e.Undoes) > 0 && e.Undoes[0].Route != nil:
				kept.Entry = funnel.Entry{}
			case e.Kind != funnel.EntryOpened && e.Route != nil:
				kept.Entry = e
			}
		}

		return kept, err
	})
}

// changePool runs a rule on the pools; it gives the pool as it is afterwards.
func (s *Service) changePool(
	ctx context.Context, what string, req core.Request,
	decide func(*core.UseCase, []people.Pool) (people.PoolChange, error),
) (people.PoolChange, error) {
	return core.Do(ctx, s.core, what, req, func(uc *core.UseCase) (change people.PoolChange, err error) {
		stored, err := uc.Tx.Pools()
		if err != nil {
			return change, err
		}

		if change, err = decide(uc, people.PoolsInOrder(stored, uc.Policy.Roster)); err != nil || !change.Any() {
			return change, err
		}

		entry := funnel.Entry{V: 1, At: uc.Act.At, By: uc.Act.By.ID, Kind: funnel.EntryPool, Pool: &change}
		if err := uc.Journal(entry); err != nil {
			return change, err
		}

		if err := uc.RefreshHome(uc.Policy.Roster.Overseers()...); err != nil {
			return change, err
		}

		return change, uc.Tx.Tell(funnel.Notice{
			Kind: funnel.NoticePool, Place: funnel.PlaceSales, By: uc.Act.By.ID, At: uc.Act.At, Pool: &change,
		})
	})
}

// NewPool sets a pool up.
func (s *Service) NewPool(ctx context.Context, req core.Request, in people.PoolInput) (people.PoolChange, error) {
	return s.changePool(ctx, "set up a pool", req, func(uc *core.UseCase, pools []people.Pool) (people.PoolChange, error) {
		id, err := uc.Tx.NextPoolID()
		if err != nil {
			return people.PoolChange{}, err
		}

		pool, change, err := people.NewPool(id, in, pools, uc.Act, uc.Policy.Staff)
		if err != nil {
			return change, err
		}

		return change, putPool(uc, pool)
	})
}

// EditPool changes a pool. The default begins as the sales team.
func (s *Service) EditPool(
	ctx context.Context, req core.Request, id people.PoolID, in people.PoolInput,
) (people.PoolChange, error) {
	return s.changePool(ctx, "change a pool", req, func(uc *core.UseCase, pools []people.Pool) (people.PoolChange, error) {
		pool, err := people.PoolOfForm(pools, id)
		if err != nil {
			return people.PoolChange{}, err
		}

		after, change, err := pool.Edit(in, pools, uc.Act, uc.Policy.Staff)
		if err != nil || !change.Any() {
			return change, err
		}

		return change, putPool(uc, after)
	})
}

// putPool writes a pool; the turns of those who stay go on.
func putPool(uc *core.UseCase, p people.Pool) error {
	turns, err := uc.Tx.Turns()
	if err != nil {
		return err
	}

	if err := uc.Tx.PutTurns(turns[p.ID].Settle(p)); err != nil {
		return err
	}

	return uc.Tx.PutPool(p)
}

// OrderPools says which pools are asked first.
func (s *Service) OrderPools(ctx context.Context, req core.Request, first []string) (people.PoolChange, error) {
	const what = "order the pools"
	return s.changePool(ctx, what, req, func(uc *core.UseCase, pools []people.Pool) (people.PoolChange, error) {
		moved, change, err := people.OrderPools(pools, first, uc.Act, uc.Policy.Staff)
		if err != nil {
			return change, err
		}

		return change, uc.Tx.PutPool(moved...)
	})
}

// RemovePool takes a pool away.
func (s *Service) RemovePool(ctx context.Context, req core.Request, name string) (people.PoolChange, error) {
	return s.changePool(ctx, "remove a pool", req, func(uc *core.UseCase, pools []people.Pool) (people.PoolChange, error) {
		pool, err := people.FindPool(pools, name)
		if err != nil {
			return people.PoolChange{}, err
		}

		change, err := pool.Remove(uc.Act, uc.Policy.Staff)
		if err != nil {
			return change, err
		}

		return change, uc.Tx.RemovePool(pool.ID)
	})
}

// Claim takes an unanswered handoff that is open to its pool.
func (s *Service) Claim(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return core.Do(ctx, s.core, "claim a lead", req, func(uc *core.UseCase) (done core.Done, err error) {
		before, err := core.Lead(&uc.Tx.Reads, id)
		if err != nil {
			return done, err
		}

		routing, err := s.routing(uc)
		if err != nil {
			return done, err
		}

		route := routing.Claimed(before, req.By)
		pool, _ := routing.PoolOf(before) // there is always the default
		change, err := before.Claim(pool, route, uc.Act, uc.Policy)
		if err != nil {
			return done, err
		}

		done = core.Done{Change: change, Kind: funnel.EntryAccepted}
		return done, applyRouted(uc, before, change, routing)
	})
}

// GiveBackTurn takes a lead out of the count of its pool: who lost it by an
// undo is next again.
func GiveBackTurn(uc *core.UseCase, undone funnel.Undoable) error {
	for _, e := range undone.Entries {
		if e.Route == nil || !e.Route.Counts {
			continue
		}

		turns, err := uc.Tx.Turns()
		if err != nil {
			return err
		}

		standing, there := turns[e.Route.Pool]
		if !there {
			continue // the pool was removed meanwhile
		}

		if err := uc.Tx.PutTurns(funnel.GiveTurnBack(standing, *e.Route, undone.At)); err != nil {
			return err
		}
	}

	return nil
}
