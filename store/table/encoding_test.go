package table

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/store/kv"
)

// awkward makes short texts of the bytes that the encoding treats apart, and of their neighbours.
func awkward() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.SampledFrom([]byte("\x00\x01\x02 !\"#-./019AaZz~\x7f\x80\xc3\xfe\xff")), 0, 5).Draw(t, "bytes"))
	})
}

func TestEncodedValuesSortAsTheValuesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := awkward().Draw(t, "a"), awkward().Draw(t, "b")
		if strings.Count(a, "\x00") != strings.Count(b, "\x00") {
			t.Skip("values of one index have the same number of parts")
		}
		idA, idB := rapid.SampledFrom([]string{"1", "9", "~"}).Draw(t, "id of a"), rapid.SampledFrom([]string{"1", "9", "~"}).Draw(t, "id of b")
		want := slices.Compare([]string{a, idA}, []string{b, idB})
		if got := strings.Compare(encode(a)+partEnd+idA, encode(b)+partEnd+idB); got != want {
			t.Fatalf("%q and %q compare as %d, their keys as %d", a, b, want, got)
		}
	})
}

func TestEncodedValuesNeverCollide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := awkward().Draw(t, "a"), awkward().Draw(t, "b")
		if (a == b) != (encode(a) == encode(b)) {
			t.Fatalf("%q and %q become %q and %q", a, b, encode(a), encode(b))
		}
	})
}

func TestJoinedValuesSortByTheirParts(t *testing.T) {
	parts := rapid.SliceOfN(awkward(), 2, 2)
	rapid.Check(t, func(t *rapid.T) {
		a, b := parts.Draw(t, "a"), parts.Draw(t, "b")
		if got, want := strings.Compare(encode(Join(a...)), encode(Join(b...))), slices.Compare(a, b); got != want {
			t.Fatalf("%q and %q compare as %d, their keys as %d", a, b, want, got)
		}
	})
}

func TestUsualValuesStayReadable(t *testing.T) {
	for value, want := range map[string]string{
		"sam.smith+x@example.com":             "sam.smith+x@example.com",
		"20261122T090000.000Z":                "20261122T090000.000Z",
		"https://example.com/a":               "https://example.com/a",
		"Zoë Müller":                          "Zoë!20Müller",
		Join("C0123", "20261122T090000.000Z"): "C0123 /20261122T090000.000Z",
		"":                                    "",
		"wow!":                                "wow!21",
	} {
		if got := encode(value); got != want {
			t.Errorf("encode(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestLongValuesFitAndStayApart(t *testing.T) {
	seen := map[string]string{}
	for _, filler := range []string{"x", " ", "\x00", "é", "/"} {
		for _, length := range []int{longValue/3 - 1, longValue / 3, longValue - 1, longValue, longValue + 1, longValue + 2, 4 * longValue} {
			for _, end := range []string{"", "1", "2"} {
				value := strings.Repeat(filler, length) + end
				got := encode(value)
				if other, ok := seen[got]; ok && other != value {
					t.Errorf("two values of %d and %d bytes collide", len(other), len(value))
				}
				seen[got] = value
				key := strings.Repeat("n", 64) + "/i/" + strings.Repeat("x", 64) + "/" + got + partEnd + strings.Repeat("i", MaxIDLen)
				if err := kv.CheckWrite(key, nil); err != nil {
					t.Errorf("a value of %d bytes does not fit: %v", len(value), err)
				}
			}
		}
	}
	if early, late := encode("a"+strings.Repeat("z", 9999)), encode("b"+strings.Repeat("a", 9999)); early >= late {
		t.Error("long values that differ at their start do not sort")
	}
}
