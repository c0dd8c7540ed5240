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
	EntryWoken        EntryKind = "woken"     // a snooze was ended before its day
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

	EntryLent           EntryKind = "lent"       // to who stands in for the rep
	EntryGivenBack      EntryKind = "given_back" // to the rep who lent it
	EntryDeadlinesMoved EntryKind = "reckoned"   // deadlines followed a calendar that changed
	EntryHours          EntryKind = "hours"      // somebody's working hours or holidays
	EntryZone           EntryKind = "zone"       // somebody's time zone in Slack
	EntryAway           EntryKind = "away"       // a leave was planned or changed
	EntryBack           EntryKind = "back"       // a leave was ended early, or cancelled
	EntryGone           EntryKind = "gone"       // somebody's account in Slack was deactivated
	EntryRejoined       EntryKind = "rejoined"   // and is active again

	EntryErased EntryKind = "erased" // the person behind a lead, on request

	EntryGoalRetired   EntryKind = "goal_retired"
	EntryMetric        EntryKind = "metric" // somebody defined one of their own
	EntryMetricRetired EntryKind = "metric_retired"
	EntryThresholds    EntryKind = "thresholds" // that goals are judged by

	EntryCampaign       EntryKind = "campaign" // set up or changed
	EntrySpend          EntryKind = "spend"
	EntryCampaignClosed EntryKind = "campaign_closed"

	EntryPool     EntryKind = "pool"     // made, changed, moved or removed
	EntryOpened   EntryKind = "opened"   // an unanswered handoff, to be claimed by its pool
	EntryUnrouted EntryKind = "unrouted" // nobody could take a lead in turn
)

// Entry is one line of the journal: the append-only record of what happened,
// from which every figure can be recomputed. Dimensions are kept as they
// were at that moment. Whatever its Kind has no use for is empty.
type Entry struct {
	// V is the version of the stored form, always 1. Seq is given by the store, in order of commit. By did it, or
	// Leadloop where nobody did. Lead is 0 where it is about none.
	V    int        `json:"v"`
	Seq  uint64     `json:"seq"`
	At   time.Time  `json:"at"`
	By   ref.UserID `json:"by"`
	Kind EntryKind  `json:"kind"`
	Lead ref.LeadID `json:"lead,omitempty"`

	// The stages of a move; empty where the lead stayed. First says that To was reached for the first time. Loop is 1
	// where this opened a loop with marketing, -1 where it closed one.
	From  agreement.Stage `json:"from,omitempty"`
	To    agreement.Stage `json:"to,omitempty"`
	First bool            `json:"first,omitempty"`
	Loop  int             `json:"loop,omitempty"`

	// The lead as it was, set of every entry about one. Team is that which brought it, see Roster.Brings;
	// FirstTouchTiming says whether its first touch was in time.
	Source           string           `json:"source,omitempty"`
	Campaign         string           `json:"campaign,omitempty"`
	Marketer         ref.UserID       `json:"marketer,omitempty"`
	Owner            ref.UserID       `json:"owner,omitempty"`
	OutsideOwner     string           `json:"outside_owner,omitempty"`
	Team             ref.Team         `json:"team,omitempty"`
	FirstTouchTiming FirstTouchTiming `json:"prompt,omitempty"`

	// Definition is the version in force or, of an answer to a handoff, that of the offer; 0 of imported
	// history. Draft is the number of a proposed one.
	Definition int `json:"definition,omitempty"`
	Draft      int `json:"draft,omitempty"`

	// About is whose working time or own week it is; of a loan or a lead that was passed on, who had it before. With is
	// who covers, or to whom it was passed on.
	About ref.UserID `json:"about,omitempty"`
	With  ref.UserID `json:"with,omitempty"`

	// Answers are those to criteria that were given or changed, by key; blank where one was taken back. Override is why
	// a stage was entered although criteria were not met, and Unmet has the keys of these.
	Answers  map[string]string `json:"answers,omitempty"`
	Override string            `json:"override,omitempty"`
	Unmet    []string          `json:"unmet,omitempty"`

	// What was said: Reason is a code of the definition, Note a text, Proof an address that bears out a rejection,
	// Outcome what came of a touch.
	Reason  string       `json:"reason,omitempty"`
	Note    string       `json:"note,omitempty"`
	Proof   string       `json:"proof,omitempty"`
	Touch   TouchKind    `json:"touch,omitempty"`
	Outcome string       `json:"outcome,omitempty"`
	Amount  money.Amount `json:"amount,omitzero"`

	// Until ends a snooze or a leave. Due is when what the program did by itself was to be done. Created, of a win, is
	// when the lead came to be; zero where that is not known.
	Until   time.Time `json:"until,omitzero"`
	Due     time.Time `json:"due,omitzero"`
	Created time.Time `json:"created,omitzero"`

	// Clocks are the promises that were kept, missed, stopped or moved by this; Promised began with it, Dropped ended
	// without being kept. Stretches say whose turn it was since the entry before.
	Clocks    []ClockOutcome `json:"clocks,omitempty"`
	Promised  []Promise      `json:"promised,omitempty"`
	Dropped   []Promise      `json:"dropped,omitempty"`
	Stretches []Stretch      `json:"spells,omitempty"`

	// Class is that of a handoff that is not as any other.
	Class agreement.LeadClass `json:"class,omitempty"`

	// RemindedPerson is who was reminded, or is to be, and Nudge is the kind of reminder; of a switch Nudge is what was
	// switched. Followed is the reminder that this act followed in time.
	RemindedPerson ref.UserID    `json:"told,omitempty"`
	Nudge          NudgeKind     `json:"nudge,omitempty"`
	Followed       *ReminderSent `json:"heeds,omitempty"`

	// A goal, with the one that was above it then, or a figure: its metric by code, its period by label, the value in
	// the metric's unit, and the value that it replaces.
	Goal   ref.GoalID `json:"goal,omitzero"`
	Above  ref.GoalID `json:"above,omitzero"`
	Metric string     `json:"metric,omitempty"`
	Period string     `json:"period,omitempty"`
	Value  float64    `json:"value,omitempty"`
	Was    float64    `json:"was,omitempty"`

	// Named is the campaign that was named when the lead was logged, or logged again. Journey says of a won lead how it
	// came.
	Named   string          `json:"named,omitempty"`
	Door    string          `json:"door,omitempty"` // the source that brought the enquiry over HTTP
	Journey CampaignTouches `json:"journey,omitempty"`

	// Route is how the lead came to its rep, or why to none. Pool is what was done to one.
	Route *Route             `json:"route,omitempty"`
	Pool  *people.PoolChange `json:"pool,omitempty"`

	// Day is that of a spend; from which on thresholds hold; on which a leave begins; on which a lead that was put aside
	// comes back.
	Day calendar.Date `json:"day,omitzero"`

	// Imported marks history from a file. Undoes are the entries that were taken back; of a ruling, the rejection that
	// it overturns. Verdict is the ruling's.
	Imported bool           `json:"imported,omitempty"`
	Undoes   []Entry        `json:"undoes,omitempty"`
	Verdict  DisputeVerdict `json:"verdict,omitempty"`

	// The store sets these. Prev is the hash of the entry before; Seal is a salted digest of the lead as this left it,
	// and Said one of what people wrote here, which stays where that is erased.
	Prev string `json:"prev,omitempty"`
	Seal string `json:"seal,omitempty"`
	Said string `json:"said,omitempty"`
}
