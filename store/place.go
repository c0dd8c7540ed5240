package store

import (
	"encoding/json"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
)

// PlaceState is what was last seen of the channel of a place.
type PlaceState struct {
	V       int            `json:"v"`
	Channel string         `json:"channel"`
	Private bool           `json:"private,omitempty"` // when it was first seen
	Shut    funnel.ShutWhy `json:"shut,omitempty"`    // why nothing is posted there; empty where it is
}

func placeKey(place funnel.Place) string { return "place_" + string(place) }

// PlaceState gives what was last seen of a place; the zero value where it never was.
func (rd *OutboxReads) PlaceState(place funnel.Place) (s PlaceState, err error) {
	text, err := rd.meta(placeKey(place))
	if err != nil || text == "" {
		return s, err
	}

	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("read what was seen of %s: %w", place, err)
	}

	return s, nil
}

// PutPlaceState notes what is seen of a place.
func (tx *Tx) PutPlaceState(place funnel.Place, s PlaceState) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("note what is seen of %s: %w", place, err)
	}

	tx.w.Put("meta/"+placeKey(place), text)
	return nil
}
