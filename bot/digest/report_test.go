package digest

import (
	"encoding/json"
	"html"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/report"
)

// TestEveryFaceShowsEverySection: what the report holds is left out nowhere.
func TestEveryFaceShowsEverySection(t *testing.T) {
	c, d := kittest.FixtureContext(), kittest.Digest()
	v := public(c)
	page, err := Page(c, d)
	if err != nil {
		t.Fatal(err)
	}
	main, thread := Messages(c, d, kit.Plain)
	slack, modal := raw(t, append(thread, main)), raw(t, detailsModal(c, d))
	text, file := Text(d, kittest.Berlin, c.Name), CSV(c, d)

	shown := func(face, in, want string) {
		t.Helper()
		if !strings.Contains(in, want) {
			t.Errorf("%s does not hold %q", face, want)
		}
	}
	for _, s := range v.report(d).Sections {
		for _, line := range s.Lines {
			shown("the message", slack, raw(t, v.line(line)))
			shown("the form", modal, raw(t, v.line(line)))
		}
		if !s.Empty() {
			shown("the terminal", text, v.unmarked(s.Title.Text))
		}
		if !s.Empty() && s.Key != report.SectionGoals {
			shown("the page", html.UnescapeString(page), v.unmarked(s.Title.Text))
		}
		for _, row := range v.rows(s) {
			for _, cell := range row {
				shown("the terminal", text, cell)
			}
		}
		for _, f := range s.Figures {
			shown("the file", file, f.Name+","+f.Value+","+f.Unit)
		}
	}
}

func raw(t *testing.T, shown any) string {
	t.Helper()
	text, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(text), `"`)
}
