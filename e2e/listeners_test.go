package e2e

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
)

// A daemon whose door for figures cannot be opened leaves none of its others
// open.
func TestADaemonThatDoesNotStartClosesWhatItOpened(t *testing.T) {
	_, c := installation(t)
	listen := func() net.Listener {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	taken, admin := listen(), listen()
	defer taken.Close()
	c.Data = t.TempDir()
	c.Intake = configs.Intake{Listen: taken.Addr().String(), Token: configs.NewSecret(doorToken)}
	if _, err := daemon.New(t.Context(), c, daemon.Options{Log: zerolog.Nop(), AdminListener: admin}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Fatalf("got %v", err)
	}
	if conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", admin.Addr().String()); err == nil {
		conn.Close()
		t.Error("the admin's door is still open")
	}
}
