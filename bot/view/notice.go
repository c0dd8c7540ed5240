package view

import "github.com/leadloop/leadloop/funnel"

// Notice is what a person is told in a direct message. Cards, the Home tab
// and digests have renderings of their own.
func Notice(c Context, n funnel.Notice, l funnel.Lead) Message {
	return say(string(n.Kind) + " " + l.ID.String() + " " + Escape(l.Who()))
}
