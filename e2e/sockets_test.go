package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// insists types a command again while it is not answered, as people do, and
// gives the answer.
func insists(t *testing.T, p *slacktest.Person, command string) string {
	t.Helper()
	const most = 40
	for range most {
		reply := p.Runs(command)
		if reply.Failure == "" && reply.Text != "" {
			return reply.Text
		}
		time.Sleep(2 * time.Second)
	}
	t.Fatalf("%s is never answered", command)
	return ""
}

// TestConnectionsThatEnd breaks the connections in each way while people type.
func TestConnectionsThatEnd(t *testing.T) {
	t.Parallel()
	breaks := map[string]func(*world){
		slacksim.ReasonWarning:           func(w *world) { w.Disconnect(slacksim.ReasonWarning) },
		slacksim.ReasonRefreshRequested:  func(w *world) { w.Disconnect(slacksim.ReasonRefreshRequested) },
		slacksim.ReasonTooManyWebsockets: func(w *world) { w.Disconnect(slacksim.ReasonTooManyWebsockets) },
		"one refreshed":                  func(w *world) { w.DisconnectOne(slacksim.ReasonRefreshRequested) },
		"cut":                            func(w *world) { w.CutSockets() },
	}
	for name, breakOff := range breaks {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				priya := w.User("priya").In("leads")
				w.WaitConnected(2)
				for n := range 4 {
					answered := make(chan string)
					who := fmt.Sprintf("Lead %c", 'A'+n)
					go func() {
						answered <- insists(t, priya, fmt.Sprintf("/lead log %s, Firm %c, lead%d@firm.example", who, 'A'+n, n))
					}()
					if n%2 == 0 {
						breakOff(w)
					}
					<-answered
					if n%2 == 1 {
						breakOff(w)
					}
					w.Channel("leads").Expects(who)
				}
				passes(time.Minute)
				if got := w.Connected(); got != 2 {
					t.Errorf("a minute later there are %d connections; want 2", got)
				}
				if l := w.lead("L-4"); l.Company != "Firm D" {
					t.Errorf("the fourth lead is %s", l.Company)
				}
				for n := range 4 {
					if got := posts(w.Channel("leads"), fmt.Sprintf("Lead %c", 'A'+n)); got != 1 {
						t.Errorf("lead %d has %d cards", n, got)
					}
				}
			})
		})
	}
}

// TestOneRefreshLosesNothing is Slack's routine: containers are recycled one
// by one, and nobody notices.
func TestOneRefreshLosesNothing(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.WaitConnected(2)
		for range 10 {
			w.DisconnectOne(slacksim.ReasonRefreshRequested)
			priya.Runs("/lead mine").Expects("no leads")
			passes(15 * time.Second)
		}
	})
}

// TestHalfOpenConnectionsAreFound lets the network swallow everything.
func TestHalfOpenConnectionsAreFound(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.WaitConnected(2)
		passes(7 * time.Second)
		opened := len(w.Calls("apps.connections.open"))
		w.HalfOpen()
		broken := time.Now()
		for len(w.Calls("apps.connections.open")) < opened+2 {
			passes(100 * time.Millisecond)
			if time.Since(broken) > time.Minute {
				t.Fatal("dead connections are not found")
			}
		}
		if took := time.Since(broken); took > 16*time.Second {
			t.Errorf("dead connections are found after %v; want 15 s", took)
		}
		passes(2 * time.Second)
		w.User("priya").In("leads").Runs("/lead mine").Expects("no leads")
	})
}

// TestConnectionsThatCannotBeOpened refuses, limits and stalls the call that
// opens them.
func TestConnectionsThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  slacksim.Fault
		times  int
		within time.Duration
	}{
		"503":     {slacksim.FaultHTTP500, 6, 45 * time.Second},
		"limited": {slacksim.Fault429(30), 2, 75 * time.Second},
		"stalled": {slacksim.FaultSlow(time.Hour), 2, 45 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				w.WaitConnected(2)
				passes(time.Minute)
				w.FailNext("apps.connections.open", c.fault, c.times)
				cut := time.Now()
				w.CutSockets()
				passes(time.Second)
				for w.Connected() < 2 && time.Since(cut) < 10*time.Minute {
					passes(time.Second)
				}
				if took := time.Since(cut); took > c.within {
					t.Errorf("both connections stand again after %v; want %v", took, c.within)
				}
				if name == "limited" {
					var after []time.Time
					for _, call := range w.Calls("apps.connections.open") {
						if !call.At.Before(cut) {
							after = append(after, call.At)
						}
					}
					slices.SortFunc(after, time.Time.Compare)
					if len(after) < 3 || after[len(after)-1].Sub(after[0]) < 30*time.Second {
						t.Errorf("the Retry-After of 30 s was not obeyed: %v", after)
					}
				}
				w.User("priya").In("leads").Runs("/lead mine").Expects("no leads")
			})
		})
	}
}

// TestSocketModeSwitchedOff keeps asking, but not without end.
func TestSocketModeSwitchedOff(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.WaitConnected(2)
		passes(time.Minute)
		before := len(w.Calls("apps.connections.open"))
		w.Disconnect(slacksim.ReasonLinkDisabled)
		passes(30 * time.Minute)
		tried := len(w.Calls("apps.connections.open")) - before
		if tried < 10 || tried > 2*40 {
			t.Errorf("in half an hour it asked %d times; want about once a minute and connection", tried)
		}
		w.EnableSockets()
		passes(70 * time.Second)
		if got := w.Connected(); got != 2 {
			t.Errorf("70 s after Socket Mode is on again there are %d connections", got)
		}
		priya.Runs("/lead log Ada Back, Acme, ada@acme.example").Expects("Logged")
		w.Channel("leads").Expects("Ada Back")
	})
}

// TestEverythingArrivesTwice delivers each envelope again.
func TestEverythingArrivesTwice(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.Duplicate(1)
		again := func() {
			w.Redeliver()
			passes(time.Second)
		}
		w.logs(priya, "Ada Twice, Acme, ada@acme.example", "Ada Twice")
		again()
		card := w.offers(priya, "L-1", "sam", "Ada Twice")
		again()
		sam.On(card).Clicks("Accept").Expects("is yours")
		again()
		priya.DM().Expects("took *L-1*")
		sam.Runs("/lead touch L-1 call reached her").Expects("Noted")
		again()
		w.told()
		form := sam.On(card).Clicks("Qualify").Modal()
		again()
		closes(t, form.Fill("Amount", "12000").Fill("Expected to close by", "2026-12-18"))
		again()
		sam.Expects("stands as an opportunity")
		priya.DM().Expects("made an opportunity")
		priya.Home()
		again()
		sam.Runs("/lead won L-1").Expects("Won")
		again()
		priya.DM().Expects("won *L-1*")
		w.told()
		if l := w.lead("L-1"); l.Touches != 1 || l.Handoffs != 1 {
			t.Errorf("L-1 has %d touches and %d handoffs; want one of each", l.Touches, l.Handoffs)
		}
		_, history, err := w.daemon.Services().Leads.History(t.Context(), 1)
		if err != nil || len(history) != 6 {
			t.Errorf("the history has %d entries; want 6 (%v)", len(history), err)
		}
		if got := len(priya.DM().Messages()); got != 3 {
			t.Errorf("priya was told %d things; want 3", got)
		}
	})
}

// TestFramesThatNobodyUnderstands are acknowledged, and harm nothing.
func TestFramesThatNobodyUnderstands(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.WaitConnected(2)
		for id, frame := range map[string]string{
			"E1": `{"envelope_id":"E1","type":"interactive","accepts_response_payload":true,"payload":{"type":"block_actions","actions":"nothing"}}`,
			"E2": `{"envelope_id":"E2","type":"brand_new_kind","payload":{"a":1}}`,
			"E3": `{"envelope_id":"E3","type":"events_api","payload":{"event":{"type":"app_home_opened","user":17}}}`,
			"E4": `{"envelope_id":"E4","type":"slash_commands","payload":[1,2,3]}`,
			"E5": `{"envelope_id":"E5","type":"interactive","payload":{"type":"block_actions","user":{"id":"U0SAM"},"actions":[{"action_id":"lead_accept","value":"nonsense","block_id":"b","type":"button"}]}}`,
			"E6": `{"envelope_id":"E6","type":"events_api","payload":{"event_id":"Ev6","event":{"type":"message","subtype":"never_heard_of","channel":"C1"}}}`,
		} {
			w.SendFrame(frame)
			if !w.Acked(id) {
				t.Errorf("%s was not acknowledged: %s", id, frame)
			}
		}
		for _, garbage := range []string{`{"type":`, `null`, `[]`, `"text"`, `{}`, ``} {
			w.SendFrame(garbage)
		}
		passes(time.Minute)
		if got := w.Connected(); got != 2 {
			t.Errorf("after garbage there are %d connections", got)
		}
		w.User("priya").In("leads").Runs("/lead mine").Expects("no leads")
	})
}
