package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// withSources opens the door for a program and for the form of a web page.
func withSources(_ *slacksim.Options, c *configs.Config) {
	c.Intake = configs.Intake{Listen: "leads.test:80", Sources: map[string]configs.Source{
		"crm":     {Marketer: marco, Token: configs.NewSecret(doorToken)},
		"website": {Origins: []string{"https://www.acme.com"}, Token: configs.NewSecret(doorToken + "-of-the-page")},
	}}
}

// sends knocks with a lead.
func (w *world) sends(body string, headers map[string]string) int {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "http://leads.test/v1/leads", strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	client := http.Client{Transport: &http.Transport{DialContext: w.door.DialContext, DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// TestLeadsComeThroughTheDoor: what a program and a web form bring stands in the channel as a card of its marketer, is
// worked as any other, and somebody who comes again is heard of and never stored twice.
func TestLeadsComeThroughTheDoor(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		program := map[string]string{"Authorization": "Bearer " + doorToken, "Content-Type": "application/json"}
		form := map[string]string{"Origin": "https://www.acme.com", "Content-Type": "application/x-www-form-urlencoded"}
		leads, marco, sam := w.Channel("leads"), w.User("marco").In("leads"), w.User("sam")

		if code := w.sends(`{"name": "Jane Doe", "company": "Acme", "email": "jane@acme.com"}`, program); code != http.StatusCreated {
			t.Fatalf("the program is answered %d", code)
		}
		leads.Expects("Jane Doe, Acme").Expects("Came in through crm for")

		marco.Runs("/lead handoff L-1 @sam").Expects("You handed *L-1*")
		offer := sam.DM().Expects("Jane Doe, Acme")
		w.Channel("sales").Expects("Jane Doe, Acme")
		sam.On(offer).Clicks("Accept").Expects("*L-1* Jane Doe, Acme is yours")
		marco.DM().Expects("took *L-1*")

		const again = "token=" + doorToken + "-of-the-page&email=jane%40acme.com&need=Please+call+me&homepage="
		if code := w.sends(again, form); code != http.StatusOK {
			t.Fatalf("the form is answered %d", code)
		}
		sam.DM().Expects("raised a hand again").Expects("It came in by itself")
		sam.Runs("/lead history L-1").Expects("it came in through crm").Expects("through website: raised a hand again").Expects("Please call me")
	}, withSources)
}
