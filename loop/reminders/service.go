// Package reminders tells people what is late and theirs, in one message at a time.
package reminders

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
