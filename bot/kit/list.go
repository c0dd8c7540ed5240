package kit

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What a reply may hold. Slack drops answers to commands of 20,480 bytes and
// more; the rest is room for the frame around the blocks.
const (
	maxReplyBytes  = 14_000
	maxReplyBlocks = 40
	MaxLines       = 2800 // runes of the lines in one section
)

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
		if bytes+size > maxReplyBytes || len(blocks) >= maxReplyBlocks {
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

// Listing is a title with lines below it. More is how many the caller left
// out; hint, if any, says how to see them.
func Listing(title string, lines []string, more int, hint string) Message {
	blocks, left := LineSections(lines)
	blocks = append([]slack.Block{Section(title)}, blocks...)
	if more += left; more > 0 {
		blocks = append(blocks, ContextLine(Join(AndMore(more), hint)))
	}

	return NewMessage(title, blocks...)
}
