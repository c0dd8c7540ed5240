package kit

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What a reply may hold. Slack drops answers to commands of 20,480 bytes and
// more, and refuses messages of some 13,200 letters; the rest is room for what
// stands around a list.
const (
	maxReplyBytes  = 13_000
	maxReplyRunes  = 9_000
	maxLinesBytes  = 14_000
	maxReplyBlocks = 40
	MaxLines       = 2800 // runes of the lines in one section
)

// ActionPage is the button that shows another page of a list.
const ActionPage = "page"

const actionPageBack = ActionPage + ".back"

// TurnsPage says whether a button shows another page of a list.
func TurnsPage(action string) bool { return action == ActionPage || action == actionPageBack }

// Row is an entry of a list, and what else belongs to it, such as its buttons.
type Row struct {
	Text  string
	Below []slack.Block
	Aside bool // a remark, which is not counted
}

// Group is a part of a list, under a title of its own where it has one.
type Group struct {
	Title string
	Rows  []Row
}

// Lines are rows of text alone.
func Lines(lines []string) []Row {
	return Each(lines, func(line string) Row { return Row{Text: line} })
}

// List is what is to be shown entry by entry, on as many pages as it takes.
type List struct {
	Title  string
	Groups []Group
	More   int    // how many the caller left out
	Hint   string // how to see what is not shown
	Latest bool   // the first page is the end of the list
}

// Pages are the pages of a list that one message does not hold.
type Pages struct {
	list       List
	pages      []page
	total      int
	at, blocks int // where in the message the list stands
}

// page is a stretch of a list, with the numbers of its first and its last entry.
type page struct {
	rows     []placedRow
	from, to int
}

// placedRow is a row with the title of its group.
type placedRow struct {
	Row
	title string
	first bool // of its group
}

// Listing is a title with lines below it. More is how many the caller left
// out; hint, if any, says how to see them.
func Listing(title string, lines []string, more int, hint string) Message {
	return List{Title: title, Groups: []Group{{Rows: Lines(lines)}}, More: more, Hint: hint}.Message()
}

// Message is the first page. What it does not hold is counted, and stands in its Pages.
func (l List) Message() Message {
	pages := l.paged()
	first := Section(l.Title)
	if len(pages.pages) == 0 {
		return NewMessage(l.Title, append([]slack.Block{first}, l.leftOut(l.More)...)...)
	}

	shown := pages.pages[0]
	blocks := shown.render()
	left := pages.total - (shown.to - shown.from + 1) + l.More
	blocks = append(blocks, l.leftOut(left)...)
	m := NewMessage(l.Title, append([]slack.Block{first}, blocks...)...)
	if len(pages.pages) > 1 {
		pages.at, pages.blocks = 1, len(blocks)
		m.Pages = &pages
	}

	return m
}

func (l List) leftOut(n int) []slack.Block {
	if n <= 0 {
		return nil
	}

	return []slack.Block{ContextLine(Join(AndMore(n), l.Hint))}
}

// Page is the message with another page of its list, the first being 0. Again is
// the command that shows the list: the buttons hold it.
func (m Message) Page(n int, again string) Message {
	p := m.Pages
	if p == nil || len(again) > maxAgain {
		return m
	}

	n = max(0, min(n, len(p.pages)-1))
	shown := p.pages[n]
	count := Number(shown.from) + "–" + Number(shown.to) + " of " + Thousands(p.total)
	blocks := append(shown.render(), ContextLine(count), p.turns(n, again))
	if n == len(p.pages)-1 {
		blocks = append(blocks, p.list.leftOut(p.list.More)...)
	}

	m.Blocks = slices.Concat(m.Blocks[:p.at], blocks, m.Blocks[p.at+p.blocks:])
	m.Pages = nil
	return m
}

// maxAgain keeps the value of a button within Slack's limit, with the number of a page before it.
const maxAgain = 1900

// turns are the buttons to the pages beside one.
func (p *Pages) turns(n int, again string) slack.Block {
	more, back := "More", "Back"
	if p.list.Latest {
		more, back = "Earlier", "Later"
	}

	var buttons []slack.BlockElement
	if n > 0 {
		buttons = append(buttons, Clickable(actionPageBack, Number(n-1)+" "+again, back))
	}

	if n < len(p.pages)-1 {
		buttons = append(buttons, Clickable(ActionPage, Number(n+1)+" "+again, more))
	}

	return slack.NewActionBlock("", buttons...)
}

// paged cuts a list in pages.
func (l List) paged() Pages {
	var rows []placedRow
	for _, g := range l.Groups {
		for i, row := range g.Rows {
			row.Text = CutMarkup(row.Text, MaxLines)
			rows = append(rows, placedRow{Row: row, title: g.Title, first: i == 0})
		}
	}

	p := Pages{list: l}
	if l.Latest {
		slices.Reverse(rows)
	}

	for len(rows) > 0 {
		n := fitting(rows)
		shown := slices.Clone(rows[:n])
		if l.Latest {
			slices.Reverse(shown)
		}

		rows = rows[n:]
		p.pages = append(p.pages, page{rows: shown})
	}

	p.count()
	return p
}

// count numbers the entries of the pages.
func (p *Pages) count() {
	inOrder := slices.Clone(p.pages)
	if p.list.Latest {
		slices.Reverse(inOrder)
	}

	numbered := make([]page, len(inOrder))
	for i, shown := range inOrder {
		shown.from = p.total + 1
		for _, row := range shown.rows {
			if !row.Aside {
				p.total++
			}
		}

		shown.to = p.total
		numbered[i] = shown
	}

	if p.list.Latest {
		slices.Reverse(numbered)
	}

	p.pages = numbered
}

// fitting says how many of the first rows one message holds: one at least.
func fitting(rows []placedRow) int {
	bytes, runes, blocks, lines := 0, 0, 0, 0
	for i, row := range rows {
		text := row.Text
		if row.title != "" && (i == 0 || row.first) {
			text = row.title + "\n" + text
		}

		bytes += EncodedSize(text) + encodedBlocks(row.Below)
		size := utf8.RuneCountInString(text) + 1
		runes += size
		if lines += size; lines > MaxLines || blocks == 0 {
			blocks, lines = blocks+1, size
		}

		if len(row.Below) > 0 {
			blocks, lines = blocks+len(row.Below), MaxLines
		}

		if i > 0 && (bytes > maxReplyBytes || runes > maxReplyRunes || blocks > maxReplyBlocks) {
			return i
		}
	}

	return len(rows)
}

func encodedBlocks(blocks []slack.Block) int {
	if len(blocks) == 0 {
		return 0
	}

	encoded, err := json.Marshal(blocks)
	if err != nil {
		return maxReplyBytes
	}

	return len(encoded)
}

// render puts the rows into as few sections as hold them. A page that begins within a
// group has its title again.
func (p page) render() []slack.Block {
	var blocks []slack.Block
	var lines []string
	flush := func() {
		more, _ := LineSections(lines)
		blocks, lines = append(blocks, more...), nil
	}
	for i, row := range p.rows {
		if row.title != "" && (i == 0 || row.first) {
			lines = append(lines, row.title)
		}

		if row.Text != "" {
			lines = append(lines, row.Text)
		}

		if len(row.Below) > 0 {
			flush()
			blocks = append(blocks, row.Below...)
		}
	}

	flush()
	return blocks
}

// LineSections puts lines into as few sections as hold them, and says how
// many did not fit into a reply.
func LineSections(lines []string) (blocks []slack.Block, left int) {
	var current []string
	bytes, runes := 0, 0
	flush := func() {
		if len(current) > 0 {
			blocks = append(blocks, Section(strings.Join(current, "\n")))
		}

		current, runes = nil, 0
	}
	for i, line := range lines {
		size, length := EncodedSize(line), utf8.RuneCountInString(line)+1
		if bytes+size > maxLinesBytes || len(blocks) >= maxReplyBlocks {
			flush()
			return blocks, len(lines) - i
		}

		if runes+length > MaxLines {
			flush()
		}

		current, bytes, runes = append(current, line), bytes+size, runes+length
	}

	flush()
	return blocks, 0
}

// EncodedSize is how much of a frame a text takes: JSON writes < and & as
// six bytes.
func EncodedSize(text string) int {
	encoded, err := json.Marshal(text)
	if err != nil {
		return len(text) * 6
	}

	return len(encoded)
}
