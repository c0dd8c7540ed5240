package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// receiver is another system, which may be down.
type receiver struct {
	mu   sync.Mutex
	down bool
	took []string
}

func (r *receiver) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	answer := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}
	if r.down {
		answer.StatusCode = http.StatusBadGateway
		return answer, nil
	}

	var event struct{ Type, Subject string }
	err := json.NewDecoder(request.Body).Decode(&event)
	r.took = append(r.took, strings.TrimPrefix(event.Type, "leadloop.lead.")+" "+event.Subject)
	return answer, err
}

func (r *receiver) is(down bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down = down
}

// TestAnotherSystemHearsOfLeads: in order, whatever it and Leadloop go through meanwhile, and of nothing twice.
func TestAnotherSystemHearsOfLeads(t *testing.T) {
	t.Parallel()
	crm := &receiver{}
	withWebhook := func(_ *slacksim.Options, c *configs.Config) {
		c.Webhooks = configs.Webhooks{"crm": {URL: "https://crm.test/in", Secret: configs.NewSecret("a-secret-of-more-than-24-letters")}}
	}
	story(t, "2026-11-23 10:00", func(w *world) {
		w.stop()
		w.webhooks = crm
		w.start()
		priya, sam := w.User("priya").In("leads"), w.User("sam")
		w.logs(priya, "Jane Doe, Acme, jane@acme.com", "Jane Doe")
		w.offers(priya, "L-1", "sam", "Jane Doe")

		crm.is(true)
		sam.Runs("/lead accept L-1").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		w.stop()
		w.start()
		crm.is(false)
		passes(time.Minute)
		sam.Runs("/lead lost L-1 price").Expects("L-1")
		priya.DM().Expects("lost")
		passes(time.Minute)

		crm.mu.Lock()
		defer crm.mu.Unlock()
		if want := []string{"logged L-1", "handed_off L-1", "accepted L-1", "lost L-1"}; !slices.Equal(crm.took, want) {
			t.Errorf("it heard %v, want %v", crm.took, want)
		}
	}, withWebhook)
}

// TestEachEventCanBeAskedFor holds the names in the configuration to what is told.
func TestEachEventCanBeAskedFor(t *testing.T) {
	var told []string
	for _, kind := range funnel.OutwardKinds {
		told = append(told, string(kind))
	}
	if names := configs.EventNames(); !slices.Equal(names, told) {
		t.Errorf("the configuration knows %v, told are %v", names, told)
	}
}
