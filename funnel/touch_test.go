package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestTheFirstTouchIsByTheDeadlineOrLate(t *testing.T) {
	for clock, met := range map[string]bool{"2026-11-23 14:00:00": true, "2026-11-23 14:00:01": false} {
		s := standing(t, "sal").at(clock)
		s.does(s.lead.Touch("call", "left a message", s.act(sam), s.p))
		o := s.last.Entries[0].Clocks
		if len(o) != 1 || o[0].Kind != agreement.ClockFirstTouch || o[0].Met != met || o[0].Missed == met {
			t.Errorf("touched at %s: %+v", clock, o)
		}
		if _, running := s.lead.Clocks.Of(agreement.ClockUpdate); !running || len(s.lead.Clocks) != 1 {
			t.Errorf("after the first touch run %v", s.lead.Clocks)
		}
	}
}

func TestWhoseTouchKeepsAPromise(t *testing.T) {
	for who, keeps := range map[ref.UserID]bool{sam: true, rob: true, mona: true, mia: false, lea: false, ada: false} {
		s := standing(t, "sal")
		s.does(s.lead.Touch("email", "", s.act(who), s.p))
		if kept := s.lead.SalesTouchAt.Equal(s.now); kept != keeps || len(s.last.Entries[0].Clocks) == 1 != keeps {
			t.Errorf("a touch by %s keeps the first touch: %v, want %v", who, kept, keeps)
		}
		if s.lead.Touches != 1 || !s.lead.LastTouchAt.Equal(s.now) || len(s.last.Notices) != 0 {
			t.Errorf("touched by %s: %+v", who, s.lead)
		}
	}
}

func TestANoteIsNoContact(t *testing.T) {
	s := standing(t, "sal")
	s.does(s.lead.Touch(funnel.TouchNote, "read their website", s.act(sam), s.p))
	if _, waiting := s.lead.Clocks.Of(agreement.ClockFirstTouch); !waiting || !s.lead.SalesTouchAt.IsZero() {
		t.Error("a note kept the first-touch promise")
	}
	s.does(s.lead.Touch("call", "", s.act(sam), s.p))
	if _, waiting := s.lead.Clocks.Of(agreement.ClockFirstTouch); waiting {
		t.Error("a call did not keep the first-touch promise")
	}
}

func TestAnOutcomeOverTheLimitIsRefused(t *testing.T) {
	s := standing(t, "sal")
	_, err := s.lead.Touch("call", strings.Repeat("ä", 801), s.act(sam), s.p)
	wantKind(t, err, fault.KindInvalid)
}

func TestParseTouchKind(t *testing.T) {
	for text, want := range map[string]funnel.TouchKind{
		"call": "call", " CALL ": "call", "phone": "call", "E-Mail": "email", "met": "meeting", "LinkedIn": "social", "note": "note",
	} {
		if got, err := funnel.ParseTouchKind(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	for _, kind := range funnel.TouchKinds {
		if got, err := funnel.ParseTouchKind(string(kind)); err != nil || got != kind {
			t.Errorf("%q is %q, %v", kind, got, err)
		}
	}
	_, err := funnel.ParseTouchKind("pigeon")
	wantKind(t, err, fault.KindInvalid)
	if funnel.TouchKindOf("webinar") != "webinar" || funnel.TouchKindOf("trade fair") != "note" {
		t.Error("the source of an enquiry is taken for another kind of touch")
	}
}
