package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// maxOnHome is how many late promises the Home tab lists with a button.
const maxOnHome = 10

// homeTeam is the board, what is snoozed, and who is away.
func (v voice) homeTeam(m TeamModel) []slack.Block {
	blocks := v.homeBoard(m.Late, m.MoreLate)
	if lines := v.snoozed(m.Snoozed); len(lines) > 0 {
		sections, _ := lineSections(append([]string{"*Snoozed*"}, lines...))
		blocks = append(blocks, sections...)
	}
	return append(blocks, v.homeAway(m.Away)...)
}

// homeBoard lists what is late as `/loop board` does, those late longest with
// a button.
func (v voice) homeBoard(late []Violation, more int) []slack.Block {
	if len(late) == 0 {
		return []slack.Block{header("Your team"), section("Nobody is on the board: no promise is late.")}
	}
	blocks := []slack.Block{header(boardTitle(late, more))}
	listed := byClock(late[:min(len(late), maxOnHome)])
	for i, one := range listed {
		text := v.violation(one)
		if i == 0 || !one.alike(listed[i-1]) {
			text = v.promised(one) + "\n" + text
		}
		blocks = append(blocks, slack.NewSectionBlock(markup(text), nil, slack.NewAccessory(button(one.Lead, v.mend(one)))))
	}
	if left := len(late) - len(listed) + more; left > 0 {
		blocks = append(blocks, context(andMore(left)+" `/loop board` lists those that are late longest."))
	}
	return blocks
}

// mend is what whoever looks after the team can do about a late promise: with
// a question to marketing there is nobody to give it to.
func (v voice) mend(one Violation) string {
	if one.Clock.Kind == funnel.ClockAnswer {
		return ActionShow
	}
	return ActionAssign
}

func (v voice) snoozed(leads []funnel.Lead) []string {
	var lines []string
	for _, l := range leads {
		who := l.Owner
		if c, ok := l.Deadline(); ok {
			who = c.Person
		}
		lines = append(lines, "• "+ref(l)+"  ·  "+v.person(who)+", until "+Moment(l.SnoozedUntil())+" ("+times(l.Snoozes)+"): "+shown(l.SnoozedFor, maxShown))
	}
	return lines
}

// maxAwayOnHome is how many absences the Home tab lists.
const maxAwayOnHome = 8

func (v voice) homeAway(away []AbsenceModel) []slack.Block {
	if len(away) == 0 {
		return []slack.Block{section("*Away*\nNobody is away, and no leave is planned for the next two months.")}
	}
	lines := []string{"*Away*"}
	var gone []slack.Block
	for _, a := range away[:min(len(away), maxAwayOnHome)] {
		line := "• " + v.absence(a)
		if !a.Gone || a.Leads == 0 {
			lines = append(lines, line)
			continue
		}
		b := slack.NewButtonBlockElement(ActionHandOut, string(a.User), plain("Give all to the team in turn", maxTitle*2))
		gone = append(gone, slack.NewSectionBlock(markup(line), nil, slack.NewAccessory(b)))
	}
	if left := len(away) - maxAwayOnHome; left > 0 {
		lines = append(lines, andMore(left)+" `/loop away` lists them.")
	}
	if len(lines) == 1 {
		return gone
	}
	return append([]slack.Block{section(strings.Join(lines, "\n"))}, gone...)
}
