package sorted

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMapAgreesWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.StringMatching(`[a-d]{0,3}`)
		var m Map[int]
		model := map[string]int{}
		for i := range rapid.IntRange(0, 60).Draw(t, "steps") {
			old, oldModel := m, maps.Clone(model)
			key := keys.Draw(t, "key")
			if rapid.Bool().Draw(t, "put") {
				m = m.Put(key, i)
				model[key] = i
			} else {
				m = m.Delete(key)
				delete(model, key)
			}
			compare(t, old, oldModel, "", "", false)
		}
		low, high := keys.Draw(t, "low"), keys.Draw(t, "high")
		compare(t, m, model, low, high, false)
		compare(t, m, model, low, high, true)
	})
}

func compare(t *rapid.T, m Map[int], model map[string]int, low, high string, reverse bool) {
	t.Helper()
	if m.Len() != len(model) {
		t.Fatalf("Len is %d, want %d", m.Len(), len(model))
	}
	var want, got []string
	for _, key := range slices.Sorted(maps.Keys(model)) {
		if v, ok := m.Get(key); !ok || v != model[key] {
			t.Fatalf("Get(%q) = %d, %v, want %d", key, v, ok, model[key])
		}
		if key >= low && (high == "" || key < high) {
			want = append(want, key)
		}
	}
	if reverse {
		slices.Reverse(want)
	}
	for c := m.Walk(low, high, reverse); ; {
		key, v, ok := c.Next()
		if !ok {
			break
		}
		if v != model[key] {
			t.Fatalf("walk gives %d at %q, want %d", v, key, model[key])
		}
		got = append(got, key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("walk %q to %q, reverse %v (-want +got):\n%s", low, high, reverse, diff)
	}
}

func TestMapStaysBalancedOnAscendingKeys(t *testing.T) {
	var m Map[struct{}]
	key := []byte("00000")
	for range 20_000 {
		m = m.Put(string(key), struct{}{})
		for i := len(key) - 1; ; i-- {
			if key[i]++; key[i] <= '9' {
				break
			}
			key[i] = '0'
		}
	}
	if d := depth(m.root); d > 60 {
		t.Errorf("20,000 ascending keys make a tree of depth %d", d)
	}
}

func depth[V any](n *node[V]) int {
	if n == nil {
		return 0
	}
	return 1 + max(depth(n.left), depth(n.right))
}
