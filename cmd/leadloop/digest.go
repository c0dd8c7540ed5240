package main

import (
	"context"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/bot/digest"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

const digestHelp = `Shows the digest of a week, the last full one unless --week names another. It
posts nothing: text is for people, json for programs, blocks for Slack's Block
Kit Builder, html is a page to mail or print, csv is for spreadsheets. The
audience is leadership, sales or marketing; or a person, as U012ABCDEF, whose
own week is shown as text, json or blocks.`

// digestFlags are what digest can be told.
func digestFlags() []cli.Flag {
	return withPlace(
		&cli.StringFlag{Name: "week", Usage: "the `WEEK`, such as 2026-W47"},
		&cli.StringFlag{Name: "audience", Usage: "`WHO` reads it: leadership, sales, marketing, or a person's id"},
		&cli.StringFlag{Name: "format", Value: "text", Usage: "`text|json|blocks|html|csv`: how it is written"},
	)
}

// render writes something as text.
type render[T any] func(kit.Context, T) (string, error)

// format is a way to write something, by its name.
type format[T any] struct {
	name   string
	render render[T]
}

// digestFormats are the ways to write the digest of a team.
func digestFormats() []format[report.Digest] {
	return []format[report.Digest]{
		{"text", func(c kit.Context, d report.Digest) (string, error) {
			return digest.Text(d, c.Location, c.Name), nil
		}},
		{"json", func(_ kit.Context, d report.Digest) (string, error) { return indented(d) }},
		{"blocks", digestBlocks},
		{"html", digest.Page},
		{"csv", func(c kit.Context, d report.Digest) (string, error) { return digest.CSV(c, d), nil }},
	}
}

// ownWeekFormats are the ways to write the week of one person.
func ownWeekFormats() []format[report.OwnWeek] {
	return []format[report.OwnWeek]{
		{"text", func(c kit.Context, own report.OwnWeek) (string, error) {
			return digest.OwnWeekText(own, c.Location, c.Name), nil
		}},
		{"json", func(_ kit.Context, own report.OwnWeek) (string, error) { return indented(own) }},
		{"blocks", func(c kit.Context, own report.OwnWeek) (string, error) {
			said := digest.OwnWeek(c, own)
			return indented(slackMessage{Text: said.Text, Blocks: said.Blocks})
		}},
	}
}

// formatNamed finds one of the ways to show something.
func formatNamed[T any](formats []format[T], what, name string) (render[T], error) {
	var names []string
	for _, f := range formats {
		if f.name == name {
			return f.render, nil
		}

		names = append(names, f.name)
	}

	return nil, unknownWord(what, name, names)
}

func digestCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	reader, err := digestReaderOf(cmd.String("audience"), cmd.String("format"))
	if err != nil {
		return err
	}

	asked, err := weekNamed(cmd.String("week"))
	if err != nil {
		return err
	}

	return withData(ctx, env, placeOf(cmd), counting, func(data *offline) error {
		today := calendar.DateOf(env.now(), data.settings.Calendar.Location)
		if asked.IsZero() {
			asked = calendar.WeekOf(today).Prev()
		}

		if asked.From.After(today) {
			return usagef("--week: %s has not begun; it is %s now", asked.Label, calendar.WeekOf(today).Label)
		}

		return reader(ctx, onTerminal(env.stdout), data, asked)
	})
}

// weekNamed reads a week; none is named by nothing.
func weekNamed(text string) (week calendar.Period, err error) {
	if text == "" {
		return week, nil
	}

	if week, err = calendar.ParsePeriod(text); err != nil {
		return week, usagef("--week: %v", err)
	}

	if week.Kind() != calendar.Week {
		return week, usagef("--week: %q is a %s; a digest is of one week, such as 2026-W47", text, week.Kind())
	}

	return week, nil
}

// digestReader shows a week to whoever is to read it.
type digestReader func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error

// personID is the form of an id that Slack gives to a person.
var personID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// digestReaderOf understands an audience, or the id of a person, who reads of
// their own week.
func digestReaderOf(audience, format string) (digestReader, error) {
	if personID.MatchString(audience) {
		render, err := formatNamed(ownWeekFormats(), "format of an own week", format)
		if err != nil {
			return nil, err
		}

		return func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error {
			if !data.settings.Roster.Person(ref.UserID(audience)).Member() {
				return usagef("--audience: %s is on no team; "+
					"give --config with the configuration that names the teams, or another id", audience)
			}

			own, err := data.services.Digest.OwnWeek(ctx, ref.UserID(audience), week)
			if err != nil {
				return err
			}

			return show(ctx, w, data, render, own.AsOf, own)
		}, nil
	}

	reads, err := funnel.ParseAudience(audience)
	if err != nil {
		return nil, usagef("--audience: %s A person is named by the id that Slack shows in their profile, "+
			"such as U012ABCDEF.", fault.UserText(err))
	}

	render, err := formatNamed(digestFormats(), "format", format)
	if err != nil {
		return nil, err
	}

	return func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error {
		digest, err := data.services.Digest.Week(ctx, week)
		if err != nil {
			return err
		}

		return show(ctx, w, data, render, digest.AsOf, digest.For(reads))
	}, nil
}

// show writes what is to be read, with what a rendering outside of Slack knows. People are told by the names that Slack
// last said; others keep their id.
func show[T any](ctx context.Context, w io.Writer, data *offline, write render[T], asOf time.Time, read T) error {
	known, err := data.services.People.Names(ctx)
	if err != nil {
		return err
	}

	definition, err := data.services.Agreement.Definition(ctx)
	if err != nil {
		return err
	}

	text, err := write(kit.Context{
		Name: func(id ref.UserID) string { return known[id] }, Definition: definition,
		Location: data.settings.Calendar.Location, Now: asOf,
	}, read)
	if err != nil {
		return err
	}

	_, err = io.WriteString(w, text)
	return err
}

func indented(value any) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.String(), err
}

// slackMessage is a message as chat.postMessage takes it.
type slackMessage struct {
	Text   string         `json:"text"`
	Blocks any            `json:"blocks"`
	Thread []slackMessage `json:"thread,omitempty"`
}

func digestBlocks(c kit.Context, d report.Digest) (string, error) {
	first, replies := digest.Messages(c, d, kit.Full)
	message := slackMessage{Text: first.Text, Blocks: first.Blocks}
	for _, reply := range replies {
		message.Thread = append(message.Thread, slackMessage{Text: reply.Text, Blocks: reply.Blocks})
	}

	return indented(message)
}
