package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// hello is the first frame on a connection.
const hello = `{"type":"hello","num_connections":1,"connection_info":{"app_id":"` + appID + `"},` +
	`"debug_info":{"host":"applink-bench","build_number":1,"approximate_connection_time":18060}}`

// command is one slash command on its way to the bot.
type command struct {
	caller int // whose turn it is; the answer goes back there
	number int // which of that caller's commands it is
	text   string
}

// envelope is the frame of a slash command, with the fields that Slack sends.
func (c command) envelope(apiURL string) []byte {
	text, err := json.Marshal(c.text)
	if err != nil {
		panic(fmt.Sprintf("a text cannot be encoded: %v", err)) // no string is such a text
	}

	person := personID(c.caller)

	return fmt.Appendf(make([]byte, 0, 1024), `{"type":"slash_commands","envelope_id":"%s","accepts_response_payload":true,`+
		`"payload":{"token":"bench","team_id":"%s","team_domain":"bench","channel_id":"%s","channel_name":"leads",`+
		`"user_id":"%s","user_name":"%s","command":"/lead","text":%s,"api_app_id":"%s",`+
		`"is_enterprise_install":"false","response_url":"%s/response/%d-%d","trigger_id":"%d.%d.bench"}}`,
		c.envelopeID(), teamID, leadsChannel, person, person, text, appID, apiURL, c.caller, c.number, c.caller, c.number)
}

// The id has the form of Slack's, and says in it whose command it was.
const idLength = len("00000000-0000-4000-8000-000000000000")

func (c command) envelopeID() string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", c.caller, c.number)
}

// acknowledgement is what is read of the bot's answer: it is looked for and not decoded, since the generator shares the
// machine with what it measures.
type acknowledgement struct {
	caller, number int
	frame          []byte
}

var (
	idField          = []byte(`"envelope_id":"`)
	errNoEnvelopeID  = errors.New("the frame names no envelope")
	errForeignAnswer = errors.New("the frame answers an envelope that was never sent")
)

// readAcknowledgement finds out which command a frame answers.
func readAcknowledgement(frame []byte) (acknowledgement, error) {
	_, rest, found := bytes.Cut(frame, idField)
	if !found || len(rest) < idLength {
		return acknowledgement{}, errNoEnvelopeID
	}

	id := string(rest[:idLength])

	caller, errCaller := strconv.ParseInt(id[:8], 16, 32)
	number, errNumber := strconv.ParseInt(id[len(id)-12:], 16, 64)

	if errCaller != nil || errNumber != nil {
		return acknowledgement{}, errForeignAnswer
	}

	return acknowledgement{caller: int(caller), number: int(number), frame: frame}, nil
}
