package digest

import (
	"context"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/counters"
	"github.com/leadloop/leadloop/loop/reminders"
	"github.com/leadloop/leadloop/store"
)

// How much a digest lists; the counts are always whole.
const (
	maxOldest = 10
	maxEnded  = 20
)

// weeksCompared are how many weeks before it a week is compared with.
const weeksCompared = 4

// Week computes a week from the rollups: its cost is days × dimensions.
func (s *Service) Week(ctx context.Context, week calendar.Period) (report.Digest, error) {
	now := s.core.Now()
	zone := s.core.Settings().Calendar.Location

	// Of a week that is over all days count and no later one; of one that runs, today's deeds too.
	asOf, until := counters.FirstOf(s.core.Today(now), week.To), counters.FirstOf(s.core.Today(now).AddDays(1), week.To)

	return core.Read(ctx, s.core, "compute the digest of "+week.Label, func(rd *store.Reads) (report.Digest, error) {
		d := report.Digest{
			Week: week.Label, Period: week, From: week.From, Last: week.Last(),
			Zone: zone.String(), AsOf: now.UTC().Truncate(time.Second),
		}

		head, err := rd.Head()
		if err != nil {
			return d, err
		}

		if head.Seq > 0 {
			d.Journal = head.String()
		}

		for _, part := range []func(*store.Reads, *report.Digest) error{
			func(rd *store.Reads, d *report.Digest) error { return s.digestGoals(rd, d, asOf, until) },
			func(rd *store.Reads, d *report.Digest) error { return s.digestGap(rd, d, asOf, until) },
			func(rd *store.Reads, d *report.Digest) error { return s.digestFunnel(rd, d, until) },
			s.digestWaterfall, s.digestSources, s.digestLevels, s.digestTurns, s.digestNudges,
			s.digestOverrides, s.digestRejections, s.digestLoops, s.digestEnds, s.digestCampaigns, s.digestBalance,
		} {
			if err := part(rd, &d); err != nil {
				return d, err
			}
		}

		d.Finish()

		return d, nil
	})
}

// digestGoals takes the goals whose period the week belongs to, by its Thursday.
func (s *Service) digestGoals(rd *store.Reads, d *report.Digest, asOf, until calendar.Date) error {
	anchor := d.Period.Anchor()
	goals, err := goalsOf(rd, anchor, calendar.Date{}, func(p calendar.Period) bool { return p.Contains(anchor) })
	if err != nil {
		return err
	}

	standings, err := s.goals.Stand(rd, goals, asOf, until)
	d.Goals = append(d.Goals, standings...)
	return err
}

// digestFunnel counts the week as far as it has come, and the weeks before up to the same
// weekday.
func (s *Service) digestFunnel(rd *store.Reads, d *report.Digest, until calendar.Date) error {
	counts := counters.Over(rd)
	entered := func(from, to calendar.Date) report.FunnelCount {
		by := counts.Entered(from, to)
		return report.FunnelOf(func(s agreement.Stage) int64 { return by[s] })
	}

	d.Funnel = entered(d.From, until)
	for back := range weeksCompared {
		days := -counters.WeekDays * (back + 1)
		week := entered(d.From.AddDays(days), until.AddDays(days))
		d.FourWeeks = d.FourWeeks.Plus(week)
		if back == 0 {
			d.Before = week
		}
	}

	fourth := until.AddDays(-weeksCompared * counters.WeekDays)
	d.Compared = append([]report.WeakStep{},
		report.CompareSteps(entered(fourth, until), entered(fourth.AddDays(-counters.RecentDays), fourth))...)
	if err := counts.Err(); err != nil {
		return err
	}

	revenue, err := s.goals.Revenue(rd, d.From, d.Period.To)
	if !revenue.Money.IsZero() {
		d.Revenue = append(d.Revenue, revenue.Money)
	}

	d.Revenue = append(d.Revenue, revenue.Other...)
	return err
}

func (s *Service) digestSources(rd *store.Reads, d *report.Digest) error {
	counts, rows := counters.Over(rd), map[string]report.SourceRow{}
	for _, part := range []struct {
		stage agreement.Stage
		put   func(*report.SourceRow, int64)
	}{
		{agreement.MQL, func(r *report.SourceRow, n int64) { r.MQLs = n }},
		{agreement.Customer, func(r *report.SourceRow, n int64) { r.Customers = n }},
	} {
		sums := counts.CountBy(ledger.CountEntered+string(part.stage), ledger.DimSource, d.From, d.Period.To)
		for source, n := range sums {
			row := rows[source]
			row.Source = source
			part.put(&row, n)
			rows[source] = row
		}
	}

	for _, row := range rows {
		d.Sources = append(d.Sources, row)
	}

	return counts.Err()
}

func (s *Service) digestLevels(rd *store.Reads, d *report.Digest) error {
	counts := counters.Over(rd)
	for _, kind := range funnel.ClockKinds {
		met, missed := ledger.CountMet+string(kind), ledger.CountMissed+string(kind)
		rate := counts.Rate(counters.Ratio{Part: met, Whole: []string{met, missed}}, d.From, d.Period.To)
		if kind == agreement.ClockDepth && !rate.Known() {
			continue // most definitions promise none
		}

		times := ledger.DistributionOf(
			counts.CountBy(ledger.CountResponse+string(kind), ledger.DimMinutes, d.From, d.Period.To))
		d.Levels = append(d.Levels, report.Level{
			Clock: kind, Rate: rate, Answered: times.Total(), Median: times.Within(0.5),
			P90: times.Within(0.9),
		})
	}

	d.Acceptance = counts.Rate(counters.Ratios[goals.MetricAcceptanceRate], d.From, d.Period.To)
	d.Handoffs = counts.Count(ledger.CountHandoffs, d.From, d.Period.To)
	d.Defaulted = counts.Count(ledger.CountDefaulted, d.From, d.Period.To)
	d.Lapsed = counts.Count(ledger.CountLapsed, d.From, d.Period.To)
	return counts.Err()
}

// digestRejections counts by reason what sales gave back and what was lost.
func (s *Service) digestRejections(rd *store.Reads, d *report.Digest) error {
	policy, err := s.core.PolicyIn(rd)
	if err != nil {
		return err
	}

	counts := counters.Over(rd)
	for _, end := range []struct {
		metric string
		use    agreement.ReasonUse
		into   *stats.List[report.ReasonRow]
	}{
		{ledger.CountRejected, agreement.WhyRejected, &d.Rejections},
		{ledger.CountHandedBack, agreement.WhyRejected, &d.HandedBack},
		{ledger.CountLost, agreement.WhyLost, &d.LostWhy},
	} {
		for code, n := range counts.CountBy(end.metric, ledger.DimReason, d.From, d.Period.To) {
			if n != 0 { // what was undone is counted back
				*end.into = append(*end.into,
					report.ReasonRow{Code: code, Label: policy.Definition.ReasonLabel(end.use, code), Count: n})
			}
		}
	}

	return counts.Err()
}

func (s *Service) digestLoops(rd *store.Reads, d *report.Digest) error {
	var err error
	if d.OpenLoops, err = rd.Total(ledger.CountOpenLoops); err != nil {
		return err
	}

	// The index knows when each was passed on last, so the oldest are found among all.
	open, err := rd.OpenLoops(core.MaxCounted)
	slices.SortStableFunc(open, func(a, b funnel.Lead) int { return a.Handoff.Since().Compare(b.Handoff.Since()) })

	for _, l := range open[:min(len(open), maxOldest)] {
		row := report.LoopRow{Lead: l.ID, Who: l.Who(), Stage: l.Stage, Owner: l.Owner, Since: l.Handoff.Since()}
		if l.Handoff.At.After(row.Since) {
			row.With = l.Handoff.At
		}

		d.Oldest = append(d.Oldest, row)
	}

	return err
}

func (s *Service) digestEnds(rd *store.Reads, d *report.Digest) error {
	zone := s.core.Settings().Calendar.Location
	policy, err := s.core.PolicyIn(rd)
	if err != nil {
		return err
	}

	for _, end := range []struct {
		stage agreement.Stage
		rows  *stats.List[report.EndRow]
	}{{agreement.Customer, &d.Wins}, {agreement.Lost, &d.Losses}} {
		leads, err := rd.Ended(end.stage, d.From.Start(zone), d.Period.To.Start(zone), maxEnded)
		if err != nil {
			return err
		}

		for _, l := range leads {
			*end.rows = append(*end.rows, endRow(l, policy))
		}
	}

	d.Lost, err = rd.Count(ledger.CountLost, d.From, d.Period.To)
	return err
}

func endRow(l funnel.Lead, p funnel.Policy) report.EndRow {
	row := report.EndRow{Lead: l.ID, Who: l.Who(), Owner: string(l.Owner), Amount: l.Amount, Source: l.Source}
	if l.Nameless() {
		row.Who = ""
	}

	if l.OutsideOwner != "" {
		row.Owner = l.OutsideOwner
	}

	if l.Stage == agreement.Customer {
		row.Note = l.Need
	}

	if l.Stage == agreement.Lost {
		row.Reason, row.Note = p.Definition.ReasonLabel(agreement.WhyLost, l.Reason), l.Note
	}

	return row
}

// digestNudges takes the kinds of reminders that were sent in the week.
func (s *Service) digestNudges(rd *store.Reads, d *report.Digest) error {
	rows, err := reminders.NudgeRows(rd, d.From, d.Period.To)
	for _, row := range rows {
		if row.Known() {
			d.Nudges = append(d.Nudges, row)
		}
	}

	return err
}

func (s *Service) digestOverrides(rd *store.Reads, d *report.Digest) error {
	counts := counters.Over(rd)
	for _, stage := range agreement.Steps {
		metric := ledger.CountOverridden + string(stage)
		n := counts.Count(metric, d.From, d.Period.To)
		if n == 0 {
			continue
		}

		byKey := counts.CountBy(metric, ledger.DimCriterion, d.From, d.Period.To)
		d.Overrides = append(d.Overrides, funnel.OverrideOf(stage, n, byKey))
	}

	return counts.Err()
}

// digestTurns sums up whose turn leads were on.
func (s *Service) digestTurns(rd *store.Reads, d *report.Digest) error {
	counts := counters.Over(rd)
	for _, turn := range funnel.TurnKinds {
		wall := counts.Count(ledger.CountTurn+string(turn), d.From, d.Period.To)
		work := counts.Count(ledger.CountTurnWorked+string(turn), d.From, d.Period.To)
		if wall > 0 {
			d.Turns = append(d.Turns, funnel.Stretch{
				Turn: turn, Wall: time.Duration(wall) * time.Millisecond, Worked: time.Duration(work) * time.Millisecond,
			})
		}
	}

	return counts.Err()
}
