package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// mostShares is how many reps the form of a pool asks about; a modal holds 100
// blocks. Others stay as they are.
const mostShares = 80

// askedAbout are the reps whom the form has room for, those of the pool before others.
func askedAbout(p people.Pool, reps []ref.UserID) []ref.UserID {
	sorted := slices.Clone(reps)
	if len(sorted) > mostShares {
		slices.SortStableFunc(sorted, func(a, b ref.UserID) int { return cmp.Compare(outside(p, a), outside(p, b)) })
	}

	return sorted[:min(len(sorted), mostShares)]
}

// outside is 1 for those who are not in a pool.
func outside(p people.Pool, rep ref.UserID) int {
	if _, in := p.Member(rep); in {
		return 0
	}

	return 1
}

// editPool asks for a pool: a new one where it has no number yet. Each rep has
// a field for their share, so that what is wrong stands where it was typed.
func editPool(c kit.Context, p people.Pool, reps []ref.UserID) slack.ModalViewRequest {
	title, submit, m := "New pool", "Set it up", kit.Metadata{}
	if p.ID != 0 {
		title, submit, m.Pool, m.PoolRev = "Edit pool", "Save", p.ID, p.Rev
	}

	blocks := []slack.Block{
		kit.TextField{
			Field: kit.FieldName, Label: "Name", Placeholder: "DACH", Value: p.Name, Limit: limitPoolName,
			Required: true,
		}.Block(),
	}
	if p.IsDefault() {
		blocks = append(blocks, kit.ContextLine("This is the default pool: it takes the leads that no other pool takes, so it has no rules."))
	} else {
		blocks = append(blocks, kit.TextField{
			Field: kit.FieldRules, Label: "Which leads?", Placeholder: "country in DE, AT, CH\nemployees >= 50", Lines: true,
			Limit: limitPoolRules,
			Value: strings.Join(kit.Each(p.Rules, agreement.Rule.String), "\n"), Required: true,
			Hint: "One rule a line; all have to hold. Fields: country, employees, segment, tag, source, campaign, domain and others.",
		}.Block())
	}

	after := p.After
	if after == "" {
		after = people.AfterReassign
	}

	blocks = append(blocks,
		kit.Menu(kit.FieldAfter, "When a lead stays unanswered", "After the reminders, at most twice for a lead.",
			string(after), []kit.Choice{
				{Value: string(people.AfterReassign), Label: "The next in turn gets it"},
				{Value: string(people.AfterClaim), Label: "Anybody of the pool may claim it"},
			}),
		kit.ContextLine("*Shares.* A weight for each rep of the pool: with 2 and 1 the first gets twice as many. Caps if you like: `2, 5 a day, 20 a week`. Blank is not in the pool."),
	)
	asked := askedAbout(p, reps)
	if left := len(reps) - len(asked); left > 0 {
		blocks = append(blocks, kit.ContextLine("Here are "+kit.Number(len(asked))+" of "+kit.Number(len(reps))+" reps, those of the pool first. `/loop pool share NAME @rep 2` sets the share of any other."))
	}

	for _, rep := range asked {
		share := ""
		if m, in := p.Member(rep); in {
			share = m.Share()
		}

		blocks = append(blocks,
			kit.TextField{
				Field: people.ShareField(rep), Label: kit.Flat(c.NameOf(rep)), Placeholder: "1", Value: share,
				Limit: kit.LimitSum,
			}.Block())
	}

	return kit.Modal(callbackPool, title, submit, m, blocks...)
}

const (
	limitPoolName  = 40
	limitPoolRules = 2000
)

// poolSaved answers who changed a pool.
func poolSaved(c kit.Context, change people.PoolChange) kit.Message {
	if !change.Any() {
		return kit.Reply("Nothing was changed: the pool *" + kit.Shown(change.Name, kit.MaxShown) + "* is as it was.")
	}

	return kit.Reply(poolChange(kit.Direct(c, ""), "You", change) + " The sales channel has been told. `/loop routing` shows how leads are shared now.")
}

// poolNotice tells the sales channel what changed, in one line.
func poolNotice(c kit.Context, n funnel.Notice) kit.Message {
	if n.Pool == nil {
		return kit.Reply("The pools were changed. `/loop routing` shows them.")
	}

	v := kit.Public(c)
	return kit.Reply(poolChange(v, v.Person(n.By), *n.Pool) + " `/loop routing` shows all pools.")
}

func poolChange(v kit.Voice, who string, c people.PoolChange) string {
	name := "*" + kit.Shown(c.Name, kit.MaxShown) + "*"
	switch c.Done {
	case people.PoolMade:
		return who + " set up the pool " + name + " for leads with " + listedRules(c.Rules) + ". In it: " +
			v.Persons(c.Joined) + "."
	case people.PoolRemoved:
		return who + " removed the pool " + name + "."
	case people.PoolMoved:
		names := kit.Each(c.Order, func(name string) string { return kit.Shown(name, kit.MaxShown) })
		return who + " ordered the pools: " + strings.Join(names, ", ") + ", then the default."
	case people.PoolChanged:
	}

	return who + " changed the pool " + name + ": " + strings.Join(poolParts(v, c), "; ") + "."
}

// poolParts are what is new about a pool.
func poolParts(v kit.Voice, c people.PoolChange) []string {
	var parts []string
	if c.Was != "" {
		parts = append(parts, "it was called "+kit.Shown(c.Was, kit.MaxShown))
	}

	if len(c.Joined) > 0 {
		parts = append(parts, v.Persons(c.Joined)+" joined")
	}

	if len(c.Left) > 0 {
		parts = append(parts, v.Persons(c.Left)+" left")
	}

	for _, m := range c.Shared {
		parts = append(parts, v.Person(m.User)+" now has "+shareText(m))
	}

	if c.Ruled {
		parts = append(parts, "it takes leads with "+listedRules(c.Rules))
	}

	switch c.After {
	case people.AfterClaim:
		parts = append(parts, "unanswered leads may be claimed")
	case people.AfterReassign:
		parts = append(parts, "unanswered leads go to the next in turn")
	}

	return parts
}

func listedRules(rules []string) string {
	return strings.Join(kit.Each(rules, func(rule string) string { return kit.Shown(rule, kit.MaxFact) }), " and ")
}

// shareText writes the weight and the caps of a rep.
func shareText(m people.PoolMember) string {
	text := "weight " + kit.Number(m.Weight)
	if m.Day > 0 {
		text += ", at most " + kit.Number(m.Day) + " a day"
	}

	if m.Week > 0 {
		text += ", at most " + kit.Number(m.Week) + " a week"
	}

	return text
}
