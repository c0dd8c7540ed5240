package leads

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Show gives one lead.
func (s *Service) Show(ctx context.Context, id ref.LeadID) (funnel.Lead, error) {
	return core.Read(ctx, s.core, "show a lead", func(rd *store.Reads) (funnel.Lead, error) {
		return core.Lead(rd, id)
	})
}

// Find gives leads by their number, or by the beginnings of their words,
// latest first, at most limit.
func (s *Service) Find(ctx context.Context, text string, limit int) ([]funnel.Lead, error) {
	return core.Read(ctx, s.core, "find leads", func(rd *store.Reads) (found []funnel.Lead, err error) {
		if id, parseErr := ref.ParseLeadID(text); parseErr == nil {
			l, ok, err := rd.Lead(id)
			if ok || err != nil {
				found = []funnel.Lead{l}
				return found, err
			}
		}

		// A phone number is found however it is written.
		if _, key, parseErr := contact.NormalisePhone(text, s.core.Settings().Region); parseErr == nil {
			text = key
		}

		return rd.Find(text, limit)
	})
}

// How much a personal list shows.
const (
	maxEnded  = 10
	maxLooked = core.MaxCounted
)

// Mine gives what waits for somebody, and what became of their leads.
func (s *Service) Mine(ctx context.Context, user ref.UserID) (funnel.Mine, error) {
	return core.Read(ctx, s.core, "list the leads of "+string(user), func(rd *store.Reads) (m funnel.Mine, err error) {
		if m.MyTurn, err = rd.TurnOf(user, maxLooked); err != nil {
			return m, err
		}

		total, err := rd.TurnCount(user, core.MaxCounted)
		if err != nil {
			return m, err
		}

		m.More = total - len(m.MyTurn)
		logged, err := rd.LoggedBy(user, maxLooked)
		for _, l := range logged {
			sortMine(&m, l, user)
		}

		return m, err
	})
}

func sortMine(m *funnel.Mine, l funnel.Lead, user ref.UserID) {
	turn, _ := l.Turn()
	switch {
	case turn == user:
	case turn == "" && len(m.Ended) < maxEnded:
		m.Ended = append(m.Ended, l)
	case turn != "":
		m.Waiting = append(m.Waiting, l)
	}
}

// History gives a lead with all that happened to it, oldest first.
func (s *Service) History(ctx context.Context, id ref.LeadID) (l funnel.Lead, entries []funnel.Entry, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		if l, err = core.Lead(rd, id); err != nil {
			return err
		}

		entries, err = rd.History(id)
		return err
	})
	return l, entries, err
}

// ShowFor gives the lead that a notice is about; ok is false where it is gone.
func (s *Service) ShowFor(ctx context.Context, n funnel.Notice) (funnel.Lead, bool, error) {
	return core.Look(ctx, s.core, "show a lead", func(rd *store.Reads) (funnel.Lead, bool, error) {
		return rd.Lead(n.Lead)
	})
}

// ShowAll gives some leads, without those that are gone.
func (s *Service) ShowAll(ctx context.Context, ids []ref.LeadID) ([]funnel.Lead, error) {
	return core.Read(ctx, s.core, "show leads", func(rd *store.Reads) (leads []funnel.Lead, err error) {
		for _, id := range ids {
			l, ok, err := rd.Lead(id)
			if err != nil {
				return leads, err
			}

			if ok {
				leads = append(leads, l)
			}
		}

		return leads, nil
	})
}
