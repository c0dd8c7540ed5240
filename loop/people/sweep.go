package people

import (
	"context"
	"fmt"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

const (
	peopleBatch = 50   // people who are looked at in one go
	maxHeld     = 5000 // leads of one person that are looked at
)

// Sweep does what is due about people: deadlines follow changed
// calendars, leads are lent and given back, the overseer hears whose leads
// wait.
func (s *Service) Sweep(ctx context.Context) (moved int, err error) {
	for {
		due, err := core.Read(ctx, s.core, "look who is due", func(rd *store.Reads) ([]ref.UserID, error) {
			return rd.DuePeople(s.core.Now(), peopleBatch)
		})
		if err != nil || len(due) == 0 {
			return moved, err
		}

		for _, user := range due {
			for more := true; more; {
				if more, err = s.doDuty(ctx, user); err != nil {
					return moved, fmt.Errorf("do what is due about %s: %w", user, err)
				}

				moved++
			}
		}
	}
}

// doDuty does one step of what is due about somebody. A step moves only so
// many leads; what it moved is kept with the person, so that the message at
// the end is about all of them.
func (s *Service) doDuty(ctx context.Context, user ref.UserID) (more bool, err error) {
	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		more = false
		a, err := uc.Tx.Availability(user)
		if err != nil {
			return err
		}

		duty, ok := a.Duty(uc.Act.At, uc.Policy.Calendar)
		if !ok || duty.At.After(uc.Act.At) {
			return uc.Tx.PutAvailability(a.Schedule(uc.Act.At, uc.Policy.Calendar))
		}

		h := handover{UseCase: uc, person: a, duty: duty}
		moves := map[people.DutyKind]func() error{
			people.DutyMoveDeadlines: h.moveDeadlines, people.DutyReport: h.report, people.DutyLend: h.lend,
			people.DutyReturn: h.giveBack,
		}

		if err := moves[duty.Kind](); err != nil {
			return err
		}

		more = h.full()
		if more {
			return uc.Tx.PutAvailability(h.person)
		}

		if err := h.tell(); err != nil {
			return err
		}

		return uc.Tx.PutAvailability(h.person.Fulfil(duty, uc.Act.At, uc.Policy.Calendar))
	})

	return more, err
}

// handover is one step of a duty under way.
type handover struct {
	*core.UseCase
	person people.Availability
	duty   people.Duty
	moves  int
	stays  []people.Tally // the leads that wait for the person
}

// full says whether a step has moved as many leads as one may.
func (h *handover) full() bool { return h.moves >= core.SweepBatch }

// move stores what a rule decided about a lead, and says whether it changed.
func (h *handover) move(before funnel.Lead, c funnel.Change) (bool, error) {
	if len(c.Entries) == 0 {
		return false, nil
	}

	h.moves++
	return true, h.Apply(before, c)
}

func (h *handover) held() ([]funnel.Lead, error) { return h.Tx.HeldBy(h.person.User, maxHeld) }

func (h *handover) moveDeadlines() error {
	held, err := h.held()
	if err != nil {
		return err
	}

	was := h.person.Was
	change := &funnel.CalendarChange{User: h.person.User, At: was.Until, Was: was.Calendar(h.Policy.Calendar)}
	for _, l := range held {
		if _, err := h.move(l, l.Recalculate(change, h.Act, h.Policy)); err != nil || h.full() {
			return err
		}
	}

	return nil
}

// lend gives the person's leads to who stands in for them, and so those that
// they had lent to somebody else before. Without a cover their own stay.
func (h *handover) lend() error {
	user := h.person.User
	held, err := h.held()
	if err != nil {
		return err
	}

	if h.person.Leaves[h.duty.Leave].Cover != "" {
		lent, err := h.Tx.LentBy(user, maxHeld)
		if err != nil {
			return err
		}

		held = slices.Concat(held, lent)
	}

	return h.passOn(held, h.person.Leaves[h.duty.Leave].Cover != "")
}

// report passes on what somebody who is gone had from others; their own leads
// are listed.
func (h *handover) report() error {
	held, err := h.held()
	if err != nil {
		return err
	}

	return h.passOn(held, false)
}

// passOn gives leads to who stands in for the person: those of others always,
// their own where they have a cover.
func (h *handover) passOn(held []funnel.Lead, own bool) error {
	user := h.person.User
	to := h.Policy.StandIn(user, h.Act.At)
	h.stays = nil
	slices.SortFunc(held, funnel.BySoonestDeadline) // the message lists the first few
	for _, l := range held {
		moved, theirs := false, l.Owner == user || l.LentBy == user // else it waits for their answer, and its rep is here
		if theirs && (own || l.LentBy != "") {
			var err error
			if moved, err = h.move(l, l.Lend(to, h.Act, h.Policy)); err != nil {
				return err
			}
		}

		switch {
		case moved:
			h.person.Tallies = people.Tallied(h.person.Tallies, to, l.ID)
		case l.LentBy != user:
			h.stays = people.Tallied(h.stays, "", l.ID)
		}

		if h.full() {
			return nil
		}
	}

	return nil
}

// giveBack returns what the person lent. Where the next leave has begun before
// the program looked, it stays lent until that one ends.
func (h *handover) giveBack() error {
	if !h.Policy.Present(h.person.User, h.Act.At) {
		return nil
	}

	lent, err := h.Tx.LentBy(h.person.User, maxHeld)
	if err != nil {
		return err
	}

	slices.SortFunc(lent, funnel.BySoonestDeadline)
	for _, l := range lent {
		if h.full() {
			return nil
		}

		had := l.Owner
		moved, err := h.move(l, l.GiveBack(h.Act, h.Policy))
		if err != nil {
			return err
		}

		if moved {
			h.person.Tallies = people.Tallied(h.person.Tallies, had, l.ID)
		}
	}

	return nil
}

// tell says once, at the end of a duty, what it came to.
func (h *handover) tell() error { return h.Tx.Tell(h.notices()...) }

func (h *handover) notices() (all []funnel.Notice) {
	moved, stays := h.person.Tallies, people.Together(h.stays)
	user, overseer := h.person.User, h.Policy.Overseer(h.person.User, h.Act.At)
	say := func(kind funnel.NoticeKind, to ref.UserID, of people.Tally) {
		if of.Count == 0 || to == "" {
			return
		}

		n := funnel.Notice{
			Kind: kind, To: to, By: ref.Leadloop, At: h.Act.At, About: user, With: of.With, Leads: of.Leads,
			Count: of.Count,
		}
		if h.duty.Kind == people.DutyLend {
			n.Day = h.person.Leaves[h.duty.Leave].Until
		}

		all = append(all, n)
	}

	switch h.duty.Kind {
	case people.DutyMoveDeadlines:
		return nil
	case people.DutyLend:
		say(funnel.NoticeLent, user, people.Together(moved))
		say(funnel.NoticeWaiting, overseer, stays)
	case people.DutyReport:
		say(funnel.NoticeGone, overseer, stays)
	case people.DutyReturn:
		say(funnel.NoticeGivenBack, user, people.Together(moved))
	}

	kind := funnel.NoticeLent
	if h.duty.Kind == people.DutyReturn {
		kind = funnel.NoticeGivenBack
	}

	for _, t := range moved {
		say(kind, t.With, t)
	}

	return append(all, h.coverWithoutLeads()...)
}

// coverWithoutLeads tells who was to hear with the leads that they cover, and gets none.
func (h *handover) coverWithoutLeads() []funnel.Notice {
	if h.duty.Kind != people.DutyLend {
		return nil
	}

	l := h.person.Leaves[h.duty.Leave]
	got := slices.ContainsFunc(h.person.Tallies, func(t people.Tally) bool { return t.With == l.Cover })
	if !l.Unheard || got || l.Cover == "" {
		return nil
	}

	return []funnel.Notice{{
		Kind: funnel.NoticeCover, To: l.Cover, By: h.person.User, At: h.Act.At, About: h.person.User, With: l.Cover,
		From: l.From, Day: l.Until,
	}}
}
