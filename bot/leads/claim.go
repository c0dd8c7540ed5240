package leads

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
)

// messageClaim is the message in the sales channel with which an unanswered
// handoff is open to its pool. It is edited when somebody has taken it.
func messageClaim(v voice, n funnel.Notice, l funnel.Lead) said {
	v = public(v.Context)
	if outdated(n, l) || !l.Offered() || !l.Handoff.Claimable {
		return said{text: LeadNamed(l) + " is settled. " + v.standing(l)}
	}

	text := LeadNamed(l) + " still waits for an answer: " + kit.Lower(v.handed(l)) + "\n*Anybody of the pool " +
		kit.InQuotes(n.Name) + " may claim it now.* The first to do so has it."
	return said{text: text, below: append(v.facts(l), v.why(l)...), acts: []string{ActionClaim}}
}

func messageClaimed(v voice, n funnel.Notice, l funnel.Lead) said {
	return v.told(v.Person(n.By) + " claimed " + LeadNamed(l) + ", which waited for your answer. Nothing more is expected of you.")
}

func messageUnrouted(v voice, n funnel.Notice, l funnel.Lead) said {
	if !withMarketing(l) {
		return v.told(LeadNamed(l) + " is settled. " + v.standing(l))
	}

	text := v.Person(n.By) + " wanted to hand off " + LeadNamed(l) + ", but nobody can take it in turn: everybody it could go to is away or has had their leads. " +
		"Name a rep, or see who is missing with `/loop routing why " + l.ID.String() + "`."
	return v.told(text, ActionHandoff, ActionShow)
}
