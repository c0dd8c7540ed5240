package bot

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store"
)

func addStatus(c kit.Context, add kittest.Adder) {
	add("reply", "status", StatusText(c, Status{
		Status: ledger.Status{
			Leads: 1234, OpenLoops: 14, Queued: 2, Parked: 1, OldestQueued: kittest.Now, DefinitionVersion: 3, SchemaVersion: 1,
			ByStage: map[agreement.Stage]int64{agreement.Known: 1000, agreement.SAL: 234},
		},
		Connections: []string{"Socket 1: connected since " + fault.Moment(kittest.Now)}, Size: 5 << 20, Version: "v0.1.0", StartedAt: kittest.Now,
	}))
	add("message", "parked", ParkedText(ledger.Status{Parked: 2, ParkedWhy: []string{"The app is not in the channel. Write /invite @Leadloop in it. (not_in_channel)"}}))
	add("message", "shut", ShutText("C0SALES", funnel.ShutShared))
	add("message", "webhook_off", WebhookOffText("crm", store.Webhook{Failing: kittest.Now, Why: "it answered 503 Service Unavailable"}))
	add("reply", "status_empty", StatusText(c, Status{}))
}
