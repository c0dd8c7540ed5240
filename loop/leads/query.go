package leads

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Show gives one lead.
func (s *Service) Show(ctx context.Context, id ref.LeadID) (l funnel.Lead, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		l, err = core.Lead(rd, id)
		return err
	})
	return l, err
}

// Find gives leads by their number, or by the beginnings of their words,
// latest first, at most limit.
func (s *Service) Find(ctx context.Context, text string, limit int) (found []funnel.Lead, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		if id, parseErr := ref.ParseLeadID(text); parseErr == nil {
			l, ok, err := rd.Lead(id)
			if ok || err != nil {
				found = []funnel.Lead{l}
				return err
			}
		}
		// A phone number is found however it is written.
		if _, key, parseErr := contact.NormalisePhone(text, s.core.Settings().Region); parseErr == nil {
			text = key
		}
		found, err = rd.Find(text, limit)
		return err
	})
	return found, err
}

// How much a personal list shows.
const (
	maxTurn    = 15
	maxWaiting = 10
	maxLooked  = 200
)

// Mine gives what waits for somebody, and what became of their leads.
func (s *Service) Mine(ctx context.Context, user ref.UserID) (funnel.Mine, error) {
	var m funnel.Mine
	err := s.core.View(ctx, func(rd *store.Reads) (err error) {
		m = funnel.Mine{}
		if m.MyTurn, err = rd.TurnOf(user, maxTurn); err != nil {
			return err
		}
		total, err := rd.TurnCount(user, core.MaxCounted)
		if err != nil {
			return err
		}
		m.More = total - len(m.MyTurn)
		logged, err := rd.LoggedBy(user, maxLooked)
		for _, l := range logged {
			sortMine(&m, l, user)
		}
		return err
	})
	if err != nil {
		return m, fmt.Errorf("list the leads of %s: %w", user, err)
	}
	return m, nil
}

func sortMine(m *funnel.Mine, l funnel.Lead, user ref.UserID) {
	turn, _ := l.Turn()
	switch {
	case turn == user:
	case turn == "" && len(m.Ended) < maxWaiting:
		m.Ended = append(m.Ended, l)
	case turn != "" && len(m.Waiting) < maxWaiting:
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
func (s *Service) ShowFor(ctx context.Context, n funnel.Notice) (l funnel.Lead, ok bool, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		l, ok, err = rd.Lead(n.Lead)
		return err
	})
	return l, ok, err
}

// ShowAll gives some leads, without those that are gone.
func (s *Service) ShowAll(ctx context.Context, ids []ref.LeadID) (leads []funnel.Lead, err error) {
	err = s.core.View(ctx, func(rd *store.Reads) error {
		leads = nil
		for _, id := range ids {
			l, ok, err := rd.Lead(id)
			if err != nil {
				return err
			}
			if ok {
				leads = append(leads, l)
			}
		}
		return nil
	})
	return leads, err
}
