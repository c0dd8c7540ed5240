package view

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// Logged answers who logged a lead: a new one, or one that was known.
func Logged(c Context, r funnel.Logging) Message {
	v, l := direct(c, ""), r.Lead
	if !r.New {
		return v.loggedAgain(r)
	}
	text := "Logged " + leadNamed(l) + "."
	if !l.Reachable() {
		text += " Sales could not reach anybody yet: add an e-mail address or a phone number before you hand it off."
	}
	text += lateNote(r)
	blocks := buttons(l, append(marketingActs(l)[:1], editAndUndo(l)...)...)
	if len(r.Similar) > 0 {
		blocks = append(blocks, context(CutMarkup("Of the same company:\n"+strings.Join(each(r.Similar, v.leadLine), "\n"), maxContext)))
	}
	return say(text, append(blocks, context("A mistake? Undo works for 10 minutes."))...)
}

// lateNote says that a lead does not count for the campaign that it names.
func lateNote(r funnel.Logging) string {
	if !r.Late {
		return ""
	}
	return " The campaign that it names is closed, so it does not count for it; `/campaign list` shows those that run."
}

// editAndUndo go beside the main act, which may be to edit already.
func editAndUndo(l funnel.Lead) []string {
	if l.Reachable() {
		return []string{ActionEdit, ActionUndo}
	}
	return []string{ActionUndo}
}

func (v voice) loggedAgain(r funnel.Logging) Message {
	l := r.Lead
	if r.Reopened {
		text := leadNamed(l) + " was known and had been put aside or closed. It is open again, with the new enquiry as a touch." + lateNote(r)
		return say(text+" "+v.standing(l), buttons(l, append(actsOf(l)[:1], ActionUndo)...)...)
	}
	text := leadNamed(l) + " was known already, so this is kept as a touch and not as a second lead." + lateNote(r)
	return say(text+" "+v.standing(l), buttons(l, ActionShow, ActionUndo)...)
}

// Changed answers who changed a lead: what happened, and what comes next.
// Done is the kind of what they did.
func Changed(c Context, l funnel.Lead, done funnel.EntryKind) Message {
	v := direct(c, "")
	write, ok := changes[done]
	if !ok {
		return say(leadNamed(l) + ". " + v.standing(l))
	}
	text, acts := write(v, l)
	return say(text, buttons(l, acts...)...)
}

var changes = map[funnel.EntryKind]func(voice, funnel.Lead) (text string, acts []string){
	funnel.EntryHandedOff: voice.didHandOff,
	funnel.EntryAccepted:  voice.didAccept,
	funnel.EntryRejected:  voice.didReject,
	funnel.EntryTouched:   voice.didTouch,
	funnel.EntryQualified: func(v voice, l funnel.Lead) (string, []string) {
		return join(leadNamed(l)+" stands as "+lower(v.deal(l)), v.promise(l)), nil
	},
	funnel.EntryWon: func(_ voice, l funnel.Lead) (string, []string) {
		return "Won: " + leadNamed(l) + wonFor(l) + ". Well done. The loop with marketing is closed.", nil
	},
	funnel.EntryLost:         voice.didEnd,
	funnel.EntryDisqualified: voice.didEnd,
	funnel.EntryRecycled: func(v voice, l funnel.Lead) (string, []string) {
		return leadNamed(l) + ". " + v.standing(l), nil
	},
	funnel.EntryHandedBack: func(v voice, l funnel.Lead) (string, []string) {
		return "You handed back " + leadNamed(l) + ": " + v.reason(agreement.WhyRejected, l.Reason) + ". It is with " + v.person(l.Marketer) + " now.", nil
	},
	funnel.EntryAssigned: func(v voice, l funnel.Lead) (string, []string) {
		return join(leadNamed(l)+" is with "+v.holder(l)+" now.", v.promise(l)), nil
	},
	funnel.EntrySnoozed: func(v voice, l funnel.Lead) (string, []string) {
		return join("Reminders about "+leadNamed(l)+" are put off.", v.promise(l), "What is promised stays promised."), nil
	},
	funnel.EntryEdited: func(v voice, l funnel.Lead) (string, []string) {
		return "Saved. " + leadNamed(l) + ". " + v.standing(l), nil
	},
	funnel.EntryDisputed: voice.didDispute,
	funnel.EntryAsked:    voice.didAsk,
	funnel.EntryAnswered: voice.didAnswer,
}

func (v voice) didHandOff(l funnel.Lead) (string, []string) {
	although, before := "", ""
	if l.Judged[agreement.MQL].Override != "" {
		although = "Your reason goes with it, and the digest counts it as an override."
	}
	if l.Handoff.Former {
		before = ", who had it before"
	}
	return join("You handed "+leadNamed(l)+" to "+v.person(l.Handoff.To)+before+".", although, v.promise(l), "You will hear the answer, and later how it ends."), nil
}

func (v voice) didAccept(l funnel.Lead) (string, []string) {
	whose := leadNamed(l) + " is now with " + v.owner(l) + "."
	if l.Owner == l.Handoff.AnsweredBy {
		whose = leadNamed(l) + " is yours."
	}
	text := join(whose, v.promise(l))
	if ways := waysToReach(l); ways != "" {
		text += "\n" + ways
	}
	return text, []string{ActionCall, ActionTouch}
}

func (v voice) didReject(l funnel.Lead) (string, []string) {
	return "You rejected " + leadNamed(l) + ": " + v.reason(agreement.WhyRejected, l.Reason) + ". It is with " + v.person(l.Marketer) + " now.", nil
}

func (v voice) didTouch(l funnel.Lead) (string, []string) {
	text := join("Noted: "+counted(l.Touches, "touch", "touches")+" with "+leadNamed(l)+" so far.", v.promise(l))
	if l.Stage == agreement.SAL {
		return text + " Is there an opportunity in it? Then qualify it.", []string{ActionQualify}
	}
	return text, nil
}

func wonFor(l funnel.Lead) string {
	if l.Amount.IsZero() {
		return ""
	}
	return " for " + Escape(l.Amount.String())
}

func (v voice) didEnd(l funnel.Lead) (string, []string) {
	return leadNamed(l) + " is closed. " + v.standing(l), nil
}

func lower(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// Undone answers who took back their last change. Removed says that the lead
// itself is gone, because logging it was undone.
func Undone(c Context, l funnel.Lead, done funnel.EntryKind, removed bool) Message {
	text := "You took back " + undoneName(done) + " of " + leadNamed(l) + "."
	if removed {
		return say(text + " The lead is gone.")
	}
	return say(text + " " + direct(c, "").standing(l))
}

// LeadDetail shows everything about a lead.
func LeadDetail(c Context, l funnel.Lead) Message {
	v := direct(c, "")
	return message(leadNamed(l)+". "+v.standing(l), append(v.detail(l), buttons(l, detailActs(l)...)...)...)
}

// detailActs are the acts for whoever looked a lead up; who may not is told
// so.
func detailActs(l funnel.Lead) []string {
	acts := actsOf(l)
	if l.Stage.Ended() {
		return acts
	}
	if l.Asked() || l.Stage.WithSales() {
		acts = append(acts, ActionAssign)
	}
	if slices.Contains(acts, ActionEdit) {
		return acts
	}
	return append(acts, ActionEdit)
}

func (v voice) detail(l funnel.Lead) []slack.Block {
	title := hotMark(l) + leadNamed(l) + "  ·  " + v.stage(l)
	blocks := []slack.Block{section(title + "\n" + v.standing(l))}
	blocks = slices.Concat(blocks, contactBlock(l), v.facts(l), v.why(l), overrideBlocks(l, maxFact))

	var last []slack.Block
	if l.Note != "" {
		last = append(last, section("*Last note*\n"+quote(l.Note, limitWhy)))
	}
	extra := v.origin(l)
	if l.Touches > 0 {
		extra += "  ·  " + counted(l.Touches, "touch", "touches") + ", the last " + Moment(l.LastTouchAt)
	}
	if spent := v.spent(l); spent != "" {
		extra += "\n" + spent
	}
	last = append(last, context(CutMarkup(extra, maxContext)), context("`/lead history "+l.ID.String()+"` tells the whole story."))
	blocks = append(blocks, v.criteriaBlocks(l, maxDetailBytes-blocksSize(blocks)-blocksSize(last))...)
	return append(blocks, last...)
}

// maxDetailBytes leaves room for the buttons and the notification.
const maxDetailBytes = 14_000

func blocksSize(blocks []slack.Block) int {
	encoded, err := json.Marshal(blocks)
	if err != nil {
		return maxDetailBytes
	}
	return len(encoded)
}

// Say is a reply of a sentence or two, such as what was wrong, what is expected
// and what to do. It may hold tokens of funnel.Mention and funnel.Moment.
func Say(text string) Message { return say(Text(text)) }

// UsedBefore answers a second click on a button that did its work; value is
// the button's.
func UsedBefore(value string) Message {
	t, err := ParseToken(value)
	if err != nil {
		return Say("This button did its work before, so nothing was done now. Ask for the list or message anew to see how it stands: that brings new buttons.")
	}
	lead := t.Lead.String()
	return Say("This button did its work on " + lead + " before, so nothing was done now. To do it again use `/lead show " + lead + "`: it brings new buttons.")
}
