package funnel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

func TestAnOpportunityHasAnAmountAndACloseDate(t *testing.T) {
	s := standing(t, "sal")
	tests := []struct {
		name string
		in   funnel.Opportunity
		says string
	}{
		{"no amount", funnel.Opportunity{CloseBy: s.day(1)}, "needs an amount above 0"},
		{"an amount below 0", funnel.Opportunity{Amount: euros(-5), CloseBy: s.day(1)}, "needs an amount above 0"},
		{"no date", funnel.Opportunity{Amount: euros(1)}, fault.Option("close", "2026-12-23").String()},
		{"a date in the past", funnel.Opportunity{Amount: euros(1), CloseBy: s.day(-1)}, "The close date Sun 22 Nov 2026 is in the past."},
	}
	for _, test := range tests {
		_, err := s.lead.Qualify(test.in, s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
		if !strings.Contains(fault.UserText(err), test.says) {
			t.Errorf("%s: told %v, want %q", test.name, err, test.says)
		}
	}
	s.does(s.lead.Qualify(funnel.Opportunity{Amount: euros(12000), CloseBy: s.day(0)}, s.act(sam), s.p))
	s.wantTold("qualified U0MIA")
	if s.lead.Stage != agreement.SQL || s.lead.Amount != euros(12000) || s.lead.CloseBy != s.day(0) {
		t.Errorf("qualified to %+v", s.lead)
	}
	s.does(s.lead.Qualify(funnel.Opportunity{Amount: euros(9000), CloseBy: s.day(5)}, s.act(sam), s.p))
	if e := s.last.Entries[0]; e.Kind != funnel.EntryEdited || s.lead.Amount != euros(9000) || len(s.last.Notices) != 0 {
		t.Errorf("changed by %+v to %+v", e, s.lead)
	}
}

func TestQualifyingIsAnUpdateButNoFirstTouch(t *testing.T) {
	untouched := standing(t, "sql")
	untouched.wantDue(agreement.ClockFirstTouch, sam, "2026-11-23 14:00")
	touched := standing(t, "sal")
	touched.does(touched.lead.Touch("call", "", touched.act(sam), touched.p))
	touched.at("2026-11-24 10:00").step("sql")
	touched.wantDue(agreement.ClockUpdate, sam, "2026-12-02 10:00")
	if o := touched.last.Entries[0].Clocks; len(o) != 1 || !o[0].Met || o[0].Kind != agreement.ClockUpdate {
		t.Errorf("outcomes %+v", o)
	}
}

func TestTheEndsCloseTheLoop(t *testing.T) {
	tests := []struct {
		name  string
		from  string
		act   func(*story) (funnel.Change, error)
		stage agreement.Stage
		told  []string
	}{
		{"won", "sql", func(s *story) (funnel.Change, error) { return s.lead.Win(money.Amount{}, s.act(sam), s.p) }, agreement.Customer, []string{"won U0MIA"}},
		{"lost", "sql", func(s *story) (funnel.Change, error) { return s.lead.Lose("price", "", s.act(mona), s.p) }, agreement.Lost, []string{"lost U0MIA", "lost U0SAM"}},
		{"disqualified by sales", "sal", func(s *story) (funnel.Change, error) { return s.lead.Disqualify("spam", "", s.act(sam), s.p) }, agreement.Disqualified, []string{"disqualified U0MIA"}},
		{"disqualified while offered", "offered", func(s *story) (funnel.Change, error) { return s.lead.Disqualify("spam", "", s.act(mia), s.p) }, agreement.Disqualified, []string{"disqualified U0SAM"}},
		{"recycled by sales", "sql", func(s *story) (funnel.Change, error) { return s.lead.Recycle(s.day(1), "", s.act(sam), s.p) }, agreement.Recycled, []string{"recycled U0MIA"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := standing(t, test.from)
			s.does(test.act(s))
			s.wantTold(test.told...)
			if e := s.last.Entries[0]; e.Loop != -1 || e.Owner != sam || e.To != test.stage {
				t.Errorf("journal %+v", e)
			}
			if len(s.lead.Clocks) != 0 || s.lead.LoopOpen() || s.lead.Offered() || s.lead.EndedAt.IsZero() == test.stage.Ended() {
				t.Errorf("not closed: %+v", s.lead)
			}
		})
	}
}

func TestTheAmountWonStandsUnlessGiven(t *testing.T) {
	s := standing(t, "customer")
	if e := s.last.Entries[0]; e.Amount != euros(12000) || s.lead.Amount != euros(12000) {
		t.Errorf("won %v, journal %v", s.lead.Amount, e.Amount)
	}
	s = standing(t, "sql")
	s.does(s.lead.Win(euros(9999), s.act(sam), s.p))
	if s.lead.Amount != euros(9999) || total(s.p.Calendar, s.entries, ledger.CountRevenue+"EUR") != 999900 {
		t.Errorf("won %v", s.lead.Amount)
	}
	for _, none := range []int64{0, -1} {
		_, err := standing(t, "sql").lead.Win(money.Amount{Minor: none, Currency: "EUR"}, s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
	}
}

func TestEndingWithAnUnkeptFirstTouchNotesTheMiss(t *testing.T) {
	inTime := standing(t, "sal")
	inTime.step("lost")
	late := standing(t, "sal").at("2026-11-23 14:01")
	late.step("lost")
	for s, want := range map[*story]int64{inTime: 0, late: 1} {
		if n := total(s.p.Calendar, s.entries, ledger.CountMissed+"first_touch"); n != want {
			t.Errorf("%d first touches missed, want %d", n, want)
		}
		if n := total(s.p.Calendar, s.entries, ledger.CountMet+"first_touch"); n != 0 {
			t.Errorf("%d first touches kept, want none", n)
		}
	}
}

func TestRecycleUntil(t *testing.T) {
	s := standing(t, "sal")
	for _, until := range []calendar.Date{{}, s.day(-1), s.day(0)} {
		_, err := s.lead.Recycle(until, "", s.act(sam), s.p)
		wantKind(t, err, fault.KindInvalid)
		if !strings.Contains(fault.UserText(err), fault.Option("until", "2027-02-21").String()) {
			t.Errorf("until %s: told %v", until, err)
		}
	}
	s.does(s.lead.Recycle(s.day(1), "After the move", s.act(sam), s.p))
	if s.lead.RecycleUntil != s.day(1) || s.lead.Note != "After the move" || s.lead.Owner != "" {
		t.Errorf("recycled to %+v", s.lead)
	}
	s.does(s.lead.Recycle(s.day(9), "", s.act(mia), s.p))
	if s.lead.RecycleUntil != s.day(9) {
		t.Errorf("recycled anew until %s", s.lead.RecycleUntil)
	}
	offered := standing(t, "offered")
	_, err := offered.lead.Recycle(s.day(9), "", offered.act(sam), offered.p)
	wantKind(t, err, fault.KindConflict)
	if !strings.Contains(fault.UserText(err), fault.ToRejectLead.Way("L-1042", "REASON")) {
		t.Errorf("a rep who has not answered is told %v", err)
	}
}

func TestARecycledLeadReturnsOnItsMorning(t *testing.T) {
	s := standing(t, "lead")
	s.does(s.lead.Recycle(calendar.Date{Year: 2026, Month: 11, Day: 28}, "", s.act(mia), s.p)) // a Saturday
	if due := s.lead.NextDue(s.p); !due.Equal(onClock(t, s.p.Calendar, "2026-11-30 09:00")) {
		t.Errorf("due %s", due)
	}
	if c := s.at("2026-11-30 08:59:59").sweeps(); len(c.Entries) != 0 {
		t.Errorf("returned early: %+v", c.Entries)
	}
	s.at("2026-11-30 09:00").sweeps()
	s.wantTold("returned U0MIA")
	if s.lead.Stage != agreement.Known || !s.lead.RecycleUntil.IsZero() || !s.lead.NextDue(s.p).IsZero() {
		t.Errorf("returned to %+v", s.lead)
	}
	if slices.ContainsFunc(s.entries, func(e funnel.Entry) bool { return e.Kind == funnel.EntryReturned && e.First }) {
		t.Error("coming back counts as a new lead")
	}
}
