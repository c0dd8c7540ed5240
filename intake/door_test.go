package intake_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const token = "a-token-of-more-than-24-letters"

// newService has an empty store, on a Sunday of 2026-W47.
func newService(t *testing.T) *loop.Services {
	t.Helper()
	st, err := store.New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}
	cal := calendar.WeekdayHours(time.UTC, []time.Weekday{time.Monday}, calendar.Block{Open: 540, Close: 1080})
	return loop.New(st, core.Options{
		Settings: core.Settings{Calendar: cal, Currency: "EUR"},
		Now:      func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	})
}

func doorOptions(services *loop.Services) intake.DoorOptions {
	inSlack := func(fault.Way) string { return "`a command` in Slack" }
	return intake.DoorOptions{Log: zerolog.Nop(), Token: token, Services: services, InSlack: inSlack}
}

// visits are the figure of a week as it is stored.
func visits(t *testing.T, services *loop.Services, week string) (value float64) {
	t.Helper()
	period, err := calendar.ParsePeriod(week)
	if err != nil {
		t.Fatal(err)
	}
	err = services.Core.Store().View(t.Context(), func(rd *store.Reads) error {
		value, _, err = rd.Figure(goals.MetricWebsiteVisits, period)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestTheDoorLetsInOnlyWhatFits(t *testing.T) {
	const good = `{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": 5}]}`
	for name, test := range map[string]struct {
		change func(*http.Request)
		body   string
		code   int
		says   string
	}{
		"all is well":        {nil, good, 200, `"new":1`},
		"by day":             {nil, `{"figures": [{"metric": "Website visits", "day": "2026-11-20", "value": 0}]}`, 200, `"new":1`},
		"half a visit":       {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": 5200.5}]}`, 400, "Website visits are counted in whole numbers"},
		"no token":           {func(r *http.Request) { r.Header.Del("Authorization") }, good, 401, "Bearer"},
		"another token":      {func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token+"x") }, good, 401, "Bearer"},
		"without Bearer":     {func(r *http.Request) { r.Header.Set("Authorization", token) }, good, 401, "Bearer"},
		"another method":     {func(r *http.Request) { r.Method = http.MethodGet }, good, 405, ""},
		"another path":       {func(r *http.Request) { r.URL.Path = "/leads" }, good, 404, ""},
		"no JSON":            {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, good, 415, "application/json"},
		"an endless key":     {func(r *http.Request) { r.Header.Set("Idempotency-Key", strings.Repeat("x", 201)) }, good, 400, "Idempotency-Key"},
		"too large":          {nil, `{"figures": [` + strings.Repeat(" ", 70_000) + `]}`, 413, "64 KiB"},
		"not JSON":           {nil, `figures`, 400, "not as expected"},
		"a misspelt field":   {nil, `{"figures": [{"metric": "website_visits", "weak": "2026-W46", "value": 5}]}`, 400, `unknown field`},
		"two requests":       {nil, good + good, 400, "something follows"},
		"none":               {nil, `{"figures": []}`, 400, "0 figures"},
		"too many":           {nil, `{"figures": [` + strings.TrimSuffix(strings.Repeat(`{"metric":"a"},`, 1001), ",") + `]}`, 400, "1001 figures"},
		"no value":           {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W46"}]}`, 400, "a value is missing"},
		"no metric":          {nil, `{"figures": [{"week": "2026-W46", "value": 1}]}`, 400, "a metric is missing"},
		"week and day":       {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W46", "day": "2026-11-20", "value": 1}]}`, 400, "either a week"},
		"a week as a day":    {nil, `{"figures": [{"metric": "website_visits", "day": "2026-W46", "value": 1}]}`, 400, "in the place of"},
		"a month":            {nil, `{"figures": [{"metric": "website_visits", "week": "2026-11", "value": 1}]}`, 400, "neither a week nor a day"},
		"a week to come":     {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W48", "value": 1}]}`, 400, `has not begun. Give this week or an earlier one, such as \"week\": \"2026-W47\"`},
		"what is counted":    {nil, `{"figures": [{"metric": "mqls", "week": "2026-W46", "value": 1}]}`, 400, "cannot be logged"},
		"no such metric":     {nil, `{"figures": [{"metric": "fame", "week": "2026-W46", "value": 1}]}`, 400, "is not a metric"},
		"a metric to define": {nil, `{"figures": [{"metric": "fame", "week": "2026-W46", "value": 1}]}`, 400, "a command in Slack defines another"},
		"below 0":            {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": -1}]}`, 400, "0 or more"},
		"one of two is good": {nil, `{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": 9}, {"metric": "fame", "week": "2026-W46", "value": 1}]}`, 400, `"figure":2`},
	} {
		t.Run(name, func(t *testing.T) {
			services := newService(t)
			door := intake.NewDoor(nil, doorOptions(services)).Handler
			code, answer := knock(t, door, test.change, test.body)
			if code != test.code || !strings.Contains(answer, test.says) {
				t.Errorf("%d %s", code, answer)
			}
			if test.code != http.StatusOK && visits(t, services, "2026-W46") != 0 {
				t.Error("a figure was taken")
			}
			if strings.Contains(answer, "`") || strings.Contains(answer, token) {
				t.Errorf("the answer is not for programs: %s", answer)
			}
		})
	}
}

func knock(t *testing.T, door http.Handler, change func(*http.Request), body string) (code int, answer string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/figures", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	if w.Code < 404 && !json.Valid(w.Body.Bytes()) {
		t.Errorf("not JSON: %s", w.Body)
	}
	return w.Code, w.Body.String()
}

func TestTheSameRequestHasOneEffect(t *testing.T) {
	services := newService(t)
	door := intake.NewDoor(nil, doorOptions(services)).Handler
	key := func(r *http.Request) { r.Header.Set("Idempotency-Key", "42") }
	for _, step := range []struct {
		change func(*http.Request)
		value  string
		says   string
		stored float64
	}{
		{key, "5", `"new":1`, 5},
		{nil, "6", `"replaced":1`, 6},
		{key, "5", `"duplicate":true`, 6}, // a late repetition does not bring the old figure back
		{key, "7", `"replaced":1`, 7},     // the key was used for another request by mistake
		{nil, "7", `"unchanged":1`, 7},
	} {
		code, answer := knock(t, door, step.change, `{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": `+step.value+`}]}`)
		if code != http.StatusOK || !strings.Contains(answer, step.says) || visits(t, services, "2026-W46") != step.stored {
			t.Errorf("%s: %d %s", step.value, code, answer)
		}
	}
}

// What a refusal proposes is a request as the door takes it.
func TestARefusalProposesARequestThatIsTaken(t *testing.T) {
	services := newService(t)
	door := intake.NewDoor(nil, doorOptions(services)).Handler
	send := func(body string) (int, string) { return knock(t, door, nil, body) }
	if code, answer := send(`{"figures": [{"metric": "website_visits", "week": "2026-W46", "value": 5400}]}`); code != http.StatusOK {
		t.Fatal(answer)
	}

	const ofDay = `{"figures": [{"metric": "website_visits", "day": "2026-11-10", "value": 5}]}`
	_, refusal := send(ofDay)
	var answer struct{ Problems []struct{ Error string } }
	if err := json.Unmarshal([]byte(refusal), &answer); err != nil || len(answer.Problems) != 1 {
		t.Fatalf("%v: %s", err, refusal)
	}
	_, proposed, found := strings.Cut(answer.Problems[0].Error, "take its figure out with POST /v1/metrics with ")
	if !found {
		t.Fatalf("no request is proposed: %s", refusal)
	}

	if code, answer := send(strings.TrimSuffix(proposed, ".")); code != http.StatusOK || visits(t, services, "2026-W46") != 0 {
		t.Errorf("%s: %d %s", proposed, code, answer)
	}
	if code, answer := send(ofDay); code != http.StatusOK {
		t.Errorf("the day after it: %d %s", code, answer)
	}
}

func TestTheDoorIsClosedInOrder(t *testing.T) {
	listener, err := intake.ListenDoor(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := intake.NewDoor(listener, doorOptions(newService(t)))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- door.Run(ctx) }()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+door.Addr()+"/figures", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("%+v, %v", answer, err)
	}
	_ = answer.Body.Close()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := intake.ListenDoor(t.Context(), "127.0.0.1:none"); err == nil || !strings.Contains(err.Error(), "intake.listen") {
		t.Errorf("an address that cannot be: %v", err)
	}
}

func TestAWrongTokenIsSlowedDownAndLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		o := doorOptions(newService(t))
		o.Log = zerolog.New(&log)
		door := intake.NewDoor(nil, o)
		knock := func(shown, from string) int {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/figures", strings.NewReader(`{}`))
			request.Header.Set("Authorization", "Bearer "+shown)
			request.RemoteAddr = from
			answer := httptest.NewRecorder()
			door.Handler.ServeHTTP(answer, request)
			return answer.Code
		}

		got := []int{knock("wrong", "192.0.2.1:1"), knock("wrong", "192.0.2.1:2"), knock(token, "192.0.2.1:3"), knock(token, "192.0.2.2:1")}
		time.Sleep(2 * time.Second)
		got = append(got, knock("wrong", "192.0.2.1:4"))
		if want := []int{401, 429, 429, 415, 401}; !slices.Equal(got, want) {
			t.Errorf("answers %v, want %v", got, want)
		}

		if n := strings.Count(log.String(), "192.0.2.1"); n != 1 {
			t.Errorf("logged %d times: %s", n, log.String())
		}
	})
}
