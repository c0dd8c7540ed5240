package wire

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// TestASecureConnectionAlsoGoesThroughAProxy is on real sockets, because
// everything else is tested without TLS.
func TestASecureConnectionAlsoGoesThroughAProxy(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type": "disconnect", "reason": "warning"}`))
		_, echoed, _ := conn.ReadMessage()
		_ = conn.WriteMessage(websocket.TextMessage, echoed)
	}))
	defer server.Close()
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.Header.Get("Proxy-Authorization")
		far, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", r.Host)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		near, _, _ := http.NewResponseController(w).Hijack()
		_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
		go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
	}))
	defer proxy.Close()

	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	through, _ := url.Parse(proxy.URL)
	through.User = url.UserPassword("ann", "secret")
	for name, p := range map[string]*url.URL{"directly": nil, "through a proxy": through} {
		var reasons []string
		d := socketDialer{
			dial: (&net.Dialer{}).DialContext, tls: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			proxy:  func(*http.Request) (*url.URL, error) { return p, nil },
			onDial: func(*watchedConn) {}, onDisconnect: func(reason string) { reasons = append(reasons, reason) },
		}
		conn, answer, err := d.webSocket().Dial(strings.Replace(server.URL, "https", "wss", 1), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = answer.Body.Close()
		if _, _, err := conn.ReadMessage(); err != nil || len(reasons) != 1 || reasons[0] != "warning" {
			t.Errorf("%s: heard %q, %v", name, reasons, err)
		}
		long := strings.Repeat("x", writeBuffer-100)
		if err := conn.WriteMessage(websocket.TextMessage, []byte(long)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, echoed, err := conn.ReadMessage(); err != nil || string(echoed) != long {
			t.Errorf("%s: got %d bytes back, %v", name, len(echoed), err)
		}
		_ = conn.Close()
	}
	if !strings.HasPrefix(asked, "CONNECT Basic ") {
		t.Errorf("the proxy was asked %q", asked)
	}
}

func TestWhatPeopleWriteIsNoDisconnect(t *testing.T) {
	for frame, want := range map[string]string{
		`{"type":"disconnect","reason":"link_disabled"}`:                               "link_disabled",
		`{"type" : "disconnect", "debug_info":{}}`:                                     "unknown",
		`{"type":"slash_commands","payload":{"text":"\"type\":\"disconnect\" hello"}}`: "",
		`{"type":"hello"}`: "",
	} {
		if got := disconnectReason([]byte(frame)); got != want {
			t.Errorf("%s: got %q", frame, got)
		}
	}
}
