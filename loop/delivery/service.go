// Package delivery carries the outbox: what is to be told next, what was told and where it
// stands, and what is put aside.
package delivery

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
