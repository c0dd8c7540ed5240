package delivery

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Seen is how a channel stands in Slack.
type Seen struct {
	Channel                   string
	Archived, Shared, Private bool
}

// Noticed keeps how the channel of a place stands. Where others could read it
// by now, nothing more is posted there, and admins hear of it once.
func (s *Service) Noticed(ctx context.Context, place funnel.Place, seen Seen) error {
	told := false
	err := s.core.Update(ctx, "note how "+string(place)+" stands", func(tx *store.Tx) error {
		was, err := tx.PlaceState(place)
		if err != nil {
			return err
		}

		if was.Channel != seen.Channel { // it is new, or another one was configured
			was = store.PlaceState{}
		}

		is := store.PlaceState{V: 1, Channel: seen.Channel, Private: was.Private || seen.Private}
		is.Shut = seen.shut(is.Private)
		if is == was {
			return nil
		}

		if err := tx.PutPlaceState(place, is); err != nil || is.Shut == "" || is.Shut == was.Shut {
			return err
		}

		told = true
		return s.core.TellAdmins(tx, funnel.Notice{Kind: funnel.NoticeShut, Name: string(place)})
	})
	if told && err == nil {
		s.core.WakeDelivery()
	}

	return err
}

// shut says why nothing is to be posted in a channel, if so.
func (s Seen) shut(wasPrivate bool) funnel.ShutWhy {
	switch {
	case s.Archived:
		return funnel.ShutArchived
	case s.Shared:
		return funnel.ShutShared
	case wasPrivate && !s.Private:
		return funnel.ShutPublic
	}

	return ""
}

// Shut says why nothing is posted in a place; empty where it is.
func (s *Service) Shut(ctx context.Context, place funnel.Place) (funnel.ShutWhy, error) {
	return core.Read(ctx, s.core, "look how a place stands", func(rd *store.Reads) (funnel.ShutWhy, error) {
		state, err := rd.PlaceState(place)
		return state.Shut, err
	})
}
