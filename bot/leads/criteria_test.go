package leads

import (
	"strings"
	"testing"

	agreementroom "github.com/leadloop/leadloop/bot/agreement"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// weighed is a definition with points, a pass mark and every kind of answer.
func weighed() agreement.Definition {
	d := kittest.FixtureDefinition()
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
	l := kittest.Offered()
	answer := func(value string) funnel.Answer {
		return funnel.Answer{Value: value, By: kittest.Mia, At: l.Handoff.At, Definition: 3}
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

func addCriteria(c kit.Context, add kittest.Adder) {
	agreed := c
	agreed.Definition = kittest.FullDefinition()
	add("modal", "modal_handoff_judged", Handoff(agreed, kittest.Person(), []ref.UserID{kittest.Sam}))
	c.Definition = weighed()
	l := overridden()
	add("message", "card_dm_overridden", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: kittest.Sam, Lead: l.ID, Handoff: 1}, l))
	add("message", "card_sales_overridden", LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: l.ID, Handoff: 1}, l))
	add("reply", "detail_overridden", LeadDetail(c, l))
	add("reply", "detail_unanswered", LeadDetail(c, kittest.Person()))
	add("reply", "changed_overridden", Changed(c, l, funnel.EntryHandedOff))
	add("reply", "definition_weighed", agreementroom.DefinitionText(c, c.Definition, agreementroom.DraftModel{}))
	add("reply", "not_met", NotMet(c, kittest.Person(), ActionHandoff, "L-12 is not handed off yet: fit is not answered. Answer with `/lead handoff L-12 fit=yes`."))
	handedBack := l
	handedBack.Stage, handedBack.Handoff.State = agreement.Known, funnel.HandoffRejected
	add("modal", "modal_handoff_answered", Handoff(c, handedBack, []ref.UserID{kittest.Sam}))
	add("modal", "modal_qualify_judged", Qualify(c, kittest.Accepted()))
	taken := kittest.Accepted()
	taken.Judged = l.Judged
	add("reply", "history_overridden", HistoryList(c, taken, []funnel.Entry{
		{At: kittest.Now, By: kittest.Mia, Kind: funnel.EntryHandedOff, Owner: kittest.Sam, Note: "Call soon", Override: "Their director asked.", Unmet: []string{"points"}, Answers: map[string]string{"fit": "yes", "said": ""}},
	}))
	for _, text := range []string{kittest.HostileText, strings.Repeat(kittest.HostileText, 20)} {
		wild := kittest.Hostile(agreement.MQL)
		wild.Answers = map[string]funnel.Answer{"said": {Value: kit.Cut(text, agreement.MaxAnswer), By: kittest.Mia, At: kittest.Now}}
		wild.Judged = map[agreement.Stage]funnel.Judged{agreement.MQL: {Override: kit.Cut(text, funnel.MaxOverride)}}
		many := c
		for i := range 20 {
			criterion := agreement.Criterion{Key: "k" + kit.Number(i), Question: kit.Cut(text, 200), Kind: agreement.CriterionChoice, Choices: []string{kit.Cut(text, 75), "b"}, Weight: 99, Stage: agreement.MQL}
			many.Definition.Criteria = append(many.Definition.Criteria, criterion)
			checks := append(wild.Judged[agreement.MQL].Checks, funnel.Check{Key: criterion.Key, Value: kit.Cut(text, 40), Counts: true})
			wild.Judged[agreement.MQL] = funnel.Judged{Override: kit.Cut(text, funnel.MaxOverride), Checks: checks, Possible: 1, Needed: 1}
		}
		name := "hostile_" + kit.Number(len(text))
		add("message", "card_criteria_"+name, LeadCard(many, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: wild.ID}, wild))
		add("reply", "detail_criteria_"+name, LeadDetail(many, wild))
		add("modal", "modal_criteria_"+name, Handoff(many, wild, []ref.UserID{kittest.Sam}))
	}
}

// Rules are ticked or crossed with the value that decided; what nobody can
// tell is neither.
func TestTheHandoffShowsWhatTheRulesDecide(t *testing.T) {
	c := kittest.FixtureContext()
	c.Definition = kittest.FullDefinition()
	l := kittest.Person()
	l.PhoneKey, l.Campaign = "+4930123456", ""
	form := string(kittest.Encode(t, Handoff(c, l, []ref.UserID{kittest.Sam})))
	for _, want := range []string{
		"✓ A business address? jane@acme.com", "✗ In a market of ours? DE", "? From a campaign? campaign not known", "Required: at least 50.",
	} {
		if !strings.Contains(form, want) {
			t.Errorf("the form does not say %q", want)
		}
	}
}
