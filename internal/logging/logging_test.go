package logging_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/internal/logging"
)

func newLogger(t *testing.T, level string, secrets ...string) (zerolog.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	log, err := logging.New(&out, level, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return log, &out
}

func TestNoSecretIsEverWritten(t *testing.T) {
	const (
		odd     = `p&ss "w/rd\ 1` // changes in JSON and in a URL
		trigger = "13345224609.738474920.8088930838d88f008e0"
		hook    = "https://hooks.slack.com/actions/T1/2/hookSecret"
	)
	log, out := newLogger(t, "debug", odd, "plainSecret", "x")
	slackPayload := `{"token":"verifySecret","trigger_id":"123.456.abc","response_url":"https:\/\/hooks.slack.com\/actions\/hookSecret","user":{"id":"U1"}}`

	log.Info().Str("a", odd).Str("plain", "before plainSecret after").Msg("known values " + odd)
	log.Info().Str("url", "https://x.test/?q="+url.QueryEscape(odd)+"&p="+url.PathEscape(odd)).Msg("in a URL")
	log.Info().Str("bot", "xoxb-1-hushSecret").Str("user", "xoxp-1-hushSecret").Str("rotated", "xoxe.xoxp-1-hushSecret").Str("refresh", "xoxe-1-hushSecret").Msg("")
	log.Info().Str("app", "xapp-1-A1-hushSecret").Msg("xapp-2-hushSecret")
	log.Error().Err(&url.Error{Op: "Post", URL: hook, Err: errors.New("timed out")}).Msg("posting")
	log.Error().Err(fmt.Errorf("dial: %w", &url.Error{Op: "Get", URL: "wss://wss-primary.slack.com/link/?ticket=ticketSecret&app_id=1", Err: errors.New("EOF")})).Send()
	log.Info().Str("response_url", "http://127.0.0.1:8080/response/urlSecret").Str("trigger_id", trigger).Send()
	log.Info().Str("note", "opened with "+trigger).Send()
	log.Info().Str("payload", slackPayload).RawJSON("raw", []byte(slackPayload)).Send()
	log.Info().Str("form", "token=formSecret&response_url=https%3A%2F%2Fhooks.slack.com%2FformSecret&text=hello").Send()
	log.Info().Any("config", map[string]string{"client_secret": "anySecret"}).Send()

	text := out.String()
	for _, leak := range []string{
		"Secret", "p&ss", "p%26ss", "13345224609", "8088930838", "123.456.abc",
	} {
		if strings.Contains(strings.ReplaceAll(text, "client_secret", ""), leak) {
			t.Errorf("%q was written:\n%s", leak, text)
		}
	}
	for _, kept := range []string{"before ", " after", "timed out", "hooks.slack.com/", "app_id=1", "text=hello", `\"id\":\"U1\"`, "EOF", "opened with"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q was lost:\n%s", kept, text)
		}
	}
	for line := range strings.Lines(text) {
		if !json.Valid([]byte(line)) {
			t.Errorf("scrubbing broke the JSON: %s", line)
		}
	}
}

func TestOrdinaryLinesPassUnchanged(t *testing.T) {
	log, out := newLogger(t, "info", "x", "")
	log.Info().Str("ts", "1763800000.123456").Str("lead", "L-1042").Str("note", "tokens_revoked, ticket: none, fixed box").
		Str("version", "1.2.3").Int("token_count", 3).Msg("nothing to hide")
	if strings.Contains(out.String(), "redacted") {
		t.Errorf("something was cut out: %s", out)
	}
}

func TestLinesAreJSONWithMillisecondsInUTC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(1234 * time.Millisecond)
		log, out := newLogger(t, "info")
		log.Debug().Msg("too quiet")
		log.Warn().Msg("heard")
		want := `{"level":"warn","time":"2000-01-01T00:00:01.234Z","message":"heard"}` + "\n"
		if out.String() != want {
			t.Errorf("got %swant %s", out, want)
		}
	})
}

func TestAFileIsNotATerminal(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	log, err := logging.New(file, "info")
	if err != nil {
		t.Fatal(err)
	}
	log.Info().Msg("to a file")
	written, err := os.ReadFile(file.Name())
	if err != nil || !json.Valid(written) || len(written) == 0 {
		t.Errorf("got %q, %v; want JSON", written, err)
	}
}

func TestUnknownLevel(t *testing.T) {
	for _, level := range []string{"", "loud"} {
		if _, err := logging.New(&bytes.Buffer{}, level); err == nil || !strings.Contains(err.Error(), "expected debug, info, warn or error") {
			t.Errorf("%q: got %v", level, err)
		}
	}
}

func BenchmarkLine(b *testing.B) {
	log, err := logging.New(discard{}, "info", "xoxb-1-2-3-secret", "xapp-1-2-3-secret")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		log.Info().Str("lead", "L-1042").Str("actor", "U0123456789").Str("command", "/lead log").Dur("took", time.Millisecond).Msg("command done")
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
