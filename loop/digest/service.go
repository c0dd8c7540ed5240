// Package digest computes a week from the counters, for each audience and for one person, and
// queues it when its time has come. It never reads all leads and makes no sentence: funnel/report
// does. Start at Service.Week, one function per part; schedule.go says when.
package digest

import (
	"github.com/leadloop/leadloop/loop/campaigns"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/goals"
)

// Service runs the use cases of this noun.
type Service struct {
	core      *core.Core
	campaigns *campaigns.Service
	goals     *goals.Service
}

// New returns the use cases over the core that all nouns share.
func New(c *core.Core, cs *campaigns.Service, gs *goals.Service) *Service {
	return &Service{core: c, campaigns: cs, goals: gs}
}
