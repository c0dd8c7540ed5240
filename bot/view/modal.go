package view

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
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
func NewLead(c Context, prefill funnel.LeadInput) slack.ModalViewRequest {
	return modal(CallbackNew, "New lead", "Log lead", Metadata{Permalink: prefill.Permalink})
}

// EditLead asks for corrections of what is written about a lead.
func EditLead(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackEdit, "Edit "+l.ID.String(), "Save", Metadata{Token: TokenOf(l)})
}

// Handoff asks to which rep a lead is handed, and why it qualifies.
func Handoff(c Context, l funnel.Lead, reps []funnel.UserID) slack.ModalViewRequest {
	return modal(CallbackHandoff, "Hand off "+l.ID.String(), "Hand off", Metadata{Token: TokenOf(l)})
}

// Reject asks why a handoff is rejected.
func Reject(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackReject, "Reject "+l.ID.String(), "Reject", Metadata{Token: TokenOf(l)})
}

// Lost asks why a lead was lost.
func Lost(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackLost, "Lose "+l.ID.String(), "Close as lost", Metadata{Token: TokenOf(l)})
}

// Disqualify asks why a lead will never be a customer.
func Disqualify(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackDisqualify, "Disqualify "+l.ID.String(), "Disqualify", Metadata{Token: TokenOf(l)})
}

// Qualify asks for the amount and the close date of an opportunity.
func Qualify(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackQualify, "Qualify "+l.ID.String(), "Qualify", Metadata{Token: TokenOf(l)})
}

// Win asks for the amount that was won.
func Win(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackWin, "Win "+l.ID.String(), "Close as won", Metadata{Token: TokenOf(l)})
}

// Recycle asks until when a lead waits.
func Recycle(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackRecycle, "Recycle "+l.ID.String(), "Recycle", Metadata{Token: TokenOf(l)})
}

// Touch asks for the kind and the outcome of a contact.
func Touch(c Context, l funnel.Lead) slack.ModalViewRequest {
	return modal(CallbackTouch, "Log a touch", "Log it", Metadata{Token: TokenOf(l)})
}

// Assign asks who takes over a lead. The candidates are the reps, or the
// marketers where marketing has the lead.
func Assign(c Context, l funnel.Lead, candidates []funnel.UserID) slack.ModalViewRequest {
	return modal(CallbackAssign, "Assign "+l.ID.String(), "Assign", Metadata{Token: TokenOf(l)})
}

// Detail shows a lead and the last of its history. It has nothing to submit.
func Detail(c Context, l funnel.Lead, history []funnel.Entry) slack.ModalViewRequest {
	return modal(CallbackDetail, l.ID.String(), "", Metadata{Token: TokenOf(l)})
}

// Form reads what was filled in: the values of the inputs by field name. A
// field left blank is "".
func Form(state *slack.ViewState) map[string]string {
	fields := map[string]string{}
	if state == nil {
		return fields
	}
	for field, actions := range state.Values {
		a := actions[InputAction]
		switch {
		case a.SelectedOption.Value != "":
			fields[field] = a.SelectedOption.Value
		case a.SelectedDate != "":
			fields[field] = a.SelectedDate
		case a.SelectedUser != "":
			fields[field] = a.SelectedUser
		default:
			fields[field] = a.Value
		}
	}
	return fields
}
