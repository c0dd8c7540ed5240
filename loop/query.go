package loop

import (
	"context"
	"fmt"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// today is the day of the company on which a moment falls.
func (s *Service) today(now time.Time) funnel.Date {
	return funnel.DateOf(now, s.settings.Calendar.Location)
}

// Lead gives one lead.
func (s *Service) Lead(ctx context.Context, id funnel.LeadID) (l funnel.Lead, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		l, err = lead(rd, id)
		return err
	})
	return l, err
}

// Find gives leads by their number, or by the beginnings of their words,
// latest first, at most limit.
func (s *Service) Find(ctx context.Context, text string, limit int) (found []funnel.Lead, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		if id, parseErr := funnel.ParseLeadID(text); parseErr == nil {
			l, ok, err := rd.Lead(id)
			if ok || err != nil {
				found = []funnel.Lead{l}
				return err
			}
		}
		// A phone number is found however it is written.
		if _, key, parseErr := funnel.NormalisePhone(text, s.settings.Region); parseErr == nil {
			text = key
		}
		found, err = rd.Find(text, limit)
		return err
	})
	return found, err
}

// Mine is what somebody has to do with.
type Mine struct {
	MyTurn  []funnel.Lead // most urgent first
	More    int           // how many wait beyond those listed
	Waiting []funnel.Lead // logged by them, with somebody else now
	Ended   []funnel.Lead // logged by them, ended or put aside lately
}

// How much a personal list shows.
const (
	maxTurn    = 15
	maxWaiting = 10
	maxLooked  = 200
)

// maxCounted is up to how many leads of a kind are counted.
const maxCounted = 1000

// Mine gives what waits for somebody, and what became of their leads.
func (s *Service) Mine(ctx context.Context, user funnel.UserID) (Mine, error) {
	var m Mine
	err := s.store.View(ctx, func(rd *store.Reads) (err error) {
		m = Mine{}
		if m.MyTurn, err = rd.TurnOf(user, maxTurn); err != nil {
			return err
		}
		total, err := rd.TurnCount(user, maxCounted)
		if err != nil {
			return err
		}
		m.More = total - len(m.MyTurn)
		logged, err := rd.LoggedBy(user, maxLooked)
		for _, l := range logged {
			m.sort(l, user)
		}
		return err
	})
	if err != nil {
		return m, fmt.Errorf("list the leads of %s: %w", user, err)
	}
	return m, nil
}

func (m *Mine) sort(l funnel.Lead, user funnel.UserID) {
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
func (s *Service) History(ctx context.Context, id funnel.LeadID) (l funnel.Lead, entries []funnel.Entry, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		if l, err = lead(rd, id); err != nil {
			return err
		}
		entries, err = rd.History(id)
		return err
	})
	return l, entries, err
}

// Status is how the store and its queues stand.
type Status struct {
	ByStage           map[funnel.Stage]int64
	Leads             int64
	OpenLoops         int64
	Queued, Parked    int
	OldestQueued      time.Time
	ParkedLately      []store.OutboxEntry
	DefinitionVersion int
	SchemaVersion     int
}

// Status gives how the store and its queues stand.
func (s *Service) Status(ctx context.Context) (Status, error) {
	var status Status
	err := s.store.View(ctx, func(rd *store.Reads) (err error) {
		status = Status{ByStage: map[funnel.Stage]int64{}, SchemaVersion: store.SchemaVersion}
		for _, stage := range funnel.Stages {
			n, err := rd.Total(funnel.CountPopulation + string(stage))
			if err != nil {
				return err
			}
			status.ByStage[stage] = n
			status.Leads += n
		}
		if status.OpenLoops, err = rd.Total(funnel.CountOpenLoops); err != nil {
			return err
		}
		if status.DefinitionVersion, err = rd.DefinitionInForce(); err != nil {
			return err
		}
		return status.queues(rd)
	})
	if err != nil {
		return status, fmt.Errorf("read the status: %w", err)
	}
	return status, nil
}

func (status *Status) queues(rd *store.Reads) (err error) {
	if status.Queued, err = rd.QueuedCount(); err != nil {
		return err
	}
	if status.Parked, err = rd.ParkedCount(); err != nil {
		return err
	}
	oldest, _, err := rd.OldestQueued()
	if err != nil {
		return err
	}
	status.OldestQueued = oldest.CreatedAt
	status.ParkedLately, err = rd.Parked(5)
	return err
}
