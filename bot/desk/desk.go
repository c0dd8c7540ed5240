package desk

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
)

// Desk is what the features share: the use cases, who people are, and the ways to answer in Slack.
type Desk struct {
	Services *loop.Services
	People   *Directory
	API      *slack.Client
	apiURL   string
	Log      zerolog.Logger
	Now      func() time.Time
	Pace     time.Duration // between two answers in one conversation
	forms    *forms
	Answers  *wire.Lanes // that Slack held up, by conversation
}

// New sets up a desk. What calls the Web API is given to it afterwards.
func New(
	services *loop.Services, log zerolog.Logger, now func() time.Time, home func() string,
	apiURL string, pace time.Duration,
) *Desk {
	d := &Desk{
		Services: services, Log: log, Now: now, apiURL: apiURL, Pace: pace, forms: newForms(), Answers: wire.NewLanes(),
	}
	d.People = NewDirectory(d.fetchPerson, time.Now, home, log)
	return d
}

// ViewContext is what views need of the world. It is also used to tell of a
// success, so it never fails: without a definition the stages have their
// usual names.
func (d *Desk) ViewContext(ctx context.Context) kit.Context {
	vc := kit.Context{Name: d.People.Name, Location: d.Services.Core.Settings().Calendar.Location, Now: d.Now()}
	policy, err := d.Services.Core.Policy(context.WithoutCancel(ctx))
	if err != nil {
		d.Log.Error().Err(err).Msg("could not read what is agreed")
	}

	vc.Policy, vc.Definition = policy, policy.Definition
	return vc
}

// Today is the day of the workspace.
func (d *Desk) Today() calendar.Date {
	return calendar.DateOf(d.Now(), d.Services.Core.Settings().Calendar.Location)
}

// answersTo says whether a response URL belongs to the workspace's server. It
// is the only address that the bot takes from an input.
func (d *Desk) answersTo(address string) bool {
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

func (d *Desk) fetchPerson(ctx context.Context, id ref.UserID) (*slack.User, error) {
	user, err := d.API.GetUserInfoContext(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("users.info: %w", err)
	}

	if err := d.Services.People.Note(ctx, id, ProfileOf(user)); err != nil {
		d.Log.Error().Err(err).Str("user", string(id)).Msg("could not keep what Slack says about somebody")
	}

	return user, nil
}

// Form are the values of a form; a blank field has none.
func (d *Desk) Form(in *Input) *Values {
	return NewValues(Filled(in.View.Form), d.Currency(), d.Today())
}

// Currency is that of amounts without one.
func (d *Desk) Currency() string { return d.Services.Core.Settings().Currency }

// Present leaves out who cannot be given leads now.
func (d *Desk) Present(people []ref.UserID) []ref.UserID {
	return slices.DeleteFunc(slices.Clone(people), func(id ref.UserID) bool { return !d.Available(id) })
}

// Available says whether somebody may be given leads: not when Slack says
// that they are deactivated or a guest. Of whom nothing is known the roster's
// word stands.
func (d *Desk) Available(id ref.UserID) bool {
	if d == nil {
		return true
	}

	return d.People.Member(context.Background(), id).Refusal == ""
}
