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

// ShutWhy is why nothing is posted in a place.
type ShutWhy string

// The reasons.
const (
	ShutArchived ShutWhy = "archived"
	ShutShared   ShutWhy = "shared" // with another organisation
	ShutPublic   ShutWhy = "public" // it was private
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

	NoticeParked NoticeKind = "parked" // there is what Slack does not take; to admins
	NoticeShut   NoticeKind = "shut"   // nothing is posted in a place any more; to admins

	NoticeWebhookOff NoticeKind = "webhook_off" // another system is told nothing any more; to admins
)

// NoticeKinds are all of them.
var NoticeKinds = []NoticeKind{
	NoticeCard, NoticeHome, NoticeQuestion, NoticeAnswer, NoticeAccepted, NoticeDefaulted, NoticeLapsed, NoticeRejected,
	NoticeDispute, NoticeRuled, NoticeQualified, NoticeWon, NoticeLost,
	NoticeDisqualified, NoticeRecycled, NoticeHandedBack, NoticeReturned, NoticeRepeated, NoticeAssigned, NoticeReleased,
	NoticePassedOn,
	NoticeUndone, NoticeReminder, NoticeDigest, NoticePreview, NoticeOwnWeek,
	NoticeDraft, NoticeDefinition, NoticeReview,
	NoticeWhatIf, NoticeLent, NoticeGivenBack, NoticeWaiting, NoticeGone, NoticeLeave, NoticeLeaveOff, NoticeCover,
	NoticeCoverOff,
	NoticeClaim, NoticeClaimed, NoticeUnrouted, NoticePool,
	NoticeParked, NoticeShut, NoticeWebhookOff,
}

// Notice is something to be told to a person or in a place. It holds ids and
// what would be gone by the time it is rendered, never rendered text. Of what
// follows At only that is set which the kind of notice is about.
type Notice struct {
	// To has it as a direct message, or Place as a message of a channel; one of them is set.
	Kind  NoticeKind `json:"kind"`
	To    ref.UserID `json:"to,omitempty"`
	Place Place      `json:"place,omitempty"`

	// Lead is 0 where it is about none, or about several: see Leads. Handoff says to which of its handoffs a card
	// belongs. By is who did it, Leadloop where nobody; At is when.
	Lead    ref.LeadID `json:"lead,omitempty"`
	Handoff int        `json:"handoff,omitempty"`
	By      ref.UserID `json:"by,omitempty"`
	At      time.Time  `json:"at"`

	// About is the person whose leads or leave it is about. Slot is when a reminder was written. Asked is the
	// question of a what-if. Done is what was undone. Period is that of a digest.
	About  ref.UserID      `json:"about,omitempty"`
	Slot   time.Time       `json:"slot,omitzero"`
	Asked  string          `json:"asked,omitempty"`
	Done   EntryKind       `json:"done,omitempty"`
	Period calendar.Period `json:"period,omitzero"`

	// The draft of the definition by its number, or a version of it and which review of that version it is.
	Draft   int `json:"draft,omitempty"`
	Version int `json:"version,omitempty"`
	Round   int `json:"round,omitempty"`

	// Question counts from 1 within the handoff; Dispute is the dispute's number.
	Question int `json:"question,omitempty"`
	Dispute  int `json:"dispute,omitempty"`

	// Leads are the first of those that it is about, and Count how many there are in all. With is who has them now, had
	// them, or covers.
	Leads []ref.LeadID `json:"leads,omitempty"`
	Count int          `json:"count,omitempty"`
	With  ref.UserID   `json:"with,omitempty"`

	// Of a leave, From is its first day and Day the first day back. Of a lead that was put aside, Since is when that was
	// and Day when it was to come back.
	Day   calendar.Date `json:"day,omitzero"`
	From  calendar.Date `json:"from,omitzero"`
	Since time.Time     `json:"since,omitzero"`

	// Audience is that of a digest. Name is that of a pool that may claim, of a
	// place, or of a webhook; Pool is what was done to one.
	Audience Audience           `json:"audience,omitempty"`
	Name     string             `json:"name,omitempty"`
	Pool     *people.PoolChange `json:"pool,omitempty"`
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
