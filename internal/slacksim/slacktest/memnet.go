package slacktest

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// MemoryNet is a network of one address, in memory: a real workspace can be served on it inside a testing/synctest
// bubble, where sockets of the operating system would stop the clock.
type MemoryNet struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewMemoryNet returns a network. Make it inside the bubble that uses it.
func NewMemoryNet() *MemoryNet {
	return &MemoryNet{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Listen returns the one listener of the network.
func (n *MemoryNet) Listen() net.Listener { return memoryListener{n} }

// DialContext connects to the listener, whatever the address; it fits http.Transport and websocket.Dialer.
func (n *MemoryNet) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := memoryConns()
	select {
	case n.conns <- server:
		return client, nil
	case <-n.closed:
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type memoryListener struct{ n *MemoryNet }

func (l memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.n.conns:
		return c, nil
	case <-l.n.closed:
		return nil, net.ErrClosed
	}
}

func (l memoryListener) Close() error {
	l.n.once.Do(func() { close(l.n.closed) })
	return nil
}

func (l memoryListener) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }

func (memoryAddr) String() string { return "slack.test:80" }

// memoryConns returns the two ends of a connection. Unlike those of net.Pipe
// they have buffers, as sockets have: two peers that write to each other at
// the same moment must not wait for each other.
func memoryConns() (client, server net.Conn) {
	there, back := newStream(), newStream()
	return &memoryConn{in: back, out: there}, &memoryConn{in: there, out: back}
}

// stream is one direction of a connection.
type stream struct {
	mu      sync.Mutex
	data    []byte
	closed  bool
	until   time.Time     // of reads; zero is for ever
	changed chan struct{} // closed and replaced whenever the above changes
}

func newStream() *stream { return &stream{changed: make(chan struct{})} }

func (s *stream) change(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *stream) write(p []byte) (n int, err error) {
	s.change(func() {
		if s.closed {
			err = io.ErrClosedPipe
			return
		}

		s.data = append(s.data, p...)
		n = len(p)
	})
	return n, err
}

func (s *stream) read(p []byte) (int, error) {
	for {
		s.mu.Lock()
		n := copy(p, s.data)
		s.data = s.data[n:]
		closed, until, changed := s.closed, s.until, s.changed
		s.mu.Unlock()
		switch {
		case n > 0 || len(p) == 0:
			return n, nil
		case closed:
			return 0, io.EOF
		}

		if err := wait(changed, until); err != nil {
			return 0, err
		}
	}
}

// wait waits for a change until a moment.
func wait(changed <-chan struct{}, until time.Time) error {
	if until.IsZero() {
		<-changed
		return nil
	}

	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-changed:
		return nil
	case <-timer.C:
		return os.ErrDeadlineExceeded
	}
}

// memoryConn is one end of a connection. Writes never wait.
type memoryConn struct{ in, out *stream }

func (c *memoryConn) Read(p []byte) (int, error) { return c.in.read(p) }

func (c *memoryConn) Write(p []byte) (int, error) { return c.out.write(p) }

func (c *memoryConn) Close() error {
	for _, s := range []*stream{c.in, c.out} {
		s.change(func() { s.closed = true })
	}

	return nil
}

func (c *memoryConn) SetReadDeadline(t time.Time) error {
	c.in.change(func() { c.in.until = t })
	return nil
}

func (c *memoryConn) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

func (c *memoryConn) SetWriteDeadline(time.Time) error { return nil }

func (c *memoryConn) LocalAddr() net.Addr { return memoryAddr{} }

func (c *memoryConn) RemoteAddr() net.Addr { return memoryAddr{} }
