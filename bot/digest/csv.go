package digest

import (
	"encoding/csv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/report"
)

// CSV is every figure of a digest as a file, one to a line.
func CSV(c kit.Context, d report.Digest) string {
	v := public(c)
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"week", "part", "item", "figure", "value", "unit"}) // a strings.Builder takes everything
	for _, s := range v.report(d).Sections {
		for _, f := range s.Figures {
			_ = w.Write([]string{d.Week, f.Part, fault.Cell(v.unmarkedCell(f.Item)), f.Name, f.Value, f.Unit})
		}
	}

	w.Flush()
	return out.String()
}

// maxSnippet keeps a file that is told in a message within what Slack takes.
const maxSnippet = 9000

// snippet tells the file in a message: Leadloop asks for no right to
// upload files. What is too long for it ends with where the whole is.
func snippet(c kit.Context, d report.Digest) kit.Message {
	lines := strings.SplitAfter(strings.TrimRight(CSV(c, d), "\n"), "\n")
	blocks := []slack.Block{kit.Section("The figures of week " + d.Week +
		", to copy into a spreadsheet. Only you see this.")}
	text, left := "", maxSnippet
	flush := func() {
		if text != "" {
			blocks = append(blocks, kit.Section("```\n"+strings.TrimRight(text, "\n")+"\n```"))
		}

		text = ""
	}
	for i, line := range lines {
		line = strings.ReplaceAll(kit.Escape(line), "`", "'")
		length := utf8.RuneCountInString(line)
		if left -= length; left < 0 {
			flush()
			return kit.Message{Text: "The figures of week " + d.Week, Blocks: append(blocks, kit.ContextLine("And "+kit.Counted(len(lines)-i, "line")+" more. An admin gets them all with `leadloop digest --week "+d.Week+" --format csv`."))}
		}

		if utf8.RuneCountInString(text)+length > kit.MaxLines {
			flush()
		}

		text += line
	}

	flush()
	return kit.Message{Text: "The figures of week " + d.Week, Blocks: blocks}
}
