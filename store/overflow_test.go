package store

import (
	"math"
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

func TestASumThatCannotBeCountedIsRefused(t *testing.T) {
	st, err := New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}

	add := func(n int64) error {
		return st.Update(t.Context(), func(tx *Tx) error { return rollupSums{"rollup/total/x/all/": n}.apply(tx) })
	}
	if err := add(mostCounted); err != nil {
		t.Fatal(err)
	}

	for _, n := range []int64{1, math.MaxInt64, math.MinInt64} {
		if err := add(n); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%d more: %v, want a refusal", n, err)
		}
	}
}
