package view

import (
	"github.com/slack-go/slack"
)

// Limits of Slack on the parts of a message.
const (
	maxSection = 3000
	maxHeader  = 150
	maxButton  = 75
	maxOption  = 75
	maxTitle   = 24
	maxText    = 3000
	maxOptions = 100

	maxConfirm     = 300
	maxConfirmWord = 30
)

// plain is text that Slack shows as it is. Slack refuses an empty one.
func plain(text string, max int) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}
	emoji := false
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: Cut(text, max), Emoji: &emoji}
}

// markup is mrkdwn in which every user text has been escaped already.
// Verbatim keeps Slack from making links and mentions of its own.
func markup(text string) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: CutMarkup(text, maxSection), Verbatim: true}
}

func header(text string) slack.Block { return slack.NewHeaderBlock(plain(flat(text), maxHeader)) }

func section(text string) slack.Block { return slack.NewSectionBlock(markup(text), nil, nil) }

func context(text string) slack.Block { return slack.NewContextBlock("", markup(text)) }

// confirm asks before a button does its work.
func confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(plain(title, maxHeader), plain(text, maxConfirm), plain(yes, maxConfirmWord), plain(no, maxConfirmWord))
}

// message is one with the same words in its notification as in its blocks.
func message(text string, blocks ...slack.Block) Message {
	return Message{Text: CutMarkup(text, maxText), Blocks: blocks}
}

// say is a message of one paragraph.
func say(text string, more ...slack.Block) Message {
	return message(text, append([]slack.Block{section(text)}, more...)...)
}
