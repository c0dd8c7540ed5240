package slacksim_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// page is what the browser does.
type page struct{ w *world }

func (p page) get(path string) map[string]any {
	p.w.t.Helper()
	resp, err := p.w.client.Get("http://slack.test" + path)
	if err != nil {
		p.w.t.Fatal(err)
	}
	defer resp.Body.Close()
	return p.read(resp)
}

func (p page) post(path string, body any) map[string]any {
	p.w.t.Helper()
	raw, _ := json.Marshal(body)
	resp, err := p.w.client.Post("http://slack.test/app/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		p.w.t.Fatal(err)
	}
	defer resp.Body.Close()
	return p.read(resp)
}

func (p page) read(resp *http.Response) map[string]any {
	p.w.t.Helper()
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || resp.StatusCode != 200 {
		p.w.t.Fatalf("%s: %d %v", resp.Request.URL, resp.StatusCode, err)
	}
	return answer
}

type fields = map[string]any

func TestThePageActsAsAPerson(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			switch data := evt.Data.(type) {
			case slack.SlashCommand:
				w.api.OpenView(data.TriggerID, leadModal())
				sm.Ack(*evt.Request)
			case slack.InteractionCallback:
				if data.Type == slack.InteractionTypeViewSubmission && data.View.State.Values["company"]["v"].Value == "x" {
					sm.Ack(*evt.Request, slack.NewErrorsViewSubmissionResponse(map[string]string{"company": "Too short"}))
					return
				}
				sm.Ack(*evt.Request)
				if data.Type == slack.InteractionTypeBlockActions {
					w.api.UpdateMessage(data.Channel.ID, data.Container.MessageTs, slack.MsgOptionText("Accepted", false), slack.MsgOptionBlocks())
				}
			}
		}
		w.connect(1)
		p := page{w}
		ctx, stop := context.WithCancel(context.Background())
		events := make(chan string, 100)
		request, _ := http.NewRequestWithContext(ctx, "GET", "http://slack.test/app/events?as=U1", nil)
		client := *w.client
		client.Timeout = 0
		resp, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			defer close(events)
			defer resp.Body.Close()
			for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
				if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
					events <- name
				}
			}
		}()
		next := func() string {
			select {
			case name := <-events:
				return name
			case <-time.After(time.Minute):
				return "nothing"
			}
		}
		if first := next(); first != "status" {
			t.Errorf("the stream begins with %q", first)
		}

		state := p.get("/app/state?as=U1")
		if state["me"] != "U1" || state["connected"] != 1.0 || len(state["commands"].([]any)) != 2 {
			t.Errorf("the state is %v", state)
		}
		if a := p.post("command", fields{"as": "U1", "channel": "C1", "text": "/nope"}); a["error"] != "/nope is not a valid command" {
			t.Errorf("an unknown command: %v", a)
		}
		if a := p.post("command", fields{"as": "U1", "channel": "C1", "text": "/lead new"}); a["ok"] != true {
			t.Errorf("the command: %v", a)
		}
		if next() != "view" {
			t.Error("no view came")
		}
		openViews := func(as string) int { return len(p.get("/app/state?as=" + as)["views"].([]any)) }
		if sams, mias := openViews("U1"), openViews("U2"); sams != 1 || mias != 0 {
			t.Errorf("%d modals are open for Sam, %d for Mia", sams, mias)
		}
		view := w.User("sam").Modal()
		submit := func(company string) map[string]any {
			return p.post("submit", fields{"as": "U1", "view_id": view.ID, "state": fields{
				"company": fields{"v": fields{"type": "plain_text_input", "value": company}},
				"size":    fields{"v": fields{"type": "static_select", "selected_option": fields{"text": fields{"type": "plain_text", "text": "Small"}, "value": "s"}}},
			}})
		}
		if a := submit("x"); a["errors"].(map[string]any)["company"] != "Too short" {
			t.Errorf("the errors are missing: %v", a)
		}
		if a := submit("Acme"); a["closed"] != true {
			t.Errorf("the modal %q did not close: %v", view.Title, a)
		}
		if next() != "view_closed" {
			t.Error("the closing was not told")
		}
		if n := openViews("U1"); n != 0 {
			t.Errorf("%d modals are still open", n)
		}

		_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("New lead Jane", false), cardBlocks())
		if err != nil {
			t.Fatal(err)
		}
		if next() != "message" {
			t.Error("the message was not told")
		}
		if a := p.post("action", fields{"as": "U1", "channel": "C1", "ts": ts, "block_id": "act", "action_id": "accept"}); a["ok"] != true {
			t.Errorf("the click: %v", a)
		}
		w.Channel("leads").Expects("Accepted")
		messages := p.get("/app/messages?as=U1&channel=C1")["messages"].([]any)
		if last := messages[len(messages)-1].(map[string]any); last["text"] != "Accepted" || last["edited"] != true || last["app"] != true {
			t.Errorf("the last message is %v", last)
		}
		if a := p.post("clock", fields{"to": "+1h"}); a["ok"] != false {
			t.Errorf("the clock moved: %v", a)
		}
		stop()
		for range events {
		}
		w.noProblems()
	})
}

func TestTheClockPanelMovesToMornings(t *testing.T) {
	o := defaultOptions()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	now := time.Date(2026, 10, 23, 17, 0, 0, 0, berlin) // a Friday, two days before the clocks change
	o.Location, o.Now = berlin, func() time.Time { return now }
	o.OnMoveClock = func(_ context.Context, to time.Time) error { now = to; return nil }
	inWorld(t, o, func(w *world) {
		p := page{w}
		for _, step := range []struct{ to, want string }{
			{"tomorrow", "2026-10-24 09:00 +0200"},
			{"+1h", "2026-10-24 10:00 +0200"},
			{"monday", "2026-10-26 09:00 +0100"},
			{"monday", "2026-11-02 09:00 +0100"},
		} {
			p.post("clock", fields{"to": step.to})
			if got := now.Format("2006-01-02 15:04 -0700"); got != step.want {
				t.Errorf("%s: %s, not %s", step.to, got, step.want)
			}
		}
		if a := p.post("clock", fields{"to": "-1h"}); a["ok"] != false {
			t.Errorf("the clock went back: %v", a)
		}
	})
}

func TestOtherSitesMayNotAct(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		request, _ := http.NewRequest("POST", "http://slack.test/app/fault", strings.NewReader(`{"kind":"cut"}`))
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		resp, err := w.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			t.Errorf("%d", resp.StatusCode)
		}
	})
}

func TestThePageIsServed(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		resp, err := w.client.Get("http://slack.test/")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
		}
	})
}
