package bot

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/bot/wire"
)

// TestNoAcknowledgementIsLostWhereAConnectionIsRenewed lets Slack renew a
// connection right behind an input, so that the answer meets its end.
func TestNoAcknowledgementIsLostWhereAConnectionIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		start(t, newBot(t, f))
		links := []*fakeLink{<-f.links, <-f.links}
		for n := range 300 {
			time.Sleep(wire.ShortLife + time.Second) // else the next connection has to wait
			old, other := links[0], links[1]
			id := fmt.Sprintf("e%d", n)
			old.send(t, slash(id, marketer, "/lead", "mine"))
			old.send(t, `{"type":"disconnect","reason":"refresh_requested"}`)
			fresh := <-f.links
			time.Sleep(wire.AckPatience)
			synctest.Wait()
			answered := 0
			for _, link := range []*fakeLink{old, other, fresh} {
				for len(link.acks) > 0 {
					if ack := <-link.acks; ack.EnvelopeID == id {
						answered++
					}
				}
			}
			if answered != 1 {
				t.Fatalf("input %d was answered %d times", n, answered)
			}
			links = []*fakeLink{other, fresh}
		}
	})
}
