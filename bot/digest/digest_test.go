package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/report"
)

func addDigests(c kit.Context, add kittest.Adder) {
	unanswered := kittest.Digest()
	unanswered.Defaulted, unanswered.Lapsed = 2, 1
	_, thread := Messages(c, unanswered, kit.Plain)
	for i, page := range thread {
		add("message", fmt.Sprintf("digest_unanswered_%d", i+2), page)
	}
	add("modal", "modal_digest", detailsModal(c, kittest.Digest()))
	add("modal", "modal_digest_why", whyModal(c, kittest.Digest()))
	add("modal", "modal_digest_huge", detailsModal(c, kittest.HugeDigest()))
	add("reply", "digest_snippet", snippet(c, kittest.Digest()))
	add("reply", "digest_muted", muted(c, funnel.AudienceSales, true, true))
	add("reply", "digest_unmuted", muted(c, funnel.AudienceSales, false, true))
	add("reply", "digest_muted_already", muted(c, funnel.AudienceSales, true, false))
	add("reply", "digest_not_muted", muted(c, funnel.AudienceSales, false, false))
	add("reply", "digest_snippet_huge", snippet(c, kittest.HugeDigest()))
	for _, a := range []struct {
		name    string
		ability kit.Ability
	}{{"full", kit.Full}, {"plain", kit.Plain}} {
		for _, d := range []struct {
			name   string
			digest report.Digest
		}{{"", kittest.Digest()}, {"empty_", emptyDigest()}, {"huge_", kittest.HugeDigest()}} {
			main, thread := Messages(c, d.digest, a.ability)
			add("message", "digest_"+d.name+a.name, main)
			for i, page := range thread {
				add("message", fmt.Sprintf("digest_%s%s_%d", d.name, a.name, i+2), page)
			}
		}
	}
}

// emptyDigest is of a week that is not over and in which nothing happened.
func emptyDigest() report.Digest {
	week := kittest.Period("2026-W47")
	d := report.Digest{Week: week.Label, Period: week, From: week.From, Last: week.Last(), AsOf: kittest.Now}
	d.Finish()
	return d
}

// TestDigestFiguresStandInText: whoever sees no charts and tables misses no
// figure of the goals and the funnel.
func TestDigestFiguresStandInText(t *testing.T) {
	d := kittest.Digest()
	_, thread := Messages(kittest.FixtureContext(), d, kit.Full)
	var blocks []slack.Block
	for _, page := range thread {
		blocks = append(blocks, page.Blocks...)
	}
	var text strings.Builder
	for _, b := range blocks {
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
	v := public(kittest.FixtureContext())
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

// TestDigestLeavesOutNoBlock: paging keeps all blocks, in order.
func TestDigestLeavesOutNoBlock(t *testing.T) {
	var blocks []slack.Block
	for i := range 130 {
		blocks = append(blocks, kit.Section(strings.Repeat("x", 1+i*20)))
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
