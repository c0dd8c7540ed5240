package view

import "github.com/leadloop/leadloop/funnel"

// noticeDefaulted says that a lead counts as taken, and that nobody took it.
func (v voice) noticeDefaulted(n funnel.Notice, l funnel.Lead) Message {
	if n.To == l.Owner && l.Stage.WithSales() {
		return v.working(l, leadNamed(l)+" counts as yours, as the teams agreed.")
	}
	return v.told(l, leadNamed(l)+". "+v.standing(l)+" The teams agreed on that; it is not counted as an acceptance.")
}

// noticeLapsed says that a lead came back because nobody answered.
func (v voice) noticeLapsed(n funnel.Notice, l funnel.Lead) Message {
	if n.To != l.Marketer {
		return v.told(l, leadNamed(l)+" went back to marketing: its handoff was not answered in time, and that is what the teams agreed on. Nothing more is expected of you.")
	}
	text := "Nobody answered the handoff of " + leadNamed(l) + " in time, so it is back with you, as the teams agreed."
	if n.Handoff != l.Handoffs || !l.Returned() {
		return v.told(l, text+" "+v.standing(l))
	}
	return v.told(l, text+"\nSend it again, put it aside until a date, or close it.", marketingActs(l)...)
}
