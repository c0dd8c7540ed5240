package main

import (
	"context"
	"io"
	"regexp"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// digestReader shows a week to whoever is to read it.
type digestReader func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error

// personID is the form of an id that Slack gives to a person.
var personID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// digestReaderOf understands an audience, or the id of a person, who reads of
// their own week.
func digestReaderOf(audience, format string) (digestReader, error) {
	if personID.MatchString(audience) {
		show, err := formatNamed(ownWeekFormats, "format of an own week", format)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error {
			if !data.settings.Roster.Person(ref.UserID(audience)).Member() {
				return usagef("--audience: %s is on no team; give --config with the configuration that names the teams, or another id", audience)
			}
			own, err := data.services.Digest.OwnWeek(ctx, ref.UserID(audience), week)
			if err != nil {
				return err
			}
			return show(ctx, w, data, own)
		}, nil
	}
	reads, err := funnel.ParseAudience(audience)
	if err != nil {
		return nil, usagef("--audience: %s A person is named by the id that Slack shows in their profile, such as U012ABCDEF.", fault.UserText(err))
	}
	show, err := formatNamed(digestFormats, "format", format)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, w io.Writer, data *offline, week calendar.Period) error {
		digest, err := data.services.Digest.Week(ctx, week)
		if err != nil {
			return err
		}
		return show(ctx, w, data, digest.For(reads))
	}, nil
}

func ownWeekText(ctx context.Context, w io.Writer, data *offline, own report.OwnWeek) error {
	name, err := data.names(ctx)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, view.OwnWeekText(own, data.settings.Calendar.Location, name))
	return err
}

func ownWeekJSON(_ context.Context, w io.Writer, _ *offline, own report.OwnWeek) error {
	return indented(w, own)
}

func ownWeekBlocks(ctx context.Context, w io.Writer, data *offline, own report.OwnWeek) error {
	name, err := data.names(ctx)
	if err != nil {
		return err
	}
	said := view.OwnWeek(view.Context{Name: name, Location: data.settings.Calendar.Location, Now: own.AsOf}, own)
	return indented(w, slackMessage{Text: said.Text, Blocks: said.Blocks})
}
