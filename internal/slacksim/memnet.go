package slacksim

import (
	"context"
	"net"
	"sync"
)

// MemoryNet is a network of one address, in memory: a real workspace can be served on it inside a testing/synctest bubble,
// where sockets of the operating system would stop the clock.
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
func (memoryAddr) String() string  { return "slack.test:80" }
