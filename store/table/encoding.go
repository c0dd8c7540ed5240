package table

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

const (
	// partEnd ends each part of an encoded value. Its space is less than any byte of an encoded part, so that "sam" comes
	// before "sam!" and before "sammy", whatever id follows.
	partEnd = " /"
	// afterParts sorts after partEnd and before or at the next greater value that begins with the same bytes.
	afterParts = "!"

	// longValue is the longest encoded value that is stored whole, which keeps keys far under kv.MaxKeyLen.
	longValue = 512
)

// Join makes one index value of several parts, such as an owner and a time. Such values sort by the first part, then by
// the second, and so on, whatever bytes the parts hold.
func Join(parts ...string) string {
	safe := make([]string, len(parts))
	for i, part := range parts {
		safe[i] = nulEscape.Replace(part)
	}

	return strings.Join(safe, "\x00")
}

// nulEscape frees the byte 0 for the joint between parts and keeps the order of what it escapes.
var nulEscape = strings.NewReplacer("\x00", "\x01\x01", "\x01", "\x01\x02")

// encode writes an index value so that it can stand in a key: the keys of an index sort as its values do, two values
// never share a key, and usual values stay readable. Bytes up to '!' become '!' and two hexadecimal digits, the joint
// between parts becomes partEnd, and all else, the slash included, stays as it is: an entry ends at its last partEnd.
//
// A value too long for a key is cut and ended with a digest of the whole: it can still be looked up exactly, and sorts
// right among values that differ before the cut.
func encode(value string) string {
	var b strings.Builder
	for i := range len(value) {
		switch c := value[i]; {
		case c == 0:
			b.WriteString(partEnd)
		case c <= '!':
			fmt.Fprintf(&b, "!%02X", c)
		default:
			b.WriteByte(c)
		}
	}

	if b.Len() <= longValue {
		return b.String()
	}

	return shorten(b.String())
}

// shorten cuts an encoded value. The mark "!~" stands in no other encoded value.
func shorten(encoded string) string {
	sum := sha256.Sum256([]byte(encoded))
	mark := "!~" + hex.EncodeToString(sum[:16])
	return encoded[:longValue-len(mark)] + mark
}

var (
	namePattern = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)
	idPattern   = regexp.MustCompile(`^[!-.0-~]+$`)
)

func checkID(id string) error {
	if len(id) > MaxIDLen || !idPattern.MatchString(id) {
		return fmt.Errorf("the id %.140q must be 1 to %d printable ASCII characters without space and slash", id, MaxIDLen)
	}

	return nil
}

func checkSpec[T any](spec Spec[T]) error {
	if !namePattern.MatchString(spec.Name) {
		return fmt.Errorf("table name %q must match %s", spec.Name, namePattern)
	}

	if spec.ID == nil {
		return errors.New("table " + spec.Name + " has no ID function")
	}

	seen := map[string]bool{}
	for _, ix := range spec.Indexes {
		if !namePattern.MatchString(ix.Name) || seen[ix.Name] || ix.Keys == nil {
			return fmt.Errorf("table %s: index %q needs a name of its own that matches %s, and a Keys function", spec.Name, ix.Name, namePattern)
		}

		seen[ix.Name] = true
	}

	return nil
}
