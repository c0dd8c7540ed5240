package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
)

func addWhatIf(c Context, add adder) {
	asked := funnel.WhatIf{Text: "accept=2h hours=08:00-18:00 days=mon-sat", Period: period("2026-Q3")}
	rows := []funnel.ReplayRow{
		{
			Kind:  funnel.ClockAccept,
			Was:   funnel.Keeping{Met: 40, Missed: 10, Median: 50 * time.Minute, P90: 3*time.Hour + 20*time.Minute},
			Would: funnel.Keeping{Met: 32, Missed: 18, Median: 55 * time.Minute, P90: 4 * time.Hour},
		},
		{Kind: funnel.ClockFirstTouch, Class: funnel.ClassHot, Was: funnel.Keeping{Open: 1}, Would: funnel.Keeping{Missed: 1}},
		{Kind: funnel.ClockDepth, Was: funnel.Keeping{Met: 3, Missed: 1, Median: time.Hour, P90: time.Hour}, Uncounted: true},
		{Kind: funnel.ClockUpdate, Was: funnel.Keeping{Met: 3, Missed: 1, Median: time.Hour, P90: time.Hour}, Unpromised: true},
	}
	add("reply", "what_if", WhatIfAnswer(c, asked, rows))
	add("reply", "what_if_nothing", WhatIfAnswer(c, asked, nil))
	later := asked
	later.Empty, later.Period = asked.Period, asked.Period.Next()
	add("reply", "what_if_later", WhatIfAnswer(c, later, rows[:1]))
	add("reply", "what_if_nothing_at_all", WhatIfAnswer(c, later, nil))
	asked.Draft = 7
	add("reply", "what_if_draft", WhatIfAnswer(c, asked, rows[:1]))
	asked.Draft, asked.Text = 0, hostileText
	add("reply", "what_if_hostile", WhatIfAnswer(c, asked, rows))
}
