package slacksim

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object.
type object = map[string]any

// copyJSON returns a deep copy that shares nothing with v, in the plain types of encoding/json.
func copyJSON(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return decodeJSON(raw)
}

// decodeJSON keeps numbers as json.Number, so that what the app sent is stored digit by digit; nil if it is not JSON.
func decodeJSON(raw []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	return v
}

func copyList(v []any) []any {
	list, _ := copyJSON(v).([]any)
	return list
}

func asObject(v any) object {
	o, _ := v.(map[string]any)
	return o
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

func asString(v any) string {
	s, _ := v.(string)
	return s
}

func asBool(v any) bool {
	b, _ := v.(bool)
	return b
}

func asInt(v any) (int, bool) {
	switch n := v.(type) {
	case json.Number:
		i, err := n.Int64()
		return int(i), err == nil
	case float64:
		return int(n), n == float64(int(n))
	case int:
		return n, true
	}
	return 0, false
}

func isNumber(v any) bool {
	switch v.(type) {
	case json.Number, float64, int:
		return true
	}
	return false
}

func asFloat(v any) float64 {
	switch n := v.(type) {
	case json.Number:
		f, _ := n.Float64()
		return f
	case float64:
		return n
	case int:
		return float64(n)
	}
	return 0
}

// textOf returns the string of a text object, or of a bare string.
func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return asString(asObject(v)["text"])
}
