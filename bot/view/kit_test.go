package view

import (
	"github.com/leadloop/leadloop/funnel/fault"
)

func addSentences(_ Context, add adder) {
	add("reply", "error", Say(fault.Conflict("%s was taken by %s, %s.", "L-12", sam.Mentioned(), fault.Moment(now)).Text))
	add("reply", "error_hostile", Say(hostileText))
	add("reply", "used_before", UsedBefore(""))
	add("reply", "used_before_lead", UsedBefore(TokenOf(accepted()).String()))
	add("modal", "modal_saying", Saying(Say("Saved.")))
	add("reply", "say", Say("The digest of last week is on its way to leadership."))
}
