package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
)

// onePerSecond takes an answer a second, and notes which it took.
func onePerSecond(f *fakeSlack, retryAfter string) (taken func() []string) {
	var next time.Time
	var texts []string
	f.answer("/response/1", func(_ int, form url.Values) any {
		f.mu.Lock()
		defer f.mu.Unlock()
		if time.Now().Before(next) {
			return httpStatus{code: http.StatusTooManyRequests, header: http.Header{"Retry-After": {retryAfter}}}
		}
		next = time.Now().Add(time.Second)
		texts = append(texts, form.Get("json"))
		return map[string]any{"ok": true}
	})
	return func() []string {
		f.mu.Lock()
		defer f.mu.Unlock()
		return texts
	}
}

const clickFrame = `{"type":"interactive","envelope_id":"e%[1]d","payload":{"type":"block_actions","team":{"id":"T1"},
	"user":{"id":"UMARKETER","team_id":"T1"},"trigger_id":"t%[1]d","response_url":"http://slack.test/response/%[3]d","channel":{"id":"%[2]s"},
	"message":{"ts":"1.1"},"actions":[{"action_id":"answers","block_id":"b","type":"button","value":"%[1]d"}]}}`

// clicks presses a button that answers, and waits for the acknowledgements.
func (l *fakeLink) clicks(t *testing.T, channel string, url, first, last int) {
	t.Helper()
	for n := first; n <= last; n++ {
		l.send(t, fmt.Sprintf(clickFrame, n, channel, url))
	}
	for n := first; n <= last; n++ {
		<-l.acks
	}
}

// answering gives a bot with a button that answers.
func answering(t *testing.T, f *fakeSlack) *Bot {
	t.Helper()
	b := newBot(t, f)
	b.routes.actions["answers"] = desk.Route{Open: true, Run: func(_ context.Context, in *desk.Input) (desk.Ack, error) {
		return desk.Says(kit.Say("Answer " + in.Value + ".")), nil
	}}
	return b
}

func TestAnswersThatSlackHoldsUpAreSaidOneASecond(t *testing.T) {
	for _, retryAfter := range []string{"0", "1"} {
		t.Run("Retry-After "+retryAfter, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const most = 60
				f := newFakeSlack(t)
				taken := onePerSecond(f, retryAfter)
				b := answering(t, f)
				start(t, b)
				link := <-f.links
				begun := time.Now()
				link.clicks(t, "CLEADS", 1, 1, most)
				if waited := time.Since(begun); waited > time.Second {
					t.Errorf("who clicks waits %v", waited)
				}
				time.Sleep(most*time.Second + time.Second)
				said := taken()
				if len(said) != most {
					t.Fatalf("%d of %d answers were said", len(said), most)
				}
				for n, text := range said {
					if !strings.Contains(text, fmt.Sprintf("Answer %d.", n+1)) {
						t.Errorf("answer %d was %s", n+1, text)
					}
				}
				if calls := len(f.made("/response/1")); calls > most+1 {
					t.Errorf("%d calls for %d answers", calls, most)
				}
			})
		})
	}
}

func TestALongRetryAfterIsObeyedForAConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.answer("/response/1", func(n int, _ url.Values) any {
			if n == 1 {
				return httpStatus{code: http.StatusTooManyRequests, header: http.Header{"Retry-After": {"40"}}}
			}
			return map[string]any{"ok": true}
		})
		b := answering(t, f)
		start(t, b)
		link := <-f.links
		link.clicks(t, "CLEADS", 1, 1, 3)
		link.clicks(t, "CSALES", 2, 4, 4)
		synctest.Wait()
		if n := len(f.made("/response/2")); n != 1 {
			t.Errorf("another conversation had to wait: %d calls", n)
		}
		time.Sleep(time.Minute)
		calls := f.made("/response/1")
		if len(calls) != 4 || calls[1].at.Sub(calls[0].at) < 40*time.Second || calls[3].at.Sub(calls[2].at) < time.Second {
			t.Errorf("calls at %v", times(calls))
		}
	})
}

func TestHeldUpAnswersEndWithTheBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		taken := onePerSecond(f, "1")
		b := answering(t, f)
		stop := start(t, b)
		link := <-f.links
		link.clicks(t, "CLEADS", 1, 1, 60)
		begun := time.Now()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("the end took %v", took)
		}
		if said := len(taken()); said < 4 {
			t.Errorf("%d answers were said at the end", said)
		}
		if left := b.Answers.Depth(); left != 0 {
			t.Errorf("%d answers outlive the bot", left)
		}
		calls := len(f.made("/response/1"))
		time.Sleep(time.Minute)
		if later := len(f.made("/response/1")); later != calls {
			t.Errorf("%d calls after the end", later-calls)
		}
	})
}
