package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// mostShares is how many reps the form of a pool asks about; a modal holds 100
// blocks. Others stay as they are.
const mostShares = 80

// EditPool asks for a pool: a new one where it has no number yet. Each rep has
// a field for their share, so that what is wrong stands where it was typed.
func EditPool(c Context, p people.Pool, reps []ref.UserID) slack.ModalViewRequest {
	title, submit, m := "New pool", "Set it up", Metadata{}
	if p.ID != 0 {
		title, submit, m.Pool, m.PoolRev = "Edit pool", "Save", p.ID, p.Rev
	}
	blocks := []slack.Block{
		textField{field: FieldName, label: "Name", placeholder: "DACH", value: p.Name, limit: limitPoolName, required: true}.block(),
	}
	if p.IsDefault() {
		blocks = append(blocks, context("This is the default pool: it takes the leads that no other pool takes, so it has no rules."))
	} else {
		blocks = append(blocks, textField{
			field: FieldRules, label: "Which leads?", placeholder: "country in DE, AT, CH\nemployees >= 50", lines: true, limit: limitPoolRules,
			value: strings.Join(each(p.Rules, agreement.Rule.String), "\n"), required: true,
			hint: "One rule a line; all have to hold. Fields: country, employees, segment, tag, source, campaign, domain and others.",
		}.block())
	}
	after := p.After
	if after == "" {
		after = people.AfterReassign
	}
	blocks = append(blocks,
		menu(FieldAfter, "When a lead stays unanswered", "After the reminders, at most twice for a lead.", string(after), []choice{
			{value: string(people.AfterReassign), label: "The next in turn gets it"}, {value: string(people.AfterClaim), label: "Anybody of the pool may claim it"},
		}),
		context("*Shares.* A weight for each rep of the pool: with 2 and 1 the first gets twice as many. Caps if you like: `2, 5 a day, 20 a week`. Blank is not in the pool."),
	)
	for _, rep := range reps[:min(len(reps), mostShares)] {
		share := ""
		if m, in := p.Member(rep); in {
			share = m.Share()
		}
		blocks = append(blocks, textField{field: people.ShareField(rep), label: flat(c.name(rep)), placeholder: "1", value: share, limit: limitSum}.block())
	}
	return modal(CallbackPool, title, submit, m, blocks...)
}

const (
	limitPoolName  = 40
	limitPoolRules = 2000
)

// PoolSaved answers who changed a pool.
func PoolSaved(c Context, change people.PoolChange) Message {
	if !change.Any() {
		return say("Nothing was changed: the pool *" + shown(change.Name, maxShown) + "* is as it was.")
	}
	return say(direct(c, "").poolChange("You", change) + " The sales channel has been told. `/loop routing` shows how leads are shared now.")
}

// PoolNotice tells the sales channel what changed, in one line.
func PoolNotice(c Context, n funnel.Notice) Message {
	if n.Pool == nil {
		return say("The pools were changed. `/loop routing` shows them.")
	}
	v := public(c)
	return say(v.poolChange(v.person(n.By), *n.Pool) + " `/loop routing` shows all pools.")
}

func (v voice) poolChange(who string, c people.PoolChange) string {
	name := "*" + shown(c.Name, maxShown) + "*"
	switch c.Done {
	case people.PoolMade:
		return who + " set up the pool " + name + " for leads with " + listedRules(c.Rules) + ". In it: " + v.persons(c.Joined) + "."
	case people.PoolRemoved:
		return who + " removed the pool " + name + "."
	case people.PoolMoved:
		names := each(c.Order, func(name string) string { return shown(name, maxShown) })
		return who + " ordered the pools: " + strings.Join(names, ", ") + ", then the default."
	case people.PoolChanged:
	}
	return who + " changed the pool " + name + ": " + strings.Join(v.poolParts(c), "; ") + "."
}

// poolParts are what is new about a pool.
func (v voice) poolParts(c people.PoolChange) []string {
	var parts []string
	if c.Was != "" {
		parts = append(parts, "it was called "+shown(c.Was, maxShown))
	}
	if len(c.Joined) > 0 {
		parts = append(parts, v.persons(c.Joined)+" joined")
	}
	if len(c.Left) > 0 {
		parts = append(parts, v.persons(c.Left)+" left")
	}
	for _, m := range c.Shared {
		parts = append(parts, v.person(m.User)+" now has "+shareText(m))
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
	return strings.Join(each(rules, func(rule string) string { return shown(rule, maxFact) }), " and ")
}

// noticeClaim is the message in the sales channel with which an unanswered
// handoff is open to its pool. It is edited when somebody has taken it.
func (v voice) noticeClaim(n funnel.Notice, l funnel.Lead) Message {
	v = public(v.Context)
	if outdated(n, l) || !l.Offered() || !l.Handoff.Claimable {
		return say(leadNamed(l) + " is settled. " + v.standing(l))
	}
	text := leadNamed(l) + " still waits for an answer: " + lower(v.handed(l)) + "\n*Anybody of the pool " + inQuotes(n.Name) + " may claim it now.* The first to do so has it."
	blocks := append(v.facts(l), v.why(l)...)
	return say(text, append(blocks, buttons(l, ActionClaim)...)...)
}

func (v voice) noticeClaimed(n funnel.Notice, l funnel.Lead) Message {
	return v.told(l, v.person(n.By)+" claimed "+leadNamed(l)+", which waited for your answer. Nothing more is expected of you.")
}

func (v voice) noticeUnrouted(n funnel.Notice, l funnel.Lead) Message {
	if !withMarketing(l) {
		return v.told(l, leadNamed(l)+" is settled. "+v.standing(l))
	}
	text := v.person(n.By) + " wanted to hand off " + leadNamed(l) + ", but nobody can take it in turn: everybody it could go to is away or has had their leads. " +
		"Name a rep, or see who is missing with `/loop routing why " + l.ID.String() + "`."
	return v.told(l, text, ActionHandoff, ActionShow)
}

// shareText writes the weight and the caps of a rep.
func shareText(m people.PoolMember) string {
	text := "weight " + number(m.Weight)
	if m.Day > 0 {
		text += ", at most " + number(m.Day) + " a day"
	}
	if m.Week > 0 {
		text += ", at most " + number(m.Week) + " a week"
	}
	return text
}
