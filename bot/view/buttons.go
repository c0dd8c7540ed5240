package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// labels are the words on the buttons.
var labels = map[string]string{
	ActionNew:        "Log a lead",
	ActionShow:       "Details",
	ActionHandoff:    "Hand off",
	ActionAccept:     "Accept",
	ActionReject:     "Reject",
	ActionCall:       "Log a call",
	ActionTouch:      "Log touch…",
	ActionQualify:    "Qualify",
	ActionWon:        "Won",
	ActionLost:       "Lost",
	ActionRecycle:    "Recycle",
	ActionHandBack:   "Hand back",
	ActionDisqualify: "Disqualify",
	ActionAssign:     "Reassign",
	ActionEdit:       "Edit",
	ActionSnooze:     "Snooze",
	ActionUndo:       "Undo",
	ActionResend:     "Fix and resend",
	ActionDispute:    "Dispute",
	ActionAsk:        "Need info",
	ActionAnswer:     "Answer",
	ActionClaim:      "Claim",
}

// mainActs are the acts that are the next step for most readers.
var mainActs = map[string]bool{ActionAccept: true, ActionWon: true, ActionHandoff: true, ActionNew: true, ActionAssign: true, ActionAnswer: true, ActionClaim: true, ActionResend: true}

// actsOf are the acts that make sense on a lead for the one whose turn it
// is, the likeliest first.
func actsOf(l funnel.Lead) []string {
	switch {
	case l.Asked():
		return []string{ActionAnswer, ActionAccept, ActionReject}
	case l.Offered():
		return offerActs(l)
	case l.Stage == agreement.SAL:
		return []string{ActionCall, ActionTouch, ActionQualify, ActionLost, ActionHandBack, ActionRecycle}
	case l.Stage == agreement.SQL:
		return []string{ActionCall, ActionWon, ActionLost, ActionQualify, ActionHandBack}
	case l.Stage.Ended():
		return nil
	}
	return marketingActs(l)
}

// offerActs are sales' on an open handoff. While a question waits for
// marketing there is no second one.
func offerActs(l funnel.Lead) []string {
	if l.Asked() {
		return []string{ActionAccept, ActionReject, ActionAssign}
	}
	return []string{ActionAccept, ActionReject, ActionAsk, ActionAssign}
}

// marketingActs are the acts on a lead that marketing has. What sales could
// not reach is to be completed first.
func marketingActs(l funnel.Lead) []string {
	if l.Returned() && l.Reachable() {
		return returnedActs(l)
	}
	first := ActionHandoff
	if !l.Reachable() {
		first = ActionEdit
	}
	if l.Stage == agreement.Recycled {
		return []string{first, ActionDisqualify}
	}
	return []string{first, ActionRecycle, ActionDisqualify}
}

// withMarketing says whether marketing is to act on a lead, or may.
func withMarketing(l funnel.Lead) bool {
	return !l.Offered() && !l.Stage.WithSales() && !l.Stage.Ended()
}

// buttons is a row of acts on a lead, or nothing where there are none.
func buttons(l funnel.Lead, acts ...string) []slack.Block {
	if len(acts) == 0 {
		return nil
	}
	elements := make([]slack.BlockElement, len(acts))
	stressed := false // one act in a row is the next step, not several
	for i, act := range acts {
		b := button(l, act)
		if stressed {
			b.Style = slack.StyleDefault
		}
		stressed = stressed || b.Style == slack.StylePrimary
		elements[i] = b
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}

func button(l funnel.Lead, act string) *slack.ButtonBlockElement {
	label := labels[act]
	switch {
	case act == ActionQualify && l.Stage == agreement.SQL:
		label = "Update amount"
	}
	b := slack.NewButtonBlockElement(act, TokenOf(l).String(), plain(label, maxButton))
	b.AccessibilityLabel = Cut(label+": "+l.ID.String()+" "+flat(l.Who()), maxButton)
	if mainActs[act] {
		b.Style = slack.StylePrimary
	}
	return b
}

// clickable is a button on anything but a lead.
func clickable(action, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(label, maxButton))
}

// nextStep is a button that is the next step for most readers.
func nextStep(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

// newLeadButton is the one button that is about no lead yet.
func newLeadButton() slack.Block {
	return slack.NewActionBlock("", nextStep(clickable(ActionNew, "", labels[ActionNew])))
}

func andMore[N int | int64](n N) string { return "… and " + number(n) + " more." }
