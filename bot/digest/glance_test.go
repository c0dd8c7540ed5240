package digest

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/report"
)

// A screen of a phone, 390 by 844, beside what Slack itself draws there.
const (
	screenWords   = 120
	screenLines   = 26
	screenLetters = 46 // of a line
)

// TestTheFirstMessageIsOneScreen: more than that nobody reads to the end.
func TestTheFirstMessageIsOneScreen(t *testing.T) {
	d := kittest.Digest()
	for name, digest := range map[string]report.Digest{
		"leadership": d, "sales": d.For(funnel.AudienceSales), "marketing": d.For(funnel.AudienceMarketing), "empty": emptyDigest(),
		"huge": kittest.HugeDigest(),
	} {
		main, _ := Messages(kittest.FixtureContext(), digest, kit.Full)
		words, lines := 0, 0
		for _, text := range shownTexts(main.Blocks) {
			for line := range strings.SplitSeq(text, "\n") {
				lines += 1 + utf8.RuneCountInString(line)/screenLetters
			}

			words += len(strings.FieldsFunc(text, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".,’'%", r)
			}))
		}

		if words > screenWords || lines > screenLines {
			t.Errorf("%s: %d words in %d lines, at most %d in %d:\n%s", name, words, lines, screenWords, screenLines,
				strings.Join(shownTexts(main.Blocks), "\n"))
		}
	}
}

// shownTexts are the texts of blocks that take room.
func shownTexts(blocks []slack.Block) (texts []string) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			texts = append(texts, b.Text.Text)
		case *slack.SectionBlock:
			texts = append(texts, b.Text.Text)
		case *slack.ContextBlock:
			texts = append(texts, b.ContextElements.Elements[0].(*slack.TextBlockObject).Text) //nolint:errcheck // it is one
		case *slack.ActionBlock:
			texts = append(texts, "All figures Why CSV")
		}
	}

	return texts
}

// TestAGlanceShowsWhatIsFurthestOffFirst, five goals at most, and counts the others.
func TestAGlanceShowsWhatIsFurthestOffFirst(t *testing.T) {
	var all []goals.Standing
	for _, s := range []struct {
		status goals.Status
		actual float64
	}{
		{goals.StatusOnPace, 50},
		{goals.StatusOff, 20},
		{goals.StatusAhead, 70},
		{goals.StatusBehind, 45},
		{goals.StatusOnPace, 51},
		{goals.StatusOff, 10},
		{goals.StatusNoData, 0},
	} {
		standing := kittest.Standing(goals.MetricMQLs, "2026-Q4", 100, s.actual, "")
		standing.Status, standing.Expected = s.status, 50
		all = append(all, standing)
	}

	d := report.Digest{Goals: all}
	text := strings.Join(public(kittest.FixtureContext()).glancedGoals(d.Glance(kittest.FixtureContext().Definition)), "\n")
	at := -1
	for _, part := range []string{"*Goals, Q4*", "■ MQLs", "10 of 100", "■ MQLs", "20 of 100", "▼ MQLs", "45 of 100", "● MQLs", "50 of 100", "● MQLs", "51 of 100", "_1 more ahead and 1 more without figures_"} {
		next := strings.Index(text[at+1:], part)
		if next < 0 {
			t.Fatalf("%q is missing or out of order:\n%s", part, text)
		}
		at += 1 + next
	}
}
