package wire

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ShortLife is the life of a connection that counts as refused.
const (
	openMethod      = "/apps.connections.open"
	ShortLife       = 10 * time.Second // a connection that ends sooner counts as refused
	longestGateWait = time.Minute
)

// gate slows down the opening of connections that do not last. Without it, a
// workspace in which Socket Mode was switched off is asked thousands of times
// per second: slack-go waits only after a failure to dial.
type gate struct {
	inner HTTPClient
	now   func() time.Time

	mu     sync.Mutex
	opened time.Time // when the last connection was granted
	short  int       // how many in a row did not last
}

// Do is what slack-go needs of an HTTP client.
func (g *gate) Do(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, openMethod) {
		return g.inner.Do(r)
	}

	if err := Pause(r.Context(), g.wait()); err != nil {
		return nil, err
	}

	answer, err := g.inner.Do(r)
	if err == nil && answer.StatusCode == http.StatusOK {
		g.granted()
	}

	return answer, err
}

// wait is how long to hold back: 1, 2, 4 … 60 s after connections that did
// not last.
func (g *gate) wait() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened.IsZero() || g.now().Sub(g.opened) >= ShortLife {
		g.short = 0
		return 0
	}

	g.short++
	return min(time.Second<<min(g.short-1, 6), longestGateWait)
}

func (g *gate) granted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.opened = g.now()
}

// PauseUntil waits, unless it is woken or the context ends first.
func PauseUntil(ctx context.Context, woken <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-woken:
	case <-ctx.Done():
	}
}

// Pause waits, unless the context ends first.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}

	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
