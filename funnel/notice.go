package funnel

import (
	"slices"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Place is a channel by its part; the configuration says which it is.
type Place string

// The places.
const (
	PlaceLeads      Place = "leads"
	PlaceSales      Place = "sales"
	PlaceLeadership Place = "leadership"

	PlaceSalesDigest     Place = "sales_digest"
	PlaceMarketingDigest Place = "marketing_digest"
)

// NoticeKind says what is to be told.
type NoticeKind string

// The kinds of notices.
const (
	NoticeCard         NoticeKind = "card"     // a living message: edited in place as the lead moves
	NoticeHome         NoticeKind = "home"     // the Home tab of a person
	NoticeQuestion     NoticeKind = "question" // a living message: the rep asks the marketer
	NoticeAnswer       NoticeKind = "answer"   // a living message: the marketer's answer
	NoticeAccepted     NoticeKind = "accepted"
	NoticeDefaulted    NoticeKind = "defaulted" // nobody answered in time, so it counts as taken
	NoticeLapsed       NoticeKind = "lapsed"    // nobody answered in time, so it went back
	NoticeRejected     NoticeKind = "rejected"  // a living message, as is the one about a lapse
	NoticeDispute      NoticeKind = "dispute"   // a living message: somebody is to rule
	NoticeRuled        NoticeKind = "ruled"
	NoticeQualified    NoticeKind = "qualified"
	NoticeWon          NoticeKind = "won"
	NoticeLost         NoticeKind = "lost"
	NoticeDisqualified NoticeKind = "disqualified"
	NoticeRecycled     NoticeKind = "recycled"
	NoticeHandedBack   NoticeKind = "handed_back" // an accepted lead is marketing's again
	NoticeReturned     NoticeKind = "returned"    // a recycled lead has come back on its date
	NoticeRepeated     NoticeKind = "repeated"    // the lead raised a hand again
	NoticeAssigned     NoticeKind = "assigned"
	NoticeReleased     NoticeKind = "released"  // the lead was given to somebody else
	NoticePassedOn     NoticeKind = "passed_on" // these leads waited too long for an answer, and went to the next in turn
	NoticeUndone       NoticeKind = "undone"
	NoticeReminder     NoticeKind = "reminder" // a living message: all that is late, for one person
	NoticeDigest       NoticeKind = "digest"
	NoticePreview      NoticeKind = "preview"    // a digest for one person
	NoticeOwnWeek      NoticeKind = "own_week"   // the digest of one person's own week
	NoticeDraft        NoticeKind = "draft"      // a living message: a draft of the definition, for a signer
	NoticeDefinition   NoticeKind = "definition" // a version of the definition came in force
	NoticeReview       NoticeKind = "review"     // a living message: does the definition still hold?

	NoticeWhatIf NoticeKind = "what_if" // how promises would have gone by other rules, for the asker

	NoticeLent      NoticeKind = "lent"       // whose leads somebody has while they are away; to both
	NoticeGivenBack NoticeKind = "given_back" // these leads went back; to both
	NoticeWaiting   NoticeKind = "waiting"    // whose leads wait, because they are away without a cover
	NoticeLeave     NoticeKind = "leave"      // somebody else planned or changed their leave
	NoticeLeaveOff  NoticeKind = "leave_off"  // somebody else ended it, or called it off
	NoticeCover     NoticeKind = "cover"      // whom they are to cover for
	NoticeCoverOff  NoticeKind = "cover_off"  // whom they need not cover for any more
	NoticeGone      NoticeKind = "gone"       // whose leads are left, because they are gone

	NoticeClaim    NoticeKind = "claim"    // a living message: an unanswered handoff that its pool may claim
	NoticeClaimed  NoticeKind = "claimed"  // somebody of the pool took the lead
	NoticeUnrouted NoticeKind = "unrouted" // a living message: nobody could take a lead in turn
	NoticePool     NoticeKind = "pool"     // a pool was changed
)

// NoticeKinds are all of them.
var NoticeKinds = []NoticeKind{
	NoticeCard, NoticeHome, NoticeQuestion, NoticeAnswer, NoticeAccepted, NoticeDefaulted, NoticeLapsed, NoticeRejected, NoticeDispute, NoticeRuled, NoticeQualified, NoticeWon, NoticeLost,
	NoticeDisqualified, NoticeRecycled, NoticeHandedBack, NoticeReturned, NoticeRepeated, NoticeAssigned, NoticeReleased, NoticePassedOn,
	NoticeUndone, NoticeReminder, NoticeDigest, NoticePreview, NoticeOwnWeek,
	NoticeDraft, NoticeDefinition, NoticeReview,
	NoticeWhatIf, NoticeLent, NoticeGivenBack, NoticeWaiting, NoticeGone, NoticeLeave, NoticeLeaveOff, NoticeCover, NoticeCoverOff,
	NoticeClaim, NoticeClaimed, NoticeUnrouted, NoticePool,
}

// Notice is something to be told to a person or in a place. It holds ids and
// what would be gone by the time it is rendered, never rendered text.
type Notice struct {
	Kind    NoticeKind      `json:"kind"`
	To      ref.UserID      `json:"to,omitempty"`    // a direct message, or
	Place   Place           `json:"place,omitempty"` // a channel
	Lead    ref.LeadID      `json:"lead,omitempty"`
	Handoff int             `json:"handoff,omitempty"` // which handoff of the lead, for its card
	By      ref.UserID      `json:"by,omitempty"`
	At      time.Time       `json:"at"`
	About   ref.UserID      `json:"about,omitempty"` // the person that a list of leads is about
	Slot    time.Time       `json:"slot,omitzero"`   // of a reminder: when it was written
	Asked   string          `json:"asked,omitempty"` // of what if
	Done    EntryKind       `json:"done,omitempty"`  // what was undone
	Period  calendar.Period `json:"period,omitzero"` // of a digest
	Draft   int             `json:"draft,omitempty"`
	Version int             `json:"version,omitempty"` // of the definition
	Round   int             `json:"round,omitempty"`   // of its review

	Question int `json:"question,omitempty"` // which one of the handoff
	Dispute  int `json:"dispute,omitempty"`  // its number

	Leads    []ref.LeadID  `json:"leads,omitempty"`    // the first of those that a message is about
	Count    int           `json:"count,omitempty"`    // how many there are in all
	With     ref.UserID    `json:"with,omitempty"`     // who has them meanwhile, or had them
	Day      calendar.Date `json:"day,omitzero"`       // the first day back; of a lead that was put aside, when it was to come
	From     calendar.Date `json:"from,omitzero"`      // the first day of a leave
	Since    time.Time     `json:"since,omitzero"`     // of such a lead: when it was put aside
	Audience Audience      `json:"audience,omitempty"` // of a digest
	Name     string        `json:"name,omitempty"`     // of a pool

	Pool *people.PoolChange `json:"pool,omitempty"`
}

// Topic names a living message. Notices of one topic replace each other
// while unsent, and edit the message that was sent. Other notices have none.
func (n Notice) Topic() string {
	place := string(n.To)
	if n.Place != "" {
		place = string(n.Place)
	}

	offer := n.Lead.String() + ":" + strconv.Itoa(n.Handoff)
	var about string
	switch n.Kind {
	case NoticeHome:
		return "home:" + place
	case NoticeCard:
		about = offer
		if n.Place == PlaceLeads {
			about = n.Lead.String() + ":0" // the card of the leads channel lives as long as the lead
		}
	case NoticeClaim, NoticeRejected, NoticeLapsed:
		about = offer
	case NoticeUnrouted:
		about = n.Lead.String()
	case NoticeDispute:
		about = strconv.Itoa(n.Dispute)
	case NoticeQuestion, NoticeAnswer:
		about = offer + "." + strconv.Itoa(n.Question)
	case NoticeReminder:
		about = strconv.FormatInt(n.Slot.Unix(), 10)
	case NoticeDraft:
		about = strconv.Itoa(n.Draft)
	case NoticeReview:
		about = strconv.Itoa(n.Version) + "." + strconv.Itoa(n.Round)
	default:
		return ""
	}
	return string(n.Kind) + ":" + about + ":" + place
}

// Audience is who reads a weekly digest.
type Audience string

// The audiences with a channel of their own.
const (
	AudienceLeadership Audience = "leadership"
	AudienceSales      Audience = "sales"
	AudienceMarketing  Audience = "marketing"
)

// Audiences are all of them.
var Audiences = []Audience{AudienceLeadership, AudienceSales, AudienceMarketing}

// ParseAudience understands the audiences; no text is leadership.
func ParseAudience(text string) (Audience, error) {
	want := Audience(fault.FoldCode(text))
	if want == "" {
		return AudienceLeadership, nil
	}
	if !slices.Contains(Audiences, want) {
		return "", fault.WrongField("audience", "%s does not read a digest. Expected one of leadership, sales, marketing.", fault.Quoted(text))
	}
	return want, nil
}

// Place is where the audience reads its digest.
func (a Audience) Place() Place {
	return map[Audience]Place{
		AudienceLeadership: PlaceLeadership, AudienceSales: PlaceSalesDigest, AudienceMarketing: PlaceMarketingDigest,
	}[a]
}

// Team is whose goals the audience reads; leadership reads those of both.
func (a Audience) Team() ref.Team {
	return map[Audience]ref.Team{AudienceSales: ref.Sales, AudienceMarketing: ref.Marketing}[a]
}

// MayPostDigest says why somebody cannot post a digest, or end it.
func MayPostDigest(by people.Person) error {
	if by.In(ref.Leadership) || by.Admin {
		return nil
	}
	return fault.Denied("Posting the digest, and ending it, is for leadership and admins. %s shows it to you alone.", fault.ToPreviewDigest.Way())
}
