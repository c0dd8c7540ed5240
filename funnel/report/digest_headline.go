package report

import (
	"fmt"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// headline says in one sentence how it stands, and the one reason.
func (d *Digest) headline() string {
	judged, fine, onPace := 0, 0, "on pace"
	var worst *goals.Standing
	for i, s := range d.Goals {
		if !s.Judged() {
			continue
		}

		judged++
		if s.Status == goals.StatusAhead {
			onPace = "on pace or better"
		}

		if s.Status.Fine() {
			fine++
			continue
		}

		if worst == nil || s.Reached() < worst.Reached() {
			worst = &d.Goals[i]
		}
	}

	week := "Week " + d.Week + ": "
	top, explained := TopGoal(d.Goals)
	switch {
	case len(d.Goals) == 0:
		return week + d.counts() + ". No goals are set for this week to compare it with."
	case judged == 0 && d.Past != nil:
		return week + d.counts() + ". It is too early to judge the goals. " + d.Past.ended()
	case judged == 0:
		return week + d.counts() + ". It is too early to judge the goals."
	case explained && d.Past != nil:
		return week + standingSentence(top) +
			fmt.Sprintf(", with %d of %d working days gone. ", top.DaysElapsed, top.DaysTotal) + d.Past.ended()
	case explained && !top.Status.Fine():
		return week + standingSentence(top) + d.Gap.because() + "."
	case worst != nil && explained:
		return week + standingSentence(top) + ", but " + standingSentence(*worst) + "."
	case worst != nil:
		return week + standingSentence(*worst) + fmt.Sprintf("; %d of %d goals %s.", fine, judged, onPace)
	case explained:
		return week + standingSentence(top) + d.Gap.because() + d.fallsShort(top) + "."
	case judged == 1:
		return week + "the goal is " + onPace + ". " + d.counts() + "."
	}

	return week + fmt.Sprintf("all %d goals are %s. %s.", judged, onPace, d.counts())
}

// fallsShort says that a goal which is fine by now is not by what is to come, where
// that is so.
func (d *Digest) fallsShort(top goals.Standing) string {
	l := d.Levers
	if l == nil || l.Lacking.Number <= 0 || l.Goal.ID != top.Goal.ID || top.DaysElapsed >= top.DaysTotal {
		return ""
	}

	return "; at the pace of the last 13 weeks it ends " + goals.Roughly(top.Goal.Metric, l.Lacking) + " short"
}

// standingSentence says how a goal stands: "Revenue in 2026-Q4 off, …".
func standingSentence(s goals.Standing) string {
	m := s.Goal.Metric
	name := s.Goal.Name() + " in " + s.Goal.Period.Label
	if !s.Goal.Paced() {
		return fmt.Sprintf("%s %s, %s against %s", name, s.StatusName(), m.Format(s.Actual.Quantity), m.Format(s.Goal.Target))
	}

	by := "expected by now"
	switch {
	case !s.LoggedTo.IsZero():
		by = s.LoggedByText()
	case m.Limited() && s.DaysElapsed == s.DaysTotal:
		by = "in all"
	case m.Limited():
		by = "planned by now"
	case s.DaysElapsed == s.DaysTotal:
		by = "as the target"
	}

	return fmt.Sprintf("%s %s, %s against %s %s", name, s.StatusName(), m.Written(s.Actual.Quantity),
		s.ExpectedText(), by) + s.DistanceText()
}

// because is the largest cause, where one speaks for what is said.
func (g *Gap) because() string {
	switch {
	case g == nil:
		return ""
	case g.Unexplained != "" && g.Total.Number < 0:
		return "; " + strings.ToLower(g.Unexplained[:1]) + strings.TrimSuffix(g.Unexplained[1:], ".")
	}

	reason, ok := g.Reason()
	if !ok {
		return ""
	}

	return ", mostly because " + reason.Says(agreement.Stage.Plural)
}

// Reason is the one part that speaks for the gap: the largest, where it goes
// the way of the gap.
func (g *Gap) Reason() (GapPart, bool) {
	if g == nil || g.Total.Number == 0 {
		return GapPart{}, false
	}

	part, ok := g.Largest()
	return part, ok && part.Amount.Number*g.Total.Number > 0
}

// ended says how a period that is over came out.
func (g *Gap) ended() string {
	m := g.Goal.Metric
	far := 0.0
	if g.Expected.Number > 0 {
		far = (g.Actual.Number - g.Expected.Number) / g.Expected.Number
	}

	return fmt.Sprintf("%s in %s ended at %s of %s", g.Goal.Name(), g.Goal.Period.Label, m.Written(g.Actual),
		m.Written(g.Expected)) +
		stats.Distance(far) + g.because() + "."
}

// Says tells the cause of a part as a clause: "fewer MQLs became SALs (32 of 78,
// 41%, against 55%)". Stages are named as the function says.
func (p GapPart) Says(plural func(agreement.Stage) string) string {
	less := p.Actual < p.due()
	switch p.Kind {
	case PartVolume:
		return fmt.Sprintf("%s %s came in (%s against %s)", fewer(less), plural(p.From), stats.Thousands(p.Actual),
			stats.Thousands(p.Expected))
	case PartRate:
		return fmt.Sprintf("%s %s became %s (%s of %s, %s, against %s)", fewer(less), plural(p.From), plural(p.To),
			stats.Thousands(float64(p.Sample.Part)), stats.Thousands(float64(p.Sample.Whole)),
			apart(p.Actual, p.due()), apart(p.due(), p.Actual)+p.byNow())
	case PartDeal:
		what := "the average customer brought "
		if p.From != agreement.Customer {
			what = "each of the " + plural(p.From) + " brought "
		}

		currency := p.Amount.Money.Currency
		amounts := fmt.Sprintf("(%s against %s)", money.AverageText(p.Actual, currency),
			money.AverageText(p.due(), currency)+p.byNow())
		if less {
			return what + "less " + amounts
		}

		return what + "more " + amounts
	case PartCertain:
		return "what was certain already is not among the wins (" + money.AverageText(p.Expected, p.Amount.Money.Currency) + " by now)"
	default:
		return p.timing(plural)
	}
}

// byNow says that the actual is compared with what was due.
func (p GapPart) byNow() string {
	if p.Due == 0 || p.Due == p.Expected {
		return ""
	}

	return " due by now"
}

// timing says how much of what was expected of a step was due.
func (p GapPart) timing(plural func(agreement.Stage) string) string {
	because := "many leads came lately"
	if p.Actual > p.Expected {
		because = "leads of before came due"
	}

	if p.To == "" {
		currency := p.Amount.Money.Currency
		return fmt.Sprintf("%s (of %s expected of each of the %s, %s were due by now)", because,
			money.AverageText(p.Expected, currency), plural(p.From), money.AverageText(p.Actual, currency))
	}

	return fmt.Sprintf("%s (of %s of the %s expected to become %s, %s were due by now)", because,
		apart(p.Expected, p.Actual), plural(p.From), plural(p.To), apart(p.Actual, p.Expected))
}

// apart writes a fraction so that it does not look the same as another.
func apart(fraction, other float64) string {
	if text := FinePercent(fraction); text != FinePercent(other) || fraction == other {
		return text
	}

	return fmt.Sprintf("%.1f%%", fraction*100)
}

func fewer(less bool) string {
	if less {
		return "fewer"
	}

	return "more"
}

// FinePercent writes a fraction in per cent, small ones with a decimal.
func FinePercent(fraction float64) string {
	if shown := fraction * 100; shown > 0 && shown < 9.95 {
		return fmt.Sprintf("%.1f%%", shown)
	}

	return stats.Percent(fraction) + "%"
}
