package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Escape makes user text safe in mrkdwn. It is the only way in.
func Escape(text string) string { return escapes.Replace(text) }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Text turns a sentence of the rules into mrkdwn: people are mentioned,
// moments are shown in each reader's own time zone, how a task is done is a
// command, all else is escaped.
func Text(text string) string { return inMarkup(text, Mention) }

// inMarkup does so with people as they are named where it stands.
func inMarkup(text string, person func(ref.UserID) string) string {
	var out strings.Builder
	for _, segment := range fault.Segments(text) {
		switch {
		case segment.Mention != "":
			out.WriteString(person(ref.UserID(segment.Mention)))
		case !segment.Moment.IsZero():
			out.WriteString(Moment(segment.Moment))
		case segment.Way.Task != 0:
			out.WriteString(Escape(Way(segment.Way)))
		default:
			out.WriteString(Escape(segment.Text))
		}
	}
	return out.String()
}

// Plain turns a sentence of the rules into text without markup, such as for
// an error on a field of a modal.
func (c Context) Plain(text string) string {
	name := func(id string) string { return c.name(ref.UserID(id)) }
	return strings.ReplaceAll(fault.PlainText(text, name, c.zone(), Way), "`", "")
}

// Mention is a person in mrkdwn. What is not the id of a Slack user is
// written as text.
func Mention(id ref.UserID) string {
	switch {
	case id == "":
		return "nobody"
	case id == ref.Leadloop:
		return "Leadloop"
	case strings.Trim(string(id), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "":
		return shown(string(id), maxShown)
	}
	return "<@" + string(id) + ">"
}

// Moment is a time in mrkdwn, which Slack shows in the reader's time zone.
func Moment(t time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} at {time}|%s>", t.Unix(), t.UTC().Format("2 Jan 2006 15:04 UTC"))
}

const ellipsis = "…"

// Cut shortens plain text to a number of runes.
func Cut(text string, most int) string { return fault.Cut(text, most) }

// CutMarkup shortens mrkdwn to max runes and never inside an entity such as
// &lt; or a token such as <@U1>.
func CutMarkup(text string, max int) string {
	if utf8.RuneCountInString(text) <= max {
		return text
	}
	count, safe, inside := 0, 0, rune(0)
	for at, r := range text {
		if inside == 0 && count < max {
			safe = at
		}
		if count++; count > max {
			break
		}
		switch {
		case inside == 0 && r == '&':
			inside = ';'
		case inside == 0 && r == '<':
			inside = '>'
		case r == inside:
			inside = 0
		}
	}
	return strings.TrimRight(text[:safe], " \n") + ellipsis
}

// shown is user text in a line of mrkdwn, of at most max runes. Escaping may
// double them: what is all angle brackets is shown in part.
func shown(text string, max int) string { return CutMarkup(Escape(Cut(flat(text), max)), 2*max) }

// closingQuote is a quotation at the end of a sentence, which has one stop.
func closingQuote(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, ellipsis) {
		return "“" + text + "”"
	}
	return "“" + text + "”."
}

// flat makes one line of a text.
func flat(text string) string { return fault.OneLine(text) }

// counted writes a number with its noun. The plural is the noun with an s
// where none is given.
func counted[N int | int64](n N, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		return thousands(n) + " " + plural[0]
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes a count with commas, as amounts are written.
func thousands[N int | int64](n N) string {
	return goals.MetricLeads.Format(goals.Quantity{Number: float64(n)})
}

func number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// each is what is written of each thing.
func each[T, W any](things []T, write func(T) W) []W {
	out := make([]W, len(things))
	for i, thing := range things {
		out[i] = write(thing)
	}
	return out
}

// some is what is written of as many things as there is room for, then how many are left out, and how to see these.
func some[T any](things []T, maxLines int, rest string, write func(T) string) []string {
	lines := each(things[:min(len(things), maxLines)], write)
	if left := len(things) - len(lines); left > 0 {
		lines = append(lines, join(andMore(left), rest))
	}
	return lines
}
