package courier

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/wire"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// The methods that deliveries use; Slack limits each by itself.
const (
	methodPost    = "chat.postMessage"
	methodUpdate  = "chat.update"
	methodDelete  = "chat.delete"
	methodPublish = "views.publish"
)

func (p parcel) method() string {
	switch {
	case p.entry.Notice.Kind == funnel.NoticeHome:
		return methodPublish
	case p.Outdone:
		return methodDelete
	case p.edit.TS != "":
		return methodUpdate
	}

	return methodPost
}

// send tells Slack, and notes that it is told.
func (c *Courier) send(ctx context.Context, p parcel) error {
	ref, err := c.tell(ctx, p)
	if err != nil {
		return err
	}

	return c.Delivery.Delivered(context.WithoutCancel(ctx), p.entry.Seq, ref)
}

func (c *Courier) tell(ctx context.Context, p parcel) (store.MessageRef, error) {
	switch {
	case p.Nothing:
		return c.sofar(p.entry.Seq).ref, nil // it may have arrived before
	case p.Home != nil:
		_, err := c.API.PublishViewContext(ctx,
			slack.PublishViewContextRequest{UserID: string(p.entry.Notice.To), View: *p.Home})
		return store.MessageRef{}, err
	case p.Outdone:
		return c.withdraw(ctx, p)
	case p.edit.TS != "":
		return c.update(ctx, p)
	}

	return c.post(ctx, p)
}

// withdraw deletes a message in whose place there is a newer one. To find it
// deleted is as good, so that it can be tried any number of times. Where the
// workspace keeps what was said, the message says that there is a newer one.
func (c *Courier) withdraw(ctx context.Context, p parcel) (store.MessageRef, error) {
	ref := store.MessageRef{Channel: p.edit.Channel, TS: p.edit.TS}
	if err := c.awaitMethod(ctx, methodDelete); err != nil {
		return ref, notSent{err}
	}

	_, _, err := c.API.DeleteMessageContext(ctx, p.edit.Channel, p.edit.TS)
	code := wire.SlackCode(err)
	switch {
	case err == nil || code == "message_not_found":
		return ref, nil
	case code == "" || wire.Passing[code] || wire.OfToken[code]:
		return ref, err
	}

	err = c.change(ctx, p, p.Message.Blocks)
	if isGone(err) {
		return ref, nil
	}

	return ref, err
}

// maxUpdateText is shorter for an update than for a new message.
const maxUpdateText = 3900

func (c *Courier) update(ctx context.Context, p parcel) (store.MessageRef, error) {
	ref := store.MessageRef{Channel: p.edit.Channel, TS: p.edit.TS}
	err := c.change(ctx, p, p.Message.Blocks)
	if wire.SlackCode(err) == "invalid_blocks" {
		c.complain(p, err)
		err = c.change(ctx, p, nil)
	}

	if isGone(err) {
		// Somebody deleted the message, so the lead gets a new one, in its turn.
		if err := c.Delivery.Anew(ctx, p.entry.Seq); err != nil {
			return ref, err
		}

		return ref, kv.ErrNotFound
	}

	return ref, err
}

func (c *Courier) change(ctx context.Context, p parcel, blocks []slack.Block) error {
	_, _, _, err := c.API.UpdateMessageContext(ctx, p.edit.Channel, p.edit.TS,
		slack.MsgOptionText(kit.CutMarkup(p.Message.Text, maxUpdateText), false), slack.MsgOptionBlocks(blocks...))
	return err
}

// post sends a new message and what belongs into its thread. Where some of
// it was sent before, it goes on from there.
func (c *Courier) post(ctx context.Context, p parcel) (store.MessageRef, error) {
	c.mu.Lock()
	done, started := c.begun[p.entry.Seq]
	c.mu.Unlock()
	if !started {
		ref, err := c.postFirst(ctx, &p)
		if err != nil {
			return ref, err
		}

		done = begun{ref: ref}
		c.progress(p.entry.Seq, done)
	}

	for done.next < len(p.Thread) {
		if err := wire.Pause(ctx, c.Pace); err != nil {
			return done.ref, notSent{err}
		}

		if err := c.postPart(ctx, &p, done); err != nil {
			return done.ref, err
		}

		done.next++
		c.progress(p.entry.Seq, done)
	}

	return done.ref, nil
}

// postPart sends the next page of a thread. The first page of a digest holds what a workspace may not be able to show:
// then all pages are rendered with less.
func (c *Courier) postPart(ctx context.Context, p *parcel, done begun) error {
	part := p.Thread[done.next]
	_, err := c.postOne(ctx, done.ref.Channel, part, p.entry.Seq, done.next+1, done.ref.TS)
	for wire.SlackCode(err) == "invalid_blocks" && isDigest(*p) && done.next == 0 && c.lessAble() {
		c.complain(*p, err)
		if err := c.render(ctx, p); err != nil {
			return err
		}

		part = p.Thread[done.next]
		_, err = c.postOne(ctx, done.ref.Channel, part, p.entry.Seq, done.next+1, done.ref.TS)
	}

	if wire.SlackCode(err) == "invalid_blocks" && len(part.Blocks) > 0 {
		c.complain(*p, err)
		part.Blocks = nil
		_, err = c.postOne(ctx, done.ref.Channel, part, p.entry.Seq, done.next+1, done.ref.TS)
	}

	return err
}

// sofar is what of an entry is sent.
func (c *Courier) sofar(seq uint64) begun {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.begun[seq]
}

func (c *Courier) progress(seq uint64, done begun) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begun[seq] = done
}

// postFirst sends the message itself. What the workspace cannot show is
// rendered with less.
func (c *Courier) postFirst(ctx context.Context, p *parcel) (ref store.MessageRef, err error) {
	for {
		ref, err = c.postOne(ctx, p.channel, p.Message, p.entry.Seq, 0, "")
		if wire.SlackCode(err) != "invalid_blocks" {
			return ref, err
		}

		c.complain(*p, err)
		if isDigest(*p) && c.lessAble() {
			if err := c.render(ctx, p); err != nil {
				return ref, err
			}

			continue
		}

		if len(p.Message.Blocks) == 0 {
			return ref, err
		}

		p.Message.Blocks = nil
	}
}

func isDigest(p parcel) bool {
	return p.entry.Notice.Kind == funnel.NoticeDigest || p.entry.Notice.Kind == funnel.NoticePreview
}

// complain logs what Slack found wrong with blocks: the paths, no content.
func (c *Courier) complain(p parcel, err error) {
	answer, _ := errors.AsType[slack.SlackErrorResponse](err)
	c.Log.Warn().Uint64("entry", p.entry.Seq).Str("notice", string(p.entry.Notice.Kind)).
		Strs("problems", answer.ResponseMetadata.Messages).Msg("Slack does not take the blocks; trying with less")
}

// The metadata by which a message is known again after a crash.
const (
	metadataType  = "leadloop_entry"
	metadataEntry = "entry"
	metadataPart  = "part"
)

func (c *Courier) postOne(
	ctx context.Context, channel string, m kit.Message, seq uint64, part int, thread string,
) (store.MessageRef, error) {
	options := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{
			metadataEntry: strconv.FormatUint(seq, 10), metadataPart: strconv.Itoa(part),
		}}),
	}
	if len(m.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(m.Blocks...))
	}

	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}

	where, ts, err := c.API.PostMessageContext(ctx, channel, options...)
	if err != nil {
		return store.MessageRef{}, fmt.Errorf("%s: %w", methodPost, err)
	}

	if where != channel {
		c.mu.Lock()
		c.dms[ref.UserID(channel)] = where
		c.mu.Unlock()
	}

	return store.MessageRef{Channel: where, TS: ts}, nil
}
