package leads

import (
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

func dispute(verdict funnel.DisputeVerdict) funnel.Dispute {
	d := funnel.Dispute{
		Number: 1, Lead: 12, Company: "Acme & Sons", Proof: "https://example.slack.com/team", Why: "They have 80 people.\nSee their site.", By: kittest.Mia, At: kittest.Now.Add(-2 * time.Hour),
		Rejection: funnel.Entry{Kind: funnel.EntryRejected, By: kittest.Sam, At: kittest.Now.Add(-3 * time.Hour), Reason: "company_size", Note: "Only four people work there.", Owner: kittest.Sam},
	}
	if verdict != "" {
		d.Verdict, d.Ruling, d.RuledBy, d.RuledAt = verdict, "Eighty are enough.", kittest.Rosa, kittest.Now.Add(-time.Hour)
	}
	return d
}

func addDisputes(c kit.Context, add kittest.Adder) {
	pending := kittest.Rejected()
	pending.Handoff.Dispute = 1
	again := kittest.Offered()
	again.Handoff.Dispute, again.Handoff.RuledOut, again.Handoff.Ruling = 1, "company_size", "Eighty are enough."
	open := DisputeModel{Dispute: dispute(""), Subject: pending, Arbiters: []ref.UserID{kittest.Rosa, kittest.Kim}}
	overturned := DisputeModel{Dispute: dispute(funnel.VerdictOverturned), Subject: again}
	upheld := DisputeModel{Dispute: dispute(funnel.VerdictUpheld), Subject: pending}
	wild := DisputeModel{Dispute: dispute(funnel.VerdictUpheld), Subject: kittest.Hostile(agreement.Known)}
	wild.Arbiters = []ref.UserID{kittest.Rosa}
	wild.Why, wild.Ruling, wild.Company, wild.Rejection.Note = kittest.HostileText, kittest.HostileText, kittest.HostileText, kittest.HostileText
	asks := funnel.Notice{Kind: funnel.NoticeDispute, To: kittest.Rosa, By: kittest.Mia, Lead: 12, Dispute: 1}
	rules := funnel.Notice{Kind: funnel.NoticeRuled, To: kittest.Mia, By: kittest.Rosa, Lead: 12, Dispute: 1}
	forRep := rules
	forRep.To = kittest.Sam
	no := funnel.Rejection{Reason: "company_size", Note: "Four people", Proof: "https://example.slack.com/team"}
	add("message", "notice_dispute", DisputeNotice(c, asks, open))
	add("message", "notice_dispute_ruled", DisputeNotice(c, asks, overturned))
	add("message", "notice_dispute_hostile", DisputeNotice(c, asks, wild))
	add("message", "notice_ruled_upheld", DisputeNotice(c, rules, upheld))
	add("message", "notice_ruled_overturned", DisputeNotice(c, forRep, overturned))
	add("message", "notice_rejected_disputed", Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: kittest.Mia, By: kittest.Sam, Lead: 12, Handoff: 1}, pending))
	add("message", "notice_rejected_moved_on", Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: kittest.Mia, By: kittest.Sam, Lead: 12, Handoff: 1}, kittest.Recycled()))
	add("message", "card_dm_ruled", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: kittest.Sam, Lead: 12, Handoff: 1}, again))
	add("modal", "modal_dispute", ContestForm(c, kittest.Rejected()))
	add("modal", "modal_rule", RuleForm(c, open, funnel.VerdictOverturned))
	add("modal", "modal_rule_hostile", RuleForm(c, wild, funnel.VerdictUpheld))
	add("modal", "modal_resend", Resend(c, kittest.Rejected(), []ref.UserID{kittest.Sam, kittest.Kim}))
	add("modal", "modal_resend_lapsed", Resend(c, lapsed(), []ref.UserID{kittest.Kim}))
	add("modal", "modal_resend_hostile", Resend(c, kittest.Hostile(agreement.Known), nil))
	add("modal", "modal_reject_knowing", RejectKnowing(c, kittest.Offered(), no, []funnel.Dispute{dispute(funnel.VerdictOverturned), dispute(funnel.VerdictUpheld)}, "C0SALES"))
	add("reply", "rejected_knowing", RejectedKnowing(c, kittest.Rejected(), []funnel.Dispute{dispute(funnel.VerdictOverturned)}))
	add("reply", "rejected_knowing_hostile", RejectedKnowing(c, kittest.Hostile(agreement.MQL), []funnel.Dispute{wild.Dispute, wild.Dispute}))
	add("modal", "modal_reject_knowing_hostile", RejectKnowing(c, kittest.Hostile(agreement.MQL), no, []funnel.Dispute{wild.Dispute, wild.Dispute}, ""))
	add("reply", "disputes", DisputeList(c, []DisputeModel{open, open}, kittest.Rosa))
	add("reply", "disputes_reading", DisputeList(c, []DisputeModel{open}, kittest.Mia))
	add("reply", "disputes_none", DisputeList(c, nil, kittest.Mia))
	add("reply", "disputes_hostile", DisputeList(c, []DisputeModel{wild, wild, wild, wild, wild}, kittest.Rosa))
	add("reply", "ruled_upheld", Ruled(c, upheld))
	add("reply", "ruled_overturned", Ruled(c, overturned))
	add("reply", "changed_disputed", Changed(c, pending, funnel.EntryDisputed))
}
