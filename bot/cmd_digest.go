package bot

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/report"
)

const digestUsage = "Expected `/loop digest preview`, for your eyes only, `/loop digest now`, for the leadership channel, `/loop digest off` or `on`, to end it there or begin it again, or `/loop digest me on`, for your own week. `sales` and `marketing` behind these are the digests of the teams."

func (b *Bot) loopDigest(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return Ack{}, fault.Invalid("Which one? %s", digestUsage)
	}
	rest := args[1:]
	switch word := args[0].Word(); word {
	case "preview":
		return b.digestPreview(ctx, in, rest.Text())
	case "now":
		return b.digestNow(ctx, in, rest)
	case "off", "on":
		audience, err := funnel.ParseAudience(rest.Text())
		if err != nil {
			return Ack{}, err
		}
		return b.muteDigest(ctx, in, audience, word == "off")
	case "me", "mine":
		return b.digestMe(ctx, in, rest)
	}
	return Ack{}, fault.Invalid("“%s” is not a digest. %s", args.Text(), digestUsage)
}

func (b *Bot) digestPreview(ctx context.Context, in *Input, reader string) (Ack, error) {
	if strings.EqualFold(reader, "me") || strings.EqualFold(reader, "mine") {
		return says(view.Say("Your week so far is on its way to your direct messages with Leadloop.")), b.services.Digest.PreviewOwnWeek(ctx, in.request())
	}
	audience, err := funnel.ParseAudience(reader)
	if err != nil {
		return Ack{}, err
	}
	return says(view.Say("The digest of the running week, as " + string(audience) + " will read it, is on its way to your direct messages with Leadloop. Nobody else sees it.")),
		b.services.Digest.Preview(ctx, in.request(), audience)
}

func (b *Bot) digestNow(ctx context.Context, in *Input, reader line.Line) (Ack, error) {
	again := len(reader) > 0 && reader[len(reader)-1].Word() == "again"
	if again {
		reader = reader[:len(reader)-1]
	}
	audience, err := funnel.ParseAudience(reader.Text())
	if err != nil {
		return Ack{}, err
	}
	return says(view.Say("The digest of the last full week is on its way to the channel of " + string(audience) + ".")),
		b.services.Digest.Post(ctx, in.request(), audience, again)
}

// muteDigest is also what the button under a digest does.
func (b *Bot) muteDigest(ctx context.Context, in *Input, audience funnel.Audience, off bool) (Ack, error) {
	changed, err := b.services.Digest.Mute(ctx, in.request(), audience, off)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.DigestMuted(vc, audience, off, changed) })
}

// digestMe has somebody told of their own week, or not any more.
func (b *Bot) digestMe(ctx context.Context, in *Input, rest line.Line) (Ack, error) {
	if len(rest) == 0 {
		sub, ok, err := b.services.Digest.Subscription(ctx, in.Actor.User)
		return says(view.OwnWeekTime(b.viewContext(ctx), sub, ok)), err
	}
	if word := rest[0].Word(); word == "off" || word == "stop" || word == "mute" {
		return b.muteOwnWeek(ctx, in)
	}
	if rest[0].Word() == "on" {
		rest = rest[1:]
	}
	day, hour, minute, err := parseWeekly(rest)
	if err != nil {
		return Ack{}, err
	}
	sub, err := b.services.Digest.Subscribe(ctx, in.request(), day, hour, minute)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.OwnWeekTime(vc, sub, true) })
}

// muteOwnWeek is also what the button under such a digest does.
func (b *Bot) muteOwnWeek(ctx context.Context, in *Input) (Ack, error) {
	ended, err := b.services.Digest.Unsubscribe(ctx, in.request())
	return answer(ctx, b, ended, err, view.OwnWeekEnded)
}

var clockPattern = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?$`)

// parseWeekly reads [on] friday [at] 16:00; what is left out is Monday 09:00.
func parseWeekly(in line.Line) (day time.Weekday, hour, minute int, err error) {
	const usage = "Expected a day and a time, such as `/loop digest me tuesday 08:30`."
	day, hour = time.Monday, 9
	for _, token := range in {
		word := token.Word()
		if word == "at" || word == "on" {
			continue
		}
		if match := clockPattern.FindStringSubmatch(word); match != nil {
			hour, _ = strconv.Atoi(match[1])
			minute, _ = strconv.Atoi(match[2])
			if hour > 23 || minute > 59 {
				return 0, 0, 0, fault.Invalid("“%s” is not a time of day. %s", word, usage)
			}
			continue
		}
		named, ok := calendar.DayNamed(word)
		if !ok {
			return 0, 0, 0, fault.Invalid("“%s” is neither a day of the week nor a time. %s", word, usage)
		}
		day = named
	}
	return day, hour, minute, nil
}

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
