package view

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// What a message of the digest may hold. Slack refuses messages somewhat
// above 12,000 characters over all blocks, whatever the parts are.
const (
	maxDigestRunes  = 11_000
	maxDigestBlocks = 45
)

// Digest is the weekly message, and what did not fit into it for its thread.
// Every figure of its charts and tables stands in its text too.
func Digest(c Context, d funnel.Digest, a Ability) (main Message, thread []Message) {
	v := public(c)
	blocks := []slack.Block{header(digestTitle(d)), section("*" + Escape(d.Headline) + "*")}
	if running(c, d) {
		blocks = append(blocks, context("A preview: the week still runs, and so do these figures."))
	}
	blocks = append(blocks, v.digestGoals(d, a)...)
	blocks = append(blocks, v.digestFunnel(d, a)...)
	for _, part := range []func(funnel.Digest) digestPart{
		v.serviceLevels, v.openLoops, v.rejections, v.wins, v.losses, v.sources,
	} {
		blocks = append(blocks, part(d).blocks()...)
	}
	blocks = append(blocks, context("As of "+Moment(d.AsOf)+". The pace counts working days. `/goal list` shows more, `/loop definition` what was agreed."))
	pages := paginate(blocks)
	for i, page := range pages[1:] {
		text := fmt.Sprintf("%s, continued (%d of %d)", digestTitle(d), i+2, len(pages))
		thread = append(thread, Message{Text: text, Blocks: page})
	}
	return Message{Text: CutMarkup(Escape(d.Headline), maxText), Blocks: pages[0]}, thread
}

func digestTitle(d funnel.Digest) string {
	from := d.From.String()
	if !d.From.IsZero() {
		from = day(d.From)
	}
	if !d.Last.IsZero() {
		from += " to " + day(d.Last)
	}
	return "Week " + d.Week + ": " + from
}

// running says whether the digest is of a week that is not over.
func running(c Context, d funnel.Digest) bool {
	return !d.Last.IsZero() && !d.AsOf.IsZero() && !funnel.DateOf(d.AsOf, c.zone()).After(d.Last)
}

// paginate divides blocks over as few messages as hold them, in order.
func paginate(blocks []slack.Block) [][]slack.Block {
	pages := [][]slack.Block{{}}
	runes := 0
	for _, b := range blocks {
		last := len(pages) - 1
		weight := blockRunes(b)
		if len(pages[last]) > 0 && (runes+weight > maxDigestRunes || len(pages[last]) >= maxDigestBlocks) {
			pages, runes = append(pages, nil), 0
			last++
		}
		pages[last] = append(pages[last], b)
		runes += weight
	}
	return pages
}

// blockRunes is how much text a block of the digest holds.
func blockRunes(b slack.Block) int {
	count := utf8.RuneCountInString
	switch b := b.(type) {
	case *slack.HeaderBlock:
		return count(b.Text.Text)
	case *slack.SectionBlock:
		return count(b.Text.Text)
	case *slack.DataTableBlock:
		runes := count(b.Caption)
		for _, row := range b.Rows {
			for _, cell := range row {
				if text, ok := cell.(*slack.DataTableRawTextCell); ok {
					runes += count(text.Text)
				}
			}
		}
		return runes
	case *slack.TableBlock:
		runes := 0
		for _, row := range b.Rows {
			for _, cell := range row {
				if text, ok := cell.(*slack.TableRawTextCell); ok {
					runes += count(text.Text)
				}
			}
		}
		return runes
	case *slack.ContextBlock:
		return maxContext / 4
	default:
		return maxChartRunes
	}
}

// maxChartRunes is what the labels of a chart come to at most.
const maxChartRunes = 1500

// digestPart is a part of the digest with a title and lines.
type digestPart struct {
	title string
	lines []string
}

// maxPartLines keeps one part from drowning the others.
const maxPartLines = 40

// blocks are sections of at most maxLines runes. What is long goes on in the
// thread.
func (p digestPart) blocks() []slack.Block {
	if len(p.lines) == 0 {
		return nil
	}
	lines := p.lines
	if left := len(lines) - maxPartLines; left > 0 {
		lines = append(slices.Clone(lines[:maxPartLines]), andMore(left))
	}
	var blocks []slack.Block
	text, runes := "*"+p.title+"*", utf8.RuneCountInString(p.title)
	for _, line := range lines {
		length := utf8.RuneCountInString(line) + 1
		if runes+length > maxLines {
			blocks = append(blocks, section(text))
			text, runes = line, length
			continue
		}
		text, runes = text+"\n"+line, runes+length
	}
	return append(blocks, section(text))
}
