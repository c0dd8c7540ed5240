package loop

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
)

// Handoff offers a lead to a rep; without a name, to the rep whose turn it is.
func (s *Service) Handoff(ctx context.Context, req Request, id funnel.LeadID, offer funnel.HandoffInput) (funnel.Lead, error) {
	var after funnel.Lead
	err := s.act(ctx, "hand off a lead", req, func(st *step) error {
		after = funnel.Lead{}
		before, err := lead(&st.tx.Reads, id)
		if err != nil {
			return err
		}
		in := offer
		if in.InTurn = in.To == ""; in.InTurn {
			if in.To, err = s.nextInTurn(st); err != nil {
				return err
			}
		}
		change, err := before.HandOff(in, st.act, st.policy)
		if err != nil {
			return err
		}
		if err := s.mayBeGiven(in.To); err != nil {
			return err
		}
		if err := st.tx.PutTurn(in.To, st.act.At); err != nil {
			return err
		}
		if err := st.apply(before, change); err != nil {
			return err
		}
		after = change.Lead
		return nil
	})
	return after, err
}

func (s *Service) nextInTurn(st *step) (funnel.UserID, error) {
	turns, err := st.tx.Turns()
	if err != nil {
		return "", err
	}
	rep := funnel.NextInTurn(st.policy.Roster.Sales, turns, func(id funnel.UserID) bool {
		return s.available(id) && st.policy.Present(id, st.act.At)
	})
	if rep == "" {
		return "", funnel.Conflict("No sales rep is available to take a lead in turn. Name one, or ask an admin to check the sales team in the configuration.")
	}
	return rep, nil
}

// mayBeGiven refuses who is on the team but cannot do the work in Slack.
func (s *Service) mayBeGiven(to funnel.UserID) error {
	if s.available(to) {
		return nil
	}
	return funnel.Conflict("%s cannot be given leads: their Slack account is deactivated or a guest's. Name somebody else.", to.Mentioned())
}
