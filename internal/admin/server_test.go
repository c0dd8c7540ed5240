package admin_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/leadloop/leadloop/internal/admin"
)

// start runs a server on a free port and stops it at the end of the test.
func start(t *testing.T, opts admin.Options) (address string, stop func()) {
	t.Helper()
	listener, err := admin.Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	if opts.Metrics == nil {
		opts.Metrics = prometheus.NewRegistry()
	}
	server := admin.New(listener, opts)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return server.Addr(), stop
}

func get(t *testing.T, change func(*http.Request), method, url string) (code int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(request)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestHealthAndReady(t *testing.T) {
	var reasons []string
	address, stop := start(t, admin.Options{Ready: func() []string { return reasons }})
	client := admin.NewClient(address)
	if err := client.Health(t.Context()); err != nil {
		t.Error(err)
	}
	if got, err := client.Ready(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v; want ready", got, err)
	}
	reasons = []string{"not connected to Slack"}
	if got, err := client.Ready(t.Context()); err != nil || !slices.Equal(got, reasons) {
		t.Errorf("got %v, %v; want %v", got, err, reasons)
	}
	if code, body := get(t, nil, http.MethodGet, "http://"+address+"/ready"); code != http.StatusServiceUnavailable || !strings.Contains(body, "not connected to Slack") {
		t.Errorf("got %d %s", code, body)
	}
	if err := client.Health(t.Context()); err != nil {
		t.Errorf("not being ready is not being dead: %v", err)
	}
	stop()
	if err := client.Health(t.Context()); err == nil || !strings.Contains(err.Error(), "is leadloop running") {
		t.Errorf("after the stop: %v", err)
	}
}

func TestMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	counter := prometheus.NewCounter(prometheus.CounterOpts{Name: "leadloop_tests_total", Help: "Tests."})
	registry.MustRegister(counter)
	counter.Add(3)
	address, _ := start(t, admin.Options{Metrics: registry})
	code, body := get(t, nil, http.MethodGet, "http://"+address+"/metrics")
	if code != http.StatusOK || !strings.Contains(body, "leadloop_tests_total 3") {
		t.Errorf("got %d %s", code, body)
	}
}

func TestWhoMayAsk(t *testing.T) {
	address, _ := start(t, admin.Options{Ready: func() []string { return nil }})
	for name, tt := range map[string]struct {
		method, path string
		change       func(*http.Request)
		want         int
	}{
		"another host's name":   {http.MethodGet, "/health", func(r *http.Request) { r.Host = "evil.example" }, http.StatusForbidden},
		"localhost":             {http.MethodGet, "/health", func(r *http.Request) { r.Host = "localhost:1234" }, http.StatusOK},
		"another site's script": {http.MethodPost, "/ready", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		"the data":              {http.MethodPost, "/backup", nil, http.StatusNotFound},
		"elsewhere":             {http.MethodGet, "/nowhere", nil, http.StatusNotFound},
	} {
		if code, body := get(t, tt.change, tt.method, "http://"+address+tt.path); code != tt.want {
			t.Errorf("%s: got %d %s, want %d", name, code, body, tt.want)
		}
	}
}

func TestListenRefuses(t *testing.T) {
	for address, want := range map[string]string{
		"0.0.0.0:0":          "can be reached from other machines",
		":0":                 "can be reached from other machines",
		"leadloop.example:0": "can be reached from other machines",
		"9477":               "expected HOST:PORT",
	} {
		if _, err := admin.Listen(t.Context(), address, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", address, err, want)
		}
	}
	listener, err := admin.Listen(t.Context(), "0.0.0.0:0", true)
	if err != nil {
		t.Fatalf("refused although it is meant: %v", err)
	}
	defer func() { _ = listener.Close() }()
	if _, err := admin.Listen(t.Context(), listener.Addr().String(), true); err == nil || !strings.Contains(err.Error(), "is another one running") {
		t.Errorf("a port in use: got %v", err)
	}
}

func TestClientOfAServerOnEveryAddress(t *testing.T) {
	listener, err := admin.Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	for _, host := range []string{"0.0.0.0", "", "[::]"} {
		err := admin.NewClient(strings.Replace(address, "127.0.0.1", host, 1)).Health(t.Context())
		if err == nil || !strings.Contains(err.Error(), "http://"+address) {
			t.Errorf("%q: got %v, want %s to be asked", host, err, address)
		}
	}
}
