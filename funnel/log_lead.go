package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// reopenAfter is how long after its end a lead that raises a hand again is
// worked again; before, the enquiry is kept as a touch (peers' default: 90 days).
const reopenAfter = 90 * 24 * time.Hour

// Logging is what became of a logged lead.
type Logging struct {
	Lead     Lead
	New      bool   // else it was known, and the enquiry became a touch
	Reopened bool   // it had ended or was put aside, and is marketing's again
	Similar  []Lead // leads of the same company, when new
	Late     bool   // it names a campaign that is closed, so it does not count for it
}

// Arrival is how a lead comes: logged by its marketer, or through the HTTP door for one.
type Arrival struct {
	Source   string     // who brings it through the door, by its name in the configuration; empty of what a person logs
	Marketer ref.UserID // whose lead it is
	// Public says that anybody can write what comes, as in a form on a web page: it may not fill in what is blank of a
	// lead that is known.
	Public bool
}

// LogLead decides what becomes of a new lead. The id is the next free one.
func LogLead(id ref.LeadID, in Cleaned, from Arrival, act people.Act, p Policy) (Change, error) {
	if err := admitLogger(act.By, p); err != nil {
		return Change{}, err
	}

	l := Lead{V: 1, ID: id, CreatedAt: act.At, Marketer: from.Marketer, Door: from.Source}
	in.fill(&l)
	l.Campaigns = l.Campaigns.with(in.Campaign, act.At)

	d := decide(l, act, p)
	e := d.move(EntryLogged, l.marketingStage())
	e.Named, e.Door = in.Campaign, from.Source
	d.notice(NoticeCard, "", PlaceLeads)
	return d.change(), nil
}

// admitLogger lets in who is on a team, and the program for what comes through the door.
func admitLogger(by people.Person, p Policy) error {
	if by.ID == ref.Leadloop {
		return nil
	}

	return p.Roster.Admit(by)
}

// Repeat decides what becomes of an enquiry of a lead that is known already:
// a touch on the open lead; a lead that waits or ended long ago is worked
// again. Blanks are filled, nothing is overwritten.
func (l Lead) Repeat(in Cleaned, from Arrival, act people.Act, p Policy) (Change, error) {
	if err := admitLogger(act.By, p); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	if !from.Public {
		in.fill(&d.lead)
	}

	d.lead.Campaigns = d.lead.Campaigns.with(in.Campaign, act.At)
	if l.Marketer == "" {
		d.lead.Marketer = from.Marketer
	}

	d.lead.Awaiting = false
	e := d.touch(TouchKindOf(in.Source), "raised a hand again", in.Need, false)
	e.Named, e.Door = in.Campaign, from.Source
	if l.returnsOnRepeat(act.At) {
		d.giveBack(EntryReturned, d.lead.marketingStage())
	}

	d.promote()
	d.tell(NoticeRepeated, d.lead.hearsOfRepeat())
	return d.change(), nil
}

func (l Lead) returnsOnRepeat(now time.Time) bool {
	ended := l.Stage == agreement.Lost || l.Stage == agreement.Disqualified
	return l.Stage == agreement.Recycled || ended && now.Sub(l.EndedAt) > reopenAfter
}

// hearsOfRepeat is whose turn it is; a customer or a lead lost lately is
// nobody's turn, but its marketer should know. Nobody hears of the
// disqualified.
func (l Lead) hearsOfRepeat() ref.UserID {
	if turn, _ := l.Turn(); turn != "" {
		return turn
	}

	if l.Stage == agreement.Disqualified {
		return ""
	}

	return l.Marketer
}

// promote makes an inquiry that can be reached now a lead.
func (d *decision) promote() {
	if d.lead.Stage == agreement.Inquiry && d.lead.Reachable() {
		d.move(EntryEdited, agreement.Known)
	}
}

// Edit corrects what is written about a lead; only fields that are given
// change.
func (l Lead) Edit(in LeadInput, act people.Act, p Policy) (Change, error) {
	if err := l.May(EntryEdited, act, p); err != nil {
		return Change{}, err
	}

	in, who, wrong := in.normalise(p.Region)
	if err := fault.WrongInput(wrong); err != nil {
		return Change{}, err
	}

	d := decide(l, act, p)
	if !(Cleaned{LeadInput: in, Who: who}).overwrite(&d.lead) {
		return Change{Lead: l}, nil
	}

	if d.lead.Campaign != l.Campaign {
		d.lead.Campaigns = d.lead.Campaigns.renamed(d.lead.Campaign, d.lead.CreatedAt)
	}

	d.promote()
	if len(d.entries) == 0 {
		d.entry(EntryEdited)
	}

	return d.change(), nil
}
