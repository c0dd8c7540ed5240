package wire

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxAckFrame is from where on Slack drops an acknowledgement without a word.
const maxAckFrame = 20 << 10

var errNotStanding = errors.New("the connection does not stand")

// Ack acknowledges an envelope. The bot writes this frame itself: slack-go
// takes it off its queue though the connection is being renewed, and then
// loses it at times without telling. What the connection that ends does not
// take travels on another that stands, else on the next one, while Slack
// still waits.
func (c *Connection) Ack(ctx context.Context, envelopeID string, payload any) {
	c.ackedAt.Store(time.Now().UnixNano())
	frame, err := ackFrameOf(envelopeID, payload)
	if err != nil {
		c.log.Error().Err(err).Str("envelope", envelopeID).Msg("could not acknowledge")
		return
	}

	changed := c.news.next()
	if !c.sendOnAny(frame) {
		c.log.Info().Str("envelope", envelopeID).Msg("acknowledging on the next connection")
		go c.ackOnNext(ctx, envelopeID, frame, changed)
	}
}

// AckSoon acknowledges without waiting.
func (c *Connection) AckSoon(ctx context.Context, envelopeID string, payload any) {
	c.ackedAt.Store(time.Now().UnixNano()) // the goroutine may begin late
	go c.Ack(ctx, envelopeID, payload)
}

// ackOnNext waits for connections until one takes the frame.
func (c *Connection) ackOnNext(ctx context.Context, envelopeID string, frame []byte, changed <-chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, AckPatience)
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			c.log.Warn().Err(ctx.Err()).Str("envelope", envelopeID).Msg("could not acknowledge")
			return
		case <-changed:
		}

		changed = c.news.next()
		if c.sendOnAny(frame) {
			return
		}
	}
}

// sendOnAny writes a frame where its envelope came from, or on another
// connection that stands: Slack takes an acknowledgement on each of them.
func (c *Connection) sendOnAny(frame []byte) bool {
	if c.send(frame) {
		return true
	}

	return slices.ContainsFunc(c.others, func(other *Connection) bool { return other.send(frame) })
}

// send writes a frame, if Slack has greeted the connection.
func (c *Connection) send(frame []byte) bool {
	c.mu.Lock()
	carrier := c.carrier
	if !c.greeted {
		carrier = nil
	}

	c.mu.Unlock()
	return carrier.send(frame) == nil
}

// dialled hears of what will carry the connection once Slack greets it.
func (c *Connection) dialled(carrier *watchedConn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.carrier = carrier
}

// send writes a frame, between two of the library: it writes each at once.
// Before the other side spoke it would fall into the handshake, and what
// follows a closing frame is not read.
func (c *watchedConn) send(frame []byte) error {
	if c == nil {
		return errNotStanding
	}

	c.mu.Lock()
	open := c.quiet != nil && !c.closing
	c.mu.Unlock()
	if !open {
		return errNotStanding
	}

	_, err := c.Write(frame)
	return err
}

func ackFrameOf(envelopeID string, payload any) ([]byte, error) {
	answer := struct {
		EnvelopeID string `json:"envelope_id"`
		Payload    any    `json:"payload,omitempty"`
	}{envelopeID, payload}
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("encode an acknowledgement: %w", err)
	}

	if len(text) >= maxAckFrame {
		return nil, fmt.Errorf("an acknowledgement has %d bytes; Slack drops those of %d and more", len(text), maxAckFrame)
	}

	return textFrame(text), nil
}

// The first byte of a frame: that it is whole, and of what kind (RFC 6455,
// section 5.2). What a client sends is masked.
const (
	wholeText  = 0x81
	wholeClose = 0x88
	wholePing  = 0x89
	masked     = 0x80
	shortFrame = 125 // bytes, of which the length stands in one
	twoBytes   = 126 // says that the length stands in the two bytes that follow
)

// textFrame is a whole masked frame of less than 64 KiB.
func textFrame(text []byte) []byte {
	frame := make([]byte, 0, len(text)+8)
	if len(text) <= shortFrame {
		frame = append(frame, wholeText, masked|byte(len(text)))
	} else {
		frame = append(frame, wholeText, masked|twoBytes)
		frame = binary.BigEndian.AppendUint16(frame, uint16(len(text)))
	}

	var mask [4]byte
	_, _ = rand.Read(mask[:])
	frame = append(frame, mask[:]...)
	for i, b := range text {
		frame = append(frame, b^mask[i%len(mask)])
	}

	return frame
}
