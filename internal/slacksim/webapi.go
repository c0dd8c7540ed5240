package slacksim

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/blockkit"
	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const maxRequestBody = 4 << 20

// method is one method of the Web API.
type method struct {
	scope    string   // the bot scope that it needs; empty if none, or if it depends on the conversation
	tier     tier     // its pace
	formOnly bool     // whether a JSON body is refused
	appToken bool     // whether it wants the app-level token
	args     []string // what it accepts; anything else is a problem
	run      func(*State, *request) (tree.Object, *apiError)
}

// request is one call of a method.
type request struct {
	method string
	args   tree.Object
}

func (r *request) str(name string) string {
	switch v := r.args[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}

	return ""
}

func (r *request) has(name string) bool {
	v, ok := r.args[name]
	return ok && v != nil
}

func (r *request) flag(name string) bool {
	switch v := r.args[name].(type) {
	case bool:
		return v
	case string:
		return v == "true" || v == "1"
	case json.Number:
		return v == "1"
	}

	return false
}

func (r *request) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(r.str(name)); err == nil {
		return n
	}

	return otherwise
}

// json returns a structured argument, which a form carries as a string of JSON.
func (r *request) json(name string) any {
	if s, ok := r.args[name].(string); ok {
		return tree.Decode([]byte(s))
	}

	return tree.Copy(r.args[name])
}

func (r *request) list(name string) []string {
	if items := tree.AsList(r.args[name]); items != nil {
		var all []string
		for _, item := range items {
			all = append(all, tree.AsString(item))
		}

		return all
	}

	return splitComma(r.str(name))
}

func splitComma(s string) []string {
	return slices.DeleteFunc(strings.Split(s, ","), func(part string) bool { return strings.TrimSpace(part) == "" })
}

func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	args, refusal := readArgs(rw, r)
	req := &request{method: name, args: args}
	call := Call{Method: name, At: time.Now(), Args: publicArgs(args)}

	planned, answered := w.goWrong(rw, call)
	if answered {
		return
	}

	s := w.Lock()
	answer, retryAfter, failed := s.call(req, tokenOf(r), isJSONBody(r), refusal)
	w.Unlock()
	if failed != nil {
		answer = failed.body()
		call.Error = failed.code
	}

	w.record(call, call.Error)
	switch {
	case planned.executed:
		dropConnection(rw)
	case retryAfter > 0:
		writeStatus(rw, http.StatusTooManyRequests, retryAfter)
	default:
		if name == "auth.test" && failed == nil {
			rw.Header().Set("X-OAuth-Scopes", strings.Join(w.Options.Scopes, ","))
		}

		writeJSON(rw, answer)
	}
}

// goWrong takes the fault that is planned for a call, and answers with it unless the call is to be carried out.
func (w *Workspace) goWrong(rw http.ResponseWriter, call Call) (planned Fault, answered bool) {
	s := w.Lock()
	planned = s.takeFault(call)
	w.Unlock()
	switch {
	case planned.delay > 0 && !w.sleep(planned.delay):
		return planned, true
	case planned.silent:
		w.record(call, "silence")
		dropConnection(rw)
		return planned, true
	case planned.status != 0:
		w.record(call, strconv.Itoa(planned.status))
		writeStatus(rw, planned.status, planned.retryAfter)
		return planned, true
	case planned.code != "":
		w.record(call, planned.code)
		writeJSON(rw, fault(planned.code).body())
		return planned, true
	}

	return planned, false
}

// call checks and runs one call.
func (s *State) call(
	req *request, token string, isJSON bool, refusal *apiError,
) (answer tree.Object, retryAfter int, failed *apiError) {
	m, known := methods[req.method]
	if !known {
		s.problem("%s: unknown_method", req.method)
		return nil, 0, fault("unknown_method")
	}

	failed = refusal
	if failed == nil {
		failed = s.admitCall(req, m, token, isJSON)
	}

	if failed == nil {
		if retryAfter = s.overPace(req, m); retryAfter > 0 {
			s.problem("%s: called above its pace, ratelimited for %d s (%s)", req.method, retryAfter, req.str("channel"))
			return nil, retryAfter, fault("ratelimited")
		}

		answer, failed = m.run(s, req)
	}

	if failed != nil {
		if failed.strict {
			s.problem("%s: %s", req.method, failed.describe())
		}

		return nil, 0, failed
	}

	if answer == nil {
		answer = tree.Object{}
	}

	answer["ok"] = true
	return answer, 0, nil
}

// admitCall checks token, scope, body and arguments.
func (s *State) admitCall(req *request, m method, token string, isJSON bool) *apiError {
	wanted, other := s.opts.BotToken, s.opts.AppToken
	if m.appToken {
		wanted, other = other, wanted
	}

	switch token {
	case wanted:
	case "":
		return mistake("not_authed")
	case other:
		return mistake("not_allowed_token_type")
	default:
		return fault("invalid_auth")
	}

	if m.scope != "" && !s.scopes[m.scope] {
		return s.missing(m.scope)
	}

	if m.formOnly && isJSON {
		return mistake("invalid_post_type")
	}

	for name := range req.args {
		if name != "token" && !slices.Contains(m.args, name) {
			s.problem("%s: the argument %q is unknown", req.method, name)
		}
	}

	return nil
}

func (c *core) missing(scope string) *apiError {
	return mistake("missing_scope").with("needed", scope).with("provided", strings.Join(c.opts.Scopes, ","))
}

func (s *State) overPace(req *request, m method) int {
	if retryAfter, ok := s.spend(req.method, m.tier); !ok {
		return retryAfter
	}

	if req.method != "chat.postMessage" {
		return 0
	}

	place := req.str("channel")
	if _, isUser := s.Users[place]; isUser {
		place = s.AppDM(place).ID
	}

	if retryAfter, ok := s.spend("post in "+place, perChannel); !ok {
		return retryAfter
	}

	if retryAfter, ok := s.spend("post anywhere", perWorkspace); !ok {
		return retryAfter
	}

	return 0
}

func (w *Workspace) record(c Call, failure string) {
	s := w.Lock()
	defer w.Unlock()
	c.Error = failure
	s.calls = append(s.calls, c)
	if len(s.calls) > maxCalls {
		s.calls = slices.Delete(s.calls, 0, maxCalls/2)
	}

	s.touch()
}

func isJSONBody(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "application/json"
}

// readArgs reads the arguments from the query, a form or a JSON body.
func readArgs(rw http.ResponseWriter, r *http.Request) (tree.Object, *apiError) {
	args := tree.Object{}
	for name, values := range r.URL.Query() {
		args[name] = values[0]
	}

	r.Body = http.MaxBytesReader(rw, r.Body, maxRequestBody)
	if isJSONBody(r) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return args, mistake("request_timeout")
		}

		if len(raw) == 0 { // as slack-go opens connections
			return args, nil
		}

		body, ok := tree.Decode(raw).(map[string]any)
		if !ok {
			return args, mistake("json_not_object")
		}

		maps.Copy(args, body)
		return args, nil
	}

	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet:
		return args, nil
	case kind == "multipart/form-data":
		if r.ParseMultipartForm(maxRequestBody) != nil {
			return args, mistake("invalid_form_data")
		}
	case kind == "application/x-www-form-urlencoded" || kind == "":
		if r.ParseForm() != nil {
			return args, mistake("invalid_form_data")
		}
	default:
		return args, mistake("invalid_post_type")
	}

	for name, values := range r.PostForm {
		args[name] = values[0]
	}

	return args, nil
}

// tokenOf returns the token of the header or the form; a token in a query or a JSON body does not count.
func tokenOf(r *http.Request) string {
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return bearer
	}

	if r.PostForm == nil {
		return ""
	}

	return r.PostForm.Get("token")
}

func publicArgs(args tree.Object) tree.Object {
	shown := tree.AsObject(tree.Copy(args))
	delete(shown, "token")
	return shown
}

func writeJSON(rw http.ResponseWriter, body any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(rw).Encode(body) // who does not listen any more misses nothing
}

func writeStatus(rw http.ResponseWriter, status, retryAfter int) {
	if retryAfter > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, `{"ok":false,"error":"ratelimited"}`)
		return
	}

	rw.WriteHeader(status)
}

// dropConnection ends the connection without an answer.
func dropConnection(rw http.ResponseWriter) {
	if hijacker, ok := rw.(http.Hijacker); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			_ = conn.Close()
			return
		}
	}

	panic(http.ErrAbortHandler)
}

// apiError is a refusal of the Web API: ok false, an error code, and sometimes more.
type apiError struct {
	code     string
	extra    tree.Object
	messages []string // response_metadata.messages
	strict   bool     // whether it is the app's mistake and belongs in Problems
}

func fault(code string) *apiError { return &apiError{code: code} }

// mistake is a refusal that a correct app never sees.
func mistake(code string) *apiError { return &apiError{code: code, strict: true} }

// refusedBlocks says why the blocks of a message are refused; nil if they are not.
func (c *core) refusedBlocks(blocks []any) *apiError {
	return refusedAs(blockkit.CheckMessage(blocks, c.opts.Rejects))
}

// refusedView says why a view is refused; nil if it is not.
func (c *core) refusedView(content tree.Object, kind string) *apiError {
	return refusedAs(blockkit.CheckView(content, kind, c.opts.Rejects))
}

func refusedAs(r *blockkit.Refusal) *apiError {
	if r == nil {
		return nil
	}

	return &apiError{code: r.Code, messages: r.Messages, strict: !r.Plan}
}

func (e *apiError) because(messages ...string) *apiError {
	e.messages, e.strict = messages, true
	return e
}

func (e *apiError) with(key string, value any) *apiError {
	if e.extra == nil {
		e.extra = tree.Object{}
	}

	e.extra[key] = value
	return e
}

func (e *apiError) body() tree.Object {
	o := tree.Object{"ok": false, "error": e.code}
	maps.Copy(o, e.extra)
	if len(e.messages) > 0 {
		o["errors"] = e.messages
		o["response_metadata"] = tree.Object{"messages": e.messages}
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
