package courier

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/delivery"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// DeliveryTime is how long one entry may take, and PerTarget the pace that Slack asks for.
const (
	mostAtOnce   = 8 // targets of a lane that are told something at the same time
	mostTargets  = 2000
	DeliveryTime = 30 * time.Second // for one entry
	longestSleep = 30 * time.Second // between looks at the outbox, because clocks may jump
	PerTarget    = time.Second      // and channel
	abilityKept  = 24 * time.Hour
)

// Round is what a courier has with it: where the outbox is, how each kind of notice is told, and whom to tell of
// trouble.
type Round struct {
	Delivery *delivery.Service
	API      *slack.Client
	Log      zerolog.Logger
	Now      func() time.Time
	Pace     time.Duration // between two messages to one target
	Channels map[funnel.Place]string
	Notices  map[funnel.NoticeKind]desk.Notice
	Context  func(context.Context) kit.Context
	Named    func(context.Context) // waits until people are known by name
	// Admits says why somebody may do nothing, and so is told nothing, if so.
	Admits  func(ctx context.Context, id ref.UserID, open bool) error
	Granted func(scope string) bool
	Rest    func(method string) time.Duration // that Slack asks for
	Fail    func(error)                       // with what does not heal by itself

	Delivered *prometheus.CounterVec // by kind of notice
	Retries   prometheus.Counter
	Parked    prometheus.Counter
}

// Courier tells Slack what the outbox holds: each target in its order,
// several targets at the same time, within Slack's limits.
type Courier struct {
	Round

	kicks chan struct{}

	mu         sync.Mutex
	under      sync.WaitGroup
	busy       map[string]bool // targets that are being told something
	budgets    map[store.Lane]*budget
	notBefore  map[string]time.Time  // targets that have to wait, for pace or after a failure
	dms        map[ref.UserID]string // conversations with people, as far as known
	begun      map[uint64]begun      // entries of several messages of which some are sent
	ability    kit.Ability           // how much of a digest the workspace can show
	judged     time.Time             // when that was found out
	blindUntil map[string]time.Time  // scopes that are missing
	tries      map[uint64]int        // attempts at entries whose fate is not known
}

// begun is how far a message with a thread has come.
type begun struct {
	ref  store.MessageRef
	next int // of the thread's messages
}

// New puts a courier together. It does nothing before Run.
func New(r Round) *Courier {
	return &Courier{
		Round: r, kicks: make(chan struct{}, 1), busy: map[string]bool{}, budgets: budgets(),
		notBefore: map[string]time.Time{},
		dms:       map[ref.UserID]string{}, begun: map[uint64]begun{},
		blindUntil: map[string]time.Time{}, tries: map[uint64]int{},
	}
}

// Kick says that the outbox has something new to tell.
func (c *Courier) Kick() {
	select {
	case c.kicks <- struct{}{}:
	default:
	}
}

// Run works until the context ends, and finishes what is being sent.
func (c *Courier) Run(ctx context.Context) {
	defer c.under.Wait()
	for ctx.Err() == nil {
		wire.PauseUntil(ctx, c.kicks, c.pass(ctx))
	}
}

// pass starts what can be sent now, and says how long there is nothing else
// to do.
func (c *Courier) pass(ctx context.Context) time.Duration {
	due, wakeAt, err := c.Delivery.Next(ctx, c.Now(), mostTargets)
	if err != nil {
		if ctx.Err() == nil {
			c.Log.Error().Err(err).Msg("could not read the outbox")
		}

		return wire.LongestOutageWait
	}

	sleep := longestSleep
	if !wakeAt.IsZero() {
		sleep = min(sleep, max(0, wakeAt.Sub(c.Now())))
	}

	slices.SortFunc(due, order)
	for _, entry := range due {
		wait, ok := c.claim(entry.Target)
		if !ok {
			sleep = min(sleep, wait)
			continue
		}

		c.under.Go(func() {
			// What has begun is finished, also when the program ends.
			unhurried, cancel := context.WithTimeout(context.WithoutCancel(ctx), DeliveryTime)
			defer cancel()
			hold := c.Deliver(unhurried, entry)
			c.release(entry.Target, hold)
		})
	}

	return sleep
}

// claim takes a target for one delivery, unless it is being told something,
// has to wait, or enough is under way.
func (c *Courier) claim(target string) (wait time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	lane := c.budgets[store.LaneOf(target)]
	if c.busy[target] || lane.busy >= mostAtOnce {
		return longestSleep, false // its end wakes the courier
	}

	now, faster := time.Now(), float64(PerTarget)/float64(c.Pace)
	if wait := max(c.notBefore[target].Sub(now), c.Rest(lane.method), lane.wait(now, faster)); wait > 0 {
		return wait, false
	}

	delete(c.notBefore, target)
	c.busy[target] = true
	lane.busy++
	lane.left--
	return 0, true
}

func (c *Courier) release(target string, hold time.Duration) {
	c.mu.Lock()
	delete(c.busy, target)
	c.budgets[store.LaneOf(target)].busy--
	if hold > 0 {
		c.notBefore[target] = time.Now().Add(hold)
	}

	c.mu.Unlock()
	c.Kick()
}

// Deliver tells one entry, and says how long its target has to rest.
func (c *Courier) Deliver(ctx context.Context, entry store.OutboxEntry) (hold time.Duration) {
	err := c.try(ctx, entry)
	switch {
	case err == nil:
		c.forget(entry.Seq)
		c.Delivered.WithLabelValues(string(entry.Notice.Kind)).Inc()
		if store.LaneOf(entry.Target) == store.LaneHomes {
			return 0
		}

		return c.Pace
	case errors.Is(err, kv.ErrNotFound):
		return 0 // told, or replaced, meanwhile
	}

	return c.failed(ctx, entry, err)
}

// try tells one entry. One that cannot be rendered must not end the program,
// and again at each start.
func (c *Courier) try(ctx context.Context, entry store.OutboxEntry) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			c.Log.Error().Uint64("entry", entry.Seq).Any("panic", cause).Bytes("stack", debug.Stack()).Msg("a delivery panicked")
			err = desk.Refused{Explanation: "Leadloop could not make this message. The log has the details."}
		}
	}()
	p, err := c.prepare(ctx, entry)
	if err != nil {
		return err
	}

	return c.send(ctx, p)
}

func (c *Courier) forget(seq uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.begun, seq)
	delete(c.tries, seq)
}

// failed decides what becomes of an entry that could not be told.
func (c *Courier) failed(ctx context.Context, entry store.OutboxEntry, err error) time.Duration {
	ctx = context.WithoutCancel(ctx) // what happened is noted, even when the time for it is over
	f := judge(err)
	if wire.SlackCode(err) == "account_inactive" && !c.welcome(ctx) {
		f = failure{fate: hopelessFate, wait: time.Minute, explanation: "The app was removed from the workspace."}
	}

	log := c.Log.With().Uint64("entry", entry.Seq).Str("notice", string(entry.Notice.Kind)).
		Str("target", entry.Target).Logger()
	attempts := max(entry.Attempts+1, c.attempt(entry.Seq))
	age := time.Duration(0)
	if !entry.FirstTriedAt.IsZero() {
		age = c.Now().Sub(entry.FirstTriedAt)
	}

	if hopeless := wire.FatalError(err, "SLACK_BOT_TOKEN"); f.fate == hopelessFate && hopeless != nil {
		c.Fail(hopeless)
	}

	if f.lost {
		c.note(log, c.Delivery.Lost(ctx, entry.Seq))
	}

	if f.spent(attempts, age) {
		log.Error().Err(err).Str("explanation", f.explanation).Msg("Slack does not take this message; it was put aside")
		c.Parked.Inc()
		c.forget(entry.Seq)
		c.note(log, c.Delivery.Park(ctx, entry.Seq, f.explanation, f.doubtful || f.fate == unknownFate))
		return 0
	}

	wait := max(f.wait, backOff(attempts))
	log.Warn().Err(err).Dur("wait", wait).Msg("could not tell Slack; trying again later")
	c.Retries.Inc()
	if f.fate == unknownFate && store.LaneOf(entry.Target) == store.LanePosts {
		// The entry stays marked as being sent: it may have arrived, and that is
		// looked up before it is sent once more.
		return wait
	}

	c.note(log, c.Delivery.Postpone(ctx, entry.Seq, c.Now().Add(wait), f.explanation))
	return 0
}

// welcome says whether Slack still knows the bot. The code of a person's
// deactivated account is also that of an app that was removed.
func (c *Courier) welcome(ctx context.Context) bool {
	_, err := c.API.AuthTestContext(ctx)
	return wire.FatalError(err, "") == nil
}

func (c *Courier) note(log zerolog.Logger, err error) {
	if err != nil && !errors.Is(err, kv.ErrNotFound) {
		log.Error().Err(err).Msg("could not note what became of a delivery")
	}
}

func (c *Courier) attempt(seq uint64) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries[seq]++
	return c.tries[seq]
}

const longestBackOff = time.Minute

// backOff is 1, 2, 4 … 60 s.
func backOff(attempts int) time.Duration {
	return min(time.Second<<min(max(attempts-1, 0), 6), longestBackOff)
}

// parcel is an entry ready to be sent.
type parcel struct {
	entry   store.OutboxEntry
	channel string           // a conversation, or a person for direct messages
	edit    store.MessageRef // the message to be changed, if there is one
	desk.Told
}

// prepare marks an entry as being sent and renders it from what is true now.
func (c *Courier) prepare(ctx context.Context, entry store.OutboxEntry) (parcel, error) {
	p := parcel{entry: entry}
	var err error
	if p.channel, err = c.address(ctx, entry.Notice); err != nil {
		return p, err
	}

	if topic := entry.Notice.Topic(); topic != "" && entry.Notice.Kind != funnel.NoticeHome {
		if p.edit, _, err = c.Delivery.MessageRef(ctx, topic); err != nil {
			return p, err
		}
	}

	if err := c.judgeReceiver(ctx, p); err != nil {
		return p, err
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

	if c.Notices[entry.Notice.Kind].Named {
		c.Named(ctx)
	}

	if p.entry, err = c.Delivery.MarkSending(ctx, entry.Seq); err != nil {
		return p, err
	}

	return p, c.render(ctx, &p)
}

// address is where a notice goes.
func (c *Courier) address(ctx context.Context, n funnel.Notice) (string, error) {
	if n.Place == "" {
		return string(n.To), nil
	}

	why, err := c.Delivery.Shut(ctx, n.Place)
	switch {
	case err != nil:
		return "", notSent{err}
	case why != "":
		return "", desk.Refused{Explanation: WhyShut[why]}
	}

	if channel := c.Channels[n.Place]; channel != "" {
		return channel, nil
	}

	return "", desk.Refused{Explanation: "No channel is configured for " + string(n.Place) +
		". Set one in the configuration and restart."}
}

// render asks the feature of a notice how it is told now.
func (c *Courier) render(ctx context.Context, p *parcel) error {
	notice, ok := c.Notices[p.entry.Notice.Kind]
	if !ok {
		return desk.Refused{Explanation: "This version of Leadloop does not know this kind of message."}
	}

	told, err := notice.Tell(ctx, c.Context(ctx), desk.Telling{Notice: p.entry.Notice, Stands: p.edit, Ability: c.able()})
	if _, ok := errors.AsType[desk.Refused](err); err != nil && !ok {
		return notSent{err}
	}

	p.Told = told
	return err
}

// awaitMethod waits while Slack limits a method.
func (c *Courier) awaitMethod(ctx context.Context, method string) error {
	return wire.Pause(ctx, c.Rest(method))
}

// able is how much of a digest to try. After a day the most is tried again.
func (c *Courier) able() kit.Ability {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.judged) > abilityKept {
		c.ability = kit.Full
	}

	return c.ability
}

// lessAble notes that Slack refused what this ability renders. It is false
// when there is nothing less.
func (c *Courier) lessAble() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	less, ok := c.ability.Less()
	c.ability, c.judged = less, time.Now()
	return ok
}
