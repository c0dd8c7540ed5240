package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

// defaulted counts as taken because nobody answered.
func defaulted() funnel.Lead {
	l := accepted()
	l.Handoff.AnsweredBy = ref.Leadloop
	return l
}

// lapsed came back because nobody answered.
func lapsed() funnel.Lead {
	l := rejected()
	l.Reason, l.Note, l.Handoff.Proof = "", "", ""
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffLapsed, ref.Leadloop, now.Add(-time.Hour)
	return l
}

func addWindows(c Context, add adder) {
	by := func(kind funnel.NoticeKind, to ref.UserID) funnel.Notice {
		return funnel.Notice{Kind: kind, To: to, By: ref.Leadloop, Lead: 12, Handoff: 1}
	}
	add("message", "notice_defaulted", Notice(c, by(funnel.NoticeDefaulted, mia), defaulted()))
	add("message", "notice_defaulted_for_rep", Notice(c, by(funnel.NoticeDefaulted, sam), defaulted()))
	add("message", "notice_lapsed", Notice(c, by(funnel.NoticeLapsed, mia), lapsed()))
	add("message", "notice_lapsed_for_rep", Notice(c, by(funnel.NoticeLapsed, sam), lapsed()))
	add("message", "card_dm_defaulted", LeadCard(c, by(funnel.NoticeCard, sam), defaulted()))
	add("message", "card_dm_lapsed", LeadCard(c, by(funnel.NoticeCard, sam), lapsed()))
}
