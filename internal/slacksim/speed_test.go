package slacksim_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/socketmode"
)

func TestTwoWeeksPassInABubble(t *testing.T) {
	if testing.Short() {
		t.Skip("two weeks are long")
	}
	inWorld(t, defaultOptions(), func(w *world) {
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if evt.Request != nil && evt.Type != socketmode.EventTypeHello {
				sm.Ack(*evt.Request, nil)
			}
		}
		w.connect(2)
		for range 14 {
			time.Sleep(24 * time.Hour)
			w.User("sam").In("leads").Runs("/lead mine")
		}
		synctest.Wait()
		if w.Connected() != 2 {
			t.Errorf("%d sockets", w.Connected())
		}
		w.noProblems()
	})
}
