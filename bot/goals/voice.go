package goals

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/ref"
)

// voice is how this room speaks to a reader.
type voice struct{ kit.Voice }

func direct(c kit.Context, reader ref.UserID) voice { return voice{kit.Direct(c, reader)} }
