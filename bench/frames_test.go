package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAnEnvelopeIsASlashCommandAsSlackSendsIt(t *testing.T) {
	c := command{caller: 7, number: 42, text: `log "Jane" <Doe>, Acme`}

	var got struct {
		Type       string `json:"type"`
		EnvelopeID string `json:"envelope_id"`
		Accepts    bool   `json:"accepts_response_payload"`
		Payload    map[string]string
	}
	if err := json.Unmarshal(c.envelope("http://127.0.0.1:1"), &got); err != nil {
		t.Fatal(err)
	}

	if got.Type != "slash_commands" || got.EnvelopeID != c.envelopeID() || !got.Accepts {
		t.Errorf("got %+v", got)
	}

	for field, want := range map[string]string{
		"command": "/lead", "text": c.text, "user_id": personID(7), "response_url": "http://127.0.0.1:1/response/7-42",
	} {
		if got.Payload[field] != want {
			t.Errorf("%s is %q, want %q", field, got.Payload[field], want)
		}
	}
}

func TestNoTwoCommandsShareWhatABotTellsThemApartBy(t *testing.T) {
	seen := map[string]bool{}
	for caller := range 3 {
		for number := range 12 {
			c := command{caller: caller, number: number}
			_, trigger, _ := strings.Cut(string(c.envelope("")), `"trigger_id":`)

			for _, id := range []string{c.envelopeID(), trigger, logLead(caller, number)} {
				if seen[id] {
					t.Errorf("%s is there twice", id)
				}

				seen[id] = true
			}
		}
	}
}

func TestAnAcknowledgementIsFoundWhereverItsIDStands(t *testing.T) {
	id := command{caller: 63, number: 123456}.envelopeID()

	for _, frame := range []string{
		`{"envelope_id":"` + id + `"}`, `{"payload":{"text":"L-1"},"envelope_id":"` + id + `"}`,
	} {
		ack, err := readAcknowledgement([]byte(frame))
		if err != nil || ack.caller != 63 || ack.number != 123456 {
			t.Errorf("%s was read as %d, %d, %v", frame, ack.caller, ack.number, err)
		}
	}
}

func TestWhatAcknowledgesNothingIsAnError(t *testing.T) {
	for _, frame := range []string{
		`{"type":"ping"}`, `{"envelope_id":"short"}`, `{"envelope_id":"zzzzzzzz-0000-4000-8000-000000000001"}`,
	} {
		if _, err := readAcknowledgement([]byte(frame)); err == nil {
			t.Errorf("%s was taken for an acknowledgement", frame)
		}
	}
}
