package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

const digestUsage = placeUsage + ` [--week 2026-W47] [--audience leadership] [--format text|json|blocks|html|csv]

Shows the digest of a week, the last full one unless --week names another. It
posts nothing: text is for people, json for programs, blocks for Slack's Block
Kit Builder, html is a page to mail or print, csv is for spreadsheets. The
audience is leadership, sales or marketing; or a person, as U012ABCDEF, whose
own week is shown as text, json or blocks.`

type (
	showDigest  func(context.Context, io.Writer, *offline, report.Digest) error
	showOwnWeek func(context.Context, io.Writer, *offline, report.OwnWeek) error
)

// format is a way to show something, by its name.
type format[T any] struct {
	name string
	show T
}

var (
	digestFormats  = []format[showDigest]{{"text", digestText}, {"json", digestJSON}, {"blocks", digestBlocks}, {"html", digestHTML}, {"csv", digestCSV}}
	ownWeekFormats = []format[showOwnWeek]{{"text", ownWeekText}, {"json", ownWeekJSON}, {"blocks", ownWeekBlocks}}
)

// formatNamed finds one of the ways to show something.
func formatNamed[T any](formats []format[T], what, name string) (show T, err error) {
	var names []string
	for _, f := range formats {
		if f.name == name {
			return f.show, nil
		}
		names = append(names, f.name)
	}
	return show, unknownWord(what, name, names)
}

// digestCommand shows the digest of a week.
func digestCommand(ctx context.Context, env environment, args []string) (err error) {
	var p place
	var week, audience, format string
	flags := newFlags(env, "digest", digestUsage)
	p.register(flags)
	flags.StringVar(&week, "week", "", "the `WEEK`, such as 2026-W47")
	flags.StringVar(&audience, "audience", "", "`WHO` reads it: leadership, sales, marketing, or a person's id")
	flags.StringVar(&format, "format", "text", "`text|json|blocks|html|csv`")
	if err := parseFlags(flags, args); err != nil {
		return err
	}
	reader, err := digestReaderOf(audience, format)
	if err != nil {
		return err
	}
	var asked calendar.Period
	if week != "" {
		if asked, err = calendar.ParsePeriod(week); err != nil {
			return usagef("--week: %v", err)
		}
		if asked.Kind() != calendar.Week {
			return usagef("--week: %q is a %s; a digest is of one week, such as 2026-W47", week, asked.Kind())
		}
	}
	data, err := openOffline(ctx, env, p, counting)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	today := calendar.DateOf(env.now(), data.settings.Calendar.Location)
	if asked.IsZero() {
		asked = calendar.WeekOf(today).Prev()
	}
	if asked.From.After(today) {
		return usagef("--week: %s has not begun; it is %s now", asked.Label, calendar.WeekOf(today).Label)
	}
	return reader(ctx, env.stdout, data, asked)
}

func digestText(ctx context.Context, w io.Writer, data *offline, d report.Digest) error {
	name, err := data.names(ctx)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, view.DigestText(d, data.settings.Calendar.Location, name))
	return err
}

// names tells people by the names that Slack last said; others keep their id.
func (o *offline) names(ctx context.Context) (func(ref.UserID) string, error) {
	known, err := o.services.People.Names(ctx)
	return func(id ref.UserID) string { return known[id] }, err
}

func digestJSON(_ context.Context, w io.Writer, _ *offline, d report.Digest) error {
	return indented(w, d)
}

func indented(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// slackMessage is a message as chat.postMessage takes it.
type slackMessage struct {
	Text   string         `json:"text"`
	Blocks any            `json:"blocks"`
	Thread []slackMessage `json:"thread,omitempty"`
}

func digestBlocks(ctx context.Context, w io.Writer, data *offline, d report.Digest) error {
	seen, err := digestContext(ctx, data, d)
	if err != nil {
		return err
	}
	first, replies := view.Digest(seen, d, view.Full)
	message := slackMessage{Text: first.Text, Blocks: first.Blocks}
	for _, reply := range replies {
		message.Thread = append(message.Thread, slackMessage{Text: reply.Text, Blocks: reply.Blocks})
	}
	return indented(w, message)
}

// digestContext is what a rendering outside of Slack knows.
func digestContext(ctx context.Context, data *offline, d report.Digest) (view.Context, error) {
	name, err := data.names(ctx)
	if err != nil {
		return view.Context{}, err
	}
	definition, err := data.services.Agreement.Definition(ctx)
	return view.Context{Name: name, Definition: definition, Location: data.settings.Calendar.Location, Now: d.AsOf}, err
}

func digestHTML(ctx context.Context, w io.Writer, data *offline, d report.Digest) error {
	seen, err := digestContext(ctx, data, d)
	if err != nil {
		return err
	}
	page, err := view.DigestPage(seen, d)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, page)
	return err
}

func digestCSV(ctx context.Context, w io.Writer, data *offline, d report.Digest) error {
	seen, err := digestContext(ctx, data, d)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, view.DigestCSV(seen, d))
	return err
}
