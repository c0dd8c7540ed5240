package bot

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/bot/desk"
)

func TestReadyMeansThatSlackSaidHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.answer("apps.connections.open", func(n int, _ url.Values) any {
			if n == 1 {
				return apiError("internal_error")
			}
			return usual("apps.connections.open")(n, nil)
		})
		b := newBot(t, f)
		if got := b.Ready(); len(got) != 1 {
			t.Errorf("before Run: %q", got)
		}
		stop := start(t, b)
		<-f.links
		synctest.Wait()
		if got := b.Ready(); len(got) != 0 {
			t.Errorf("after hello: %q", got)
		}
		began := time.Now()
		<-f.links
		if apart := time.Since(began); apart < 3*time.Second {
			t.Errorf("the second connection came %s after the first, so both are renewed at once", apart)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		if got := b.Ready(); len(got) != 1 {
			t.Errorf("after the end: %q", got)
		}
	})
}

const slashFrame = `{"type":"slash_commands","envelope_id":"%s","accepts_response_payload":true,"payload":{"team_id":"T1","channel_id":"C1","user_id":"%s","command":"%s","text":"%s","response_url":"http://slack.test/response/1","trigger_id":"trigger-%s"}}`

func slash(id string, user any, command, text string) string {
	return fmt.Sprintf(slashFrame, id, user, command, strings.ReplaceAll(text, `"`, `\"`), id)
}

func TestACommandIsAnsweredInItsAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		start(t, b)
		link := <-f.links
		link.send(t, slash("e1", marketer, "/lead", "log Jane Doe, Acme, jane@acme.com"))
		ack := <-link.acks
		if ack.EnvelopeID != "e1" || !strings.Contains(string(ack.Payload), "L-1") || !strings.Contains(string(ack.Payload), `"ephemeral"`) {
			t.Errorf("got %s %s", ack.EnvelopeID, ack.Payload)
		}
		link.send(t, slash("e1", marketer, "/lead", "log Jane Doe, Acme, jane@acme.com"))
		if again := <-link.acks; len(again.Payload) > 0 {
			t.Errorf("a redelivery was answered with %s, want nothing", again.Payload)
		}
		link.send(t, slash("e2", "USTRANGER", "/lead", "mine"))
		if ack := <-link.acks; !strings.Contains(string(ack.Payload), "You are not on a team") {
			t.Errorf("a stranger got %s", ack.Payload)
		}
		link.send(t, slash("e3", marketer, "/lead", "logg x"))
		if ack := <-link.acks; !strings.Contains(string(ack.Payload), "Did you mean `/lead log") {
			t.Errorf("an unknown word got %s", ack.Payload)
		}
	})
}

func TestWhatTheLibraryCannotDecodeStillWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		start(t, newBot(t, f))
		link := <-f.links
		link.send(t, slash("e0", marketer, "/lead", "log Jane Doe, Acme, jane@acme.com"))
		<-link.acks
		link.send(t, `{"type":"brand_new","envelope_id":"e1","payload":{}}`)
		if ack := <-link.acks; ack.EnvelopeID != "e1" {
			t.Errorf("got %+v", ack)
		}
		link.send(t, `{"type":"events_api","envelope_id":"e2","payload":{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"brand_new_event","user":"UMARKETER"}}}`)
		if ack := <-link.acks; ack.EnvelopeID != "e2" {
			t.Errorf("got %+v", ack)
		}
		// A table cell of an unknown kind makes the library refuse the click.
		link.send(t, `{"type":"interactive","envelope_id":"e3","payload":{"type":"block_actions","team":{"id":"T1"},"user":{"id":"UMARKETER","team_id":"T1"},"trigger_id":"t3",
			"response_url":"http://slack.test/response/1","channel":{"id":"C1"},
			"message":{"ts":"1.1","blocks":[{"type":"data_table","caption":"x","rows":[[{"type":"brand_new_cell"}]]}]},
			"actions":[{"action_id":"lead_show","block_id":"b","type":"button","value":"L-1.1"}]}}`)
		if ack := <-link.acks; ack.EnvelopeID != "e3" {
			t.Errorf("got %+v", ack)
		}
		if opened := f.made("views.open"); len(opened) != 1 || !strings.Contains(opened[0].form.Get("json"), "L-1") {
			t.Errorf("the click on a message that cannot be decoded opened %v", opened)
		}
	})
}

func TestAHalfOpenConnectionIsFoundWithin15Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		start(t, newBot(t, f))
		<-f.links
		second := <-f.links
		// The peer goes silent: it neither pings nor answers pings.
		second.silent.Store(true)
		began := time.Now()
		<-f.links
		if took := time.Since(began); took > 16*time.Second {
			t.Errorf("found after %s", took)
		}
		// The others answer pings and are still there, an hour later.
		time.Sleep(time.Hour)
		if n := len(f.made("apps.connections.open")); n != 3 {
			t.Errorf("%d connections were opened, want 3", n)
		}
	})
}

func TestRefusedConnectionsAreNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.refuse = "link_disabled"
		start(t, newBot(t, f))
		time.Sleep(2 * time.Minute)
		// 1, 2, 4, 8, 16, 32, 60 s: about eight per connection in two minutes.
		if n := len(f.made("apps.connections.open")); n > 20 || n < 6 {
			t.Errorf("asked %d times in two minutes", n)
		}
	})
}

func TestAfterAnOutageTheBotIsBackWithin10Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		up := make(chan struct{})
		f.answer("apps.connections.open", func(n int, _ url.Values) any {
			select {
			case <-up:
				return usual("apps.connections.open")(n, nil)
			default:
				return httpStatus{code: 503}
			}
		})
		start(t, newBot(t, f))
		time.Sleep(10 * time.Minute)
		close(up)
		began := time.Now()
		<-f.links
		if took := time.Since(began); took > 11*time.Second {
			t.Errorf("back after %s", took)
		}
	})
}

func TestARevokedTokenEndsTheProgramWithASentence(t *testing.T) {
	for method, code := range map[string]string{"auth.test": "invalid_auth", "apps.connections.open": "not_allowed_token_type"} {
		synctest.Test(t, func(t *testing.T) {
			f := newFakeSlack(t)
			f.answer(method, func(int, url.Values) any { return apiError(code) })
			err := newBot(t, f).Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), "token") || !strings.Contains(err.Error(), code) {
				t.Errorf("%s: got %v", method, err)
			}
		})
	}
}

func TestNoAcknowledgementIsLostAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		stop := start(t, b)
		link := <-f.links
		for i := range 20 {
			link.send(t, slash(fmt.Sprintf("e%d", i), marketer, "/lead", fmt.Sprintf("log Lead %d, Acme, lead%d@acme.com", i, i)))
		}
		<-link.acks // some are under way
		if err := stop(); err != nil {
			t.Error(err)
		}
		status, err := b.Services.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n := 1 + len(link.acks); int64(n) != status.Leads {
			t.Errorf("%d leads were logged and %d acknowledged", status.Leads, n)
		}
	})
}

func TestAnOverlongReplyGoesToTheResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		b := newBot(t, f)
		start(t, b)
		link := <-f.links
		long := desk.Ack{}
		message := helpMessage(strings.Repeat("x", 2900), 10)
		long.Message = &message
		if payload, rest := long.Payload(desk.KindCommand); payload != nil || rest == nil {
			t.Errorf("a reply of 29 KB goes into the acknowledgement")
		}
		b.Say(t.Context(), &desk.Input{Kind: desk.KindCommand, ResponseURL: "http://slack.test/response/1"}, message)
		b.Say(t.Context(), &desk.Input{Kind: desk.KindCommand, Trigger: "t", ResponseURL: "http://evil.test/response/1"}, message)
		synctest.Wait()
		if n := len(f.made("/response/1")); n != 1 {
			t.Errorf("%d calls of the response URL, want 1: %v", n, f.made(""))
		}
		_ = link
	})
}
