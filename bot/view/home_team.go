package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
)

// maxOnHome is how many late promises the Home tab lists with a button.
const maxOnHome = 10

// homeDisputes are the rejections on which the reader is to rule.
func (v voice) homeDisputes(open []DisputeModel) []slack.Block {
	if len(open) == 0 {
		return nil
	}
	blocks := []slack.Block{header("Please rule: " + counted(len(open), "dispute"))}
	for i, m := range open {
		if i == mostDisputes {
			return append(blocks, context(andMore(len(open)-i)+" `/loop disputes` lists them."))
		}
		blocks = append(blocks, section(CutMarkup(disputeOf(v, m), maxLines)), disputeButtons(m.Number))
	}
	return blocks
}

// homeTeam is the board, what is snoozed, the pools, and who is away.
func (v voice) homeTeam(m TeamModel) []slack.Block {
	blocks := v.homeBoard(m.Late, m.MoreLate)
	if len(m.Snoozed) > 0 {
		sections, _ := lineSections(append([]string{"*Snoozed*"}, each(m.Snoozed, v.snoozed)...))
		blocks = append(blocks, sections...)
	}
	blocks = append(blocks, v.homePools(m.Pools)...)
	return append(blocks, v.homeAway(m.Away)...)
}

// How much the Home tab shows of pools.
const (
	maxPoolsOnHome  = 8
	maxMembersShown = 8
)

// homePools says who is next in each pool, and how many leads each rep had.
func (v voice) homePools(pools []funnel.PoolStanding) []slack.Block {
	if len(pools) == 0 {
		return nil
	}
	title := "*Pools*, with the leads of this week; `/loop routing` shows more"
	sections, _ := lineSections(append([]string{title}, some(pools, maxPoolsOnHome, "", v.poolLine)...))
	return sections
}

func (v voice) poolLine(p funnel.PoolStanding) string {
	next := "*nobody of it can take a lead now*"
	if p.Next != "" {
		next = v.person(p.Next) + " is next"
		if p.Next == v.reader {
			next = "you are next"
		}
	}
	loads := some(p.Members, maxMembersShown, "", func(m funnel.MemberLoad) string {
		if m.Passed == funnel.PassAway {
			return v.person(m.User) + " " + number(m.Week) + " (away)"
		}
		return v.person(m.User) + " " + number(m.Week)
	})

	return "• " + shown(p.Name, maxShown) + ": " + next + "  ·  " + strings.Join(loads, ", ")
}

// homeBoard lists what is late as `/loop board` does, those late longest with
// a button.
func (v voice) homeBoard(late []funnel.Violation, more int) []slack.Block {
	if len(late) == 0 {
		return []slack.Block{header("Your team"), section("Nobody is on the board: no promise is late.")}
	}
	blocks := []slack.Block{header(boardTitle(late, more))}
	listed := byClock(late[:min(len(late), maxOnHome)])
	for i, one := range listed {
		text := violation(v, one)
		if i == 0 || !alike(one, listed[i-1]) {
			text = whoIsLate(v, one) + "\n" + text
		}
		blocks = append(blocks, slack.NewSectionBlock(markup(text), nil, slack.NewAccessory(button(one.Lead, mend(one)))))
	}
	if left := len(late) - len(listed) + more; left > 0 {
		blocks = append(blocks, context(andMore(left)+" `/loop board` lists those that are late longest."))
	}
	return blocks
}

// mend is what whoever looks after the team can do about a late promise: with
// a question to marketing there is nobody to give it to.
func mend(one funnel.Violation) string {
	if one.Clock.Kind == agreement.ClockAnswer {
		return ActionShow
	}
	return ActionAssign
}

func (v voice) snoozed(l funnel.Lead) string {
	who := l.Owner
	if c, ok := l.Clocks.Soonest(); ok {
		who = c.Person
	}
	return "• " + leadNamed(l) + "  ·  " + v.person(who) + ", until " + Moment(l.Clocks.SnoozedUntil()) + ", " +
		times(l.Snoozes) + " so far: " + shown(l.SnoozedFor, maxShown)
}

// maxAwayOnHome is how many absences the Home tab lists.
const maxAwayOnHome = 8

func (v voice) homeAway(away []people.Absence) []slack.Block {
	if len(away) == 0 {
		return []slack.Block{section("*Away*\nNobody is away, and no leave is planned for the next two months.")}
	}
	lines := []string{"*Away*"}
	var gone []slack.Block
	for _, a := range away[:min(len(away), maxAwayOnHome)] {
		line := "• " + absence(v, a)
		if !a.Gone || a.Leads == 0 {
			lines = append(lines, line)
			continue
		}
		gone = append(gone, slack.NewSectionBlock(markup(line), nil, slack.NewAccessory(handOutButton(a.User, a.Leads))))
	}
	if left := len(away) - maxAwayOnHome; left > 0 {
		lines = append(lines, andMore(left)+" `/loop away` lists them.")
	}
	return append([]slack.Block{section(strings.Join(lines, "\n"))}, gone...)
}
