package people

import (
	"math"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// routingModel is how leads are shared.
type routingModel struct {
	Pools    []funnel.PoolStanding
	Unpooled []ref.UserID // reps who are in none
	MayEdit  bool         // the reader
}

// routingList shows the pools in order: who is in them, how much they have had
// and who is next.
func routingList(c kit.Context, m routingModel) kit.Message {
	v := kit.Direct(c, "")
	intro := "*Who gets a lead:* the rep who had it before; else whose turn it is in the first pool that it fits. Who is away or has had their leads is passed over."
	l := kit.List{Title: intro}
	for i, p := range m.Pools {
		l.Groups = append(l.Groups, poolGroup(v, i, p, m.MayEdit))
	}

	message := l.Message()
	message.Text = "How leads are shared"
	if len(m.Unpooled) > 0 {
		message.Blocks = append(message.Blocks, kit.ContextLine("In no pool, so by name only: "+unpooled(v, m.Unpooled)+"."))
	}

	if m.MayEdit {
		message.Blocks = append(message.Blocks,
			slack.NewActionBlock("", kit.NextStep(kit.Clickable(actionPoolNew, "", "New pool"))))
	}

	return message
}

// mostUnpooled is how many reps without a pool are named; the form of a pool has them all.
const mostUnpooled = 20

func unpooled(v kit.Voice, reps []ref.UserID) string {
	named := v.Persons(reps[:min(len(reps), mostUnpooled)])
	if left := len(reps) - mostUnpooled; left > 0 {
		named += " and " + kit.Number(left) + " more, whom `/loop pool edit NAME` shows"
	}

	return named
}

// maxRules is how many letters of its rules a pool shows in a list.
const maxRules = 400

// poolGroup is a pool with its reps, and what can be done with it.
func poolGroup(v kit.Voice, i int, p funnel.PoolStanding, mayEdit bool) kit.Group {
	room := ""
	if i > 0 {
		room = "\n"
	}

	g := kit.Group{
		Title: room + "*" + kit.Number(i+1) + ". " + kit.Shown(p.Name, kit.MaxShown) + "*  ·  " +
			kit.CutMarkup(poolRules(p.Pool), maxRules),
		Rows: kit.Lines(kit.Each(p.Members, func(m funnel.MemberLoad) string { return memberLine(v, p, m) })),
	}
	last := kit.Row{Text: poolEnd(p), Aside: true}
	if mayEdit {
		last.Below = []slack.Block{poolButtons(i, p.Pool)}
	}

	g.Rows = append(g.Rows, last)
	return g
}

// poolEnd says what becomes of a lead that nobody of a pool can take or answers.
func poolEnd(p funnel.PoolStanding) string {
	after := "Left unanswered, a lead goes to the next in turn."
	if p.After == people.AfterClaim {
		after = "Left unanswered, anybody of it may claim a lead."
	}

	if p.Next != "" {
		return after
	}

	return "Nobody of it can take a lead now: " + map[bool]string{
		true:  "the intake owner is told of each.",
		false: "its leads go on to the pools behind it.",
	}[p.IsDefault()] + "\n" + after
}

func poolRules(p people.Pool) string {
	if p.IsDefault() {
		return "all leads that no other pool takes"
	}

	return listedRules(kit.Each(p.Rules, agreement.Rule.String))
}

func memberLine(v kit.Voice, p funnel.PoolStanding, m funnel.MemberLoad) string {
	line := "• " + v.Person(m.User) + ": " + kit.Number(int64(math.Round(m.Share*100))) + "%  ·  " + kit.Number(m.Today) +
		of(m.Day) + " today, " + kit.Number(m.Week) + of(m.PoolMember.Week) + " this week"
	switch {
	case m.User == p.Next:
		line += "  ·  *next*"
	case m.Passed != "":
		line += "  ·  " + passedWhy(funnel.Passed{User: m.User, Why: m.Passed, Until: m.Until})
	}

	return line
}

func of(limit int) string {
	if limit == 0 {
		return ""
	}

	return " of at most " + kit.Number(limit)
}

func poolButtons(i int, p people.Pool) slack.Block {
	act := func(action, label string) *slack.ButtonBlockElement {
		b := slack.NewButtonBlockElement(action, p.Name, kit.PlainText(label, kit.MaxButton))
		b.AccessibilityLabel = kit.Cut(label+": "+p.Name, kit.MaxButton)
		return b
	}
	buttons := []slack.BlockElement{act(actionPoolEdit, "Edit")}
	if !p.IsDefault() && i > 0 {
		buttons = append(buttons, act(actionPoolUp, "Ask earlier"))
	}

	if !p.IsDefault() {
		remove := act(actionPoolRemove, "Remove")
		remove.Style = slack.StyleDanger
		remove.Confirm = kit.Confirm("Remove the pool?", "Leads that “"+p.Name+"” would get go on to the pools behind it. What its reps have stays with them.", "Remove", "Keep")
		buttons = append(buttons, remove)
	}

	return slack.NewActionBlock("", buttons...)
}

// routeTold says how a lead came to its rep, or to none, as it was kept then.
func routeTold(c kit.Context, l funnel.Lead, e funnel.Entry) kit.Message {
	v := kit.Direct(c, "")
	if e.Route == nil {
		return kit.Reply("It was not written down how " + leads.LeadNamed(l) + " came to its rep: it has not been handed off, or was imported. " + leads.StandingOf(v, l))
	}

	r := *e.Route
	if r.To == "" {
		lines := append([]string{"Nobody could take " + leads.LeadNamed(l) + " " + kit.Moment(e.At) + "."},
			triedLines(v, r)...)
		return kit.Reply(strings.Join(lines, "\n"))
	}

	lines := []string{leads.LeadNamed(l) + " went to " + v.Person(r.To) + " " + kit.Moment(e.At) + ": " +
		routeWhy(v, r, e.By) + "."}
	return kit.Reply(strings.Join(append(lines, routeLines(v, r)...), "\n"))
}

// rehearsal says who would get a lead, and who the next ones after it. Nothing
// has changed.
func rehearsal(c kit.Context, r funnel.Route, next []ref.UserID) kit.Message {
	v := kit.Direct(c, "")
	if r.To == "" {
		lines := append([]string{"Nobody could take such a lead now; the intake owner would be told."}, triedLines(v, r)...)
		return kit.Reply(strings.Join(lines, "\n"), kit.ContextLine("This was a rehearsal: nothing has changed."))
	}

	lines := append([]string{"Such a lead would go to " + v.Person(r.To) + ": it is their turn in the pool " +
		kit.InQuotes(r.PoolName) + "."}, routeLines(v, r)...)
	if len(next) > 0 {
		lines = append(lines, "The next ones: "+v.Persons(next)+".")
	}

	return kit.Reply(strings.Join(lines, "\n"), kit.ContextLine("This was a rehearsal: nothing has changed."))
}

// routeWhy is by what somebody got a lead.
func routeWhy(v kit.Voice, r funnel.Route, by ref.UserID) string {
	pool := kit.InQuotes(r.PoolName)
	switch r.How {
	case funnel.RouteNamed:
		return v.Person(by) + " named them"
	case funnel.RouteFormer:
		return "they had it before"
	case funnel.RouteClaimed:
		return "they claimed it from the pool " + pool
	case funnel.RouteTurn:
	}

	return "it was their turn in the pool " + pool
}

// routeLines are the rules that decided, and who came before and could not.
func routeLines(v kit.Voice, r funnel.Route) []string {
	var lines []string
	pool := kit.InQuotes(r.PoolName)
	if r.How == funnel.RouteTurn {
		held := kit.Each(r.Rules, ruling)
		fits := "It fits " + pool + ", which takes all leads that no other pool takes."
		if len(held) > 0 {
			fits = "It fits " + pool + ": " + strings.Join(held, "; ") + "."
		}

		lines = append(lines, fits)
	}

	if r.Former.Why != "" {
		lines = append(lines, v.Person(r.Former.User)+" had it before, but "+passedWhy(r.Former)+".")
	}

	if r.How == funnel.RouteTurn && len(r.Passed) > 0 {
		lines = append(lines, "Passed over: "+passed(v, r.Passed)+".")
	}

	lines = append(lines, triedLines(v, r)...)
	if !r.Counts {
		lines = append(lines, "They are not in "+pool+", so it counts for nobody's turn.")
	}

	return lines
}

func triedLines(v kit.Voice, r funnel.Route) []string {
	var lines []string
	for _, t := range r.Tried {
		name := kit.InQuotes(t.Name)
		if t.Failed.Rule != "" {
			lines = append(lines, "It does not fit "+name+": "+ruling(t.Failed)+".")
			continue
		}

		line := "It fits " + name + ", but nobody there could take it"
		if len(t.Passed) > 0 {
			line += ": " + passed(v, t.Passed)
		}

		lines = append(lines, line+".")
	}

	return lines
}

// ruling is a rule with the value that decided.
func ruling(r funnel.JudgedRule) string {
	value := "not known"
	if r.Value != "" {
		value = "it is " + kit.Shown(r.Value, kit.MaxShown)
	}

	return kit.Shown(r.Rule, kit.MaxFact) + " (" + value + ")"
}

func passed(v kit.Voice, passed []funnel.Passed) string {
	return strings.Join(kit.Each(passed, func(p funnel.Passed) string {
		return v.Person(p.User) + " (" + passedWhy(p) + ")"
	}), ", ")
}

func passedWhy(p funnel.Passed) string {
	switch p.Why {
	case funnel.PassAway:
		if p.Until.IsZero() {
			return "away"
		}

		return "away, back on " + p.Until.Words()
	case funnel.PassGone:
		return "their Slack account is deactivated or a guest's"
	case funnel.PassOffTeam:
		return "no longer on the sales team"
	case funnel.PassHadIt:
		return "had it and did not answer"
	case funnel.PassGaveIt:
		return "handed it back"
	case funnel.PassDayCap, funnel.PassWeekCap:
		when := map[funnel.PassReason]string{funnel.PassDayCap: "today", funnel.PassWeekCap: "this week"}[p.Why]
		if p.Cap == 0 {
			return "has had their leads of " + strings.TrimPrefix(when, "this ")
		}

		return "has had their " + kit.Counted(p.Cap, "lead") + " " + when
	}

	return "could not take it"
}
