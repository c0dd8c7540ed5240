package funnel_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestTopicsOfLivingMessages(t *testing.T) {
	for _, test := range []struct {
		n    funnel.Notice
		want string
	}{
		{funnel.Notice{Kind: funnel.NoticeCard, Lead: 7, Handoff: 2, To: sam}, "card:L-7:2:U0SAM"},
		{funnel.Notice{Kind: funnel.NoticeCard, Lead: 7, Handoff: 2, Place: funnel.PlaceSales}, "card:L-7:2:sales"},
		{funnel.Notice{Kind: funnel.NoticeCard, Lead: 7, Handoff: 2, Place: funnel.PlaceLeads}, "card:L-7:0:leads"},
		{funnel.Notice{Kind: funnel.NoticeHome, To: sam}, "home:U0SAM"},
		{funnel.Notice{Kind: funnel.NoticeReminder, To: sam, Slot: time.Unix(1795000000, 0)}, "reminder:1795000000:U0SAM"},
		{funnel.Notice{Kind: funnel.NoticeWon, Lead: 7, To: sam}, ""},
	} {
		if got := test.n.Topic(); got != test.want {
			t.Errorf("%+v has topic %q, want %q", test.n, got, test.want)
		}
	}
	seen := map[funnel.NoticeKind]bool{}
	for _, kind := range funnel.NoticeKinds {
		if seen[kind] || kind == "" {
			t.Errorf("%q is listed twice", kind)
		}
		seen[kind] = true
	}
}

// A period travels as one, and is stored as it always was: by its label.
func TestStoredNoticesKeepTheirPeriod(t *testing.T) {
	const stored = `{"kind":"digest","place":"leadership","by":"leadloop","at":"2026-11-23T08:00:00Z","period":"2026-W47","audience":"leadership"}`
	var n funnel.Notice
	if err := json.Unmarshal([]byte(stored), &n); err != nil {
		t.Fatal(err)
	}
	if week := calendar.WeekOf(calendar.Date{Year: 2026, Month: time.November, Day: 18}); n.Period != week {
		t.Errorf("read as %+v, want %+v", n.Period, week)
	}
	if again, err := json.Marshal(n); err != nil || string(again) != stored {
		t.Errorf("stored again as %s (%v)", again, err)
	}
	if none, err := json.Marshal(funnel.Notice{Kind: funnel.NoticeWon}); err != nil || string(none) != `{"kind":"won","at":"0001-01-01T00:00:00Z"}` {
		t.Errorf("without a period: %s (%v)", none, err)
	}
}
