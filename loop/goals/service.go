// Package goals sets goals and plans, and reckons from the counters how they stand.
package goals

import (
	"github.com/leadloop/leadloop/loop/core"
)

// Service runs the use cases of this noun.
type Service struct {
	core *core.Core
}

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service {
	return &Service{core: c}
}
