package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// LeadCard is the living message about a lead: in the direct messages of its
// rep, in the sales channel and in the leads channel. The notice says where,
// and which handoff the card is of. Buttons go when they no longer apply, and
// a line says who acted, and when.
func LeadCard(c Context, n funnel.Notice, l funnel.Lead) Message {
	v := public(c)
	if n.Place == "" {
		v = direct(c, n.To)
	}
	status := v.cardStatus(n, l)
	blocks := []slack.Block{header(hotMark(l) + title(l)), section(status)}
	acts := cardActs(n, l)
	if len(acts) > 0 || n.Place == funnel.PlaceLeads && withMarketing(l) {
		blocks = append(blocks, contactBlock(l)...)
		blocks = append(blocks, v.facts(l)...)
		blocks = append(blocks, v.why(l)...)
		blocks = append(blocks, judgedBlocks(l)...)
	}
	blocks = append(blocks, context(v.origin(l)))
	blocks = append(blocks, buttons(l, acts...)...)
	return message(leadNamed(l)+". "+status, blocks...)
}

func (v voice) cardStatus(n funnel.Notice, l funnel.Lead) string {
	switch {
	case outdated(n, l):
		return "This card is of an earlier handoff. " + v.standing(l)
	case n.Place == "" && !isWith(n.To, l):
		return "This is no longer with you. " + v.standing(l)
	case l.Asked():
		return join(v.handed(l), v.disputed(l), v.waitsForMarketing(l))
	case l.Offered() && n.Place != funnel.PlaceLeads:
		return join(v.request(l), v.disputed(l))
	}
	return v.standing(l)
}

// request asks the rep for the answer: by when, and in the words of the
// promise.
func (v voice) request(l funnel.Lead) string {
	accept, ok := l.Clock(agreement.ClockAccept)
	if !ok {
		return join(v.handed(l), "Please accept or reject it.")
	}
	if v.Now.After(accept.DueAt) {
		return join(v.handed(l), v.promise(l), "Please accept or reject it now.")
	}
	ask := "Please accept or reject it by "
	if v.byName {
		ask = v.person(l.Handoff.To) + " is asked to accept or reject it by "
	}
	within := ""
	if level := v.Definition.ServiceLevels.Accept; !level.IsZero() {
		within = ": the promise is " + level.String()
	}
	return join(v.handed(l)+" *"+ask+Moment(accept.DueAt)+"*"+within+".", v.hotPromise(l))
}

// outdated says whether the lead was handed off again after this card.
func outdated(n funnel.Notice, l funnel.Lead) bool {
	return n.Place != funnel.PlaceLeads && n.Handoff > 0 && n.Handoff < l.CardIn(n.Place)
}

// isWith says whether sales' part in a lead is, or was at its end, a
// person's.
func isWith(person ref.UserID, l funnel.Lead) bool {
	if l.Offered() {
		return l.Handoff.To == person
	}
	return l.Owner == person || l.Handoff.To == person && !l.Stage.WithSales()
}

func cardActs(n funnel.Notice, l funnel.Lead) []string {
	switch {
	case outdated(n, l):
		return nil
	case n.Place == funnel.PlaceLeads:
		if withMarketing(l) {
			return marketingActs(l)
		}
	case n.Place != "":
		if l.Offered() {
			return offerActs(l)
		}
	case isWith(n.To, l) && l.Offered():
		return offerActs(l)
	case isWith(n.To, l) && l.Stage.WithSales():
		return actsOf(l)
	}
	return nil
}
