package funnel_test

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
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
