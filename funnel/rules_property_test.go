package funnel_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// anyRoster leaves out those who hear of late promises now and then.
func anyRoster(r *rapid.T, p funnel.Policy) funnel.Policy {
	if rapid.Bool().Draw(r, "no manager") {
		p.Roster.SalesManager = ""
	}
	if rapid.Bool().Draw(r, "no intake owner") {
		p.Roster.IntakeOwner = ""
	}
	if rapid.Bool().Draw(r, "attempts promised") {
		p.Definition.ServiceLevels.Depth = agreement.Depth{Attempts: 2, Within: calendar.WorkingTime{Days: 2}}
	}
	return p
}

var everybody = []ref.UserID{mia, mel, sam, rob, mona, lea, ada, stan}

// anyAct draws one act by anybody, sensible or not.
func anyAct(r *rapid.T, s *story) (funnel.Change, error) {
	by := s.act(rapid.SampledFrom(everybody).Draw(r, "by"))
	to := rapid.SampledFrom(everybody).Draw(r, "to")
	ahead := s.day(rapid.IntRange(-2, 40).Draw(r, "days ahead"))
	reason := rapid.SampledFrom([]string{"timing", "price", "spam", "other", ""}).Draw(r, "reason")
	note := rapid.SampledFrom([]string{"", "They moved"}).Draw(r, "note")
	in := rapid.SampledFrom([]funnel.LeadInput{jane, {Name: "J"}, {Name: "J", Phone: "+49 30 1234567"}, {Title: "CFO"}, {Email: "x"}}).Draw(r, "input")
	amount := euros(rapid.Int64Range(0, 2).Draw(r, "amount"))
	switch rapid.IntRange(0, 20).Draw(r, "act") {
	case 0, 1:
		return s.lead.HandOff(funnel.HandoffInput{To: to, Note: note, Hot: reason == "other"}, by, s.p)
	case 2, 3:
		return s.lead.Accept(by, s.p)
	case 4:
		return s.lead.Reject(funnel.Rejection{Reason: reason, Note: note}, by, s.p)
	case 5:
		kind := rapid.SampledFrom([]funnel.TouchKind{"call", "meeting", funnel.TouchNote}).Draw(r, "kind")
		return s.lead.Touch(kind, note, by, s.p)
	case 6:
		return s.lead.Qualify(funnel.Opportunity{Amount: amount, CloseBy: ahead}, by, s.p)
	case 7:
		return s.lead.Win(amount, by, s.p)
	case 8:
		return s.lead.Lose(reason, note, by, s.p)
	case 9:
		return s.lead.Disqualify(reason, note, by, s.p)
	case 10:
		return s.lead.Recycle(ahead, note, by, s.p)
	case 11:
		return s.lead.Assign(to, "", by, s.p)
	case 12:
		return s.lead.Snooze(s.p.SnoozeEnd(ahead), note, by, s.p)
	case 13:
		return s.lead.Ask("Which system?", by, s.p)
	case 14:
		return s.lead.Answer("Spreadsheets", by, s.p)
	case 15:
		return s.lead.Edit(in, by, s.p)
	case 18:
		return s.lead.HandBack(reason, note, by, s.p)
	case 16, 17:
		return s.lead.Claim(people.EverybodyPool(s.p.Roster), funnel.Route{How: funnel.RouteClaimed, To: by.By.ID}, by, s.p)
	default:
		return repeat(s.lead, in, by, s.p)
	}
}

// anyStory is a lead somewhere on its way, with its manager and intake owner
// or without.
func anyStory(t *testing.T, r *rapid.T) *story {
	t.Helper()
	p := anyRoster(r, testPolicy(t))
	p.Definition.ServiceLevels.OnWindowEnd = rapid.SampledFrom([]agreement.WindowEnd{"", agreement.WindowEscalates, agreement.WindowAccepts, agreement.WindowReturns}).Draw(r, "at the end of the window")
	s := &story{t: t, p: p, now: onClock(t, p.Calendar, monday)}
	if after := rapid.SampledFrom([]people.Unanswered{"", people.AfterClaim, people.AfterReassign}).Draw(r, "pool"); after != "" {
		pool := people.EverybodyPool(people.Roster{Sales: append(slices.Clone(p.Roster.Sales), stan)}) // who is off the team by now
		pool.After = after
		s.pools = []people.Pool{pool}
	}
	if rapid.Bool().Draw(r, "imported") {
		past := funnel.Past{Stage: rapid.SampledFrom(agreement.Stages).Draw(r, "stage"), At: s.now.AddDate(0, -4, 0), OutsideOwner: "4b3"}
		s.does(importLead(1042, jane, past, s.act(ada), s.p))
	} else {
		in := rapid.SampledFrom([]funnel.LeadInput{jane, {Name: "J"}}).Draw(r, "logged")
		s.does(logLead(1042, in, s.act(rapid.SampledFrom([]ref.UserID{mia, rob}).Draw(r, "logger")), s.p))
	}
	for range rapid.IntRange(0, 12).Draw(r, "acts") {
		s.waits(r)
		if rapid.Bool().Draw(r, "sweep between") {
			s.sweeps()
			wantInOrder(r, s)
		}
		if c, err := anyAct(r, s); err == nil && len(c.Entries) > 0 {
			s.take(c)
		}
	}
	return s
}

func (s *story) waits(r *rapid.T) {
	hours := rapid.SampledFrom([]int{0, 0, 1, 5, 30, 24 * 8, 24 * 95}).Draw(r, "hours")
	s.now = s.now.Add(time.Duration(hours) * time.Hour)
}

func TestAnySequenceOfActsKeepsTheLeadInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyStory(t, r)
		for range 10 {
			s.waits(r)
			before := asJSON(r, s.lead)
			c, err := anyAct(r, s)
			if asJSON(r, s.lead) != before {
				r.Fatal("the rule changed the lead that it was given")
			}
			if err != nil {
				wantRefusal(r, c, err)
				continue
			}
			if len(c.Entries) == 0 {
				continue
			}
			rev := s.lead.Rev
			s.take(c)
			wantChange(r, s, rev)
			if rapid.Bool().Draw(r, "sweep") {
				s.sweeps()
			}
			wantInOrder(r, s)
		}
	})
}

func asJSON(r *rapid.T, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

func wantRefusal(r *rapid.T, c funnel.Change, err error) {
	if fault.KindOf(err) == fault.KindInternal {
		r.Fatalf("a person is shown nothing of: %v", err)
	}
	if diff := cmp.Diff(funnel.Change{}, c); diff != "" {
		r.Fatalf("a refusal decides something:\n%s", diff)
	}
}

func wantChange(r *rapid.T, s *story, rev int) {
	if s.lead.Rev != rev+1 || !s.lead.ChangedAt.Equal(s.now) {
		r.Fatalf("rev %d after %d, changed at %s", s.lead.Rev, rev, s.lead.ChangedAt)
	}
	for _, n := range s.last.Notices {
		if (n.To == "") == (n.Place == "") || n.Kind != funnel.NoticeCard && n.To == s.by {
			r.Fatalf("told %+v of an act by %s", n, s.by)
		}
	}
	var stored funnel.Lead
	if err := json.Unmarshal([]byte(asJSON(r, s.lead)), &stored); err != nil {
		r.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(r, s.lead), asJSON(r, stored)); diff != "" {
		r.Fatalf("stored and read again:\n%s", diff)
	}
	if size := len(asJSON(r, s.lead)); size > 4096 {
		r.Fatalf("a record of %d bytes", size)
	}
}

func wantInOrder(r *rapid.T, s *story) {
	l := s.lead
	kinds := map[agreement.ClockKind]bool{}
	for _, c := range l.Clocks {
		if kinds[c.Kind] || c.Person == "" || c.DueAt.IsZero() || c.EscalateAt.Before(c.DueAt) {
			r.Fatalf("clocks %+v", l.Clocks)
		}
		kinds[c.Kind] = true
		if turn, _ := l.Turn(); c.Person != turn {
			r.Fatalf("%s has to keep a promise on the turn of %q", c.Person, turn)
		}
	}
	if (l.Handoff.Paused.Kind == agreement.ClockAccept) != l.Asked() {
		r.Fatalf("asked %v, but of the rep's clock %+v stands still", l.Asked(), l.Handoff.Paused)
	}
	switch {
	case l.Asked():
		if turn, team := l.Turn(); l.Stage != agreement.MQL || turn != l.Marketer || turn == "" || team != ref.Marketing || !maps.Equal(kinds, map[agreement.ClockKind]bool{agreement.ClockAnswer: true}) {
			r.Fatalf("asked, but %+v", l)
		}
	case l.Offered():
		if turn, team := l.Turn(); turn != l.Handoff.To || team != ref.Sales {
			r.Fatalf("offered to %s, but it is the turn of %s", l.Handoff.To, turn)
		}
		if l.Stage != agreement.MQL || l.Handoff.To == "" || l.Owner != l.Handoff.To || !maps.Equal(kinds, map[agreement.ClockKind]bool{agreement.ClockAccept: true}) {
			r.Fatalf("offered, but %+v", l)
		}
	case l.Stage.WithSales():
		delete(kinds, agreement.ClockDepth) // beside the others
		if l.Owner != "" && len(kinds) != 1 || kinds[agreement.ClockAccept] {
			r.Fatalf("with %s run %v", l.Owner, l.Clocks)
		}
	default:
		if len(kinds) > 0 || l.LoopOpen() {
			r.Fatalf("%s, but %v", l.Stage, l.Clocks)
		}
	}
	if l.Stage.Ended() == l.EndedAt.IsZero() || (l.Stage != agreement.Recycled) != l.RecycleUntil.IsZero() && !l.Imported {
		r.Fatalf("stage %s, ended %s, recycled until %s", l.Stage, l.EndedAt, l.RecycleUntil)
	}
	wantCounted(r, s)
	if !l.NextDueAt.Equal(l.NextDue(s.p)) {
		r.Fatalf("kept as due at %s, but due at %s", l.NextDueAt, l.NextDue(s.p))
	}
	swept := l.Sweep(s.routing()).Lead
	if due := swept.NextDue(s.p); !due.IsZero() && due.Before(s.now) {
		r.Fatalf("swept at %s, but due since %s: %+v", s.now, due, swept.Clocks)
	}
}

func wantCounted(r *rapid.T, s *story) {
	sums := counters(s.p.Calendar, s.entries)
	open := int64(0)
	if s.lead.LoopOpen() {
		open = 1
	}
	if n := sums[ledger.Delta{Metric: ledger.CountOpenLoops, Dim: ledger.DimAll}]; n != open {
		r.Fatalf("%d open loops counted, want %d", n, open)
	}
	entered := map[agreement.Stage]int64{}
	for d, n := range sums {
		if stage, ok := strings.CutPrefix(d.Metric, ledger.CountPopulation); ok && (agreement.Stage(stage) != s.lead.Stage || n != 1) {
			r.Fatalf("%d leads counted at %s, but the lead is at %s", n, stage, s.lead.Stage)
		}
		if stage, ok := strings.CutPrefix(d.Metric, ledger.CountEntered); ok && d.Dim == ledger.DimAll {
			entered[agreement.Stage(stage)] += n
		}
	}
	if len(entered) != len(s.lead.Reached) {
		r.Fatalf("counted as entered %v, reached %v", entered, s.lead.Reached)
	}
	for stage, n := range entered {
		if _, reached := s.lead.Reached[stage]; n != 1 || !reached {
			r.Fatalf("%s counted as entered %d times", stage, n)
		}
	}
}

func TestUndoRestoresAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyStory(t, r)
		s.waits(r)
		before, sums := s.lead, counters(s.p.Calendar, s.entries)
		c, err := anyAct(r, s)
		if err != nil || len(c.Entries) == 0 {
			r.Skip("nothing to undo")
		}
		s.take(c)
		after := s.lead
		undone, err := s.undoes(s.by)
		if err != nil {
			r.Fatal(err)
		}
		s.take(undone)
		wantRestored(t, before, after, s.lead)
		if diff := cmp.Diff(sums, counters(s.p.Calendar, s.entries)); diff != "" {
			r.Fatalf("counters (-before +after):\n%s", diff)
		}
		wantInOrder(r, s)
	})
}

func TestSweepingAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyStory(t, r)
		for range 6 {
			s.waits(r)
			if rapid.Bool().Draw(r, "told") {
				s.sweeps()
			} else {
				s.sweepsInSilence()
			}
			if again := s.lead.Sweep(s.routing()); len(again.Entries)+len(again.Notices) != 0 || asJSON(r, again.Lead) != asJSON(r, s.lead) {
				r.Fatalf("swept again at %s: %+v", s.now, again)
			}
			wantInOrder(r, s)
		}
	})
}

// withoutStamps keeps of a lead what has happened, not when the sweep noted
// it.
func withoutStamps(l funnel.Lead) funnel.Lead {
	l = l.Clone()
	noted := time.Unix(0, 0)
	for i := range l.Clocks {
		for _, stamp := range []*time.Time{&l.Clocks[i].MissedAt} {
			if !stamp.IsZero() {
				*stamp = noted
			}
		}
	}
	for stage := range l.Reached {
		l.Reached[stage] = noted
	}
	l.Rev, l.ChangedAt, l.StageSince = 0, noted, noted
	if !l.Handoff.Open() { // the pool of an offer whose window ended may never have heard of it
		l.Handoff.Pool, l.Handoff.PassedOn = 0, 0
	}
	return l
}

// wantBelow checks that no promise stands further up the ladder than another time, and takes out of both where it stands
// lower: each rung has to be told before the next, so after downtime the ladder goes on from where it stood.
func wantBelow(r *rapid.T, high, low *funnel.Lead) {
	for i := range min(len(high.Clocks), len(low.Clocks)) {
		a, b := &high.Clocks[i], &low.Clocks[i]
		if b.Step > a.Step {
			r.Fatalf("after downtime %s stands on step %d, else on %d", b.Kind, b.Step, a.Step)
		}
		if b.Step == a.Step {
			if b.EscalateAt.Before(a.EscalateAt) {
				r.Fatalf("after downtime %s escalates at %s, else at %s", b.Kind, b.EscalateAt, a.EscalateAt)
			}
			if !b.EscalateAt.Equal(a.EscalateAt) { // who is told late has the whole time from then
				b.EscalateAt, low.NextDueAt = a.EscalateAt, high.NextDueAt
			}
			continue
		}
		for _, c := range []*funnel.Clock{a, b} {
			c.Step, c.Hears, c.HearsFrom, c.EscalateAt = 0, "", time.Time{}, time.Time{}
			c.TimesReminded, c.Heard, c.Held = 0, false, false
		}
		for _, l := range []*funnel.Lead{high, low} {
			l.NextDueAt, l.Handoff.NobodyTo, l.Handoff.Claimable = time.Time{}, false, false
			l.Handoff.Pool, l.Handoff.PassedOn = 0, 0 // the pool is a rung too
		}
	}
}

func TestALateSweepComesToTheSameAsOneEveryMinute(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyStory(t, r)
		if len(s.pools) > 0 {
			s.pools[0].After = people.AfterClaim // who gets an offer in turn has the time from when they got it
		}
		s.sweeps()
		prompt, late := *s, *s
		prompt.notices, late.notices = nil, nil
		prompt.entries, late.entries = slices.Clone(s.entries), slices.Clone(s.entries)
		for range rapid.IntRange(1, 24*60*3).Draw(r, "minutes") {
			prompt.now = prompt.now.Add(time.Minute)
			prompt.sweeps()
		}
		late.now = prompt.now
		late.sweeps()
		each, once := withoutStamps(prompt.lead), withoutStamps(late.lead)
		wantBelow(r, &each, &once)
		if diff := cmp.Diff(each, once); diff != "" {
			r.Fatalf("lead (-every minute +once):\n%s", diff)
		}
		wantSameCounts(r, &prompt, &late)
		wantOneMessageEach(r, prompt.notices)
		wantOneMessageEach(r, late.notices)
		ended := func(n funnel.Notice) bool { return n.Kind == funnel.NoticeDefaulted || n.Kind == funnel.NoticeLapsed }
		if reminders := slices.DeleteFunc(slices.Clone(late.notices), ended); len(reminders) > 1 {
			r.Fatalf("after downtime a burst: %+v", late.notices)
		}
	})
}

// wantSameCounts compares the figures.
func wantSameCounts(r *rapid.T, a, b *story) {
	if diff := cmp.Diff(counters(a.p.Calendar, a.entries), counters(b.p.Calendar, b.entries)); diff != "" {
		r.Fatalf("counters (-every minute +once):\n%s", diff)
	}
}

func wantOneMessageEach(r *rapid.T, notices []funnel.Notice) {
	var seen []string
	for _, n := range notices {
		key := fmt.Sprint(n.To, n.Lead)
		if slices.Contains(seen, key) {
			r.Fatalf("more than one message to %s about the same promise: %+v", n.To, notices)
		}
		seen = append(seen, key)
	}
}
