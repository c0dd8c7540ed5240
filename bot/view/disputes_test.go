package view

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

func dispute(verdict funnel.DisputeVerdict) funnel.Dispute {
	d := funnel.Dispute{
		Number: 1, Lead: 12, Company: "Acme & Sons", Proof: "https://example.slack.com/team", Why: "They have 80 people.\nSee their site.", By: mia, At: now.Add(-2 * time.Hour),
		Rejection: funnel.Entry{Kind: funnel.EntryRejected, By: sam, At: now.Add(-3 * time.Hour), Reason: "company_size", Note: "Only four people work there.", Owner: sam},
	}
	if verdict != "" {
		d.Verdict, d.Ruling, d.RuledBy, d.RuledAt = verdict, "Eighty are enough.", rosa, now.Add(-time.Hour)
	}
	return d
}

func addDisputes(c Context, add adder) {
	pending := rejected()
	pending.Handoff.Dispute = 1
	again := offered()
	again.Handoff.Dispute, again.Handoff.RuledOut, again.Handoff.Ruling = 1, "company_size", "Eighty are enough."
	open := DisputeModel{Dispute: dispute(""), Subject: pending, Arbiters: []ref.UserID{rosa, kim}}
	overturned := DisputeModel{Dispute: dispute(funnel.VerdictOverturned), Subject: again}
	upheld := DisputeModel{Dispute: dispute(funnel.VerdictUpheld), Subject: pending}
	wild := DisputeModel{Dispute: dispute(funnel.VerdictUpheld), Subject: hostile(agreement.Known)}
	wild.Arbiters = []ref.UserID{rosa}
	wild.Why, wild.Ruling, wild.Company, wild.Rejection.Note = hostileText, hostileText, hostileText, hostileText
	asks := funnel.Notice{Kind: funnel.NoticeDispute, To: rosa, By: mia, Lead: 12, Dispute: 1}
	rules := funnel.Notice{Kind: funnel.NoticeRuled, To: mia, By: rosa, Lead: 12, Dispute: 1}
	forRep := rules
	forRep.To = sam
	no := funnel.Rejection{Reason: "company_size", Note: "Four people", Proof: "https://example.slack.com/team"}
	add("message", "notice_dispute", DisputeNotice(c, asks, open))
	add("message", "notice_dispute_ruled", DisputeNotice(c, asks, overturned))
	add("message", "notice_dispute_hostile", DisputeNotice(c, asks, wild))
	add("message", "notice_ruled_upheld", DisputeNotice(c, rules, upheld))
	add("message", "notice_ruled_overturned", DisputeNotice(c, forRep, overturned))
	add("message", "notice_rejected_disputed", Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: mia, By: sam, Lead: 12, Handoff: 1}, pending))
	add("message", "notice_rejected_moved_on", Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: mia, By: sam, Lead: 12, Handoff: 1}, recycled()))
	add("message", "card_dm_ruled", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: sam, Lead: 12, Handoff: 1}, again))
	add("modal", "modal_dispute", ContestForm(c, rejected()))
	add("modal", "modal_rule", RuleForm(c, open, funnel.VerdictOverturned))
	add("modal", "modal_rule_hostile", RuleForm(c, wild, funnel.VerdictUpheld))
	add("modal", "modal_resend", Resend(c, rejected(), []ref.UserID{sam, kim}))
	add("modal", "modal_resend_lapsed", Resend(c, lapsed(), []ref.UserID{kim}))
	add("modal", "modal_resend_hostile", Resend(c, hostile(agreement.Known), nil))
	add("modal", "modal_reject_knowing", RejectKnowing(c, offered(), no, []funnel.Dispute{dispute(funnel.VerdictOverturned), dispute(funnel.VerdictUpheld)}, "C0SALES"))
	add("reply", "rejected_knowing", RejectedKnowing(c, rejected(), []funnel.Dispute{dispute(funnel.VerdictOverturned)}))
	add("reply", "rejected_knowing_hostile", RejectedKnowing(c, hostile(agreement.MQL), []funnel.Dispute{wild.Dispute, wild.Dispute}))
	add("modal", "modal_reject_knowing_hostile", RejectKnowing(c, hostile(agreement.MQL), no, []funnel.Dispute{wild.Dispute, wild.Dispute}, ""))
	add("reply", "disputes", DisputeList(c, []DisputeModel{open, open}, rosa))
	add("reply", "disputes_reading", DisputeList(c, []DisputeModel{open}, mia))
	add("reply", "disputes_none", DisputeList(c, nil, mia))
	add("reply", "disputes_hostile", DisputeList(c, []DisputeModel{wild, wild, wild, wild, wild}, rosa))
	add("reply", "ruled_upheld", Ruled(c, upheld))
	add("reply", "ruled_overturned", Ruled(c, overturned))
	add("reply", "changed_disputed", Changed(c, pending, funnel.EntryDisputed))
}
