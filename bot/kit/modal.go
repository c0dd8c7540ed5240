package kit

import "github.com/slack-go/slack"

// Modal is a form; without a word to submit it only shows something.
func Modal(callback, title, submit string, m Metadata, blocks ...slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: PlainText(title, MaxTitle), Close: PlainText("Cancel", MaxTitle),
		PrivateMetadata: m.String(), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		v.Submit = PlainText(submit, MaxTitle)
	}

	return v
}

// Saying is a modal that only says something.
func Saying(m Message) slack.ModalViewRequest {
	v := Modal("", "Leadloop", "", Metadata{}, m.Blocks...)
	v.Close = PlainText("Close", MaxTitle)
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
