package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/webhook"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const (
	secret = "a-secret-of-more-than-24-letters"
	mia    = ref.UserID("U0MIA")
	ada    = ref.UserID("U0ADA")
)

// receiver is another system: it answers what it is told to, and keeps what it took.
type receiver struct {
	t       *testing.T
	mu      sync.Mutex
	answers []func() (int, http.Header, error) // of the next requests; then all is well
	ids     []string                           // of each request
	took    []string                           // types and leads
	bodies  []string
}

func (r *receiver) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		r.t.Error(err)
	}

	known, err := standardwebhooks.NewWebhookRaw([]byte(secret))
	if err != nil || known.Verify(body, request.Header) != nil {
		r.t.Errorf("a request is not signed: %v %v", request.Header, err)
	}

	r.ids = append(r.ids, request.Header.Get("webhook-id"))
	code, header := http.StatusNoContent, http.Header{}
	if len(r.answers) > 0 {
		code, header, err = r.answers[0]()
		r.answers = r.answers[1:]
		if err != nil {
			return nil, err
		}
	}

	if code/100 == 2 {
		var event struct{ ID, Type, Subject string }
		if err := json.Unmarshal(body, &event); err != nil || event.ID != r.ids[len(r.ids)-1] {
			r.t.Errorf("%v: %s", err, body)
		}
		r.took, r.bodies = append(r.took, event.Type+" "+event.Subject), append(r.bodies, string(body))
	}

	return &http.Response{StatusCode: code, Status: http.StatusText(code), Header: header, Body: http.NoBody}, nil
}

func answers(code int, header ...string) func() (int, http.Header, error) {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}

	return func() (int, http.Header, error) { return code, h, nil }
}

func breaks() (int, http.Header, error) { return 0, nil, errors.New("connection reset") }

// office is a company whose leads another system hears of.
type office struct {
	*loop.Services
	*receiver
	t      *testing.T
	store  *store.Store
	sender *webhook.Sender
	target webhook.Target
	stop   func()
}

func newOffice(t *testing.T, adjust func(*webhook.Target)) *office {
	t.Helper()
	st, err := store.New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}

	o := &office{t: t, store: st, receiver: &receiver{t: t}}
	o.target = webhook.Target{Name: "crm", URL: "https://crm.test/leads", Secret: secret, Kinds: funnel.OutwardKinds}
	if adjust != nil {
		adjust(&o.target)
	}

	cal := calendar.WeekdayHours(time.UTC, []time.Weekday{time.Monday}, calendar.Block{Open: 540, Close: 1080})
	o.Services = loop.New(st, core.Options{
		Settings: core.Settings{Calendar: cal, Currency: "EUR", Roster: people.Roster{
			Marketing: []ref.UserID{mia}, Sales: []ref.UserID{"U0SAM"}, SalesManager: "U0MONA", IntakeOwner: mia, Admins: []ref.UserID{ada},
		}},
		Now: time.Now, WakeDelivery: func() {
			if o.sender != nil {
				o.sender.Wake()
			}
		},
	})
	o.starts()
	return o
}

// starts begins to tell, as the program does.
func (o *office) starts() {
	o.t.Helper()
	sender, err := webhook.New(webhook.Options{
		Log: zerolog.Nop(), Targets: []webhook.Target{o.target}, Services: o.Webhooks, Now: time.Now,
		Transport: o.receiver,
	})
	if err != nil {
		o.t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	o.sender = sender
	go func() { done <- sender.Run(ctx) }()
	o.stop = func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			o.t.Error(err)
		}
	}
	synctest.Wait()
}

func (o *office) logs(name string) {
	o.t.Helper()
	_, err := o.Leads.Log(o.t.Context(), core.Request{By: mia}, funnel.LeadInput{Name: name, Company: "Acme", Email: name + "@acme.com"})
	if err != nil {
		o.t.Fatal(err)
	}
	synctest.Wait()
}

func (o *office) wantTook(want ...string) {
	o.t.Helper()
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	if diff := cmp.Diff(want, o.took); diff != "" {
		o.t.Errorf("the other system took (-want +got):\n%s", diff)
	}
}

// tells runs a story in which another system hears of leads.
func tells(t *testing.T, adjust func(*webhook.Target), story func(*office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, adjust)
		story(o)
		o.stop()
	})
}

func TestWhatHappensIsToldInOrder(t *testing.T) {
	tells(t, nil, func(o *office) {
		o.logs("ann")
		o.logs("bob")
		if _, err := o.Leads.Undo(o.t.Context(), core.Request{By: mia}); err != nil {
			t.Fatal(err)
		}
		o.wantTook("leadloop.lead.logged L-1", "leadloop.lead.logged L-2", "leadloop.lead.undone L-2")
	})
}

func TestWhatWasThereBeforeIsNotTold(t *testing.T) {
	tells(t, nil, func(o *office) {
		o.logs("ann")
		o.stop()
		o.target.Name = "another"
		o.starts()
		o.logs("bob")
		o.wantTook("leadloop.lead.logged L-1", "leadloop.lead.logged L-2")
	})
}

// What is not taken is sent again, the same, before anything else.
func TestWhatFailsIsSentAgainFirst(t *testing.T) {
	tells(t, nil, func(o *office) {
		o.answers = []func() (int, http.Header, error){answers(500), breaks, answers(302, "Location", "https://evil.test")}
		o.logs("ann")
		o.logs("bob")
		o.wantTook()
		time.Sleep(5 * time.Second)
		o.wantTook()
		time.Sleep(30 * time.Second)
		o.wantTook()
		time.Sleep(2 * time.Minute)
		o.wantTook("leadloop.lead.logged L-1", "leadloop.lead.logged L-2")
		if len(o.ids) != 5 || o.ids[0] != o.ids[3] || o.ids[3] == o.ids[4] {
			t.Errorf("the requests were %v", o.ids)
		}
	})
}

func TestARestartGoesOnWhereItStopped(t *testing.T) {
	tells(t, nil, func(o *office) {
		o.logs("ann")
		o.stop()
		o.sender = nil
		o.logs("bob") // while nobody tells
		o.starts()
		o.wantTook("leadloop.lead.logged L-1", "leadloop.lead.logged L-2")
	})
}

func TestAnotherSystemMayAskForAPause(t *testing.T) {
	tells(t, nil, func(o *office) {
		o.answers = []func() (int, http.Header, error){answers(429, "Retry-After", "120")}
		o.logs("ann")
		time.Sleep(119 * time.Second)
		o.wantTook()
		time.Sleep(time.Second)
		o.wantTook("leadloop.lead.logged L-1")
	})
}

// A system that is down for days is left alone, and admins hear of it; nothing is lost.
func TestWhatFailsForDaysIsSwitchedOff(t *testing.T) {
	down := slices.Repeat([]func() (int, http.Header, error){answers(503)}, 200)
	for name, broken := range map[string][]func() (int, http.Header, error){"down": down, "gone": {answers(410)}} {
		t.Run(name, func(t *testing.T) {
			tells(t, nil, func(o *office) {
				o.answers = broken
				o.logs("ann")
				time.Sleep(4 * 24 * time.Hour)
				synctest.Wait()
				requests := len(o.ids)
				o.logs("bob")
				time.Sleep(24 * time.Hour)
				synctest.Wait()
				if len(o.ids) != requests || requests > 100 {
					t.Errorf("%d requests, then %d", requests, len(o.ids))
				}

				if got := o.toldAdmins(); len(got) != 1 || got[0].Name != "crm" || got[0].To != ada {
					t.Errorf("admins heard %+v", got)
				}

				o.answers = nil
				o.stop()
				o.starts()
				o.wantTook("leadloop.lead.logged L-1", "leadloop.lead.logged L-2")
			})
		})
	}
}

// toldAdmins are the notices of what was switched off.
func (o *office) toldAdmins() (all []funnel.Notice) {
	o.t.Helper()
	err := o.store.View(o.t.Context(), func(rd *store.Reads) error {
		entries, err := rd.Outbox(100)
		for _, e := range entries {
			if e.Notice.Kind == funnel.NoticeWebhookOff {
				all = append(all, e.Notice)
			}
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

func TestOnlyWhatIsAskedForIsTold(t *testing.T) {
	tells(t, func(target *webhook.Target) { target.Kinds = []funnel.EntryKind{funnel.EntryUndone} }, func(o *office) {
		o.logs("ann")
		if _, err := o.Leads.Undo(o.t.Context(), core.Request{By: mia}); err != nil {
			t.Fatal(err)
		}
		o.wantTook("leadloop.lead.undone L-1")
	})
}

func TestWhoTheLeadIsIsToldOnlyToWhoMayKnow(t *testing.T) {
	for _, personal := range []bool{false, true} {
		tells(t, func(target *webhook.Target) { target.Personal = personal }, func(o *office) {
			o.logs("ann")
			if len(o.bodies) != 1 || strings.Contains(o.bodies[0], "ann") != personal || !strings.Contains(o.bodies[0], `"specversion":"1.0"`) {
				t.Errorf("personal %v: %v", personal, o.bodies)
			}
		})
	}
}
