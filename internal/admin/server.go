// Package admin is what the running process answers on its own machine: whether
// it lives and is ready, and its metrics, over HTTP; and copies of the data, over
// a socket in the data folder. HTTP asks for no password, and so says nothing
// about people, and listens on loopback unless told otherwise; see server.go and
// private.go.
package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/internal/httpserve"
)

// requestTimeout bounds reading a request, and answering it unless the handler
// extends the deadline.
const requestTimeout = 30 * time.Second

// Options are the parts of the process that the server shows.
type Options struct {
	// Log receives what goes wrong.
	Log zerolog.Logger
	// Metrics is what /metrics shows.
	Metrics prometheus.Gatherer
	// Ready returns why the process cannot do its work now; nothing when it can.
	Ready func() []string
	// AllowRemote lets clients name the server by any host, since it may then
	// have any.
	AllowRemote bool
}

// Server is the local HTTP server.
type Server struct {
	httpserve.Server
	opts Options
}

// Listen opens the address. One that other machines can reach is refused unless
// allowRemote says that it is meant.
func Listen(ctx context.Context, address string, allowRemote bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("admin address %q: %w; expected HOST:PORT such as 127.0.0.1:9477", address, err)
	}

	if !allowRemote && !httpserve.IsLoopback(host) {
		return nil, fmt.Errorf("admin address %q can be reached from other machines and asks for no password; use 127.0.0.1, or set admin.allow_remote", address)
	}

	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for the admin server: %w; is another one running? Set admin.listen to a free port", err)
	}

	return listener, nil
}

// New returns a server for the listener, which it owns from then on.
func New(listener net.Listener, opts Options) *Server {
	s := &Server{opts: opts}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", s.health)
	mux.HandleFunc("GET /ready", s.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(opts.Metrics, promhttp.HandlerOpts{}))

	s.Server = httpserve.Server{
		Name: "the admin address", Listener: listener, Timeout: requestTimeout, Log: opts.Log,
		Handler: http.NewCrossOriginProtection().Handler(mux),
	}
	if !opts.AllowRemote {
		s.Handler = httpserve.ForLocalhost(s.Handler)
	}

	return s
}

// ForLocalhost refuses foreign hosts where only this machine can reach the listener.
func ForLocalhost(listener net.Listener, next http.Handler) http.Handler {
	host, _, err := net.SplitHostPort(listener.Addr().String())
	if err != nil || !httpserve.IsLoopback(host) {
		return next
	}

	return httpserve.ForLocalhost(next)
}

// status is the answer of /health and /ready.
type status struct {
	Status  string   `json:"status"`
	Reasons []string `json:"reasons,omitempty"`
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	s.respond(w, http.StatusOK, status{Status: "alive"})
}

func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if reasons := s.opts.Ready(); len(reasons) > 0 {
		s.respond(w, http.StatusServiceUnavailable, status{Status: "not ready", Reasons: reasons})
		return
	}

	s.respond(w, http.StatusOK, status{Status: "ready"})
}

func (s *Server) respond(w http.ResponseWriter, code int, body status) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.Log.Debug().Err(err).Msg("admin answer was not taken")
	}
}
