package kvtest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/store/kv"
)

// model is what a database should hold.
type model map[string]string

func (m model) scan(rng kv.Range) []string {
	keys := slices.Sorted(maps.Keys(m))
	if rng.Reverse {
		slices.Reverse(keys)
	}

	found := []string{}
	for _, key := range keys {
		if !strings.HasPrefix(key, rng.Prefix) || key < rng.From || (rng.To != "" && key >= rng.To) {
			continue
		}

		if found = append(found, key+"="+m[key]); len(found) == rng.Limit {
			break
		}
	}

	return found
}

func drawKey() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		collection := rapid.SampledFrom([]string{"a", "a-", "a0", "b", "\xff"}).Draw(t, "collection")
		rest := rapid.SliceOfN(rapid.SampledFrom([]byte{0, ' ', '/', '1', 'z', 0xff}), 1, 3).Draw(t, "rest")
		return collection + "/" + string(rest)
	})
}

// drawBound returns a whole key, a part of one, or nothing.
func drawBound() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		key := drawKey().Draw(t, "key")
		return key[:rapid.IntRange(0, len(key)).Draw(t, "length")]
	})
}

func drawRange(t *rapid.T) kv.Range {
	return kv.Range{
		Prefix:  drawBound().Draw(t, "prefix"),
		From:    drawBound().Draw(t, "from"),
		To:      drawBound().Draw(t, "to"),
		Reverse: rapid.Bool().Draw(t, "reverse"),
		Limit:   rapid.IntRange(0, 4).Draw(t, "limit"),
	}
}

func agreesWithModel(t *testing.T, open Open) {
	db := open(t)
	rapid.Check(t, func(t *rapid.T) {
		empty(t, db)
		committed := model{}
		t.Repeat(map[string]func(*rapid.T){
			"update": func(t *rapid.T) { committed = modelUpdate(t, db, committed) },
			"view": func(t *rapid.T) {
				err := db.View(context.Background(), func(r kv.Reader) error {
					compareRead(t, r, committed)
					return nil
				})
				if err != nil {
					t.Fatalf("view: %v", err)
				}
			},
		})
	})
}

func empty(t *rapid.T, db kv.DB) {
	err := db.Update(context.Background(), func(w kv.Writer) error {
		for e, err := range w.Scan(kv.Range{}) {
			if err != nil {
				return err
			}

			w.Delete(e.Key)
		}

		return nil
	})
	if err != nil {
		t.Fatalf("empty the database: %v", err)
	}
}

// modelUpdate runs a few random steps in one transaction, ends it in a random way, and returns what should be stored
// then.
func modelUpdate(t *rapid.T, db kv.DB, committed model) (after model) {
	inside := maps.Clone(committed)
	ending := rapid.SampledFrom([]string{"commit", "commit", "fail", "panic"}).Draw(t, "ending")
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, errRefused) {
				panic(p)
			}

			after = committed
		}
	}()

	err := db.Update(context.Background(), func(w kv.Writer) error {
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			modelStep(t, w, inside)
		}

		switch ending {
		case "fail":
			return errRefused
		case "panic":
			panic(errRefused)
		}

		return nil
	})

	switch {
	case ending == "commit" && err == nil:
		return inside
	case ending == "fail" && errors.Is(err, errRefused):
		return committed
	}

	t.Fatalf("an update that should %s returns %v", ending, err)
	return nil
}

func modelStep(t *rapid.T, w kv.Writer, inside model) {
	key := drawKey().Draw(t, "key")
	switch rapid.SampledFrom([]string{"put", "put", "delete", "read"}).Draw(t, "step") {
	case "put":
		value := rapid.SampledFrom([]string{"", "1", "22", strings.Repeat("long", 300)}).Draw(t, "value")
		w.Put(key, []byte(value))
		inside[key] = value
	case "delete":
		w.Delete(key)
		delete(inside, key)
	default:
		compareRead(t, w, inside)
	}
}

func compareRead(t *rapid.T, r kv.Reader, want model) {
	key := drawKey().Draw(t, "key")
	value, err := r.Get(key)
	if stored, ok := want[key]; ok != (err == nil) || (!ok && !errors.Is(err, kv.ErrNotFound)) || string(value) != stored {
		t.Fatalf("Get(%q) = %q, %v; want %q, %v", key, value, err, stored, ok)
	}

	rng := drawRange(t)
	got := []string{}
	for e, err := range r.Scan(rng) {
		if err != nil {
			t.Fatalf("scan: %v", err)
		}

		got = append(got, e.Key+"="+string(e.Value))
	}

	if diff := cmp.Diff(want.scan(rng), got); diff != "" {
		t.Fatalf("scan %+v (-want +got):\n%s", rng, diff)
	}
}
