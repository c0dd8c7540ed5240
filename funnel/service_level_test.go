package funnel_test

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestEachClassHasItsOwnFirstTouch(t *testing.T) {
	for name, c := range map[string]struct {
		logger, hander ref.UserID
		hot            bool
		rules          []string
		class          agreement.LeadClass
		due            string
	}{
		"handed off by marketing":   {logger: mia, hander: mia, class: agreement.ClassHandedOff, due: "2026-11-23 14:00"},
		"marked hot":                {logger: mia, hander: mia, hot: true, class: agreement.ClassHot, due: "2026-11-23 10:30"},
		"hot by a rule":             {logger: mia, hander: mia, rules: []string{"source in fair", "source in Webinar"}, class: agreement.ClassHot, due: "2026-11-23 10:30"},
		"no rule holds":             {logger: mia, hander: mia, rules: []string{"source in fair", "country in DE"}, class: agreement.ClassHandedOff, due: "2026-11-23 14:00"},
		"found by sales":            {logger: rob, hander: rob, class: agreement.ClassOther, due: "2026-11-24 10:00"},
		"found by sales, and hot":   {logger: rob, hander: rob, hot: true, class: agreement.ClassHot, due: "2026-11-23 10:30"},
		"found by sales, passed on": {logger: rob, hander: mia, class: agreement.ClassOther, due: "2026-11-24 10:00"},
	} {
		s := newStory(t)
		s.p.Definition.ServiceLevels.FirstTouchHot = calendar.WorkingTime{Minutes: 30}
		s.p.Definition.ServiceLevels.FirstTouchOther = calendar.WorkingTime{Days: 1}
		for _, text := range c.rules {
			rule, err := agreement.ParseRule(text)
			if err != nil {
				t.Fatal(err)
			}
			s.p.Definition.Hot = append(s.p.Definition.Hot, rule)
		}
		s.does(logLead(1042, jane, s.act(c.logger), s.p))
		s.does(s.lead.HandOff(funnel.HandoffInput{To: sam, Hot: c.hot}, s.act(c.hander), s.p))
		if s.lead.Class() != c.class || s.lead.Hot() != (c.class == agreement.ClassHot) {
			t.Errorf("%s is %s; want %s", name, s.lead.Class(), c.class)
		}
		s.wantDue(agreement.ClockAccept, sam, "2026-11-23 14:00")
		s.does(s.lead.Accept(s.act(sam), s.p))
		s.wantDue(agreement.ClockFirstTouch, sam, c.due)
		s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
		s.wantDue(agreement.ClockFirstTouch, rob, c.due)
	}
}

func TestAClassWithoutItsOwnPromiseIsAsAnyOther(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, jane, s.act(rob), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: sam, Hot: true}, s.act(rob), s.p))
	s.does(s.lead.Accept(s.act(sam), s.p))
	s.wantDue(agreement.ClockFirstTouch, sam, "2026-11-23 14:00")
	if imported := (funnel.Lead{Stage: agreement.SAL, Imported: true}); imported.Class() != agreement.ClassOther {
		t.Errorf("a lead without a handoff is %s", imported.Class())
	}
}

func TestALateFirstTouchIsMeasuredPastTheDeadline(t *testing.T) {
	s := standing(t, "sal").at("2026-11-24 11:00")
	s.sweeps()
	s.at("2026-11-24 12:00")
	s.does(s.lead.Touch("call", "", s.act(sam), s.p))
	if o := s.last.Entries[0].Clocks[0]; o.Met || o.Missed || o.Worked.Hours() != 11 || o.Late.Hours() != 7 {
		t.Errorf("due Monday 14:00, kept Tuesday 12:00: %+v", o)
	}
}

// depthStory is an accepted lead that is to be tried three times in two days.
func depthStory(t *testing.T) *story {
	t.Helper()
	s := standing(t, "offered")
	s.p.Definition.ServiceLevels.Depth = agreement.Depth{Attempts: 3, Within: calendar.WorkingTime{Days: 2}}
	s.does(s.lead.Accept(s.act(sam), s.p))
	return s
}

func TestEnoughAttemptsKeepThePromise(t *testing.T) {
	for clock, met := range map[string]bool{"2026-11-25 10:00:00": true, "2026-11-25 10:00:01": false} {
		s := depthStory(t)
		for _, touch := range []struct {
			kind funnel.TouchKind
			by   ref.UserID
		}{{"call", sam}, {funnel.TouchNote, sam}, {"email", mia}, {"email", rob}} {
			if o := s.touches(touch.kind, "left a message", touch.by); len(o) > 0 {
				t.Fatalf("a %s by %s ends the promise: %+v", touch.kind, touch.by, o)
			}
		}
		if c, _ := s.lead.Clocks.Of(agreement.ClockDepth); c.Attempts != 2 || c.Wanted != 3 || !c.DueAt.Equal(onClock(t, s.p.Calendar, "2026-11-25 10:00")) {
			t.Fatalf("after two attempts runs %+v", c)
		}
		o := s.at(clock).touches("call", "no answer", sam)
		if len(o) != 1 || o[0].Met != met || o[0].Missed == met {
			t.Errorf("the third attempt at %s: %+v", clock, o)
		}
	}
}

func TestAttemptsEndWhenTheLeadIsReached(t *testing.T) {
	for name, ends := range map[string]func(*story) []funnel.ClockOutcome{
		"a meeting": func(s *story) []funnel.ClockOutcome { return s.touches("meeting", "", sam) },
		"a reply":   func(s *story) []funnel.ClockOutcome { return s.touches("email", "They replied: in March", sam) },
		"an opportunity": func(s *story) []funnel.ClockOutcome {
			s.step("sql")
			return s.last.Entries[0].Clocks
		},
	} {
		s := depthStory(t)
		s.touches("call", "", sam)
		o := ends(s)
		if len(o) == 0 || o[len(o)-1].Kind != agreement.ClockDepth || !o[len(o)-1].Met {
			t.Errorf("%s leaves %+v", name, o)
		}
		if _, runs := s.lead.Clocks.Of(agreement.ClockDepth); runs {
			t.Errorf("after %s more attempts are promised", name)
		}
	}
	s := depthStory(t)
	s.step("lost")
	if total(s.p.Calendar, s.entries, ledger.CountMet+"depth")+total(s.p.Calendar, s.entries, ledger.CountMissed+"depth") != 0 || len(s.lead.Clocks) > 0 {
		t.Errorf("a loss before the deadline counts: %+v, %+v", s.last.Entries, s.lead.Clocks)
	}
}

func TestAttemptsStartAnewForAnotherRep(t *testing.T) {
	s := depthStory(t)
	s.touches("call", "", sam)
	s.at("2026-11-24 10:00")
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	if c, _ := s.lead.Clocks.Of(agreement.ClockDepth); c.Person != rob || c.Attempts != 0 || !c.DueAt.Equal(onClock(t, s.p.Calendar, "2026-11-27 10:00")) { // the 26th is closed
		t.Errorf("for Rob runs %+v", c)
	}
	s.touches("meeting", "", rob)
	s.does(s.lead.Assign(sam, "", s.act(mona), s.p))
	if _, runs := s.lead.Clocks.Of(agreement.ClockDepth); runs {
		t.Error("a lead that was reached is to be tried again")
	}
}

func TestWhoWasReachedBeforeAcceptingIsOwedNoAttempts(t *testing.T) {
	offered := func(outcome string) *story {
		s := standing(t, "offered")
		s.p.Definition.ServiceLevels.Depth = agreement.Depth{Attempts: 3, Within: calendar.WorkingTime{Days: 2}}
		s.touches("call", outcome, sam)
		return s
	}
	owes := func(name string, s *story, want bool) {
		t.Helper()
		if _, runs := s.lead.Clocks.Of(agreement.ClockDepth); runs != want {
			t.Errorf("%s: attempts are promised: %t", name, runs)
		}
	}
	s := offered("Spoke with her, she wants a demo")
	s.does(s.lead.Accept(s.act(sam), s.p))
	owes("reached, then accepted", s, false)
	s.does(s.lead.HandBack("timing", "", s.act(sam), s.p))
	s.does(s.lead.HandOff(funnel.HandoffInput{To: rob}, s.act(mia), s.p))
	s.does(s.lead.Accept(s.act(rob), s.p))
	owes("handed off anew", s, true)

	s = offered("left a message")
	s.does(s.lead.Accept(s.act(sam), s.p))
	owes("only tried, then accepted", s, true)

	s = offered("Spoke with her")
	s.does(s.lead.Assign(rob, "", s.act(mona), s.p))
	s.does(s.lead.Accept(s.act(rob), s.p))
	owes("reached by the rep before", s, false)
}

func TestWhoWasReached(t *testing.T) {
	for _, c := range []struct {
		kind    funnel.TouchKind
		outcome string
		want    bool
	}{
		{"call", "", false},
		{"call", "left a message", false},
		{"call", "no answer", false},
		{"call", "spoke with her assistant", true},
		{"call", "not reached", false},
		{"call", "Answered: call again in May", true},
		{"email", "sent the price list", false},
		{"email", "they replied", true},
		{"email", "no reply", false},
		{"meeting", "", true},
		{"meeting", "nobody came", false},
		{"social", "Connected", true},
	} {
		if got := funnel.Reached(c.kind, c.outcome); got != c.want {
			t.Errorf("%s %q reached them: %v; want %v", c.kind, c.outcome, got, c.want)
		}
	}
}
