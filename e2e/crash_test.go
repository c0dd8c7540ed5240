package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// wire carries the connections of one run of Leadloop, and can be cut.
type wire struct {
	dial func(context.Context, string, string) (net.Conn, error)

	mu    sync.Mutex
	conns []net.Conn
	cut   bool
}

var errCut = errors.New("the wire is cut")

// DialContext connects, until the wire is cut.
func (w *wire) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return nil, errCut
	}
	conn, err := w.dial(ctx, network, address)
	if err == nil {
		w.conns = append(w.conns, conn)
	}
	return conn, err
}

func (w *wire) sever() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for _, conn := range w.conns {
		_ = conn.Close()
	}
}

// crash is an end without warning: what is on the disk at this moment is all
// that is left. The old run goes on with a copy that nobody reads, unheard.
func (w *world) crash() {
	w.t.Helper()
	synctest.Wait()
	left := filepath.Join(w.t.TempDir(), "left")
	if err := os.CopyFS(left, os.DirFS(w.config.Data)); err != nil {
		w.t.Fatal(err)
	}
	w.wire.sever()
	w.stop()
	w.config.Data = left
}

// TestCrashAtAnyPointLosesAndDoublesNothing crashes once at each of many
// points of the story, while calls are slow, fail or lose their answers.
func TestCrashAtAnyPointLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string]func(*world){
		"slow": func(w *world) {
			w.FailNext(post, slacksim.FaultSlow(1300*time.Millisecond), 20)
			w.FailNext(update, slacksim.FaultSlow(1300*time.Millisecond), 20)
		},
		"answers lost": func(w *world) {
			w.FailNext(post, slacksim.FaultNoAnswer, 4)
			w.FailNext(update, slacksim.FaultNoAnswer, 2)
		},
		"failing": func(w *world) {
			w.FailNext(post, slacksim.FaultHTTP500, 3)
			w.FailNext(update, slacksim.Fault429(2), 2)
		},
	} {
		for point := range 10 {
			after := time.Duration(point) * 650 * time.Millisecond
			t.Run(fmt.Sprintf("%s/%v", name, after), func(t *testing.T) {
				story(t, "2026-11-23 10:00", func(w *world) {
					passes(3 * time.Second) // people are known by name
					faults(w)
					w.crashWhileWorking(after)
				})
			})
		}
	}
}

func (w *world) crashWhileWorking(after time.Duration) {
	w.t.Helper()
	priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
	crashed := make(chan struct{})
	go func() {
		defer close(crashed)
		time.Sleep(after)
		w.crash()
		w.start()
	}()
	for _, step := range []struct {
		who     *slacktest.Person
		command string
	}{
		{priya, "/lead log Ada Crash, Acme, ada@acme.example"},
		{priya, "/lead handoff L-1 @sam"},
		{sam, "/lead accept L-1"},
		{sam, "/lead qualify L-1 amount=1000 close=2026-12-18"},
		{sam, "/lead won L-1"},
	} {
		insists(w.t, step.who, step.command)
		time.Sleep(700 * time.Millisecond)
	}
	<-crashed
	w.told()
	for _, said := range []struct {
		where *slacktest.Chan
		text  string
	}{
		{w.Channel("leads"), "Ada Crash"},
		{w.Channel("sales"), "Ada Crash"},
		{sam.DM(), "Ada Crash"},
		{priya.DM(), "took *L-1*"},
		{priya.DM(), "made an opportunity of *L-1*"},
		{priya.DM(), "won *L-1*"},
	} {
		if got := posts(said.where, said.text); got != 1 {
			w.t.Errorf("%q was said %d times in %s", said.text, got, said.where.ID())
		}
		said.where.Expects(said.text)
	}
	for _, card := range []*slacktest.Chan{w.Channel("leads"), w.Channel("sales"), sam.DM()} {
		if posts(card, "Won by") != 1 {
			w.t.Errorf("the card in %s does not say how it ended", card.ID())
		}
	}
	_, history, err := w.daemon.Services().Leads.History(w.t.Context(), 1)
	if err != nil || len(history) < 5 {
		w.t.Errorf("the history has %d entries: %v", len(history), err)
	}
}
