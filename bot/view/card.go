package view

import "github.com/leadloop/leadloop/funnel"

// LeadCard is the living message about a lead: in the direct messages of its
// rep, in the sales channel and in the leads channel. The notice says where,
// and which handoff the card is of.
func LeadCard(c Context, n funnel.Notice, l funnel.Lead) Message {
	return say(l.ID.String() + " " + Escape(l.Who()))
}
