package intake_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.yaml.in/yaml/v4"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
)

const (
	crmToken  = "a-token-of-the-crm-of-24-letters"
	pageToken = "a-token-of-the-page-of-24-letters"
	ours      = "https://www.acme.com"
)

// leadsDoor is open for a program and for the form of a web page.
func leadsDoor(t *testing.T) (desk, http.Handler) {
	t.Helper()
	d := newDesk(t)
	o := doorOptions(d.Services)
	o.Sources = []intake.Source{
		{Name: "crm", Token: crmToken, Marketer: "U0MIA", Campaign: "spring"},
		{Name: "website", Token: pageToken, Origins: []string{ours}, Thanks: ours + "/thanks"},
	}
	return d, intake.NewDoor(nil, o).Handler
}

// brings sends a lead as the CRM does, unless change makes it somebody else's.
func brings(t *testing.T, door http.Handler, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/leads", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+crmToken)
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}

	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	return w
}

// asForm makes a request one of a browser that sends a form of a page.
func asForm(origin string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("Authorization")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin)
	}
}

func form(more url.Values) string {
	sent := url.Values{
		"token": {pageToken}, "First Name": {"Ann"}, "last_name": {"Lee"}, "email": {"Ann@x.com"}, "homepage": {""},
		"Message": {"Two orders were lost."}, "How did you hear of us?": {"a friend"}, "utm_campaign": {"autumn"}, "utm_medium": {"cpc"},
	}
	maps.Copy(sent, more)

	return sent.Encode()
}

func TestAProgramBringsALead(t *testing.T) {
	d, door := leadsDoor(t)
	answer := brings(t, door, `{"name": "Jane Doe", "company": "Acme", "email": "Jane@Acme.com", "employees": 250, "tags": ["demo", "partner"], "utm_medium": "cpc"}`, nil)
	if answer.Code != http.StatusCreated || !strings.Contains(answer.Body.String(), `{"lead":"L-1","new":true}`) {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}

	l := d.lead(1)
	if l.Name != "Jane Doe" || l.EmailKey != "jane@acme.com" || l.Employees != 250 || !slices.Equal(l.Tags, []string{"demo", "partner"}) ||
		l.Source != "crm" || l.Campaign != "spring" || l.Need != "utm_medium: cpc" {
		t.Errorf("%+v", l)
	}
	if l.Marketer != "U0MIA" || l.Door != "crm" || l.Stage != agreement.Known || l.Imported {
		t.Errorf("its marketer is %s, through %q, as %s, imported %v", l.Marketer, l.Door, l.Stage, l.Imported)
	}

	again := brings(t, door, `{"email": "jane@acme.com", "phone": "+49 30 123456", "need": "Once more"}`, nil)
	if again.Code != http.StatusOK || !strings.Contains(again.Body.String(), `{"lead":"L-1","new":false}`) {
		t.Errorf("%d %s", again.Code, again.Body)
	}
	if l := d.lead(1); l.Touches != 1 || l.PhoneKey == "" {
		t.Errorf("%d touches, phone %q", l.Touches, l.PhoneKey)
	}
}

func TestABrowserSendsAForm(t *testing.T) {
	d, door := leadsDoor(t)
	for range 2 { // the button was pressed twice
		answer := brings(t, door, form(nil), asForm(ours))
		if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != ours+"/thanks" {
			t.Fatalf("%d %v %s", answer.Code, answer.Header(), answer.Body)
		}
	}

	l := d.lead(1)
	if l.Name != "Ann Lee" || l.Source != "website" || l.Campaign != "autumn" || l.Touches != 0 ||
		l.Need != "Two orders were lost.\nHow did you hear of us?: a friend\nutm_medium: cpc" {
		t.Errorf("%+v", l)
	}
	if l.Marketer != d.Core.Settings().Roster.IntakeOwner {
		t.Errorf("its marketer is %q, want the intake owner", l.Marketer)
	}
}

// What stands in a page may be written by anybody: it creates enquiries, changes nothing that is known, and learns nothing.
func TestAPublicSourceOnlyCreatesEnquiries(t *testing.T) {
	d, door := leadsDoor(t)
	brings(t, door, `{"email": "ann@x.com", "name": "Ann Lee"}`, nil)
	answer := brings(t, door, form(url.Values{"phone": {"+49 30 666"}, "company": {"Evil"}, "external_id": {"7"}}), asForm(ours))
	if l := d.lead(1); answer.Code != http.StatusSeeOther || l.PhoneKey != "" || l.Company != "" || l.ExternalID != "" || l.Touches != 1 {
		t.Errorf("%d: %+v", answer.Code, l)
	}

	asJSON := func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+pageToken)
		r.Header.Set("Origin", ours)
	}
	for _, email := range []string{"ann@x.com", "new@x.com"} {
		answer := brings(t, door, `{"email": "`+email+`"}`, asJSON)
		if answer.Code != http.StatusAccepted || strings.TrimSpace(answer.Body.String()) != `{"received":true}` ||
			answer.Header().Get("Access-Control-Allow-Origin") != ours {
			t.Errorf("%s: %d %v %s", email, answer.Code, answer.Header(), answer.Body)
		}
	}
}

func TestTheDoorForLeadsLetsInOnlyWhatFits(t *testing.T) {
	const good = `{"email": "jane@acme.com"}`
	sign := func(key, body string, at time.Time) func(*http.Request) {
		return func(r *http.Request) {
			webhook, err := standardwebhooks.NewWebhookRaw([]byte(key))
			if err != nil {
				t.Fatal(err)
			}
			signature, err := webhook.Sign("msg_1", at, []byte(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Del("Authorization")
			r.Header.Set("Webhook-Id", "msg_1")
			r.Header.Set("Webhook-Timestamp", jsonNumber(at.Unix()))
			r.Header.Set("Webhook-Signature", signature)
		}
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, test := range map[string]struct {
		body   string
		change func(*http.Request)
		code   int
		says   string
	}{
		"all is well":            {good, nil, 201, `"lead":"L-1"`},
		"signed":                 {good, sign(crmToken, good, time.Now()), 201, `"lead":"L-1"`},
		"signed, and changed":    {`{"email": "eve@acme.com"}`, sign(crmToken, good, time.Now()), 401, "Standard Webhooks"},
		"signed long ago":        {good, sign(crmToken, good, time.Now().Add(-time.Hour)), 401, ""},
		"signed as the page":     {good, sign(pageToken, good, time.Now()), 401, ""},
		"no token":               {good, header("Authorization", ""), 401, "Bearer"},
		"that of the figures":    {good, header("Authorization", "Bearer "+token), 401, ""},
		"a form from elsewhere":  {form(nil), asForm("https://evil.com"), 403, "origins"},
		"a form from nowhere":    {form(nil), asForm(""), 403, "origins"},
		"multipart":              {good, header("Content-Type", "multipart/form-data; boundary=x"), 415, "application/x-www-form-urlencoded"},
		"too large":              {`{"need": "` + strings.Repeat("x", 70_000) + `"}`, nil, 413, "64 KiB"},
		"no JSON":                {`jane`, nil, 400, "Expected a JSON object"},
		"a list":                 {`[]`, nil, 400, "Expected a JSON object"},
		"null":                   {`null`, nil, 400, "Expected a JSON object"},
		"two leads":              {good + good, nil, 400, "one JSON object"},
		"an object in a field":   {`{"email": {"home": "x"}}`, nil, 400, `“email” holds something else than text`},
		"a misspelt field":       {`{"emial": "jane@acme.com"}`, nil, 400, `"field":"emial","error":"is not a field of a lead (did you mean email?)`},
		"a stage is not brought": {`{"email": "jane@acme.com", "stage": "customer"}`, nil, 400, `"field":"stage"`},
		"no address":             {`{"email": "jane", "phone": "12"}`, nil, 400, `"field":"phone"`},
		"nobody":                 {`{"need": "help"}`, nil, 400, "at least a name"},
		"a wrong form":           {form(url.Values{"email": {"ann"}}), asForm(ours), 400, "<h1>Please go back and correct this</h1>"},
		"what a form holds is text": {
			form(url.Values{"email": {`<script>alert(1)</script>`}}), asForm(ours), 400, "&lt;script&gt;",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, door := leadsDoor(t)
			answer := brings(t, door, test.body, test.change)
			if answer.Code != test.code || !strings.Contains(answer.Body.String(), test.says) {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
			if stored := len(leadsOf(t, d.Services)); (test.code < 300) != (stored == 1) {
				t.Errorf("%d leads are stored", stored)
			}
		})
	}
}

func jsonNumber(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func leadsOf(t *testing.T, services *loop.Services) []funnel.Lead {
	t.Helper()
	var asked []funnel.Cleaned
	for _, email := range []string{"jane@acme.com", "ann@x.com", "eve@acme.com"} {
		asked = append(asked, funnel.Cleaned{Who: funnel.Identity{EmailKey: email}})
	}

	found, err := services.Imports.Known(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}

	var stored []funnel.Lead
	for _, f := range found {
		if f.Lead.ID != 0 {
			stored = append(stored, f.Lead)
		}
	}

	return stored
}

func TestWhatFillsInEverythingIsThankedAndForgotten(t *testing.T) {
	d, door := leadsDoor(t)
	answer := brings(t, door, form(url.Values{"homepage": {"https://spam.example"}}), asForm(ours))
	if answer.Code != http.StatusSeeOther || len(leadsOf(t, d.Services)) != 0 {
		t.Errorf("%d, and stored: %v", answer.Code, leadsOf(t, d.Services))
	}
}

func TestAFloodOfOneSourceIsSlowedDown(t *testing.T) {
	_, door := leadsDoor(t)
	var refused int
	for range 61 {
		if brings(t, door, form(url.Values{"homepage": {"x"}}), asForm(ours)).Code == http.StatusTooManyRequests {
			refused++
		}
	}

	if other := brings(t, door, `{"email": "jane@acme.com"}`, nil); refused != 1 || other.Code != http.StatusCreated {
		t.Errorf("%d of 61 were refused, and another source got %d", refused, other.Code)
	}
}

func TestTheSameEnquiryIsTakenOnce(t *testing.T) {
	d, door := leadsDoor(t)
	key := func(r *http.Request) { r.Header.Set("Idempotency-Key", "42") }
	for n, want := range []string{`"lead":"L-1"`, `"duplicate":true`} {
		if answer := brings(t, door, `{"email": "jane@acme.com"}`, key); !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%d: %d %s", n, answer.Code, answer.Body)
		}
	}
	if l := d.lead(1); l.Touches != 0 {
		t.Errorf("%d touches", l.Touches)
	}
}

func TestAPageMayAskBeforeItSends(t *testing.T) {
	_, door := leadsDoor(t)
	for origin, want := range map[string]string{ours: ours, "https://evil.com": "", "": ""} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodOptions, "/v1/leads", http.NoBody)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		if got := w.Header().Get("Access-Control-Allow-Origin"); w.Code != http.StatusNoContent || got != want {
			t.Errorf("%s: %d, allowed %q", origin, w.Code, got)
		}
	}
}

// TestTheDescriptionIsThatOfTheDoor: each path is served, and the fields are those that are read.
func TestTheDescriptionIsThatOfTheDoor(t *testing.T) {
	_, door := leadsDoor(t)
	w := httptest.NewRecorder()
	door.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/openapi.yaml", http.NoBody))
	file, err := os.ReadFile("openapi.yaml")
	if err != nil || w.Body.String() != string(file) {
		t.Fatalf("%v: %d %.80s", err, w.Code, w.Body)
	}

	type schema struct{ Properties map[string]any }
	var described struct {
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct{ Schemas map[string]schema }
	}
	if err := yaml.Load(file, &described); err != nil {
		t.Fatal(err)
	}

	for path, methods := range described.Paths {
		for method, operation := range methods {
			r := httptest.NewRequestWithContext(t.Context(), strings.ToUpper(method), path, strings.NewReader("{}"))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			_, another := leadsDoor(t) // one wrong token slows down the next
			another.ServeHTTP(w, r)
			if _, known := operation.Responses[jsonNumber(int64(w.Code))]; !known || w.Code != http.StatusUnauthorized {
				t.Errorf("%s %s answers %d", method, path, w.Code)
			}
		}
	}

	_, refusal, _ := strings.Cut(brings(t, door, `{"nonsense": "1"}`, nil).Body.String(), "There are ")
	refusal, _, _ = strings.Cut(refusal, ".")
	read := strings.Split(refusal, ", ")
	lead := described.Components.Schemas["Lead"].Properties
	for _, field := range read {
		if _, known := lead[field]; !known {
			t.Errorf("%s is read, and not described", field)
		}
	}
	if len(read) != len(lead) {
		t.Errorf("%d fields are described, and these are read: %v", len(lead), read)
	}
}

func TestALeadOfNobodyIsTheIntakeOwners(t *testing.T) {
	d, _ := leadsDoor(t)
	o := doorOptions(d.Services)
	o.Sources = []intake.Source{{Name: "crm", Token: crmToken, Marketer: ref.UserID("U0GONE")}}
	brings(t, intake.NewDoor(nil, o).Handler, `{"email": "jane@acme.com"}`, nil)
	if owner := d.Core.Settings().Roster.IntakeOwner; d.lead(1).Marketer != owner {
		t.Errorf("its marketer is %q, want %q", d.lead(1).Marketer, owner)
	}
}
