package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// weighed is a definition with points, a pass mark and every kind of answer.
func weighed() agreement.Definition {
	d := fixtureDefinition()
	d.Criteria = []agreement.Criterion{
		{Key: "fit", Question: "Does the company match?", Kind: agreement.CriterionYesNo, Required: true, Stage: agreement.MQL},
		{Key: "budget", Question: "What may it cost?", Kind: agreement.CriterionNumber, Compare: ">=", Bound: 10000, Weight: 6, Stage: agreement.MQL},
		{Key: "timing", Question: "When do they decide?", Kind: agreement.CriterionChoice, Choices: []string{"now", "this year", "later"}, Accepted: []string{"now", "this year"}, Weight: 3, Stage: agreement.MQL},
		{Key: "business_mail", Question: "A business address?", Kind: agreement.CriterionRule, Rule: agreement.Rule{Field: "email", Op: agreement.OpBusiness}, Stage: agreement.MQL},
		{Key: "said", Question: "What did they say?", Kind: agreement.CriterionText, Stage: agreement.MQL},
		{Key: "decider", Question: "Who decides?", Kind: agreement.CriterionText, Required: true, Stage: agreement.SQL},
	}
	d.PassMarks = map[agreement.Stage]int{agreement.MQL: 6}
	return d
}

// overridden is an open handoff that lacks points.
func overridden() funnel.Lead {
	l := offered()
	answer := func(value string) funnel.Answer {
		return funnel.Answer{Value: value, By: mia, At: l.Handoff.At, Definition: 3}
	}
	l.Answers = map[string]funnel.Answer{"fit": answer("yes"), "budget": answer("5000"), "timing": answer("this year"), "said": answer("Call <me> & soon")}
	l.Judged = map[agreement.Stage]funnel.Judged{agreement.MQL: {
		Definition: 3, Points: 3, Possible: 9, Needed: 6, Override: "Their director asked for it.\nIn <person>.",
		Checks: []funnel.Check{
			{Key: "fit", Verdict: agreement.VerdictMet, Value: "yes", Counts: true},
			{Key: "budget", Verdict: agreement.VerdictUnmet, Value: "5000", Counts: true},
			{Key: "timing", Verdict: agreement.VerdictMet, Value: "this year", Counts: true},
			{Key: "business_mail", Verdict: agreement.VerdictMet, Value: "jane@acme.com"},
			{Key: "said", Verdict: agreement.VerdictMet, Value: "Call <me> & soon"},
			{Key: "authority", Counts: true},
			{Key: "unasked"},
		},
	}}
	return l
}

func addCriteria(c Context, add adder) {
	agreed := c
	agreed.Definition = fullDefinition()
	add("modal", "modal_handoff_judged", Handoff(agreed, person(), []ref.UserID{sam}))
	c.Definition = weighed()
	l := overridden()
	add("message", "card_dm_overridden", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: sam, Lead: l.ID, Handoff: 1}, l))
	add("message", "card_sales_overridden", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: l.ID, Handoff: 1}, l))
	add("reply", "detail_overridden", LeadDetail(c, l))
	add("reply", "detail_unanswered", LeadDetail(c, person()))
	add("reply", "changed_overridden", Changed(c, l, funnel.EntryHandedOff))
	add("reply", "definition_weighed", DefinitionText(c, c.Definition, DraftModel{}))
	add("reply", "not_met", NotMet(c, person(), ActionHandoff, "L-12 is not handed off yet: fit is not answered. Answer with `/lead handoff L-12 fit=yes`."))
	handedBack := l
	handedBack.Stage, handedBack.Handoff.State = agreement.Known, funnel.HandoffRejected
	add("modal", "modal_handoff_answered", Handoff(c, handedBack, []ref.UserID{sam}))
	add("modal", "modal_qualify_judged", Qualify(c, accepted()))
	taken := accepted()
	taken.Judged = l.Judged
	add("reply", "history_overridden", HistoryList(c, taken, []funnel.Entry{
		{At: now, By: mia, Kind: funnel.EntryHandedOff, Owner: sam, Note: "Call soon", Override: "Their director asked.", Unmet: []string{"points"}, Answers: map[string]string{"fit": "yes", "said": ""}},
	}))
	for _, text := range []string{hostileText, strings.Repeat(hostileText, 20)} {
		wild := hostile(agreement.MQL)
		wild.Answers = map[string]funnel.Answer{"said": {Value: Cut(text, agreement.MaxAnswer), By: mia, At: now}}
		wild.Judged = map[agreement.Stage]funnel.Judged{agreement.MQL: {Override: Cut(text, funnel.MaxOverride)}}
		many := c
		for i := range 20 {
			criterion := agreement.Criterion{Key: "k" + number(i), Question: Cut(text, 200), Kind: agreement.CriterionChoice, Choices: []string{Cut(text, 75), "b"}, Weight: 99, Stage: agreement.MQL}
			many.Definition.Criteria = append(many.Definition.Criteria, criterion)
			checks := append(wild.Judged[agreement.MQL].Checks, funnel.Check{Key: criterion.Key, Value: Cut(text, 40), Counts: true})
			wild.Judged[agreement.MQL] = funnel.Judged{Override: Cut(text, funnel.MaxOverride), Checks: checks, Possible: 1, Needed: 1}
		}
		name := "hostile_" + number(len(text))
		add("message", "card_criteria_"+name, LeadCard(many, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: wild.ID}, wild))
		add("reply", "detail_criteria_"+name, LeadDetail(many, wild))
		add("modal", "modal_criteria_"+name, Handoff(many, wild, []ref.UserID{sam}))
	}
}
