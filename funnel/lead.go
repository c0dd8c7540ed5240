package funnel

import (
	"maps"
	"slices"
	"time"
)

// Limits of what people may write, in runes. They keep a record under 4 KiB.
const (
	maxName  = 120
	maxTitle = 120
	maxWord  = 80 // source, campaign, external id, outcome
	maxNote  = 800
	maxWhy   = 400
)

// Lead is a person at a company who may buy.
type Lead struct {
	V          int    `json:"v"`
	ID         LeadID `json:"id"`
	Rev        int    `json:"rev"` // grows with every change; buttons carry it
	Name       string `json:"name,omitempty"`
	Company    string `json:"company,omitempty"`
	Title      string `json:"title,omitempty"`
	Email      string `json:"email,omitempty"`
	EmailKey   string `json:"email_key,omitempty"` // for matching only
	Phone      string `json:"phone,omitempty"`
	PhoneKey   string `json:"phone_key,omitempty"`
	Source     string `json:"source,omitempty"`
	Campaign   string `json:"campaign,omitempty"`
	Need       string `json:"need,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
	Permalink  string `json:"permalink,omitempty"` // the message it was logged from

	CountryCode string   `json:"country,omitempty"` // ISO 3166, as written; see Country
	Employees   int      `json:"employees,omitempty"`
	Segment     string   `json:"segment,omitempty"` // the industry
	Tags        []string `json:"tags,omitempty"`

	Campaigns []CampaignTouch `json:"campaigns,omitempty"` // through which it came, in order; the first is Campaign

	Stage      Stage               `json:"stage"`
	StageSince time.Time           `json:"stage_since"`
	Reached    map[Stage]time.Time `json:"reached"` // first time each stage was entered
	CreatedAt  time.Time           `json:"created_at"`
	ChangedAt  time.Time           `json:"changed_at"`

	Marketer     UserID `json:"marketer,omitempty"`     // who hears how it ends
	Owner        UserID `json:"owner,omitempty"`        // the rep who works it
	LentBy       UserID `json:"lent_by,omitempty"`      // the rep who is away, and gets it back
	FormerOwner  UserID `json:"former_owner,omitempty"` // who had it when it went back to marketing
	HandedBack   bool   `json:"handed_back,omitempty"`  // the former owner's doing, or done for them
	OutsideOwner string `json:"outside_owner,omitempty"`

	Handoff  Handoff `json:"handoff,omitzero"` // the open one, or the last
	Handoffs int     `json:"handoffs,omitempty"`
	Clocks   []Clock `json:"clocks,omitempty"` // promises still open

	Nudges     int       `json:"nudges,omitempty"`      // reminders of its owner in this stage
	Snoozes    int       `json:"snoozes,omitempty"`     // in this stage
	SnoozedFor string    `json:"snoozed_for,omitempty"` // why, the last time
	Told       []Telling `json:"told,omitempty"`        // who was reminded of it last

	Touches      int       `json:"touches,omitempty"`
	LastTouchAt  time.Time `json:"last_touch_at,omitzero"`
	SalesTouchAt time.Time `json:"sales_touch_at,omitzero"` // the first by sales since the handoff
	ReachedAt    time.Time `json:"reached_at,omitzero"`     // by sales, the first time since the handoff
	Prompt       Prompt    `json:"prompt,omitempty"`        // whether that was in time; empty before it

	Awaiting  bool              `json:"awaiting,omitempty"`  // sales reached out last, and waits for an answer
	CountedAt time.Time         `json:"counted_at,omitzero"` // up to when Spent has the lead's life; never for one that is only imported
	Spent     []Spell           `json:"spent,omitempty"`     // whose turn it was, summed up
	Answers   map[string]Answer `json:"answers,omitempty"`   // to criteria, by key
	Judged    map[Stage]Judged  `json:"judged,omitempty"`    // how the last handoff and opportunity stood by the definition

	Amount       Money     `json:"amount,omitzero"`
	CloseBy      Date      `json:"close_by,omitzero"`
	Reason       string    `json:"reason,omitempty"` // of the last rejection, loss or disqualification
	Note         string    `json:"note,omitempty"`
	RecycleUntil Date      `json:"recycle_until,omitzero"`
	EndedAt      time.Time `json:"ended_at,omitzero"`
	Imported     bool      `json:"imported,omitempty"`

	NextDueAt time.Time `json:"next_due_at,omitzero"` // see NextDue; kept so that the store can find what is due
}

// LeadInput is what somebody wrote about a lead.
type LeadInput struct {
	Name, Company, Title, Email, Phone, Source, Campaign, Need, ExternalID, Permalink string
	Country, Employees, Segment, Tags                                                 string // of the company; optional
}

// Clean checks and normalises what was written about a lead. Every wrong
// field is named.
func (in LeadInput) Clean(region string) (LeadInput, Identity, error) {
	in, id, wrong := in.normalise(region)
	if len(wrong) == 0 && in.Name == "" && in.Company == "" && id == (Identity{}) {
		wrong = []FieldError{{"name", "A lead needs at least a name, a company, an e-mail address or a phone number, such as `Jane Doe, Acme, jane@acme.com`."}}
	}
	return in, id, wrongInput(wrong)
}

func (in LeadInput) normalise(region string) (LeadInput, Identity, []FieldError) {
	var id Identity
	var wrong fieldFaults
	wrong.clean(CleanLine,
		textField{"name", "the name", &in.Name, maxName},
		textField{"company", "the company", &in.Company, maxName},
		textField{"title", "the title", &in.Title, maxTitle},
		textField{"source", "the source", &in.Source, maxWord},
		textField{"campaign", "the campaign", &in.Campaign, maxWord},
		textField{"external_id", "the external ID", &in.ExternalID, maxWord},
		textField{"segment", "the segment", &in.Segment, maxWord},
	)
	wrong.clean(CleanNote, textField{"need", "the need", &in.Need, maxNote})
	var err error
	if cleanLine(in.Email) != "" {
		in.Email, id.EmailKey, err = NormaliseEmail(in.Email)
		wrong.see("email", err)
	}
	if cleanLine(in.Phone) != "" {
		in.Phone, id.PhoneKey, err = NormalisePhone(in.Phone, region)
		wrong.see("phone", err)
	}
	wrong = append(wrong, in.facts()...)
	id.ExternalID = in.ExternalID
	return in, id, wrong
}

// Identity is by what a lead is known again: its e-mail address, else its
// phone number; imported ones also by their id in the system they came from.
type Identity struct{ EmailKey, PhoneKey, ExternalID string }

// Reachable says whether sales could reach this person.
func (l Lead) Reachable() bool { return l.EmailKey != "" || l.PhoneKey != "" }

// Who is the lead in sentences: "Jane Doe, Acme", or what else is known.
func (l Lead) Who() string {
	switch {
	case l.Name != "" && l.Company != "":
		return l.Name + ", " + l.Company
	case l.Name != "":
		return l.Name
	case l.Company != "":
		return l.Company
	case l.Email != "":
		return l.Email
	case l.Phone != "":
		return l.Phone
	case l.ExternalID != "":
		return l.ExternalID
	}
	return l.ID.String()
}

// Nameless says whether nothing is known of who the lead is but a key in
// another system.
func (l Lead) Nameless() bool { return l.Name+l.Company+l.Email+l.Phone == "" }

// Offered says whether a handoff is open.
func (l Lead) Offered() bool { return l.Handoff.Open() }

// withRep says whether sales has the lead: offered to a rep, or worked by one.
func (l Lead) withRep() bool { return l.Offered() || l.Stage.WithSales() }

// LoopOpen says whether the lead was handed off and marketing still waits
// to hear how it ended.
func (l Lead) LoopOpen() bool { return l.Handoffs > 0 && l.withRep() }

// Turn says whose turn it is: the person of whom the next act is expected.
// It is empty when the lead has ended or waits for a date.
func (l Lead) Turn() (UserID, Team) {
	switch {
	case l.Asked():
		return l.Marketer, Marketing
	case l.Offered():
		return l.Handoff.To, Sales
	case l.Stage.WithSales():
		return l.Owner, Sales
	case l.Stage == Inquiry || l.Stage == Known || l.Stage == MQL:
		return l.Marketer, Marketing
	}
	return "", ""
}

// marketingStage is where a lead stands when marketing has it.
func (l Lead) marketingStage() Stage {
	if l.Reachable() {
		return Known
	}
	return Inquiry
}

// text is one thing written about a lead: where it is kept, and what was given.
type text struct {
	to   *string
	from string
}

// texts are what people write about a lead, apart from how it is known again.
func (l *Lead) texts(in LeadInput) []text {
	return []text{
		{&l.Name, in.Name},
		{&l.Company, in.Company},
		{&l.Title, in.Title},
		{&l.Source, in.Source},
		{&l.Campaign, in.Campaign},
		{&l.Need, in.Need},
		{&l.CountryCode, in.Country},
		{&l.Segment, in.Segment},
	}
}

// fill takes over what is not known yet; a blank never overwrites.
func (l *Lead) fill(in LeadInput, id Identity) {
	for _, f := range append(l.texts(in), text{&l.ExternalID, in.ExternalID}, text{&l.Permalink, in.Permalink}) {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if l.EmailKey == "" {
		l.Email, l.EmailKey = in.Email, id.EmailKey
	}
	if l.PhoneKey == "" {
		l.Phone, l.PhoneKey = in.Phone, id.PhoneKey
	}
	l.fillFacts(in)
}

// clone detaches the parts of a lead that copies share.
func (l Lead) clone() Lead {
	l.Clocks = slices.Clone(l.Clocks)
	l.Answers, l.Judged = maps.Clone(l.Answers), maps.Clone(l.Judged)
	l.Told = slices.Clone(l.Told)
	l.Reached = maps.Clone(l.Reached)
	if l.Reached == nil {
		l.Reached = map[Stage]time.Time{}
	}
	return l
}

// overwrite takes over what is given, and says whether that changed anything.
func (l *Lead) overwrite(in LeadInput, id Identity) bool {
	changed := l.overwriteFacts(in)
	for _, f := range append(l.texts(in),
		text{&l.Email, in.Email}, text{&l.EmailKey, id.EmailKey}, text{&l.Phone, in.Phone}, text{&l.PhoneKey, id.PhoneKey},
	) {
		if f.from != "" && f.from != *f.to {
			*f.to, changed = f.from, true
		}
	}
	return changed
}
