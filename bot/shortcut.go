package bot

import (
	"context"
	"regexp"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// permalinkPatience keeps the modal within the 3 s that its trigger lives.
const permalinkPatience = 600 * time.Millisecond

// shortcutLogMessage opens the form of a new lead, with what a message says
// about it.
func (b *Bot) shortcutLogMessage(ctx context.Context, in *Input) (Ack, error) {
	vc := b.viewContext(ctx)
	prefill := leadInMessage(in.Text)
	quick, cancel := context.WithTimeout(ctx, permalinkPatience)
	defer cancel()
	var err error
	prefill.Permalink, err = b.api.GetPermalinkContext(quick, &slack.PermalinkParameters{Channel: in.Channel, Ts: in.MessageTS})
	if err != nil {
		b.log.Info().Err(err).Msg("no link to the message; the lead is logged without one")
	}
	return b.ask(ctx, in, view.NewLead(vc, prefill))
}

var emailInText = regexp.MustCompile(`[^\s<>()\[\],;:"@]+@[^\s<>()\[\],;:"@]+\.[\p{L}]{2,}`)

// mostPrefill is how much of a message goes into the form.
const mostPrefill = 800

// leadInMessage finds addresses and a number, and takes the text as the
// need.
func leadInMessage(text string) funnel.LeadInput {
	text = clean(text)
	p := logParser{}
	p.in.Email = emailInText.FindString(shown(text))
	p.cutPhone(p.cutLinks(words(text)))
	p.in.Need = view.Cut(shown(text), mostPrefill)
	return p.in
}
