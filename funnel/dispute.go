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

// Returned says whether the lead is back with marketing because sales did not
// take it, and nothing was done about that yet.
func (l Lead) Returned() bool {
	return (l.Handoff.State == HandoffRejected || l.Handoff.State == HandoffLapsed) &&
		(l.Stage == agreement.Inquiry || l.Stage == agreement.Known)
}

// Contest disputes the last rejection of the lead, which is given as the
// journal has it. The dispute has the next number.
func (l Lead) Contest(why string, number int, rejection Entry, act people.Act, p Policy) (Change, Dispute, error) {
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
		Company: l.Company, Domain: l.companyDomain(), Why: why, By: act.By.ID, At: act.At,
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
func (l Lead) companyDomain() string {
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

// Rulable says why somebody cannot rule on a dispute, if so.
func (d Dispute) Rulable(by people.Person, p Policy) error {
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

// Rule rules on a dispute about the lead. A rejection that is overturned is
// uncounted, and where the lead still waits it is offered to the same rep
// again, who cannot reject it for the same reason.
func (l Lead) Rule(dispute Dispute, in Ruling, act people.Act, p Policy) (Change, Dispute, error) {
	if err := dispute.Rulable(act.By, p); err != nil {
		return Change{}, dispute, err
	}

	if in.Verdict != VerdictUpheld && in.Verdict != VerdictOverturned {
		return Change{}, dispute, fault.WrongField("verdict", "Say which: `uphold` or `overturn`.")
	}

	why, err := askedFor("why", "A ruling needs a sentence: it is kept, and shown when something similar is rejected.", in.Why)
	if err != nil {
		return Change{}, dispute, err
	}

	dispute.Verdict, dispute.Ruling, dispute.RuledBy, dispute.RuledAt = in.Verdict, why, act.By.ID, act.At
	d := decide(l, act, p)
	e := d.enforce(dispute)
	e.Reason, e.Note, e.Verdict = dispute.Rejection.Reason, why, in.Verdict
	if in.Verdict == VerdictOverturned {
		e.Undoes = []Entry{dispute.Rejection}
	}

	heard := []ref.UserID{}
	if d.lead.Offered() && e.To == agreement.MQL {
		heard = append(heard, d.lead.Handoff.To) // the new offer tells them
	}

	for _, person := range []ref.UserID{l.Marketer, dispute.By, dispute.Rejection.By, dispute.Rejection.Owner} {
		if !slices.Contains(heard, person) {
			heard = append(heard, person)
			d.tell(NoticeRuled, person)
		}
	}

	d.about(dispute.Number)
	return d.change(), dispute, nil
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

// ruledOut refuses the reason that a ruling has overturned.
func (l Lead) ruledOut(code agreement.ReasonCode) error {
	if h := l.Handoff; h.RuledOut != "" && h.RuledOut == code.Code {
		return fault.WrongField("reason", "It was ruled that “%s” is no reason to reject %s; %s says why. Accept it, or give another reason.", code.Label, l.ID, fault.ToShowLeadHistory.Way(l.ID))
	}

	return nil
}

// mostPrecedents is how many rulings are shown to who rejects.
const mostPrecedents = 2

// Precedents are the rulings on disputes about the same reason that are most
// like the lead: of the same company first, then by how much else is the same;
// the latest first among equals. What has nothing in common is none.
func (l Lead) Precedents(reason string, ruled []Dispute) []Dispute {
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

	same(d.Domain, l.companyDomain(), 3)
	same(d.Rejection.Source, l.Source, 1)
	for _, f := range Fields {
		if f.disputed != nil {
			same(*f.disputed(&d), f.Value(l), 1)
		}
	}

	return like
}

// HandOff hands off a lead that was corrected for it; both are one change.
func (c Change) HandOff(offer HandoffInput, act people.Act, p Policy) (Change, error) {
	sent, err := c.Lead.HandOff(offer, act, p)
	if err != nil {
		return Change{}, err
	}

	if len(c.Entries) > 0 {
		sent.Lead.Rev = c.Lead.Rev
	}

	sent.Entries = append(c.Entries, sent.Entries...)
	sent.Notices = append(c.Notices, sent.Notices...)
	return sent, nil
}

// eitherOf names people of whom one is enough.
func eitherOf(people []ref.UserID) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Mentioned()
	}

	return strings.Join(names, " or ")
}
