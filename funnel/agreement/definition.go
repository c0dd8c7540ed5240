package agreement

import (
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Definition is the universal lead definition: the one text on which sales
// and marketing agree. Version 1 is the one delivered with the program.
type Definition struct {
	Version        int              `json:"version"`
	Name           string           `json:"name"`
	IdealCustomer  string           `json:"ideal_customer"`
	Personas       []string         `json:"personas"`
	Need           string           `json:"need"`
	Criteria       []Criterion      `json:"criteria"`
	PassMarks      map[Stage]int    `json:"pass_marks,omitempty"` // points that are needed to enter a stage
	Disqualifiers  []string         `json:"disqualifiers"`
	Reasons        Reasons          `json:"reason_codes"`
	ServiceLevels  ServiceLevels    `json:"service_levels"`
	Hot            []Rule           `json:"hot,omitempty"` // leads for which one of them holds are handed off as hot
	Labels         map[Stage]string `json:"labels,omitempty"`
	InForceSince   time.Time        `json:"in_force_since,omitzero"`
	ProposedBy     ref.UserID       `json:"proposed_by,omitempty"`
	Signatures     []Signature      `json:"signatures,omitempty"` // none on the one delivered with the program
	RecordRevision int              `json:"v"`
}

// ReasonCode is one agreed answer to "why not".
type ReasonCode struct {
	Code         string `json:"code"`
	Label        string `json:"label"`
	NoteRequired bool   `json:"note_required,omitempty"`
}

// Reasons are the agreed answers, by what is being explained.
type Reasons struct {
	Reject     []ReasonCode `json:"reject"`
	Lost       []ReasonCode `json:"lost"`
	Disqualify []ReasonCode `json:"disqualify"`
}

// ReasonUse says what a reason explains.
type ReasonUse string

// The uses of reasons.
const (
	WhyRejected     ReasonUse = "reject"
	WhyLost         ReasonUse = "lost"
	WhyDisqualified ReasonUse = "disqualify"
)

// For gives the reasons of one use.
func (r Reasons) For(use ReasonUse) []ReasonCode {
	return map[ReasonUse][]ReasonCode{WhyRejected: r.Reject, WhyLost: r.Lost, WhyDisqualified: r.Disqualify}[use]
}

// Label is the name that this company gave a stage.
func (d Definition) Label(s Stage) string {
	if label := d.Labels[s]; label != "" {
		return label
	}

	return s.Name()
}

// Heading is what counts of a stage are headed by: "MQLs".
func (d Definition) Heading(s Stage) string {
	if label := d.Labels[s]; label != "" {
		return fault.OneLine(label)
	}

	return s.Heading()
}

// Noun is what the leads of a stage are called within a sentence.
func (d Definition) Noun(s Stage) string {
	if label := d.Labels[s]; label != "" || s == Inquiry {
		return d.Heading(s)
	}

	return s.Plural()
}

// Reason finds a reason code; spaces, hyphens and letter case do not matter.
func (d Definition) Reason(use ReasonUse, text string) (ReasonCode, error) {
	want, reasons := fault.FoldCode(text), d.Reasons.For(use)
	i := slices.IndexFunc(reasons, func(r ReasonCode) bool {
		return fault.FoldCode(r.Code) == want ||
			fault.FoldCode(r.Label) == want
	})
	if i >= 0 && want != "" {
		return reasons[i], nil
	}

	codes := make([]string, len(reasons))
	for i, r := range reasons {
		codes[i] = r.Code
	}

	expected := strings.Join(codes, ", ")
	if want == "" {
		return ReasonCode{}, fault.WrongField("reason", "A reason is needed. Expected one of %s.", expected)
	}

	return ReasonCode{}, fault.WrongField("reason", "%s is not an agreed reason. Expected one of %s.", fault.Quoted(text),
		expected)
}

// ReasonLabel is the text of a reason code; a code that the definition no
// longer has stands for itself.
func (d Definition) ReasonLabel(use ReasonUse, code string) string {
	for _, r := range d.Reasons.For(use) {
		if r.Code == code {
			return r.Label
		}
	}

	return code
}

// Signature is one team's yes to a text, by its signer.
type Signature struct {
	Team ref.Team   `json:"team"`
	By   ref.UserID `json:"by"`
	At   time.Time  `json:"at"`
}

// SignedBy says whether somebody's is among the signatures.
func SignedBy(signatures []Signature, id ref.UserID) bool {
	return slices.ContainsFunc(signatures, func(s Signature) bool { return s.By == id })
}
