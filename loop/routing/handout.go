package routing

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// HandedOut is what became of the leads of somebody who is gone or away.
type HandedOut struct {
	Given []funnel.Lead // each with its new owner
	Left  []funnel.Lead // that nobody can take in turn now
}

// HandOut gives the leads that somebody who is gone, away or on no team any more
// still has with sales to the team in turn, as far as somebody can take them.
func (s *Service) HandOut(ctx context.Context, req core.Request, user ref.UserID) (HandedOut, error) {
	return core.Do(ctx, s.core, "hand out leads", req, func(uc *core.UseCase) (out HandedOut, err error) {
		if err := uc.Policy.MayHandOut(user, uc.Act); err != nil {
			return out, err
		}

		routing, err := s.routing(uc)
		if err != nil {
			return out, err
		}

		held, err := uc.Tx.HeldBy(user, maxHandedOut)
		if err != nil {
			return out, err
		}

		for _, l := range held {
			if l.Owner != user {
				continue // marketing's
			}

			after, given, err := handToNext(uc, l, routing)
			if err != nil {
				return out, err
			}

			if given {
				out.Given = append(out.Given, after)
			} else {
				out.Left = append(out.Left, l)
			}
		}

		return out, nil
	})
}

// maxHandedOut bounds one transaction; pressed again, the button goes on.
const maxHandedOut = 200

// handToNext says too whether there was somebody to take it.
func handToNext(uc *core.UseCase, l funnel.Lead, routing funnel.Routing) (funnel.Lead, bool, error) {
	route := routing.InTurn(l)
	if route.To == "" {
		return l, false, nil
	}

	change, err := l.HandOut(route, uc.Act, uc.Policy)
	if err != nil {
		return l, false, err
	}

	return change.Lead, true, applyRouted(uc, l, change, routing)
}
