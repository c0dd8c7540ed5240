package funnel

import (
	"testing"
	"time"
)

func TestTopicsOfLivingMessages(t *testing.T) {
	for _, test := range []struct {
		n    Notice
		want string
	}{
		{Notice{Kind: NoticeCard, Lead: 7, Handoff: 2, To: sam}, "card:L-7:2:U0SAM"},
		{Notice{Kind: NoticeCard, Lead: 7, Handoff: 2, Place: PlaceSales}, "card:L-7:2:sales"},
		{Notice{Kind: NoticeCard, Lead: 7, Handoff: 2, Place: PlaceLeads}, "card:L-7:0:leads"},
		{Notice{Kind: NoticeHome, To: sam}, "home:U0SAM"},
		{Notice{Kind: NoticeReminder, To: sam, Slot: time.Unix(1795000000, 0)}, "reminder:1795000000:U0SAM"},
		{Notice{Kind: NoticeWon, Lead: 7, To: sam}, ""},
	} {
		if got := test.n.Topic(); got != test.want {
			t.Errorf("%+v has topic %q, want %q", test.n, got, test.want)
		}
	}
	seen := map[NoticeKind]bool{}
	for _, kind := range NoticeKinds {
		if seen[kind] || kind == "" {
			t.Errorf("%q is listed twice", kind)
		}
		seen[kind] = true
	}
}
