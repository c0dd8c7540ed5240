// Package httpserve runs the HTTP servers of the process: with limits on what a
// client may cost, and an end that lets requests in flight finish. It knows no
// request; start reading at Run.
package httpserve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

const (
	headerTimeout = 5 * time.Second
	idleTimeout   = time.Minute
	// drainTimeout is how long requests in flight may take once the process stops.
	drainTimeout = 5 * time.Second
	maxHeader    = 16 << 10
)

// Server is what to serve.
type Server struct {
	// Name is what errors and the log call it, such as "the admin address".
	Name     string
	Listener net.Listener
	Handler  http.Handler
	// Timeout bounds reading a request, and answering it unless the handler extends the deadline.
	Timeout time.Duration
	// Finish lets requests in flight run on when the process stops, as far as they have time; else their context ends.
	Finish bool
	Log    zerolog.Logger
}

// Run serves until ctx ends, and returns once the requests in flight are done or
// have had their time.
func (s Server) Run(ctx context.Context) error {
	base := ctx
	if s.Finish {
		base = context.WithoutCancel(ctx)
	}

	server := &http.Server{
		Handler:           s.Handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       s.Timeout,
		WriteTimeout:      s.Timeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return base },
	}

	served := make(chan error, 1)
	go func() { served <- server.Serve(s.Listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", s.Name, err)
	case <-ctx.Done():
	}

	draining, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := server.Shutdown(draining); err != nil {
		s.Log.Warn().Err(err).Msgf("requests to %s were cut off", s.Name)
		_ = server.Close()
	}

	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", s.Name, err)
	}

	return nil
}

// Addr returns the address that the server listens on.
func (s Server) Addr() string { return s.Listener.Addr().String() }

// Close gives the address back where Run was never called.
func (s Server) Close() { _ = s.Listener.Close() }

// ForLocalhost refuses requests that name the server by a foreign host: a web page whose
// name was made to point at this machine could otherwise read the answers.
func ForLocalhost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = strings.Trim(r.Host, "[]")
		}

		if !IsLoopback(host) {
			http.Error(w, "this server answers only to localhost", http.StatusForbidden)
			return
		}

		next.ServeHTTP(w, r)
	})
}

// IsLoopback says whether only this machine can reach a host.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}

	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
