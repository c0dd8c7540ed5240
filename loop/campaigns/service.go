// Package campaigns sets campaigns up, counts what they cost and brought, and says what a
// next one would bring and whether sales can take it.
package campaigns

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
