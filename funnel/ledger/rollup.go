package ledger

import (
	"math"
	"strconv"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Delta moves one counter of a day. Counters are kept per day × metric ×
// dimension, so that a digest costs days × dimensions and never leads.
// A zero Day is the running total of all time, which is kept by campaign too.
type Delta struct {
	Day    calendar.Date
	Metric string
	Dim    string // DimAll, or what it is broken down by
	Value  string
	N      int64
}

// Dimensions that break counters down.
const (
	DimAll        = "all"
	DimSource     = "source"
	DimCampaign   = "campaign"
	DimMarketer   = "marketer"
	DimOwner      = "owner"
	DimReason     = "reason"
	DimDefinition = "definition"
	DimKind       = "kind"
	DimDays       = "days"
	DimCriterion  = "criterion"

	// DimMarketerReason is a marketer with a reason: see MarketerReason.
	DimMarketerReason   = "marketer_reason"
	DimMinutes          = "minutes"
	DimTeam             = "team"   // of whoever logged the lead, when the entry was written
	DimPerson           = "person" // in whichever team
	DimFirstTouchTiming = "prompt" // whether sales reached out to the lead in time
)

// Names of counters; those with a dot take a suffix.
const (
	CountEntered    = "entered."    // + stage: leads that reached it for the first time
	CountRevenue    = "revenue."    // + currency: minor units won
	CountDeals      = "deals."      // + currency: wins with an amount
	CountPopulation = "population." // + stage: leads that stand there now (all time only)
	CountMet        = "met."        // + clock: promises kept
	CountMissed     = "missed."     // + clock: promises whose time ran out
	CountFigure     = "figure."     // + metric: figures from outside, in thousandths
	CountHandoffs   = "handoffs"
	CountAccepted   = "accepted"    // by a person
	CountDefaulted  = "defaulted"   // taken because nobody answered in time
	CountLapsed     = "lapsed"      // back with marketing because nobody answered in time
	CountRejected   = "rejected"    // and not overturned
	CountHandedBack = "handed_back" // accepted leads that sales handed back
	CountPassedFrom = "passed_from" // leads that were passed on, by who had them
	CountPassedTo   = "passed_to"   // and by who got them
	CountUpheld     = "upheld"      // rejections that were disputed, and stand
	CountOverturned = "overturned"  // rejections that were disputed, and do not
	CountLost       = "lost"
	CountTouches    = "touches"
	CountOverridden = "overridden." // + stage: entries although criteria were not met
	CountLag        = "lag"         // wins by the days since their leads were created
	CountOpenLoops  = "open_loops"  // all time only
	CountResponses  = "responses"   // how often leads named a campaign
	CountTurn       = "turn."       // + turn: milliseconds of leads' lives, on the day on which the stretch ended
	CountTurnWorked = "turn_work."  // + turn: those of them that were working time
	CountNudges     = "nudges."     // + kind: reminders
	CountFollowed   = "heeded."     // + kind: those that an act followed in time, on the day of the reminder
	CountSpend      = "spend."      // + currency: minor units spent on campaigns
	CountPipeline   = "pipeline."   // + currency: minor units of leads that became opportunities
	CountResponse   = "response."   // + clock: promises by the working time until they were kept, in time or late
	CountFirstTouch = "first_touches"
	CountFlow       = "flow." // + way: leads that came into what is open, or left it
)

// CountCredit is the name of the counter of revenue, in minor units, with which
// campaigns are credited under a model.
func CountCredit(m Model) string { return "credit_" + string(m) + "." } // + currency

// FigureScale is how many units of a figure counter make one.
const FigureScale = 1000

// Deltas are the counters that an entry moves. They are a pure function of
// the entry and the zone in which its day is counted, so that rollups can be
// recomputed from the journal.
func Deltas(e funnel.Entry, cal calendar.Calendar) []Delta {
	if e.Kind == funnel.EntryUndone {
		return reverted(e, cal)
	}

	t := tally{day: calendar.DateOf(e.At, cal.Zone()), entry: e}
	if !e.Due.IsZero() {
		t.day = calendar.DateOf(e.Due, cal.Zone()) // downtime moves no figure from one week to the next
	}

	if e.From != e.To && e.To != "" {
		t.total(CountPopulation+string(e.To), 1)
		if e.From != "" {
			t.total(CountPopulation+string(e.From), -1)
		}
	}

	t.flow()
	if e.Loop != 0 {
		t.total(CountOpenLoops, int64(e.Loop))
	}

	if e.First {
		t.add(CountEntered+string(e.To), 1, DimSource, DimCampaign, DimMarketer, DimOwner, DimDefinition, DimTeam,
			DimFirstTouchTiming)
		if e.To == agreement.SQL && !e.Amount.IsZero() {
			t.add(CountPipeline+e.Amount.Currency, e.Amount.Minor, DimTeam)
		}
	}

	for _, c := range e.Clocks {
		t.clock(c, cal)
	}

	for _, s := range e.Stretches {
		t.add(CountTurn+string(s.Turn), s.Wall.Milliseconds())
		t.add(CountTurnWorked+string(s.Turn), s.Worked.Milliseconds())
	}

	t.byCampaign(CountResponses, e.Named, 1)
	t.overridden()
	if e.Followed != nil {
		t.deltas = append(t.deltas, Delta{
			Day:    calendar.DateOf(e.Followed.At, cal.Zone()),
			Metric: CountFollowed + string(e.Followed.Kind), Dim: DimAll, N: 1,
		})
	}

	t.byKind(cal)
	return t.deltas
}

// reverted takes back what the undone entries had counted, on their own
// days, so that the sums are as if they had never been.
func reverted(e funnel.Entry, cal calendar.Calendar) []Delta {
	var out []Delta
	for _, undone := range e.Undoes {
		for _, d := range Deltas(undone, cal) {
			d.N = -d.N
			out = append(out, d)
		}
	}

	return out
}

// tally collects the deltas of one entry.
type tally struct {
	day    calendar.Date
	entry  funnel.Entry
	deltas []Delta
}

func (t *tally) byKind(cal calendar.Calendar) {
	switch e := t.entry; e.Kind {
	case funnel.EntryHandedOff:
		t.add(CountHandoffs, 1, DimMarketer, DimOwner)
	case funnel.EntryAccepted:
		t.add(CountAccepted, 1, DimSource, DimCampaign, DimMarketer, DimOwner)
	case funnel.EntryDefaulted:
		t.add(CountDefaulted, 1, DimSource, DimCampaign, DimMarketer, DimOwner)
	case funnel.EntryLapsed:
		t.add(CountLapsed, 1, DimSource, DimCampaign, DimMarketer, DimOwner)
	case funnel.EntryRejected:
		t.rejected(1)
	case funnel.EntryHandedBack:
		t.add(CountHandedBack, 1, DimMarketer, DimOwner, DimReason)
	case funnel.EntryAssigned:
		t.ofPerson(CountPassedFrom, e.About)
		t.ofPerson(CountPassedTo, e.With)
	case funnel.EntryRuled:
		t.ruled(cal)
	case funnel.EntryLost:
		t.lost()
	case funnel.EntryTouched:
		t.add(CountTouches, 1, DimKind)
	case funnel.EntryNudged:
		t.add(CountNudges+string(e.Nudge), 1)
	case funnel.EntryWon:
		t.won(cal)
	case funnel.EntryImported:
		t.imported(cal)
	case funnel.EntryFigure:
		t.figure()
	case funnel.EntrySpend:
		t.day = e.Day
		t.add(CountSpend+e.Amount.Currency, e.Amount.Minor, DimCampaign)
	default:
	}
}

// ofPerson counts for one person alone; entries from before name nobody here.
func (t *tally) ofPerson(metric string, user ref.UserID) {
	if user != "" {
		t.deltas = append(t.deltas, Delta{Day: t.day, Metric: metric, Dim: DimPerson, Value: string(user), N: 1})
	}
}

// overridden counts a stage that was entered although criteria were not met:
// once in all, and once for each of them.
func (t *tally) overridden() {
	e := t.entry
	if e.Override == "" {
		return
	}

	metric := CountOverridden + string(e.To)
	t.add(metric, 1, DimMarketer, DimOwner)
	for _, key := range e.Unmet {
		t.deltas = append(t.deltas, Delta{Day: t.day, Metric: metric, Dim: DimCriterion, Value: key, N: 1})
	}
}

func (t *tally) rejected(n int64) {
	t.add(CountRejected, n, DimSource, DimCampaign, DimMarketer, DimOwner, DimReason, DimMarketerReason)
}

// ruled counts a ruling. A rejection that is overturned is taken back on its
// own day, so that no rate holds it against marketing.
func (t *tally) ruled(cal calendar.Calendar) {
	metric := CountUpheld
	for _, rejection := range t.entry.Undoes {
		metric = CountOverturned
		back := tally{day: calendar.DateOf(rejection.At, cal.Zone()), entry: rejection}
		back.rejected(-1)
		t.deltas = append(t.deltas, back.deltas...)
	}

	t.add(metric, 1, DimMarketer, DimReason)
}

// credit shares what was won among the campaigns, under every model.
func (t *tally) credit() {
	for _, info := range Models {
		metric := CountCredit(info.Model) + t.entry.Amount.Currency
		for campaign, part := range info.Model.Credits(t.entry.Amount, t.entry.Journey) {
			t.byCampaign(metric, campaign, part.Minor)
		}
	}
}

// byCampaign counts for a campaign, on the day and in all: what a campaign
// brought is asked for as a whole.
func (t *tally) byCampaign(metric, campaign string, n int64) {
	if campaign == "" || n == 0 {
		return
	}

	for _, day := range []calendar.Date{t.day, {}} {
		t.deltas = append(t.deltas, Delta{Day: day, Metric: metric, Dim: DimCampaign, Value: campaign, N: n})
	}
}

func (t *tally) won(cal calendar.Calendar) {
	t.lag(cal.Zone())
	if amount := t.entry.Amount; !amount.IsZero() {
		t.add(CountRevenue+amount.Currency, amount.Minor, DimSource, DimCampaign, DimOwner, DimTeam)
		t.add(CountDeals+amount.Currency, 1)
		t.credit()
	}
}

// imported counts what a file says of the past. What another file says later of the same stage adds an amount alone.
func (t *tally) imported(cal calendar.Calendar) {
	e := t.entry
	switch again := e.From == e.To; {
	case e.To == agreement.Customer:
		t.won(cal)
	case e.To == agreement.Lost && !again:
		t.lost()
	case e.To == agreement.SQL && again && !e.Amount.IsZero():
		t.add(CountPipeline+e.Amount.Currency, e.Amount.Minor, DimTeam)
	}
}

func (t *tally) lost() { t.add(CountLost, 1, DimOwner, DimReason) }

// figure counts a figure of a week on its Thursday: by ISO 8601 a week
// belongs to the month, quarter and year that hold its Thursday.
func (t *tally) figure() {
	e := t.entry
	period, err := calendar.ParsePeriod(e.Period)
	if err != nil {
		return
	}

	t.deltas = append(t.deltas, Delta{
		Day: period.Anchor(), Metric: CountFigure + string(e.Metric), Dim: DimAll,
		N: FigureUnits(e.Value) - FigureUnits(e.Was),
	})
}

// clock counts a promise kept on the day of the act, and one missed on the
// day of its deadline, whenever that was noted: downtime moves no figure from
// one week to the next.
func (t *tally) clock(c funnel.ClockOutcome, cal calendar.Calendar) {
	t.response(c)
	day, metric := t.day, CountMet+string(c.Kind)
	switch {
	case c.Met:
	case c.Missed:
		day, metric = calendar.DateOf(c.Due, cal.Zone()), CountMissed+string(c.Kind)
	default:
		return
	}

	t.deltas = append(t.deltas,
		Delta{Day: day, Metric: metric, Dim: DimAll, N: 1},
		Delta{Day: day, Metric: metric, Dim: DimOwner, Value: string(c.Person), N: 1})
}

func (t *tally) total(metric string, n int64) {
	t.deltas = append(t.deltas, Delta{Metric: metric, Dim: DimAll, N: n})
}

func (t *tally) add(metric string, n int64, dims ...string) {
	t.deltas = append(t.deltas, Delta{Day: t.day, Metric: metric, Dim: DimAll, N: n})
	for _, dim := range dims {
		if dim == DimCampaign {
			t.byCampaign(metric, t.entry.Campaign, n)
			continue
		}

		if value, ok := dimension(t.entry, dim); ok {
			t.deltas = append(t.deltas, Delta{Day: t.day, Metric: metric, Dim: dim, Value: value, N: n})
		}
	}
}

// dimension is the entry's value of a dimension. Only the source is counted
// where it is empty: "conversion by source" has to add up to the whole.
func dimension(e funnel.Entry, dim string) (string, bool) {
	switch dim {
	case DimSource:
		return e.Source, true
	case DimMarketer:
		return string(e.Marketer), e.Marketer != ""
	case DimOwner:
		if e.OutsideOwner != "" {
			return OutsideOwnerPrefix + e.OutsideOwner, true
		}

		return string(e.Owner), e.Owner != ""
	case DimReason:
		return e.Reason, e.Reason != ""
	case DimMarketerReason:
		return MarketerReason(e.Marketer, e.Reason), e.Marketer != "" && e.Reason != ""
	case DimDefinition:
		return strconv.Itoa(e.Definition), e.Definition > 0
	case DimKind:
		return string(e.Touch), true
	case DimTeam:
		return string(e.Team), e.Team != ""
	case DimFirstTouchTiming:
		return string(e.FirstTouchTiming), e.FirstTouchTiming != ""
	}

	return "", false
}

// MarketerReason is the value under which rejections of a marketer's leads for
// a reason are counted. Slack's ids hold no colon.
func MarketerReason(marketer ref.UserID, reason string) string {
	return string(marketer) + ":" + reason
}

// OutsideOwnerPrefix marks owners that are no Slack user in the owner dimension.
const OutsideOwnerPrefix = "outside:"

// FigureUnits is a figure in the units of its counter.
func FigureUnits(v float64) int64 { return int64(math.Round(v * FigureScale)) }
