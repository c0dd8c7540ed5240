package leads

import (
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

// defaulted counts as taken because nobody answered.
func defaulted() funnel.Lead {
	l := kittest.Accepted()
	l.Handoff.AnsweredBy = ref.Leadloop
	return l
}

// lapsed came back because nobody answered.
func lapsed() funnel.Lead {
	l := kittest.Rejected()
	l.Reason, l.Note, l.Handoff.Proof = "", "", ""
	l.Handoff.State, l.Handoff.AnsweredBy, l.Handoff.AnsweredAt = funnel.HandoffLapsed, ref.Leadloop, kittest.Now.Add(-time.Hour)
	return l
}

func addWindows(c kit.Context, add kittest.Adder) {
	by := func(kind funnel.NoticeKind, to ref.UserID) funnel.Notice {
		return funnel.Notice{Kind: kind, To: to, By: ref.Leadloop, Lead: 12, Handoff: 1}
	}
	add("message", "notice_defaulted", Notice(c, by(funnel.NoticeDefaulted, kittest.Mia), defaulted()))
	add("message", "notice_defaulted_for_rep", Notice(c, by(funnel.NoticeDefaulted, kittest.Sam), defaulted()))
	add("message", "notice_lapsed", Notice(c, by(funnel.NoticeLapsed, kittest.Mia), lapsed()))
	add("message", "notice_lapsed_for_rep", Notice(c, by(funnel.NoticeLapsed, kittest.Sam), lapsed()))
	add("message", "card_dm_defaulted", LeadCard(c, by(funnel.NoticeCard, kittest.Sam), defaulted()))
	add("message", "card_dm_lapsed", LeadCard(c, by(funnel.NoticeCard, kittest.Sam), lapsed()))
}
