package kit_test

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/fault"
)

func addSentences(_ kit.Context, add kittest.Adder) {
	add("reply", "error", kit.Say(fault.Conflict("%s was taken by %s, %s.", "L-12", kittest.Sam.Mentioned(), fault.Moment(kittest.Now)).Text))
	add("reply", "error_hostile", kit.Say(kittest.HostileText))
	add("reply", "used_before", kit.UsedBefore(""))
	add("reply", "used_before_lead", kit.UsedBefore(kit.TokenOf(kittest.Accepted()).String()))
	add("modal", "modal_saying", kit.Saying(kit.Say("Saved.")))
	add("reply", "say", kit.Say("The digest of last week is on its way to leadership."))
}
