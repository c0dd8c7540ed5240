package ledger

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Ways into what is open, and out of it, as the counter [CountFlow] names
// them. Out of it a lead goes to an end or aside, and the way is that stage.
const (
	FlowNew  = "new"
	FlowBack = "back" // returned from an end, or from being put aside
)

// flow counts what comes into the open leads and what leaves them. A lead that
// is imported with its end comes and leaves on the same day.
func (t *tally) flow() {
	e := t.entry
	if e.From == e.To || e.To == "" {
		return
	}

	switch {
	case e.From == "":
		t.flowed(FlowNew)
	case !e.From.Open() && e.To.Open():
		t.flowed(FlowBack)
	}

	if (e.From == "" || e.From.Open()) && !e.To.Open() {
		t.flowed(string(e.To))
	}
}

func (t *tally) flowed(way string) {
	t.deltas = append(t.deltas, Delta{Day: t.day, Metric: CountFlow + way, Dim: DimAll, N: 1})
}

// Waterfall is what became of the open leads from one day until before
// another: open at its start, plus what came, less what left, is open at its
// end.
type Waterfall struct {
	From         calendar.Date `json:"from"`
	Last         calendar.Date `json:"last"` // inclusive
	Start        int64         `json:"open_at_start"`
	New          int64         `json:"new"`
	Back         int64         `json:"back"` // worked again
	Won          int64         `json:"won"`
	Lost         int64         `json:"lost"`
	Recycled     int64         `json:"recycled"`
	Disqualified int64         `json:"disqualified"`
	End          int64         `json:"open_at_end"`
}

// WaterfallOf makes one of the counts by way and of what is open at its end.
func WaterfallOf(from, to calendar.Date, counts func(way string) int64, end int64) Waterfall {
	w := Waterfall{
		From: from, Last: to.AddDays(-1), New: counts(FlowNew), Back: counts(FlowBack),
		Won: counts(string(agreement.Customer)), Lost: counts(string(agreement.Lost)),
		Recycled: counts(string(agreement.Recycled)), Disqualified: counts(string(agreement.Disqualified)), End: end,
	}
	w.Start = w.End - w.Net()
	return w
}

// Net is by how many the open leads have grown.
func (w Waterfall) Net() int64 {
	return w.New + w.Back - w.Won - w.Lost - w.Recycled - w.Disqualified
}

// FlowStep is one of the steps from what was open at the start to what is open at
// the end, which have no sign.
type FlowStep struct {
	Sign, Name string
	N          int64
}

// Steps are those of the waterfall, without what did not happen.
func (w Waterfall) Steps() []FlowStep {
	return slices.DeleteFunc([]FlowStep{
		{"", "open at start", w.Start},
		{"+", "new", w.New},
		{"+", "back", w.Back},
		{"−", "won", w.Won},
		{"−", "lost", w.Lost},
		{"−", "put aside", w.Recycled},
		{"−", "disqualified", w.Disqualified},
		{"", "open at end", w.End},
	}, func(step FlowStep) bool { return step.Sign != "" && step.N == 0 })
}

// Moves is by how much a step changes what is open.
func (step FlowStep) Moves() int64 {
	switch step.Sign {
	case "+":
		return step.N
	case "−":
		return -step.N
	}

	return 0
}

// How the working time until a promise was kept is counted: to the minute for
// one hour, and then in buckets that are at most 5 % wide, so that a median or
// p90 read from them is at most 5 % above the true one. A counter holds the
// last minute of its bucket: nobody is taken for faster than they were.
const (
	responseExact = 60      // minutes
	responseLast  = 100_000 // minutes: some 200 working days; what took longer counts as this
	responseWidth = 20      // a bucket is at most one part in so many of its lower end
)

// responseBucket is the last minute of the bucket of a working time.
func responseBucket(worked time.Duration) int {
	minutes := int((worked + time.Minute - 1) / time.Minute)
	if minutes <= responseExact {
		return max(minutes, 0)
	}

	bound := responseExact
	for bound < minutes && bound < responseLast {
		bound += bound / responseWidth
	}

	return min(bound, responseLast)
}

// response counts how long it took to keep a promise, on the day on which it
// was kept. A bare miss, and one that no longer applies, say nothing of that.
func (t *tally) response(c funnel.ClockOutcome) {
	if !c.Done() {
		return
	}

	bucket := strconv.Itoa(responseBucket(c.Worked))
	t.deltas = append(t.deltas, Delta{
		Day: t.day, Metric: CountResponse + string(c.Kind), Dim: DimMinutes, Value: bucket,
		N: 1,
	})
	if c.Kind == agreement.ClockFirstTouch {
		t.add(CountFirstTouch, 1, DimFirstTouchTiming)
	}
}

// NudgeRow is how often reminders of a kind were followed, within four working
// hours, by an act of the one who was reminded on the lead: followed of all.
type NudgeRow struct {
	Kind funnel.NudgeKind `json:"kind"`
	stats.Rate
	Off bool `json:"off,omitempty"`
}

// A kind of reminder that fewer follow is better switched off, once enough of
// them were sent to say so.
const (
	leastFollowed = 0.3
	leastNudges   = 10
)

// Needless says whether a kind of reminder only annoys.
func (r NudgeRow) Needless() bool {
	return !r.Off && r.Kind != funnel.NudgeEscalation && r.Whole >= leastNudges && r.Fraction() < leastFollowed
}

// ParseNudgeKind understands the kinds of reminders.
func ParseNudgeKind(text string) (funnel.NudgeKind, error) {
	var names []string
	for _, kind := range funnel.NudgeKinds() {
		if fault.FoldCode(text) == fault.FoldCode(string(kind)) {
			return kind, nil
		}

		if kind != funnel.NudgeEscalation { // which is always on
			names = append(names, string(kind))
		}
	}

	return "", fault.Invalid("%s is not a kind of reminder. Expected one of %s.", fault.Quoted(text),
		strings.Join(names, ", "))
}

// MaySwitchNudges says who may switch a kind of reminder off or on, and which.
func MaySwitchNudges(kind funnel.NudgeKind, off bool, by people.Person, r people.Roster) error {
	switch {
	case !by.Manager && !by.Admin:
		return fault.Denied("Reminders are switched off and on by the sales manager or an admin. Ask %s.", r.AskManager())
	case off && kind == funnel.NudgeEscalation:
		return fault.Conflict("Escalations cannot be switched off: a promise that its owner leaves open has to reach somebody. %s shows the kinds that can.", fault.ToListReminders.Way())
	}

	return nil
}

// Status is how much is kept, and what is still to be told.
type Status struct {
	ByStage           map[agreement.Stage]int64
	Leads             int64
	OpenLoops         int64
	Queued, Parked    int
	OldestQueued      time.Time
	ParkedWhy         []string // why the messages parked last were refused, each reason once
	DefinitionVersion int
	SchemaVersion     int
	Head              string // the end of the journal, and the hash that stands for all of it
}
