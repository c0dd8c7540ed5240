// Package tree holds JSON as trees of plain values, of which Slack's blocks, views and payloads are made.
package tree

import (
	"bytes"
	"encoding/json"
)

// Object is a JSON object.
type Object = map[string]any

// Copy returns a deep copy that shares nothing with v, in the plain types of encoding/json.
func Copy(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}

	return Decode(raw)
}

// CopyList returns a deep copy of a list.
func CopyList(v []any) []any { return AsList(Copy(v)) }

// Decode keeps numbers as json.Number, so that what the app sent is stored digit by digit; nil if it is not JSON.
func Decode(raw []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}

	return v
}

// As returns a value if it is of that type, else the type's zero value.
func As[T any](v any) T {
	t, _ := v.(T)
	return t
}

// AsObject returns a value if it is an object, else nil.
func AsObject(v any) Object { return As[Object](v) }

// AsList returns a value if it is a list, else nil.
func AsList(v any) []any { return As[[]any](v) }

// AsString returns a value if it is a string, else the empty one.
func AsString(v any) string { return As[string](v) }

// AsBool returns a value if it is a boolean, else false.
func AsBool(v any) bool { return As[bool](v) }

// AsInt returns a value if it is a whole number.
func AsInt(v any) (int, bool) {
	n, err := As[json.Number](v).Int64()
	return int(n), err == nil
}

// SetDefault gives an object a property that it does not have.
func SetDefault(o Object, key string, value any) {
	if _, ok := o[key]; !ok {
		o[key] = value
	}
}
