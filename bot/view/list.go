package view

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// What a reply may hold. Slack drops answers to commands of 20,480 bytes and
// more; the rest is room for the frame around the blocks.
const (
	maxReplyBytes  = 14_000
	maxReplyBlocks = 40
	maxLines       = 2800 // runes of the lines in one section
)

// lineSections puts lines into as few sections as hold them, and says how
// many did not fit into a reply.
func lineSections(lines []string) (blocks []slack.Block, left int) {
	var current []string
	bytes, runes := 0, 0
	flush := func() {
		if len(current) > 0 {
			blocks = append(blocks, section(strings.Join(current, "\n")))
		}
		current, runes = nil, 0
	}
	for i, line := range lines {
		size, length := encodedSize(line), utf8.RuneCountInString(line)+1
		if bytes+size > maxReplyBytes || len(blocks) >= maxReplyBlocks {
			flush()
			return blocks, len(lines) - i
		}
		if runes+length > maxLines {
			flush()
		}
		current, bytes, runes = append(current, line), bytes+size, runes+length
	}
	flush()
	return blocks, 0
}

// encodedSize is how much of a frame a text takes: JSON writes < and & as
// six bytes.
func encodedSize(text string) int {
	encoded, err := json.Marshal(text)
	if err != nil {
		return len(text) * 6
	}
	return len(encoded)
}

// listing is a title with lines below it. More is how many the caller left
// out; hint, if any, says how to see them.
func listing(title string, lines []string, more int, hint string) Message {
	blocks, left := lineSections(lines)
	blocks = append([]slack.Block{section(title)}, blocks...)
	if more += left; more > 0 {
		blocks = append(blocks, context(join(andMore(more), hint)))
	}
	return message(title, blocks...)
}

// leadLine is a lead in a list: who, its stage, and what is next.
func (v voice) leadLine(l funnel.Lead) string {
	return "• " + hotMark(l) + leadNamed(l) + "  ·  " + v.stage(l) + "  ·  " + v.next(l)
}

// next is the shortest word on where a lead stands.
func (v voice) next(l funnel.Lead) string {
	if clock, ok := l.Clocks.Soonest(); ok {
		due := " due "
		if v.Now.After(clock.DueAt) {
			due = " was due "
		}
		return v.person(clock.Person) + ", " + clockNames[clock.Kind].short + due + Moment(clock.DueAt)
	}
	switch {
	case l.Stage == agreement.Recycled && !l.RecycleUntil.IsZero():
		return "until " + l.RecycleUntil.Words()
	case l.Stage == agreement.Customer && !l.Amount.IsZero():
		return Escape(l.Amount.String()) + ", " + Moment(ended(l))
	case l.Stage == agreement.Lost:
		return v.reason(agreement.WhyLost, l.Reason) + ", " + Moment(ended(l))
	case l.Stage == agreement.Disqualified:
		return v.reason(agreement.WhyDisqualified, l.Reason) + ", " + Moment(ended(l))
	case l.Stage.Ended():
		return Moment(ended(l))
	case l.Stage.WithSales():
		return "with " + v.owner(l)
	case l.BackByHand():
		return v.person(l.FormerOwner) + " handed it back: " + v.reason(agreement.WhyRejected, l.Reason)
	case l.Handoff.State == funnel.HandoffLapsed:
		return "back: nobody answered"
	case l.Handoff.State == funnel.HandoffRejected:
		return "rejected: " + v.reason(agreement.WhyRejected, l.Reason)
	}
	return "with " + v.person(l.Marketer)
}

// LeadList lists leads for a reader under a title. More is how many were left out.
func LeadList(c Context, reader ref.UserID, title string, leads []funnel.Lead, more int) Message {
	if len(leads) == 0 {
		return say("*" + shown(title, maxShown) + "*\nNone found. `/lead mine` lists your leads, `/lead find TEXT` looks for a name, a company or an address.")
	}
	return listing("*"+shown(title, maxShown)+"*", each(leads, direct(c, reader).leadLine), more, "A longer search text finds fewer.")
}

// MineList lists the reader's leads: whose turn it is first.
func MineList(c Context, reader ref.UserID, m funnel.Mine) Message {
	v := direct(c, reader)
	var lines []string
	for _, part := range mineParts(m) {
		if len(part.leads) > 0 {
			lines = append(lines, "*"+part.title+"*")
			lines = append(lines, each(part.leads, v.leadLine)...)
		}
	}
	if len(lines) == 0 {
		return say("You have no leads at the moment. Log one with `/lead new`, or in one line: `/lead log Jane Doe, Acme, jane@acme.com`.")
	}
	title := "It is your turn on " + counted(len(m.MyTurn)+m.More, "lead") + "."
	if len(m.MyTurn) == 0 {
		title = "Nothing waits for you."
	}
	return listing(title, lines, m.More, "`/lead find TEXT` finds the others.")
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
