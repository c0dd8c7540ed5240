package funnel

import (
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// EntryKind says what happened.
type EntryKind string

// The kinds of journal entries.
const (
	EntryLogged       EntryKind = "logged"
	EntryImported     EntryKind = "imported"
	EntryEdited       EntryKind = "edited"
	EntryTouched      EntryKind = "touched"
	EntryHandedOff    EntryKind = "handed_off"
	EntryAsked        EntryKind = "asked"    // the rep asked marketing something
	EntryAnswered     EntryKind = "answered" // marketing answered
	EntryAccepted     EntryKind = "accepted"
	EntryDefaulted    EntryKind = "accepted_by_default" // nobody had answered; no acceptance by a person
	EntryLapsed       EntryKind = "lapsed"              // nobody had answered, so it went back
	EntryRejected     EntryKind = "rejected"
	EntryDisputed     EntryKind = "disputed" // marketing says that a rejection was wrong
	EntryRuled        EntryKind = "ruled"    // on a dispute
	EntryAssigned     EntryKind = "assigned"
	EntryQualified    EntryKind = "qualified"
	EntryWon          EntryKind = "won"
	EntryLost         EntryKind = "lost"
	EntryDisqualified EntryKind = "disqualified"
	EntryRecycled     EntryKind = "recycled"
	EntryHandedBack   EntryKind = "handed_back" // an accepted lead, to marketing at once
	EntryReturned     EntryKind = "returned"    // a recycled or ended lead is marketing's again
	EntrySnoozed      EntryKind = "snoozed"
	EntryMissed       EntryKind = "missed"    // the time of a promise ran out
	EntryNudged       EntryKind = "nudged"    // somebody was reminded of a late promise
	EntryEscalated    EntryKind = "escalated" // it is for the next rung of the ladder to hear of
	EntryMuted        EntryKind = "muted"     // a kind of reminder, or a digest, was switched off
	EntryUnmuted      EntryKind = "unmuted"   // and on again
	EntryUndone       EntryKind = "undone"
	EntryGoalSet      EntryKind = "goal_set"
	EntryFigure       EntryKind = "figure"     // a figure from outside, such as website visits
	EntryDefinition   EntryKind = "definition" // a version came in force
	EntryProposed     EntryKind = "definition_proposed"
	EntrySigned       EntryKind = "definition_signed"
	EntryWithdrawn    EntryKind = "definition_withdrawn"
	EntryReviewed     EntryKind = "definition_reviewed" // both signers were asked whether it holds
	EntryHeld         EntryKind = "definition_held"     // one of them said that it does
	EntryDigest       EntryKind = "digest"              // a digest was put in the outbox
	EntrySubscribed   EntryKind = "subscribed"          // somebody wishes to read of their own week
	EntryUnsubscribed EntryKind = "unsubscribed"        // and not any more

	EntryLent      EntryKind = "lent"       // to who stands in for the rep
	EntryGivenBack EntryKind = "given_back" // to the rep who lent it
	EntryReckoned  EntryKind = "reckoned"   // deadlines followed a calendar that changed
	EntryHours     EntryKind = "hours"      // somebody's working hours or holidays
	EntryZone      EntryKind = "zone"       // somebody's time zone in Slack
	EntryAway      EntryKind = "away"       // a leave was planned or changed
	EntryBack      EntryKind = "back"       // a leave was ended early, or cancelled
	EntryGone      EntryKind = "gone"       // somebody's account in Slack was deactivated
	EntryRejoined  EntryKind = "rejoined"   // and is active again

	EntryGoalRetired   EntryKind = "goal_retired"
	EntryMetric        EntryKind = "metric" // somebody defined one of their own
	EntryMetricRetired EntryKind = "metric_retired"
	EntryThresholds    EntryKind = "thresholds" // by which goals are judged

	EntryCampaign       EntryKind = "campaign" // set up or changed
	EntrySpend          EntryKind = "spend"
	EntryCampaignClosed EntryKind = "campaign_closed"

	EntryPool     EntryKind = "pool"     // made, changed, moved or removed
	EntryOpened   EntryKind = "opened"   // an unanswered handoff, to be claimed by its pool
	EntryUnrouted EntryKind = "unrouted" // nobody could take a lead in turn
)

// Entry is one line of the journal: the append-only record of what happened,
// from which every figure can be recomputed. Dimensions are kept as they
// were at that moment.
type Entry struct {
	V    int        `json:"v"`
	Seq  uint64     `json:"seq"` // given by the store, in order of commit
	At   time.Time  `json:"at"`
	By   ref.UserID `json:"by"`
	Kind EntryKind  `json:"kind"`
	Lead ref.LeadID `json:"lead,omitempty"`

	From  agreement.Stage `json:"from,omitempty"`
	To    agreement.Stage `json:"to,omitempty"`
	First bool            `json:"first,omitempty"` // To was reached for the first time
	Loop  int             `json:"loop,omitempty"`  // +1 opens a loop with marketing, -1 closes it

	Source       string     `json:"source,omitempty"`
	Campaign     string     `json:"campaign,omitempty"`
	Marketer     ref.UserID `json:"marketer,omitempty"`
	Owner        ref.UserID `json:"owner,omitempty"`
	OutsideOwner string     `json:"outside_owner,omitempty"`
	Team         ref.Team   `json:"team,omitempty"` // that brought the lead: see Roster.Brings
	Prompt       Prompt     `json:"prompt,omitempty"`
	Definition   int        `json:"definition,omitempty"` // the version it was judged by
	Draft        int        `json:"draft,omitempty"`      // of the definition
	About        ref.UserID `json:"about,omitempty"`      // whose working time or own week; of a loan, who had the lead before
	With         ref.UserID `json:"with,omitempty"`       // who covers

	Answers  map[string]string `json:"answers,omitempty"`  // to criteria, that were given or changed; blank where taken back
	Override string            `json:"override,omitempty"` // why a stage was entered although criteria were not met
	Unmet    []string          `json:"unmet,omitempty"`    // the keys of those criteria

	Reason  string         `json:"reason,omitempty"`
	Note    string         `json:"note,omitempty"`
	Proof   string         `json:"proof,omitempty"` // an address that bears out a rejection
	Touch   TouchKind      `json:"touch,omitempty"`
	Outcome string         `json:"outcome,omitempty"`
	Amount  money.Amount   `json:"amount,omitzero"`
	Until   time.Time      `json:"until,omitzero"`
	Due     time.Time      `json:"due,omitzero"`     // of what the program did by itself: when that was to be done
	Created time.Time      `json:"created,omitzero"` // of a win: when the lead came to be, where that is known
	Clocks  []ClockOutcome `json:"clocks,omitempty"`

	Promised []Promise           `json:"promised,omitempty"` // promises that began with this
	Dropped  []Promise           `json:"dropped,omitempty"`  // promises that ended without being kept
	Spells   []Spell             `json:"spells,omitempty"`   // whose turn it was since the entry before
	Class    agreement.LeadClass `json:"class,omitempty"`    // of a handoff that is not as any other
	Told     ref.UserID          `json:"told,omitempty"`     // who was reminded, or is to be
	Nudge    NudgeKind           `json:"nudge,omitempty"`    // of the reminder; or the name of what was switched off or on
	Heeds    *Telling            `json:"heeds,omitempty"`    // the reminder that this act followed

	Goal   ref.GoalID `json:"goal,omitzero"`
	Above  ref.GoalID `json:"above,omitzero"`   // the goal above it then
	Metric string     `json:"metric,omitempty"` // of a goal or a figure, by its code
	Period string     `json:"period,omitempty"`
	Value  float64    `json:"value,omitempty"`
	Was    float64    `json:"was,omitempty"` // the value that it replaces

	Named   string             `json:"named,omitempty"`   // the campaign that was named when the lead was logged, or logged again
	Journey []CampaignTouch    `json:"journey,omitempty"` // of a won lead: how it came
	Route   *Route             `json:"route,omitempty"`   // how the lead came to its rep, or why to none
	Pool    *people.PoolChange `json:"pool,omitempty"`
	Day     calendar.Date      `json:"day,omitzero"` // of a spend; from which on thresholds hold; on which a lead that was put aside comes back

	Imported bool           `json:"imported,omitempty"`
	Undoes   []Entry        `json:"undoes,omitempty"`  // of a ruling: the rejection that it overturns
	Verdict  DisputeVerdict `json:"verdict,omitempty"` // of a ruling
}
