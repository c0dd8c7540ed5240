package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// keptPromise is how one promise was kept: in a row, and in a sentence.
type keptPromise struct {
	team         ref.Team
	what, kept   string
	half, ninety string
	said         string
}

// promises are what the teams promised each other; one team reads of the handoffs
// and of what it promised itself.
func (r reporter) promises() (s Section) {
	s.Title = words("What the teams promised each other")
	if r.Audience.Team() != "" {
		s.Title = words("Handoffs and promises")
	}

	handed, overrides, levels, unanswered := r.handed(), r.overridden(), r.levels(), r.unanswered()

	if r.Shows(SectionMarketing) {
		kept := slices.Concat(handed, ofTeam(ref.Marketing, overrides), r.mqlGoals(), ofTeam(ref.Marketing, levels))
		s.promised(ref.Marketing, kept)
	}

	if r.Shows(SectionSales) {
		kept := slices.Concat(ofTeam(ref.Sales, levels), unanswered, ofTeam(ref.Sales, overrides))
		if len(kept) == 0 {
			kept = []keptPromise{{said: "no promise fell due"}}
		}

		if !r.Shows(SectionMarketing) {
			kept = append(handed, kept...)
		}

		s.promised(ref.Sales, kept)
	}

	s.turns(r)
	reminders := s.reminders(r)

	rows := slices.Concat(handed, overrides, levels)
	if r.Shows(SectionSales) {
		rows = append(rows, unanswered...)
	}

	if len(rows)+len(reminders) > 1 || r.Handoffs > 0 { // else the week was imported
		s.promiseRows(rows, reminders)
	}

	s.promiseFigures(r)

	return s
}

func ofTeam(team ref.Team, promises []keptPromise) []keptPromise {
	return slices.DeleteFunc(slices.Clone(promises), func(p keptPromise) bool { return p.team != team })
}

func (s *Section) promised(team ref.Team, promises []keptPromise) {
	said := make([]string, len(promises))
	for i, p := range promises {
		said[i] = p.said
	}

	s.item(strong(fault.Capitalised(string(team))+":"), words(" "+strings.Join(said, "; ")+"."))
}

func (s *Section) promiseRows(promises []keptPromise, reminders [][]Cell) {
	s.columns("Team", "Promise", "Kept", "Half within", "Nine in ten within")
	for _, p := range promises {
		s.row(words(fault.Capitalised(string(p.team))), words(p.what), words(p.kept), words(p.half), words(p.ninety))
	}

	for _, cells := range reminders {
		s.row(cells...)
	}
}

// handed are what marketing handed to sales, and how much of it was taken.
func (r reporter) handed() []keptPromise {
	out := []keptPromise{{
		team: ref.Marketing, what: "leads handed to sales", kept: strconv.FormatInt(r.Handoffs, 10),
		said: stats.Counted(r.Handoffs, "lead") + " handed to sales",
	}}
	if r.Acceptance.Known() {
		out = append(out, keptPromise{
			team: ref.Marketing, what: "accepted by sales", kept: sampled(r.Acceptance, answeredHere),
			said: AcceptanceText(r.Acceptance),
		})
	}

	return out
}

// mqlGoals are the goals on what marketing hands over.
func (r reporter) mqlGoals() (out []keptPromise) {
	for _, s := range r.Goals {
		if s.Goal.Metric == goals.MetricMQLs && s.Goal.For.Whole() && s.Measurable() {
			said := "MQLs " + s.Goal.Period.Label + " " + s.ActualText() + " of " + s.TargetText() + ", " + s.PaceText()
			out = append(out, keptPromise{said: said})
		}
	}

	return out
}

func (r reporter) levels() (out []keptPromise) {
	for _, level := range r.Levels {
		if !level.Known() && level.Answered == 0 {
			continue
		}

		p := keptPromise{
			team: level.Clock.Promiser(), what: level.Clock.Plural() + " in time", kept: sampled(level.Rate, due),
			half: stats.Unknown, ninety: stats.Unknown,
		}
		p.said = rateOf(level.Rate, p.what, due)
		if level.Answered > 0 {
			p.half, p.ninety = minutes(level.Median).Text, minutes(level.P90).Text
			p.said += ", half within " + p.half + " and nine in ten within " + p.ninety
		}

		out = append(out, p)
	}

	return out
}

// overridden are how many leads moved on although something was missing, and
// what.
func (r reporter) overridden() (out []keptPromise) {
	for _, o := range r.Overrides {
		what := r.override(o) + criteriaLacking(o)
		out = append(out, keptPromise{
			team: o.By(), what: what, kept: strconv.FormatInt(o.Leads, 10), said: stats.Thousands(float64(o.Leads)) + " " + what,
		})
	}

	return out
}

// override says what was done although something was missing.
func (r reporter) override(o funnel.Override) string {
	done := map[agreement.Stage]string{
		agreement.MQL: "handed to sales", agreement.SAL: "accepted", agreement.SQL: "made an opportunity",
	}[o.Stage]
	return cmp.Or(done, "moved to "+r.definition.Label(o.Stage)) + " although something was missing"
}

// mostOverridden is how many criteria the digest names.
const mostOverridden = 3

func criteriaLacking(o funnel.Override) string {
	var keys []string
	for _, c := range o.Criteria[:min(len(o.Criteria), mostOverridden)] {
		name := fault.OneLine(agreement.Criterion{Key: c.Key}.Name())
		keys = append(keys, fault.Cut(name, maxNamed)+" "+stats.Thousands(float64(c.Count)))
	}

	if len(keys) == 0 {
		return ""
	}

	return " (" + strings.Join(keys, ", ") + ")"
}

// unanswered are the handoffs that nobody answered: what became of them is no
// answer by a person.
func (r reporter) unanswered() (out []keptPromise) {
	for _, end := range []struct {
		n    int64
		what string
	}{
		{r.Defaulted, "taken by default, because nobody answered"},
		{r.Lapsed, "back with marketing, because nobody answered"},
	} {
		if end.n > 0 {
			out = append(out, keptPromise{
				team: ref.Sales, what: end.what, kept: strconv.FormatInt(end.n, 10),
				said: stats.Counted(end.n, "lead") + " " + end.what,
			})
		}
	}

	return out
}

// turns says on whose turn leads were, in working time.
func (s *Section) turns(r reporter) {
	var worked []string
	for _, turn := range r.Turns {
		if turn.Worked > time.Hour {
			turn.Worked = turn.Worked.Round(time.Hour)
		}

		if turn.Worked >= time.Minute {
			worked = append(worked, turn.Turn.Name()+" "+Worked(turn.Worked))
		}
	}

	if len(worked) == 0 || !r.Shows(SectionTurns) {
		return
	}

	s.item(strong("Whose turn leads were on"), words(", in working time: "+strings.Join(worked, ", ")+"."))
	s.Notes = append(s.Notes, s.Lines[len(s.Lines)-1].Plain())
}

// reminders says whether reminders help, and gives the rows that say it in a table.
func (s *Section) reminders(r reporter) (rows [][]Cell) {
	if len(r.Nudges) == 0 || !r.Shows(SectionReminders) {
		return nil
	}

	var rates []string
	var needless strings.Builder
	for _, row := range r.Nudges {
		kind := row.Kind.Plural()
		rates = append(rates, RateOf(row.Rate, kind))
		rows = append(rows, []Cell{
			words("Reminders"), words(kind + " acted on"), words(sampled(row.Rate, "")), words(""), words(""),
		})
		if row.Needless() {
			needless.WriteString(" " + fault.ToEndReminders.Way(row.Kind) + " ends those that few act on.")
		}
	}

	s.item(strong("Reminders acted on within four working hours:"),
		words(" "+strings.Join(rates, "; ")+"."+needless.String()))

	return rows
}

// promiseFigures are those of a file, which has promises that did not fall due
// as well.
func (s *Section) promiseFigures(r reporter) {
	const part = "service level"
	s.figure(part, words("handed to sales"), "week", leadCount(r.Handoffs, "lead"))
	s.figure(part, words("accepted"), "part", leadCount(r.Acceptance.Part, "lead"))
	s.figure(part, words("accepted"), "whole", leadCount(r.Acceptance.Whole, "lead"))

	for _, level := range r.Levels {
		item := words(level.Clock.Plural() + " in time")
		s.figure(part, item, "part", kept(strconv.FormatInt(level.Part, 10)))
		s.figure(part, item, "whole", kept(strconv.FormatInt(level.Whole, 10)))
		if level.Answered > 0 {
			s.figure(part, item, "median", minutes(level.Median))
			s.figure(part, item, "p90", minutes(level.P90))
		}
	}

	for _, o := range r.Overrides {
		s.figure(part, words(r.override(o)), "week", leadCount(o.Leads, "lead"))
	}
}
