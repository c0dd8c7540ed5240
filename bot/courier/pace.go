package courier

import (
	"cmp"
	"time"

	"github.com/leadloop/leadloop/store"
)

// budget is how often Slack lets a method be called in a minute, a little
// less than it says.
type budget struct {
	method    string
	perMinute float64
	left      float64
	at        time.Time
	busy      int // calls that are under way
}

// budgets are by how a target is told: a message waits for no edit, and an
// edit or a Home tab for no message.
func budgets() map[store.Lane]*budget {
	return map[store.Lane]*budget{
		store.LanePosts: {method: methodPost, perMinute: 280, left: 280},
		store.LaneEdits: {method: methodUpdate, perMinute: 48, left: 48},
		store.LaneHomes: {method: methodPublish, perMinute: 95, left: 95},
	}
}

// wait is how long there is no call left. A courier whose clock runs faster
// than the world's has more of them.
func (b *budget) wait(now time.Time, faster float64) time.Duration {
	perSecond := b.perMinute / time.Minute.Seconds() * faster
	if !b.at.IsZero() {
		b.left = min(b.perMinute, b.left+now.Sub(b.at).Seconds()*perSecond)
	}

	b.at = now
	if b.left >= 1 {
		return 0
	}

	return time.Duration((1 - b.left) / perSecond * float64(time.Second))
}

// order puts edits before the rest, the newest first: it is what somebody
// looks at just now, and the others catch up. Messages keep the order in which
// they were queued.
func order(a, b store.OutboxEntry) int {
	laneA, laneB := store.LaneOf(a.Target), store.LaneOf(b.Target)
	if laneA == store.LaneEdits && laneB == store.LaneEdits {
		return cmp.Compare(b.Seq, a.Seq)
	}

	return cmp.Or(cmp.Compare(laneA, laneB), cmp.Compare(a.Seq, b.Seq))
}
