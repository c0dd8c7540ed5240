package boltkv

import (
	"encoding/binary"
	"errors"
)

// A record of the log is the changes of one group: for each, the length of the key, that of the value plus one (0 is a
// deletion), the key, and the value.

var errNoChanges = errors.New("a record of the log does not hold changes as they are written by this program")

func appendChange(b []byte, key string, c change) []byte {
	b = binary.AppendUvarint(b, uint64(len(key)))
	if c.deleted {
		return append(append(b, 0), key...)
	}

	b = binary.AppendUvarint(b, uint64(len(c.value))+1)
	return append(append(b, key...), c.value...)
}

// changeIn reads the first change of a record, and returns the rest.
func changeIn(b []byte) (key string, c change, rest []byte, err error) {
	keyLength, n := binary.Uvarint(b)
	if n <= 0 {
		return "", c, nil, errNoChanges
	}

	b = b[n:]
	length, n := binary.Uvarint(b)
	if n <= 0 {
		return "", c, nil, errNoChanges
	}

	b = b[n:]
	c.deleted = length == 0
	valueLength := max(length, 1) - 1
	if room := uint64(len(b)); keyLength > room || valueLength > room-keyLength {
		return "", c, nil, errNoChanges
	}

	key, b = string(b[:keyLength]), b[keyLength:]
	c.value = b[:valueLength:valueLength]
	return key, c, b[valueLength:], nil
}

// treeOf adds up the records of a log.
func treeOf(records [][]byte) (*tree, error) {
	sum := newTree()
	for _, rest := range records {
		for len(rest) > 0 {
			var key string
			var c change
			var err error
			if key, c, rest, err = changeIn(rest); err != nil {
				return nil, err
			}

			sum.Set(key, c)
		}
	}

	return sum, nil
}
