package slacksim_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// record keeps what the app gets, across connections.
type record struct {
	mu   sync.Mutex
	seen []string
}

func (r *record) add(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, s)
}

func (r *record) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen)
}

func TestEventsAreRedeliveredUntilAcknowledged(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var got record
		var ids record
		w.on = func(_ *socketmode.Client, evt socketmode.Event) {
			if evt.Type == socketmode.EventTypeEventsAPI {
				got.add(time.Now().Format("15:04:05 ") + string(rune('0'+evt.Request.RetryAttempt)) + evt.Request.RetryReason)
				var outer struct {
					EventID string `json:"event_id"`
				}
				json.Unmarshal(evt.Request.Payload, &outer)
				ids.add(outer.EventID)
			}
		}
		w.connect(2)
		w.User("sam").In("leads").Says("hello")
		time.Sleep(10 * time.Minute)
		want := []string{"00:00:00 0", "00:00:03 1timeout", "00:01:06 2timeout", "00:06:09 3timeout"}
		if diff := cmp.Diff(want, got.all()); diff != "" {
			t.Error(diff)
		}
		if all := ids.all(); len(slices.Compact(all)) != 1 {
			t.Errorf("the event ids differ: %q", all)
		}
		w.problem("the event message was not acknowledged")
	})
}

func TestEventsOfAnOutageArriveLater(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var got record
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if data, ok := evt.Data.(slackevents.EventsAPIEvent); ok {
				sm.Ack(*evt.Request)
				got.add(data.InnerEvent.Data.(*slackevents.MessageEvent).Text)
			}
		}
		w.connect(1)()
		w.User("sam").In("leads").Says("anyone?")
		time.Sleep(20 * time.Second)
		w.connect(2)
		time.Sleep(2 * time.Minute)
		if diff := cmp.Diff([]string{"anyone?"}, got.all()); diff != "" {
			t.Error(diff)
		}
		w.noProblems()
	})
}

func TestDuplicatesAndRepetitionsKeepTheirIds(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var got record
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if evt.Request != nil && evt.Type == socketmode.EventTypeEventsAPI {
				got.add(evt.Request.EnvelopeID)
				sm.Ack(*evt.Request)
			}
		}
		w.connect(2)
		w.Duplicate(1)
		w.User("sam").In("leads").Says("hello")
		time.Sleep(time.Second)
		w.Duplicate(0)
		w.Redeliver()
		time.Sleep(time.Second)
		if all := got.all(); len(all) != 3 || len(slices.Compact(all)) != 1 {
			t.Errorf("delivered %q", all)
		}
		w.noProblems()
	})
}

func TestEveryKindOfDisconnect(t *testing.T) {
	for _, reason := range []string{slacksim.ReasonWarning, slacksim.ReasonRefreshRequested} {
		t.Run(reason, func(t *testing.T) {
			inWorld(t, defaultOptions(), func(w *world) {
				w.connect(2)
				w.Disconnect(reason)
				time.Sleep(30 * time.Second)
				if w.Connected() != 2 || len(w.Calls("apps.connections.open")) != 4 {
					t.Errorf("%d sockets, %d opened", w.Connected(), len(w.Calls("apps.connections.open")))
				}
				w.noProblems()
			})
		})
	}
	t.Run("link_disabled", func(t *testing.T) {
		inWorld(t, defaultOptions(), func(w *world) {
			w.connect(1)
			w.Disconnect(slacksim.ReasonLinkDisabled)
			time.Sleep(time.Second)
			if opened := len(w.Calls("apps.connections.open")); opened < 10 || w.Connected() != 0 {
				t.Errorf("slack-go is known to hammer: %d, %d sockets", opened, w.Connected())
			}
			w.problem("apps.connections.open: called above its pace")
			w.EnableSockets()
			time.Sleep(20 * time.Minute)
			if w.Connected() != 1 {
				t.Errorf("%d sockets after Socket Mode is on again", w.Connected())
			}
		})
	})
	t.Run("too_many_websockets", func(t *testing.T) {
		inWorld(t, defaultOptions(), func(w *world) {
			w.connect(10)
			_, address, err := w.api.StartSocketModeContext(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			conn := w.dial(address)
			var frame struct{ Type, Reason string }
			if err := conn.ReadJSON(&frame); err != nil || frame.Reason != "too_many_websockets" {
				t.Errorf("%v %+v", err, frame)
			}
			conn.Close()
			if w.Connected() != 10 {
				t.Errorf("%d sockets", w.Connected())
			}
			w.problem("more than 10 sockets")
		})
	})
	t.Run("cut", func(t *testing.T) {
		inWorld(t, defaultOptions(), func(w *world) {
			w.connect(2)
			w.CutSockets()
			time.Sleep(10 * time.Second)
			if w.Connected() != 2 {
				t.Errorf("%d sockets", w.Connected())
			}
		})
	})
	t.Run("half open", func(t *testing.T) {
		inWorld(t, defaultOptions(), func(w *world) {
			w.connect(1)
			w.HalfOpen()
			if r := w.User("sam").In("leads").Runs("/lead mine"); r.Failure != "operation_timeout" {
				t.Errorf("%q", r.Failure)
			}
			w.noProblems() // nobody could have answered
			time.Sleep(70 * time.Second)
			if opened := len(w.Calls("apps.connections.open")); opened != 2 || w.Connected() != 1 {
				t.Errorf("%d opened, %d sockets: the client must notice the missing pings", opened, w.Connected())
			}
		})
	})
}

func TestFramesAfterAWarningStillComeOnTheOldSocket(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		_, address, err := w.api.StartSocketModeContext(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		conn := w.dial(address)
		defer conn.Close()
		frames := make(chan string, 10)
		go func() {
			defer close(frames)
			for {
				var frame struct {
					Type, Reason string
					ID           string `json:"envelope_id"`
				}
				if conn.ReadJSON(&frame) != nil {
					return
				}
				if frame.ID != "" {
					conn.WriteJSON(map[string]any{"envelope_id": frame.ID})
				}
				frames <- frame.Type + frame.Reason
			}
		}()
		w.WaitConnected(1)
		w.Disconnect(slacksim.ReasonWarning)
		time.Sleep(time.Second)
		w.User("sam").In("leads").Runs("/lead mine")
		var got []string
		for frame := range frames { // until Slack ends the connection
			got = append(got, frame)
		}
		if diff := cmp.Diff([]string{"hello", "disconnectwarning", "slash_commands", "disconnectrefresh_requested"}, got); diff != "" {
			t.Error(diff)
		}
		if _, response, err := w.tryDial(address); err == nil || response.StatusCode != 403 {
			t.Errorf("a ticket was good twice: %v", err)
		}
		w.noProblems()
	})
}

func TestBadAcksAreProblems(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var answer any
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if data, ok := evt.Data.(slack.InteractionCallback); ok && data.Type == slack.InteractionTypeViewSubmission {
				sm.Ack(*evt.Request, answer)
			} else if command, ok := evt.Data.(slack.SlashCommand); ok {
				w.api.OpenView(command.TriggerID, leadModal()) // before the answer, so that it is there to be filled in
				sm.Ack(*evt.Request)
			}
		}
		w.connect(1)
		sam := w.User("sam").In("leads")
		for wanted, a := range map[string]any{
			`"nope" is no input block`: slack.NewErrorsViewSubmissionResponse(map[string]string{"nope": "x"}),
			"unknown response_action":  map[string]any{"response_action": "shrink"},
			"no response_action":       map[string]any{"text": "thanks"},
			"required field: title":    map[string]any{"response_action": "update", "view": map[string]any{"type": "modal", "blocks": []any{}}},
		} {
			answer = a
			r := sam.Runs("/lead new").Modal().Fill("Company", "Acme").Select("Size", "Small").Submit()
			if r.Closed || !contains(r.Failure, "trouble connecting") {
				t.Errorf("%s: %+v", wanted, r)
			}
			w.problem(wanted)
		}
	})
}

func TestModalsArePushedUpdatedAndCleared(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		next := leadModal()
		next.Title = plain("Second")
		var answer any = slack.NewPushViewSubmissionResponse(&next)
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if _, ok := evt.Data.(slack.InteractionCallback); ok {
				sm.Ack(*evt.Request, answer)
			} else if command, ok := evt.Data.(slack.SlashCommand); ok {
				w.api.OpenView(command.TriggerID, leadModal())
				sm.Ack(*evt.Request)
			}
		}
		w.connect(1)
		sam := w.User("sam").In("leads")
		fill := func() *slacktest.SubmitResult {
			return sam.Modal().Fill("Company", "Acme").Select("Size", "Small").Submit()
		}
		sam.Runs("/lead new")
		if r := fill(); r.View == nil || r.View.Title != "Second" {
			t.Fatalf("not pushed: %+v", r)
		}
		third := leadModal()
		third.Title = plain("Third")
		answer = slack.NewUpdateViewSubmissionResponse(&third)
		if r := fill(); r.View.Title != "Third" {
			t.Errorf("not updated: %+v", r)
		}
		if value := sam.Modal().Value("Company"); value != "Acme" {
			t.Errorf("the update lost what was entered under the same ids: %q", value)
		}
		answer = nil
		if fill(); sam.Modal().Title != "New lead" {
			t.Errorf("the first modal is not back")
		}
		answer = slack.NewClearViewSubmissionResponse()
		if fill(); sam.HasModal() {
			t.Error("the stack is still there")
		}
		w.noProblems()
	})
}

func TestAResponseURLIsUsedUp(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		address := ""
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if command, ok := evt.Data.(slack.SlashCommand); ok {
				address = command.ResponseURL
				sm.Ack(*evt.Request, map[string]any{"text": "Working"})
			}
		}
		w.connect(1)
		sam := w.User("sam").In("other") // where the app is no member
		r := sam.Runs("/lead mine")
		respond := func(options ...slack.MsgOption) error {
			_, _, err := w.api.PostMessage("", options...)
			time.Sleep(time.Second)
			return err
		}
		if err := respond(slack.MsgOptionReplaceOriginal(address), slack.MsgOptionText("Done", false)); err != nil {
			t.Error(err)
		}
		r.Expects("Done")
		if err := respond(slack.MsgOptionDeleteOriginal(address)); err != nil {
			t.Error(err)
		}
		for range 3 {
			if err := respond(slack.MsgOptionResponseURL(address, "in_channel"), slack.MsgOptionText("For all", false)); err != nil {
				t.Error(err)
			}
		}
		w.Channel("other").Expects("For all")
		w.noProblems()
		if err := respond(slack.MsgOptionResponseURL(address, "in_channel"), slack.MsgOptionText("Sixth", false)); err == nil {
			t.Error("a sixth use went through")
		}
		w.problem("used_url")
	})
}

func TestFaultsHitTheNextCalls(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		post := func() error {
			_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false))
			return err
		}
		var status slack.StatusCodeError
		w.FailNext("chat.postMessage", slacksim.FaultHTTP500, 1)
		if err := post(); !errors.As(err, &status) || status.Code != 500 {
			t.Errorf("%v", err)
		}
		var limited *slack.RateLimitedError
		w.FailNext("*", slacksim.Fault429(7), 1)
		if err := post(); !errors.As(err, &limited) || limited.RetryAfter != 7*time.Second {
			t.Errorf("%v", err)
		}
		w.FailNext("chat.postMessage", slacksim.FaultError("fatal_error"), 1)
		if err := post(); err == nil || err.Error() != "fatal_error" {
			t.Errorf("%v", err)
		}
		if len(w.Channel("leads").Messages()) != 0 {
			t.Error("a refused call had an effect")
		}
		w.FailNext("chat.postMessage", slacksim.FaultNoAnswer, 1)
		if err := post(); err == nil {
			t.Error("there was an answer")
		}
		if len(w.Channel("leads").Messages()) != 1 {
			t.Error("the call whose answer was lost had no effect")
		}
		w.FailNext("chat.postMessage", slacksim.FaultSlow(time.Minute), 1)
		if err := post(); err == nil {
			t.Error("the client waited for ever")
		}
		w.noProblems()
	})
}

func TestRawFramesCanBeAcknowledged(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		bad := 0
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if evt.Type == socketmode.EventTypeErrorBadMessage {
				bad++
				var envelope struct {
					ID string `json:"envelope_id"`
				}
				if json.Unmarshal(evt.Data.(*socketmode.ErrorBadMessage).Message, &envelope) == nil && envelope.ID != "" {
					sm.Send(socketmode.Response{EnvelopeID: envelope.ID})
				}
			}
		}
		w.connect(1)
		w.SendFrame(`{"type":"surprise","envelope_id":"e1","payload":{}}`)
		w.SendFrame(`not json`)
		if !w.Acked("e1") || bad == 0 {
			t.Errorf("the raw envelope was not acknowledged (%d bad frames)", bad)
		}
	})
}

func TestTwoHoursPassWithoutReconnecting(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if evt.Request != nil && evt.Type != socketmode.EventTypeHello {
				sm.Ack(*evt.Request)
			}
		}
		w.connect(2)
		for range 120 {
			time.Sleep(time.Minute)
			w.User("sam").In("leads").Says("still here")
		}
		synctest.Wait()
		if opened := len(w.Calls("apps.connections.open")); opened != 2 {
			t.Errorf("%d connections were opened", opened)
		}
		time.Sleep(4 * time.Hour)
		if opened := len(w.Calls("apps.connections.open")); opened != 4 || w.Connected() != 2 {
			t.Errorf("after the refresh of the fifth hour: %d opened, %d sockets", opened, w.Connected())
		}
		w.noProblems()
	})
}

func TestItWorksOnARealSocketInRealTime(t *testing.T) {
	w := slacktest.New(defaultOptions())
	w.Bind(t)
	w.AddUser(slacksim.User{ID: "U1", Name: "sam"})
	w.AddChannel(slacksim.Channel{ID: "C1", Name: "leads", Members: []string{"U1", "U0LEADLOOP"}})
	server := httptest.NewServer(w.Handler())
	defer server.Close()
	w.SetBaseURL(server.URL)
	defer w.Close()
	api := slack.New("xoxb-slacksim-bot", slack.OptionAppLevelToken("xapp-slacksim-app"), slack.OptionAPIURL(server.URL+"/api/"))
	sm := socketmode.New(api)
	finished := make(chan struct{}, 2)
	go func() { sm.RunContext(t.Context()); finished <- struct{}{} }()
	go func() {
		defer func() { finished <- struct{}{} }()
		for {
			select {
			case evt := <-sm.Events:
				if command, ok := evt.Data.(slack.SlashCommand); ok {
					sm.Ack(*evt.Request, map[string]any{"text": "You said " + command.Text})
				}
			case <-t.Context().Done():
				return
			}
		}
	}()
	w.WaitConnected(1)
	w.User("sam").In("leads").Runs("/lead hello").Expects("You said hello")
	if p := w.Problems(); len(p) > 0 {
		t.Error(p)
	}
}
