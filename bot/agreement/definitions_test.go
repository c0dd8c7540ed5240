package agreement

import (
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// hugeDefinition has as much of everything as can be stored, and hostile text.
func hugeDefinition() agreement.Definition {
	d := kittest.FullDefinition()
	d.Name, d.IdealCustomer, d.Need = kittest.HostileText, kittest.HostileText, kittest.HostileText
	for range 60 {
		d.Personas, d.Disqualifiers = append(d.Personas, kittest.HostileText), append(d.Disqualifiers, kittest.HostileText)
		d.Criteria = append(d.Criteria, agreement.Criterion{Key: "k", Question: kittest.HostileText, Kind: agreement.CriterionText, Required: true, Stage: agreement.MQL})
		d.Reasons.Reject = append(d.Reasons.Reject, agreement.ReasonCode{Code: "c", Label: kittest.HostileText})
	}
	return d
}

// wordyDefinition is long without anything to escape.
func wordyDefinition() agreement.Definition {
	d := kittest.FullDefinition()
	long := strings.Repeat("words and ", 18)
	for range 20 {
		d.Personas, d.Disqualifiers = append(d.Personas, long), append(d.Disqualifiers, long)
		d.Criteria = append(d.Criteria, agreement.Criterion{Key: "k", Question: long, Kind: agreement.CriterionText, Required: true, Stage: agreement.MQL})
	}
	return d
}

func draftOf(d agreement.Definition, state funnel.DraftState) DraftModel {
	m := DraftModel{
		Draft:   funnel.Draft{Number: 7, State: state, Definition: d, Base: 3, By: kittest.Maxi, At: kittest.Now.Add(-time.Hour), ClosedBy: kittest.Mia, ClosedAt: kittest.Now, Version: 4},
		Base:    kittest.FixtureDefinition(),
		Missing: []ref.UserID{kittest.Mia, kittest.Rosa},
	}
	return m
}

func addDefinitions(c kit.Context, add kittest.Adder) {
	returns := kittest.FixtureDefinition()
	returns.ServiceLevels.Window, returns.ServiceLevels.OnWindowEnd = calendar.WorkingTime{Days: 2}, agreement.WindowReturns
	add("reply", "definition_returns", DefinitionText(c, returns, DraftModel{}))
	next := c
	next.Definition = kittest.FullDefinition()
	add("reply", "definition", DefinitionText(c, c.Definition, DraftModel{}))
	add("reply", "definition_signed", DefinitionText(next, next.Definition, draftOf(kittest.FullDefinition(), funnel.DraftOpen)))
	add("reply", "definition_replaced", DefinitionText(next, c.Definition, DraftModel{}))
	add("reply", "definition_hostile", DefinitionText(c, hugeDefinition(), draftOf(hugeDefinition(), funnel.DraftOpen)))
	add("reply", "definition_huge", DefinitionText(c, wordyDefinition(), DraftModel{}))
	for _, d := range []struct {
		name       string
		definition agreement.Definition
	}{{"", kittest.FullDefinition()}, {"hostile_", hugeDefinition()}, {"huge_", wordyDefinition()}} {
		open := draftOf(d.definition, funnel.DraftOpen)
		add("reply", "definition_"+d.name+"diff", definitionDiff(c, c.Definition, d.definition))
		add("message", "notice_"+d.name+"draft", draftNotice(c, kittest.Mia, open))
		add("message", "notice_"+d.name+"definition", inForceNotice(c, c.Definition, d.definition))
		add("reply", "draft_"+d.name+"diff", draftDiff(c, kittest.Mia, open))
		add("reply", "draft_"+d.name+"text", draftText(c, open))
		add("reply", "draft_"+d.name+"proposed", proposed(c, open, true))
		add("modal", "modal_"+d.name+"definition", definitionForm(kit.Context{Definition: d.definition}, funnel.Draft{}))
	}
	half := draftOf(kittest.FullDefinition(), funnel.DraftOpen)
	half.Draft.Signatures = []agreement.Signature{{Team: ref.Marketing, By: kittest.Mia, At: kittest.Now}}
	half.Missing = half.Missing[1:]
	add("message", "notice_draft_signed", draftNotice(c, kittest.Mia, half))
	add("reply", "draft_signed", signed(c, half))
	add("reply", "draft_in_force", signed(c, draftOf(kittest.FullDefinition(), funnel.DraftInForce)))
	add("reply", "draft_withdrawn", withdrawn(c, half.Draft))
	add("reply", "draft_proposed_again", proposed(c, half, false))
	for _, state := range []funnel.DraftState{funnel.DraftReplaced, funnel.DraftWithdrawn, funnel.DraftInForce} {
		add("message", "notice_draft_"+string(state), draftNotice(c, kittest.Mia, draftOf(kittest.FullDefinition(), state)))
	}
	add("modal", "modal_definition_draft", definitionForm(c, half.Draft))
	asked := reviewModel{Version: 3, Round: 1, Review: funnel.Review{Round: 1}, Waits: []ref.UserID{kittest.Mia, kittest.Rosa}}
	add("message", "notice_review", reviewNotice(c, kittest.Mia, asked))
	add("message", "notice_review_replaced", reviewNotice(next, kittest.Mia, asked))
	again := asked
	again.Review.Round = 2
	add("message", "notice_review_again", reviewNotice(c, kittest.Mia, again))
	held := asked
	held.Waits = asked.Waits[1:]
	add("message", "notice_review_held", reviewNotice(c, kittest.Mia, held))
	held.Waits = nil
	add("reply", "review_confirmed", heldAnswer(c, held))
}
