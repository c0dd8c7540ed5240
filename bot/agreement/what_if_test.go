package agreement

import (
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func addWhatIf(c kit.Context, add kittest.Adder) {
	asked := ledger.WhatIf{Text: "accept=2h hours=08:00-18:00 days=mon-sat", Period: kittest.Period("2026-Q3")}
	rows := []ledger.ReplayRow{
		{
			Kind:  agreement.ClockAccept,
			Was:   ledger.Keeping{Met: 40, Missed: 10, Median: 50 * time.Minute, P90: 3*time.Hour + 20*time.Minute},
			Would: ledger.Keeping{Met: 32, Missed: 18, Median: 55 * time.Minute, P90: 4 * time.Hour},
		},
		{Kind: agreement.ClockFirstTouch, Class: agreement.ClassHot, Was: ledger.Keeping{Open: 1}, Would: ledger.Keeping{Missed: 1}},
		{Kind: agreement.ClockDepth, Was: ledger.Keeping{Met: 3, Missed: 1, Median: time.Hour, P90: time.Hour}, Uncounted: true},
		{Kind: agreement.ClockUpdate, Was: ledger.Keeping{Met: 3, Missed: 1, Median: time.Hour, P90: time.Hour}, Unpromised: true},
	}
	add("reply", "what_if", whatIfAnswer(c, asked, rows))
	add("reply", "what_if_nothing", whatIfAnswer(c, asked, nil))
	later := asked
	later.Empty, later.Period = asked.Period, asked.Period.Next()
	add("reply", "what_if_later", whatIfAnswer(c, later, rows[:1]))
	add("reply", "what_if_nothing_at_all", whatIfAnswer(c, later, nil))
	asked.Draft = 7
	add("reply", "what_if_draft", whatIfAnswer(c, asked, rows[:1]))
	asked.Draft, asked.Text = 0, kittest.HostileText
	add("reply", "what_if_hostile", whatIfAnswer(c, asked, rows))
}
