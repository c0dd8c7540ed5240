package view

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionNew        = "lead_new" // opens the modal of a new lead; no value
	ActionShow       = "lead_show"
	ActionHandoff    = "lead_handoff" // opens a modal
	ActionAccept     = "lead_accept"
	ActionReject     = "lead_reject"     // opens a modal
	ActionCall       = "lead_call"       // logs a call at once
	ActionTouch      = "lead_touch"      // opens a modal
	ActionQualify    = "lead_qualify"    // opens a modal; also changes the amount of an opportunity
	ActionWon        = "lead_won"        // opens a modal
	ActionLost       = "lead_lost"       // opens a modal
	ActionRecycle    = "lead_recycle"    // opens a modal
	ActionHandBack   = "lead_handback"   // opens a modal
	ActionDisqualify = "lead_disqualify" // opens a modal
	ActionAssign     = "lead_assign"     // opens a modal
	ActionEdit       = "lead_edit"       // opens a modal
	ActionSnooze     = "lead_snooze"     // opens a modal
	ActionUndo       = "lead_undo"
	ActionPlanSave   = "plan_save"    // the value is an encoded PlanToken
	ActionPlanWhatIf = "plan_what_if" // opens a modal; the value is an encoded PlanToken

	ActionOwnWeekMute = "own_week_mute" // no value

	ActionResend   = "lead_resend"      // opens a modal
	ActionDispute  = "lead_dispute"     // opens a modal
	ActionUphold   = "dispute_uphold"   // opens a modal; the value is the number of a dispute
	ActionOverturn = "dispute_overturn" // the same

	ActionAsk    = "lead_ask"    // opens a modal
	ActionAnswer = "lead_answer" // opens a modal

	ActionGoalNew    = "goal_new"    // opens a modal; no value
	ActionGoalShow   = "goal_show"   // the value is the number of a goal
	ActionGoalEdit   = "goal_edit"   // opens a modal; the same
	ActionGoalTree   = "goal_tree"   // the same, or no value for all
	ActionGoalRetire = "goal_retire" // the same

	ActionDefinitionAgree = "definition_agree" // the value is the number of a draft
	ActionDefinitionShow  = "definition_show"  // the same
	ActionDefinitionEdit  = "definition_edit"  // opens the modal of the draft; no value
	ActionWhatIf          = "what_if"          // the value is the number of a draft
	ActionDefinitionHolds = "definition_holds" // the value is the number of a version

	ActionAway          = "away"     // opens the form of a leave
	ActionHours         = "hours"    // opens a modal; the value is a user
	ActionHandOut       = "hand_out" // the value is a user whose leads are given to the team
	ActionClaim         = "lead_claim"
	ActionPoolNew       = "pool_new"       // opens a modal; no value
	ActionPoolEdit      = "pool_edit"      // opens a modal; the value is the name of a pool
	ActionPoolUp        = "pool_up"        // the value is the name of a pool
	ActionPoolRemove    = "pool_remove"    // the same
	ActionDigestDetails = "digest_details" // opens a modal; the value is the week and who reads it
	ActionDigestCSV     = "digest_csv"     // the same value
	ActionDigestMute    = "digest_mute"    // the same value
)

// The callback ids of modals.
const (
	CallbackNew        = "new_lead"
	CallbackHandoff    = "handoff"
	CallbackReject     = "reject"
	CallbackTouch      = "touch"
	CallbackQualify    = "qualify"
	CallbackWin        = "win"
	CallbackLost       = "lost"
	CallbackRecycle    = "recycle"
	CallbackHandBack   = "handback"
	CallbackDisqualify = "disqualify"
	CallbackAssign     = "assign"
	CallbackEdit       = "edit"
	CallbackSnooze     = "snooze"
	CallbackCampaign   = "campaign" // a new one, or that of the metadata
	CallbackPlan       = "plan"
	CallbackPlanWhatIf = "plan_what_if"
	CallbackDefinition = "definition"
	CallbackAsk        = "ask"
	CallbackAnswer     = "answer"
	CallbackResend     = "resend"
	CallbackDispute    = "dispute"
	CallbackRule       = "rule"
	CallbackHours      = "hours"
	CallbackAway       = "away"
	CallbackPool       = "pool" // a new one, or that of the metadata
	CallbackGoal       = "goal" // a new one, or that of the metadata
)

// CallbackDetail is a modal that shows a lead or a digest. It has nothing to
// submit.
const CallbackDetail = "detail"

// The callback ids of shortcuts, as the app manifest names them.
const (
	ShortcutNew        = "new_lead"
	ShortcutLogMessage = "log_message"
)

// The block ids of inputs are the field names of funnel.FieldError, so that
// an error lands on its field. Those of a lead are in funnel.Fields.
const (
	FieldName     = "name"
	FieldReason   = "reason"
	FieldNote     = "note"
	FieldAmount   = "amount"
	FieldClose    = "close"
	FieldUntil    = "until"
	FieldTo       = "to"
	FieldKind     = "kind"
	FieldHot      = "hot"
	FieldOutcome  = "outcome"
	FieldAliases  = "aliases"
	FieldChannel  = "channel"
	FieldFrom     = "from"
	FieldAudience = "audience"
	FieldMessage  = "message"
	FieldBudget   = "budget"
	FieldExpects  = "expects"
	FieldGoal     = "goal"
	FieldWhy      = "why"
	FieldQuestion = "question"
	FieldAnswer   = "answer"
	FieldProof    = "proof"
	FieldVerdict  = "verdict"
	FieldWeek     = "week"
	FieldHolidays = "holidays"
	FieldCover    = "cover"
	FieldRules    = "rules"
	FieldAfter    = "after"
)

// InputAction is the action id of every input of a modal; its block id says
// which field it is.
const InputAction = "value"

// NoGoal is the value of "none" in the fields FieldGoal, FieldParent and FieldOwner.
const NoGoal = "none"

// InTurn is the value of "the next in turn" in the field FieldTo.
const InTurn = "in_turn"

// Token names a lead as somebody saw it. The revision tells a stale click
// from a fresh one.
type Token struct {
	Lead ref.LeadID
	Rev  int
}

// TokenOf is the token of a lead as it is now.
func TokenOf(l funnel.Lead) Token { return Token{Lead: l.ID, Rev: l.Rev} }

// String encodes the token for a button's value: "L-12.7".
func (t Token) String() string { return t.Lead.String() + "." + strconv.Itoa(t.Rev) }

// ParseToken decodes what String encoded.
func ParseToken(value string) (Token, error) {
	id, rev, ok := strings.Cut(value, ".")
	lead, err := ref.ParseLeadID(id)
	number, revErr := strconv.Atoi(rev)
	if !ok || err != nil || revErr != nil || number < 0 {
		return Token{}, fmt.Errorf("%q is not a lead's token", value)
	}
	return Token{Lead: lead, Rev: number}, nil
}

// Metadata is what a modal remembers from its opening to its submission. The
// user cannot edit it, but it decides nothing about permissions.
type Metadata struct {
	Token     Token  `json:"-"`
	Value     string `json:"t,omitempty"`    // the encoded Token
	Permalink string `json:"p,omitempty"`    // of the message that a new lead is logged from
	Plan      string `json:"plan,omitempty"` // the first of two that are compared, as it is typed
	Channel   string `json:"c,omitempty"`    // where the modal was opened, for the reply
	Draft     int    `json:"d,omitempty"`    // the open draft of the definition, as it was shown
	Version   int    `json:"v,omitempty"`    // of the definition in force then
	Campaign  string `json:"n,omitempty"`    // the name of the one that is changed

	Pool    people.PoolID `json:"pool,omitempty"` // the one that is changed
	PoolRev int           `json:"rev,omitempty"`  // as it was shown

	Dispute int    `json:"dispute,omitempty"`
	Knows   string `json:"k,omitempty"` // the reason to reject for which rulings were shown

	User ref.UserID `json:"u,omitempty"` // whose working time is changed
	Goal string     `json:"g,omitempty"` // the number of the one that is changed
}

// maxMetadata is Slack's limit on private_metadata.
const maxMetadata = 3000

// String encodes the metadata for private_metadata.
func (m Metadata) String() string {
	if m.Token != (Token{}) {
		m.Value = m.Token.String()
	}
	encoded, err := json.Marshal(m)
	if err != nil || len(encoded) > maxMetadata {
		m.Permalink = ""
		encoded, _ = json.Marshal(m)
	}
	return string(encoded)
}

// ParseMetadata decodes what String encoded.
func ParseMetadata(text string) (Metadata, error) {
	var m Metadata
	if text == "" {
		return m, nil
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return Metadata{}, fmt.Errorf("reading a modal's metadata: %w", err)
	}
	if m.Value == "" {
		return m, nil
	}
	token, err := ParseToken(m.Value)
	m.Token, m.Value = token, ""
	return m, err
}
