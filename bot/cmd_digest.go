package bot

import (
	"cmp"
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

func (h digestHandlers) loopDigest(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return Ack{}, fault.Invalid("Which one? %s", digestUsage)
	}
	rest := args[1:]
	switch word := args[0].Word(); word {
	case "preview":
		return h.digestPreview(ctx, in, rest.Text())
	case "now":
		return h.digestNow(ctx, in, rest)
	case "off", "on":
		audience, err := funnel.ParseAudience(rest.Text())
		if err != nil {
			return Ack{}, err
		}
		return h.muteDigest(ctx, in, audience, word == "off")
	case "me", "mine":
		return h.digestMe(ctx, in, rest)
	}
	return Ack{}, fault.Invalid("“%s” is not a digest. %s", args.Text(), digestUsage)
}

func (h digestHandlers) digestPreview(ctx context.Context, in *Input, reader string) (Ack, error) {
	if strings.EqualFold(reader, "me") || strings.EqualFold(reader, "mine") {
		return says(view.Say("Your week so far is on its way to your direct messages with Leadloop.")), h.services.Digest.PreviewOwnWeek(ctx, in.request())
	}
	audience, err := funnel.ParseAudience(reader)
	if err != nil {
		return Ack{}, err
	}
	return says(view.Say("The digest of the running week, as " + string(audience) + " will read it, is on its way to your direct messages with Leadloop. Nobody else sees it.")),
		h.services.Digest.Preview(ctx, in.request(), audience)
}

func (h digestHandlers) digestNow(ctx context.Context, in *Input, reader line.Line) (Ack, error) {
	again := len(reader) > 0 && reader[len(reader)-1].Word() == "again"
	if again {
		reader = reader[:len(reader)-1]
	}
	audience, err := funnel.ParseAudience(reader.Text())
	if err != nil {
		return Ack{}, err
	}
	return says(view.Say("The digest of the last full week is on its way to the channel of " + string(audience) + ".")),
		h.services.Digest.Post(ctx, in.request(), audience, again)
}

// muteDigest is also what the button under a digest does.
func (h digestHandlers) muteDigest(ctx context.Context, in *Input, audience funnel.Audience, off bool) (Ack, error) {
	changed, err := h.services.Digest.Mute(ctx, in.request(), audience, off)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.DigestMuted(vc, audience, off, changed) })
}

// digestMe has somebody told of their own week, or not any more.
func (h digestHandlers) digestMe(ctx context.Context, in *Input, rest line.Line) (Ack, error) {
	if len(rest) == 0 {
		sub, ok, err := h.services.Digest.Subscription(ctx, in.Actor.User)
		return says(view.OwnWeekTime(h.viewContext(ctx), sub, ok)), err
	}
	if word := rest[0].Word(); word == "off" || word == "stop" || word == "mute" {
		return h.muteOwnWeek(ctx, in)
	}
	if rest[0].Word() == "on" {
		rest = rest[1:]
	}
	day, hour, minute, err := parseWeekly(rest)
	if err != nil {
		return Ack{}, err
	}
	sub, err := h.services.Digest.Subscribe(ctx, in.request(), day, hour, minute)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.OwnWeekTime(vc, sub, true) })
}

// muteOwnWeek is also what the button under such a digest does.
func (h digestHandlers) muteOwnWeek(ctx context.Context, in *Input) (Ack, error) {
	ended, err := h.services.Digest.Unsubscribe(ctx, in.request())
	return answer(ctx, h.desk, ended, err, view.OwnWeekEnded)
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

func (h digestHandlers) clickDigestDetails(ctx context.Context, in *Input) (Ack, error) {
	d, err := h.clickedDigest(ctx, in)
	if err != nil {
		return Ack{}, err
	}
	return h.ask(ctx, in, view.DigestModal(h.viewContext(ctx), d))
}

func (h digestHandlers) clickDigestCSV(ctx context.Context, in *Input) (Ack, error) {
	d, err := h.clickedDigest(ctx, in)
	return answer(ctx, h.desk, d, err, view.DigestSnippet)
}

func (h digestHandlers) clickDigestMute(ctx context.Context, in *Input) (Ack, error) {
	_, audience, err := digestClicked(in)
	if err != nil {
		return Ack{}, err
	}
	return h.muteDigest(ctx, in, audience, true)
}

// clickedDigest reckons the digest under which somebody clicked.
func (h digestHandlers) clickedDigest(ctx context.Context, in *Input) (report.Digest, error) {
	week, audience, err := digestClicked(in)
	if err != nil {
		return report.Digest{}, err
	}
	d, err := h.services.Digest.Week(ctx, week)
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

func (h digestHandlers) tellDigest(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	if t.Period.IsZero() {
		return Told{}, errNoWeek
	}

	digest, err := h.services.Digest.Week(ctx, t.Period)
	if err != nil {
		return Told{}, err
	}

	audience := cmp.Or(t.Audience, funnel.AudienceLeadership)
	message, thread := view.Digest(vc, digest.For(audience), t.Ability)
	return Told{Message: message, Thread: thread}, nil
}

func (h digestHandlers) tellOwnWeek(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	if t.Period.IsZero() {
		return Told{}, errNoWeek
	}

	own, err := h.services.Digest.OwnWeek(ctx, t.To, t.Period)
	if err != nil {
		return Told{}, err
	}

	return Saying(view.OwnWeek(vc, own), nil)
}

// errNoWeek is of an entry that a damaged file holds; trying again helps nobody.
var errNoWeek = refused{explanation: "The notice of this digest names no week."}
