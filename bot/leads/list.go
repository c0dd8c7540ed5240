package leads

import (
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// leadLine is a lead in a list: who, its stage, and what is next.
func (v voice) leadLine(l funnel.Lead) string { return v.leadLineWith(l, "") }

func (v voice) leadLineWith(l funnel.Lead, more string) string {
	return "• " + HotMark(l) + LeadNamed(l) + more + "  ·  " + v.stage(l) + "  ·  " + v.next(l)
}

// leadLines are leads in a list; of those of one name each says what else it is known by.
func (v voice) leadLines(leads []funnel.Lead) []string {
	named := map[string][]funnel.Lead{}
	for _, l := range leads {
		who := strings.ToLower(l.Who())
		named[who] = append(named[who], l)
	}

	lines := make([]string, len(leads))
	for i, l := range leads {
		lines[i] = v.leadLineWith(l, v.knownBy(l, named[strings.ToLower(l.Who())]))
	}

	return lines
}

// apart are what may tell leads of one name from each other, the surest first.
var apart = []func(voice, funnel.Lead) string{
	func(_ voice, l funnel.Lead) string { return l.Email },
	func(_ voice, l funnel.Lead) string { return l.Phone },
	func(_ voice, l funnel.Lead) string { return l.Campaign },
	func(_ voice, l funnel.Lead) string { return l.Source },
	func(_ voice, l funnel.Lead) string { return l.Need },
	func(v voice, l funnel.Lead) string { return "logged " + calendar.DateOf(l.CreatedAt, v.Zone()).Words() },
}

// knownBy is what tells a lead from others of its name, if there are any: what the fewest of them share.
func (v voice) knownBy(l funnel.Lead, namesakes []funnel.Lead) string {
	if len(namesakes) < 2 {
		return ""
	}

	best, fewest := "", len(namesakes)+1
	for _, of := range apart {
		text := of(v, l)
		if text == "" || text == l.Who() {
			continue
		}

		alike := 0
		for _, other := range namesakes {
			if strings.EqualFold(of(v, other), text) {
				alike++
			}
		}

		if alike < fewest {
			best, fewest = text, alike
		}
	}

	if best == "" {
		return ""
	}

	return " (" + kit.Shown(best, kit.MaxShown) + ")"
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

	return kit.Listing("*"+kit.Shown(title, kit.MaxShown)+"*", direct(c, reader).leadLines(leads), more,
		"A longer search text finds fewer.")
}

// MineList lists somebody's leads: whose turn it is first.
func MineList(c kit.Context, reader, of ref.UserID, m funnel.Mine) kit.Message {
	v := direct(c, reader)
	if of != reader {
		return v.leadsOf(of, m)
	}

	if len(m.MyTurn)+len(m.Waiting)+len(m.Ended) == 0 {
		return kit.Reply("You have no leads at the moment. Log one with `/lead new`, or in one line: `/lead log Jane Doe, Acme, jane@acme.com`.")
	}

	title := "It is your turn on " + kit.Counted(len(m.MyTurn)+m.More, "lead") + "."
	if len(m.MyTurn) == 0 {
		title = "Nothing waits for you."
	}

	return v.mine(title, m, "*You logged these; others have them now*", "*Your turn*")
}

// mine lists the leads of somebody in groups.
func (v voice) mine(title string, m funnel.Mine, logged, turn string) kit.Message {
	groups := []kit.Group{
		{Title: turn, Rows: kit.Lines(v.leadLines(m.MyTurn))},
		{Title: logged, Rows: kit.Lines(v.leadLines(m.Waiting))},
		{Title: "*Ended lately*", Rows: kit.Lines(v.leadLines(m.Ended))},
	}
	return kit.List{Title: title, Groups: groups, More: m.More, Hint: "`/lead find TEXT` finds the others."}.Message()
}

// leadsOf lists the leads of somebody else.
func (v voice) leadsOf(user ref.UserID, m funnel.Mine) kit.Message {
	who := v.Person(user)
	title := "It is the turn of " + who + " on " + kit.Counted(len(m.MyTurn)+m.More, "lead") + "."
	if len(m.MyTurn) == 0 {
		title = "Nothing waits for " + who + "."
	}

	return v.mine(title, m, "*"+who+" logged these; others have them now*", "")
}
