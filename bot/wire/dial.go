package wire

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// DialFunc opens a network connection; it fits net.Dialer and http.Transport.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

const (
	dialTimeout = 10 * time.Second
	// A connection on which nothing was heard is asked for a sign of life, and
	// given up when none comes. Slack's own pings keep it from being asked.
	quietFor     = 10 * time.Second
	deadAfter    = 15 * time.Second
	writeTimeout = 10 * time.Second
	// Slack does not put split frames together, so an answer has to fit.
	writeBuffer = 32 << 10
)

// socketDialer opens the connections that carry WebSockets. It does TLS and
// proxies itself, because what watches a connection has to see its frames.
type socketDialer struct {
	dial         DialFunc
	proxy        func(*http.Request) (*url.URL, error)
	tls          *tls.Config
	onDial       func(*watchedConn)
	onDisconnect func(reason string)
}

func newDialer(dial DialFunc, onDial func(*watchedConn), onDisconnect func(reason string)) *websocket.Dialer {
	if dial == nil {
		dial = (&net.Dialer{Timeout: dialTimeout}).DialContext
	}

	d := socketDialer{
		dial: dial, proxy: http.ProxyFromEnvironment, tls: &tls.Config{MinVersion: tls.VersionTLS12},
		onDial: onDial, onDisconnect: onDisconnect,
	}
	return d.webSocket()
}

func (d socketDialer) webSocket() *websocket.Dialer {
	return &websocket.Dialer{
		HandshakeTimeout: dialTimeout, WriteBufferSize: writeBuffer,
		NetDialContext: d.watched(d.dial), NetDialTLSContext: d.watched(d.secure),
	}
}

func (d socketDialer) watched(dial DialFunc) DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}

		watched := &watchedConn{Conn: conn, onDisconnect: d.onDisconnect}
		d.onDial(watched)
		return watched, nil
	}
}

func (d socketDialer) secure(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.throughProxy(ctx, network, address)
	if err != nil {
		return nil, err
	}

	config := d.tls.Clone()
	if config.ServerName, _, err = net.SplitHostPort(address); err != nil {
		config.ServerName = address
	}

	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("TLS handshake with %s: %w", address, err)
	}

	return secured, nil
}

// throughProxy obeys HTTPS_PROXY and NO_PROXY.
func (d socketDialer) throughProxy(ctx context.Context, network, address string) (net.Conn, error) {
	proxy, err := d.proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: address}})
	if err != nil {
		return nil, fmt.Errorf("read the proxy settings: %w", err)
	}

	if proxy == nil {
		return d.dial(ctx, network, address)
	}

	if proxy.Scheme != "http" {
		return nil, fmt.Errorf("the proxy %s is of a kind that is not supported; expected one that begins with http://", proxy.Redacted())
	}

	conn, err := d.dial(ctx, network, net.JoinHostPort(proxy.Hostname(), cmp.Or(proxy.Port(), "80")))
	if err != nil {
		return nil, fmt.Errorf("dial the proxy: %w", err)
	}

	if err := tunnel(ctx, conn, proxy, address); err != nil {
		_ = conn.Close()
		return nil, err
	}

	return conn, nil
}

func tunnel(ctx context.Context, conn net.Conn, proxy *url.URL, address string) error {
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
		defer func() { _ = conn.SetDeadline(time.Time{}) }()
	}

	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address,
		Header: http.Header{},
	}
	if user := proxy.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}

	if err := request.Write(conn); err != nil {
		return fmt.Errorf("ask the proxy: %w", err)
	}

	// The far side does not speak before it is spoken to, so nothing is left
	// in the reader.
	answer, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		return fmt.Errorf("ask the proxy: %w", err)
	}

	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy refused the connection to %s: %s", address, answer.Status)
	}

	return nil
}

// watchedConn finds out within 15 s that a connection is half open. slack-go
// only waits for Slack's pings, and takes up to a minute; and it keeps to
// itself why Slack ends a connection.
type watchedConn struct {
	net.Conn
	onDisconnect func(reason string)

	mu      sync.Mutex // orders writes
	quiet   *time.Timer
	closing bool // a closing frame was sent
}

// Read gives up on a connection that stays silent.
func (c *watchedConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(deadAfter)); err != nil {
		return 0, err
	}

	n, err := c.Conn.Read(p)
	if n > 0 {
		c.heard(p[:n])
	}

	return n, err
}

func (c *watchedConn) heard(data []byte) {
	c.mu.Lock()
	if c.quiet == nil {
		c.quiet = time.AfterFunc(quietFor, c.ping)
	} else {
		c.quiet.Reset(quietFor)
	}

	c.mu.Unlock()
	if reason := disconnectReason(data); reason != "" {
		c.onDisconnect(reason)
	}
}

// ping asks for a sign of life. A frame can be put between two writes because
// the WebSocket library writes each frame at once.
func (c *watchedConn) ping() {
	frame := [6]byte{wholePing, masked}
	_, _ = rand.Read(frame[2:])
	_, _ = c.Write(frame[:])
}

// Write gives up on a peer that does not read.
func (c *watchedConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return 0, err
	}

	if c.quiet != nil && len(p) > 0 && p[0] == wholeClose {
		c.closing = true
	}

	return c.Conn.Write(p)
}

// Close stops asking.
func (c *watchedConn) Close() error {
	err := c.Conn.Close() // first: it frees a Write that holds the lock
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.quiet != nil {
		c.quiet.Stop()
	}

	return err
}

var (
	disconnectFrame = regexp.MustCompile(`"type"\s*:\s*"disconnect"`)
	reasonField     = regexp.MustCompile(`"reason"\s*:\s*"([a-z_]+)"`)
)

// disconnectReason finds the reason in a frame with which Slack ends a
// connection. What people write has its quotation marks escaped, so it is
// never mistaken for one.
func disconnectReason(data []byte) string {
	if !disconnectFrame.Match(data) {
		return ""
	}

	found := reasonField.FindSubmatch(data)
	if found == nil {
		return "unknown"
	}

	return string(found[1])
}
