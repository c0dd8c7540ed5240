package funnel

import (
	"fmt"
	"math"
	"strings"
)

// headline says in one sentence how it stands, and the one reason.
func (d *Digest) headline() string {
	judged, fine := 0, 0
	var worst *Standing
	for i, s := range d.Goals {
		if !s.Judged() {
			continue
		}
		judged++
		if s.Status.Fine() {
			fine++
			continue
		}
		if worst == nil || s.reached() < worst.reached() {
			worst = &d.Goals[i]
		}
	}
	week := "Week " + d.Week + ": "
	top, explained := TopGoal(d.Goals)
	switch {
	case len(d.Goals) == 0:
		return week + d.counts() + ". No goals are set to compare this with."
	case judged == 0 && d.Past != nil:
		return week + d.counts() + ". It is too early to judge the goals. " + d.Past.ended()
	case judged == 0:
		return week + d.counts() + ". It is too early to judge the goals."
	case explained && d.Past != nil:
		return week + standingSentence(top) + fmt.Sprintf(", with %d of %d working days gone. ", top.DaysElapsed, top.DaysTotal) + d.Past.ended()
	case explained && !top.Status.Fine():
		return week + standingSentence(top) + d.Gap.because() + "."
	case worst != nil && explained:
		return week + standingSentence(top) + ", but " + standingSentence(*worst) + "."
	case worst != nil:
		return week + standingSentence(*worst) + fmt.Sprintf("; %d of %d goals on pace.", fine, judged)
	case explained:
		return week + standingSentence(top) + d.Gap.because() + d.fallsShort(top) + "."
	case judged == 1:
		return week + "the goal is on pace. " + d.counts() + "."
	}
	return week + fmt.Sprintf("all %d goals are on pace. %s.", judged, d.counts())
}

// fallsShort says that a goal which is fine by now is not by what is to come, where
// that is so.
func (d *Digest) fallsShort(top Standing) string {
	l := d.Levers
	if l == nil || l.Lacking.Number <= 0 || l.Goal.ID != top.Goal.ID || top.DaysElapsed >= top.DaysTotal {
		return ""
	}
	return "; at the pace of the last 13 weeks it ends " + Roughly(top.Goal.Metric, l.Lacking) + " short"
}

// StatusName is the status in the words of the metric: of money that is not
// to be surpassed, it is said on which side of the budget it is.
func (s Standing) StatusName() string {
	if !s.Goal.Metric.Limited() || !s.Judged() || s.Status == StatusOnPace {
		return string(s.Status)
	}
	if s.reached() < 1 || s.Expected == 0 {
		return "over budget"
	}
	return "under budget"
}

// standingSentence says how a goal stands: "Revenue in 2026-Q4 off, …".
func standingSentence(s Standing) string {
	m := s.Goal.Metric
	name := s.Goal.Name() + " in " + s.Goal.Period.Label
	if !s.Goal.Paced() {
		return fmt.Sprintf("%s %s, %s against %s", name, s.StatusName(), m.Format(s.Actual.Quantity), m.Format(s.Goal.Target))
	}
	by := "expected by now"
	switch {
	case !s.LoggedTo.IsZero():
		by = "expected by " + s.LoggedTo.Spoken() + ", the last day logged"
	case m.Limited() && s.DaysElapsed == s.DaysTotal:
		by = "in all"
	case m.Limited():
		by = "planned by now"
	case s.DaysElapsed == s.DaysTotal:
		by = "as the target"
	}
	return fmt.Sprintf("%s %s, %s against %s %s", name, s.StatusName(), m.written(s.Actual.Quantity),
		Roughly(m, m.quantity(s.expectedUnits(), s.Goal.Target.Money.Currency)), by) + distance(s.Gap)
}

// written is a quantity for people; no money has no currency.
func (m Metric) written(q Quantity) string {
	if q.Number == 0 && q.Money.Minor == 0 {
		return "0"
	}
	return m.Format(q)
}

// Roughly writes a quantity that was reckoned, without minor units.
func Roughly(m Metric, q Quantity) string {
	if m.Info().Kind == MetricMoney && q.Money.Minor != 0 {
		return AverageMoney(float64(q.Money.Minor), q.Money.Currency)
	}
	return m.written(q)
}

// distance writes how far off something is: " (−25%)"; nothing where it is not.
func distance(fraction float64) string {
	far := percent(math.Abs(fraction))
	switch {
	case far == "0":
		return ""
	case fraction < 0:
		return " (−" + far + "%)"
	}
	return " (+" + far + "%)"
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
	return ", mostly because " + reason.Says(Stage.plural)
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
	return fmt.Sprintf("%s in %s ended at %s of %s", g.Goal.Name(), g.Goal.Period.Label, m.written(g.Actual), m.written(g.Expected)) +
		distance(far) + g.because() + "."
}

// plural names the leads of a stage.
func (s Stage) plural() string {
	if s == Inquiry {
		return "inquiries"
	}
	return s.Name() + "s"
}

// Says tells the cause of a part as a clause: "fewer MQLs became SALs (41%
// against 55%)". Stages are named as the function says.
func (p GapPart) Says(plural func(Stage) string) string {
	less := p.Actual < p.Expected
	switch p.Kind {
	case PartVolume:
		return fmt.Sprintf("%s %s came in (%s against %s)", fewer(less), plural(p.From), thousands(p.Actual), thousands(p.Expected))
	case PartRate:
		return fmt.Sprintf("%s %s became %s (%s against %s)", fewer(less), plural(p.From), plural(p.To), apart(p.Actual, p.Expected), apart(p.Expected, p.Actual))
	case PartDeal:
		what := "the average customer brought "
		if p.From != Customer {
			what = "each of the " + plural(p.From) + " brought "
		}
		currency := p.Amount.Money.Currency
		amounts := fmt.Sprintf("(%s against %s)", AverageMoney(p.Actual, currency), AverageMoney(p.Expected, currency))
		if less {
			return what + "less " + amounts
		}
		return what + "more " + amounts
	case PartCertain:
		return "what was certain already is not among the wins (" + AverageMoney(p.Expected, p.Amount.Money.Currency) + " by now)"
	default:
		if less {
			return "many leads came lately and are not due yet"
		}
		return "leads of before came due"
	}
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
	return percent(fraction) + "%"
}

// AverageMoney is an average of minor units as an amount, without the minor ones
// where that leaves three figures.
func AverageMoney(minor float64, currency string) string {
	return averageMoney(minor, currency).String()
}

func averageMoney(minor float64, currency string) Money {
	scale := float64(unitOf(currency))
	if math.Abs(minor) >= 100*scale {
		minor = math.Round(minor/scale) * scale
	}
	return Money{Minor: int64(math.Round(minor)), Currency: currency}
}
