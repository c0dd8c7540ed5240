package leads

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// Logged answers who logged a lead: a new one, or one that was known.
func Logged(c kit.Context, r funnel.Logging) kit.Message {
	v, l := direct(c, ""), r.Lead
	if !r.New {
		return v.loggedAgain(r)
	}

	text := "Logged " + LeadNamed(l) + "."
	if !l.Reachable() {
		text += " Sales could not reach anybody yet: add an e-mail address or a phone number before you hand it off."
	}

	text += lateNote(r)
	blocks := Buttons(l, append(marketingActs(l)[:1], editAndUndo(l)...)...)
	if len(r.Similar) > 0 {
		blocks = append(blocks,
			kit.ContextLine(kit.CutMarkup("Of the same company:\n"+strings.Join(kit.Each(r.Similar, v.leadLine), "\n"),
				kit.MaxContext)))
	}

	return kit.Reply(text, append(blocks, kit.ContextLine("A mistake? Undo takes back your last change, for 10 minutes and unless somebody does anything to the lead first."))...)
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

func (v voice) loggedAgain(r funnel.Logging) kit.Message {
	l := r.Lead
	if r.Reopened {
		text := LeadNamed(l) + " was known and had been put aside or closed. It is open again, with the new enquiry as a touch." + lateNote(r)
		return kit.Reply(text+" "+v.standing(l), Buttons(l, append(ActsOf(l)[:1], ActionUndo)...)...)
	}

	text := LeadNamed(l) + " was known already, so this is kept as a touch and not as a second lead." + lateNote(r)
	return kit.Reply(text+" "+v.standing(l), Buttons(l, ActionShow, ActionUndo)...)
}

// Changed answers who changed a lead: what happened, and what comes next.
// Done is the kind of what they did.
func Changed(c kit.Context, l funnel.Lead, done funnel.EntryKind) kit.Message {
	v := direct(c, "")
	if a := actThatMakes(done); a.reply != nil {
		return a.reply(v, l).message(l)
	}

	return kit.Reply(LeadNamed(l) + ". " + v.standing(l))
}

func replyHandOff(v voice, l funnel.Lead) said {
	although, before := "", ""
	if l.Judged[agreement.MQL].Override != "" {
		although = "Your reason goes with it, and the digest counts it as an override."
	}

	if l.Handoff.Former {
		before = ", who had it before"
	}

	return said{text: kit.Join("You handed "+LeadNamed(l)+" to "+v.Person(l.Handoff.To)+before+".", although, v.promise(l),
		"You will hear the answer, and later how it ends.")}
}

func replyAccept(v voice, l funnel.Lead) said {
	whose := LeadNamed(l) + " is now with " + v.owner(l) + "."
	if l.Owner == l.Handoff.AnsweredBy {
		whose = LeadNamed(l) + " is yours."
	}

	text := kit.Join(whose, v.promise(l))
	if ways := WaysToReach(l); ways != "" {
		text += "\n" + ways
	}

	return said{text: text, acts: []string{ActionCall, ActionTouch}}
}

func replyReject(v voice, l funnel.Lead) said {
	return said{text: "You rejected " + LeadNamed(l) + ": " + v.Reason(agreement.WhyRejected, l.Reason) + ". It is with " +
		v.Person(l.Marketer) + " now."}
}

func replyTouch(v voice, l funnel.Lead) said {
	text := kit.Join("Noted: "+kit.Counted(l.Touches, "touch", "touches")+" with "+LeadNamed(l)+" so far.", v.promise(l))
	if l.Stage == agreement.SAL {
		return said{text: text + " Is there an opportunity in it? Then qualify it.", acts: []string{ActionQualify}}
	}

	return said{text: kit.Join(text, v.overAlready(l))}
}

// overAlready says of a contact with a lead that has ended or waits that it changes nothing, and what would.
func (v voice) overAlready(l funnel.Lead) string {
	id := l.ID.String()
	next, over := map[agreement.Stage]string{
		agreement.Customer:     "The touch is kept in its history, and changes nothing of that.",
		agreement.Lost:         "The touch does not open it again. To have it worked again use `/lead recycle " + id + " until=tomorrow`, and then `/lead handoff " + id + " @rep`.",
		agreement.Disqualified: "The touch is kept in its history and does not open it again; an enquiry of theirs more than 90 days after the end does.",
		agreement.Recycled:     "The touch does not open it again; `/lead handoff " + id + " @rep` does at once.",
	}[l.Stage]
	if !over {
		return ""
	}

	return kit.Join(v.standing(l), next)
}

func wonFor(l funnel.Lead) string {
	if l.Amount.IsZero() {
		return ""
	}

	return " for " + kit.Escape(l.Amount.String())
}

func replyEnd(v voice, l funnel.Lead) said {
	return said{text: LeadNamed(l) + " is closed. " + v.standing(l)}
}

// Undone answers who took back their last change. Removed says that the lead
// itself is gone, because logging it was undone.
func Undone(c kit.Context, l funnel.Lead, done funnel.EntryKind, removed bool) kit.Message {
	text := "You took back " + undoneName(done) + " of " + LeadNamed(l) + "."
	if removed {
		return kit.Reply(text + " The lead is gone.")
	}

	return kit.Reply(text + " " + direct(c, "").standing(l))
}

// LeadDetail shows everything about a lead.
func LeadDetail(c kit.Context, l funnel.Lead) kit.Message {
	v := direct(c, "")
	return kit.NewMessage(LeadNamed(l)+". "+v.standing(l), append(v.detail(l), Buttons(l, v.detailActs(l)...)...)...)
}

// detailActs are the acts for whoever looked a lead up; who may not is told
// so.
func (v voice) detailActs(l funnel.Lead) []string {
	acts := ActsOf(l)
	if l.Stage.Ended() {
		return acts
	}

	if l.Clocks.SnoozedUntil().After(v.Now) {
		acts = append(acts, ActionWake)
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
	title := HotMark(l) + LeadNamed(l) + "  ·  " + v.stage(l)
	blocks := []slack.Block{kit.Section(title + "\n" + v.standing(l))}
	blocks = slices.Concat(blocks, contactBlock(l), v.facts(l), v.why(l), overrideBlocks(l, kit.MaxFact))

	var last []slack.Block
	if l.Note != "" {
		last = append(last, kit.Section("*Last note*\n"+kit.Quote(l.Note, kit.LimitWhy)))
	}

	extra := v.origin(l)
	if l.Touches > 0 {
		extra += "  ·  " + kit.Counted(l.Touches, "touch", "touches") + ", the last " + kit.Moment(l.LastTouchAt)
	}

	if spent := v.spent(l); spent != "" {
		extra += "\n" + spent
	}

	last = append(last, kit.ContextLine(kit.CutMarkup(extra, kit.MaxContext)),
		kit.ContextLine("`/lead history "+l.ID.String()+"` tells the whole story."))
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

func replyQualify(v voice, l funnel.Lead) said {
	return said{text: kit.Join(LeadNamed(l)+" stands as "+kit.Lower(v.deal(l)), v.promise(l))}
}

func replyWin(v voice, l funnel.Lead) said {
	return said{text: "Won: " + LeadNamed(l) + wonFor(l) + ". Well done. The loop with marketing is closed."}
}

func replyRecycle(v voice, l funnel.Lead) said {
	return said{text: LeadNamed(l) + ". " + v.standing(l)}
}

func replyHandBack(v voice, l funnel.Lead) said {
	why := v.Reason(agreement.WhyRejected, l.Reason)
	return said{text: "You handed back " + LeadNamed(l) + ": " + why + ". It is with " + v.Person(l.Marketer) + " now."}
}

func replyAssign(v voice, l funnel.Lead) said {
	return said{text: kit.Join(LeadNamed(l)+" is with "+v.holder(l)+" now.", v.promise(l))}
}

func replySnooze(v voice, l funnel.Lead) said {
	return said{text: kit.Join("Reminders about "+LeadNamed(l)+" are put off.", v.promise(l),
		"What is promised stays promised.")}
}

func replyEdit(v voice, l funnel.Lead) said {
	return said{text: "Saved. " + LeadNamed(l) + ". " + v.standing(l)}
}
