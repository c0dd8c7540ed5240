package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

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
func ContestForm(c Context, l funnel.Lead) slack.ModalViewRequest {
	v := direct(c, "")
	return onLead(l, CallbackDispute, "Dispute "+l.ID.String(), "Dispute",
		section(v.person(l.Handoff.AnsweredBy)+" rejected it: "+returnedFor(v.Context, l)),
		textField{
			field: FieldWhy, label: "Why is that wrong?", placeholder: "They have 80 people; see their site.", limit: limitWhy, lines: true, required: true,
			hint: "One of those who speak for the teams rules on it. You can go on with the lead meanwhile.",
		}.block())
}

// Resend asks for what was missing, and to whom the lead goes: to the same
// rep unless somebody else is chosen.
func Resend(c Context, l funnel.Lead, reps []ref.UserID) slack.ModalViewRequest {
	a := l.Assess(c.Definition, agreement.MQL)
	blocks := append([]slack.Block{section("It came back: " + returnedFor(c, l))}, leadFields(l.Input())...)
	blocks = append(blocks, c.people(FieldTo, "To", "", string(l.Handoff.To), []choice{{value: InTurn, label: "The next in turn"}}, reps))
	blocks = append(blocks, judgedByRules(a)...)
	blocks = append(blocks, questionsOf(a, l)...)
	blocks = append(blocks,
		textField{field: FieldNote, label: "What is new?", placeholder: "The number is right now.", limit: limitNote, lines: true}.block(),
		hotField(c, l))
	blocks = append(blocks, overrideOf(a, "If something is missing: why hand it off all the same?")...)
	return onLead(l, CallbackResend, "Fix "+l.ID.String(), "Save and hand off", blocks...)
}

// returnedFor is why a lead came back.
func returnedFor(c Context, l funnel.Lead) string {
	if l.Handoff.State == funnel.HandoffLapsed {
		return "nobody answered in time."
	}
	return c.reason(agreement.WhyRejected, l.Reason) + "." + noted(l) + proof(l.Handoff.Proof)
}

// RuleForm asks for a ruling and its reason.
func RuleForm(c Context, m DisputeModel, verdict funnel.DisputeVerdict) slack.ModalViewRequest {
	blocks := []slack.Block{
		section(direct(c, "").said(m)),
		menu(FieldVerdict, "Your ruling", "", string(verdict), []choice{
			{value: string(funnel.VerdictUpheld), label: "Uphold the rejection"},
			{value: string(funnel.VerdictOverturned), label: "Overturn it: back to the rep"},
		}),
		textField{
			field: FieldWhy, label: "Why?", placeholder: "Eighty people are enough for us.", limit: limitWhy, lines: true, required: true,
			hint: "One sentence. Both people hear it, and it is shown when something similar is rejected.",
		}.block(),
	}
	return modal(CallbackRule, "Dispute about "+m.Lead.String(), "Rule", Metadata{Dispute: m.Number}, blocks...)
}

// said is what both sides say in a dispute.
func (v voice) said(m DisputeModel) string {
	r := m.Rejection
	text := leadNamed(m.Subject) + "\n" + sentence(v.person(r.By)+" rejected it "+Moment(r.At)+": "+v.reason(agreement.WhyRejected, r.Reason)+".")
	if r.Note != "" {
		text += "\n" + quote(r.Note, limitWhy)
	}
	return text + proof(m.Proof) + "\n" + sentence(v.person(m.By)+" said "+Moment(m.At)+":") + "\n" + quote(m.Why, limitWhy)
}

// disputeButtons are for those who may rule.
func disputeButtons(number int) slack.Block {
	value := strconv.Itoa(number)
	return slack.NewActionBlock("", clickable(ActionUphold, value, "Uphold rejection"), clickable(ActionOverturn, value, "Overturn"))
}

// mostDisputes keeps the list under Slack's limit for answers.
const mostDisputes = 4

// DisputeList lists the disputes that wait for a ruling, with buttons on those
// that the reader may rule on.
func DisputeList(c Context, open []DisputeModel, reader ref.UserID) Message {
	if len(open) == 0 {
		return say("No dispute waits for a ruling.")
	}
	v := direct(c, reader)
	title := "*" + counted(len(open), "dispute") + "* to rule on, the oldest first"
	blocks := []slack.Block{section(title)}
	for i, m := range open {
		if i == mostDisputes {
			blocks = append(blocks, context(andMore(len(open)-i)))
			break
		}
		blocks = append(blocks, section(v.said(m)+"\nIt waits for "+v.either(m.Arbiters)+"."))
		if slices.Contains(m.Arbiters, reader) {
			blocks = append(blocks, disputeButtons(m.Number))
		}
	}
	return message(title, blocks...)
}

// either names people of whom one is enough.
func (v voice) either(ids []ref.UserID) string {
	if len(ids) == 0 {
		return "somebody who may rule; no signers are named in the configuration"
	}
	return strings.Join(each(ids, v.person), " or ")
}

// DisputeNotice is what those hear who rule, and, when it is ruled on, those
// whom it is about.
func DisputeNotice(c Context, n funnel.Notice, m DisputeModel) Message {
	v := direct(c, n.To)
	switch {
	case n.Kind == funnel.NoticeRuled:
		return v.told(m.Subject, v.ruling(m.Dispute)+"\n"+leadNamed(m.Subject)+". "+v.standing(m.Subject), v.actsFor(m.Subject)...)
	case m.Open():
		return say("A rejection is disputed. Please rule on it.\n"+v.said(m), disputeButtons(m.Number))
	}
	return say("A rejection was disputed.\n" + v.said(m) + "\n" + v.ruling(m.Dispute))
}

// ruling is how a dispute ended, and why.
func (v voice) ruling(d funnel.Dispute) string {
	how := " upheld the rejection of *"
	if d.Verdict == funnel.VerdictOverturned {
		how = " overturned the rejection of *"
	}
	return sentence(v.person(d.RuledBy)+how+d.Lead.String()+"* ("+v.reason(agreement.WhyRejected, d.Rejection.Reason)+").") + "\n" + quote(d.Ruling, limitWhy)
}

// Ruled answers who ruled.
func Ruled(c Context, m DisputeModel) Message {
	if m.Verdict == funnel.VerdictUpheld {
		return say("Your ruling is kept, and both people hear it: the rejection of " + leadNamed(m.Subject) + " stands.")
	}
	return say("Your ruling is kept, and both people hear it: the rejection of " + leadNamed(m.Subject) + " is overturned, and does not count. " + direct(c, "").standing(m.Subject))
}

// RejectKnowing is the form of a rejection as it was filled in, with the
// rulings that whoever rejects should know first.
func RejectKnowing(c Context, l funnel.Lead, in funnel.Rejection, precedents []funnel.Dispute, channel string) slack.ModalViewRequest {
	told := direct(c, "").ruledBefore("Does it change your answer?", precedents)
	form := Reject(c, l)
	form.Submit = plain("Reject anyway", maxTitle)
	form.PrivateMetadata = Metadata{Token: TokenOf(l), Knows: in.Reason, Channel: channel}.String()
	form.Blocks.BlockSet = append([]slack.Block{section(told)}, form.Blocks.BlockSet...)
	for _, block := range form.Blocks.BlockSet {
		fillIn(block, map[string]string{FieldReason: in.Reason, FieldNote: in.Note, FieldProof: in.Proof})
	}
	return form
}

// ruledBefore tells rulings on something similar, and what they are told for.
func (v voice) ruledBefore(ask string, precedents []funnel.Dispute) string {
	told := []string{"Something similar was ruled on before. " + ask}
	for _, d := range precedents {
		line := v.ruling(d)
		if d.Company != "" {
			line = shown(d.Company, maxShown) + ": " + line
		}
		told = append(told, line)
	}
	return CutMarkup(strings.Join(told, "\n\n"), maxLines)
}

// RejectedKnowing answers who rejected in one line, with the rulings that they
// should know of.
func RejectedKnowing(c Context, l funnel.Lead, precedents []funnel.Dispute) Message {
	v := direct(c, "")
	text, _ := v.didReject(l)
	return say(text + "\n\n" + v.ruledBefore("If it changes your answer, `/lead undo` takes it back within 10 minutes.", precedents))
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
		return "It was ruled that “" + v.reason(agreement.WhyRejected, h.RuledOut) + "” is no reason to reject it" + ruledWhy(h.Ruling)
	}
	return ""
}

func (v voice) didDispute(l funnel.Lead) (string, []string) {
	return "You disputed the rejection of " + leadNamed(l) + ". Whoever rules on it was told, and you will hear the ruling. Meanwhile it is still with " + v.person(l.Marketer) + ".", nil
}

// ruledWhy ends a sentence with the words of a ruling, where they are kept.
func ruledWhy(why string) string {
	if why == "" {
		return "."
	}
	return ": “" + shown(why, maxFact) + "”"
}
