package fault

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// unseen are the runes that no reader sees but that change what is seen: controls, bidirectional overrides, zero-width
// and filler characters. The private-use runes are among them because Mention, Moment and Way mark their tokens with
// these.
var unseen = []*unicode.RangeTable{
	unicode.Cc, unicode.Cf, unicode.Co, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point,
}

// brailleBlank looks like a space and is classed as a symbol.
const brailleBlank = '\u2800'

// CleanLine makes one line of what a person typed: unseen characters go, every run of white space becomes one space. An
// empty result is no error. More than the limit is, in a sentence that begins with the name of the field.
func CleanLine(field, text string, limit int) (string, error) {
	return WithinLimit(field, Tidy(text), limit)
}

// CleanNote does the same for text of several lines, and keeps its line breaks with at most one blank line in a row.
func CleanNote(field, text string, limit int) (string, error) {
	var note []string
	for line := range strings.SplitSeq(lineBreaks.Replace(text), "\n") {
		line = Tidy(line)
		if line == "" && (len(note) == 0 || note[len(note)-1] == "") {
			continue
		}

		note = append(note, line)
	}

	return WithinLimit(field, strings.TrimRight(strings.Join(note, "\n"), "\n"), limit)
}

var (
	// formula is where a spreadsheet would begin to compute: at the beginning of a cell, and behind what ends one. Where
	// the list separator is a semicolon, the quotation marks of a file with commas hold nothing.
	formula = regexp.MustCompile(`(^|[;\r\n]\s*"?)([=+\-@\t\r])`)
	shown   = regexp.MustCompile(`(^|[;\r\n]\s*"?)'([=+\-@\t\r])`)
)

// Cell keeps a spreadsheet from computing what people wrote as a formula: a quote before it has it shown as it is.
func Cell(text string) string { return formula.ReplaceAllString(text, "$1'$2") }

// FromCell takes off what Cell put there.
func FromCell(text string) string { return shown.ReplaceAllString(text, "$1$2") }

// Printable takes out of a text what would move the cursor of a terminal, colour it or turn its direction, and keeps
// line breaks and tabs.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}

		return r
	}, text)
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n",
	"\u2029", "\n")

// Tidy makes one line of a text: unseen characters go, every run of white space becomes one space.
func Tidy(text string) string {
	seen := func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == brailleBlank:
			return ' '
		case unicode.In(r, unseen...):
			return -1
		}

		return r
	}
	return strings.Join(strings.Fields(strings.Map(seen, strings.ToValidUTF8(text, ""))), " ")
}

// WithinLimit refuses a text that is longer than its field takes.
func WithinLimit(field, text string, limit int) (string, error) {
	if length := utf8.RuneCountInString(text); length > limit {
		return "", fmt.Errorf("%s is %d characters long. At most %d fit: shorten it by %d", field, length, limit, length-limit)
	}

	return text, nil
}

// Cut shortens a text to a number of runes, and says so with dots.
func Cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}

	return strings.TrimRight(string([]rune(text)[:most-1]), " \n") + "…"
}

// OneLine makes one line of a text.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Capitalised is a text with its first letter in upper case.
func Capitalised(text string) string {
	_, first := utf8.DecodeRuneInString(text) // which may be a minus sign
	return strings.ToUpper(text[:first]) + text[first:]
}

// StraightQuotes turns the quotation marks that phones and word processors make into " and '.
func StraightQuotes(text string) string { return quotes.Replace(text) }

var quotes = strings.NewReplacer(
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‘", "'", "’", "'", "‚", "'", "‛", "'",
)

// The runes that enclose a token. CleanLine and CleanNote take them out of what people type.
const (
	mentionOpen, mentionClose = '\uE000', '\uE001'
	momentOpen, momentClose   = '\uE002', '\uE003'
)

// Mention names a person in a text of the rules. How the name is shown is decided where the text is shown.
func Mention(id string) string { return string(mentionOpen) + id + string(mentionClose) }

// Moment names a time, to the second, in a text of the rules. Each reader sees it in the own time zone.
func Moment(t time.Time) string {
	return string(momentOpen) + strconv.FormatInt(t.Unix(), 10) + string(momentClose)
}

// Segment is one piece of a text of the rules: plain text, or a person, a moment, or how a task is done.
type Segment struct {
	Text    string
	Mention string
	Moment  time.Time
	Way     Way
}

// Segments splits a text at its tokens, in order. A token that is broken is left out.
func Segments(text string) []Segment {
	var segments []Segment
	for text != "" {
		at := strings.IndexFunc(text, isTokenRune)
		if at < 0 {
			return append(segments, Segment{Text: text})
		}

		if at > 0 {
			segments = append(segments, Segment{Text: text[:at]})
		}

		open, size := utf8.DecodeRuneInString(text[at:])
		text = text[at+size:]
		end := strings.IndexFunc(text, isTokenRune)
		if end < 0 {
			continue
		}

		closing, size := utf8.DecodeRuneInString(text[end:])
		token, ok := tokenSegment(open, closing, text[:end])
		if !ok {
			continue
		}

		segments = append(segments, token)
		text = text[end+size:]
	}

	return segments
}

func isTokenRune(r rune) bool { return r >= mentionOpen && r <= wayClose }

func tokenSegment(open, closing rune, content string) (Segment, bool) {
	switch {
	case open == mentionOpen && closing == mentionClose:
		return Segment{Mention: content}, content != ""
	case open == momentOpen && closing == momentClose:
		unix, err := strconv.ParseInt(content, 10, 64)
		return Segment{Moment: time.Unix(unix, 0).UTC()}, err == nil
	case open == wayOpen && closing == wayClose:
		way, ok := parseWay(content)
		return Segment{Way: way}, ok
	}

	return Segment{}, false
}

// PlainText shows a text of the rules where there is no markup, such as on a terminal: people by name, or by id when
// name knows none, moments on the clock of loc, and how a task is done in the words of the place where it is shown.
func PlainText(text string, name func(id string) string, loc *time.Location, words func(Way) string) string {
	var plain strings.Builder
	for _, segment := range Segments(text) {
		switch {
		case segment.Mention != "":
			plain.WriteString(shownName(segment.Mention, name))
		case !segment.Moment.IsZero():
			plain.WriteString(segment.Moment.In(loc).Format("Mon 2 Jan 2006 15:04 MST"))
		case segment.Way.Task != 0:
			plain.WriteString(words(segment.Way))
		default:
			plain.WriteString(segment.Text)
		}
	}

	return plain.String()
}

func shownName(id string, name func(id string) string) string {
	if name == nil {
		return id
	}

	if shown := name(id); shown != "" {
		return shown
	}

	return id
}

// FoldCode is a code as it is matched, however people write it.
func FoldCode(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(s))
}

// MaxNote is how long a note may be, in runes.
const MaxNote = 800

// OnlyDigits says whether a text is nothing but digits.
func OnlyDigits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}
