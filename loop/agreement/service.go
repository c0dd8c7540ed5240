// Package agreement holds what marketing and sales agree on: the lead definition with its
// drafts, signatures and reviews, and how promises would have gone by other
// rules.
package agreement

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
