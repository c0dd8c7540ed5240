package leads

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// leadLine is a lead in a list: who, its stage, and what is next.
func (v voice) leadLine(l funnel.Lead) string {
	return "• " + HotMark(l) + LeadNamed(l) + "  ·  " + v.stage(l) + "  ·  " + v.next(l)
}

// next is the shortest word on where a lead stands.
func (v voice) next(l funnel.Lead) string {
	if clock, ok := l.Clocks.Soonest(); ok {
		due := " due "
		if v.Now.After(clock.DueAt) {
			due = " was due "
		}

		return v.Person(clock.Person) + ", " + kit.ClockNames[clock.Kind].Short + due + kit.Moment(clock.DueAt)
	}

	switch {
	case l.Stage == agreement.Recycled && !l.RecycleUntil.IsZero():
		return "until " + l.RecycleUntil.Words()
	case l.Stage == agreement.Customer && !l.Amount.IsZero():
		return kit.Escape(l.Amount.String()) + ", " + kit.Moment(ended(l))
	case l.Stage == agreement.Lost:
		return v.Reason(agreement.WhyLost, l.Reason) + ", " + kit.Moment(ended(l))
	case l.Stage == agreement.Disqualified:
		return v.Reason(agreement.WhyDisqualified, l.Reason) + ", " + kit.Moment(ended(l))
	case l.Stage.Ended():
		return kit.Moment(ended(l))
	case l.Stage.WithSales():
		return "with " + v.owner(l)
	case l.BackByHand():
		return v.Person(l.FormerOwner) + " handed it back: " + v.Reason(agreement.WhyRejected, l.Reason)
	case l.Handoff.State == funnel.HandoffLapsed:
		return "back: nobody answered"
	case l.Handoff.State == funnel.HandoffRejected:
		return "rejected: " + v.Reason(agreement.WhyRejected, l.Reason)
	}

	return "with " + v.Person(l.Marketer)
}

// LeadList lists leads for a reader under a title. More is how many were left out.
func LeadList(c kit.Context, reader ref.UserID, title string, leads []funnel.Lead, more int) kit.Message {
	if len(leads) == 0 {
		return kit.Reply("*" + kit.Shown(title, kit.MaxShown) + "*\nNone found. `/lead mine` lists your leads, `/lead find TEXT` looks for a name, a company or an address.")
	}

	return kit.Listing("*"+kit.Shown(title, kit.MaxShown)+"*", kit.Each(leads, direct(c, reader).leadLine), more, "A longer search text finds fewer.")
}

// MineList lists the reader's leads: whose turn it is first.
func MineList(c kit.Context, reader ref.UserID, m funnel.Mine) kit.Message {
	v := direct(c, reader)
	var lines []string
	for _, part := range mineParts(m) {
		if len(part.leads) > 0 {
			lines = append(lines, "*"+part.title+"*")
			lines = append(lines, kit.Each(part.leads, v.leadLine)...)
		}
	}

	if len(lines) == 0 {
		return kit.Reply("You have no leads at the moment. Log one with `/lead new`, or in one line: `/lead log Jane Doe, Acme, jane@acme.com`.")
	}

	title := "It is your turn on " + kit.Counted(len(m.MyTurn)+m.More, "lead") + "."
	if len(m.MyTurn) == 0 {
		title = "Nothing waits for you."
	}

	return kit.Listing(title, lines, m.More, "`/lead find TEXT` finds the others.")
}

// mineParts are the lists of one's leads with their titles.
func mineParts(m funnel.Mine) []struct {
	title string
	leads []funnel.Lead
} {
	return []struct {
		title string
		leads []funnel.Lead
	}{
		{"Your turn", m.MyTurn},
		{"You logged these; others have them now", m.Waiting},
		{"Ended lately", m.Ended},
	}
}
