package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// HandBack asks why a lead that sales works goes back to marketing.
func HandBack(c Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := []slack.Block{context("It goes back to marketing at once, and your promises on it end.")}
	blocks = append(blocks, c.reasons(agreement.WhyRejected, "Why does it go back?")...)
	return onLead(l, CallbackHandBack, "Hand back "+l.ID.String(), "Hand it back", blocks...)
}

func (v voice) noticeHandedBack(n funnel.Notice, l funnel.Lead) Message {
	text := v.person(n.By) + " handed back " + leadNamed(l)
	if l.Stage == agreement.Recycled || !withMarketing(l) {
		return v.told(l, sentence(text+".")+" "+v.standing(l))
	}
	text = sentence(text+": "+v.reason(agreement.WhyRejected, l.Reason)+".") + noted(l)
	if n.To != l.Marketer {
		return v.told(l, text+"\nIt is no longer with you.")
	}
	return v.told(l, text+"\nIt is yours again. Hand it off anew, put it aside until a date, or close it.", marketingActs(l)...)
}

func (v voice) didHandBack(l funnel.Lead) (string, []string) {
	return "You handed back " + leadNamed(l) + ": " + v.reason(agreement.WhyRejected, l.Reason) + ". It is with " + v.person(l.Marketer) + " now.", nil
}
