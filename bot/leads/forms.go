package leads

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// onLead is a modal about a lead, which it names on top.
func onLead(l funnel.Lead, callback, title, submit string, blocks ...slack.Block) slack.ModalViewRequest {
	m := kit.Metadata{Token: kit.TokenOf(l)}
	return kit.Modal(callback, title, submit, m, append([]slack.Block{kit.Section(LeadNamed(l))}, blocks...)...)
}

// NewLead asks for a new lead. The permalink in the input is of the message
// that it is logged from; it comes back in the metadata.
func NewLead(_ kit.Context, prefill funnel.LeadInput) slack.ModalViewRequest {
	intro := kit.ContextLine("Whatever you know helps. To hand a lead to sales, it needs an e-mail address or a phone number.")
	blocks := append([]slack.Block{intro}, leadFields(prefill)...)
	return kit.Modal(CallbackNew, "New lead", "Log lead", kit.Metadata{Permalink: prefill.Permalink}, blocks...)
}

// EditLead asks for corrections of what is written about a lead.
func EditLead(_ kit.Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := append([]slack.Block{kit.ContextLine("A field that you empty keeps its old text.")},
		leadFields(funnel.InputOf(l))...)
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
		blocks[i] = kit.TextField{
			Field: f.Name, Label: f.Label, Placeholder: f.Example, Hint: f.Hint, Value: *f.Input(&in),
			Limit: f.Limit, Lines: f.Kind == funnel.FieldNote,
		}.Block()
	}

	return blocks
}

// Handoff asks to which rep a lead is handed, and why it qualifies. What the
// teams agreed on is shown and asked, because sales will judge by it.
func Handoff(c kit.Context, l funnel.Lead, reps []ref.UserID) slack.ModalViewRequest {
	a := l.Assess(c.Definition, agreement.MQL)
	blocks := judgedByRules(a)
	blocks = append(blocks,
		c.People(kit.FieldTo, "To", "", kit.InTurn, []kit.Choice{{Value: kit.InTurn, Label: unnamed(l)}}, reps))
	blocks = append(blocks, questionsOf(a, l)...)
	blocks = append(blocks,
		kit.TextField{
			Field: kit.FieldNote, Label: "Why now?", Lines: true, Limit: kit.LimitNote,
			Placeholder: "Asked for a call this week; decides in January.",
			Hint:        "What the rep should know before the first call.",
		}.Block(),
		hotField(c, l),
	)
	blocks = append(blocks, overrideOf(a, "If something is missing: why hand it off all the same?")...)
	return onLead(l, CallbackHandoff, "Hand off "+l.ID.String(), "Hand off", blocks...)
}

// unnamed says to whom a lead goes for which nobody is named.
func unnamed(l funnel.Lead) string {
	if l.FormerOwner != "" && !l.HandedBack {
		return "Who had it before, else the next in turn"
	}

	return "The next in turn"
}

// Reject asks why a handoff is rejected.
func Reject(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := append(c.Reasons(agreement.WhyRejected, "Why is it not for you?"), kit.TextField{
		Field: kit.FieldProof, Label: "Link", Placeholder: "https://", Limit: kit.LimitLink,
		Hint: "Something that bears it out, such as a page of their site.",
	}.Block())
	return onLead(l, CallbackReject, "Reject "+l.ID.String(), "Reject", blocks...)
}

// Lost asks why a lead was lost.
func Lost(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := c.Reasons(agreement.WhyLost, "Why was it lost?")
	return onLead(l, CallbackLost, "Close "+l.ID.String(), "Close as lost", blocks...)
}

// Disqualify asks why a lead will never be a customer.
func Disqualify(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := []slack.Block{kit.ContextLine("Only for those who will never be a customer. If it is merely too early, recycle it.")}
	blocks = append(blocks, c.Reasons(agreement.WhyDisqualified, "Why will it never be a customer?")...)
	return onLead(l, CallbackDisqualify, "Close "+l.ID.String(), "Disqualify", blocks...)
}

// HandBack asks why a lead that sales works goes back to marketing.
func HandBack(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	blocks := []slack.Block{kit.ContextLine("It goes back to marketing at once, and your promises on it end.")}
	blocks = append(blocks, c.Reasons(agreement.WhyRejected, "Why does it go back?")...)
	return onLead(l, CallbackHandBack, "Hand back "+l.ID.String(), "Hand it back", blocks...)
}

// Qualify asks for the amount and the close date of an opportunity.
func Qualify(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	closeBy, title, submit := l.CloseBy, "Qualify ", "Qualify"
	if closeBy.IsZero() || closeBy.Before(c.Today()) {
		closeBy = c.Today().AddDays(defaultCloseDays)
	}

	if l.Stage == agreement.SQL {
		title, submit = "Update ", "Save"
	}

	a := l.Assess(c.Definition, agreement.SQL)
	blocks := append(judgedByRules(a),
		amountField("Amount", kit.Written(l.Amount), "What the customer would pay.", true),
		kit.DatePicker(kit.FieldClose, "Expected to close by", "Your best guess; you can change it at any time.", closeBy),
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
	return kit.TextField{
		Field: kit.FieldAmount, Label: label, Placeholder: "12000", Hint: hint, Value: value, Limit: kit.LimitSum,
		Required: required,
	}.Block()
}

// Win asks for the amount that was won.
func Win(_ kit.Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackWin, "Win "+l.ID.String(), "Close as won",
		amountField("Amount", kit.Written(l.Amount), "What the customer pays. Left empty, the opportunity's amount stands.", false))
}

// Recycle asks until when a lead waits.
func Recycle(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackRecycle, "Recycle "+l.ID.String(), "Put aside",
		kit.DatePicker(kit.FieldUntil, "Until", "On that morning it comes back to marketing by itself.", c.Today().AddDays(defaultRecycleDays)),
		kit.TextField{
			Field: kit.FieldNote, Label: "Note", Placeholder: "Budget is decided in February.",
			Limit: kit.LimitNote, Lines: true,
		}.Block(),
	)
}

// Touch asks for the kind and the outcome of a contact.
func Touch(_ kit.Context, l funnel.Lead) slack.ModalViewRequest {
	choices := kit.Each(funnel.TouchKinds,
		func(kind funnel.TouchKind) kit.Choice { return kit.Choice{Value: string(kind), Label: touchName(kind)} })
	return onLead(l, CallbackTouch, "Log a touch", "Log it",
		kit.Menu(kit.FieldKind, "What was it?", "", string(funnel.TouchKinds[0]), choices),
		kit.TextField{
			Field: kit.FieldOutcome, Label: "What came of it?", Placeholder: "Demo on Thursday.",
			Limit: kit.LimitNote, Lines: true,
		}.Block(),
	)
}

func touchName(kind funnel.TouchKind) string {
	if kind == "email" {
		return "E-mail"
	}

	return kit.Capital(string(kind))
}

// Assign asks who takes over a lead. The candidates are the reps, or the
// marketers where marketing has the lead.
func Assign(c kit.Context, l funnel.Lead, candidates []ref.UserID) slack.ModalViewRequest {
	holder, _ := l.Turn()
	var others []ref.UserID
	for _, id := range candidates {
		if id != holder {
			others = append(others, id)
		}
	}

	return onLead(l, CallbackAssign, "Reassign "+l.ID.String(), "Reassign",
		c.People(kit.FieldTo, "To", "Promises that are open start anew for them.", "", nil, others),
		kit.TextField{
			Field: kit.FieldWhy, Label: "Why?", Placeholder: "They are in your region.", Limit: kit.LimitWhy,
			Lines: true,
		}.Block())
}

// Detail shows a lead and the last of its history. It has nothing to submit.
func Detail(c kit.Context, l funnel.Lead, history []funnel.Entry) slack.ModalViewRequest {
	blocks := direct(c, "").detail(l)
	if len(history) > 0 {
		blocks = append(append(blocks, slack.NewDividerBlock()), HistoryList(c, l, history).Blocks...)
	}

	v := kit.Modal(kit.CallbackDetail, l.ID.String(), "", kit.Metadata{Token: kit.TokenOf(l)}, blocks...)
	v.Close = kit.PlainText("Close", kit.MaxTitle)
	return v
}

// Snooze asks until when reminders of a lead are put off, and why.
func Snooze(c kit.Context, l funnel.Lead) slack.ModalViewRequest {
	return onLead(l, CallbackSnooze, "Snooze "+l.ID.String(), "Snooze",
		kit.ContextLine("No reminders until then. The promise stays as it is, and your manager sees why you put it off."),
		kit.DatePicker(kit.FieldUntil, "Until", "Reminders come again from that morning on.",
			c.Today().AddDays(defaultSnoozeDays)),
		kit.TextField{
			Field: kit.FieldReason, Label: "Why?", Placeholder: "She is at a fair until Thursday.",
			Limit: kit.LimitNote, Required: true,
		}.Block(),
	)
}

const defaultSnoozeDays = 3
