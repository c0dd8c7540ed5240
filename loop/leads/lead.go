// Package leads logs leads, works them and finds them: what people do with a lead that somebody
// has. It never says who gets a lead (routing does), nor what is allowed (the rules in funnel do).
// Start at Service.Log and Service.change, which runs a rule on one lead.
package leads

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/routing"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// maxSimilar is how many leads of the same company are shown.
const maxSimilar = 5

// Log logs a lead. A lead known already, by e-mail address, else phone,
// gets a touch instead: there is never a second record.
func (s *Service) Log(ctx context.Context, req core.Request, in funnel.LeadInput) (funnel.Logging, error) {
	return core.Do(ctx, s.core, "log a lead", req, func(uc *core.UseCase) (funnel.Logging, error) {
		return receive(uc, in, funnel.Arrival{Marketer: req.By})
	})
}

// Receive is [Service.Log] of a lead that a program brings for a marketer; it
// is the intake owner's where that one is on no team any more.
func (s *Service) Receive(
	ctx context.Context, key string, from funnel.Arrival, in funnel.LeadInput,
) (funnel.Logging, error) {
	req := core.Request{By: ref.Leadloop, Key: key}
	return core.Do(ctx, s.core, "receive a lead", req, func(uc *core.UseCase) (funnel.Logging, error) {
		if !uc.Policy.Roster.Person(from.Marketer).Member() {
			from.Marketer = uc.Policy.Roster.IntakeOwner
		}

		return receive(uc, in, from)
	})
}

func receive(uc *core.UseCase, in funnel.LeadInput, from funnel.Arrival) (result funnel.Logging, err error) {
	clean, err := in.Clean(uc.Policy.Region)
	if err != nil {
		return result, err
	}

	if clean.Campaign, result.Late, err = link(uc, clean.Campaign); err != nil {
		return result, err
	}

	known, ok, err := uc.Tx.Known(clean)
	if err != nil {
		return result, err
	}

	if ok {
		err = receiveAgain(uc, known, clean, from, &result)
		return result, err
	}

	err = receiveNew(uc, clean, from, &result)
	return result, err
}

func receiveAgain(
	uc *core.UseCase, known funnel.Lead, in funnel.Cleaned, from funnel.Arrival, result *funnel.Logging,
) error {
	change, err := known.Repeat(in, from, uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	if err := uc.Apply(known, change); err != nil {
		return err
	}

	result.Lead, result.Reopened = change.Lead, change.Lead.Stage != known.Stage
	return nil
}

func receiveNew(uc *core.UseCase, in funnel.Cleaned, from funnel.Arrival, result *funnel.Logging) error {
	id, err := uc.Tx.NextLeadID()
	if err != nil {
		return err
	}

	change, err := funnel.LogLead(id, in, from, uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	result.Lead, result.New = change.Lead, true
	if result.Similar, err = uc.Tx.Similar(change.Lead, maxSimilar); err != nil { // before it is one of them itself
		return err
	}

	return uc.Apply(funnel.Lead{}, change)
}

// rule decides on one lead.
type rule func(funnel.Lead, people.Act, funnel.Policy) (funnel.Change, error)

// with makes a rule of one that is told one thing more.
func with[A any](decide func(funnel.Lead, A, people.Act, funnel.Policy) (funnel.Change, error), a A) rule {
	return func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
		return decide(l, a, act, p)
	}
}

// with2 makes a rule of one that is told two things more.
func with2[A, B any](decide func(funnel.Lead, A, B, people.Act, funnel.Policy) (funnel.Change, error), a A, b B) rule {
	return func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
		return decide(l, a, b, act, p)
	}
}

// change runs a rule on one lead; did is the kind of the act.
func (s *Service) change(
	ctx context.Context, what string, did funnel.EntryKind, req core.Request, id ref.LeadID, decide rule,
) (core.Done, error) {
	return core.Do(ctx, s.core, what, req, func(uc *core.UseCase) (done core.Done, err error) {
		before, err := core.Lead(&uc.Tx.Reads, id)
		if err != nil {
			return done, err
		}

		change, err := decide(before, uc.Act, uc.Policy)
		if err != nil {
			return done, err
		}

		return core.Done{Change: change, Kind: did}, uc.Apply(before, change)
	})
}

// Accept takes a handoff. The first valid answer wins.
func (s *Service) Accept(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return s.change(ctx, "accept a lead", funnel.EntryAccepted, req, id, funnel.Lead.Accept)
}

// Reject gives a handoff back to marketing with a reason.
func (s *Service) Reject(ctx context.Context, req core.Request, id ref.LeadID, in funnel.Rejection) (core.Done, error) {
	return s.change(ctx, "reject a lead", funnel.EntryRejected, req, id, with(funnel.Lead.Reject, in))
}

// Touch records one contact with a lead.
func (s *Service) Touch(
	ctx context.Context, req core.Request, id ref.LeadID, kind funnel.TouchKind, outcome string,
) (core.Done, error) {
	return s.change(ctx, "touch a lead", funnel.EntryTouched, req, id, with2(funnel.Lead.Touch, kind, outcome))
}

// Qualify makes a lead an opportunity.
func (s *Service) Qualify(
	ctx context.Context, req core.Request, id ref.LeadID, in funnel.Opportunity,
) (core.Done, error) {
	return s.change(ctx, "qualify a lead", funnel.EntryQualified, req, id, with(funnel.Lead.Qualify, in))
}

// Win closes a lead as a customer.
func (s *Service) Win(ctx context.Context, req core.Request, id ref.LeadID, amount money.Amount) (core.Done, error) {
	return s.change(ctx, "win a lead", funnel.EntryWon, req, id, with(funnel.Lead.Win, amount))
}

// Lose closes a lead as lost, with a reason.
func (s *Service) Lose(ctx context.Context, req core.Request, id ref.LeadID, reason, note string) (core.Done, error) {
	return s.change(ctx, "lose a lead", funnel.EntryLost, req, id, with2(funnel.Lead.Lose, reason, note))
}

// HandBack gives a lead that sales works back to marketing at once, with a reason.
func (s *Service) HandBack(
	ctx context.Context, req core.Request, id ref.LeadID, reason, note string,
) (core.Done, error) {
	return s.change(ctx, "hand back a lead", funnel.EntryHandedBack, req, id, with2(funnel.Lead.HandBack, reason, note))
}

// Recycle gives a lead back to marketing until a date.
func (s *Service) Recycle(
	ctx context.Context, req core.Request, id ref.LeadID, until calendar.Date, note string,
) (core.Done, error) {
	return s.change(ctx, "recycle a lead", funnel.EntryRecycled, req, id, with2(funnel.Lead.Recycle, until, note))
}

// Disqualify closes a lead that will never be a customer.
func (s *Service) Disqualify(
	ctx context.Context, req core.Request, id ref.LeadID, reason, note string,
) (core.Done, error) {
	return s.change(ctx, "disqualify a lead", funnel.EntryDisqualified, req, id,
		with2(funnel.Lead.Disqualify, reason, note))
}

// Assign gives a lead to somebody else of the team that has it, with a word of why.
func (s *Service) Assign(
	ctx context.Context, req core.Request, id ref.LeadID, to ref.UserID, why string,
) (core.Done, error) {
	return s.change(ctx, "assign a lead", funnel.EntryAssigned, req, id,
		func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
			change, err := l.Assign(to, why, act, p)
			if err != nil {
				return change, err
			}

			return change, s.core.MayBeGiven(to)
		})
}

// Snooze puts off all reminders of a lead's promises until the morning of a
// day, for a reason.
func (s *Service) Snooze(
	ctx context.Context, req core.Request, id ref.LeadID, until calendar.Date, why string,
) (core.Done, error) {
	return s.change(ctx, "snooze a lead", funnel.EntrySnoozed, req, id,
		func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
			return l.Snooze(p.SnoozeEnd(until), why, act, p)
		})
}

// Wake ends a snooze before its day.
func (s *Service) Wake(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error) {
	return s.change(ctx, "wake a lead", funnel.EntryWoken, req, id, funnel.Lead.Wake)
}

// Edit corrects what is written about a lead.
func (s *Service) Edit(ctx context.Context, req core.Request, id ref.LeadID, in funnel.LeadInput) (core.Done, error) {
	return s.change(ctx, "edit a lead", funnel.EntryEdited, req, id, with(funnel.Lead.Edit, in))
}

// Ask puts a question to marketing before a handoff is answered.
func (s *Service) Ask(ctx context.Context, req core.Request, id ref.LeadID, question string) (core.Done, error) {
	return s.change(ctx, "ask about a lead", funnel.EntryAsked, req, id, with(funnel.Lead.Ask, question))
}

// Answer answers the question about a handoff.
func (s *Service) Answer(ctx context.Context, req core.Request, id ref.LeadID, answer string) (core.Done, error) {
	return s.change(ctx, "answer a question about a lead", funnel.EntryAnswered, req, id, with(funnel.Lead.Answer, answer))
}

// Erasing is what is erased where a person asks for it.
type Erasing struct {
	Lead     funnel.Lead
	Entries  int // of its history
	Messages int // in Slack that are told anew
}

// MayErase says what would be erased, to who may.
func (s *Service) MayErase(ctx context.Context, by ref.UserID, id ref.LeadID) (Erasing, error) {
	return core.Read(ctx, s.core, "look what would be erased", func(rd *store.Reads) (e Erasing, err error) {
		if e.Lead, err = core.Lead(rd, id); err != nil {
			return e, err
		}

		p, err := s.core.PolicyIn(rd)
		if err != nil {
			return e, err
		}

		act := people.Act{By: p.Roster.Person(by), At: s.core.Now()}
		if err := e.Lead.MayErase(act, p); err != nil {
			return e, err
		}

		return e, e.count(rd)
	})
}

func (e *Erasing) count(rd *store.Reads) error {
	entries, err := rd.History(e.Lead.ID)
	if err != nil {
		return err
	}

	messages, err := rd.MessagesOf(e.Lead.ID)
	e.Entries, e.Messages = len(entries), len(messages)
	return err
}

// Erase takes a person out of everything that is stored of them, on their request. Figures stay. Nobody can take it
// back.
func (s *Service) Erase(ctx context.Context, req core.Request, id ref.LeadID) (Erasing, error) {
	return core.Do(ctx, s.core, "erase a person", req, func(uc *core.UseCase) (e Erasing, err error) {
		before, err := core.Lead(&uc.Tx.Reads, id)
		if err != nil {
			return e, err
		}

		change, err := before.Erase(uc.Act, uc.Policy)
		if err != nil {
			return e, err
		}

		if err := uc.Tx.Erase(id); err != nil {
			return e, err
		}

		if _, err := uc.Record(before, change); err != nil {
			return e, err
		}

		e.Lead = change.Lead
		if err := e.count(&uc.Tx.Reads); err != nil {
			return e, err
		}

		return e, uc.Tell(before, change)
	})
}

// UndoResult is what was taken back.
type UndoResult struct {
	Lead    funnel.Lead
	Done    funnel.EntryKind // what it had been
	Removed bool             // the lead itself is gone, for it had just been logged
}

// Undo takes back the asker's own last change.
func (s *Service) Undo(ctx context.Context, req core.Request) (UndoResult, error) {
	return s.undo(ctx, req, func(funnel.Undoable) error { return nil })
}

// UndoOf takes back the asker's own last change if it is the one that led to
// this revision of this lead.
func (s *Service) UndoOf(ctx context.Context, req core.Request, id ref.LeadID, rev int) (UndoResult, error) {
	return s.undo(ctx, req, func(last funnel.Undoable) error { return last.LedTo(id, rev) })
}

func (s *Service) undo(ctx context.Context, req core.Request, meant func(funnel.Undoable) error) (UndoResult, error) {
	return core.Do(ctx, s.core, "undo", req, func(uc *core.UseCase) (result UndoResult, err error) {
		last, ok, err := uc.Tx.Undoable(req.By)
		if err != nil {
			return result, err
		}

		if !ok {
			return result, fault.NotFound("You have changed nothing lately that could be taken back.")
		}

		if err := meant(last); err != nil {
			return result, err
		}

		before, err := core.Lead(&uc.Tx.Reads, last.Lead)
		if err != nil {
			return result, err
		}

		change, err := before.Undo(last, uc.Act, uc.Policy)
		if err != nil {
			return result, err
		}

		if err := uc.Apply(before, change); err != nil {
			return result, err
		}

		result = UndoResult{Lead: change.Lead, Done: last.Entries[0].Kind, Removed: change.Removed}
		if err := routing.GiveBackTurn(uc, last); err != nil {
			return result, err
		}

		return result, uc.Tx.DropUndoable(req.By)
	})
}

// link gives the campaign that a lead names as it is logged: by the
// campaign's name where it is known, else as it was written.
func link(uc *core.UseCase, text string) (linked string, closed bool, err error) {
	if strings.TrimSpace(text) == "" {
		return text, false, nil
	}

	c, ok, err := uc.Tx.CampaignNamed(text)
	if err != nil || !ok {
		return text, false, err
	}

	return c.Link(), c.Closed(), nil
}
