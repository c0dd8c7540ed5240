package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

const (
	historyPage = 100
	// historyPages bounds how far back a busy channel is read.
	historyPages = 10
	// clockSlack is how far Slack's clock and ours may be apart.
	clockSlack = 10 * time.Minute
	// arrivalTime is how long a message may be under way, though nobody waits
	// for its answer any more: a program that was killed may be back at once.
	arrivalTime = 3 * time.Second
)

// passing are the fates of what is worth another look.
var passing = []fate{heldFate, againFate, unknownFate}

var errNoHistory = errors.New("the app has no scope to read the history here")

// recall looks whether an entry that was being sent when the program
// stopped, or when an answer was lost, has arrived. Where the app may not
// read the history it is sent once more; while the history cannot be read
// for a passing reason, the entry waits.
func (c *Courier) recall(ctx context.Context, p *parcel) error {
	if c.mayRead(p.entry.Notice.To != "") {
		if err := wire.Pause(ctx, p.entry.TriedAt.Add(arrivalTime).Sub(c.Now())); err != nil {
			return unsure{err}
		}
	}

	found, err := c.findSent(ctx, p)
	if err != nil {
		if fate := judge(err).fate; !errors.Is(err, errNoHistory) && slices.Contains(passing, fate) {
			return unsure{err}
		}

		if repeated(p.entry) {
			return errDoubtful
		}

		c.Log.Info().Err(err).Uint64("entry", p.entry.Seq).Msg("cannot look up whether a message arrived; it is sent once more")
		return nil
	}

	if found == nil {
		return nil
	}

	done := begun{ref: store.MessageRef{Channel: found.channel, TS: found.ts}, next: found.parts}
	c.progress(p.entry.Seq, done)
	return nil
}

// repeated says whether a post was sent often enough without an answer: some
// times in a row, and then once each time that it is taken up again, for a while.
func repeated(e store.OutboxEntry) bool {
	takenUp := e.ParkedAt.After(e.TriedAt)
	return e.Lost >= mostLost || e.Lost >= lostInARow && !takenUp
}

// arrived is a message that was found again.
type arrivedMessage struct {
	channel, ts string
	parts       int // how many messages of its thread are there
}

// mayRead says whether the app has a scope that opens the history of direct
// messages, or of channels.
func (c *Courier) mayRead(direct bool) bool {
	if direct {
		return c.Granted("im:history")
	}

	return c.Granted("channels:history") || c.Granted("groups:history")
}

func (c *Courier) findSent(ctx context.Context, p *parcel) (*arrivedMessage, error) {
	if !c.mayRead(p.entry.Notice.To != "") {
		return nil, errNoHistory
	}

	channel, err := c.conversation(ctx, p.entry.Notice.To, p.channel)
	if err != nil {
		return nil, err
	}

	if c.blind("history " + channel) {
		return nil, errNoHistory
	}

	query := slack.GetConversationHistoryParameters{
		ChannelID: channel, Limit: historyPage, IncludeAllMetadata: true,
		Oldest: strconv.FormatInt(p.entry.CreatedAt.Add(-clockSlack).Unix(), 10),
	}
	for range historyPages {
		history, err := c.API.GetConversationHistoryContext(ctx, &query)
		if err != nil {
			c.blinded("history "+channel, err)
			return nil, fmt.Errorf("conversations.history: %w", err)
		}

		for _, m := range history.Messages {
			if isEntry(m, p.entry.Seq) {
				return c.arrived(ctx, channel, m, p.entry.Seq)
			}
		}

		query.Cursor = history.ResponseMetaData.NextCursor
		if query.Cursor == "" {
			return nil, nil
		}
	}

	return nil, nil
}

func (c *Courier) arrived(
	ctx context.Context, channel string, m slack.Message, seq uint64,
) (found *arrivedMessage, err error) {
	found = &arrivedMessage{channel: channel, ts: m.Timestamp}
	if m.ReplyCount > 0 {
		found.parts, err = c.countParts(ctx, channel, m.Timestamp, seq)
	}

	return found, err
}

func (c *Courier) countParts(ctx context.Context, channel, ts string, seq uint64) (int, error) {
	replies, _, _, err := c.API.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: ts, Limit: historyPage, IncludeAllMetadata: true,
	})
	if err != nil {
		return 0, fmt.Errorf("conversations.replies: %w", err)
	}

	parts := 0
	for _, m := range replies {
		if m.Timestamp != ts && isEntry(m, seq) {
			parts++
		}
	}

	return parts, nil
}

func isEntry(m slack.Message, seq uint64) bool {
	return m.Metadata.EventType == metadataType && m.Metadata.EventPayload[metadataEntry] == strconv.FormatUint(seq, 10)
}

// conversation is the id under which a history can be read; of direct
// messages it differs from the person's.
func (c *Courier) conversation(ctx context.Context, to ref.UserID, channel string) (string, error) {
	if to == "" {
		return channel, nil
	}

	c.mu.Lock()
	known := c.dms[to]
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}

	if !c.Granted("im:write") || c.blind("open") {
		return "", errNoHistory
	}

	opened, _, _, err := c.API.OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{string(to)}, ReturnIM: true})
	if err != nil {
		c.blinded("open", err)
		return "", fmt.Errorf("conversations.open: %w", err)
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	c.dms[to] = opened.ID
	return opened.ID, nil
}

// blinded remembers for a day that a scope is missing.
func (c *Courier) blinded(what string, err error) {
	if wire.SlackCode(err) != "missing_scope" {
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	c.blindUntil[what] = time.Now().Add(abilityKept)
}

func (c *Courier) blind(what string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Before(c.blindUntil[what])
}
