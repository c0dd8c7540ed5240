// Package agreement holds what marketing and sales agree on: the lead definition, its drafts,
// signatures and reviews, and how promises would have gone under another definition. It never
// touches a lead: the next act on one goes by what is in force then. Start at Service.Propose
// and Service.Sign; whatif.go replays the journal.
package agreement

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Definition gives the lead definition in force.
func (s *Service) Definition(ctx context.Context) (agreement.Definition, error) {
	p, err := s.core.Policy(ctx)
	return p.Definition, err
}

// Adopt puts a definition in force where there is none yet.
func (s *Service) Adopt(ctx context.Context, d agreement.Definition) error {
	return s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		version, err := uc.Tx.DefinitionInForce()
		if err != nil || version > 0 {
			return err
		}

		d.InForceSince = uc.Act.At
		d, err := uc.Tx.PutDefinition(d)
		if err != nil {
			return err
		}

		entry := funnel.Entry{V: 1, At: uc.Act.At, By: uc.Act.By.ID, Kind: funnel.EntryDefinition, Definition: d.Version}
		return uc.Journal(entry)
	})
}

// Version gives a version of the definition.
func (s *Service) Version(ctx context.Context, version int) (agreement.Definition, error) {
	return core.Read(ctx, s.core, "read a definition", func(rd *store.Reads) (d agreement.Definition, err error) {
		inForce, err := rd.DefinitionInForce()
		if err != nil {
			return d, err
		}

		var ok bool
		d, ok, err = rd.Definition(version)
		if err == nil && !ok {
			err = fault.NotFound("There is no version %d of the definition. The versions are 1 to %d.", version, inForce)
		}

		return d, err
	})
}

// LastDraft gives the latest draft, open or closed; its number is 0 where
// there was none yet.
func (s *Service) LastDraft(ctx context.Context) (funnel.Draft, error) {
	return core.Read(ctx, s.core, "read the last draft", (*store.Reads).LastDraft)
}

// Draft gives a draft by its number.
func (s *Service) Draft(ctx context.Context, number int) (funnel.Draft, error) {
	return core.Read(ctx, s.core, "read a draft", func(rd *store.Reads) (funnel.Draft, error) {
		return draft(rd, number)
	})
}

func draft(rd *store.Reads, number int) (funnel.Draft, error) {
	d, ok, err := rd.Draft(number)
	if err == nil && !ok {
		err = fault.NotFound("There is no draft %d. %s shows the open one.", number, fault.ToCompareDraft.Way())
	}

	return d, err
}

// Proposed is what became of a proposal.
type Proposed struct {
	Draft   funnel.Draft
	Changed bool // else it is the text of the open draft
}

// Propose makes a draft, or edits the open one, and tells both
// signers. Signatures on an earlier text do not count for the new one.
func (s *Service) Propose(ctx context.Context, req core.Request, in funnel.Proposal) (Proposed, error) {
	return core.Do(ctx, s.core, "propose a definition", req, func(uc *core.UseCase) (out Proposed, err error) {
		last, err := uc.Tx.LastDraft()
		if err != nil {
			return out, err
		}

		out.Draft, out.Changed, err = uc.Policy.Propose(last, in, uc.Act)
		if err != nil || !out.Changed {
			return out, err
		}

		if last.Open() {
			if err := putDraft(uc, last.Replaced(uc.Act)); err != nil {
				return out, err
			}
		}

		if out.Draft, err = uc.Tx.AddDraft(out.Draft); err != nil {
			return out, err
		}

		if err := tellDraft(uc, out.Draft); err != nil {
			return out, err
		}

		return out, journal(uc, funnel.Entry{Kind: funnel.EntryProposed, Draft: out.Draft.Number})
	})
}

// Sign puts somebody's signature on a draft as they read it; 0 is
// the open draft as it is. With the signatures of both teams it comes in
// force, and both channels are told.
func (s *Service) Sign(ctx context.Context, req core.Request, seen int) (funnel.Draft, error) {
	return core.Do(ctx, s.core, "sign a definition", req, func(uc *core.UseCase) (signed funnel.Draft, err error) {
		last, err := uc.Tx.LastDraft()
		if err != nil {
			return signed, err
		}

		read := last
		if seen != 0 && seen != last.Number {
			if read, err = draft(&uc.Tx.Reads, seen); err != nil {
				return signed, err
			}
		}

		changed := false
		if signed, changed, err = last.Sign(read, uc.Act, uc.Policy); err != nil || !changed {
			return signed, err
		}

		if err := journal(uc, funnel.Entry{Kind: funnel.EntrySigned, Draft: signed.Number}); err != nil {
			return signed, err
		}

		if signed.Agreed(uc.Policy.Roster) {
			if signed, err = enact(uc, signed); err != nil {
				return signed, err
			}
		}

		return signed, putDraft(uc, signed)
	})
}

// enact puts an agreed draft in force as the next version.
func enact(uc *core.UseCase, d funnel.Draft) (funnel.Draft, error) {
	adopted, err := uc.Tx.PutDefinition(d.Adopted(uc.Act))
	if err != nil {
		return d, err
	}

	for _, place := range []funnel.Place{funnel.PlaceLeads, funnel.PlaceSales} {
		n := funnel.Notice{
			Kind: funnel.NoticeDefinition, Place: place, Version: adopted.Version, By: uc.Act.By.ID,
			At: uc.Act.At,
		}
		if err := uc.Tx.Tell(n); err != nil {
			return d, err
		}
	}

	review, err := uc.Tx.Review(uc.Policy.Definition.Version)
	if err != nil {
		return d, err
	}

	if err := tellReview(uc, review); err != nil {
		return d, err // whether the old version holds is no question any more
	}

	entry := funnel.Entry{Kind: funnel.EntryDefinition, Draft: d.Number, Definition: adopted.Version}
	return d.Enacted(adopted.Version, uc.Act), journal(uc, entry)
}

// Withdraw closes the open draft.
func (s *Service) Withdraw(ctx context.Context, req core.Request) (funnel.Draft, error) {
	return core.Do(ctx, s.core, "withdraw a draft", req, func(uc *core.UseCase) (closed funnel.Draft, err error) {
		last, err := uc.Tx.LastDraft()
		if err != nil {
			return closed, err
		}

		if closed, err = last.Withdraw(uc.Act, uc.Policy); err != nil {
			return closed, err
		}

		if err := journal(uc, funnel.Entry{Kind: funnel.EntryWithdrawn, Draft: closed.Number}); err != nil {
			return closed, err
		}

		return closed, putDraft(uc, closed)
	})
}

// Confirm notes that a signer says that a version still holds.
func (s *Service) Confirm(ctx context.Context, req core.Request, version int) (funnel.Review, error) {
	return core.Do(ctx, s.core, "confirm the definition", req, func(uc *core.UseCase) (review funnel.Review, err error) {
		before, err := uc.Tx.Review(version)
		if err != nil {
			return review, err
		}

		changed := false
		if review, changed, err = before.Hold(version, uc.Act, uc.Policy); err != nil || !changed {
			return review, err
		}

		if err := journal(uc, funnel.Entry{Kind: funnel.EntryHeld}); err != nil {
			return review, err
		}

		return review, putReview(uc, review)
	})
}

// Review gives what the signers have said on whether a version still holds.
func (s *Service) Review(ctx context.Context, version int) (funnel.Review, error) {
	return core.Read(ctx, s.core, "read a review", func(rd *store.Reads) (funnel.Review, error) {
		return rd.Review(version)
	})
}

// Sweep asks both signers once a quarter whether the definition still
// holds. Quarters that were missed are one question.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	due, err := core.Read(ctx, s.core, "look whether a review is due", func(rd *store.Reads) (bool, error) {
		policy, err := s.core.PolicyIn(rd)
		if err != nil {
			return false, err
		}

		review, err := rd.Review(policy.Definition.Version)
		_, due := review.Ask(s.core.Now(), policy)

		return due, err
	})
	if err != nil || !due {
		return 0, err
	}

	asked := 0
	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		asked = 0
		before, err := uc.Tx.Review(uc.Policy.Definition.Version)
		if err != nil {
			return err
		}

		review, due := before.Ask(uc.Act.At, uc.Policy)
		if !due {
			return nil
		}

		asked = 1
		if err := journal(uc, funnel.Entry{Kind: funnel.EntryReviewed}); err != nil {
			return err
		}

		if err := tellReview(uc, before); err != nil {
			return err // the question of the round before loses its buttons
		}

		return putReview(uc, review)
	})

	return asked, err
}

func putReview(uc *core.UseCase, r funnel.Review) error {
	if err := uc.Tx.PutReview(r); err != nil {
		return err
	}

	return tellReview(uc, r)
}

// tellReview draws the question again, where it was asked.
func tellReview(uc *core.UseCase, r funnel.Review) error {
	if r.Round == 0 {
		return nil
	}

	return tellSigners(uc, funnel.Notice{Kind: funnel.NoticeReview, Version: r.Version, Round: r.Round})
}

// putDraft stores a draft and has what was said of it drawn again.
func putDraft(uc *core.UseCase, d funnel.Draft) error {
	if err := uc.Tx.PutDraft(d); err != nil {
		return err
	}

	return tellDraft(uc, d)
}

func tellDraft(uc *core.UseCase, d funnel.Draft) error {
	return tellSigners(uc, funnel.Notice{Kind: funnel.NoticeDraft, Draft: d.Number})
}

func tellSigners(uc *core.UseCase, n funnel.Notice) error {
	n.By, n.At = uc.Act.By.ID, uc.Act.At
	var notices []funnel.Notice
	for _, signer := range uc.Policy.Roster.Signers() {
		n.To = signer
		notices = append(notices, n)
	}

	return uc.Tx.Tell(notices...)
}

// journal writes one line about the definition.
func journal(uc *core.UseCase, e funnel.Entry) error {
	e.V, e.At, e.By = 1, uc.Act.At, uc.Act.By.ID
	if e.Definition == 0 {
		e.Definition = uc.Policy.Definition.Version
	}

	return uc.Journal(e)
}
