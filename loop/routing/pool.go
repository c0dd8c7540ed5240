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
func (s *Service) routing(st *core.Step) (funnel.Routing, error) {
	return s.routingAt(&st.Tx.Reads, st.Policy, st.Act.At)
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
	ctx context.Context, what string, req core.Request, decide func(*core.Step, []people.Pool) (people.PoolChange, error),
) (people.PoolChange, error) {
	return core.Do(ctx, s.core, what, req, func(st *core.Step) (change people.PoolChange, err error) {
		stored, err := st.Tx.Pools()
		if err != nil {
			return change, err
		}

		if change, err = decide(st, people.PoolsInOrder(stored, st.Policy.Roster)); err != nil || !change.Any() {
			return change, err
		}

		entry := funnel.Entry{V: 1, At: st.Act.At, By: st.Act.By.ID, Kind: funnel.EntryPool, Pool: &change}
		if err := st.Journal(entry); err != nil {
			return change, err
		}

		if err := st.RefreshHome(st.Policy.Roster.Overseers()...); err != nil {
			return change, err
		}

		return change, st.Tx.Tell(funnel.Notice{
			Kind: funnel.NoticePool, Place: funnel.PlaceSales, By: st.Act.By.ID, At: st.Act.At, Pool: &change,
		})
	})
}

// NewPool sets a pool up.
func (s *Service) NewPool(ctx context.Context, req core.Request, in people.PoolInput) (people.PoolChange, error) {
	return s.changePool(ctx, "set up a pool", req, func(st *core.Step, pools []people.Pool) (people.PoolChange, error) {
		id, err := st.Tx.NextPoolID()
		if err != nil {
			return people.PoolChange{}, err
		}

		pool, change, err := people.NewPool(id, in, pools, st.Act, st.Policy.Staff)
		if err != nil {
			return change, err
		}

		return change, putPool(st, pool)
	})
}

// EditPool changes a pool. The default begins as the sales team.
func (s *Service) EditPool(
	ctx context.Context, req core.Request, id people.PoolID, in people.PoolInput,
) (people.PoolChange, error) {
	return s.changePool(ctx, "change a pool", req, func(st *core.Step, pools []people.Pool) (people.PoolChange, error) {
		pool, err := people.PoolOfForm(pools, id)
		if err != nil {
			return people.PoolChange{}, err
		}

		after, change, err := pool.Edit(in, pools, st.Act, st.Policy.Staff)
		if err != nil || !change.Any() {
			return change, err
		}

		return change, putPool(st, after)
	})
}

// putPool writes a pool; the turns of those who stay go on.
func putPool(st *core.Step, p people.Pool) error {
	turns, err := st.Tx.Turns()
	if err != nil {
		return err
	}

	if err := st.Tx.PutTurns(turns[p.ID].Settle(p)); err != nil {
		return err
	}

	return st.Tx.PutPool(p)
}

// OrderPools says which pools are asked first.
func (s *Service) OrderPools(ctx context.Context, req core.Request, first []string) (people.PoolChange, error) {
	return s.changePool(ctx, "order the pools", req, func(st *core.Step, pools []people.Pool) (people.PoolChange, error) {
		moved, change, err := people.OrderPools(pools, first, st.Act, st.Policy.Staff)
		for _, pool := range moved {
			if err := st.Tx.PutPool(pool); err != nil {
				return change, err
			}
		}

		return change, err
	})
}

// RemovePool takes a pool away.
func (s *Service) RemovePool(ctx context.Context, req core.Request, name string) (people.PoolChange, error) {
	return s.changePool(ctx, "remove a pool", req, func(st *core.Step, pools []people.Pool) (people.PoolChange, error) {
		pool, err := people.FindPool(pools, name)
		if err != nil {
			return people.PoolChange{}, err
		}

		change, err := pool.Remove(st.Act, st.Policy.Staff)
		if err != nil {
			return change, err
		}

		return change, st.Tx.RemovePool(pool.ID)
	})
}

// Claim takes an unanswered handoff that is open to its pool.
func (s *Service) Claim(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return core.Do(ctx, s.core, "claim a lead", req, func(st *core.Step) (done core.Done, err error) {
		before, err := core.Lead(&st.Tx.Reads, id)
		if err != nil {
			return done, err
		}

		routing, err := s.routing(st)
		if err != nil {
			return done, err
		}

		route := routing.Claimed(before, req.By)
		pool, _ := routing.PoolOf(before) // there is always the default
		change, err := before.Claim(pool, route, st.Act, st.Policy)
		if err != nil {
			return done, err
		}

		done = core.Done{Change: change, Kind: funnel.EntryAccepted}
		return done, applyRouted(st, before, change, routing)
	})
}

// GiveBackTurn takes a lead out of the count of its pool: who lost it by an
// undo is next again.
func GiveBackTurn(st *core.Step, undone funnel.Undoable) error {
	for _, e := range undone.Entries {
		if e.Route == nil || !e.Route.Counts {
			continue
		}

		turns, err := st.Tx.Turns()
		if err != nil {
			return err
		}

		standing, there := turns[e.Route.Pool]
		if !there {
			continue // the pool was removed meanwhile
		}

		if err := st.Tx.PutTurns(funnel.GiveTurnBack(standing, *e.Route, undone.At)); err != nil {
			return err
		}
	}

	return nil
}
