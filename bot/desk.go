package bot

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
)

// desk is what the features share: the use cases, who people are, and the ways to answer in Slack.
type desk struct {
	services *loop.Services
	people   *directory
	api      *slack.Client
	apiURL   string
	log      zerolog.Logger
	now      func() time.Time
	pace     time.Duration // between two answers in one conversation
	forms    *forms
	answers  *lanes // that Slack held up, by conversation
}

func newDesk(services *loop.Services, log zerolog.Logger, now func() time.Time, apiURL string, pace time.Duration) *desk {
	d := &desk{
		services: services, log: log, now: now, apiURL: apiURL, pace: pace, forms: newForms(), answers: newLanes(),
	}
	d.people = newDirectory(d.fetchPerson, time.Now, log)
	return d
}

// viewContext is what views need of the world. It is also used to tell of a
// success, so it never fails: without a definition the stages have their
// usual names.
func (d *desk) viewContext(ctx context.Context) view.Context {
	vc := view.Context{Name: d.people.name, Location: d.services.Core.Settings().Calendar.Location, Now: d.now()}
	policy, err := d.services.Core.Policy(context.WithoutCancel(ctx))
	if err != nil {
		d.log.Error().Err(err).Msg("could not read what is agreed")
	}
	vc.Policy, vc.Definition = policy, policy.Definition
	return vc
}

func (d *desk) today() calendar.Date {
	return calendar.DateOf(d.now(), d.services.Core.Settings().Calendar.Location)
}

// answersTo says whether a response URL belongs to the workspace's server. It
// is the only address that the bot takes from an input.
func (d *desk) answersTo(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	api, err := url.Parse(d.apiURL)
	if err != nil {
		return false
	}
	if api.Host != "slack.com" {
		return u.Host == api.Host
	}
	return u.Scheme == "https" && (u.Host == "hooks.slack.com" || u.Host == "slack.com" || u.Host == "hooks.slack-gov.com")
}

func (d *desk) fetchPerson(ctx context.Context, id ref.UserID) (*slack.User, error) {
	user, err := d.api.GetUserInfoContext(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("users.info: %w", err)
	}
	if err := d.services.People.Note(ctx, id, slackPerson(user)); err != nil {
		d.log.Error().Err(err).Str("user", string(id)).Msg("could not keep what Slack says about somebody")
	}
	return user, nil
}

// form are the values of a form; a blank field has none.
func (d *desk) form(in *Input) *values {
	return newValues(filled(in.View.Form), d.currency(), d.today())
}

func (d *desk) currency() string { return d.services.Core.Settings().Currency }

// present leaves out who cannot be given leads now.
func (d *desk) present(people []ref.UserID) []ref.UserID {
	return slices.DeleteFunc(slices.Clone(people), func(id ref.UserID) bool { return !d.Available(id) })
}

// Available says whether somebody may be given leads: not when Slack says
// that they are deactivated or a guest. Of whom nothing is known the roster's
// word stands.
func (d *desk) Available(id ref.UserID) bool {
	if d == nil {
		return true
	}
	return d.people.member(context.Background(), id).refusal == ""
}
