package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// openWithBot opens a workspace of four people with a bot that answers each command with that payload.
func openWithBot(t *testing.T, payload string) *workspace {
	t.Helper()

	w, err := openWorkspace(t.Context(), 4)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(w.close)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/api/apps.connections.open", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}

	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}

	defer func() { _ = answer.Body.Close() }()

	var opened struct{ URL string }
	if err := json.NewDecoder(answer.Body).Decode(&opened); err != nil {
		t.Fatal(err)
	}

	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), opened.URL, nil)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = conn.Close() })

	go acknowledgeAll(conn, payload)
	<-w.greeted

	return w
}

func acknowledgeAll(conn *websocket.Conn, payload string) {
	for {
		var frame struct {
			EnvelopeID string `json:"envelope_id"`
		}
		if conn.ReadJSON(&frame) != nil {
			return
		}

		if frame.EnvelopeID != "" {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"envelope_id":"`+frame.EnvelopeID+`","payload":`+payload+`}`))
		}
	}
}

func TestEveryCommandIsAnsweredAndCounted(t *testing.T) {
	w := openWithBot(t, `{"text":"L-1"}`)

	o, err := w.run(t.Context(), load{callers: 4, commands: 5, say: logLead, want: "L-"})
	if err != nil || len(o.latencies) != 20 || w.acknowledged() != 20 || w.complaint() != nil {
		t.Errorf("%d latencies, %d acknowledged, %v, %v", len(o.latencies), w.acknowledged(), err, w.complaint())
	}
}

func TestAWrongAnswerIsNoWorkDone(t *testing.T) {
	w := openWithBot(t, `{"text":"Something went wrong"}`)

	_, err := w.run(t.Context(), load{callers: 1, commands: 1, say: logLead, want: "L-"})
	if err == nil || !strings.Contains(err.Error(), "Something went wrong") {
		t.Errorf("%v", err)
	}
}

func TestABotThatCannotBeRunHereIsLeftOutAloud(t *testing.T) {
	missing := subject{title: "Bolt", prepare: func(context.Context, workshop) (bot, error) {
		return bot{}, errors.New("Node.js is not installed here")
	}}

	var said strings.Builder
	if left := prepare(t.Context(), []subject{missing}, workshop{}, io.Writer(&said)); len(left) != 0 {
		t.Errorf("%d are left", len(left))
	}

	if said.String() != "Bolt is left out: Node.js is not installed here\n" {
		t.Errorf("said %q", said.String())
	}
}
