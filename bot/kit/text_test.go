package kit_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestText(t *testing.T) {
	at := kittest.Now.UTC()
	moment := kit.Moment(at)
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a < b & c > d", "a &lt; b &amp; c &gt; d"},
		{"mention", kittest.Sam.Mentioned() + " took it.", "<@U0SAM> took it."},
		{"moment", "since " + fault.Moment(at), "since " + moment},
		{"a mention that is no id", fault.Mention("!channel"), "!channel"},
		{"a mention that closes itself", fault.Mention("U1>"), "U1&gt;"},
		{"the program", ref.Leadloop.Mentioned(), "Leadloop"},
		{"a way", fault.ToFindLeads.Way("<Acme>") + " finds it.", "`/lead find &lt;Acme&gt;` finds it."},
		{"a way by a button", "Use " + fault.ToEditLead.Way("L-1") + ".", "Use the Edit button of `/lead show L-1`."},
	} {
		if got := kit.Text(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got, want := kittest.FixtureContext().Plain(kittest.Kim.Mentioned()+" uses "+fault.ToShowLead.Way("L-1")+", "+fault.Moment(at)), "Kim <3 uses /lead show L-1, Thu 19 Nov 2026 14:30 CET"; got != want {
		t.Errorf("Plain: got %q, want %q", got, want)
	}
}

// TestCutMarkup: what is cut is short enough, a beginning of the whole, and
// ends outside of entities and tokens.
func TestCutMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"a", " ", "\n", "🦊", "&lt;", "&amp;", "<@U0SAM>", kit.Moment(kittest.Now), "ש"})).Draw(t, "pieces")
		text, limit := strings.Join(pieces, ""), rapid.IntRange(1, 60).Draw(t, "limit")
		got := kit.CutMarkup(text, limit)
		if utf8.RuneCountInString(got) > limit {
			t.Fatalf("%q is longer than %d", got, limit)
		}
		if got == text {
			return
		}
		if !strings.HasPrefix(text, strings.TrimSuffix(got, kit.Ellipsis)) {
			t.Fatalf("%q does not begin %q", got, text)
		}
		l := &kittest.Linter{Kind: "message"}
		if l.Markup(got); len(l.Problems) > 0 {
			t.Fatalf("%q: %v", got, l.Problems)
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
		if got := kit.Cut(c.text, c.max); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	token := kit.Token{Lead: 1042, Rev: 17}
	if got, err := kit.ParseToken(token.String()); err != nil || got != token {
		t.Errorf("ParseToken(%q) = %v, %v", token.String(), got, err)
	}
	for _, broken := range []string{"", "L-1", "L-1.", "L-1.x", "L-1.-1", "L-0.1", ".", "x.1", "L-1.1+"} {
		if got, err := kit.ParseToken(broken); err == nil {
			t.Errorf("ParseToken(%q) = %v, want an error", broken, got)
		}
	}
}

func TestMetadata(t *testing.T) {
	for _, m := range []kit.Metadata{
		{}, {Token: kit.Token{12, 7}}, {Permalink: "https://example.slack.com/archives/C1/p1?a=1&b=2", Channel: "C1"}, {Token: kit.Token{1, 0}, Channel: "D1"},
	} {
		if got, err := kit.ParseMetadata(m.String()); err != nil || got != m {
			t.Errorf("ParseMetadata(%q) = %+v, %v", m.String(), got, err)
		}
	}
	long := kit.Metadata{Token: kit.Token{12, 7}, Permalink: "https://x.example/" + strings.Repeat("x", 4000)}
	if got, err := kit.ParseMetadata(long.String()); err != nil || got != (kit.Metadata{Token: kit.Token{12, 7}}) {
		t.Errorf("a permalink that is too long: %+v, %v", got, err)
	}
	if _, err := kit.ParseMetadata("{"); err == nil {
		t.Error("broken metadata is not an error")
	}
	v := kit.From(kit.Modal("reject", "Reject", "Reject", kit.Metadata{Token: kit.Token{12, 7}}), "C0SALES")
	if got, err := kit.ParseMetadata(v.PrivateMetadata); err != nil || got != (kit.Metadata{Token: kit.Token{12, 7}, Channel: "C0SALES"}) {
		t.Errorf("From: %+v, %v", got, err)
	}
}

func TestForm(t *testing.T) {
	state := &slack.ViewState{Values: map[string]map[string]slack.BlockAction{
		kit.FieldNote:   {kit.InputAction: {Value: "words"}},
		kit.FieldReason: {kit.InputAction: {SelectedOption: slack.OptionBlockObject{Value: "price"}}},
		kit.FieldUntil:  {kit.InputAction: {SelectedDate: "2027-02-01"}},
		kit.FieldTo:     {kit.InputAction: {SelectedUser: "U0SAM"}},
		kit.FieldAmount: {kit.InputAction: {}},
	}}
	got := kit.Form(state)
	want := map[string]string{kit.FieldNote: "words", kit.FieldReason: "price", kit.FieldUntil: "2027-02-01", kit.FieldTo: "U0SAM", kit.FieldAmount: ""}
	for field, value := range want {
		if got[field] != value {
			t.Errorf("%s: got %q, want %q", field, got[field], value)
		}
	}
	if len(kit.Form(nil)) != 0 {
		t.Error("a form without a state has fields")
	}
}
