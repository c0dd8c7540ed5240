package digest

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/report"
)

const usage = "Expected `/loop digest preview`, for your eyes only, `/loop digest now`, for the leadership channel, `/loop digest off` or `on`, to end it there or begin it again, or `/loop digest me on`, for your own week. `sales` and `marketing` behind these are the digests of the teams."

func (h handlers) digest(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return desk.Ack{}, fault.Invalid("Which one? %s", usage)
	}

	rest := args[1:]
	switch word := args[0].Word(); word {
	case "preview":
		return h.preview(ctx, in, rest.Text())
	case "now":
		return h.postNow(ctx, in, rest)
	case "off", "on":
		audience, err := funnel.ParseAudience(rest.Text())
		if err != nil {
			return desk.Ack{}, err
		}

		return h.mute(ctx, in, audience, word == "off")
	case "me", "mine":
		return h.ownWeek(ctx, in, rest)
	}

	return desk.Ack{}, fault.Invalid("“%s” is not a digest. %s", args.Text(), usage)
}

func (h handlers) preview(ctx context.Context, in *desk.Input, reader string) (desk.Ack, error) {
	if strings.EqualFold(reader, "me") || strings.EqualFold(reader, "mine") {
		return desk.Says(kit.Say("Your week so far is on its way to your direct messages with Leadloop.")), h.Services.Digest.PreviewOwnWeek(ctx, in.Request())
	}

	audience, err := funnel.ParseAudience(reader)
	if err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(kit.Say("The digest of the running week, as " + string(audience) + " will read it, is on its way to your direct messages with Leadloop. Nobody else sees it.")),
		h.Services.Digest.Preview(ctx, in.Request(), audience)
}

func (h handlers) postNow(ctx context.Context, in *desk.Input, reader line.Line) (desk.Ack, error) {
	again := len(reader) > 0 && reader[len(reader)-1].Word() == "again"
	if again {
		reader = reader[:len(reader)-1]
	}

	audience, err := funnel.ParseAudience(reader.Text())
	if err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(kit.Say("The digest of the last full week is on its way to the channel of " + string(audience) + ".")),
		h.Services.Digest.Post(ctx, in.Request(), audience, again)
}

// mute is also what the button under a digest does.
func (h handlers) mute(ctx context.Context, in *desk.Input, audience funnel.Audience, off bool) (desk.Ack, error) {
	changed, err := h.Services.Digest.Mute(ctx, in.Request(), audience, off)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return muted(vc, audience, off, changed) })
}

// ownWeek has somebody told of their own week, or not any more.
func (h handlers) ownWeek(ctx context.Context, in *desk.Input, rest line.Line) (desk.Ack, error) {
	if len(rest) == 0 {
		sub, ok, err := h.Services.Digest.Subscription(ctx, in.Actor.User)
		return desk.Says(ownWeekTime(h.ViewContext(ctx), sub, ok)), err
	}

	if word := rest[0].Word(); word == "off" || word == "stop" || word == "mute" {
		return h.muteOwnWeek(ctx, in)
	}

	if rest[0].Word() == "on" {
		rest = rest[1:]
	}

	day, hour, minute, err := parseWeekly(rest)
	if err != nil {
		return desk.Ack{}, err
	}

	sub, err := h.Services.Digest.Subscribe(ctx, in.Request(), day, hour, minute)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return ownWeekTime(vc, sub, true) })
}

// muteOwnWeek is also what the button under such a digest does.
func (h handlers) muteOwnWeek(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	ended, err := h.Services.Digest.Unsubscribe(ctx, in.Request())
	return desk.Answer(ctx, h.Desk, ended, err, ownWeekEnded)
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

func (h handlers) clickDetails(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	d, err := h.clickedDigest(ctx, in)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.Ask(ctx, in, detailsModal(h.ViewContext(ctx), d))
}

func (h handlers) clickWhy(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	d, err := h.clickedDigest(ctx, in)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.Ask(ctx, in, whyModal(h.ViewContext(ctx), d))
}

func (h handlers) clickCSV(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	d, err := h.clickedDigest(ctx, in)
	return desk.Answer(ctx, h.Desk, d, err, snippet)
}

func (h handlers) clickMute(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	_, audience, err := clicked(in)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.mute(ctx, in, audience, true)
}

// clickedDigest calculates the digest under which somebody clicked.
func (h handlers) clickedDigest(ctx context.Context, in *desk.Input) (report.Digest, error) {
	week, audience, err := clicked(in)
	if err != nil {
		return report.Digest{}, err
	}

	d, err := h.Services.Digest.Week(ctx, week)
	return d.For(audience), err
}

// clicked reads of which week a digest is, and for whom.
func clicked(in *desk.Input) (calendar.Period, funnel.Audience, error) {
	label, reader, _ := strings.Cut(in.Value, " ")
	week, err := calendar.ParsePeriod(label)
	audience, audienceErr := funnel.ParseAudience(reader)
	if err != nil || audienceErr != nil || week.Kind() != calendar.Week {
		return week, audience, fault.NotFound("This digest is from another version of Leadloop. `/loop digest preview` shows the running week.")
	}

	return week, audience, nil
}

func (h handlers) tellDigest(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	if t.Period.IsZero() {
		return desk.Told{}, errNoWeek
	}

	digest, err := h.Services.Digest.Week(ctx, t.Period)
	if err != nil {
		return desk.Told{}, err
	}

	audience := cmp.Or(t.Audience, funnel.AudienceLeadership)
	message, thread := Messages(vc, digest.For(audience), t.Ability)
	return desk.Told{Message: message, Thread: thread}, nil
}

func (h handlers) tellOwnWeek(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	if t.Period.IsZero() {
		return desk.Told{}, errNoWeek
	}

	own, err := h.Services.Digest.OwnWeek(ctx, t.To, t.Period)
	if err != nil {
		return desk.Told{}, err
	}

	return desk.Saying(OwnWeek(vc, own), nil)
}

// errNoWeek is of an entry that a damaged file holds; trying again helps nobody.
var errNoWeek = desk.Refused{Explanation: "The notice of this digest names no week."}
