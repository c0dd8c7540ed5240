package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const (
	personFresh    = time.Hour
	personPatience = 700 * time.Millisecond // what a look-up may cost an answer
	warmDelay      = time.Second
	warmPace       = 50 * time.Millisecond
	mostMet        = 20 // people who are asked about at once
	warmPatience   = 5 * time.Second
)

// Person is what Slack says about somebody.
type Person struct {
	name    string
	handle  string // under which Slack has nobody else
	zone    string
	Refusal string // why they may not use Leadloop, in a sentence; "" where they may
	gone    bool
	fetched time.Time
}

// shownName is what Slack shows as the name of somebody.
func shownName(u *slack.User) string {
	return cmp.Or(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name)
}

// personOf is what an answer means to the workspace that is home.
func personOf(u *slack.User, home string, now time.Time) Person {
	p := Person{name: shownName(u), handle: u.Name, zone: u.TZ, gone: u.Deleted, fetched: now}
	atHome := home != "" && (u.TeamID == home || slices.Contains(u.Enterprise.Teams, home))
	switch {
	case u.Deleted:
		p.Refusal = "This account is deactivated in Slack, so it cannot use Leadloop."
	case u.IsBot || u.IsWorkflowBot || u.ID == Slackbot:
		p.Refusal = "Leadloop takes no orders from bots. A person has to do this."
	case u.IsRestricted || u.IsUltraRestricted:
		p.Refusal = "Guests cannot use Leadloop. Ask a full member of the team to do this for you."
	case u.IsStranger || !atHome:
		p.Refusal = "Leadloop belongs to another organisation, so only its people can use it. Ask your contact there to do this for you."
	}

	return p
}

// Slackbot is not marked as a bot.
const Slackbot = "USLACKBOT"

// Directory remembers people for an hour. It never holds up an answer for
// long: what cannot be fetched in time is fetched for the next time.
type Directory struct {
	Fetch func(ctx context.Context, id ref.UserID) (*slack.User, error)
	Now   func() time.Time
	Home  func() string // the workspace that people have to be of
	log   zerolog.Logger

	lookups singleflight.Group
	mu      sync.Mutex
	people  map[ref.UserID]Person
	missed  map[ref.UserID]miss // whose look-up failed
	warmed  chan struct{}       // closed when the roster was looked up
	failed  chan struct{}       // says that there is somebody to ask for again
}

// miss is a look-up that failed.
type miss struct {
	again time.Time // when it is repeated
	n     int       // how often it failed
}

// NewDirectory knows nobody yet; fetch asks Slack about one person.
func NewDirectory(
	fetch func(context.Context, ref.UserID) (*slack.User, error), now func() time.Time, home func() string,
	log zerolog.Logger,
) *Directory {
	return &Directory{
		Fetch: fetch, Now: now, Home: home, log: log, people: map[ref.UserID]Person{}, missed: map[ref.UserID]miss{},
		warmed: make(chan struct{}), failed: make(chan struct{}, 1),
	}
}

// known gives what is remembered, however old, and whether it is fresh.
func (d *Directory) known(id ref.UserID) (p Person, ok, fresh bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok = d.people[id]
	return p, ok, ok && d.Now().Sub(p.fetched) < personFresh
}

// Member gives a person of the roster without waiting: the roster vouches
// for those of whom nothing is known yet.
func (d *Directory) Member(ctx context.Context, id ref.UserID) Person {
	p, ok, fresh := d.known(id)
	if ok && !fresh {
		d.refresh(ctx, id)
	}

	return p
}

// Lookup gives a person, from Slack where need be. What is stale is given at
// once and fetched again in the background.
func (d *Directory) Lookup(ctx context.Context, id ref.UserID) (Person, bool) {
	d.Meet(ctx, id)
	p, ok, _ := d.known(id)
	return p, ok
}

// Meet sees to it that people are known by name, if Slack tells in time. The
// first of them are asked for at once: what is shown holds no more, and Slack
// refuses who asks about hundreds.
func (d *Directory) Meet(ctx context.Context, ids ...ref.UserID) {
	var awaited []<-chan singleflight.Result
	asked := 0
	for _, id := range Distinct(ids) {
		if asked == mostMet {
			break
		}

		if id == ref.Leadloop {
			continue
		}

		_, ok, fresh := d.known(id)
		if fresh {
			continue
		}

		asked++
		if over := d.refresh(ctx, id); !ok {
			awaited = append(awaited, over)
		}
	}

	patience, cancel := context.WithTimeout(ctx, personPatience)
	defer cancel()
	for _, over := range awaited {
		select {
		case <-over:
		case <-patience.Done():
			return
		}
	}
}

// refresh fetches a person in the background, once at a time, and says when that is over.
func (d *Directory) refresh(ctx context.Context, id ref.UserID) <-chan singleflight.Result {
	return d.lookups.DoChan(string(id), func() (any, error) {
		d.ask(context.WithoutCancel(ctx), id)
		return nil, nil
	})
}

// ask remembers what Slack says about somebody.
func (d *Directory) ask(ctx context.Context, id ref.UserID) {
	u, err := d.Fetch(ctx, id)

	d.mu.Lock()
	defer d.mu.Unlock()

	if err == nil {
		d.people[id] = personOf(u, d.Home(), d.Now())
		delete(d.missed, id)
		return
	}

	d.log.Warn().Err(err).Str("user", string(id)).Msg("could not look up a person")
	d.miss(id, err)
}

// miss notes when a look-up that failed is repeated.
func (d *Directory) miss(id ref.UserID, err error) {
	if code := wire.SlackCode(err); code != "" && !wire.Passing[code] {
		delete(d.missed, id) // it is asked again when somebody needs it
		return
	}

	const longest = 9 // doublings of a second
	n := d.missed[id].n
	wait := time.Second << min(n, longest)
	if limit, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		wait = max(wait, limit.RetryAfter)
	}

	d.missed[id] = miss{again: d.Now().Add(wait), n: n + 1}
	select {
	case d.failed <- struct{}{}:
	default:
	}
}

// Again repeats look-ups that failed, until the context ends.
func (d *Directory) Again(ctx context.Context) {
	for ctx.Err() == nil {
		due, wait := d.overdue()
		for _, id := range due {
			select {
			case <-d.refresh(ctx, id):
			case <-ctx.Done():
				return
			}
		}

		if len(due) > 0 {
			continue
		}

		wire.PauseUntil(ctx, d.failed, wait)
	}
}

// overdue are those to ask for again now, or how long there is nobody.
func (d *Directory) overdue() (due []ref.UserID, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	wait = personFresh
	for id, m := range d.missed {
		left := m.again.Sub(d.Now())
		if left <= 0 {
			due = append(due, id)
		}

		wait = min(wait, left)
	}

	return due, wait
}

// Distinct leaves out those who were named before, and nobody.
func Distinct(people []ref.UserID) []ref.UserID {
	var out []ref.UserID
	for _, id := range people {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}

	return out
}

// Changed takes over what Slack says about somebody unasked.
func (d *Directory) Changed(u *slack.User) {
	if u == nil || u.ID == "" {
		return
	}

	d.mu.Lock()
	defer d.mu.Unlock()
	d.people[ref.UserID(u.ID)] = personOf(u, d.Home(), d.Now())
	delete(d.missed, ref.UserID(u.ID))
}

// Name is the shown name, or "" where it is not known yet. Of those of one name it
// says the handle too.
func (d *Directory) Name(id ref.UserID) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.people[id]
	if p.name == "" || p.handle == "" {
		return p.name
	}

	for other, o := range d.people {
		if other != id && strings.EqualFold(o.name, p.name) {
			return p.name + " (" + p.handle + ")"
		}
	}

	return p.name
}

// Warm looks people up before they are needed, without haste: after a start
// Slack has more urgent things to answer. Its end is the end of waitWarm.
func (d *Directory) Warm(ctx context.Context, ids []ref.UserID) {
	defer close(d.warmed)
	if wire.Pause(ctx, warmDelay) != nil {
		return
	}

	for _, id := range ids {
		if _, _, fresh := d.known(id); fresh {
			continue
		}

		select {
		case <-d.refresh(ctx, id):
		case <-ctx.Done():
			return
		}

		if wire.Pause(ctx, warmPace) != nil {
			return
		}
	}
}

// WaitWarm waits a little until people are known by name.
func (d *Directory) WaitWarm(ctx context.Context) {
	patience, cancel := context.WithTimeout(ctx, warmPatience)
	defer cancel()
	select {
	case <-d.warmed:
	case <-patience.Done():
	}
}

// ProfileOf is what is kept of somebody. Slack names no zone of those who
// are deactivated.
func ProfileOf(u *slack.User) people.Profile {
	return people.Profile{Name: shownName(u), Zone: u.TZ, Gone: u.Deleted}
}
