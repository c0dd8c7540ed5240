// Package digest sums up the week, for an audience or for one person, and says when it
// is told. It reads what goals, campaigns and reminders came to, and decides
// nothing about them.
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
