package home

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	peopleroom "github.com/leadloop/leadloop/bot/people"
	"github.com/leadloop/leadloop/bot/reminders"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
)

// maxOnHome is how many late promises the Home tab lists with a button.
const maxOnHome = 10

// disputes are the rejections on which the reader is to rule.
func disputes(v kit.Voice, open []leads.DisputeModel) []slack.Block {
	if len(open) == 0 {
		return nil
	}

	blocks := []slack.Block{kit.Header("Please rule: " + kit.Counted(len(open), "dispute"))}
	for i, m := range open {
		if i == leads.MostDisputes {
			return append(blocks, kit.ContextLine(kit.AndMore(len(open)-i)+" `/loop disputes` lists them."))
		}

		blocks = append(blocks, kit.Section(kit.CutMarkup(leads.DisputeOf(v, m), kit.MaxLines)),
			leads.DisputeButtons(m.Number))
	}

	return blocks
}

// teamBlocks is the board, what is snoozed, the pools, and who is away.
func teamBlocks(v kit.Voice, m team) []slack.Block {
	blocks := board(v, m.Late, m.MoreLate)
	if len(m.Snoozed) > 0 {
		lines := kit.Each(m.Snoozed, func(l funnel.Lead) string { return snoozed(v, l) })
		sections, _ := kit.LineSections(append([]string{"*Snoozed*"}, lines...))
		blocks = append(blocks, sections...)
	}

	blocks = append(blocks, pools(v, m.Pools)...)
	return append(blocks, away(v, m.Away)...)
}

// How much the Home tab shows of pools.
const (
	maxPoolsOnHome  = 8
	maxMembersShown = 8
)

// pools says who is next in each pool, and how many leads each rep had.
func pools(v kit.Voice, pools []funnel.PoolStanding) []slack.Block {
	if len(pools) == 0 {
		return nil
	}

	title := "*Pools*, with the leads of this week; `/loop routing` shows more"
	lines := kit.Some(pools, maxPoolsOnHome, "", func(p funnel.PoolStanding) string { return poolLine(v, p) })
	sections, _ := kit.LineSections(append([]string{title}, lines...))
	return sections
}

func poolLine(v kit.Voice, p funnel.PoolStanding) string {
	next := "*nobody of it can take a lead now*"
	if p.Next != "" {
		next = v.Person(p.Next) + " is next"
		if p.Next == v.Reader {
			next = "you are next"
		}
	}

	loads := kit.Some(p.Members, maxMembersShown, "", func(m funnel.MemberLoad) string {
		if m.Passed == funnel.PassAway {
			return v.Person(m.User) + " " + kit.Number(m.Week) + " (away)"
		}

		return v.Person(m.User) + " " + kit.Number(m.Week)
	})

	return "• " + kit.Shown(p.Name, kit.MaxShown) + ": " + next + "  ·  " + strings.Join(loads, ", ")
}

// board lists what is late as `/loop board` does, those late longest with
// a button.
func board(v kit.Voice, late []funnel.Violation, more int) []slack.Block {
	if len(late) == 0 {
		return []slack.Block{kit.Header("Your team"), kit.Section("Nobody is on the board: no promise is late.")}
	}

	blocks := []slack.Block{kit.Header(reminders.BoardTitle(late, more))}
	listed := reminders.ByClock(late[:min(len(late), maxOnHome)])
	for i, one := range listed {
		text := reminders.Violation(v, one)
		if i == 0 || !reminders.Alike(one, listed[i-1]) {
			text = reminders.WhoIsLate(v, one) + "\n" + text
		}

		blocks = append(blocks,
			slack.NewSectionBlock(kit.Markup(text), nil, slack.NewAccessory(leads.Button(one.Lead, mend(one)))))
	}

	if left := len(late) - len(listed) + more; left > 0 {
		blocks = append(blocks, kit.ContextLine(kit.AndMore(left)+" `/loop board` lists those that are late longest."))
	}

	return blocks
}

// mend is what whoever looks after the team can do about a late promise: with
// a question to marketing there is nobody to give it to.
func mend(one funnel.Violation) string {
	if one.Clock.Kind == agreement.ClockAnswer {
		return leads.ActionShow
	}

	return leads.ActionAssign
}

func snoozed(v kit.Voice, l funnel.Lead) string {
	who := l.Owner
	if c, ok := l.Clocks.Soonest(); ok {
		who = c.Person
	}

	return "• " + leads.LeadNamed(l) + "  ·  " + v.Person(who) + ", until " + kit.Moment(l.Clocks.SnoozedUntil()) + ", " +
		reminders.Times(l.Snoozes) + " so far: " + kit.Shown(l.SnoozedFor, kit.MaxShown)
}

// maxAwayOnHome is how many absences the Home tab lists.
const maxAwayOnHome = 8

func away(v kit.Voice, away []people.Absence) []slack.Block {
	if len(away) == 0 {
		return []slack.Block{kit.Section("*Away*\nNobody is away, and no leave is planned for the next two months.")}
	}

	lines := []string{"*Away*"}
	var gone []slack.Block
	for _, a := range away[:min(len(away), maxAwayOnHome)] {
		line := "• " + peopleroom.Absence(v, a)
		if !a.Gone || a.Leads == 0 {
			lines = append(lines, line)
			continue
		}

		gone = append(gone, slack.NewSectionBlock(kit.Markup(line), nil,
			slack.NewAccessory(peopleroom.HandOutButton(a.User, a.Leads))))
	}

	if left := len(away) - maxAwayOnHome; left > 0 {
		lines = append(lines, kit.AndMore(left)+" `/loop away` lists them.")
	}

	return append([]slack.Block{kit.Section(strings.Join(lines, "\n"))}, gone...)
}
