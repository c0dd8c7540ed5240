package digest

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/report"
)

// What a message of the digest may hold. Slack refuses messages somewhat
// above 12,000 characters over all blocks, whatever the parts are.
const (
	maxRunes  = 11_000
	maxBlocks = 45
)

// Messages are the weekly message, of one screen, and for its thread all figures. Every figure of the charts stands in
// the text too.
func Messages(c kit.Context, d report.Digest, a kit.Ability) (main kit.Message, thread []kit.Message) {
	v := public(c)
	r := v.report(d)
	first := v.glance(r, d.Glance(v.Definition))
	replies := paginate(v.figures(r, d.Goals, a))
	for i, page := range replies {
		text := fmt.Sprintf("%s, all figures (%d of %d)", r.Title, i+1, len(replies))
		thread = append(thread, kit.Message{Text: text, Blocks: page})
	}

	return kit.Message{Text: kit.CutMarkup(kit.Escape(r.Headline), kit.MaxText), Blocks: first}, thread
}

// figures are all that the first message does not tell, in sections with headings.
func (v voice) figures(r report.Report, goals []goals.Standing, a kit.Ability) (blocks []slack.Block) {
	// What a workspace refuses has to come up with the first page, which is then shown with less.
	for _, s := range r.Sections {
		if s.Chart != nil {
			blocks = append(blocks, v.drawn(s.Chart, a)...)
		}
	}

	for _, s := range r.Sections {
		if s.Key == report.SectionGoals {
			blocks = append(blocks, v.teamsGoals(goals)...)
		}

		blocks = append(blocks, v.part(s).blocks()...)
	}

	if !r.Running {
		blocks = append(blocks, slack.NewActionBlock("", muteButton(r)))
	}

	return append(blocks, kit.ContextLine("As of "+kit.Moment(r.AsOf)+
		". The pace counts working days. `/goal list` shows more, `/loop definition` what was agreed."))
}

const previewed = "A preview: the week still runs, and so do these figures."

func button(action, text string, r report.Report) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, r.Week+" "+string(r.Audience), kit.PlainText(text, kit.MaxTitle))
}

// muteButton asks first: the channel is everybody's.
func muteButton(r report.Report) *slack.ButtonBlockElement {
	b := button(actionMute, "Mute", r)
	b.Confirm = kit.Confirm("Post this digest no more?", "Nobody in this channel gets it from next week on. /loop digest on brings it back.", "Mute", "Keep it")
	return b
}

// muted answers who ended a digest or began it again.
func muted(_ kit.Context, audience funnel.Audience, off, changed bool) kit.Message {
	name := string(audience)
	switch {
	case off && changed:
		return kit.Reply("The weekly digest of " + name + " is not posted any more. `/loop digest on " + name +
			"` brings it back; `/loop digest preview " + name + "` shows it to you alone.")
	case off:
		return kit.Reply("The weekly digest of " + name + " is not posted as it is. `/loop digest on " + name +
			"` brings it back.")
	case changed:
		return kit.Reply("The weekly digest of " + name + " is posted again, from the next one on.")
	}

	return kit.Reply("The weekly digest of " + name + " is posted as it is. `/loop digest off " + name + "` ends that.")
}

// detailsModal shows the details of a digest to the one who asks.
func detailsModal(c kit.Context, d report.Digest) slack.ModalViewRequest {
	v := public(c)
	r := v.report(d)
	blocks := []slack.Block{kit.Section("*" + kit.Escape(r.Headline) + "*")}
	for _, s := range r.Sections {
		blocks = append(blocks, v.part(s).blocks()...)
	}

	shown := kit.Modal(kit.CallbackDetail, "Week "+r.Week, "", kit.Metadata{},
		blocks[:min(len(blocks), maxModalBlocks)]...)
	shown.Close = kit.PlainText("Close", kit.MaxTitle)
	return shown
}

// whyModal shows why the goal that matters most stands as it does, and what would change it.
func whyModal(c kit.Context, d report.Digest) slack.ModalViewRequest {
	v := public(c)
	r := v.report(d)
	blocks := []slack.Block{kit.Section("*" + kit.Escape(r.Headline) + "*")}
	for _, s := range r.Sections {
		if slices.Contains(whySections, s.Key) {
			blocks = append(blocks, v.part(s).blocks()...)
		}
	}

	blocks = blocks[:min(len(blocks), maxModalBlocks)]
	shown := kit.Modal(kit.CallbackDetail, "Why, week "+r.Week, "", kit.Metadata{}, blocks...)
	shown.Close = kit.PlainText("Close", kit.MaxTitle)
	return shown
}

var whySections = []report.SectionKey{
	report.SectionGap, report.SectionPastGap, report.SectionLevers, report.SectionFunnel,
}

// maxModalBlocks is Slack's limit.
const maxModalBlocks = 100

// paginate divides blocks over as few messages as hold them, in order.
func paginate(blocks []slack.Block) [][]slack.Block {
	pages := [][]slack.Block{{}}
	runes := 0
	for _, b := range blocks {
		last := len(pages) - 1
		weight := blockRunes(b)
		if len(pages[last]) > 0 && (runes+weight > maxRunes || len(pages[last]) >= maxBlocks) {
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
		runes := 0
		for _, text := range append(slices.Clone(b.Fields), b.Text) {
			if text != nil {
				runes += count(text.Text)
			}
		}

		return runes
	case *slack.ContextBlock, *slack.ActionBlock:
		return kit.MaxContext / 4
	default:
		return maxChartRunes
	}
}

// maxChartRunes is what the labels of a chart come to at most.
const maxChartRunes = 1500

// messagePart is a part of the digest with a title and lines.
type messagePart struct {
	title string
	lines []string
}

// maxPartLines keeps one part from drowning the others.
const maxPartLines = 40

// blocks are sections of at most maxLines runes. What is long goes on in the
// thread.
func (p messagePart) blocks() []slack.Block {
	if len(p.lines) == 0 {
		return nil
	}

	lines := p.lines
	if left := len(lines) - maxPartLines; left > 0 {
		lines = append(slices.Clone(lines[:maxPartLines]), kit.AndMore(left))
	}

	var blocks []slack.Block
	text, runes := "*"+p.title+"*", utf8.RuneCountInString(p.title)
	for _, line := range lines {
		length := utf8.RuneCountInString(line) + 1
		if runes+length > kit.MaxLines {
			blocks = append(blocks, kit.Section(text))
			text, runes = line, length
			continue
		}

		text, runes = text+"\n"+line, runes+length
	}

	return append(blocks, kit.Section(text))
}
