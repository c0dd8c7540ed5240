package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// How much the Home tab shows. Slack allows 100 blocks; what waits takes two
// for each lead.
const (
	maxHomeTurns = 15
	maxHomeLines = 15
)

// Home is the Home tab: what waits for the reader, most pressing first, then
// what became of the leads they logged, then the team for those who look
// after it, then the goals. Charts are not allowed there.
func Home(c Context, m HomeModel) slack.HomeTabViewRequest {
	v := direct(c, m.Person.ID)
	if !m.Person.Member() {
		return homeTab(header("Leadloop"), section("Leadloop helps sales and marketing work as one team. You are not on a team here yet: ask an admin to add you under `teams` in the configuration."))
	}
	blocks := append(v.homeTurns(m), v.homeDisputes(m.Rules)...)
	blocks = append(append(blocks, v.homeHours(m)), v.homeLogged(m.Logged)...)
	if m.Team != nil {
		blocks = append(blocks, v.homeTeam(*m.Team)...)
	}
	blocks = append(blocks, v.homeGoals(m.Goals)...)
	blocks = append(blocks, slack.NewDividerBlock(), context("`/lead help`, `/goal help`, `/campaign help` and `/loop help` explain everything. As of "+Moment(c.Now)+"."))
	return homeTab(blocks...)
}

func homeTab(blocks ...slack.Block) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func (v voice) homeTurns(m HomeModel) []slack.Block {
	waiting := len(m.Turn) + m.More
	title := "Your turn: " + counted(waiting, "lead")
	if waiting == 0 {
		title = "Nothing waits for you"
	}
	blocks := []slack.Block{header(title)}
	switch {
	case waiting == 0 && len(m.Rules) > 0:
		blocks = nil // something else does
	case waiting == 0:
		blocks = append(blocks, section(idle(m.Person)))
	}
	if m.Person.In(ref.Marketing) || m.Person.Admin {
		blocks = append(blocks, newLeadButton())
	}
	shown := m.Turn[:min(len(m.Turn), maxHomeTurns)]
	for _, p := range shown {
		blocks = append(blocks, section(v.pending(p)))
		blocks = append(blocks, buttons(p.Lead, append(homeActs(p.Lead), ActionShow)...)...)
	}
	if left := waiting - len(shown); left > 0 {
		blocks = append(blocks, context(andMore(left)+" `/lead mine` lists them."))
	}
	return blocks
}

// homeActs are what the one whose turn it is can do. Whom sales asked has to
// answer first.
func homeActs(l funnel.Lead) []string {
	if l.Asked() {
		return []string{ActionAnswer}
	}
	return actsOf(l)
}

// pending is a lead that waits: how late, where it stands, and how to reach it.
func (v voice) pending(p report.Pending) string {
	l := p.Lead
	parts := []string{hotMark(l) + leadNamed(l) + "  ·  " + v.stageLabel(l.Stage)}
	if p.Lateness != "" {
		parts[0] += "  ·  *" + p.Lateness + " late*"
	}
	if l.Asked() {
		parts = append(parts, v.question(l))
	} else {
		parts = append(parts, standingOf(v, l))
	}
	if l.LentBy != "" {
		parts = append(parts, v.borrowed(p))
	}
	if ways := waysToReach(l); ways != "" && l.Stage.WithSales() {
		parts = append(parts, ways)
	}
	return CutMarkup(strings.Join(parts, "\n"), maxLines)
}

// question is what sales asked the reader.
func (v voice) question(l funnel.Lead) string {
	q := l.Handoff.Question
	text := v.person(q.By) + " asks:\n" + quote(q.Text, maxFact) + "\n"
	if c, ok := l.Clocks.Of(agreement.ClockAnswer); ok {
		ask := "Please answer by "
		if c.DueAt.Before(v.Now) {
			ask = "Please answer; it was due by "
		}
		text += ask + Moment(c.DueAt) + ". "
	}
	return text + "Until then sales' time stands still."
}

func (v voice) borrowed(p report.Pending) string {
	text := "You stand in for " + v.person(p.Lead.LentBy) + ", who gets it back"
	if p.BackOn.IsZero() {
		return text + " on their return."
	}
	return text + " on " + p.BackOn.Spoken() + "."
}

// idle is said to somebody for whom nothing waits.
func idle(p people.Person) string {
	if p.In(ref.Marketing) {
		return "Log a lead when you meet one, and hand it to sales when it is ready."
	}
	return "What needs you comes here, and to you as a message."
}

// homeHours says when the reader works and hears of what is late, with a
// button to change it.
func (v voice) homeHours(m HomeModel) slack.Block {
	parts := []string{"*Your hours:* " + calendar.WeekText(m.Hours.Calendar.Week) + ", " + shown(m.Hours.Calendar.Location.String(), maxShown) + "."}
	if !m.NextSlot.IsZero() {
		parts = append(parts, "If something is late, you are reminded "+Moment(m.NextSlot)+".")
	}
	b := slack.NewButtonBlockElement(ActionHours, string(m.Person.ID), plain("Change hours", maxButton))
	return slack.NewSectionBlock(markup(strings.Join(append(parts, v.ownLeave(m)), "\n")), nil, slack.NewAccessory(b))
}

func (v voice) ownLeave(m HomeModel) string {
	leave := m.Leave
	switch {
	case leave.From.IsZero() && !m.Person.In(ref.Sales):
		return "Away soon? With `/loop away until friday` your deadlines wait for you."
	case leave.From.IsZero():
		return "Away soon? `/loop away until friday cover=@rep` lends your leads meanwhile."
	case !m.Away:
		text := "You are away from " + leave.From.Spoken() + " until " + leave.Until.Spoken()
		if leave.Cover != "" {
			text += "; " + v.person(leave.Cover) + " covers"
		}
		return text + ". `/loop back` cancels it."
	case m.Lent > 0:
		return "You are away until " + leave.Until.Spoken() + "; others have " + counted(m.Lent, "lead") + " of yours. `/loop back` ends that early."
	}
	return "You are away until " + leave.Until.Spoken() + ". `/loop back` ends that early."
}

func (v voice) homeGoals(standings []goals.Standing) []slack.Block {
	if len(standings) == 0 {
		return nil
	}
	lines := some(standings, maxHomeLines, "`/goal list` shows them.", func(s goals.Standing) string {
		return "• " + goalLine(v, s)
	})
	return []slack.Block{header("Goals"), section(strings.Join(lines, "\n"))}
}

var loggedTitles = map[report.LoggedStanding]string{
	report.LoggedOffered: "Sales has to answer",
	report.LoggedWorked:  "Sales works these",
	report.LoggedAside:   "Put aside",
	report.LoggedClosed:  "Loops closed in the last 30 days",
}

// homeLogged is where the leads stand that the reader logged, and what sales
// thought of them.
func (v voice) homeLogged(l report.Logged) []slack.Block {
	if l.Counted == 0 {
		return nil
	}
	blocks := []slack.Block{header("The leads you logged"), section(v.population(l))}
	for _, g := range l.Groups {
		lines := append([]string{"*" + loggedTitles[g.Standing] + ": " + number(g.Count) + "*"}, leadLines(v, g.Leads)...)
		if left := g.Count - len(g.Leads); left > 0 {
			lines = append(lines, andMore(left))
		}
		sections, _ := lineSections(lines)
		blocks = append(blocks, sections...)
	}
	if judged := v.judged(l); judged != "" {
		blocks = append(blocks, section(judged))
	}
	return blocks
}

// population counts the leads by stage, on one line.
func (v voice) population(l report.Logged) string {
	var parts []string
	for _, stage := range agreement.Stages {
		if n := l.Stages[stage]; n > 0 {
			parts = append(parts, v.Definition.Label(stage)+" "+number(n))
		}
	}
	text := shown(strings.Join(parts, "  ·  "), maxLines/4)
	if l.Partly {
		return "Of the " + thousands(l.Counted) + " that changed last: " + text
	}
	return thousands(l.Counted) + " in all: " + text
}

func acceptedShare(r stats.Rate) string {
	if !r.Known() {
		return "nothing was answered"
	}
	return report.RateOf(r, "accepted")
}

// maxReasons is how many reasons for rejections the Home tab names.
const maxReasons = 5

// judged is how many of the reader's leads sales accepted, and why not the
// others.
func (v voice) judged(l report.Logged) string {
	if !l.Acceptance.Known() && !l.Before.Known() {
		return ""
	}
	days := number(l.Days) + " days"
	lines := []string{
		"*What sales answered in the last " + days + "*",
		"• " + capital(acceptedShare(l.Acceptance)) + "; in the " + days + " before, " + acceptedShare(l.Before),
	}
	reasons := each(l.Reasons[:min(len(l.Reasons), maxReasons)], func(r report.ReasonRow) string {
		return shown(r.Label, maxShown) + " " + thousands(r.Count)
	})
	if len(reasons) > 0 {
		lines = append(lines, "• Rejected because: "+strings.Join(reasons, ", "))
	}
	return strings.Join(lines, "\n")
}
