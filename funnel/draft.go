package funnel

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// DraftState is how far a draft has come.
type DraftState string

// The states of a draft. Only the last one can be open.
const (
	DraftOpen      DraftState = "open"
	DraftReplaced  DraftState = "replaced" // by an edit
	DraftWithdrawn DraftState = "withdrawn"
	DraftInForce   DraftState = "in_force"
)

// Draft is a text of the definition that is proposed. Each edit makes a new
// draft, so that a signature is always on one text; nobody signed the new one.
type Draft struct {
	V          int                   `json:"v"`
	Number     int                   `json:"number"` // given by the store
	State      DraftState            `json:"state"`
	Definition agreement.Definition  `json:"definition"`
	Base       int                   `json:"base"` // the version in force when it was written
	By         ref.UserID            `json:"by"`
	At         time.Time             `json:"at"`
	Signatures []agreement.Signature `json:"signatures,omitempty"`
	Version    int                   `json:"version,omitempty"` // under which it came in force
	ClosedBy   ref.UserID            `json:"closed_by,omitempty"`
	ClosedAt   time.Time             `json:"closed_at,omitzero"`
}

// Open says whether the draft waits for signatures.
func (d Draft) Open() bool { return d.State == DraftOpen }

// Proposal is what somebody has written in the form, and what they saw when
// they opened it.
type Proposal struct {
	Form    agreement.Form
	Draft   int // the number of the open draft; 0 where there was none
	Version int // in force
}

// Propose makes a draft of a form. The last draft is the zero value, closed
// or open. Where the text is that of the open draft it is given unchanged.
func (p Policy) Propose(last Draft, in Proposal, act people.Act) (draft Draft, changed bool, err error) {
	if err := p.Roster.Admit(act.By); err != nil {
		return Draft{}, false, err
	}

	open := 0
	if last.Open() {
		open = last.Number
	}

	if open != in.Draft || p.Definition.Version != in.Version {
		return Draft{}, false, p.changedMeanwhile(last)
	}

	definition, err := agreement.Parse(in.Form)
	if err != nil {
		return Draft{}, false, err
	}

	switch text := definition.Fingerprint(); {
	case open > 0 && text == last.Definition.Fingerprint():
		return last, false, nil
	case text == p.Definition.Fingerprint():
		return Draft{}, false, fault.Conflict("This is the text that is in force, so there is nothing to agree on. Change something; to drop an open draft use %s.", fault.ToWithdrawDraft.Way())
	}

	return Draft{
		V: 1, State: DraftOpen, Definition: definition, Base: p.Definition.Version, By: act.By.ID,
		At: act.At,
	}, true, nil
}

func (p Policy) changedMeanwhile(last Draft) error {
	who, when := last.By, last.At
	if !last.Open() && last.ClosedBy != "" {
		who, when = last.ClosedBy, last.ClosedAt
	}

	if who == "" {
		return fault.Conflict("The definition was changed since you opened this form. Copy what you wrote, and open it again with %s.", fault.ToProposeDefinition.Way())
	}

	return fault.Conflict("%s changed the draft after you opened this form, on %s. Copy what you wrote, and open it again with %s.", who.Mentioned(), fault.Moment(when), fault.ToProposeDefinition.Way())
}

// Sign puts the yes of a team's signer on a draft. Seen is the draft that the
// signer read; only its very text can be signed. Signing again changes nothing.
func (d Draft) Sign(seen Draft, act people.Act, p Policy) (signed Draft, changed bool, err error) {
	team, err := p.signs(act.By)
	if err != nil {
		return d, false, err
	}

	if seen.Number != d.Number && seen.State == DraftInForce {
		return d, false, fault.Conflict("That text is in force already, as version %d.", seen.Version)
	}

	if !d.Open() {
		return d, false, d.closed()
	}

	if seen.Definition.Fingerprint() != d.Definition.Fingerprint() {
		return d, false, fault.Conflict("%s changed the draft on %s, so what you read is out of date and you have signed nothing. %s Read it with %s, then agree to the new text.",
			d.By.Mentioned(), fault.Moment(d.At), changedFields(seen.Definition.Changes(d.Definition)),
			fault.ToCompareDraft.Way())
	}

	if slices.ContainsFunc(d.Signatures, func(s agreement.Signature) bool { return s.Team == team && s.By == act.By.ID }) {
		return d, false, nil
	}

	d.Signatures = slices.DeleteFunc(slices.Clone(d.Signatures),
		func(s agreement.Signature) bool { return s.Team == team })
	d.Signatures = append(d.Signatures, agreement.Signature{Team: team, By: act.By.ID, At: act.At})
	return d, true, nil
}

// longestFields is how many changed fields a sentence names.
const longestFields = 5

func changedFields(changes []agreement.Change) string {
	text := "Changed since: "
	for i, c := range changes {
		if i == longestFields {
			return text + " and more."
		}

		if i > 0 {
			text += ", "
		}

		text += c.Field.Label
	}

	return text + "."
}

func (d Draft) closed() error {
	switch d.State {
	case DraftInForce:
		return fault.Conflict("There is no open draft: version %d is in force since %s. %s shows it, %s begins a new draft.", d.Version, fault.Moment(d.ClosedAt), fault.ToShowDefinition.Way(), fault.ToProposeDefinition.Way())
	case DraftWithdrawn:
		return fault.Conflict("There is no open draft: %s withdrew the last one on %s. %s begins a new one.", d.ClosedBy.Mentioned(), fault.Moment(d.ClosedAt), fault.ToProposeDefinition.Way())
	default:
	}

	return fault.Conflict("There is no open draft. %s begins one.", fault.ToProposeDefinition.Way())
}

// signs gives the team for which somebody signs.
func (p Policy) signs(by people.Person) (ref.Team, error) {
	r := p.Roster
	switch {
	case !by.Member():
		return "", p.Roster.Admit(by)
	case len(r.Signers()) == 0:
		return "", fault.Denied("An agreement needs two people, one of each team. Ask %s to name two under `teams.marketing.signer` and `teams.sales.signer` in the configuration.", r.AskAdmin())
	case by.ID == r.MarketingSigner:
		return ref.Marketing, nil
	case by.ID == r.SalesSigner:
		return ref.Sales, nil
	}

	return "", fault.Denied("Only the signers of the two teams can agree to a definition: %s for marketing and %s for sales.", r.MarketingSigner.Mentioned(), r.SalesSigner.Mentioned())
}

// Missing are the signers of today whose signature a draft does not have.
func (d Draft) Missing(r people.Roster) []ref.UserID {
	return r.Unsigned(d.Signatures)
}

// Agreed says whether both teams have signed, each by its signer of today.
func (d Draft) Agreed(r people.Roster) bool { return r.BothSigned(d.Signatures) }

// Adopted is the definition that comes of an agreed draft.
func (d Draft) Adopted(act people.Act) agreement.Definition {
	adopted := d.Definition
	adopted.InForceSince, adopted.ProposedBy, adopted.Signatures = act.At, d.By, d.Signatures
	return adopted
}

// Withdraw closes a draft. Who wrote it may, the signers, and admins.
func (d Draft) Withdraw(act people.Act, p Policy) (Draft, error) {
	by := act.By
	switch {
	case !by.Member():
		return d, p.Roster.Admit(by)
	case !d.Open():
		return d, d.closed()
	case by.ID != d.By && !by.Admin && !slices.Contains(p.Roster.Signers(), by.ID):
		return d, fault.Denied("The draft is %s's. Only they, the signers and admins can withdraw it.", d.By.Mentioned())
	}

	return d.close(DraftWithdrawn, act), nil
}

func (d Draft) close(state DraftState, act people.Act) Draft {
	d.State, d.ClosedBy, d.ClosedAt = state, act.By.ID, act.At
	return d
}

// Replaced is a draft that has a newer text.
func (d Draft) Replaced(act people.Act) Draft { return d.close(DraftReplaced, act) }

// Enacted is a draft that came in force as a version.
func (d Draft) Enacted(version int, act people.Act) Draft {
	d.Version = version
	return d.close(DraftInForce, act)
}

// reviewAfter is how long a definition is taken to hold before both signers
// are asked again: a quarter.
const reviewAfter = 90 // days

// Review is what both signers have said on whether a version still holds.
type Review struct {
	V       int                   `json:"v"`
	Version int                   `json:"version"`
	Round   int                   `json:"round,omitempty"` // how often was asked
	AskedAt time.Time             `json:"asked_at,omitzero"`
	Held    []agreement.Signature `json:"held,omitempty"` // those who said that it holds, in this round
	HeldAt  time.Time             `json:"held_at,omitzero"`
}

// Due is when the signers are asked next: in the morning, a quarter after the
// definition came in force, was confirmed by both, or was asked for in vain.
func (r Review) Due(d agreement.Definition, p Policy) time.Time {
	since := d.InForceSince
	if r.Version == d.Version {
		since = calendar.Later(calendar.Later(since, r.AskedAt), r.HeldAt)
	}

	return p.morning(calendar.DateOf(since, p.Calendar.Zone()).AddDays(reviewAfter))
}

// Ask begins a round. However many were missed, it is one. It is false where
// nothing is due, or nobody could answer.
func (r Review) Ask(now time.Time, p Policy) (Review, bool) {
	d := p.Definition
	if d.Version == 0 || len(p.Roster.Signers()) == 0 || now.Before(r.Due(d, p)) {
		return r, false
	}

	round := 0
	if r.Version == d.Version {
		round = r.Round
	}

	return Review{V: 1, Version: d.Version, Round: round + 1, AskedAt: now}, true
}

// Hold notes that a signer says that the version still holds. It is false
// where they said so already.
func (r Review) Hold(version int, act people.Act, p Policy) (Review, bool, error) {
	team, err := p.signs(act.By)
	if err != nil {
		return r, false, err
	}

	if version != p.Definition.Version {
		return r, false, fault.Conflict("Version %d is no longer in force: version %d is. %s shows it.", version, p.Definition.Version, fault.ToShowDefinition.Way())
	}

	if r.Version != version {
		r = Review{V: 1, Version: version}
	}

	if agreement.SignedBy(r.Held, act.By.ID) {
		return r, false, nil
	}

	r.Held = append(slices.Clone(r.Held), agreement.Signature{Team: team, By: act.By.ID, At: act.At})
	if r.Confirmed(p.Roster) {
		r.HeldAt = act.At
	}

	return r, true, nil
}

// Waits are the signers of today who have not said that it holds.
func (r Review) Waits(roster people.Roster) []ref.UserID {
	return roster.Unsigned(r.Held)
}

// Confirmed says whether both signers say that the version holds.
func (r Review) Confirmed(roster people.Roster) bool {
	return roster.BothSigned(r.Held)
}
