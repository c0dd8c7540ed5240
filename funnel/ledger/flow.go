package ledger

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
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
	Back         int64         `json:"back"` // worked anew
	Won          int64         `json:"won"`
	Lost         int64         `json:"lost"`
	Recycled     int64         `json:"recycled"`
	Disqualified int64         `json:"disqualified"`
	End          int64         `json:"open_at_end"`
}

// WaterfallOf makes one of the counts by way and of what is open at its end.
func WaterfallOf(from, to calendar.Date, counts func(way string) int64, end int64) Waterfall {
	w := Waterfall{
		From: from, Last: to.AddDays(-1), New: counts(FlowNew), Back: counts(FlowBack), Won: counts(string(agreement.Customer)), Lost: counts(string(agreement.Lost)),
		Recycled: counts(string(agreement.Recycled)), Disqualified: counts(string(agreement.Disqualified)), End: end,
	}
	w.Start = w.End - w.Net()
	return w
}

// Net is by how many the open leads have grown.
func (w Waterfall) Net() int64 {
	return w.New + w.Back - w.Won - w.Lost - w.Recycled - w.Disqualified
}

// FlowWays are all ways of the counter [CountFlow].
var FlowWays = []string{FlowNew, FlowBack, string(agreement.Customer), string(agreement.Lost), string(agreement.Recycled), string(agreement.Disqualified)}

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
