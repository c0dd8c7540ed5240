package store

import "github.com/leadloop/leadloop/funnel"

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
	_, err = rd.metaRecord(placeKey(place), &s)
	return s, err
}

// PutPlaceState notes what is seen of a place.
func (tx *Tx) PutPlaceState(place funnel.Place, s PlaceState) error {
	return tx.putMetaRecord(placeKey(place), s)
}
