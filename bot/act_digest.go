package bot

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/report"
)

func (b *Bot) clickDigestDetails(ctx context.Context, in *Input) (Ack, error) {
	d, err := b.clickedDigest(ctx, in)
	if err != nil {
		return Ack{}, err
	}
	return b.ask(ctx, in, view.DigestModal(b.viewContext(ctx), d))
}

func (b *Bot) clickDigestCSV(ctx context.Context, in *Input) (Ack, error) {
	d, err := b.clickedDigest(ctx, in)
	return answer(ctx, b, d, err, view.DigestSnippet)
}

func (b *Bot) clickDigestMute(ctx context.Context, in *Input) (Ack, error) {
	_, audience, err := digestClicked(in)
	if err != nil {
		return Ack{}, err
	}
	return b.muteDigest(ctx, in, audience, true)
}

// clickedDigest reckons the digest under which somebody clicked.
func (b *Bot) clickedDigest(ctx context.Context, in *Input) (report.Digest, error) {
	week, audience, err := digestClicked(in)
	if err != nil {
		return report.Digest{}, err
	}
	d, err := b.services.Digest.Week(ctx, week)
	return d.For(audience), err
}

// digestClicked reads of which week a digest is, and for whom.
func digestClicked(in *Input) (calendar.Period, funnel.Audience, error) {
	label, reader, _ := strings.Cut(in.Value, " ")
	week, err := calendar.ParsePeriod(label)
	audience, audienceErr := funnel.ParseAudience(reader)
	if err != nil || audienceErr != nil || week.Kind() != calendar.Week {
		return week, audience, fault.NotFound("This digest is from another version of Leadloop. `/loop digest preview` shows the running week.")
	}
	return week, audience, nil
}
