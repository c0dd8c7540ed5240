// Package core is what all use cases share: a transaction in which somebody
// acts, the policy in force, the clock, and what follows of a change (records,
// journal, counters, what is to be told). It knows no use case: each noun has a
// package beside it. Begin with act.go.
package core

import (
	"sync/atomic"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// Settings is what an admin sets once and the use cases need.
type Settings struct {
	Calendar calendar.Calendar
	Roster   people.Roster
	Currency string
	Region   string
	// Digests says when each audience reads its digest. One that is not in it
	// has none.
	Digests map[funnel.Audience]calendar.WeeklyTime
	// Thresholds are by what goals are judged; the zero value is the defaults.
	Thresholds goals.Thresholds
}

// Core runs the use cases over one store.
type Core struct {
	store        *store.Store
	settings     Settings
	now          func() time.Time
	available    func(ref.UserID) bool
	wakeDelivery func()

	agreed atomic.Pointer[agreed]
}

// Options are the parts that differ between the running program, its
// commands and tests.
type Options struct {
	Settings Settings
	Now      func() time.Time // read once per use case; nil is time.Now
	// Available says whether somebody may be given leads now; nil is everybody
	// on the team. Deactivated users and guests are not. It is asked within a
	// transaction, so it answers from memory.
	Available func(ref.UserID) bool
	// WakeDelivery is called after each commit that may have left something to be told; nil is nobody.
	WakeDelivery func()
}

// New returns the use cases over a store.
func New(st *store.Store, o Options) *Core {
	s := &Core{store: st, settings: o.Settings, now: o.Now, available: o.Available, wakeDelivery: o.WakeDelivery}
	if s.now == nil {
		s.now = time.Now //nolint:forbidigo // here the time comes in; all else is given it
	}

	if s.available == nil {
		s.available = func(ref.UserID) bool { return true }
	}

	if s.wakeDelivery == nil {
		s.wakeDelivery = func() {}
	}

	return s
}

// Request is what every act has: who acts, and the key that a
// redelivery of the same act has too. An empty key is never a redelivery.
type Request struct {
	By    ref.UserID
	Key   string
	Looks bool // only to see again what was shown: nothing may change
}

// Settings gives what the use cases were set up with.
func (s *Core) Settings() Settings { return s.settings }

// Store gives the store, for what only reads or carries: delivery, exports, backups.
func (s *Core) Store() *store.Store { return s.store }

// Shorten keeps a sentence readable that repeats what somebody wrote.
func Shorten(text string) string {
	const maxShown = 60
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}

	return text
}

// Today is the day of the company on which a moment falls.
func (s *Core) Today(now time.Time) calendar.Date {
	return calendar.DateOf(now, s.settings.Calendar.Location)
}

// MaxCounted is up to how many leads of a kind are counted.
const MaxCounted = 1000
