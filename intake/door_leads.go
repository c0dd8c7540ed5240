package intake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"golang.org/x/time/rate"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/signing"
	"github.com/leadloop/leadloop/loop/core"
)

// Source brings leads through the door.
type Source struct {
	Name     string // of the leads' source, where they name none
	Token    string // that it shows, or signs with
	Marketer ref.UserID
	Campaign string   // of leads that name none
	Origins  []string // of web pages that may send a form: their token is public
	Thanks   string   // the page to which a browser goes then; empty is a sentence
}

// How many requests of one source are taken in a row, and then in a second. A
// form on a page is sent by people, or by programs that pretend to be some.
const (
	pageBurst, pageRate       = 60, 1
	programBurst, programRate = 500, 50
)

// The fields of a request that are no fields of a lead.
const (
	// fieldToken is where a form shows the token: it has no headers.
	fieldToken = "token"
	// fieldTrap is hidden in forms: people leave it blank, programs that fill in everything do not.
	fieldTrap = "homepage"
	// tracking is how the parameters of campaigns begin; what is no source or campaign is kept with the need.
	tracking = "utm_"
)

// leadSource is a source with what it takes to know it, and to bound it.
type leadSource struct {
	Source
	hash    [sha256.Size]byte
	signer  *standardwebhooks.Webhook // nil of a page: its token is public, so it signs nothing
	limiter *rate.Limiter
}

func newLeadSource(s Source) *leadSource {
	source := &leadSource{Source: s, hash: sha256.Sum256([]byte(s.Token))}
	if source.page() {
		source.limiter = rate.NewLimiter(pageRate, pageBurst)
		return source
	}

	source.limiter = rate.NewLimiter(programRate, programBurst)
	if signer, err := signing.Signer(s.Token); err == nil { // else it shows its token
		source.signer = signer
	}

	return source
}

// page says whether anybody can knock as this source.
func (s *leadSource) page() bool { return len(s.Origins) > 0 }

// leadResponse is what who brought a lead is told.
type leadResponse struct {
	Lead      string `json:"lead"`
	New       bool   `json:"new"`                // else it was known, and the enquiry became a touch
	Reopened  bool   `json:"reopened,omitempty"` // it had ended or was put aside
	Duplicate bool   `json:"duplicate,omitempty"`
}

// wrongLead says what is wrong with a request, field by field.
type wrongLead struct {
	Error    string      `json:"error"`
	Problems []wrongName `json:"problems,omitempty"`
}

type wrongName struct {
	Field string `json:"field"`
	Error string `json:"error"`
}

// thanked is all that a web page is told: not whether somebody was known.
type thanked struct {
	Received bool `json:"received"`
}

func (d *Door) leads(w http.ResponseWriter, r *http.Request) {
	d.allowOrigin(w, r)
	body, kind, refused := d.body(w, r, jsonKind, formKind)
	if refused != nil {
		d.respond(w, refused.code, doorError{Error: refused.text})
		return
	}

	given, err := readEnquiry(body, kind)
	if err != nil {
		d.refuse(w, "a lead", err)
		return
	}

	source := d.sourceOf(r, body, given)
	if source == nil {
		d.noteWrong(from(r))
		w.Header().Set("WWW-Authenticate", "Bearer")
		d.respond(w, http.StatusUnauthorized, doorError{Error: "Show the token of the source: Authorization: Bearer TOKEN, or sign the request by the Standard Webhooks convention."})
		return
	}

	if origin := r.Header.Get("Origin"); source.page() && !slices.Contains(source.Origins, origin) {
		d.respond(w, http.StatusForbidden, doorError{Error: "This source takes forms of its own web pages alone. Add the page to its origins in the configuration."})
		return
	}

	if !source.limiter.Allow() {
		w.Header().Set("Retry-After", "5")
		d.respond(w, http.StatusTooManyRequests, doorError{Error: "Too much came at once. Wait five seconds, then send it again."})
		return
	}

	d.receive(w, r, source, given, body)
}

// sourceOf finds who knocks: by the token, or by the signature.
func (d *Door) sourceOf(r *http.Request, body []byte, given enquiry) *leadSource {
	signed := r.Header.Get(standardwebhooks.HeaderWebhookSignature) != ""
	shown := cmp.Or(bearer(r), given.fields[fieldToken])
	var found *leadSource
	for _, s := range d.sources {
		if signed && s.signed(r, body) || !signed && isToken(shown, s.hash) {
			found = s
		}
	}

	return found
}

// signed says whether a request is signed with the token of the source.
func (s *leadSource) signed(r *http.Request, body []byte) bool {
	return s.signer != nil && s.signer.Verify(body, r.Header) == nil
}

func (d *Door) receive(w http.ResponseWriter, r *http.Request, s *leadSource, given enquiry, body []byte) {
	if given.fields[fieldTrap] != "" {
		d.Log.Info().Str("source", s.Name).Msg("a form was filled in by a program, and not taken")
		d.thank(w, r, s, given.form)
		return
	}

	in, wrong := given.input()
	if len(wrong) > 0 {
		d.respond(w, http.StatusBadRequest, wrongLead{Error: "Nothing was taken, because some fields are not known here.", Problems: wrong})
		return
	}

	in.Source, in.Campaign = cmp.Or(in.Source, s.Name), cmp.Or(in.Campaign, s.Campaign)
	key := cmp.Or(r.Header.Get("Idempotency-Key"), r.Header.Get(standardwebhooks.HeaderWebhookID))
	if s.page() {
		in.ExternalID, key = "", "page" // a form that is sent twice is one enquiry
	}

	logged, err := d.services.Leads.Receive(r.Context(), doorKey("lead "+s.Name, key, body),
		funnel.Arrival{Source: s.Name, Marketer: s.Marketer, Public: s.page()}, in)
	d.received(w, r, s, given.form, logged, err)
}

func (d *Door) received(
	w http.ResponseWriter, r *http.Request, s *leadSource, form bool, logged funnel.Logging, err error,
) {
	switch {
	case errors.Is(err, core.ErrDuplicate) && !s.page():
		d.respond(w, http.StatusOK, leadResponse{Duplicate: true})
	case err != nil && !errors.Is(err, core.ErrDuplicate):
		d.refuseLead(w, form, err)
	case s.page():
		d.thank(w, r, s, form)
	case logged.New:
		d.respond(w, http.StatusCreated, leadResponse{Lead: logged.Lead.ID.String(), New: true})
	default:
		d.respond(w, http.StatusOK, leadResponse{Lead: logged.Lead.ID.String(), Reopened: logged.Reopened})
	}
}

// refuseLead says what to correct: to a program by field, to a person who filled in a form in a sentence.
func (d *Door) refuseLead(w http.ResponseWriter, form bool, err error) {
	wrong, byField := errors.AsType[*fault.Error](err)
	switch {
	case !byField || len(wrong.Fields) == 0:
		d.refuse(w, "a lead", err)
	case form:
		d.page(w, http.StatusBadRequest, "Please go back and correct this", d.plain(wrong.Text))
	default:
		answer := wrongLead{Error: "Nothing was taken, because some fields are wrong."}
		for _, f := range wrong.Fields {
			answer.Problems = append(answer.Problems, wrongName{Field: f.Field, Error: d.plain(f.Text)})
		}

		d.respond(w, http.StatusBadRequest, answer)
	}
}

// thank answers a web page: a browser that sent a form is led on.
func (d *Door) thank(w http.ResponseWriter, r *http.Request, s *leadSource, form bool) {
	switch {
	case !form:
		d.respond(w, http.StatusAccepted, thanked{Received: true})
	case s.Thanks != "":
		http.Redirect(w, r, s.Thanks, http.StatusSeeOther)
	default:
		d.page(w, http.StatusOK, "Thank you", "We have received your message and will get back to you.")
	}
}

var answerPage = template.Must(template.New("answer").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<body style="font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem">
<h1>{{.Title}}</h1><p>{{.Text}}</p></body></html>
`))

func (d *Door) page(w http.ResponseWriter, code int, title, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.WriteHeader(code)
	if err := answerPage.Execute(w, struct{ Title, Text string }{title, text}); err != nil {
		d.Log.Debug().Err(err).Msg("an answer was not taken")
	}
}

// preflight tells a browser whether a page may send what it wants to send.
func (d *Door) preflight(w http.ResponseWriter, r *http.Request) {
	d.allowOrigin(w, r)
	w.WriteHeader(http.StatusNoContent)
}

func (d *Door) allowOrigin(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	w.Header().Set("Vary", "Origin")
	for _, s := range d.sources {
		if slices.Contains(s.Origins, origin) {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Methods", http.MethodPost)
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			return
		}
	}
}

// enquiry is what was sent.
type enquiry struct {
	fields map[string]string // by name
	form   bool              // by a browser, for a person who reads the answer
}

// readEnquiry reads one lead.
func readEnquiry(body []byte, kind string) (given enquiry, err error) {
	read := readJSON
	if kind == formKind {
		read, given.form = readForm, true
	}

	given.fields, err = read(body)
	return given, err
}

func readJSON(body []byte) (map[string]string, error) {
	var sent map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&sent); err != nil || sent == nil {
		return nil, fault.Invalid(`The request cannot be read. Expected a JSON object such as {"name": "Jane Doe", "email": "jane@acme.com"}.`)
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.Invalid("Something follows after the request. Send one lead, as one JSON object.")
	}

	given := map[string]string{}
	for name, value := range sent {
		text, ok := valueText(value)
		if !ok {
			return nil, fault.Invalid("The field %s holds something else than text. Expected a text, a number or a list of texts.", fault.Quoted(name))
		}

		given[name] = text
	}

	return given, nil
}

func readForm(body []byte) (map[string]string, error) {
	sent, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fault.Invalid("The form cannot be read. Expected fields as browsers send them, such as name=Jane+Doe&email=jane%40acme.com.")
	}

	given := map[string]string{}
	for name, values := range sent {
		given[name] = strings.Join(slices.DeleteFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" }), ", ")
	}

	return given, nil
}

// valueText is what a JSON value says as text; null is blank.
func valueText(value any) (text string, ok bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case []any:
		var parts []string
		for _, item := range v {
			part, ok := valueText(item)
			if _, nested := item.([]any); !ok || nested {
				return "", false
			}

			parts = append(parts, part)
		}

		return strings.Join(parts, ", "), true
	}

	return "", false
}

// input is the lead that was sent. What a form holds besides is kept with the
// need; a program that sends a field which is not known has a mistake in it.
func (given enquiry) input() (in funnel.LeadInput, wrong []wrongName) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(given.fields)), func(name string) bool {
		return name == fieldToken || name == fieldTrap || strings.TrimSpace(given.fields[name]) == ""
	})
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = given.fields[name]
	}

	sent, taken := Table{Header: names}, map[int]bool{}
	reader := rowReader{columns: map[Field]int{}}
	for _, field := range leadFields() {
		if column, found := sent.autoColumn(field, taken); found {
			reader.columns[field], taken[column] = column, true
		}
	}

	in = reader.input(Row{Values: values})
	for i, name := range names {
		switch {
		case taken[i]:
		case !given.form && !strings.HasPrefix(strings.ToLower(name), tracking):
			wrong = append(wrong, wrongName{Field: name, Error: unknownField(name)})
		default:
			in.Need = strings.TrimLeft(in.Need+"\n"+name+": "+values[i], "\n")
		}
	}

	return in, wrong
}

func unknownField(name string) string {
	var names []string
	for _, field := range leadFields() {
		names = append(names, string(field))
	}

	return "is not a field of a lead" + meant(name, names) + ". There are " + strings.Join(names, ", ") + "."
}
