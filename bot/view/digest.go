package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
)

// Digest is the weekly message, and what did not fit into it for its thread.
func Digest(c Context, d funnel.Digest, a Ability) (main Message, thread []Message) {
	return say(Escape(d.Headline)), nil
}

// DigestText is the digest for a terminal.
func DigestText(d funnel.Digest, zone *time.Location, name func(funnel.UserID) string) string {
	return d.Headline + "\n"
}
