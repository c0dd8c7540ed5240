// Package leads logs leads, works them and finds them: what people do with a lead that
// somebody has. Who gets a lead is decided in routing.
package leads

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
