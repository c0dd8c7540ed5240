package leads

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
)

// TestEveryNoticeHasWords: no kind of notice falls back to a bare standing.
func TestEveryNoticeHasWords(t *testing.T) {
	elsewhere := map[funnel.NoticeKind]bool{
		funnel.NoticeCard: true, funnel.NoticeHome: true, funnel.NoticeDigest: true, funnel.NoticePreview: true, funnel.NoticeOwnWeek: true,
		funnel.NoticeDraft: true, funnel.NoticeDefinition: true, funnel.NoticeReview: true,
		funnel.NoticeDispute: true, funnel.NoticeRuled: true,
		funnel.NoticeLent: true, funnel.NoticeGivenBack: true, funnel.NoticeWaiting: true, funnel.NoticeGone: true, funnel.NoticePassedOn: true,
		funnel.NoticeLeave: true, funnel.NoticeLeaveOff: true, funnel.NoticeCover: true, funnel.NoticeCoverOff: true,
		funnel.NoticeReminder: true,
		funnel.NoticeWhatIf:   true,
		funnel.NoticePool:     true,
		funnel.NoticeParked:   true,
		funnel.NoticeShut:     true,

		funnel.NoticeWebhookOff: true,
	}
	for _, kind := range funnel.NoticeKinds {
		_, ok := notices[kind]
		if ok = ok || find(func(a act) bool { return a.notice == kind }).message != nil; ok == elsewhere[kind] {
			t.Errorf("%s: has words here: %v, elsewhere: %v", kind, ok, elsewhere[kind])
		}
	}
}

// Who rejects a lead and who hands it back do two different things, and read
// of them in two different words.
func TestARejectionIsNotAHandBack(t *testing.T) {
	c := kittest.FixtureContext()
	reject, err := json.Marshal([]any{
		Reject(c, kittest.Offered()), Changed(c, kittest.Rejected(), funnel.EntryRejected), LeadDetail(c, kittest.Rejected()), LeadList(c, "", "All", []funnel.Lead{kittest.Rejected()}, 0),
		Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: kittest.Mia, By: kittest.Sam, Handoff: 1}, kittest.Rejected()),
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`(?i)g[ai]ven? (it )?back|hand(ed)? (it )?back`).Find(reject); found != nil {
		t.Errorf("a rejection is told as %q", found)
	}
	for what, m := range map[string]kit.Message{
		"detail": LeadDetail(c, kittest.HandedBack()), "list": LeadList(c, "", "All", []funnel.Lead{kittest.HandedBack()}, 0),
	} {
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte("handed it back: Wrong company size")) {
			t.Errorf("%s does not say that it was handed back, and why: %s", what, text)
		}
	}
}
