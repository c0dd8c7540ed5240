package funnel

import (
	"maps"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// What the stories of this package look at from outside of it.

const MostPassedOn = mostPassedOn

func (l Lead) Clone() Lead                                  { return l.clone() }
func (l Lead) WithRep() bool                                { return l.withRep() }
func (l Lead) Journey() []CampaignTouch                     { return l.journey() }
func (l Lead) RuleValues(field string) ([]string, bool)     { return l.ruleValues(field) }
func (l *Lead) CameThrough(campaign string, at time.Time)   { l.cameThrough(campaign, at) }
func (l *Lead) KeepAnswer(key string, a Answer)             { l.keepAnswer(key, a) }
func (h Handoff) HadIt() []ref.UserID                       { return h.hadIt() }
func (r Routing) Pool(id people.PoolID) (people.Pool, bool) { return r.pool(id) }
func (r Routing) DayOf(user ref.UserID) calendar.Date       { return r.dayOf(user) }
func (f Field) Set(l *Lead, text string)                    { f.set(l, text) }

// PermittedActs are all that have a permission.
func PermittedActs() []EntryKind { return slices.Sorted(maps.Keys(permissions)) }
