package leads

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// DisputeModel is a dispute with the lead that it is about, and who may rule.
type DisputeModel struct {
	funnel.Dispute
	Subject  funnel.Lead
	Arbiters []ref.UserID
}

// ContestForm asks why a rejection is wrong.
func ContestForm(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	v := direct(c, "")
	return onLead(l, CallbackDispute, "Dispute "+l.ID.String(), "Dispute",
		kit.Section(v.Person(l.Handoff.AnsweredBy)+" rejected it: "+returnedFor(v.Context, l)),
		kit.TextField{
			Field: kit.FieldWhy, Label: "Why is that wrong?", Placeholder: "They have 80 people; see their site.",
			Limit: kit.LimitWhy, Lines: true, Required: true,
			Hint: "One of those who speak for the teams rules on it. You can go on with the lead meanwhile.",
		}.Block())
}

// Resend asks for what was missing, and to whom the lead goes: to the same
// rep unless somebody else is chosen.
func Resend(c kit.Context, l funnel.Lead, reps []ref.UserID) slack.ModalViewRequest {
	a := l.Assess(c.Definition, agreement.MQL)
	blocks := append([]slack.Block{kit.Section("It came back: " + returnedFor(c, l))}, leadFields(funnel.InputOf(l))...)
	blocks = append(blocks, c.People(kit.FieldTo, "To", "", string(l.Handoff.To), []kit.Choice{{Value: kit.InTurn, Label: "The next in turn"}}, reps))
	blocks = append(blocks, judgedByRules(a)...)
	blocks = append(blocks, questionsOf(a, l)...)
	blocks = append(blocks,
		kit.TextField{
			Field: kit.FieldNote, Label: "What is new?", Placeholder: "The number is right now.",
			Limit: kit.LimitNote, Lines: true,
		}.Block(),
		hotField(c, l))
	blocks = append(blocks, overrideOf(a, "If something is missing: why hand it off all the same?")...)
	return onLead(l, CallbackResend, "Fix "+l.ID.String(), "Save and hand off", blocks...)
}

// returnedFor is why a lead came back.
func returnedFor(c kit.Context, l funnel.Lead) string {
	if l.Handoff.State == funnel.HandoffLapsed {
		return "nobody answered in time."
	}

	return c.Reason(agreement.WhyRejected, l.Reason) + "." + noted(l) + proof(l.Handoff.Proof)
}

// RuleForm asks for a ruling and its reason.
func RuleForm(c kit.Context, m DisputeModel, verdict funnel.DisputeVerdict) slack.ModalViewRequest {
	blocks := []slack.Block{
		kit.Section(direct(c, "").said(m)),
		kit.Menu(kit.FieldVerdict, "Your ruling", "", string(verdict), []kit.Choice{
			{Value: string(funnel.VerdictUpheld), Label: "Uphold the rejection"},
			{Value: string(funnel.VerdictOverturned), Label: "Overturn it: back to the rep"},
		}),
		kit.TextField{
			Field: kit.FieldWhy, Label: "Why?", Placeholder: "Eighty people are enough for us.", Limit: kit.LimitWhy,
			Lines: true, Required: true,
			Hint: "One sentence. Both people hear it, and it is shown when something similar is rejected.",
		}.Block(),
	}
	return kit.Modal(CallbackRule, "Dispute about "+m.Lead.String(), "Rule", kit.Metadata{Dispute: m.Number}, blocks...)
}

// said is what both sides say in a dispute.
func (v voice) said(m DisputeModel) string {
	r := m.Rejection
	text := LeadNamed(m.Subject) + "\n" +
		kit.Sentence(v.Person(r.By)+" rejected it "+kit.Moment(r.At)+": "+v.Reason(agreement.WhyRejected, r.Reason)+".")
	if r.Note != "" {
		text += "\n" + kit.Quote(r.Note, kit.LimitWhy)
	}

	return text + proof(m.Proof) + "\n" + kit.Sentence(v.Person(m.By)+" said "+kit.Moment(m.At)+":") + "\n" +
		kit.Quote(m.Why, kit.LimitWhy)
}

// DisputeButtons are for those who may rule.
func DisputeButtons(number int) slack.Block {
	value := strconv.Itoa(number)
	return slack.NewActionBlock("", kit.Clickable(ActionUphold, value, "Uphold rejection"),
		kit.Clickable(ActionOverturn, value, "Overturn"))
}

// MostDisputes is how many are shown beside other things.
const MostDisputes = 4

// DisputeList lists the disputes that wait for a ruling, with buttons on those
// that the reader may rule on.
func DisputeList(c kit.Context, open []DisputeModel, reader ref.UserID) kit.Message {
	if len(open) == 0 {
		return kit.Reply("No dispute waits for a ruling.")
	}

	v := direct(c, reader)
	title := "*" + kit.Counted(len(open), "dispute") + "* to rule on, the oldest first"
	rows := kit.Each(open, func(m DisputeModel) kit.Row {
		row := kit.Row{Text: v.said(m) + "\nIt waits for " + v.either(m.Arbiters) + "."}
		if slices.Contains(m.Arbiters, reader) {
			row.Below = []slack.Block{DisputeButtons(m.Number)}
		}

		return row
	})
	return kit.List{Title: title, Groups: []kit.Group{{Rows: rows}}}.Message()
}

// either names people of whom one is enough.
func (v voice) either(ids []ref.UserID) string {
	if len(ids) == 0 {
		return "somebody who may rule; no signers are named in the configuration"
	}

	return strings.Join(kit.Each(ids, v.Person), " or ")
}

// DisputeNotice is what those hear who rule, and, when it is ruled on, those
// whom it is about.
func DisputeNotice(c kit.Context, n funnel.Notice, m DisputeModel) kit.Message {
	v := direct(c, n.To)
	switch {
	case n.Kind == funnel.NoticeRuled:
		return v.told(v.ruling(m.Dispute)+"\n"+LeadNamed(m.Subject)+". "+v.standing(m.Subject),
			v.actsFor(m.Subject)...).message(m.Subject)
	case m.Open():
		return kit.Reply("A rejection is disputed. Please rule on it.\n"+v.said(m), DisputeButtons(m.Number))
	}

	return kit.Reply("A rejection was disputed.\n" + v.said(m) + "\n" + v.ruling(m.Dispute))
}

// ruling is how a dispute ended, and why.
func (v voice) ruling(d funnel.Dispute) string {
	how := " upheld the rejection of *"
	if d.Verdict == funnel.VerdictOverturned {
		how = " overturned the rejection of *"
	}

	return kit.Sentence(v.Person(d.RuledBy)+how+d.Lead.String()+"* ("+v.Reason(agreement.WhyRejected, d.Rejection.Reason)+").") + "\n" + kit.Quote(d.Ruling, kit.LimitWhy)
}

// Ruled answers who ruled.
func Ruled(c kit.Context, m DisputeModel) kit.Message {
	if m.Verdict == funnel.VerdictUpheld {
		return kit.Reply("Your ruling is kept, and both people hear it: the rejection of " + LeadNamed(m.Subject) + " stands.")
	}

	return kit.Reply("Your ruling is kept, and both people hear it: the rejection of " + LeadNamed(m.Subject) + " is overturned, and does not count. " + direct(c, "").standing(m.Subject))
}

// RejectKnowing is the form of a rejection as it was filled in, with the
// rulings that whoever rejects should know first.
func RejectKnowing(
	c kit.Context, l funnel.Lead, in funnel.Rejection, precedents []funnel.Dispute, channel string,
) slack.ModalViewRequest {
	told := direct(c, "").ruledBefore("Does it change your answer?", precedents)
	form := Reject(c, l)
	form.Submit = kit.PlainText("Reject anyway", kit.MaxTitle)
	form.PrivateMetadata = kit.Metadata{Token: kit.TokenOf(l), Knows: in.Reason, Channel: channel}.String()
	form.Blocks.BlockSet = append([]slack.Block{kit.Section(told)}, form.Blocks.BlockSet...)
	for _, block := range form.Blocks.BlockSet {
		fillIn(block, map[string]string{kit.FieldReason: in.Reason, kit.FieldNote: in.Note, kit.FieldProof: in.Proof})
	}

	return form
}

// ruledBefore tells rulings on something similar, and what they are told for.
func (v voice) ruledBefore(ask string, precedents []funnel.Dispute) string {
	told := []string{"Something similar was ruled on before. " + ask}
	for _, d := range precedents {
		line := v.ruling(d)
		if d.Company != "" {
			line = kit.Shown(d.Company, kit.MaxShown) + ": " + line
		}

		told = append(told, line)
	}

	return kit.CutMarkup(strings.Join(told, "\n\n"), kit.MaxLines)
}

// RejectedKnowing answers who rejected in one line, with the rulings that they
// should know of.
func RejectedKnowing(c kit.Context, l funnel.Lead, precedents []funnel.Dispute) kit.Message {
	v := direct(c, "")
	return kit.Reply(replyReject(v, l).text + "\n\n" + v.ruledBefore("If it changes your answer, `/lead undo` takes it back within 10 minutes, unless you change another lead or somebody does anything to this one first.", precedents))
}

// fillIn puts what was written already into an input.
func fillIn(block slack.Block, written map[string]string) {
	field, ok := block.(*slack.InputBlock)
	if !ok {
		return
	}

	value := written[field.BlockID]
	switch e := field.Element.(type) {
	case *slack.PlainTextInputBlockElement:
		e.InitialValue = value
	case *kit.Search:
		e.Choose(value)
	case *slack.SelectBlockElement:
		for _, option := range e.Options {
			if option.Value == value {
				e.InitialOption = option
			}
		}
	}
}

// returnedActs are marketing's on a lead that sales did not take.
func returnedActs(l funnel.Lead) []string {
	acts := []string{ActionResend, ActionRecycle, ActionDisqualify}
	if l.Handoff.State == funnel.HandoffRejected && l.Handoff.Dispute == 0 {
		acts = append(acts, ActionDispute)
	}

	return acts
}

// disputed says that a ruling is awaited, or what one means for an offer.
func (v voice) disputed(l funnel.Lead) string {
	switch h := l.Handoff; {
	case h.Dispute > 0 && l.Returned():
		return "The rejection was disputed; `/lead history " + l.ID.String() + "` says what came of it."
	case h.RuledOut != "" && h.Open():
		return "It was ruled that “" + v.Reason(agreement.WhyRejected, h.RuledOut) + "” is no reason to reject it" +
			ruledWhy(h.Ruling)
	}

	return ""
}

func replyDispute(v voice, l funnel.Lead) said {
	return said{text: "You disputed the rejection of " + LeadNamed(l) + ". Whoever rules on it was told, and you will hear the ruling. Meanwhile it is still with " + v.Person(l.Marketer) + "."}
}

// ruledWhy ends a sentence with the words of a ruling, where they are kept.
func ruledWhy(why string) string {
	if why == "" {
		return "."
	}

	return ": “" + kit.Shown(why, kit.MaxFact) + "”"
}
