package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// How much the Home tab shows. Slack allows 100 blocks.
const (
	maxHomeTurns = 15
	maxHomeLines = 15
)

// Home is the Home tab: whose turn it is, the most urgent first, then where
// one's other leads and the goals stand. Charts are not allowed there.
func Home(c Context, m HomeModel) slack.HomeTabViewRequest {
	v := direct(c, m.Person.ID)
	if !m.Person.Member() {
		return homeTab(header("Leadloop"), section("Leadloop helps sales and marketing work as one team. You are not on a team here yet: ask an admin to add you under `teams` in the configuration."))
	}
	blocks := v.homeTurns(m)
	blocks = append(blocks, v.homeList("With others now", "You logged or worked these. You will hear how they end.", m.Waiting)...)
	blocks = append(blocks, v.homeList("Ended lately", "", m.Ended)...)
	blocks = append(blocks, v.homeGoals(m.Goals)...)
	blocks = append(blocks, slack.NewDividerBlock(), context("`/lead help`, `/goal help`, `/campaign help` and `/loop help` explain everything. As of "+Moment(c.Now)+"."))
	return homeTab(blocks...)
}

func homeTab(blocks ...slack.Block) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func (v voice) homeTurns(m HomeModel) []slack.Block {
	title := "Your turn: " + counted(int64(len(m.MyTurn)), "lead")
	if len(m.MyTurn) == 0 {
		title = "Nothing waits for you"
	}
	blocks := []slack.Block{header(title)}
	if len(m.MyTurn) == 0 {
		blocks = append(blocks, section(idle(m.Person)))
	}
	if m.Person.In(funnel.Marketing) || m.Person.Admin {
		blocks = append(blocks, newLeadButton())
	}
	for i, l := range m.MyTurn {
		if i == maxHomeTurns {
			blocks = append(blocks, context(andMore(len(m.MyTurn)-i+m.More)+" `/lead mine` lists them."))
			break
		}
		text := ref(l) + "  ·  " + v.stage(l) + "\n" + v.standing(l)
		if ways := contact(l); ways != "" && l.Stage.WithSales() {
			text += "\n" + ways
		}
		blocks = append(blocks, section(text))
		blocks = append(blocks, buttons(l, append(actsOf(l), ActionShow)...)...)
	}
	return blocks
}

// idle is said to somebody for whom nothing waits.
func idle(p funnel.Person) string {
	if p.In(funnel.Marketing) {
		return "Log a lead when you meet one, and hand it to sales when it is ready."
	}
	return "What needs you comes here, and to you as a message."
}

func (v voice) homeList(title, hint string, leads []funnel.Lead) []slack.Block {
	if len(leads) == 0 {
		return nil
	}
	shown := leads[:min(len(leads), maxHomeLines)]
	blocks := []slack.Block{header(title)}
	if hint != "" {
		blocks = append(blocks, context(hint))
	}
	sections, left := lineSections(v.leadLines(shown))
	blocks = append(blocks, sections...)
	if left += len(leads) - len(shown); left > 0 {
		blocks = append(blocks, context(andMore(left)+" `/lead mine` lists them."))
	}
	return blocks
}

func (v voice) homeGoals(goals []funnel.Standing) []slack.Block {
	if len(goals) == 0 {
		return nil
	}
	var lines []string
	for _, g := range goals[:min(len(goals), maxHomeLines)] {
		lines = append(lines, "• "+v.goalLine(g))
	}
	if left := len(goals) - len(lines); left > 0 {
		lines = append(lines, andMore(left)+" `/goal list` shows them.")
	}
	return []slack.Block{header("Goals"), section(strings.Join(lines, "\n"))}
}
