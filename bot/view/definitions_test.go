package view

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// fullDefinition has every part, signed by both teams.
func fullDefinition() agreement.Definition {
	d := fixtureDefinition()
	d.Version, d.InForceSince, d.ProposedBy = 4, now, maxi
	d.Signatures = []agreement.Signature{{Team: ref.Marketing, By: mia, At: now.Add(-time.Hour)}, {Team: ref.Sales, By: rosa, At: now}}
	d.Need, d.Labels = "Loses orders & time.", map[agreement.Stage]string{agreement.MQL: "Marketing <lead>"}
	d.ServiceLevels.Accept = calendar.WorkingTime{Hours: 2}
	d.ServiceLevels.FirstTouchHot, d.ServiceLevels.FirstTouchOther = calendar.WorkingTime{Minutes: 30}, calendar.WorkingTime{Days: 1}
	d.ServiceLevels.Depth = agreement.Depth{Attempts: 4, Within: calendar.WorkingTime{Days: 5}}
	d.Hot = []agreement.Rule{{Field: "source", Op: agreement.OpIn, Values: []string{"demo", "pricing"}}}
	d.Criteria = append(ruledCriteria(), d.Criteria[1:]...)
	return d
}

func ruledCriteria() []agreement.Criterion {
	return []agreement.Criterion{
		{Key: "business", Question: "A business address?", Kind: agreement.CriterionRule, Required: true, Stage: agreement.MQL, Rule: agreement.Rule{Field: "email", Op: agreement.OpBusiness}},
		{Key: "region", Question: "In a market of ours?", Kind: agreement.CriterionRule, Stage: agreement.MQL, Rule: agreement.Rule{Field: "country", Op: agreement.OpIn, Values: []string{"AT", "CH"}}},
		{Key: "channel", Question: "From a campaign?", Kind: agreement.CriterionRule, Stage: agreement.MQL, Rule: agreement.Rule{Field: "campaign", Op: agreement.OpNotIn, Values: []string{"x"}}},
		{Key: "size", Question: "How many people?", Kind: agreement.CriterionNumber, Required: true, Stage: agreement.MQL, Compare: ">=", Bound: 50},
		{Key: "market", Question: "Which market?", Kind: agreement.CriterionChoice, Stage: agreement.MQL, Choices: []string{"north", "south"}},
	}
}

// hugeDefinition has as much of everything as can be stored, and hostile text.
func hugeDefinition() agreement.Definition {
	d := fullDefinition()
	d.Name, d.IdealCustomer, d.Need = hostileText, hostileText, hostileText
	for range 60 {
		d.Personas, d.Disqualifiers = append(d.Personas, hostileText), append(d.Disqualifiers, hostileText)
		d.Criteria = append(d.Criteria, agreement.Criterion{Key: "k", Question: hostileText, Kind: agreement.CriterionText, Required: true, Stage: agreement.MQL})
		d.Reasons.Reject = append(d.Reasons.Reject, agreement.ReasonCode{Code: "c", Label: hostileText})
	}
	return d
}

// wordyDefinition is long without anything to escape.
func wordyDefinition() agreement.Definition {
	d := fullDefinition()
	long := strings.Repeat("words and ", 18)
	for range 20 {
		d.Personas, d.Disqualifiers = append(d.Personas, long), append(d.Disqualifiers, long)
		d.Criteria = append(d.Criteria, agreement.Criterion{Key: "k", Question: long, Kind: agreement.CriterionText, Required: true, Stage: agreement.MQL})
	}
	return d
}

func draftOf(d agreement.Definition, state funnel.DraftState) DraftModel {
	m := DraftModel{
		Draft:   funnel.Draft{Number: 7, State: state, Definition: d, Base: 3, By: maxi, At: now.Add(-time.Hour), ClosedBy: mia, ClosedAt: now, Version: 4},
		Base:    fixtureDefinition(),
		Missing: []ref.UserID{mia, rosa},
	}
	return m
}

func addDefinitions(c Context, add adder) {
	returns := fixtureDefinition()
	returns.ServiceLevels.Window, returns.ServiceLevels.OnWindowEnd = calendar.WorkingTime{Days: 2}, agreement.WindowReturns
	add("reply", "definition_returns", DefinitionText(c, returns, DraftModel{}))
	next := c
	next.Definition = fullDefinition()
	add("reply", "definition", DefinitionText(c, c.Definition, DraftModel{}))
	add("reply", "definition_signed", DefinitionText(next, next.Definition, draftOf(fullDefinition(), funnel.DraftOpen)))
	add("reply", "definition_replaced", DefinitionText(next, c.Definition, DraftModel{}))
	add("reply", "definition_hostile", DefinitionText(c, hugeDefinition(), draftOf(hugeDefinition(), funnel.DraftOpen)))
	add("reply", "definition_huge", DefinitionText(c, wordyDefinition(), DraftModel{}))
	for _, d := range []struct {
		name       string
		definition agreement.Definition
	}{{"", fullDefinition()}, {"hostile_", hugeDefinition()}, {"huge_", wordyDefinition()}} {
		open := draftOf(d.definition, funnel.DraftOpen)
		add("reply", "definition_"+d.name+"diff", DefinitionDiff(c, c.Definition, d.definition))
		add("message", "notice_"+d.name+"draft", DraftNotice(c, mia, open))
		add("message", "notice_"+d.name+"definition", DefinitionNotice(c, c.Definition, d.definition))
		add("reply", "draft_"+d.name+"diff", DraftDiff(c, mia, open))
		add("reply", "draft_"+d.name+"text", DraftText(c, open))
		add("reply", "draft_"+d.name+"proposed", Proposed(c, open, true))
		add("modal", "modal_"+d.name+"definition", DefinitionForm(Context{Definition: d.definition}, funnel.Draft{}))
	}
	half := draftOf(fullDefinition(), funnel.DraftOpen)
	half.Draft.Signatures = []agreement.Signature{{Team: ref.Marketing, By: mia, At: now}}
	half.Missing = half.Missing[1:]
	add("message", "notice_draft_signed", DraftNotice(c, mia, half))
	add("reply", "draft_signed", Signed(c, half))
	add("reply", "draft_in_force", Signed(c, draftOf(fullDefinition(), funnel.DraftInForce)))
	add("reply", "draft_withdrawn", Withdrawn(c, half.Draft))
	add("reply", "draft_proposed_again", Proposed(c, half, false))
	for _, state := range []funnel.DraftState{funnel.DraftReplaced, funnel.DraftWithdrawn, funnel.DraftInForce} {
		add("message", "notice_draft_"+string(state), DraftNotice(c, mia, draftOf(fullDefinition(), state)))
	}
	add("modal", "modal_definition_draft", DefinitionForm(c, half.Draft))
	asked := ReviewModel{Version: 3, Round: 1, Review: funnel.Review{Round: 1}, Waits: []ref.UserID{mia, rosa}}
	add("message", "notice_review", ReviewNotice(c, mia, asked))
	add("message", "notice_review_replaced", ReviewNotice(next, mia, asked))
	again := asked
	again.Review.Round = 2
	add("message", "notice_review_again", ReviewNotice(c, mia, again))
	held := asked
	held.Waits = asked.Waits[1:]
	add("message", "notice_review_held", ReviewNotice(c, mia, held))
	held.Waits = nil
	add("reply", "review_confirmed", Held(c, held))
}

// Rules are ticked or crossed with the value that decided; what nobody can
// tell is neither.
func TestTheHandoffShowsWhatTheRulesDecide(t *testing.T) {
	c := fixtureContext()
	c.Definition = fullDefinition()
	l := person()
	l.PhoneKey, l.Campaign = "+4930123456", ""
	form := string(encode(t, Handoff(c, l, []ref.UserID{sam})))
	for _, want := range []string{
		"✓ A business address? jane@acme.com", "✗ In a market of ours? DE", "? From a campaign? campaign not known", "Required: at least 50.",
	} {
		if !strings.Contains(form, want) {
			t.Errorf("the form does not say %q", want)
		}
	}
}
