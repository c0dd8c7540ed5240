package boltkv_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/boltkv"
)

// crashEnv carries the path of the database to the child process of the crash test.
const crashEnv = "LEADLOOP_BOLTKV_CRASH_TEST"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		writeUntilKilled(path)
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes from many goroutines and prints each id once its Update has returned.
func writeUntilKilled(path string) {
	db, err := boltkv.Open(path, boltkv.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for caller := range 16 {
		go func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), caller, n)
				err := db.Update(context.Background(), func(w kv.Writer) error {
					w.Put("left/"+id, []byte(strings.Repeat("v", n%700)))
					w.Put("right/"+id, nil)
					w.Put(fmt.Sprintf("last/%d", caller), []byte(id))
					return nil
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				os.Stdout.WriteString(id + "\n")
			}
		}()
	}
	select {}
}

func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "test.db")
	var acknowledged []string
	for range 10 {
		acknowledged = append(acknowledged, writeAndKill(t, path, 1+rand.IntN(1500))...)
		verifyAfterKill(t, path, acknowledged)
	}
}

// writeAndKill runs a writer until it has acknowledged so many ids, kills it, and returns all that it acknowledged.
func writeAndKill(t *testing.T, path string, acknowledged int) []string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashEnv+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what was printed only in part is not counted
		}
		ids = append(ids, strings.TrimSpace(line))
		if len(ids) == acknowledged {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if len(ids) < acknowledged {
		t.Fatalf("the writer ended by itself after %d updates", len(ids))
	}
	return ids
}

// verifyAfterKill expects a sound file with every acknowledged update, and of no update only one half.
func verifyAfterKill(t *testing.T, path string, ids []string) {
	t.Helper()
	if err := boltkv.Verify(path); err != nil {
		t.Fatal(err)
	}
	db, err := boltkv.Open(path, boltkv.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	stored := map[string]map[string]bool{"left/": {}, "right/": {}}
	err = db.View(context.Background(), func(r kv.Reader) error {
		for half, found := range stored {
			for e, err := range r.Scan(kv.Range{Prefix: half}) {
				if err != nil {
					return err
				}
				found[strings.TrimPrefix(e.Key, half)] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id := range stored["left/"] {
		if !stored["right/"][id] {
			t.Errorf("only half of %s is stored", id)
		}
	}
	if len(stored["left/"]) != len(stored["right/"]) {
		t.Errorf("%d and %d halves are stored", len(stored["left/"]), len(stored["right/"]))
	}
	for _, id := range ids {
		if !stored["left/"][id] {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
