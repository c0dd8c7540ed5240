package funnel

import (
	"maps"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// What the stories of this package look at from outside of it.

const MostPassedOn = mostPassedOn

func (l Lead) Clone() Lead                              { return l.clone() }
func (l Lead) WithRep() bool                            { return l.withRep() }
func (l Lead) Journey() []CampaignTouch                 { return l.Campaigns.journey(l.Reached) }
func (l Lead) RuleValues(field string) ([]string, bool) { return ruleValues(l, field) }
func (l *Lead) CameThrough(campaign string, at time.Time) {
	l.Campaigns = l.Campaigns.with(campaign, at)
}

func (l *Lead) KeepAnswer(key string, a Answer) {
	d := decision{lead: *l}
	d.keepAnswer(key, a)
	*l = d.lead
}
func (h Handoff) HadIt() []ref.UserID                       { return h.hadIt() }
func (r Routing) Pool(id people.PoolID) (people.Pool, bool) { return r.pool(id) }
func (r Routing) DayOf(user ref.UserID) calendar.Date       { return r.dayOf(user) }
func (f Field) Set(l *Lead, text string)                    { f.set(l, text) }

// Meets says whether a lead meets a rule, with the value that decided.
func (l Lead) Meets(r agreement.Rule) (agreement.Verdict, string) { return meets(l, r) }

// PermittedActs are all that have a permission.
func PermittedActs() []EntryKind { return slices.Sorted(maps.Keys(permissions)) }
