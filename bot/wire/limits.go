package wire

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// HTTPClient makes calls of the Web API; *http.Client does.
type HTTPClient interface {
	Do(r *http.Request) (*http.Response, error)
}

// Limits keep to what Slack asks with Retry-After. It limits each method by
// itself: a call that comes too soon is answered here as Slack would answer it,
// and so every caller hears of a limit in one way, whoever ran into it first.
type Limits struct {
	inner HTTPClient
	base  string // of the Web API

	mu    sync.Mutex
	until map[string]time.Time // by method
}

// NewLimits keep those of the Web API at a base address.
func NewLimits(inner HTTPClient, base string) *Limits {
	return &Limits{inner: inner, base: base, until: map[string]time.Time{}}
}

// Do is what slack-go needs of an HTTP client.
func (l *Limits) Do(r *http.Request) (*http.Response, error) {
	method, ok := strings.CutPrefix(r.URL.String(), l.base)
	if !ok {
		return l.inner.Do(r) // a response URL, which is limited with its conversation
	}

	method, _, _ = strings.Cut(method, "?")
	if wait := l.Wait(method); wait > 0 {
		return tooSoon(r, wait), nil
	}

	answer, err := l.inner.Do(r)
	if err == nil && answer.StatusCode == http.StatusTooManyRequests {
		l.limited(method, answer.Header.Get(retryAfter))
	}

	return answer, err
}

// Wait is how long a method is to rest; 0 where it may be called.
func (l *Limits) Wait(method string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(0, time.Until(l.until[method]))
}

func (l *Limits) limited(method, seconds string) {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return // Slack did not say how long
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	l.until[method] = time.Now().Add(time.Duration(n) * time.Second)
}

const retryAfter = "Retry-After"

// tooSoon is Slack's answer to who does not wait.
func tooSoon(r *http.Request, wait time.Duration) *http.Response {
	if r.Body != nil {
		_ = r.Body.Close()
	}

	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	return &http.Response{
		Status:     strconv.Itoa(http.StatusTooManyRequests) + " " + http.StatusText(http.StatusTooManyRequests),
		StatusCode: http.StatusTooManyRequests, Header: http.Header{retryAfter: {seconds}}, Body: http.NoBody, Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}
