package campaigns

import (
	"cmp"
	"math"
	"strings"

	"github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/report"
)

// listShown shows what the campaigns brought and cost, added up by a
// grouping, and what leads name that is not set up yet.
func listShown(_ kit.Context, b *campaigns.Board, by campaigns.Grouping) kit.Message {
	each := kit.Each(b.Campaigns, func(c campaigns.Report) string {
		return "• " + head(c) + "\n      " + brought(c.Results) + "\n      " + costs(c.Results, b.Currency)
	})
	groups := kit.Each(b.Groups(by), func(g campaigns.Group) string {
		name := cmp.Or(g.Name, "no "+string(by)+" given")
		return "• *" + kit.Bold(name) + "* (" + kit.Counted(g.Campaigns, "campaign") + ")\n      " + brought(g.Results) +
			"\n      " + groupCosts(g, b.Currency)
	})
	unknown := kit.Each(b.Unknown, func(u campaigns.Unknown) string {
		return "• " + kit.Shown(u.Text, kit.MaxShown) + ": " + present(u.Results)
	})
	if len(each) == 0 {
		each = []string{"No campaign is set up yet. Set the first one up with `/campaign new`."}
	}

	m := kit.List{
		Title: listTitle(b.Campaigns), Hint: "`/campaign show NAME` shows one.",
		Groups: []kit.Group{
			{Rows: kit.Lines(each)},
			{Title: "*By " + string(by) + "*", Rows: kit.Lines(groups)},
			{Title: "*Not set up yet, but named by leads*", Rows: kit.Lines(unknown)},
		},
	}.Message()
	if len(b.Campaigns)+len(b.Unknown) > 0 {
		m.Blocks = append(m.Blocks, kit.ContextLine(modelNote(b.Model)))
	}

	return m
}

// listTitle counts the campaigns, and those that serve no goal.
func listTitle(campaigns []campaigns.Report) string {
	aimless := 0
	for _, c := range campaigns {
		if c.Campaign.Goal == 0 {
			aimless++
		}
	}

	switch {
	case len(campaigns) == 0:
		return "*Campaigns*"
	case aimless == 0:
		return "*Campaigns:* " + kit.Number(len(campaigns)) + ", each with a goal"
	}

	return "*Campaigns:* " + kit.Number(len(campaigns)) + ", of which " + kit.Number(aimless) + " without a goal"
}

// present is what came of a text that is no campaign, without what did not.
func present(r campaigns.Results) string {
	var parts []string
	for _, part := range []struct {
		n          int64
		noun, many string
	}{
		{r.Responses, "response", "responses"},
		{r.Inquiries, "inquiry", "inquiries"},
		{r.Leads, "lead", "leads"},
		{r.MQLs, "MQL", "MQLs"},
		{r.SQLs, "SQL", "SQLs"},
		{r.Customers, "customer", "customers"},
	} {
		if part.n > 0 {
			parts = append(parts, kit.Counted(part.n, part.noun, part.many))
		}
	}

	return strings.Join(parts, ", ")
}

// modelNote says how revenue is credited, and what is counted by the lead.
func modelNote(m ledger.Model) string {
	return "Leads and stages count for the campaign by which a lead came first. Revenue by " + m.Info().Name + ": " + m.Info().Rule +
		". Others: `model=first`, `last`, `linear`, `u`, `w`."
}

// head is a campaign in one line. One that serves no goal is marked.
func head(c campaigns.Report) string {
	parts := []string{"*" + kit.Bold(c.Campaign.Name) + "*", string(c.Campaign.Channel)}
	if days := days(c.Campaign); days != "" {
		parts = append(parts, days)
	}

	if c.Campaign.Closed() {
		parts = append(parts, "closed")
	}

	if c.Campaign.Goal == 0 {
		return strings.Join(append(parts, ":warning: *serves no goal*"), "  ·  ")
	}

	return strings.Join(append(parts, "serves "+served(c)), "  ·  ")
}

// served names the goal of a campaign, which may not be there any more.
func served(c campaigns.Report) string {
	if c.Goal.ID == 0 {
		return c.Campaign.Goal.String() + ", which is no longer set"
	}

	if c.Goal.Retired() {
		return goals.Ref(c.Goal) + ", which was retired"
	}

	return goals.Ref(c.Goal)
}

func days(c campaigns.Campaign) string {
	switch {
	case c.From.IsZero() && c.Until.IsZero():
		return ""
	case c.From.IsZero():
		return "until " + c.Until.Words()
	case c.Until.IsZero():
		return "from " + c.From.Words()
	case c.From == c.Until:
		return c.From.Words()
	}

	return c.From.Words() + " to " + c.Until.Words()
}

// brought is what came of a campaign in people.
func brought(r campaigns.Results) string {
	parts := []string{
		kit.Counted(r.Responses, "response"), kit.Counted(r.Inquiries, "inquiry", "inquiries"), kit.Counted(r.Leads, "lead"),
		kit.Counted(r.MQLs, "MQL"),
		acceptance(r), kit.Counted(r.SQLs, "SQL"), kit.Counted(r.Customers, "customer"),
	}
	return strings.Join(parts, ", ")
}

func acceptance(r campaigns.Results) string {
	if rate := r.Acceptance(); rate.Known() || !r.AnswersKnown() {
		return report.AcceptanceText(rate)
	}

	return "accepted 0"
}

// costs is what came of a campaign in money.
func costs(r campaigns.Results, home string) string { return costsOf(r, r, home) }

// costsOf is what came of campaigns in money. What each cost is reckoned of
// those whose spend is known.
func costsOf(all, priced campaigns.Results, home string) string {
	parts := []string{"revenue " + kit.Sums(all.Revenue, kit.Escape(money.Amount{Currency: home}.String())), "spend " + spend(all, home)}
	for _, c := range costLines(priced, home) {
		parts = append(parts, c.what+" "+c.amount)
	}

	return strings.Join(append(parts, "ROI "+roi(priced, home)), "  ·  ")
}

func groupCosts(g campaigns.Group, home string) string {
	text := costsOf(g.Results, g.Priced, home)
	if g.Unpriced > 0 && g.Unpriced < g.Campaigns {
		text += "  ·  costs and ROI without " + kit.Counted(g.Unpriced, "campaign") + " whose spend is not known"
	}

	return text
}

type costLine struct{ what, amount string }

func costLines(r campaigns.Results, home string) []costLine {
	return []costLine{
		{"per lead", costOf(r, r.Leads, home)},
		{"per accepted lead", costOfAccepted(r, home)},
		{"per customer", costOf(r, r.Customers, home)},
	}
}

func costOfAccepted(r campaigns.Results, home string) string {
	if !r.AnswersKnown() {
		return kit.NotKnown
	}

	return costOf(r, r.Accepted, home)
}

func costOf(r campaigns.Results, n int64, home string) string {
	if cost, ok := r.CostPer(n, home); ok {
		return kit.Escape(cost.String())
	}

	if r.CurrencyOr(home) != "" {
		return "– (none yet)"
	}

	return kit.NotKnown
}

func roi(r campaigns.Results, home string) string {
	rate, ok := r.ROI(home)
	if !ok {
		return kit.NotKnown
	}

	return strings.Replace(kit.Thousands(int64(math.Round(rate*100))), "-", "−", 1) + "%"
}

// spend is what was spent. What is in another currency than that of the costs
// is shown and left out of them.
func spend(r campaigns.Results, home string) string {
	currency := r.CurrencyOr(home)
	if currency == "" {
		if len(r.Spend) == 0 {
			return kit.NotKnown
		}

		return kit.Sums(r.Spend, "") + " (several currencies, so costs are not reckoned)"
	}

	text := kit.Escape(r.Spend.In(currency).String())
	var besides []string
	apart := func(of campaigns.Sums, what string) {
		var others campaigns.Sums
		for _, m := range of {
			if m.Currency != currency {
				others = others.Plus(m)
			}
		}

		if len(others) > 0 {
			besides = append(besides, what+kit.Sums(others, ""))
		}
	}
	apart(r.Spend, "")
	apart(r.Revenue, "revenue of ")
	if len(besides) == 0 {
		return text
	}

	return text + " (and " + strings.Join(besides, ", ") + " apart, not in the figures that follow)"
}

// detailShown shows everything about a campaign.
func detailShown(c kit.Context, d campaigns.Detail) kit.Message {
	v, campaign := kit.Direct(c, ""), d.Campaign
	lines := []string{serves(v, d.Report)}
	for _, fact := range []struct{ label, text string }{
		{"Audience", kit.Shown(campaign.Audience, kit.MaxFact)},
		{"Message", kit.Shown(campaign.Message, kit.MaxNote)},
		{"Expects", expects(campaign)},
		{"Other names", kit.Shown(strings.Join(campaign.Aliases, ", "), kit.MaxNote)},
	} {
		if fact.text != "" {
			lines = append(lines, "*"+fact.label+":* "+fact.text)
		}
	}

	lines = append(lines, results(d)...)
	if len(d.Lines) > 0 {
		lines = append(lines, "*Spent lately*")
	}

	for _, line := range d.Lines {
		text := "• " + line.Day.Words() + ": " + kit.Escape(line.Amount.String())
		if line.Note != "" {
			text += ", " + kit.Shown(line.Note, kit.MaxFact)
		}

		lines = append(lines, text+"  ·  "+v.Person(line.By))
	}

	m := kit.Listing(head(d.Report), lines, 0, "")
	m.Blocks = append(m.Blocks, kit.ContextLine(modelNote(d.Model)))
	return m
}

// serves says which goal a campaign serves and why, or how to give it one.
func serves(v kit.Voice, c campaigns.Report) string {
	why := "Nobody has said why: add `why=\"…\"`."
	if c.Campaign.Why != "" {
		why = "Why: " + kit.Shown(c.Campaign.Why, kit.MaxNote)
	}

	if c.Campaign.Goal == 0 {
		example := calendar.QuarterOf(v.Today()).Label
		return "It serves no goal yet. Give it one: `/campaign edit " + kit.Code(c.Campaign.Name) + " goal=\"mqls " + example + "\"`. " + why
	}

	return "*Goal:* " + served(c) + "  ·  " + why
}

// results are the figures of one campaign, each on its line.
func results(d campaigns.Detail) []string {
	r, home := d.Results, d.Currency
	lines := []string{
		"*What it brought:* " + brought(r),
		"*Revenue* (" + d.Model.Info().Name + "): " + kit.Sums(r.Revenue, "none yet"),
	}
	spent := "*Spend:* " + spend(r, home)
	if b := d.Campaign.Budget; !b.IsZero() {
		spent += " of a budget of " + kit.Escape(b.String())
		if r.Spend.In(b.Currency).Minor > b.Minor {
			spent += ", *over budget*"
		}
	}

	lines = append(lines, spent)
	for _, cost := range costLines(r, home) {
		lines = append(lines, "*Cost "+cost.what+":* "+cost.amount)
	}

	lines = append(lines, "*ROI:* "+roi(r, home))
	if r.Late > 0 {
		lines = append(lines, kit.Counted(r.Late, "response")+" came after it was closed and do not count.")
	}

	if d.Campaign.Closed() {
		lines = append(lines, "Closed "+kit.Moment(d.Campaign.ClosedAt)+". To open it again: `/campaign edit "+kit.Code(d.Campaign.Name)+" status=open`.")
	}

	return lines
}

// expects is how many leads a campaign is to bring, and how to see whether
// sales can take them.
func expects(c campaigns.Campaign) string {
	if c.Expects == 0 {
		return ""
	}

	return kit.Counted(c.Expects, "lead") + "  ·  can sales take them? `/campaign capacity " + kit.Code(c.Name) + "`"
}

// savedShown answers who set up or changed a campaign, and says whether
// sales can take what it expects, where that is known.
func savedShown(c kit.Context, r campaigns.Report, isNew bool, sales *campaigns.Capacity) kit.Message {
	done := "Saved: "
	if isNew {
		done = "The campaign is set up: "
	}

	text := done + head(r) + ".\n" + serves(kit.Direct(c, ""), r)
	if sales != nil {
		text += "\n*Can sales take it?* " + capacityAdvice(*sales) + " For each rep: `/campaign capacity " + kit.Code(r.Campaign.Name) + "`."
	}

	return kit.Reply(text)
}

// spendNoted answers who noted a spend.
func spendNoted(_ kit.Context, line campaigns.Spend, c campaigns.Report) kit.Message {
	text := "Noted: " + kit.Escape(line.Amount.String()) + " on *" + kit.Bold(c.Campaign.Name) + "*, " + line.Day.Words() +
		". It cost " + kit.Sums(c.Spend, "nothing") + " so far"
	if b := c.Campaign.Budget; !b.IsZero() {
		text += ", of a budget of " + kit.Escape(b.String())
	}

	return kit.Reply(text + ".")
}

// closedShown answers who closed a campaign: what it brought.
func closedShown(_ kit.Context, c campaigns.Report, home string) kit.Message {
	return kit.Reply("*" + kit.Bold(c.Campaign.Name) + "* is closed: no more leads link to it. Those that it has still count.\n" +
		brought(c.Results) + "\n" + costs(c.Results, home))
}
