package funnel

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Limits of what people may write, in runes. They keep a record under 4 KiB, and
// a form takes no more.
const (
	MaxName  = 120
	MaxWord  = 80 // source, campaign, external id, outcome
	maxPhone = 60
	maxLink  = 500
	maxSize  = 40 // a number of employees, as CRMs write it

	MaxWhy = 400
)

// Lead is a person at a company who may buy. What people write about it is
// described in Fields; every other field is set by the rules alone.
type Lead struct {
	// V is the version of the stored form, always 1. ID is given by the store.
	// Rev grows by one with every change; buttons carry it, so that an old one is told apart.
	V   int        `json:"v"`
	ID  ref.LeadID `json:"id"`
	Rev int        `json:"rev"`

	// Who they are, as it was written; empty is unknown. The keys are set with the texts and are for matching only: two
	// ways to write one mailbox or one line have the same key.
	Name     string `json:"name,omitempty"`
	Company  string `json:"company,omitempty"`
	Title    string `json:"title,omitempty"`
	Email    string `json:"email,omitempty"`
	EmailKey string `json:"email_key,omitempty"`
	Phone    string `json:"phone,omitempty"`
	PhoneKey string `json:"phone_key,omitempty"`
	LinkedIn string `json:"linkedin,omitempty"`

	// Where they come from and what they want. Campaign is the first of Campaigns. ExternalID is their number in the
	// system from which they were imported; Permalink is the message from which they were logged.
	Source     string `json:"source,omitempty"`
	Campaign   string `json:"campaign,omitempty"`
	Need       string `json:"need,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
	Permalink  string `json:"permalink,omitempty"`

	// Door is the source that brought it over HTTP; empty of a lead that a person or a file brought.
	Door string `json:"door,omitempty"`

	// Their company. CountryCode is ISO 3166 and only what was written, see Country; Employees is 0 where nobody knows;
	// Segment is the industry; Tags are in lower case, each once.
	CountryCode string   `json:"country,omitempty"`
	Employees   int      `json:"employees,omitempty"`
	Segment     string   `json:"segment,omitempty"`
	Tags        []string `json:"tags,omitempty"`

	// Campaigns are the touches through which they came, in order, at most MaxCampaignTouches.
	Campaigns CampaignTouches `json:"campaigns,omitempty"`

	// Stage is never empty, and StageSince is when it was entered. Reached has the first time of each stage that was ever
	// entered. CreatedAt is when the lead came to be, of an imported one in its past; ChangedAt is that of Rev.
	Stage      agreement.Stage               `json:"stage"`
	StageSince time.Time                     `json:"stage_since"`
	Reached    map[agreement.Stage]time.Time `json:"reached"`
	CreatedAt  time.Time                     `json:"created_at"`
	ChangedAt  time.Time                     `json:"changed_at"`

	// Marketer hears how it ends; empty only of imported leads. Owner is the rep who has the lead: set from the handoff
	// on, empty once marketing has it back.
	Marketer ref.UserID `json:"marketer,omitempty"`
	Owner    ref.UserID `json:"owner,omitempty"`

	// LentBy is the rep who is away and gets the lead back; empty where it is not on loan. FormerOwner had it when it
	// last went back to marketing, and HandedBack says that they gave it back themselves, or somebody for them.
	LentBy      ref.UserID `json:"lent_by,omitempty"`
	FormerOwner ref.UserID `json:"former_owner,omitempty"`
	HandedBack  bool       `json:"handed_back,omitempty"`

	// OutsideOwner is a name from a file in place of Owner: somebody who is not here.
	OutsideOwner string `json:"outside_owner,omitempty"`

	// Handoff is the open one, or the last. Handoffs counts them, also those of an offer passed to another rep, and
	// never goes back: it numbers the cards. Clocks are the promises still open, at most one of a kind.
	Handoff  Handoff `json:"handoff,omitzero"`
	Handoffs int     `json:"handoffs,omitempty"`
	Clocks   Clocks  `json:"clocks,omitempty"`

	// Nudges counts the reminders of its owner, and Snoozes how often reminders were put off, both in this stage;
	// SnoozedFor is why, the last time. Reminded has for each person when they were last reminded, until they act.
	Nudges     int            `json:"nudges,omitempty"`
	Snoozes    int            `json:"snoozes,omitempty"`
	SnoozedFor string         `json:"snoozed_for,omitempty"`
	Reminded   []ReminderSent `json:"told,omitempty"`

	// Touches counts all contacts, LastTouchAt is the last one. SalesTouchAt is the first by sales since the handoff,
	// and ReachedAt the first in which the lead took part; zero before. FirstTouchTiming says whether SalesTouchAt was
	// in time; empty before it. Awaiting says that sales reached out last and waits for an answer.
	Touches          int              `json:"touches,omitempty"`
	LastTouchAt      time.Time        `json:"last_touch_at,omitzero"`
	SalesTouchAt     time.Time        `json:"sales_touch_at,omitzero"`
	ReachedAt        time.Time        `json:"reached_at,omitzero"`
	FirstTouchTiming FirstTouchTiming `json:"prompt,omitempty"`
	Awaiting         bool             `json:"awaiting,omitempty"`

	// Spent sums up whose turn it was, up to CountedAt; both stay empty of a lead that is only imported.
	CountedAt time.Time `json:"counted_at,omitzero"`
	Spent     []Stretch `json:"spent,omitempty"`

	// Answers are what was said to criteria, by key, of those that the definition still asks. Judged is how the lead
	// stood by all criteria when it last entered a stage.
	Answers map[string]Answer          `json:"answers,omitempty"`
	Judged  map[agreement.Stage]Judged `json:"judged,omitempty"`

	// Amount and CloseBy are the opportunity's; Amount of a customer is what was won. Reason and Note are those of the
	// last rejection, hand-back, loss or disqualification; Note also that of putting it aside.
	Amount  money.Amount  `json:"amount,omitzero"`
	CloseBy calendar.Date `json:"close_by,omitzero"`
	Reason  string        `json:"reason,omitempty"`
	Note    string        `json:"note,omitempty"`

	// RecycleUntil is the day on which a lead that was put aside comes back; zero of all others. EndedAt is when it last
	// entered a stage that ends it; zero while it is open. Imported says that it came from a file as history.
	RecycleUntil calendar.Date `json:"recycle_until,omitzero"`
	EndedAt      time.Time     `json:"ended_at,omitzero"`
	Imported     bool          `json:"imported,omitempty"`

	// ErasedAt is when the person was erased on request; zero of all others.
	ErasedAt time.Time `json:"erased_at,omitzero"`

	// NextDueAt is NextDue as of the last change, kept so that the store finds what is due; zero is never.
	NextDueAt time.Time `json:"next_due_at,omitzero"`
}

// LeadInput is what somebody wrote about a lead.
type LeadInput struct {
	Name, Company, Title, Email, Phone, LinkedIn string
	Source, Campaign, Need, ExternalID           string
	Country, Employees, Segment, Tags            string // of the company
	Permalink                                    string // the message it was logged from
}

// Fields are all that people write about a lead, in the order of files and cards. Whatever reads, asks for, shows or
// judges a field finds it here.
var Fields = []Field{
	{
		Name: "name", Label: "Name", Spoken: "name", Example: "Jane Doe",
		Limit: MaxName, Extent: ExtentText, Search: 4, Personal: true,
		Aliases: []string{"fullname", "name", "contactname"},
		input:   func(in *LeadInput) *string { return &in.Name },
		get:     func(l Lead) string { return l.Name },
		set:     func(l *Lead, text string) { l.Name = text },
	},
	{
		Name: "company", Label: "Company", Spoken: "company", Example: "Acme",
		Limit: MaxName, Extent: ExtentText, Search: 5,
		Aliases: []string{
			"company", "companyname", "companyaccount", "accountname", "associatedcompany", "organization", "organisation",
		},
		input: func(in *LeadInput) *string { return &in.Company },
		get:   func(l Lead) string { return l.Company },
		set:   func(l *Lead, text string) { l.Company = text },
	},
	{
		Name: "title", Label: "Title", Spoken: "title", Example: "Head of Operations",
		Limit: MaxName, Extent: ExtentPhrase, Personal: true,
		Aliases: []string{"jobtitle", "title", "position", "role"},
		input:   func(in *LeadInput) *string { return &in.Title },
		get:     func(l Lead) string { return l.Title },
		set:     func(l *Lead, text string) { l.Title = text },
	},
	{
		Name: "email", Label: "E-mail", Spoken: "e-mail address", Example: "jane@acme.com",
		Limit: contact.MaxMailbox, Kind: FieldContact, Search: 3, Personal: true,
		Aliases: []string{"email", "emailaddress", "primaryemail", "emailfrom"},
		read:    func(text, _ string) (string, string, error) { return contact.NormaliseEmail(text) },
		input:   func(in *LeadInput) *string { return &in.Email },
		get:     func(l Lead) string { return l.Email },
		set:     func(l *Lead, text string) { l.Email = text },
		key:     func(l Lead) string { return l.EmailKey },
		know:    func(id *Identity, key string) { id.EmailKey = key },
	},
	{
		Name: "phone", Label: "Phone", Spoken: "phone number", Example: "+49 30 123456",
		Hint:  "With the country code. Sales calls first and writes second.",
		Limit: maxPhone, Kind: FieldContact, Extent: ExtentText, Search: 1, Personal: true,
		Aliases: []string{
			"phone", "phonenumber", "telephone", "businessphone", "mobilephone", "mobilephonenumber", "mobile",
		},
		read:  contact.NormalisePhone,
		input: func(in *LeadInput) *string { return &in.Phone },
		get:   func(l Lead) string { return l.Phone },
		set:   func(l *Lead, text string) { l.Phone = text },
		key:   func(l Lead) string { return l.PhoneKey },
		know:  func(id *Identity, key string) { id.PhoneKey = key },
	},
	{
		Name: "linkedin", Label: "LinkedIn", Spoken: "LinkedIn profile", Example: "linkedin.com/in/jane-doe",
		Limit: maxLink, Kind: FieldLink, Personal: true,
		Aliases: []string{
			"linkedin", "linkedinurl", "linkedinprofile", "linkedinprofileurl", "personlinkedinurl", "hslinkedinurl",
		},
		read:  plainly(contact.NormaliseLinkedIn),
		input: func(in *LeadInput) *string { return &in.LinkedIn },
		get:   func(l Lead) string { return l.LinkedIn },
		set:   func(l *Lead, text string) { l.LinkedIn = text },
	},
	{
		Name: "source", Label: "Source", Spoken: "source", Example: "webinar",
		Hint:  "Where they come from: webinar, event, referral, website …",
		Limit: MaxWord, Extent: ExtentTerm, Counted: true,
		Aliases: []string{
			"source", "hsanalyticssource", "leadsource", "originalsource", "originaltrafficsource", "utmsource",
		},
		input: func(in *LeadInput) *string { return &in.Source },
		get:   func(l Lead) string { return l.Source },
		set:   func(l *Lead, text string) { l.Source = text },
	},
	{
		Name: "campaign", Label: "Campaign", Spoken: "campaign", Example: "q4-launch",
		Limit: MaxWord, Extent: ExtentTerm, Counted: true,
		Aliases: []string{
			"campaign", "hsanalyticssourcedata1", "originalsourcedrilldown1", "utmcampaign", "campaignname",
		},
		input: func(in *LeadInput) *string { return &in.Campaign },
		get:   func(l Lead) string { return l.Campaign },
		set:   func(l *Lead, text string) { l.Campaign = text },
	},
	{
		Name: "need", Label: "What do they need?", Spoken: "need",
		Example: "Loses orders between two systems and wants that solved by spring.",
		Limit:   fault.MaxNote, Kind: FieldNote, Extent: ExtentText,
		Aliases: []string{"need", "message", "notesmessage", "description", "comments"},
		input:   func(in *LeadInput) *string { return &in.Need },
		get:     func(l Lead) string { return l.Need },
		set:     func(l *Lead, text string) { l.Need = text },
	},
	{
		Name: "external_id", Label: "External ID", Spoken: "external ID",
		Limit: MaxWord, Search: 2, Personal: true, External: true,
		Aliases: []string{
			"externalid", "associatedcontactids", "associatedcontactid", "contactid", "hsobjectid", "recordid",
			"leadid", "id",
		},
		input: func(in *LeadInput) *string { return &in.ExternalID },
		get:   func(l Lead) string { return l.ExternalID },
		set:   func(l *Lead, text string) { l.ExternalID = text },
		know:  func(id *Identity, key string) { id.ExternalID = key },
	},
	{
		Name: "country", Label: "Country", Spoken: "country", Example: "DE",
		Hint:  "If you leave it out, the country of the phone number counts.",
		Limit: MaxWord, Extent: ExtentTerm, Counted: true,
		Aliases:  []string{"country", "countryregion", "countrycode"},
		read:     plainly(contact.ParseCountry),
		input:    func(in *LeadInput) *string { return &in.Country },
		get:      func(l Lead) string { return l.CountryCode },
		set:      func(l *Lead, code string) { l.CountryCode = code },
		value:    Lead.Country,
		disputed: func(d *Dispute) *string { return &d.Country },
	},
	{
		Name: "employees", Label: "Employees", Spoken: "number of employees", Example: "250",
		Limit: maxSize, Kind: FieldNumber, Counted: true,
		Aliases: []string{"employees", "numberofemployees", "numemployees", "noofemployees", "headcount"},
		read:    plainly(readEmployees),
		input:   func(in *LeadInput) *string { return &in.Employees },
		get:     func(l Lead) string { return employeeText(l.Employees) },
		set:     func(l *Lead, text string) { l.Employees, _ = contact.ParseEmployees(text) },
	},
	{
		Name: "segment", Label: "Segment", Spoken: "segment", Example: "retail",
		Limit: MaxWord, Extent: ExtentTerm, Counted: true,
		Aliases:  []string{"segment", "industry", "vertical"},
		input:    func(in *LeadInput) *string { return &in.Segment },
		get:      func(l Lead) string { return l.Segment },
		set:      func(l *Lead, text string) { l.Segment = text },
		disputed: func(d *Dispute) *string { return &d.Segment },
	},
	{
		Name: "tags", Label: "Tags", Spoken: "tags", Example: "demo, partner",
		Limit: maxTags * (maxTag + len(", ")), Kind: FieldList,
		Aliases: []string{"tags", "tag"},
		read:    plainly(readTags),
		input:   func(in *LeadInput) *string { return &in.Tags },
		get:     func(l Lead) string { return strings.Join(l.Tags, ", ") },
		set:     func(l *Lead, text string) { l.Tags, _ = ParseTags(text) },
	},
}

// Identity is by what a lead is known again: its e-mail address, else its
// phone number; imported ones also by their id in the system they came from.
type Identity struct{ EmailKey, PhoneKey, ExternalID string }

// Reachable says whether sales could reach this person.
func (l Lead) Reachable() bool { return l.EmailKey != "" || l.PhoneKey != "" }

// Who is the lead in sentences: "Jane Doe, Acme", or what else is known.
func (l Lead) Who() string {
	if l.Erased() {
		return ErasedText
	}

	if l.Name != "" && l.Company != "" {
		return l.Name + ", " + l.Company
	}

	return cmp.Or(l.Name, l.Company, l.Email, l.Phone, l.ExternalID, l.ID.String())
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
func (l Lead) Turn() (ref.UserID, ref.Team) {
	switch {
	case l.Asked():
		return l.Marketer, ref.Marketing
	case l.Offered():
		return l.Handoff.To, ref.Sales
	case l.Stage.WithSales():
		return l.Owner, ref.Sales
	case l.Stage == agreement.Inquiry || l.Stage == agreement.Known || l.Stage == agreement.MQL:
		return l.Marketer, ref.Marketing
	}

	return "", ""
}

// marketingStage is where a lead stands when marketing has it.
func (l Lead) marketingStage() agreement.Stage {
	if l.Reachable() {
		return agreement.Known
	}

	return agreement.Inquiry
}

// clone detaches the parts of a lead that copies share.
func (l Lead) clone() Lead {
	l.Clocks = slices.Clone(l.Clocks)
	l.Answers, l.Judged = maps.Clone(l.Answers), maps.Clone(l.Judged)
	l.Reminded = slices.Clone(l.Reminded)
	l.Reached = maps.Clone(l.Reached)
	if l.Reached == nil {
		l.Reached = map[agreement.Stage]time.Time{}
	}

	return l
}

// Country is the country of the lead as an ISO 3166 code: the one that was
// written, else that of its phone number; empty where neither tells.
func (l Lead) Country() string {
	if l.CountryCode != "" {
		return l.CountryCode
	}

	number, err := phonenumbers.Parse(l.PhoneKey, "")
	if err != nil {
		return ""
	}

	region := phonenumbers.GetRegionCodeForNumber(number)
	if len(region) != len("DE") || region == "ZZ" {
		return ""
	}

	return region
}

// UrgencyRank says how soon a lead has to be seen to, compared to others: the lower, the sooner.
func (l Lead) UrgencyRank(now time.Time) int {
	c, promised := l.Clocks.Soonest()
	late := promised && now.After(c.DueAt)
	for i, presses := range []bool{
		late && l.Hot(), l.Asked(), late, promised && l.Hot(), promised,
		l.Handoff.State == HandoffRejected || l.Handoff.State == HandoffLapsed,
	} {
		if presses {
			return i
		}
	}

	return 6
}
