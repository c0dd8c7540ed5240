package loop

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// Definition gives the lead definition in force.
func (s *Service) Definition(ctx context.Context) (funnel.Definition, error) {
	p, err := s.Policy(ctx)
	return p.Definition, err
}

// AdoptDefinition puts a definition in force where there is none yet.
func (s *Service) AdoptDefinition(ctx context.Context, d funnel.Definition) error {
	return s.transact(ctx, funnel.Program(), "", func(st *step) error {
		version, err := st.tx.DefinitionInForce()
		if err != nil || version > 0 {
			return err
		}
		d.InForceSince = st.act.At
		d, err := st.tx.PutDefinition(d)
		if err != nil {
			return err
		}
		entry := funnel.Entry{V: 1, At: st.act.At, By: st.act.By.ID, Kind: funnel.EntryDefinition, Definition: d.Version}
		_, err = st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar)
		return err
	})
}

// DefinitionVersion gives a version of the definition.
func (s *Service) DefinitionVersion(ctx context.Context, version int) (d funnel.Definition, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		inForce, err := rd.DefinitionInForce()
		if err != nil {
			return err
		}
		var ok bool
		d, ok, err = rd.Definition(version)
		if err == nil && !ok {
			err = funnel.NotFound("There is no version %d of the definition. The versions are 1 to %d.", version, inForce)
		}
		return err
	})
	return d, err
}

// LastDraft gives the latest draft, open or closed; its number is 0 where
// there was none yet.
func (s *Service) LastDraft(ctx context.Context) (d funnel.Draft, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		d, err = rd.LastDraft()
		return err
	})
	return d, err
}

// Draft gives a draft by its number.
func (s *Service) Draft(ctx context.Context, number int) (d funnel.Draft, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		d, err = draft(rd, number)
		return err
	})
	return d, err
}

func draft(rd *store.Reads, number int) (funnel.Draft, error) {
	d, ok, err := rd.Draft(number)
	if err == nil && !ok {
		err = funnel.NotFound("There is no draft %d. %s shows the open one.", number, funnel.ToCompareDraft.Way())
	}
	return d, err
}

// Proposed is what became of a proposal.
type Proposed struct {
	Draft   funnel.Draft
	Changed bool // else it is the text of the open draft
}

// ProposeDefinition makes a draft, or edits the open one, and tells both
// signers. Signatures on an earlier text do not count for the new one.
func (s *Service) ProposeDefinition(ctx context.Context, req Request, in funnel.Proposal) (Proposed, error) {
	var out Proposed
	err := s.act(ctx, "propose a definition", req, func(st *step) error {
		last, err := st.tx.LastDraft()
		if err != nil {
			return err
		}
		out.Draft, out.Changed, err = st.policy.Propose(last, in, st.act)
		if err != nil || !out.Changed {
			return err
		}
		if last.Open() {
			if err := st.putDraft(last.Replaced(st.act)); err != nil {
				return err
			}
		}
		if out.Draft, err = st.tx.AddDraft(out.Draft); err != nil {
			return err
		}
		if err := st.tellDraft(out.Draft); err != nil {
			return err
		}
		return st.journal(funnel.Entry{Kind: funnel.EntryProposed, Draft: out.Draft.Number})
	})
	return out, err
}

// SignDefinition puts somebody's signature on a draft as they read it; 0 is
// the open draft as it is. With the signatures of both teams it comes in
// force, and both channels are told.
func (s *Service) SignDefinition(ctx context.Context, req Request, seen int) (funnel.Draft, error) {
	var signed funnel.Draft
	err := s.act(ctx, "sign a definition", req, func(st *step) error {
		last, err := st.tx.LastDraft()
		if err != nil {
			return err
		}
		read := last
		if seen != 0 && seen != last.Number {
			if read, err = draft(&st.tx.Reads, seen); err != nil {
				return err
			}
		}
		changed := false
		if signed, changed, err = last.Sign(read, st.act, st.policy); err != nil || !changed {
			return err
		}
		if err := st.journal(funnel.Entry{Kind: funnel.EntrySigned, Draft: signed.Number}); err != nil {
			return err
		}
		if signed.Agreed(st.policy.Roster) {
			if signed, err = st.enact(signed); err != nil {
				return err
			}
		}
		return st.putDraft(signed)
	})
	return signed, err
}

// enact puts an agreed draft in force as the next version.
func (st *step) enact(d funnel.Draft) (funnel.Draft, error) {
	adopted, err := st.tx.PutDefinition(d.Adopted(st.act))
	if err != nil {
		return d, err
	}
	for _, place := range []funnel.Place{funnel.PlaceLeads, funnel.PlaceSales} {
		n := funnel.Notice{Kind: funnel.NoticeDefinition, Place: place, Version: adopted.Version, By: st.act.By.ID, At: st.act.At}
		if err := st.tx.Tell(n); err != nil {
			return d, err
		}
	}
	review, err := st.tx.Review(st.policy.Definition.Version)
	if err != nil {
		return d, err
	}
	if err := st.tellReview(review); err != nil {
		return d, err // whether the old version holds is no question any more
	}
	entry := funnel.Entry{Kind: funnel.EntryDefinition, Draft: d.Number, Definition: adopted.Version}
	return d.Enacted(adopted.Version, st.act), st.journal(entry)
}

// WithdrawDefinition closes the open draft.
func (s *Service) WithdrawDefinition(ctx context.Context, req Request) (funnel.Draft, error) {
	var closed funnel.Draft
	err := s.act(ctx, "withdraw a draft", req, func(st *step) error {
		last, err := st.tx.LastDraft()
		if err != nil {
			return err
		}
		if closed, err = last.Withdraw(st.act, st.policy); err != nil {
			return err
		}
		if err := st.journal(funnel.Entry{Kind: funnel.EntryWithdrawn, Draft: closed.Number}); err != nil {
			return err
		}
		return st.putDraft(closed)
	})
	return closed, err
}

// ConfirmDefinition notes that a signer says that a version still holds.
func (s *Service) ConfirmDefinition(ctx context.Context, req Request, version int) (funnel.Review, error) {
	var review funnel.Review
	err := s.act(ctx, "confirm the definition", req, func(st *step) error {
		before, err := st.tx.Review(version)
		if err != nil {
			return err
		}
		changed := false
		if review, changed, err = before.Hold(version, st.act, st.policy); err != nil || !changed {
			return err
		}
		if err := st.journal(funnel.Entry{Kind: funnel.EntryHeld}); err != nil {
			return err
		}
		return st.putReview(review)
	})
	return review, err
}

// Review gives what the signers have said on whether a version still holds.
func (s *Service) Review(ctx context.Context, version int) (r funnel.Review, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		r, err = rd.Review(version)
		return err
	})
	return r, err
}

// sweepReview asks both signers once a quarter whether the definition still
// holds. Quarters that were missed are one question.
func (s *Service) sweepReview(ctx context.Context) (int, error) {
	now := s.now()
	due := false
	err := s.store.View(ctx, func(rd *store.Reads) error {
		policy, err := s.policy(rd)
		if err != nil {
			return err
		}
		review, err := rd.Review(policy.Definition.Version)
		_, due = review.Ask(now, policy)
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	asked := 0
	err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
		asked = 0
		before, err := st.tx.Review(st.policy.Definition.Version)
		if err != nil {
			return err
		}
		review, due := before.Ask(st.act.At, st.policy)
		if !due {
			return nil
		}
		asked = 1
		if err := st.journal(funnel.Entry{Kind: funnel.EntryReviewed}); err != nil {
			return err
		}
		if err := st.tellReview(before); err != nil {
			return err // the question of the round before loses its buttons
		}
		return st.putReview(review)
	})
	return asked, err
}

func (st *step) putReview(r funnel.Review) error {
	if err := st.tx.PutReview(r); err != nil {
		return err
	}
	return st.tellReview(r)
}

// tellReview draws the question anew, where it was asked.
func (st *step) tellReview(r funnel.Review) error {
	if r.Round == 0 {
		return nil
	}
	return st.tellSigners(funnel.Notice{Kind: funnel.NoticeReview, Version: r.Version, Round: r.Round})
}

// putDraft stores a draft and has what was said of it drawn anew.
func (st *step) putDraft(d funnel.Draft) error {
	if err := st.tx.PutDraft(d); err != nil {
		return err
	}
	return st.tellDraft(d)
}

func (st *step) tellDraft(d funnel.Draft) error {
	return st.tellSigners(funnel.Notice{Kind: funnel.NoticeDraft, Draft: d.Number})
}

func (st *step) tellSigners(n funnel.Notice) error {
	n.By, n.At = st.act.By.ID, st.act.At
	for _, signer := range st.policy.Roster.Signers() {
		n.To = signer
		if err := st.tx.Tell(n); err != nil {
			return err
		}
	}
	return nil
}

// journal writes one line about the definition.
func (st *step) journal(e funnel.Entry) error {
	e.V, e.At, e.By = 1, st.act.At, st.act.By.ID
	if e.Definition == 0 {
		e.Definition = st.policy.Definition.Version
	}
	_, err := st.tx.Write([]funnel.Entry{e}, st.policy.Calendar)
	return err
}
