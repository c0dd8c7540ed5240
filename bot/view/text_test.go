package view

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// TestUserTextIsText looks for hostile text as markup in everything that can
// be said about hostile leads.
func TestUserTextIsText(t *testing.T) {
	checked := 0
	for _, r := range renderings() {
		var body any
		if err := json.Unmarshal(encode(t, r.body), &body); err != nil {
			t.Fatal(err)
		}
		for _, text := range markupIn(body) {
			checked += strings.Count(text, "&lt;!channel&gt;")
			for _, bait := range []string{"<!channel", "<!here", "<https://evil", "|bank>", "<@U0BOSS"} {
				if strings.Contains(text, bait) && !(bait == "<@U0BOSS" && r.name == "error_hostile") {
					t.Errorf("%s: %s in %q", r.name, bait, Cut(text, 200))
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("hostile text was met %d times only: the fixtures test nothing", checked)
	}
}

// markupIn are all texts that Slack parses.
func markupIn(value any) []string {
	var texts []string
	switch value := value.(type) {
	case object:
		if text, ok := value["text"].(string); ok && value["type"] == "mrkdwn" {
			texts = append(texts, text)
		}
		if text, ok := value["Text"].(string); ok {
			texts = append(texts, text)
		}
		for _, v := range value {
			texts = append(texts, markupIn(v)...)
		}
	case []any:
		for _, v := range value {
			texts = append(texts, markupIn(v)...)
		}
	}
	return texts
}

func TestText(t *testing.T) {
	at := now.UTC()
	moment := Moment(at)
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a < b & c > d", "a &lt; b &amp; c &gt; d"},
		{"mention", sam.Mentioned() + " took it.", "<@U0SAM> took it."},
		{"moment", "since " + fault.Moment(at), "since " + moment},
		{"a mention that is no id", fault.Mention("!channel"), "!channel"},
		{"a mention that closes itself", fault.Mention("U1>"), "U1&gt;"},
		{"the program", ref.Leadloop.Mentioned(), "Leadloop"},
		{"a way", fault.ToFindLeads.Way("<Acme>") + " finds it.", "`/lead find &lt;Acme&gt;` finds it."},
		{"a way by a button", "Use " + fault.ToEditLead.Way("L-1") + ".", "Use the Edit button of `/lead show L-1`."},
	} {
		if got := Text(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got, want := fixtureContext().Plain(kim.Mentioned()+" uses "+fault.ToShowLead.Way("L-1")+", "+fault.Moment(at)), "Kim <3 uses /lead show L-1, Thu 19 Nov 2026 14:30 CET"; got != want {
		t.Errorf("Plain: got %q, want %q", got, want)
	}
}

// TestCutMarkup: what is cut is short enough, a beginning of the whole, and
// ends outside of entities and tokens.
func TestCutMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"a", " ", "\n", "🦊", "&lt;", "&amp;", "<@U0SAM>", Moment(now), "ש"})).Draw(t, "pieces")
		text, limit := strings.Join(pieces, ""), rapid.IntRange(1, 60).Draw(t, "limit")
		got := CutMarkup(text, limit)
		if utf8.RuneCountInString(got) > limit {
			t.Fatalf("%q is longer than %d", got, limit)
		}
		if got == text {
			return
		}
		if !strings.HasPrefix(text, strings.TrimSuffix(got, ellipsis)) {
			t.Fatalf("%q does not begin %q", got, text)
		}
		l := &linter{kind: "message"}
		if l.markup(got); len(l.problems) > 0 {
			t.Fatalf("%q: %v", got, l.problems)
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"short", 5, "short"}, {"longer", 5, "long…"}, {"🦊🦊🦊", 2, "🦊…"}, {"a   b", 4, "a…"},
	} {
		if got := Cut(c.text, c.max); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	token := Token{Lead: 1042, Rev: 17}
	if got, err := ParseToken(token.String()); err != nil || got != token {
		t.Errorf("ParseToken(%q) = %v, %v", token.String(), got, err)
	}
	for _, broken := range []string{"", "L-1", "L-1.", "L-1.x", "L-1.-1", "L-0.1", ".", "x.1", "L-1.1+"} {
		if got, err := ParseToken(broken); err == nil {
			t.Errorf("ParseToken(%q) = %v, want an error", broken, got)
		}
	}
}

func TestMetadata(t *testing.T) {
	for _, m := range []Metadata{
		{}, {Token: Token{12, 7}}, {Permalink: "https://example.slack.com/archives/C1/p1?a=1&b=2", Channel: "C1"}, {Token: Token{1, 0}, Channel: "D1"},
	} {
		if got, err := ParseMetadata(m.String()); err != nil || got != m {
			t.Errorf("ParseMetadata(%q) = %+v, %v", m.String(), got, err)
		}
	}
	long := Metadata{Token: Token{12, 7}, Permalink: "https://x.example/" + strings.Repeat("x", 4000)}
	if got, err := ParseMetadata(long.String()); err != nil || got != (Metadata{Token: Token{12, 7}}) {
		t.Errorf("a permalink that is too long: %+v, %v", got, err)
	}
	if _, err := ParseMetadata("{"); err == nil {
		t.Error("broken metadata is not an error")
	}
	v := From(modal("reject", "Reject", "Reject", Metadata{Token: Token{12, 7}}), "C0SALES")
	if got, err := ParseMetadata(v.PrivateMetadata); err != nil || got != (Metadata{Token: Token{12, 7}, Channel: "C0SALES"}) {
		t.Errorf("From: %+v, %v", got, err)
	}
}

func TestForm(t *testing.T) {
	state := &slack.ViewState{Values: map[string]map[string]slack.BlockAction{
		FieldNote:   {InputAction: {Value: "words"}},
		FieldReason: {InputAction: {SelectedOption: slack.OptionBlockObject{Value: "price"}}},
		FieldUntil:  {InputAction: {SelectedDate: "2027-02-01"}},
		FieldTo:     {InputAction: {SelectedUser: "U0SAM"}},
		FieldAmount: {InputAction: {}},
	}}
	got := Form(state)
	want := map[string]string{FieldNote: "words", FieldReason: "price", FieldUntil: "2027-02-01", FieldTo: "U0SAM", FieldAmount: ""}
	for field, value := range want {
		if got[field] != value {
			t.Errorf("%s: got %q, want %q", field, got[field], value)
		}
	}
	if len(Form(nil)) != 0 {
		t.Error("a form without a state has fields")
	}
}

// TestDigestFiguresStandInText: whoever sees no charts and tables misses no
// figure of the goals and the funnel.
func TestDigestFiguresStandInText(t *testing.T) {
	d := digest()
	main, _ := Digest(fixtureContext(), d, Full)
	var text strings.Builder
	for _, b := range main.Blocks {
		s, ok := b.(*slack.SectionBlock)
		if !ok {
			continue
		}
		for _, t := range append(slices.Clone(s.Fields), s.Text) {
			if t != nil {
				text.WriteString(t.Text + "\n")
			}
		}
	}
	v := public(fixtureContext())
	for _, s := range d.Goals {
		figures := []string{s.TargetText()}
		if s.Measurable() {
			figures = append(figures, s.ActualText(), s.ExpectedText(), s.PaceText())
		}
		for _, figure := range figures {
			if !strings.Contains(text.String(), figure) {
				t.Errorf("%s: %q is not in the text", s.Goal.ID, figure)
			}
		}
	}
	for _, s := range v.report(d).Sections {
		for _, line := range s.Lines {
			if s.Key == report.SectionFunnel && !strings.Contains(text.String(), v.line(line)) {
				t.Errorf("%q is not in the text", v.line(line))
			}
		}
	}
}

// TestThePageNeedsNothingElse: it refers to nothing outside and runs nothing,
// whatever people wrote.
func TestThePageNeedsNothingElse(t *testing.T) {
	for _, d := range []report.Digest{digest(), emptyDigest(), hugeDigest()} {
		page, err := DigestPage(fixtureContext(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, outside := range []string{"<script", "src=", "href=", "url(", "@import", "<link"} {
			if strings.Contains(page, outside) {
				t.Errorf("the page holds %q", outside)
			}
		}
		if !strings.Contains(page, "</html>") || strings.Contains(page, "ZgotmplZ") {
			t.Error("the page is not whole")
		}
	}
}

// TestDigestLeavesOutNoBlock: paging keeps all blocks, in order.
func TestDigestLeavesOutNoBlock(t *testing.T) {
	var blocks []slack.Block
	for i := range 130 {
		blocks = append(blocks, section(strings.Repeat("x", 1+i*20)))
	}
	var paged []slack.Block
	for _, page := range paginate(blocks) {
		paged = append(paged, page...)
	}
	if len(paged) != len(blocks) {
		t.Fatalf("%d blocks of %d are left", len(paged), len(blocks))
	}
	for i := range blocks {
		if paged[i] != blocks[i] {
			t.Fatalf("block %d is out of order", i)
		}
	}
}

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
	}
	for _, kind := range funnel.NoticeKinds {
		if _, ok := notices[kind]; ok == elsewhere[kind] {
			t.Errorf("%s: has words here: %v, elsewhere: %v", kind, ok, elsewhere[kind])
		}
	}
}

// Who rejects a lead and who hands it back do two different things, and read
// of them in two different words.
func TestARejectionIsNotAHandBack(t *testing.T) {
	c := fixtureContext()
	reject, err := json.Marshal([]any{
		Reject(c, offered()), Changed(c, rejected(), funnel.EntryRejected), LeadDetail(c, rejected()), LeadList(c, "", "All", []funnel.Lead{rejected()}, 0),
		Notice(c, funnel.Notice{Kind: funnel.NoticeRejected, To: mia, By: sam, Handoff: 1}, rejected()),
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`(?i)g[ai]ven? (it )?back|hand(ed)? (it )?back`).Find(reject); found != nil {
		t.Errorf("a rejection is told as %q", found)
	}
	for what, m := range map[string]Message{
		"detail": LeadDetail(c, handedBack()), "list": LeadList(c, "", "All", []funnel.Lead{handedBack()}, 0),
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
