package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/stats"
)

// stages are how many leads entered each stage, against the week before and the
// mean of four weeks, and the weakest step.
func (r reporter) stages() (s Section) {
	s.Title = words("Funnel of the week")
	s.columns("Stage", "Entered", "Week before", "Four-week mean", "Rate")
	s.Legend = "The mark on a bar is the mean of the four weeks before."
	if r.running() {
		s.intro("This week still runs, so the weeks before are counted up to the same weekday.")
	}

	used := r.Used(r.Stages())
	most := 1.0
	for _, stage := range used {
		most = max(most, float64(r.Funnel.Of(stage)), r.Mean(stage))
	}

	for _, stage := range r.Stages() {
		name, entered := named(r.definition.Heading(stage), ""), leadCount(r.Funnel.Of(stage), "lead")
		before, mean := r.beside(stage)
		s.figure("funnel", name, "week", entered)
		s.figure("funnel", name, "week before", before)
		s.figure("funnel", name, "four-week mean", mean)
		if !slices.Contains(used, stage) {
			continue
		}

		line := []Cell{name, words(" "), strong(entered.Text), words(", "), before, words("; "), mean}
		share := words("")
		if rate, ok := r.rateTo(stage); ok {
			of := r.definition.Heading(rate.From)
			share.Text = stats.WholePercent(rate.Fraction()) + " of " + of
			line = append(line, words(apartBy+stats.WholePercent(rate.Fraction())+" of "), named(of, ""))
		}

		s.item(line...)
		s.Rows = append(s.Rows, Row{Cells: []Cell{name, entered, before, mean, share}, Bar: &Bar{
			Value: float64(r.Funnel.Of(stage)) / most, Mark: r.Mean(stage) / most, Tone: TonePlain,
			Label: entered.Text + " against a four-week mean of " + oneDecimal(r.Mean(stage)),
		}})
	}

	s.note(r.weakest())
	if slices.Contains(used, agreement.SAL) && r.Funnel.SALs != r.Acceptance.Part+r.Defaulted {
		s.note(fault.Capitalised(r.noun(agreement.SAL)) +
			" are all leads that became one, imported ones too; accepted is told of the answers given here.")
	}

	s.Chart = r.stagesChart(used)

	return s
}

func (r reporter) stagesChart(used []agreement.Stage) *Chart {
	if none := (FunnelCount{}); r.Funnel == none && r.Before == none && r.FourWeeks == none {
		return nil
	}

	chart := &Chart{Title: "Leads that entered each stage", Unit: "Leads"}
	week, before, mean := Series{Name: "This week"}, Series{Name: "Week before"}, Series{Name: "Four-week mean"}
	for _, stage := range used {
		chart.Labels = append(chart.Labels, r.definition.Heading(stage))
		week.Values = append(week.Values, float64(r.Funnel.Of(stage)))
		before.Values = append(before.Values, float64(r.Before.Of(stage)))
		mean.Values = append(mean.Values, math.Round(r.Mean(stage)*10)/10)
	}

	chart.Series = []Series{week, before, mean}

	return chart
}

// beside are what a stage had the week before, and in the mean of four weeks.
func (r reporter) beside(stage agreement.Stage) (before, mean Cell) {
	now := r.Funnel.Of(stage)
	before = leadCount(r.Before.Of(stage), "lead")
	more := now - r.Before.Of(stage)
	switch {
	case more == 0:
		before.Said = "as the week before"
	case more > 0:
		before.Said = fmt.Sprintf("%d more than the week before (%s)", more, before.Text)
	default:
		before.Said = fmt.Sprintf("%d fewer than the week before (%s)", -more, before.Text)
	}

	before.Text += difference(float64(more))

	average := r.Mean(stage)
	mean = Cell{
		Text: oneDecimal(average) + difference(float64(now)-average), Said: againstMean(now, average),
		Value: decimal(average), Unit: "leads",
	}
	return before, mean
}

// difference is a change in brackets: " (+3)".
func difference(n float64) string {
	switch shown := oneDecimal(n); {
	case shown == "0" || shown == "-0":
		return ""
	case n < 0:
		return " (−" + strings.TrimPrefix(shown, "-") + ")"
	default:
		return " (+" + shown + ")"
	}
}

// rateTo is the rate at which leads came to a stage, where it says anything.
func (r reporter) rateTo(s agreement.Stage) (StepRate, bool) {
	i := slices.IndexFunc(r.Rates, func(step StepRate) bool { return step.To == s && telling(step.Rate) })
	if i < 0 {
		return StepRate{}, false
	}

	return r.Rates[i], true
}

// telling says whether a rate between stages says anything: the leads of one
// week need not be the same ones, and a share above the whole is none.
func telling(r stats.Rate) bool { return r.Known() && r.Part <= r.Whole }

// againstMean compares a count with the mean of the four weeks before.
func againstMean(now int64, mean float64) string {
	change := float64(now) - mean
	sign := "+"
	if change < 0 {
		sign = "−"
	}

	if math.Round(change*10) == 0 {
		return "the four-week mean is " + oneDecimal(mean)
	}

	return sign + oneDecimal(math.Abs(change)) + " on the four-week mean (" + oneDecimal(mean) + ")"
}

// weakest says which step of the funnel fell most, and by what it was judged.
func (r reporter) weakest() string {
	w := r.Weakest
	if w == nil {
		return r.noneFallen()
	}

	sample := func(rate stats.Rate) string { return fmt.Sprintf("(%d of %d)", rate.Part, rate.Whole) }
	text := fmt.Sprintf("Weakest step: %s to %s, %s in the last four weeks %s against %s in the 13 weeks before %s.",
		r.noun(w.From), r.noun(w.To), FinePercent(w.Now.Fraction()), sample(w.Now),
		FinePercent(w.Before.Fraction()), sample(w.Before))
	chance := " That may be chance."
	if w.Sure {
		chance = " That is more than chance."
	}

	return text + chance + r.besideReason()
}

// noneFallen names the steps that have not, or says what is lacking to tell.
func (r reporter) noneFallen() string {
	steps := r.compared()
	if len(steps) == 0 {
		return "Weakest step: too few leads to tell. A step takes 30 in the last four weeks and 30 in the 13 weeks before."
	}

	slices.SortFunc(steps, func(a, b WeakStep) int {
		return cmp.Compare(slices.Index(agreement.Steps, a.From), slices.Index(agreement.Steps, b.From))
	})

	names := make([]string, len(steps))
	for i, w := range steps {
		names[i] = r.noun(w.From) + " to " + r.noun(w.To)
	}

	return "Weakest step: none has fallen in the last four weeks against the 13 weeks before, of those with enough leads to tell: " +
		inWords(names) + "."
}

// besideReason keeps the weakest step and the reason for the gap apart, which
// are found in different ways and may be different steps.
func (r reporter) besideReason() string {
	reason, ok := r.Gap.Reason()
	if !ok || r.Gap.Total.Number > 0 || r.Weakest.Within(reason) {
		return ""
	}

	period := r.Gap.Goal.Period.Label
	return " The main reason above is another: it weighs all of " + period + " by what it costs the goal;" +
		" this one is only what changed most of late."
}

// openLeads is what became of the open leads.
func (r reporter) openLeads() (s Section) {
	s.Title = words("Open leads over the week")
	w := r.Waterfall
	var moves []string
	for _, step := range w.Steps() {
		s.figure("open leads", words(step.Name), "week", leadCount(step.N, "lead"))
		if step.Sign != "" {
			moves = append(moves, step.Sign+" "+stats.Thousands(float64(step.N))+" "+step.Name)
		}
	}

	if len(moves) == 0 {
		moves = []string{"nothing moved"}
	}

	start := stats.Thousands(float64(w.Start))
	s.say(words("Open at the start "+start+", "+strings.Join(moves, ", ")+"; open at the end "),
		strong(stats.Thousands(float64(w.End))), words("."))
	if w == (ledger.Waterfall{From: w.From, Last: w.Last}) {
		return s
	}

	s.Steps = w.Steps()
	for _, step := range s.Steps {
		s.row(words(fault.Capitalised(step.Name)), words(strings.TrimSpace(step.Sign+" "+stats.Thousands(float64(step.N)))))
	}

	return s
}
