// Package webhook tells other systems what becomes of leads: each entry of the
// journal that they asked for is a CloudEvent, signed by the Standard Webhooks
// convention and sent in order, until it is taken. It knows no rule: loop/webhooks
// says what is next. Start at Sender.Run.
package webhook

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/internal/signing"
	"github.com/leadloop/leadloop/loop/webhooks"
	"github.com/leadloop/leadloop/store"
)

// Target is another system that is told.
type Target struct {
	Name     string
	URL      string
	Secret   string             // with which what is sent is signed
	Kinds    []funnel.EntryKind // of which it hears
	Personal bool               // it also hears who the lead is
}

// Options are the parts behind a sender.
type Options struct {
	Log      zerolog.Logger
	Targets  []Target
	Services *webhooks.Service
	Now      func() time.Time
	// Transport carries the requests; nil is the network.
	Transport http.RoundTripper
}

// Sender tells all targets, each at its own pace.
type Sender struct {
	log      zerolog.Logger
	services *webhooks.Service
	now      func() time.Time
	client   *http.Client
	targets  []*target
}

type target struct {
	Target
	signer *standardwebhooks.Webhook
	wake   chan struct{}
}

const sendTimeout = 15 * time.Second

// New returns a sender, or says which secret cannot be used.
func New(o Options) (*Sender, error) {
	s := &Sender{
		log: o.Log, services: o.Services, now: o.Now,
		client: &http.Client{Transport: o.Transport, Timeout: sendTimeout, CheckRedirect: stay},
	}

	for _, t := range o.Targets {
		signer, err := signing.Signer(t.Secret)
		if err != nil {
			return nil, fmt.Errorf("sign for the webhook %s: %w", t.Name, err)
		}

		s.targets = append(s.targets, &target{Target: t, signer: signer, wake: make(chan struct{}, 1)})
	}

	return s, nil
}

// stay follows nobody elsewhere: what is signed for one place is not for another.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Wake says that something may have happened.
func (s *Sender) Wake() {
	for _, t := range s.targets {
		select {
		case t.wake <- struct{}{}:
		default:
		}
	}
}

// Run tells all targets until the context ends.
func (s *Sender) Run(ctx context.Context) error {
	var all sync.WaitGroup
	failed := make(chan error, len(s.targets))
	for _, t := range s.targets {
		all.Go(func() { failed <- s.follow(ctx, t) })
	}

	all.Wait()
	close(failed)
	var errs []error
	for err := range failed {
		errs = append(errs, err)
	}

	return errors.Join(errs...)
}

// follow tells one target what happens, in order.
func (s *Sender) follow(ctx context.Context, t *target) error {
	if err := s.services.Begin(ctx, t.Name); err != nil {
		return err
	}

	w, err := s.services.State(ctx, t.Name)
	if err != nil {
		return err
	}

	seen := w.Seq
	for ctx.Err() == nil {
		pauseUntil(ctx, w.NextAt.Sub(s.now()))
		happened, upto, err := s.services.Next(ctx, seen, t.Kinds)
		if err != nil {
			return err
		}

		if w, err = s.tell(ctx, t, happened); err != nil || w.Off {
			return err
		}

		switch {
		case w.Attempts > 0:
			seen = w.Seq
		case upto > seen:
			seen = upto
		default:
			wait(ctx, t.wake)
		}
	}

	return nil
}

// tell sends one after the other, up to the first that is not taken.
func (s *Sender) tell(ctx context.Context, t *target, all []webhooks.Happened) (store.Webhook, error) {
	for _, h := range all {
		failure := s.send(ctx, t, h)
		if ctx.Err() != nil {
			return store.Webhook{}, nil
		}

		if failure == nil {
			if err := s.services.Heard(ctx, t.Name, h.Entry.Seq); err != nil {
				return store.Webhook{}, err
			}

			continue
		}

		w, err := s.services.Failed(ctx, t.Name, *failure)
		s.log.Warn().Str("webhook", t.Name).Uint64("entry", h.Entry.Seq).Int("attempts", w.Attempts).
			Bool("switched_off", w.Off).Str("why", failure.Why).Msg("another system could not be told")
		return w, err
	}

	return store.Webhook{}, nil
}

// send tells one event. What it sends again is the same, but for the time and the signature.
func (s *Sender) send(ctx context.Context, t *target, h webhooks.Happened) *webhooks.Failure {
	body, err := json.Marshal(eventOf(h, t.Personal))
	if err != nil {
		return &webhooks.Failure{Why: "the event cannot be written: " + err.Error()}
	}

	now, id := s.now(), eventID(h.Entry)
	signature, err := t.signer.Sign(id, now, body)
	if err != nil {
		return &webhooks.Failure{Why: "the event cannot be signed: " + err.Error()}
	}

	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(body))
	if err != nil {
		return &webhooks.Failure{Why: "the address cannot be used: " + err.Error()}
	}

	request.Header.Set("Content-Type", "application/cloudevents+json")
	request.Header.Set("User-Agent", "Leadloop")
	request.Header.Set(standardwebhooks.HeaderWebhookID, id)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	response, err := s.client.Do(request)
	if err != nil {
		return &webhooks.Failure{Why: err.Error()}
	}

	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxAnswer)) // so that the connection can be used again
	_ = response.Body.Close()
	return failureOf(response)
}

const (
	maxAnswer     = 64 << 10
	longestAnswer = time.Hour // that another system may ask to be left alone
)

func failureOf(response *http.Response) *webhooks.Failure {
	if response.StatusCode/100 == 2 {
		return nil
	}

	failure := &webhooks.Failure{
		Why: "it answered " + response.Status, Gone: response.StatusCode == http.StatusGone,
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		failure.After = min(time.Duration(seconds)*time.Second, longestAnswer)
	}

	return failure
}

func pauseUntil(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}

	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func wait(ctx context.Context, wake <-chan struct{}) {
	select {
	case <-wake:
	case <-ctx.Done():
	}
}

// eventID is the same for each attempt, so that a receiver knows one that it has.
func eventID(e funnel.Entry) string { return "leadloop-" + strconv.FormatUint(e.Seq, 10) }

// event is a CloudEvent, version 1.0 of https://cloudevents.io.
type event struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Data        eventData `json:"data"`
}

// eventData is what is told of a lead: as it was when it happened, and the person as they are known now.
type eventData struct {
	Lead       string `json:"lead"`
	ExternalID string `json:"external_id,omitempty"`
	From       string `json:"from_stage,omitempty"`
	To         string `json:"to_stage,omitempty"`
	Source     string `json:"source,omitempty"`
	Campaign   string `json:"campaign,omitempty"`
	Marketer   string `json:"marketer,omitempty"`
	Owner      string `json:"owner,omitempty"`
	By         string `json:"by,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Amount     string `json:"amount,omitempty"`
	Currency   string `json:"currency,omitempty"`

	Undoes []string `json:"undoes,omitempty"`
	Person *person  `json:"person,omitempty"`
}

// person is who the lead is, where the receiver may know.
type person struct {
	Name    string `json:"name,omitempty"`
	Company string `json:"company,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Note    string `json:"note,omitempty"`
}

func eventOf(h webhooks.Happened, personal bool) event {
	e := h.Entry
	data := eventData{
		Lead: e.Lead.String(), ExternalID: h.Lead.ExternalID, From: string(e.From), To: string(e.To), Source: e.Source,
		Campaign: e.Campaign, Marketer: string(e.Marketer), Owner: cmp.Or(string(e.Owner), e.OutsideOwner),
		By: string(e.By), Reason: e.Reason,
	}
	if !e.Amount.IsZero() {
		data.Amount, data.Currency = e.Amount.Decimal(), e.Amount.Currency
	}

	for _, undone := range e.Undoes {
		data.Undoes = append(data.Undoes, "leadloop.lead."+string(undone.Kind))
	}

	if personal && h.Lead.ID != 0 {
		l := h.Lead
		data.Person = &person{Name: l.Name, Company: l.Company, Email: l.Email, Phone: l.Phone, Note: e.Note}
	}

	return event{
		SpecVersion: "1.0", ID: eventID(e), Source: "/leadloop", Type: "leadloop.lead." + string(e.Kind),
		Subject: e.Lead.String(), Time: e.At, ContentType: "application/json", Data: data,
	}
}
