package report

import (
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Subscription is somebody's wish to read of their own week, at a time in
// their own zone.
type Subscription struct {
	V      int             `json:"v"`
	User   ref.UserID      `json:"user"`
	Day    time.Weekday    `json:"day"`
	Hour   int             `json:"hour"`
	Minute int             `json:"minute"`
	Week   calendar.Period `json:"week"` // the latest that was told, or that began before the wish
	NextAt time.Time       `json:"next_at"`
}

// Subscribe decides on the wish of somebody who is on a team.
func Subscribe(day time.Weekday, hour, minute int, act people.Act, p funnel.Policy) (Subscription, error) {
	if err := p.Roster.Admit(act.By); err != nil {
		return Subscription{}, err
	}

	s := Subscription{V: 1, User: act.By.ID, Day: day, Hour: hour, Minute: minute}
	return s.told(s.time(p).LastWeek(act.At), p), nil
}

// Begun is what the journal keeps of a wish that is new, or for another time.
func (s Subscription) Begun(act people.Act) funnel.Entry {
	return funnel.Entry{V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntrySubscribed, About: s.User, Note: s.Times()}
}

// Ended is what it keeps of the end of one.
func (s Subscription) Ended(act people.Act) funnel.Entry {
	return funnel.Entry{V: 1, At: act.At, By: act.By.ID, Kind: funnel.EntryUnsubscribed, About: s.User}
}

// Time is when it is told, in the zone of its reader.
func (s Subscription) time(p funnel.Policy) calendar.WeeklyTime {
	return calendar.WeeklyTime{Day: s.Day, Hour: s.Hour, Minute: s.Minute, Location: p.CalendarOf(s.User).Zone()}
}

// Times says when, in words.
func (s Subscription) Times() string {
	return calendar.WeeklyTime{Day: s.Day, Hour: s.Hour, Minute: s.Minute}.String()
}

func (s Subscription) told(week calendar.Period, p funnel.Policy) Subscription {
	s.Week, s.NextAt = week, s.time(p).Due(week.Next())
	return s
}

// Sweep gives the week that is to be told now, if any, and the subscription
// after it. However many weeks were missed, the latest alone is told; to
// somebody on leave nothing is.
func (s Subscription) Sweep(now time.Time, p funnel.Policy) (week calendar.Period, tell bool, after Subscription) {
	week = s.time(p).LastWeek(now)
	tell = s.Week.From.Before(week.From) && p.Present(s.User, now)
	if !s.Week.From.Before(week.From) {
		week = s.Week // the zone was moved, and that week was told
	}

	return week, tell, s.told(week, p)
}

// OwnWeek is what one person did in a week, and what became of it.
type OwnWeek struct {
	User   ref.UserID      `json:"user"`
	Week   calendar.Period `json:"week"`
	AsOf   time.Time       `json:"as_of"`
	Sells  bool            `json:"sells"` // is in sales
	Logs   bool            `json:"logs"`  // is in marketing
	Rep    RepWeek         `json:"rep"`
	Before RepWeek         `json:"rep_before"` // the week before, up to the same weekday while this one runs

	Marketer       MarketerWeek `json:"marketer"`
	MarketerBefore MarketerWeek `json:"marketer_before"`

	Passed       PassedWeek `json:"passed"`
	PassedBefore PassedWeek `json:"passed_before"`

	Turn    stats.List[funnel.Lead] `json:"turn"`    // that wait for the person now, the most urgent first
	Waiting int                     `json:"waiting"` // how many do, where the list is cut
}

// PassedWeek counts the leads that went from one person to another of a team, but for those lent in a leave.
type PassedWeek struct {
	To   int64 `json:"to"`   // the person
	From int64 `json:"from"` // them, to others
}

// RepWeek is the week of a rep.
type RepWeek struct {
	Offered    int64          `json:"offered"`
	Accepted   int64          `json:"accepted"`
	Rejected   int64          `json:"rejected"`
	HandedBack int64          `json:"handed_back"` // to marketing, after they were accepted
	Qualified  int64          `json:"qualified"`
	Won        int64          `json:"won"`
	Lost       int64          `json:"lost"`
	Revenue    campaigns.Sums `json:"revenue"`
	Kept       int64          `json:"kept"` // promises
	Missed     int64          `json:"missed"`
}

// MarketerWeek is the week of a marketer.
type MarketerWeek struct {
	Leads     int64 `json:"leads"`
	Offered   int64 `json:"offered"`
	Accepted  int64 `json:"accepted"`
	Rejected  int64 `json:"rejected"`
	Qualified int64 `json:"qualified"`
	Won       int64 `json:"won"`
}

// Promises are those kept, of those that came to be judged.
func (r RepWeek) Promises() stats.Rate { return stats.Rate{Part: r.Kept, Whole: r.Kept + r.Missed} }

// Acceptance is how many of the answered handoffs were accepted.
func (m MarketerWeek) Acceptance() stats.Rate {
	return stats.Rate{Part: m.Accepted, Whole: m.Accepted + m.Rejected}
}
