package funnel

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// DisputeVerdict is how a dispute was ruled on.
type DisputeVerdict string

// The verdicts. The zero value is none yet.
const (
	VerdictUpheld     DisputeVerdict = "uphold"   // the rejection stands
	VerdictOverturned DisputeVerdict = "overturn" // the lead is offered to the rep again
)

// Dispute is marketing's word against a rejection, with the rejection as it
// was. A ruling on it is kept, and shown when something similar is rejected.
type Dispute struct {
	V         int            `json:"v"`
	Number    int            `json:"number"`
	Lead      ref.LeadID     `json:"lead"`
	Rejection Entry          `json:"rejection"`
	Proof     string         `json:"proof,omitempty"`
	Company   string         `json:"company,omitempty"`
	Domain    string         `json:"domain,omitempty"` // of the company's addresses
	Country   string         `json:"country,omitempty"`
	Segment   string         `json:"segment,omitempty"`
	Why       string         `json:"why"`
	By        ref.UserID     `json:"by"`
	At        time.Time      `json:"at"`
	Verdict   DisputeVerdict `json:"verdict,omitempty"`
	Ruling    string         `json:"ruling,omitempty"`
	RuledBy   ref.UserID     `json:"ruled_by,omitempty"`
	RuledAt   time.Time      `json:"ruled_at,omitzero"`
}

// Open says whether a ruling is awaited.
func (d Dispute) Open() bool { return d.Verdict == "" }

// RaiseDispute disputes the last rejection of a lead, which is given as the
// journal has it. The dispute has the next number.
func RaiseDispute(
	l Lead, why string, number int, rejection Entry, act people.Act, p Policy,
) (Change, Dispute, error) {
	if err := l.May(EntryDisputed, act, p); err != nil {
		return Change{}, Dispute{}, err
	}

	why, err := askedFor("why", "Why is the rejection wrong? Write a few words, such as "+fault.ToDisputeRejection.Way(l.ID, "they have 80 people")+".", why)
	if err != nil {
		return Change{}, Dispute{}, err
	}

	rejection.Stretches, rejection.Clocks = nil, nil
	dispute := Dispute{
		V: 1, Number: number, Lead: l.ID, Rejection: rejection, Proof: l.Handoff.Proof,
		Company: l.Company, Domain: companyDomain(l), Why: why, By: act.By.ID, At: act.At,
	}
	for _, f := range Fields {
		if f.disputed != nil {
			*f.disputed(&dispute) = f.Value(l)
		}
	}

	d := decide(l, act, p)
	d.lead.Handoff.Dispute = number
	e := d.entry(EntryDisputed)
	e.Reason, e.Note = rejection.Reason, why
	for _, person := range p.Arbiters(dispute) {
		d.tell(NoticeDispute, person)
	}

	d.about(number)
	return d.change(), dispute, nil
}

// mayDispute refuses who cannot dispute the last rejection.
func mayDispute(l Lead, act people.Act, _ Policy) error {
	by := act.By
	switch h := l.Handoff; {
	case !by.ActsFor(ref.Marketing) && by.ID != l.Marketer:
		return fault.Denied("A rejection is disputed by marketing, and %s has %s. Ask them to run %s.", l.Marketer.Mentioned(), l.ID, fault.ToDisputeRejection.Way(l.ID))
	case h.State == HandoffLapsed && l.Returned():
		return fault.Conflict("Nobody rejected %s: it was not answered in time, so there is nothing to dispute. Hand it off again.", l.ID)
	case h.State != HandoffRejected || !l.Returned():
		return fault.Conflict("No rejection of %s stands that could be disputed. %s shows what happened.", l.ID, fault.ToShowLeadHistory.Way(l.ID))
	case h.Dispute > 0:
		return fault.Conflict("The rejection of %s is disputed already; %s shows it, or the ruling is in %s.", l.ID, fault.ToListDisputes.Way(), fault.ToShowLeadHistory.Way(l.ID))
	}

	return nil
}

// about numbers the dispute in what is told of it.
func (d *decision) about(dispute int) {
	for i := range d.notices {
		if kind := d.notices[i].Kind; kind == NoticeDispute || kind == NoticeRuled {
			d.notices[i].Dispute = dispute
		}
	}
}

// companyDomain is the domain of the company's addresses, empty for free mail.
func companyDomain(l Lead) string {
	domain := contact.EmailDomain(l.EmailKey)
	if contact.IsFreeMail(domain) {
		return ""
	}

	return domain
}

// Arbiters are who may rule on a dispute: the signers of the teams and the
// sales manager, without those who rejected or disputed where others are left.
// Any one of them rules.
func (p Policy) Arbiters(d Dispute) []ref.UserID {
	r := p.Roster
	var all []ref.UserID
	for _, id := range []ref.UserID{r.MarketingSigner, r.SalesSigner, r.SalesManager} {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}

	impartial := slices.DeleteFunc(slices.Clone(all),
		func(id ref.UserID) bool { return id == d.By || id == d.Rejection.By })
	switch {
	case len(impartial) > 0:
		return impartial
	case len(all) > 0:
		return all
	}

	return r.Admins
}

// Ruling is what somebody decides on a dispute, and why.
type Ruling struct {
	Verdict DisputeVerdict
	Why     string
}

// MayRule says why somebody cannot rule on a dispute, if so.
func (d Dispute) MayRule(by people.Person, p Policy) error {
	arbiters := p.Arbiters(d)
	switch {
	case !by.Member():
		return p.Roster.Admit(by)
	case !d.Open():
		return fault.Conflict("%s ruled on the dispute about %s already, on %s: “%s”.", d.RuledBy.Mentioned(), d.Lead, fault.Moment(d.RuledAt), d.Ruling)
	case len(arbiters) == 0:
		return fault.Denied("Nobody can rule on disputes: name the signers under `teams` in the configuration.")
	case !slices.Contains(arbiters, by.ID):
		return fault.Denied("Only %s can rule on the dispute about %s.", eitherOf(arbiters), d.Lead)
	}

	return nil
}

// Rule rules on a dispute about a lead. A rejection that is overturned is
// uncounted, and where the lead still waits it is offered to the same rep
// again, who cannot reject it for the same reason.
func (d Dispute) Rule(l Lead, in Ruling, act people.Act, p Policy) (Change, Dispute, error) {
	if err := d.MayRule(act.By, p); err != nil {
		return Change{}, d, err
	}

	if in.Verdict != VerdictUpheld && in.Verdict != VerdictOverturned {
		return Change{}, d, fault.WrongField("verdict", "Say which: `uphold` or `overturn`.")
	}

	why, err := askedFor("why", "A ruling needs a sentence: it is kept, and shown when something similar is rejected.", in.Why)
	if err != nil {
		return Change{}, d, err
	}

	d.Verdict, d.Ruling, d.RuledBy, d.RuledAt = in.Verdict, why, act.By.ID, act.At
	made := decide(l, act, p)
	e := made.enforce(d)
	e.Reason, e.Note, e.Verdict = d.Rejection.Reason, why, in.Verdict
	if in.Verdict == VerdictOverturned {
		e.Undoes = []Entry{d.Rejection}
	}

	heard := []ref.UserID{}
	if made.lead.Offered() && e.To == agreement.MQL {
		heard = append(heard, made.lead.Handoff.To) // the new offer tells them
	}

	for _, person := range []ref.UserID{l.Marketer, d.By, d.Rejection.By, d.Rejection.Owner} {
		if !slices.Contains(heard, person) {
			heard = append(heard, person)
			made.tell(NoticeRuled, person)
		}
	}

	made.about(d.Number)
	return made.change(), d, nil
}

// enforce does to the lead what a ruling means for it.
func (d *decision) enforce(dispute Dispute) *Entry {
	before := d.before
	h := before.Handoff
	stands := before.Returned() && h.Dispute == dispute.Number
	if dispute.Verdict == VerdictUpheld || !stands || !slices.Contains(d.policy.Roster.Sales, h.To) {
		return d.entry(EntryRuled)
	}

	return d.open(Handoff{
		To: h.To, By: h.By, Class: h.Class, Note: h.Note, Pool: h.Pool, Former: h.Former,
		Dispute: dispute.Number, RuledOut: dispute.Rejection.Reason, Ruling: dispute.Ruling,
	}, EntryRuled)
}

// refuseRuledOut refuses the reason that a ruling has overturned.
func refuseRuledOut(l Lead, code agreement.ReasonCode) error {
	if h := l.Handoff; h.RuledOut != "" && h.RuledOut == code.Code {
		return fault.WrongField("reason", "It was ruled that “%s” is no reason to reject %s; %s says why. Accept it, or give another reason.", code.Label, l.ID, fault.ToShowLeadHistory.Way(l.ID))
	}

	return nil
}

// mostPrecedents is how many rulings are shown to who rejects.
const mostPrecedents = 2

// Precedents are the rulings on disputes about the same reason that are most
// like a lead: of the same company first, then by how much else is the same;
// the latest first among equals. What has nothing in common is none.
func Precedents(l Lead, reason string, ruled []Dispute) []Dispute {
	near := slices.DeleteFunc(slices.Clone(ruled), func(d Dispute) bool {
		return d.Open() || d.Rejection.Reason != reason || d.likeness(l) == 0
	})
	slices.SortStableFunc(near, func(a, b Dispute) int {
		return cmp.Or(cmp.Compare(b.likeness(l), a.likeness(l)), b.RuledAt.Compare(a.RuledAt))
	})
	return near[:min(len(near), mostPrecedents)]
}

// likeness is how much of a dispute's lead is the same as another: 3 for the
// company's domain, 1 each for the source and for what disputes keep of the
// fields. Unknown is never the same.
func (d Dispute) likeness(l Lead) int {
	like := 0
	same := func(a, b string, weight int) {
		if a != "" && a == b {
			like += weight
		}
	}

	same(d.Domain, companyDomain(l), 3)
	same(d.Rejection.Source, l.Source, 1)
	for _, f := range Fields {
		if f.disputed != nil {
			same(*f.disputed(&d), f.Value(l), 1)
		}
	}

	return like
}

// eitherOf names people of whom one is enough.
func eitherOf(people []ref.UserID) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Mentioned()
	}

	return strings.Join(names, " or ")
}
