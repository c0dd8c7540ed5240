package stats

import (
	"bytes"
	"encoding/json"
)

// List is one that JSON has even where it is empty, so that programs need not
// tell none from nothing.
type List[T any] []T

// MarshalJSON leaves it to the outer encoder which characters to escape.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if len(l) == 0 {
		return []byte("[]"), nil
	}

	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode([]T(l))
	return out.Bytes(), err
}
