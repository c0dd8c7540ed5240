package browser

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

const pageToken = "a-token-of-more-than-24-letters"

// TestTheFormOfTheDocumentsIsSent: a page that holds it brings a lead, without any script, and leads to the thanks.
func TestTheFormOfTheDocumentsIsSent(t *testing.T) {
	browser := openBrowser(t)
	services := emptyServices(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	var form string
	thanked := make(chan struct{})
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/thanks" {
			close(thanked)
			return
		}
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Acme</title>%s</html>`, form)
	}))
	t.Cleanup(page.Close)
	door := intake.NewDoor(listener, intake.DoorOptions{
		Log: zerolog.Nop(), Services: services, InSlack: func(fault.Way) string { return "" },
		Sources: []intake.Source{{Name: "website", Token: pageToken, Origins: []string{page.URL}, Thanks: page.URL + "/thanks"}},
	})
	go func() { _ = door.Run(t.Context()) }()
	form = documentedForm(t, "http://"+door.Addr()+"/v1/leads")

	p := openPage(browser, t, page.URL)
	fill := func(name, text string) {
		t.Helper()
		p.do("fill in "+name, script(fmt.Sprintf(`document.querySelector("[name=%s]").value = %q`, name, text)))
	}
	fill("name", "Jane Doe")
	fill("company", "Acme")
	fill("email", "jane@acme.com")
	fill("message", "Loses orders\nbetween two systems")
	p.picture("form-of-the-documents")
	p.do("send the form", script(`document.querySelector("button").click()`))
	select {
	case <-thanked:
	case <-time.After(patience):
		t.Fatal("the browser was not led to the thanks")
	}

	lead, err := services.Leads.Show(t.Context(), 1)
	if err != nil || lead.Name != "Jane Doe" || lead.Email != "jane@acme.com" || lead.Source != "website" ||
		lead.Need != "Loses orders\nbetween two systems" {
		t.Errorf("%+v, %v", lead, err)
	}
}

func script(text string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](text+"\ntrue")(ctx, target)
		return chromedp.Void{}, err
	}
}

func documentedForm(t *testing.T, address string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}

	_, form, found := strings.Cut(string(text), "```html\n")
	form, _, closed := strings.Cut(form, "```")
	if !found || !closed {
		t.Fatal("docs/operations.md has no form")
	}

	return strings.NewReplacer("https://leads.acme.com/v1/leads", address, "TOKEN OF THE SOURCE", pageToken).Replace(form)
}

func emptyServices(t *testing.T) *loop.Services {
	t.Helper()
	st, err := store.New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}

	hours := calendar.WeekdayHours(time.UTC, []time.Weekday{time.Monday}, calendar.Block{Open: 540, Close: 1080})
	return loop.New(st, core.Options{Settings: core.Settings{Calendar: hours, Currency: "EUR"}})
}
