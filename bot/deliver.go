package bot

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/delivery"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

const (
	mostAtOnce   = 8 // targets that are told something at the same time
	mostTargets  = 1000
	deliveryTime = 30 * time.Second // for one entry
	longestSleep = 30 * time.Second // between looks at the outbox, because clocks may jump
	// Slack takes one message per second and channel.
	perTarget = time.Second

	abilityKept = 24 * time.Hour
)

// round is what a courier has with it: where the outbox is, how each kind of notice is told, and whom to tell of trouble.
type round struct {
	delivery *delivery.Service
	api      *slack.Client
	log      zerolog.Logger
	now      func() time.Time
	pace     time.Duration // between two messages to one target
	channels map[funnel.Place]string
	notices  map[funnel.NoticeKind]Notice
	context  func(context.Context) view.Context
	named    func(context.Context) // waits until people are known by name
	granted  func(scope string) bool
	fail     func(error) // with what does not heal by itself

	delivered *prometheus.CounterVec // by kind of notice
	retries   prometheus.Counter
	parked    prometheus.Counter
}

// courier tells Slack what the outbox holds: each target in its order,
// several targets at the same time, within Slack's limits.
type courier struct {
	round

	kicks chan struct{}

	mu         sync.Mutex
	under      sync.WaitGroup
	busy       map[string]bool       // targets that are being told something
	notBefore  map[string]time.Time  // targets that have to wait, for pace or after a failure
	paused     map[string]time.Time  // methods that Slack limits
	dms        map[ref.UserID]string // conversations with people, as far as known
	begun      map[uint64]begun      // entries of several messages of which some are sent
	ability    view.Ability          // how much of a digest the workspace can show
	judged     time.Time             // when that was found out
	blindUntil map[string]time.Time  // scopes that are missing
	tries      map[uint64]int        // attempts at entries whose fate is not known
}

// begun is how far a message with a thread has come.
type begun struct {
	ref  store.MessageRef
	next int // of the thread's messages
}

func newCourier(r round) *courier {
	return &courier{
		round: r, kicks: make(chan struct{}, 1), busy: map[string]bool{}, notBefore: map[string]time.Time{}, paused: map[string]time.Time{},
		dms: map[ref.UserID]string{}, begun: map[uint64]begun{}, blindUntil: map[string]time.Time{}, tries: map[uint64]int{},
	}
}

func (c *courier) kick() {
	select {
	case c.kicks <- struct{}{}:
	default:
	}
}

// run works until the context ends, and finishes what is being sent.
func (c *courier) run(ctx context.Context) {
	defer c.under.Wait()
	for ctx.Err() == nil {
		timer := time.NewTimer(c.pass(ctx))
		select {
		case <-timer.C:
		case <-c.kicks:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// pass starts what can be sent now, and says how long there is nothing else
// to do.
func (c *courier) pass(ctx context.Context) time.Duration {
	due, wakeAt, err := c.delivery.Next(ctx, c.now(), mostTargets)
	if err != nil {
		if ctx.Err() == nil {
			c.log.Error().Err(err).Msg("could not read the outbox")
		}
		return longestOutageWait
	}
	sleep := longestSleep
	if !wakeAt.IsZero() {
		sleep = min(sleep, max(0, wakeAt.Sub(c.now())))
	}
	for _, entry := range due {
		wait, ok := c.claim(entry.Target)
		if !ok {
			sleep = min(sleep, wait)
			continue
		}
		c.under.Go(func() {
			// What has begun is finished, also when the program ends.
			unhurried, cancel := context.WithTimeout(context.WithoutCancel(ctx), deliveryTime)
			defer cancel()
			hold := c.deliver(unhurried, entry)
			c.release(entry.Target, hold)
		})
	}
	return sleep
}

// claim takes a target for one delivery, unless it is being told something,
// has to wait, or enough is under way.
func (c *courier) claim(target string) (wait time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[target] || len(c.busy) >= mostAtOnce {
		return longestSleep, false // its end wakes the courier
	}
	if wait := time.Until(c.notBefore[target]); wait > 0 {
		return wait, false
	}
	delete(c.notBefore, target)
	c.busy[target] = true
	return 0, true
}

func (c *courier) release(target string, hold time.Duration) {
	c.mu.Lock()
	delete(c.busy, target)
	if hold > 0 {
		c.notBefore[target] = time.Now().Add(hold)
	}
	c.mu.Unlock()
	c.kick()
}

// deliver tells one entry, and says how long its target has to rest.
func (c *courier) deliver(ctx context.Context, entry store.OutboxEntry) (hold time.Duration) {
	err := c.try(ctx, entry)
	switch {
	case err == nil:
		c.forget(entry.Seq)
		c.delivered.WithLabelValues(string(entry.Notice.Kind)).Inc()
		if entry.Notice.Kind == funnel.NoticeHome {
			return 0
		}
		return c.pace
	case errors.Is(err, kv.ErrNotFound):
		return 0 // told, or replaced, meanwhile
	}
	return c.failed(ctx, entry, err)
}

// try tells one entry. One that cannot be rendered must not end the program,
// and again at each start.
func (c *courier) try(ctx context.Context, entry store.OutboxEntry) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			c.log.Error().Uint64("entry", entry.Seq).Any("panic", cause).Bytes("stack", debug.Stack()).Msg("a delivery panicked")
			err = refused{explanation: "Leadloop could not make this message. The log has the details."}
		}
	}()
	p, err := c.prepare(ctx, entry)
	if err != nil {
		return err
	}
	return c.send(ctx, p)
}

func (c *courier) forget(seq uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.begun, seq)
	delete(c.tries, seq)
}

// failed decides what becomes of an entry that could not be told.
func (c *courier) failed(ctx context.Context, entry store.OutboxEntry, err error) time.Duration {
	ctx = context.WithoutCancel(ctx) // what happened is noted, even when the time for it is over
	f := judge(err)
	if slackCode(err) == "account_inactive" && !c.welcome(ctx) {
		f = failure{fate: hopelessFate, wait: time.Minute, explanation: "The app was removed from the workspace."}
	}
	log := c.log.With().Uint64("entry", entry.Seq).Str("notice", string(entry.Notice.Kind)).Str("target", entry.Target).Logger()
	attempts := max(entry.Attempts+1, c.attempt(entry.Seq))
	if hopeless := fatalError(err, "SLACK_BOT_TOKEN"); f.fate == hopelessFate && hopeless != nil {
		c.fail(hopeless)
	}
	if f.fate == refusedFate || f.fate == strangeFate && attempts >= mostStrange {
		log.Error().Err(err).Str("explanation", f.explanation).Msg("Slack does not take this message; it was put aside")
		c.parked.Inc()
		c.forget(entry.Seq)
		c.note(log, c.delivery.Park(ctx, entry.Seq, f.explanation))
		return 0
	}
	wait := max(f.wait, backOff(attempts))
	log.Warn().Err(err).Dur("wait", wait).Msg("could not tell Slack; trying again later")
	c.retries.Inc()
	if f.fate == unknownFate {
		// The entry stays marked as being sent: it may have arrived, and that is
		// looked up before it is sent once more.
		return wait
	}
	c.note(log, c.delivery.Postpone(ctx, entry.Seq, c.now().Add(wait), f.explanation))
	return 0
}

// welcome says whether Slack still knows the bot. The code of a person's
// deactivated account is also that of an app that was removed.
func (c *courier) welcome(ctx context.Context) bool {
	_, err := c.api.AuthTestContext(ctx)
	return fatalError(err, "") == nil
}

func (c *courier) note(log zerolog.Logger, err error) {
	if err != nil && !errors.Is(err, kv.ErrNotFound) {
		log.Error().Err(err).Msg("could not note what became of a delivery")
	}
}

func (c *courier) attempt(seq uint64) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries[seq]++
	return c.tries[seq]
}

const (
	longestBackOff = 5 * time.Minute
	mostStrange    = 10 // attempts at what Slack refuses for a reason unknown here
)

// backOff is 1, 2, 4 … 300 s.
func backOff(attempts int) time.Duration {
	return min(time.Second<<min(max(attempts-1, 0), 9), longestBackOff)
}

// parcel is an entry ready to be sent.
type parcel struct {
	entry   store.OutboxEntry
	channel string           // a conversation, or a person for direct messages
	edit    store.MessageRef // the message to be changed, if there is one
	Told
}

// prepare marks an entry as being sent and renders it from what is true now.
func (c *courier) prepare(ctx context.Context, entry store.OutboxEntry) (parcel, error) {
	p := parcel{entry: entry}
	var err error
	if p.channel, err = c.address(entry.Notice); err != nil {
		return p, err
	}
	if topic := entry.Notice.Topic(); topic != "" && entry.Notice.Kind != funnel.NoticeHome {
		if p.edit, _, err = c.delivery.MessageRef(ctx, topic); err != nil {
			return p, err
		}
	}
	if err := c.awaitMethod(ctx, p.method()); err != nil {
		if entry.State == store.StateSending {
			return p, unsure{err} // whether it arrived is still to be looked up
		}
		return p, notSent{err}
	}
	if entry.State == store.StateSending && p.method() == methodPost {
		if err := c.recall(ctx, &p); err != nil {
			return p, err
		}
	}
	if c.notices[entry.Notice.Kind].Named {
		c.named(ctx)
	}
	if p.entry, err = c.delivery.MarkSending(ctx, entry.Seq); err != nil {
		return p, err
	}
	return p, c.render(ctx, &p)
}

// address is where a notice goes.
func (c *courier) address(n funnel.Notice) (string, error) {
	if n.Place == "" {
		return string(n.To), nil
	}
	if channel := c.channels[n.Place]; channel != "" {
		return channel, nil
	}
	return "", refused{explanation: "No channel is configured for " + string(n.Place) + ". Set one in the configuration and restart."}
}

// render asks the feature of a notice how it is told now.
func (c *courier) render(ctx context.Context, p *parcel) error {
	notice, ok := c.notices[p.entry.Notice.Kind]
	if !ok {
		return refused{explanation: "This version of Leadloop does not know this kind of message."}
	}
	told, err := notice.Tell(ctx, c.context(ctx), Telling{Notice: p.entry.Notice, Stands: p.edit, Ability: c.able()})
	if _, ok := errors.AsType[refused](err); err != nil && !ok {
		return notSent{err}
	}
	p.Told = told
	return err
}

// awaitMethod waits while Slack limits a method.
func (c *courier) awaitMethod(ctx context.Context, method string) error {
	c.mu.Lock()
	wait := time.Until(c.paused[method])
	c.mu.Unlock()
	return pause(ctx, wait)
}

// able is how much of a digest to try. After a day the most is tried again.
func (c *courier) able() view.Ability {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.judged) > abilityKept {
		c.ability = view.Full
	}
	return c.ability
}

// lessAble notes that Slack refused what this ability renders. It is false
// when there is nothing less.
func (c *courier) lessAble() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	less, ok := c.ability.Less()
	c.ability, c.judged = less, time.Now()
	return ok
}
