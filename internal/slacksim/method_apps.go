package slacksim

import (
	"strings"
	"time"
)

func openConnection(w *Workspace, _ *request) (object, *apiError) {
	ticket := w.secret()
	for old, expires := range w.tickets {
		if time.Now().After(expires) {
			delete(w.tickets, old)
		}
	}
	w.tickets[ticket] = time.Now().Add(ticketLife)
	base := strings.Replace(w.baseURL, "http", "ws", 1)
	return object{"url": base + "/link/?ticket=" + ticket + "&app_id=" + w.opts.AppID}, nil
}
