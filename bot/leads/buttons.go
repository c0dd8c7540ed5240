package leads

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// ActsOf are the acts that make sense on a lead for the one whose turn it
// is, the likeliest first.
func ActsOf(l funnel.Lead) []string {
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

// Buttons is a row of acts on a lead, or nothing where there are none.
func Buttons(l funnel.Lead, acts ...string) []slack.Block {
	if len(acts) == 0 {
		return nil
	}

	elements := make([]slack.BlockElement, len(acts))
	stressed := false // one act in a row is the next step, not several
	for i, act := range acts {
		b := Button(l, act)
		if stressed {
			b.Style = slack.StyleDefault
		}

		stressed = stressed || b.Style == slack.StylePrimary
		elements[i] = b
	}

	return []slack.Block{slack.NewActionBlock("", elements...)}
}

// Button is an act on a lead.
func Button(l funnel.Lead, act string) *slack.ButtonBlockElement {
	a := actBehind(act)
	label := a.label
	if act == ActionQualify && l.Stage == agreement.SQL {
		label = "Update amount"
	}

	b := slack.NewButtonBlockElement(act, kit.TokenOf(l).String(), kit.PlainText(label, kit.MaxButton))
	b.AccessibilityLabel = kit.Cut(label+": "+l.ID.String()+" "+kit.Flat(l.Who()), kit.MaxButton)
	if a.main {
		b.Style = slack.StylePrimary
	}

	return b
}

// NewLeadButton is the one button that is about no lead yet.
func NewLeadButton() slack.Block {
	return slack.NewActionBlock("", kit.NextStep(kit.Clickable(ActionNew, "", actBehind(ActionNew).label)))
}
