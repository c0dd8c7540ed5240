package kit

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// CallbackDetail is a modal that shows a lead or a digest. It has nothing to
// submit.
const CallbackDetail = "detail"

// The block ids of inputs are the field names of fault.FieldError, so that
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

// NoGoal is the value of "none" in fields that may name a goal or its owner.
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
