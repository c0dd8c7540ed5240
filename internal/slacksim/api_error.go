package slacksim

import (
	"encoding/json"
	"maps"
)

// apiError is a refusal of the Web API: ok false, an error code, and sometimes more.
type apiError struct {
	code     string
	extra    object
	messages []string // response_metadata.messages
	strict   bool     // whether it is the app's mistake and belongs in Problems
}

func fault(code string) *apiError { return &apiError{code: code} }

// mistake is a refusal that a correct app never sees.
func mistake(code string) *apiError { return &apiError{code: code, strict: true} }

func (e *apiError) because(messages ...string) *apiError {
	e.messages, e.strict = messages, true
	return e
}

func (e *apiError) with(key string, value any) *apiError {
	if e.extra == nil {
		e.extra = object{}
	}
	e.extra[key] = value
	return e
}

func (e *apiError) body() object {
	o := object{"ok": false, "error": e.code}
	maps.Copy(o, e.extra)
	if len(e.messages) > 0 {
		o["errors"] = e.messages
		o["response_metadata"] = object{"messages": e.messages}
	}
	return o
}

func (e *apiError) describe() string {
	if len(e.messages) == 0 {
		return e.code
	}
	raw, _ := json.Marshal(e.messages)
	return e.code + " " + string(raw)
}
