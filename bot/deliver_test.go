package bot

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// handOff logs a lead and hands it to the rep, which leaves cards in the
// outbox.
func handOff(t *testing.T, b *Bot, n int) ref.LeadID {
	t.Helper()
	logged, err := b.Services.Leads.Log(t.Context(), core.Request{By: marketer}, funnel.LeadInput{Name: fmt.Sprintf("Lead %d", n), Email: fmt.Sprintf("lead%d@acme.com", n)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Services.Routing.Handoff(t.Context(), core.Request{By: marketer}, logged.Lead.ID, funnel.HandoffInput{To: rep}); err != nil {
		t.Fatal(err)
	}
	return logged.Lead.ID
}

func queued(t *testing.T, b *Bot) (waiting, parked int) {
	t.Helper()
	s, err := b.Services.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Queued, s.Parked
}

func TestEachTargetHearsInOrderAndOncePerSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		for n := range 5 {
			handOff(t, b, n+1)
		}
		start(t, b)
		time.Sleep(30 * time.Second)
		last, order := map[string]time.Time{}, map[string][]string{}
		for _, c := range f.made("chat.postMessage") {
			channel := c.form.Get("channel")
			if gap := c.at.Sub(last[channel]); gap < time.Second {
				t.Errorf("two messages to %s within %s", channel, gap)
			}
			last[channel] = c.at
			order[channel] = append(order[channel], entryOf(c))
			if c.form.Get("unfurl_links") != "false" || c.form.Get("unfurl_media") != "false" {
				t.Errorf("links are unfurled in %v", c.form)
			}
		}
		for _, channel := range []string{"CLEADS", "CSALES", string(rep)} {
			if got := order[channel]; len(got) != 5 || !ascending(got) {
				t.Errorf("%s was told the entries %q", channel, got)
			}
		}
		if waiting, _ := queued(t, b); waiting != 0 {
			t.Errorf("%d entries are left", waiting)
		}
	})
}

func entryOf(c call) string {
	var m struct {
		Payload map[string]string `json:"event_payload"`
	}
	_ = json.Unmarshal([]byte(c.form.Get("metadata")), &m)
	return m.Payload["entry"]
}

func ascending(entries []string) bool {
	for i := 1; i < len(entries); i++ {
		if len(entries[i-1]) > len(entries[i]) || len(entries[i-1]) == len(entries[i]) && entries[i-1] >= entries[i] {
			return false
		}
	}
	return true
}

func TestALivingMessageIsChangedInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		start(t, b)
		id := handOff(t, b, 1)
		time.Sleep(5 * time.Second)
		posted := len(f.made("chat.postMessage"))
		if _, err := b.Services.Leads.Accept(t.Context(), core.Request{By: rep}, id); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		updated := map[string]bool{}
		for _, c := range f.made("chat.update") {
			updated[c.form.Get("channel")] = c.form.Get("ts") != ""
		}
		if !updated["DREP"] || !updated["CSALES"] {
			t.Errorf("changed in place: %v", updated)
		}
		for _, c := range f.made("chat.postMessage")[posted:] {
			if c.form.Get("channel") != string(marketer) {
				t.Errorf("a second card was posted to %s", c.form.Get("channel"))
			}
		}

		f.answer("chat.update", func(int, url.Values) any { return apiError("message_not_found") })
		posted = len(f.made("chat.postMessage"))
		if _, err := b.Services.Leads.Touch(t.Context(), core.Request{By: rep}, id, "call", ""); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if n := len(f.made("chat.postMessage")); n == posted {
			t.Error("a card that somebody deleted was not posted anew")
		}
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.answer("chat.postMessage", func(n int, form url.Values) any {
			if n == 1 {
				return httpStatus{code: http.StatusTooManyRequests, header: http.Header{"Retry-After": {"20"}}}
			}
			return usual("chat.postMessage")(n, form)
		})
		b := newBot(t, f)
		handOff(t, b, 1)
		start(t, b)
		time.Sleep(2 * time.Minute)
		calls := f.made("chat.postMessage")
		var late []call
		for _, c := range calls {
			if c.at.Sub(calls[0].at) > time.Second {
				late = append(late, c)
			}
		}
		if len(late) == 0 || late[0].at.Sub(calls[0].at) < 20*time.Second {
			t.Errorf("calls at %v", times(calls))
		}
		if waiting, parked := queued(t, b); waiting+parked != 0 {
			t.Errorf("%d wait, %d parked", waiting, parked)
		}
	})
}

func times(calls []call) (out []time.Duration) {
	for _, c := range calls {
		out = append(out, c.at.Sub(calls[0].at))
	}
	return out
}

func TestWhatSlackRefusesForGoodIsParkedAndTheRestGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.answer("chat.postMessage", func(n int, form url.Values) any {
			if form.Get("channel") == "CSALES" {
				return apiError("not_in_channel")
			}
			return usual("chat.postMessage")(n, form)
		})
		b := newBot(t, f)
		handOff(t, b, 1)
		start(t, b)
		time.Sleep(time.Minute)
		if waiting, parked := queued(t, b); waiting != 0 || parked != 1 {
			t.Errorf("%d wait, %d parked", waiting, parked)
		}
		s, _ := b.Services.Status(t.Context())
		if len(s.ParkedWhy) != 1 || !strings.Contains(s.ParkedWhy[0], "/invite @Leadloop") {
			t.Errorf("parked: %+v", s.ParkedWhy)
		}
	})
}

func TestTroubleIsRetriedWithLongerWaits(t *testing.T) {
	for name, trouble := range map[string]any{
		"503": httpStatus{code: 503}, "no answer": nil, "internal_error": apiError("internal_error"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				up := false
				f.answer("chat.postMessage", func(n int, form url.Values) any {
					if up {
						return usual("chat.postMessage")(n, form)
					}
					return trouble
				})
				f.answer("conversations.history", func(int, url.Values) any { return apiError("missing_scope") })
				f.answer("conversations.open", func(int, url.Values) any { return apiError("missing_scope") })
				b := newBot(t, f)
				handOff(t, b, 1)
				start(t, b)
				time.Sleep(10 * time.Minute)
				tries := len(f.made("chat.postMessage")) / 3 // cards in three places
				least, most := 6, 16
				if name == "no answer" {
					least, most = 4, 4 // three each, as any may have arrived; and three of the note to the admin
				}
				if tries < least || tries > most {
					t.Errorf("%d tries in ten minutes", tries)
				}
				synctest.Wait()
				f.mu.Lock()
				up = true
				f.mu.Unlock()
				if err := b.Services.Delivery.Unpark(t.Context()); err != nil { // as each hour
					t.Fatal(err)
				}
				time.Sleep(6 * time.Minute)
				if waiting, parked := queued(t, b); waiting+parked != 0 {
					t.Errorf("%d wait, %d parked", waiting, parked)
				}
			})
		})
	}
}

// TestNothingIsSaidTwiceAfterALostAnswer lets Slack take the message and
// drop the answer, as in a crash between the two.
func TestNothingIsSaidTwiceAfterALostAnswer(t *testing.T) {
	t.Run("at once", func(t *testing.T) { lostAnswers(t, nil) })
	t.Run("while Slack limits the method", func(t *testing.T) {
		lostAnswers(t, httpStatus{code: http.StatusTooManyRequests, header: http.Header{"Retry-After": {"90"}}})
	})
}

// lostAnswers drops the first answer in each channel. Where there is a limit,
// the first message in the sales channel is refused with it.
func lostAnswers(t *testing.T, limit any) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		taken := map[string][]map[string]any{}
		f.answer("chat.postMessage", func(n int, form url.Values) any {
			channel := form.Get("channel")
			var metadata map[string]any
			_ = json.Unmarshal([]byte(form.Get("metadata")), &metadata)
			f.mu.Lock()
			if refusal := limit; refusal != nil && channel == "CSALES" {
				limit = nil
				f.mu.Unlock()
				return refusal
			}
			taken[channel] = append(taken[channel], map[string]any{"ts": fmt.Sprint(n), "metadata": metadata})
			first := len(taken[channel]) == 1
			f.mu.Unlock()
			if first {
				return nil
			}
			return usual("chat.postMessage")(n, form)
		})
		f.answer("conversations.open", func(_ int, form url.Values) any {
			return map[string]any{"ok": true, "channel": map[string]any{"id": form.Get("users")}}
		})
		f.answer("conversations.history", func(_ int, form url.Values) any {
			if form.Get("include_all_metadata") != "1" {
				t.Errorf("history was read without metadata: %v", form)
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			return map[string]any{"ok": true, "messages": taken[form.Get("channel")]}
		})
		b := newBot(t, f)
		handOff(t, b, 1)
		start(t, b)
		time.Sleep(5 * time.Minute)
		for _, channel := range []string{"CLEADS", "CSALES", string(rep)} {
			if n := len(taken[channel]); n != 1 {
				t.Errorf("%s was told %d times", channel, n)
			}
		}
		if waiting, parked := queued(t, b); waiting+parked != 0 {
			t.Errorf("%d wait, %d parked", waiting, parked)
		}
	})
}

func TestADigestIsShownWithLessWhereSlackRefusesCharts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.answer("chat.postMessage", func(n int, form url.Values) any {
			if strings.Contains(form.Get("blocks"), `"type":"data_`) { // the charts and the sortable tables
				return apiError("invalid_blocks")
			}
			return usual("chat.postMessage")(n, form)
		})
		b := newBot(t, f)
		for n := range 3 {
			handOff(t, b, n+1)
		}
		period, _ := calendar.ParsePeriod("2099-Q4")
		if _, err := b.Services.Goals.Set(t.Context(), core.Request{By: boss}, goals.Input{Metric: goals.MetricMQLs, Period: period, Target: goals.Quantity{Number: 9}}); err != nil {
			t.Fatal(err)
		}
		start(t, b)
		time.Sleep(time.Minute)
		if err := b.Services.Digest.Post(t.Context(), core.Request{By: boss}, funnel.AudienceLeadership, false); err != nil {
			t.Fatal(err)
		}
		preview := func() (main []call) {
			before := len(f.made("chat.postMessage"))
			if err := b.Services.Digest.Preview(t.Context(), core.Request{By: boss}, funnel.AudienceLeadership); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			for _, c := range f.made("chat.postMessage")[before:] {
				if c.form.Get("thread_ts") != "" { // all figures are in the thread
					main = append(main, c)
				}
			}
			return main
		}
		if tried := len(preview()); tried < 2 {
			t.Errorf("the digest was tried %d times; it holds no chart to refuse", tried)
		}
		if waiting, parked := queued(t, b); waiting+parked != 0 {
			t.Errorf("%d wait, %d parked", waiting, parked)
		}
		if again := preview(); len(again) != 1 || again[0].form.Get("blocks") == "" {
			t.Errorf("what the workspace can show was forgotten: %d tries", len(again))
		}
		time.Sleep(24 * time.Hour)
		handOff(t, b, 9) // so that this week has something to draw
		if again := preview(); len(again) < 2 {
			t.Error("what the workspace can show was never tried again")
		}
	})
}

func TestTheHomeTabIsPublished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		start(t, b)
		link := <-f.links
		link.send(t, `{"type":"events_api","envelope_id":"e1","payload":{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_home_opened","user":"UREP","channel":"D1","tab":"home"}}}`)
		if ack := <-link.acks; ack.EnvelopeID != "e1" {
			t.Errorf("got %+v", ack)
		}
		time.Sleep(5 * time.Second) // people are looked up first
		published := f.made("views.publish")
		if len(published) != 1 || !strings.Contains(published[0].form.Get("json"), `"user_id":"UREP"`) {
			t.Errorf("published %v", published)
		}
	})
}

func TestAMessageThatCannotBeMadeDoesNotEndTheProgram(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	handOff(t, b, 1)
	due, _, err := b.Services.Delivery.Next(t.Context(), b.Now(), 1)
	if err != nil || len(due) != 1 {
		t.Fatalf("got %v, %v", due, err)
	}
	b.People = nil // nobody to name: the rendering panics
	b.courier.Deliver(t.Context(), due[0])
	if _, parked := queued(t, b); parked != 1 {
		t.Errorf("%d are parked, want 1", parked)
	}
}
