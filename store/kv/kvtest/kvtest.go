// Package kvtest holds the tests of the contract of kv. Every engine passes them.
package kvtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/store/kv"
)

// Open returns a new, empty database, and closes it when the test ends. It is also called inside synctest bubbles.
type Open func(t testing.TB) kv.DB

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"a value is read back until it is deleted", readBack},
		{"an empty value is not an absent one", emptyValue},
		{"a value is copied when it is written", copiedValue},
		{"keys and values that break the rules are refused", refusedWrites},
		{"a scan covers exactly its range", scanRanges},
		{"a scan orders keys across collections", scanCollections},
		{"a prefix may end in the greatest byte", scanGreatestByte},
		{"a scan sees the writes of its transaction", scanOwnWrites},
		{"the body of a scan may write", scanAndWrite},
		{"a failed update leaves nothing", failedUpdate},
		{"a panic reaches its caller and leaves nothing", panickingUpdate},
		{"a goroutine that ends inside an update leaves nothing", endingUpdate},
		{"a view keeps its snapshot", viewSnapshot},
		{"updates are serialised", serialisedUpdates},
		{"updates that fail do not harm the others", mixedUpdates},
		{"a cancelled context stops an update before its turn", cancelledUpdate},
		{"a cancelled context does not undo an update after its turn", lateCancellation},
		{"a closed database refuses", closedDatabase},
		{"closing waits for the update under way", closingWaits},
		{"a transaction refuses after its end", endedTransaction},
		{"it works in a bubble of fake time", insideBubble},
		{"it agrees with a model", agreesWithModel},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

func put(t testing.TB, db kv.DB, pairs ...string) {
	t.Helper()
	update(t, db, func(w kv.Writer) {
		for i := 0; i < len(pairs); i += 2 {
			w.Put(pairs[i], []byte(pairs[i+1]))
		}
	})
}

func update(t testing.TB, db kv.DB, fn func(kv.Writer)) {
	t.Helper()
	err := db.Update(context.Background(), func(w kv.Writer) error {
		fn(w)
		return nil
	})
	if err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t testing.TB, db kv.DB, fn func(kv.Reader)) {
	t.Helper()
	err := db.View(context.Background(), func(r kv.Reader) error {
		fn(r)
		return nil
	})
	if err != nil {
		t.Fatalf("view: %v", err)
	}
}

// expect compares all that is stored with pairs of key and value, in order.
func expect(t testing.TB, db kv.DB, pairs ...string) {
	t.Helper()
	view(t, db, func(r kv.Reader) { expectRange(t, r, kv.Range{}, pairs...) })
}

func expectRange(t testing.TB, r kv.Reader, rng kv.Range, pairs ...string) {
	t.Helper()
	want := append([]string{}, pairs...)
	got := []string{}
	for e, err := range r.Scan(rng) {
		if err != nil {
			t.Fatalf("scan %+v: %v", rng, err)
		}

		got = append(got, e.Key, string(e.Value))
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scan %+v (-want +got):\n%s", rng, diff)
	}
}

func expectValue(t testing.TB, r kv.Reader, key, want string) {
	t.Helper()
	got, err := r.Get(key)
	if err != nil || string(got) != want {
		t.Errorf("Get(%q) = %q, %v; want %q", key, got, err, want)
	}
}

func expectAbsent(t testing.TB, r kv.Reader, key string) {
	t.Helper()
	if got, err := r.Get(key); !errors.Is(err, kv.ErrNotFound) {
		t.Errorf("Get(%q) = %q, %v; want ErrNotFound", key, got, err)
	}
}

func expectError(t testing.TB, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("error is %v, want %v", got, want)
	}
}

var errRefused = errors.New("refused by the test")

func key(n int) string { return fmt.Sprintf("k/%04d", n) }
