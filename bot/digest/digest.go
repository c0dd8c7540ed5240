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

// Messages are the weekly message, and for its thread the details and what did
// not fit. Every figure of its charts and tables stands in its text too.
func Messages(c kit.Context, d report.Digest, a kit.Ability) (main kit.Message, thread []kit.Message) {
	v := public(c)
	r := v.report(d)
	pages := paginate(v.main(r, d.Goals, a))
	replies := append(pages[1:], paginate(v.details(r, a))...)

	for i, page := range replies {
		text := fmt.Sprintf("%s, continued (%d of %d)", r.Title, i+2, len(replies)+1)
		thread = append(thread, kit.Message{Text: text, Blocks: page})
	}

	return kit.Message{Text: kit.CutMarkup(kit.Escape(r.Headline), kit.MaxText), Blocks: pages[0]}, thread
}

// main is how it stands, why, and what would change it.
func (v voice) main(r report.Report, goals []goals.Standing, a kit.Ability) []slack.Block {
	blocks := []slack.Block{kit.Header(r.Title), kit.Section("*" + kit.Escape(r.Headline) + "*")}
	if r.Running {
		blocks = append(blocks, kit.ContextLine(previewed))
	}

	for _, s := range r.Sections {
		if s.Detail {
			continue
		}

		if s.Key == report.SectionGoals {
			blocks = append(blocks, v.teamsGoals(goals, a)...)
		}

		blocks = append(blocks, v.part(s).blocks()...)
		if s.Chart != nil && !s.Chart.Detail {
			blocks = append(blocks, v.drawn(s.Chart, a)...)
		}

		if s.Key == report.SectionGoals {
			blocks = append(blocks, v.slackTable(s, "Goals against actual, week "+r.Week, a)...)
		}
	}

	buttons := []slack.BlockElement{
		button(actionDetails, "Details", r), button(actionCSV, "Figures as CSV", r),
	}
	if !r.Running {
		buttons = append(buttons, muteButton(r))
	}

	blocks = append(blocks, slack.NewActionBlock("", buttons...))
	return append(blocks, kit.ContextLine("The details are in the thread. As of "+kit.Moment(r.AsOf)+
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

// details are the parts that not everybody reads.
func (v voice) details(r report.Report, a kit.Ability) (blocks []slack.Block) {
	// What a workspace refuses has to come up with the message itself, which is then shown with less.
	tried := slices.ContainsFunc(r.Sections, func(s report.Section) bool { return s.Chart != nil && !s.Chart.Detail })
	for _, s := range r.Sections {
		if tried && s.Chart != nil && s.Chart.Detail {
			blocks = append(blocks, v.drawn(s.Chart, a)...)
		}
	}

	for _, s := range r.Sections {
		if s.Detail {
			blocks = append(blocks, v.part(s).blocks()...)
		}
	}

	return blocks
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
