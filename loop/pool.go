package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// routing gathers what decides who gets a lead, within a use case.
func (s *Service) routing(st *step) (funnel.Routing, error) {
	return s.routingAt(&st.tx.Reads, st.policy, st.act.At)
}

func (s *Service) routingAt(rd *store.Reads, p funnel.Policy, at time.Time) (funnel.Routing, error) {
	r := funnel.Routing{Policy: p, At: at, InSlack: s.available}
	stored, err := rd.Pools()
	if err != nil {
		return r, err
	}
	r.Pools = funnel.PoolsInOrder(stored, p.Roster)
	r.Turns, err = rd.Turns()
	return r, err
}

// Routing gives what decides now who gets a lead.
func (s *Service) Routing(ctx context.Context) (funnel.Routing, error) {
	var r funnel.Routing
	err := s.store.View(ctx, func(rd *store.Reads) error {
		p, err := s.policy(rd)
		if err != nil {
			return err
		}
		r, err = s.routingAt(rd, p, s.now())
		return err
	})
	if err != nil {
		return r, fmt.Errorf("read the pools: %w", err)
	}
	return r, nil
}

// RouteKept is what was kept of how a lead came to its rep, or to none.
type RouteKept struct {
	Lead  funnel.Lead
	Entry funnel.Entry // the last that says it; its Route is nil where none does
}

// RouteOf gives how a lead came to its rep, from what was kept at that moment.
func (s *Service) RouteOf(ctx context.Context, id funnel.LeadID) (RouteKept, error) {
	var kept RouteKept
	var entries []funnel.Entry
	err := s.store.View(ctx, func(rd *store.Reads) (err error) {
		if kept.Lead, err = lead(rd, id); err != nil {
			return err
		}
		entries, err = rd.History(id)
		return err
	})
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
}

// changePool runs a rule on the pools; it gives the pool as it is afterwards.
func (s *Service) changePool(ctx context.Context, what string, req Request, decide func(*step, []funnel.Pool) (funnel.PoolChange, error)) (funnel.PoolChange, error) {
	var change funnel.PoolChange
	err := s.act(ctx, what, req, func(st *step) error {
		stored, err := st.tx.Pools()
		if err != nil {
			return err
		}
		if change, err = decide(st, funnel.PoolsInOrder(stored, st.policy.Roster)); err != nil || !change.Any() {
			return err
		}
		entry := funnel.Entry{V: 1, At: st.act.At, By: st.act.By.ID, Kind: funnel.EntryPool, Pool: &change}
		if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
			return err
		}
		if err := st.refreshHome(st.policy.Roster.Overseers()...); err != nil {
			return err
		}
		return st.tx.Tell(funnel.Notice{Kind: funnel.NoticePool, Place: funnel.PlaceSales, By: st.act.By.ID, At: st.act.At, Pool: &change})
	})
	return change, err
}

// NewPool sets a pool up.
func (s *Service) NewPool(ctx context.Context, req Request, in funnel.PoolInput) (funnel.PoolChange, error) {
	return s.changePool(ctx, "set up a pool", req, func(st *step, pools []funnel.Pool) (funnel.PoolChange, error) {
		id, err := st.tx.NextPoolID()
		if err != nil {
			return funnel.PoolChange{}, err
		}
		pool, change, err := funnel.NewPool(id, in, pools, st.act, st.policy.Staff)
		if err != nil {
			return change, err
		}
		return change, st.putPool(pool)
	})
}

// EditPool changes a pool. The default begins as the sales team.
func (s *Service) EditPool(ctx context.Context, req Request, id funnel.PoolID, in funnel.PoolInput) (funnel.PoolChange, error) {
	return s.changePool(ctx, "change a pool", req, func(st *step, pools []funnel.Pool) (funnel.PoolChange, error) {
		pool, err := funnel.PoolOfForm(pools, id)
		if err != nil {
			return funnel.PoolChange{}, err
		}
		after, change, err := pool.Edit(in, pools, st.act, st.policy.Staff)
		if err != nil || !change.Any() {
			return change, err
		}
		return change, st.putPool(after)
	})
}

// putPool writes a pool; the turns of those who stay go on.
func (st *step) putPool(p funnel.Pool) error {
	turns, err := st.tx.Turns()
	if err != nil {
		return err
	}
	if err := st.tx.PutTurns(turns[p.ID].Settle(p)); err != nil {
		return err
	}
	return st.tx.PutPool(p)
}

// OrderPools says which pools are asked first.
func (s *Service) OrderPools(ctx context.Context, req Request, first []string) (funnel.PoolChange, error) {
	return s.changePool(ctx, "order the pools", req, func(st *step, pools []funnel.Pool) (funnel.PoolChange, error) {
		moved, change, err := funnel.OrderPools(pools, first, st.act, st.policy.Staff)
		for _, pool := range moved {
			if err := st.tx.PutPool(pool); err != nil {
				return change, err
			}
		}
		return change, err
	})
}

// RemovePool takes a pool away.
func (s *Service) RemovePool(ctx context.Context, req Request, name string) (funnel.PoolChange, error) {
	return s.changePool(ctx, "remove a pool", req, func(st *step, pools []funnel.Pool) (funnel.PoolChange, error) {
		pool, err := funnel.FindPool(pools, name)
		if err != nil {
			return funnel.PoolChange{}, err
		}
		change, err := pool.Remove(st.act, st.policy.Staff)
		if err != nil {
			return change, err
		}
		return change, st.tx.RemovePool(pool.ID)
	})
}

// Claim takes an unanswered handoff that is open to its pool.
func (s *Service) Claim(ctx context.Context, req Request, id funnel.LeadID) (funnel.Lead, error) {
	var after funnel.Lead
	err := s.act(ctx, "claim a lead", req, func(st *step) error {
		after = funnel.Lead{}
		before, err := lead(&st.tx.Reads, id)
		if err != nil {
			return err
		}
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		route := routing.Claimed(before, req.By)
		pool, _ := routing.PoolOf(before) // there is always the default
		change, err := before.Claim(pool, route, st.act, st.policy)
		if err != nil {
			return err
		}
		after = change.Lead
		return st.applyRouted(before, change, routing)
	})
	return after, err
}

// giveBackTurn takes a lead out of the count of its pool: who lost it by an
// undo is next again.
func (st *step) giveBackTurn(undone funnel.Undoable) error {
	for _, e := range undone.Entries {
		if e.Route == nil || !e.Route.Counts {
			continue
		}
		turns, err := st.tx.Turns()
		if err != nil {
			return err
		}
		standing, there := turns[e.Route.Pool]
		if !there {
			continue // the pool was removed meanwhile
		}
		if err := st.tx.PutTurns(funnel.GiveTurnBack(standing, *e.Route, undone.At)); err != nil {
			return err
		}
	}
	return nil
}
