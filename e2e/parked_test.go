package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestOnePoisonedMessageMutesNoPlace lets Slack never take the first message of a channel, in each way: it is put aside,
// what follows is told, and admins hear of it at most once a day.
func TestOnePoisonedMessageMutesNoPlace(t *testing.T) {
	t.Parallel()
	for name, poison := range map[string]slacksim.Fault{
		"internal_error": slacksim.FaultError("internal_error"), "5xx": slacksim.FaultHTTP500,
		"silence": slacksim.FaultSilence(time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				priya, alex := w.User("priya").In("leads"), w.User("alex").In("leads")
				const most = 20
				w.FailNext(post+" C0LEADS", poison, most)
				priya.Runs("/lead log Ada Poison, Acme, ada@acme.example").Expects("Logged")
				passes(time.Second)
				priya.Runs("/lead log Ben After, Borealis, ben@borealis.example").Expects("Logged")
				for began := time.Now(); w.parked() == 0 && time.Since(began) < 3*time.Hour; {
					passes(time.Minute)
				}
				passes(time.Minute)
				w.Channel("leads").Expects("Ben After")
				if tried := len(calls(w, post, "C0LEADS")) - 1; tried != most {
					t.Errorf("it was tried %d times; want %d", tried, most)
				}
				alex.DM().Expects("Leadloop could not tell everything")
				alex.Runs("/loop status").Expects("1 message that Slack does not take")

				// Still poisoned, it is tried once an hour, and mutes nobody meanwhile.
				w.FailNext(post+" C0LEADS", slacksim.FaultError("internal_error"), 1)
				tried := len(calls(w, post, "C0LEADS"))
				passes(time.Hour)
				if more := len(calls(w, post, "C0LEADS")) - tried; more != 1 {
					t.Errorf("what is parked is tried %d times more in an hour; want once: %v", more, calls(w, post, "C0LEADS")[tried:])
				}
				alex.DM().ExpectsNothing()
				passes(time.Hour)
				w.Channel("leads").Expects("Ada Poison")
				if left := w.parked(); left != 0 {
					t.Errorf("%d are still parked", left)
				}
			})
		})
	}
}

// calls are those of a method that go to a conversation or person.
func calls(w *world, method, where string) (all []slacksim.Call) {
	for _, c := range w.Calls(method) {
		if c.Args["channel"] == where || c.Args["user_id"] == where {
			all = append(all, c)
		}
	}
	return all
}

func (w *world) parked() int {
	w.t.Helper()
	synctest.Wait()
	status, err := w.daemon.Services().Status(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return status.Parked
}

// TestAPostWhoseAnswersAreLostIsNotRepeatedWithoutEnd lets each copy arrive and each answer go, where Leadloop may not
// look.
func TestAPostWhoseAnswersAreLostIsNotRepeatedWithoutEnd(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:10", func(w *world) {
		priya := w.User("priya").In("leads")
		w.FailNext(post+" C0LEADS", slacksim.FaultNoAnswer, 100)
		priya.Runs("/lead log Ada Lost, Acme, ada@acme.example").Expects("Logged")
		passes(10 * time.Minute)
		if got := posts(w.Channel("leads"), "Ada Lost"); got != 3 {
			t.Errorf("%d copies within minutes; want 3", got)
		}
		w.User("alex").DM().Expects("Slack does not say whether this arrived")
		passes(12 * time.Hour)
		if got := posts(w.Channel("leads"), "Ada Lost"); got != 5 {
			t.Errorf("%d copies within half a day; want 5", got)
		}
		for range posts(w.Channel("leads"), "Ada Lost") {
			w.Channel("leads").Expects("Ada Lost")
		}
	}, withoutHistory)
}

// TestTheHomeTabWaitsForNoMessage holds up what somebody is told, and Home the other way round.
func TestTheHomeTabWaitsForNoMessage(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam")
		sam.Home()
		w.logs(priya, "Ada Home, Acme, ada@acme.example", "Ada Home")
		w.FailNext(post+" "+sam.ID(), slacksim.FaultError("internal_error"), 5)
		priya.Runs("/lead handoff L-1 @sam").Expects("You handed")
		w.Channel("sales").Expects("Ada Home")
		passes(3 * time.Second)
		if home := sam.Home(); home == nil || !strings.Contains(home.Text, "Ada Home") {
			t.Errorf("the Home tab waits for a message that Slack does not take: %+v", home)
		}
		w.told()
		sam.DM().Expects("Ada Home")
	})
}

// TestWhatWaitsIsMeasured reads the metrics of the queue.
func TestWhatWaitsIsMeasured(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.FailNext(post+" C0LEADS", slacksim.FaultError("not_in_channel"), 1)
		priya.Runs("/lead log Ada Parked, Acme, ada@acme.example").Expects("Logged")
		w.User("alex").DM().Expects("Leadloop could not tell everything")
		w.FailNext(post+" C0LEADS", slacksim.FaultError("internal_error"), 6)
		priya.Runs("/lead log Ben Waits, Borealis, ben@borealis.example").Expects("Logged")
		passes(30 * time.Second)
		said := w.metrics()
		for _, want := range []string{"leadloop_outbox_queued 1\n", "leadloop_outbox_parked 1\n", "leadloop_outbox_oldest_seconds 3"} {
			if !strings.Contains(said, want) {
				t.Errorf("the metrics do not say %q", want)
			}
		}
		w.told()
		w.Channel("leads").Expects("Ben Waits")
		passes(time.Hour)
		w.Channel("leads").Expects("Ada Parked")
	})
}

// metrics is what the admin server tells a monitor.
func (w *world) metrics() string {
	w.t.Helper()
	transport := &http.Transport{DialContext: w.admin.DialContext}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, "http://127.0.0.1/metrics", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}
