package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// reviewAfter is how long a definition is taken to hold before both signers
// are asked again: a quarter.
const reviewAfter = 90 // days

// Review is what both signers have said on whether a version still holds.
type Review struct {
	V       int                   `json:"v"`
	Version int                   `json:"version"`
	Round   int                   `json:"round,omitempty"` // how often was asked
	AskedAt time.Time             `json:"asked_at,omitzero"`
	Held    []agreement.Signature `json:"held,omitempty"` // those who said that it holds, in this round
	HeldAt  time.Time             `json:"held_at,omitzero"`
}

// Due is when the signers are asked next: in the morning, a quarter after the
// definition came in force, was confirmed by both, or was asked for in vain.
func (r Review) Due(d agreement.Definition, p Policy) time.Time {
	since := d.InForceSince
	if r.Version == d.Version {
		since = calendar.Later(calendar.Later(since, r.AskedAt), r.HeldAt)
	}
	return p.morning(calendar.DateOf(since, p.Calendar.Zone()).AddDays(reviewAfter))
}

// Ask begins a round. However many were missed, it is one. It is false where
// nothing is due, or nobody could answer.
func (r Review) Ask(now time.Time, p Policy) (Review, bool) {
	d := p.Definition
	if d.Version == 0 || len(p.Roster.Signers()) == 0 || now.Before(r.Due(d, p)) {
		return r, false
	}
	round := 0
	if r.Version == d.Version {
		round = r.Round
	}
	return Review{V: 1, Version: d.Version, Round: round + 1, AskedAt: now}, true
}

// Hold notes that a signer says that the version still holds. It is false
// where they said so already.
func (r Review) Hold(version int, act people.Act, p Policy) (Review, bool, error) {
	team, err := p.signs(act.By)
	if err != nil {
		return r, false, err
	}
	if version != p.Definition.Version {
		return r, false, fault.Conflict("Version %d is no longer in force: version %d is. %s shows it.", version, p.Definition.Version, fault.ToShowDefinition.Way())
	}
	if r.Version != version {
		r = Review{V: 1, Version: version}
	}
	if slices.ContainsFunc(r.Held, func(s agreement.Signature) bool { return s.By == act.By.ID }) {
		return r, false, nil
	}
	r.Held = append(slices.Clone(r.Held), agreement.Signature{Team: team, By: act.By.ID, At: act.At})
	if r.Confirmed(p.Roster) {
		r.HeldAt = act.At
	}
	return r, true, nil
}

// Waits are the signers of today who have not said that it holds.
func (r Review) Waits(roster people.Roster) []ref.UserID {
	return slices.DeleteFunc(roster.Signers(), func(id ref.UserID) bool {
		return slices.ContainsFunc(r.Held, func(s agreement.Signature) bool { return s.By == id })
	})
}

// Confirmed says whether both signers say that the version holds.
func (r Review) Confirmed(roster people.Roster) bool {
	return len(roster.Signers()) == 2 && len(r.Waits(roster)) == 0
}
