package slacksim

import (
	"math"
	"time"
)

// tier is how often a method may be called: so many per minute, and so many at once.
type tier struct {
	perMinute float64
	burst     float64
}

var (
	tier2   = tier{20, 20}
	tier3   = tier{50, 50}
	tier4   = tier{100, 100}
	special = tier{600, 600}
	// perChannel is chat.postMessage's own limit: one a second in each conversation, with short bursts.
	perChannel = tier{60, 4}
	// perWorkspace is the cap on messages of one app in the whole workspace: several hundred a minute.
	perWorkspace = tier{300, 300}
	// perResponse is the limit on what goes through response URLs into one conversation.
	perResponse = tier{60, 5}
)

// pace is a bucket of calls that refills in real time.
type pace struct {
	left float64
	at   time.Time
}

// spend takes one call from the bucket of that name, or says after how many seconds there will be one. The lock is held.
func (w *Workspace) spend(name string, t tier) (retryAfter int, ok bool) {
	if w.opts.DisableRateLimits {
		return 0, true
	}
	now := time.Now()
	p := w.paces[name]
	if p == nil {
		p = &pace{left: t.burst, at: now}
		w.paces[name] = p
	}
	perSecond := t.perMinute / 60
	p.left = min(t.burst, p.left+now.Sub(p.at).Seconds()*perSecond)
	p.at = now
	if p.left < 1-1e-6 {
		return max(1, int(math.Ceil((1-p.left)/perSecond))), false
	}
	p.left--
	return 0, true
}
