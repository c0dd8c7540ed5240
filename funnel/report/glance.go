package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
)

// What a glance holds at most: it is read on a phone, without scrolling.
const (
	maxGlanced     = 5 // goals
	maxGlancedFine = 2 // of them that need nothing
	maxGlancedWins = 2
)

// Glance is the digest for who reads one screen: how it stands, the one reason, the one thing to do, the goals that
// are furthest off, and what was won.
type Glance struct {
	Title  string
	Point  string
	Reason string // "" where nothing needs one
	Do     []Cell
	Goals  []goals.Standing
	More   string // goals that are left out, and how they stand
	Wins   []EndRow
	Won    int64 // wins that are left out
}

// Glance picks what is read first.
func (d Digest) Glance(definition agreement.Definition) Glance {
	r := reporter{Digest: d, definition: definition}
	g := Glance{Title: d.shortTitle(), Point: d.point(), Reason: d.reason(), Do: r.toDecide()}
	g.Goals, g.More = furthestFirst(d.Goals)
	if d.Shows(SectionWins) {
		g.Wins = d.Wins[:min(len(d.Wins), maxGlancedWins)]
		g.Won = max(d.Funnel.Customers, int64(len(d.Wins))) - int64(len(g.Wins))
	}

	return g
}

// shortTitle is "Week 2026-W47 · 16 – 22 Nov 2026".
func (d Digest) shortTitle() string {
	if d.From.IsZero() || d.Last.IsZero() {
		return d.title()
	}

	from := d.From.Words()
	switch {
	case d.From.Year == d.Last.Year && d.From.Month == d.Last.Month:
		from = fmt.Sprint(d.From.Day)
	case d.From.Year == d.Last.Year:
		from = strings.TrimSuffix(from, fmt.Sprintf(" %d", d.From.Year))
	}

	return "Week " + d.Week + " · " + from + " – " + d.Last.Words()
}

// point says how it stands, in one sentence.
func (d Digest) point() string {
	subject, judged := d.subject()
	switch {
	case len(d.Goals) == 0:
		return d.counts() + ". No goals are set for this week."
	case judged == 0:
		return d.counts() + ". It is too early to judge the goals."
	case subject == nil && judged == 1:
		return "The goal is on pace or better. " + d.counts() + "."
	case subject == nil:
		return fmt.Sprintf("All %d goals are on pace or better. %s.", judged, d.counts())
	}

	return subject.Point()
}

// subject is the goal that the point is about: the one that matters most, or else the one furthest off.
func (d Digest) subject() (subject *goals.Standing, judged int) {
	for i, s := range d.Goals {
		if !s.Judged() {
			continue
		}

		judged++
		if !s.Status.Fine() && (subject == nil || s.Reached() < subject.Reached()) {
			subject = &d.Goals[i]
		}
	}

	if top, ok := TopGoal(d.Goals); ok && !top.Status.Fine() {
		return &top, judged
	}

	return subject, judged
}

// reason is the one cause that speaks for the point.
func (d Digest) reason() string {
	top, explained := TopGoal(d.Goals)
	if d.Past != nil {
		return d.Past.ended()
	}

	if !explained || top.Status.Fine() || d.Gap == nil {
		return ""
	}

	if d.Gap.Unexplained != "" {
		return d.Gap.Unexplained
	}

	part, ok := d.Gap.Reason()
	if !ok {
		return ""
	}

	return "Main reason: " + part.Says(agreement.Stage.Plural) + "."
}

// fewestRejected are as many as make a reason worth a decision.
const fewestRejected = 2

// toDecide is the one thing that whoever reads can decide on: the least change that closes the gap, else why leads are
// given back. Nothing where their figures support none.
func (r reporter) toDecide() []Cell {
	if r.Levers != nil && r.Levers.Lacking.Number > 0 && r.Shows(SectionLevers) {
		if best, ok := r.Levers.Cheapest(); ok {
			return []Cell{strong("Worth deciding this week:"), words(" " + r.change(best, *r.Levers) + ".")}
		}
	}

	subject, judged := r.subject()
	if len(r.Rejections) > 0 && r.Rejections[0].Count >= fewestRejected && r.Shows(SectionRejections) {
		row := r.Rejections[0]
		return []Cell{
			strong("Worth deciding this week:"), words(" " + stats.Thousands(float64(row.Count)) + " leads were rejected: "),
			named(cmp.Or(row.Label, row.Code, noReason), ""), words(". Change the lead definition, or whom you hand over."),
		}
	}

	if subject == nil && judged > 0 {
		return []Cell{words("Nothing needs a decision this week.")}
	}

	return nil
}

// furthestFirst are the goals of a glance, those furthest off first, and how those stand that are left out.
func furthestFirst(all []goals.Standing) (shown []goals.Standing, more string) {
	order := slices.DeleteFunc(slices.Clone(all), func(s goals.Standing) bool { return !s.Judged() })
	slices.SortStableFunc(order, func(a, b goals.Standing) int {
		return cmp.Or(cmp.Compare(rank(a.Status), rank(b.Status)), cmp.Compare(a.Reached(), b.Reached()))
	})

	left := map[goals.Status]int{}
	for _, s := range all {
		left[s.Status]++
	}

	fine := 0
	for _, s := range order {
		if s.Status.Fine() {
			fine++
		}

		if len(shown) == maxGlanced || fine > maxGlancedFine {
			break
		}

		shown = append(shown, s)
		left[s.Status]--
	}

	return shown, leftOut(left)
}

// leftOut says how goals stand that are not shown: those that need something, or where none does, all of them.
func leftOut(left map[goals.Status]int) string {
	for _, group := range [][]goals.Status{
		{goals.StatusOff, goals.StatusBehind},
		{goals.StatusOnPace, goals.StatusAhead, goals.StatusNoData, goals.StatusPending},
	} {
		var parts []string
		for _, status := range group {
			if left[status] > 0 {
				parts = append(parts, fmt.Sprintf("%d more %s", left[status], leftNames[status]))
			}
		}

		if len(parts) > 0 {
			return inWords(parts)
		}
	}

	return ""
}

var leftNames = map[goals.Status]string{
	goals.StatusOff: "off", goals.StatusBehind: "behind", goals.StatusOnPace: "on pace", goals.StatusAhead: "ahead",
	goals.StatusNoData: "without figures", goals.StatusPending: "not begun",
}

// rank puts what is off first.
func rank(s goals.Status) int {
	return slices.Index([]goals.Status{goals.StatusOff, goals.StatusBehind, goals.StatusOnPace, goals.StatusAhead}, s)
}

// GlancedPeriod is the period that the goals share, as it is said: "Q4".
func GlancedPeriod(some []goals.Standing) string {
	if len(some) == 0 {
		return ""
	}

	return SpokenPeriod(SharedPeriod(some))
}

// SpokenPeriod is a quarter, a month or a week without its year, as who reads a weekly message says it.
func SpokenPeriod(p calendar.Period) string {
	switch p.Kind() { //nolint:exhaustive // the others are said as they are written
	case calendar.Quarter:
		return p.Label[len("2026-"):]
	case calendar.Month:
		return p.From.Month.String()
	}

	return fault.OneLine(p.Label)
}
