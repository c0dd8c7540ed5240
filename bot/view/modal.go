package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

func modal(callback, title, submit string, m Metadata, blocks ...slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxTitle), Close: plain("Cancel", maxTitle),
		PrivateMetadata: m.String(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		v.Submit = plain(submit, maxTitle)
	}
	return v
}

// Saying is a modal that only says something.
func Saying(m Message) slack.ModalViewRequest {
	v := modal("", "Leadloop", "", Metadata{}, m.Blocks...)
	v.Close = plain("Close", maxTitle)
	return v
}

// onLead is a modal about a lead, which it names on top.
func onLead(l funnel.Lead, callback, title, submit string, blocks ...slack.Block) slack.ModalViewRequest {
	m := Metadata{Token: TokenOf(l)}
	return modal(callback, title, submit, m, append([]slack.Block{section(leadNamed(l))}, blocks...)...)
}

// From notes in a modal the channel in which it was asked for, where the
// reply belongs.
func From(v slack.ModalViewRequest, channel string) slack.ModalViewRequest {
	m, err := ParseMetadata(v.PrivateMetadata)
	if err != nil {
		return v
	}
	m.Channel = channel
	v.PrivateMetadata = m.String()
	return v
}

// NewLead asks for a new lead. The permalink in the input is of the message
// that it is logged from; it comes back in the metadata.
func NewLead(_ Context, prefill funnel.LeadInput) slack.ModalViewRequest {
	intro := context("Whatever you know helps. To hand a lead to sales, it needs an e-mail address or a phone number.")
	blocks := append([]slack.Block{intro}, leadFields(prefill)...)
	return modal(CallbackNew, "New lead", "Log lead", Metadata{Permalink: prefill.Permalink}, blocks...)
}

// EditLead asks for corrections of what is written about a lead.
func EditLead(_ Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := append([]slack.Block{context("A field that you empty keeps its old text.")}, leadFields(l.Input())...)
	return onLead(l, CallbackEdit, "Edit "+l.ID.String(), "Save", blocks...)
}

// leadFields ask for what is known of a lead, the phone before the e-mail
// address: sales calls first and writes second.
func leadFields(in funnel.LeadInput) []slack.Block {
	var fields []funnel.Field
	for _, f := range funnel.Fields {
		if !f.External {
			fields = append(fields, f)
		}
	}
	named := func(name string) int {
		return slices.IndexFunc(fields, func(f funnel.Field) bool { return f.Name == name })
	}
	email, phone := named("email"), named("phone")
	fields[email], fields[phone] = fields[phone], fields[email]

	blocks := make([]slack.Block, len(fields))
	for i, f := range fields {
		blocks[i] = textField{
			field: f.Name, label: f.Label, placeholder: f.Example, hint: f.Hint, value: *f.Input(&in),
			limit: f.Limit, lines: f.Kind == funnel.FieldNote,
		}.block()
	}
	return blocks
}

// Handoff asks to which rep a lead is handed, and why it qualifies. What the
// teams agreed on is shown and asked, because sales will judge by it.
func Handoff(c Context, l funnel.Lead, reps []ref.UserID) slack.ModalViewRequest {
	a := l.Assess(c.Definition, agreement.MQL)
	blocks := judgedByRules(a)
	blocks = append(blocks, c.people(FieldTo, "To", "", InTurn, []choice{{value: InTurn, label: unnamed(l)}}, reps))
	blocks = append(blocks, questionsOf(a, l)...)
	blocks = append(blocks,
		textField{
			field: FieldNote, label: "Why now?", lines: true, limit: limitNote,
			placeholder: "Asked for a call this week; decides in January.",
			hint:        "What the rep should know before the first call.",
		}.block(),
		hotField(c, l),
	)
	blocks = append(blocks, overrideOf(a, "If something is missing: why hand it off all the same?")...)
	return onLead(l, CallbackHandoff, "Hand off "+l.ID.String(), "Hand off", blocks...)
}

const maxContext = 2000

// unnamed says to whom a lead goes for which nobody is named.
func unnamed(l funnel.Lead) string {
	if l.FormerOwner != "" && !l.HandedBack {
		return "Who had it before, else the next in turn"
	}
	return "The next in turn"
}

// Reject asks why a handoff is rejected.
func Reject(c Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := append(c.reasons(agreement.WhyRejected, "Why is it not for you?"), textField{
		field: FieldProof, label: "Link", placeholder: "https://", limit: limitLink,
		hint: "Something that bears it out, such as a page of their site.",
	}.block())
	return onLead(l, CallbackReject, "Reject "+l.ID.String(), "Reject", blocks...)
}

// Lost asks why a lead was lost.
func Lost(c Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := c.reasons(agreement.WhyLost, "Why was it lost?")
	return onLead(l, CallbackLost, "Close "+l.ID.String(), "Close as lost", blocks...)
}

// Disqualify asks why a lead will never be a customer.
func Disqualify(c Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := []slack.Block{context("Only for those who will never be a customer. If it is merely too early, recycle it.")}
	blocks = append(blocks, c.reasons(agreement.WhyDisqualified, "Why will it never be a customer?")...)
	return onLead(l, CallbackDisqualify, "Close "+l.ID.String(), "Disqualify", blocks...)
}

// HandBack asks why a lead that sales works goes back to marketing.
func HandBack(c Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := []slack.Block{context("It goes back to marketing at once, and your promises on it end.")}
	blocks = append(blocks, c.reasons(agreement.WhyRejected, "Why does it go back?")...)
	return onLead(l, CallbackHandBack, "Hand back "+l.ID.String(), "Hand it back", blocks...)
}

// Qualify asks for the amount and the close date of an opportunity.
func Qualify(c Context, l funnel.Lead) slack.ModalViewRequest {
	closeBy, title, submit := l.CloseBy, "Qualify ", "Qualify"
	if closeBy.IsZero() || closeBy.Before(c.today()) {
		closeBy = c.today().AddDays(defaultCloseDays)
	}
	if l.Stage == agreement.SQL {
		title, submit = "Update ", "Save"
	}
	a := l.Assess(c.Definition, agreement.SQL)
	blocks := append(judgedByRules(a),
		amountField("Amount", written(l.Amount), "What the customer would pay.", true),
		datePicker(FieldClose, "Expected to close by", "Your best guess; you can change it at any time.", closeBy),
	)
	blocks = append(blocks, questionsOf(a, l)...)
	if l.Stage != agreement.SQL {
		blocks = append(blocks, overrideOf(a, "If something is missing: why is it an opportunity all the same?")...)
	}
	return onLead(l, CallbackQualify, title+l.ID.String(), submit, blocks...)
}

// Suggestions for dates that somebody still has to think about.
const (
	defaultCloseDays   = 30
	defaultRecycleDays = 90
)

func amountField(label, value, hint string, required bool) slack.Block {
	return textField{
		field: FieldAmount, label: label, placeholder: "12000", hint: hint, value: value, limit: limitSum, required: required,
	}.block()
}

// written is an amount as it can be read back without doubt: "EUR 12000".
func written(m money.Amount) string {
	if m.IsZero() {
		return ""
	}
	return m.Currency + " " + strings.TrimSuffix(m.Decimal(), ".00")
}

// Win asks for the amount that was won.
func Win(_ Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackWin, "Win "+l.ID.String(), "Close as won",
		amountField("Amount", written(l.Amount), "What the customer pays. Left empty, the opportunity's amount stands.", false))
}

// Recycle asks until when a lead waits.
func Recycle(c Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackRecycle, "Recycle "+l.ID.String(), "Put aside",
		datePicker(FieldUntil, "Until", "On that morning it comes back to marketing by itself.", c.today().AddDays(defaultRecycleDays)),
		textField{field: FieldNote, label: "Note", placeholder: "Budget is decided in February.", limit: limitNote, lines: true}.block(),
	)
}

// Touch asks for the kind and the outcome of a contact.
func Touch(_ Context, l funnel.Lead) slack.ModalViewRequest {
	choices := each(funnel.TouchKinds, func(kind funnel.TouchKind) choice { return choice{value: string(kind), label: touchName(kind)} })
	return onLead(l, CallbackTouch, "Log a touch", "Log it",
		menu(FieldKind, "What was it?", "", string(funnel.TouchKinds[0]), choices),
		textField{field: FieldOutcome, label: "What came of it?", placeholder: "Demo on Thursday.", limit: limitNote, lines: true}.block(),
	)
}

func touchName(kind funnel.TouchKind) string {
	if kind == "email" {
		return "E-mail"
	}
	return capital(string(kind))
}

// Assign asks who takes over a lead. The candidates are the reps, or the
// marketers where marketing has the lead.
func Assign(c Context, l funnel.Lead, candidates []ref.UserID) slack.ModalViewRequest {
	holder, _ := l.Turn()
	var others []ref.UserID
	for _, id := range candidates {
		if id != holder {
			others = append(others, id)
		}
	}
	return onLead(l, CallbackAssign, "Reassign "+l.ID.String(), "Reassign",
		c.people(FieldTo, "To", "Promises that are open start anew for them.", "", nil, others),
		textField{field: FieldWhy, label: "Why?", placeholder: "They are in your region.", limit: limitWhy, lines: true}.block())
}

// Detail shows a lead and the last of its history. It has nothing to submit.
func Detail(c Context, l funnel.Lead, history []funnel.Entry) slack.ModalViewRequest {
	blocks := direct(c, "").detail(l)
	if len(history) > 0 {
		blocks = append(append(blocks, slack.NewDividerBlock()), HistoryList(c, l, history).Blocks...)
	}
	v := modal(CallbackDetail, l.ID.String(), "", Metadata{Token: TokenOf(l)}, blocks...)
	v.Close = plain("Close", maxTitle)
	return v
}

// Snooze asks until when reminders of a lead are put off, and why.
func Snooze(c Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackSnooze, "Snooze "+l.ID.String(), "Snooze",
		context("No reminders until then. The promise stays as it is, and your manager sees why you put it off."),
		datePicker(FieldUntil, "Until", "Reminders come again from that morning on.", c.today().AddDays(defaultSnoozeDays)),
		textField{field: FieldReason, label: "Why?", placeholder: "She is at a fair until Thursday.", limit: limitNote, required: true}.block(),
	)
}
