package funnel

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
)

// HandBack gives a lead that sales has taken back to marketing at once, with a
// reason of those for a rejection. The handoff was accepted and stays so: no
// rate holds it against who handed it off.
func (l Lead) HandBack(reason, note string, act people.Act, p Policy) (Change, error) {
	if err := l.MayHandBack(act, p); err != nil {
		return Change{}, err
	}
	d, err := l.reasoned(agreement.WhyRejected, reason, note, act, p)
	if err != nil {
		return Change{}, err
	}
	outcomes := d.closeClocks()
	e := d.giveBack(EntryHandedBack, l.marketingStage())
	e.Reason, e.Note, e.Clocks = d.lead.Reason, d.lead.Note, outcomes
	d.tellBoth(NoticeHandedBack)
	return d.change(), nil
}

// BackByHand says whether marketing has the lead because its rep handed it
// back: nothing came of it since.
func (l Lead) BackByHand() bool {
	_, closed := l.Reached[agreement.Disqualified]
	back := l.Stage == agreement.Inquiry || l.Stage == agreement.Known
	return l.HandedBack && back && !closed && l.Handoff.State == HandoffAccepted
}
