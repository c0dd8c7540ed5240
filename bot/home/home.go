package home

import (
	"strings"

	"github.com/slack-go/slack"

	goalroom "github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	peopleroom "github.com/leadloop/leadloop/bot/people"
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

// tab is the Home tab: what waits for the reader, most pressing first, then
// what became of the leads they logged, then the team for those who look
// after it, then the goals. Charts are not allowed there.
func tab(c kit.Context, m model) slack.HomeTabViewRequest {
	v := kit.Direct(c, m.Person.ID)
	if !m.Person.Member() {
		return tabOf(kit.Header("Leadloop"), kit.Section("Leadloop helps sales and marketing work as one team. You are not on a team here yet: ask an admin to add you under `teams` in the configuration."))
	}

	blocks := append(turns(v, m), disputes(v, m.Rules)...)
	blocks = append(append(blocks, hours(v, m)), logged(v, m.Logged)...)
	if m.Team != nil {
		blocks = append(blocks, teamBlocks(v, *m.Team)...)
	}

	blocks = append(blocks, goalLines(v, m.Goals)...)
	blocks = append(blocks, slack.NewDividerBlock(), kit.ContextLine("`/lead help`, `/goal help`, `/campaign help` and `/loop help` explain everything. As of "+kit.Moment(c.Now)+"."))
	return tabOf(blocks...)
}

func tabOf(blocks ...slack.Block) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func turns(v kit.Voice, m model) []slack.Block {
	waiting := len(m.Turn) + m.More
	title := "Your turn: " + kit.Counted(waiting, "lead")
	if waiting == 0 {
		title = "Nothing waits for you"
	}

	blocks := []slack.Block{kit.Header(title)}
	switch {
	case waiting == 0 && len(m.Rules) > 0:
		blocks = nil // something else does
	case waiting == 0:
		blocks = append(blocks, kit.Section(idle(m.Person)))
	}

	if m.Person.In(ref.Marketing) || m.Person.Admin {
		blocks = append(blocks, leads.NewLeadButton())
	}

	shown := m.Turn[:min(len(m.Turn), maxHomeTurns)]
	for _, p := range shown {
		blocks = append(blocks, kit.Section(pending(v, p)))
		blocks = append(blocks, leads.Buttons(p.Lead, append(acts(p.Lead), leads.ActionShow)...)...)
	}

	if left := waiting - len(shown); left > 0 {
		blocks = append(blocks, kit.ContextLine(kit.AndMore(left)+" `/lead mine` lists them."))
	}

	return blocks
}

// acts are what the one whose turn it is can do. Whom sales asked has to
// answer first.
func acts(l funnel.Lead) []string {
	if l.Asked() {
		return []string{leads.ActionAnswer}
	}

	return leads.ActsOf(l)
}

// pending is a lead that waits: how late, where it stands, and how to reach it.
func pending(v kit.Voice, p report.Pending) string {
	l := p.Lead
	parts := []string{leads.HotMark(l) + leads.LeadNamed(l) + "  ·  " + v.StageLabel(l.Stage)}
	if p.Lateness != "" {
		parts[0] += "  ·  *" + kit.InMarkup(p.Lateness, v.Person) + " late*"
	}

	if l.Asked() {
		parts = append(parts, question(v, l))
	} else {
		parts = append(parts, leads.StandingOf(v, l))
	}

	if l.LentBy != "" {
		parts = append(parts, borrowed(v, p))
	}

	if ways := leads.WaysToReach(l); ways != "" && l.Stage.WithSales() {
		parts = append(parts, ways)
	}

	return kit.CutMarkup(strings.Join(parts, "\n"), kit.MaxLines)
}

// question is what sales asked the reader.
func question(v kit.Voice, l funnel.Lead) string {
	q := l.Handoff.Question
	text := v.Person(q.By) + " asks:\n" + kit.Quote(q.Text, kit.MaxFact) + "\n"
	if c, ok := l.Clocks.Of(agreement.ClockAnswer); ok {
		ask := "Please answer by "
		if c.DueAt.Before(v.Now) {
			ask = "Please answer; it was due by "
		}

		text += ask + kit.Moment(c.DueAt) + ". "
	}

	return text + "Until then sales' time stands still."
}

func borrowed(v kit.Voice, p report.Pending) string {
	text := "You stand in for " + v.Person(p.Lead.LentBy) + ", who gets it back"
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

// hours says when the reader works and hears of what is late, with a
// button to change it.
func hours(v kit.Voice, m model) slack.Block {
	parts := []string{"*Your hours:* " + calendar.WeekText(m.Hours.Calendar.Week) + ", " + kit.Shown(m.Hours.Calendar.Location.String(), kit.MaxShown) + "."}
	if !m.NextSlot.IsZero() {
		parts = append(parts, "If something is late, you are reminded "+kit.Moment(m.NextSlot)+".")
	}

	b := slack.NewButtonBlockElement(peopleroom.ActionHours, string(m.Person.ID),
		kit.PlainText("Change hours", kit.MaxButton))
	return slack.NewSectionBlock(kit.Markup(strings.Join(append(parts, ownLeave(v, m)), "\n")), nil, slack.NewAccessory(b))
}

func ownLeave(v kit.Voice, m model) string {
	leave := m.Leave
	switch {
	case leave.From.IsZero() && !m.Person.In(ref.Sales):
		return "Away soon? With `/loop away until friday` your deadlines wait for you."
	case leave.From.IsZero():
		return "Away soon? `/loop away until friday cover=@rep` lends your leads meanwhile."
	case !m.Away:
		text := "You are away from " + leave.From.Spoken() + " until " + leave.Until.Spoken()
		if leave.Cover != "" {
			text += "; " + v.Person(leave.Cover) + " covers"
		}

		return text + ". `/loop back` cancels it."
	case m.Lent > 0:
		return "You are away until " + leave.Until.Spoken() + "; others have " + kit.Counted(m.Lent, "lead") +
			" of yours. `/loop back` ends that early."
	}

	return "You are away until " + leave.Until.Spoken() + ". `/loop back` ends that early."
}

func goalLines(v kit.Voice, standings []goals.Standing) []slack.Block {
	if len(standings) == 0 {
		return nil
	}

	lines := kit.Some(standings, maxHomeLines, "`/goal list` shows them.", func(s goals.Standing) string {
		return "• " + goalroom.Line(v, s)
	})
	return []slack.Block{kit.Header("Goals"), kit.Section(strings.Join(lines, "\n"))}
}

var loggedTitles = map[report.LoggedStanding]string{
	report.LoggedOffered: "Sales has to answer",
	report.LoggedWorked:  "Sales works these",
	report.LoggedAside:   "Put aside",
	report.LoggedClosed:  "Loops closed in the last 30 days",
}

// logged is where the leads stand that the reader logged, and what sales
// thought of them.
func logged(v kit.Voice, l report.Logged) []slack.Block {
	if l.Counted == 0 {
		return nil
	}

	blocks := []slack.Block{kit.Header("The leads you logged"), kit.Section(population(v, l))}
	for _, g := range l.Groups {
		lines := append([]string{"*" + loggedTitles[g.Standing] + ": " + kit.Number(g.Count) + "*"},
			leads.LeadLines(v, g.Leads)...)
		if left := g.Count - len(g.Leads); left > 0 {
			lines = append(lines, kit.AndMore(left))
		}

		sections, _ := kit.LineSections(lines)
		blocks = append(blocks, sections...)
	}

	if judged := judged(l); judged != "" {
		blocks = append(blocks, kit.Section(judged))
	}

	return blocks
}

// population counts the leads by stage, on one line.
func population(v kit.Voice, l report.Logged) string {
	var parts []string
	for _, stage := range agreement.Stages {
		if n := l.Stages[stage]; n > 0 {
			parts = append(parts, v.Definition.Label(stage)+" "+kit.Number(n))
		}
	}

	text := kit.Shown(strings.Join(parts, "  ·  "), kit.MaxLines/4)
	if l.Partly {
		return "Of the " + kit.Thousands(l.Counted) + " that changed last: " + text
	}

	return kit.Thousands(l.Counted) + " in all: " + text
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
func judged(l report.Logged) string {
	if !l.Acceptance.Known() && !l.Before.Known() {
		return ""
	}

	days := kit.Number(l.Days) + " days"
	lines := []string{
		"*What sales answered in the last " + days + "*",
		"• " + kit.Capital(acceptedShare(l.Acceptance)) + "; in the " + days + " before, " + acceptedShare(l.Before),
	}
	reasons := kit.Each(l.Reasons[:min(len(l.Reasons), maxReasons)], func(r report.ReasonRow) string {
		return kit.Shown(r.Label, kit.MaxShown) + " " + kit.Thousands(r.Count)
	})
	if len(reasons) > 0 {
		lines = append(lines, "• Rejected because: "+strings.Join(reasons, ", "))
	}

	return strings.Join(lines, "\n")
}

// model is what the Home tab of a person shows.
type model struct {
	Person people.Person
	report.Home
	Hours peopleroom.HoursModel
	Rules []leads.DisputeModel // on which the reader is to rule, the oldest first
	Team  *team                // for those who look after what the whole team promised
	Goals []goals.Standing
}

// team is what the whole team promised, and who is there.
type team struct {
	Late     []funnel.Violation
	MoreLate int // beyond those given
	Snoozed  []funnel.Lead
	Away     []people.Absence
	Pools    []funnel.PoolStanding
}
