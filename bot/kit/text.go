package kit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Escape makes user text safe in mrkdwn. It is the only way in.
func Escape(text string) string { return escapes.Replace(text) }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Text turns a sentence of the rules into mrkdwn: people are mentioned,
// moments are shown in each reader's own time zone, how a task is done is a
// command, all else is escaped.
func Text(text string) string { return InMarkup(text, Mention) }

// InMarkup does so with people as they are named where it stands.
func InMarkup(text string, person func(ref.UserID) string) string {
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
	name := func(id string) string { return c.NameOf(ref.UserID(id)) }
	return strings.ReplaceAll(fault.PlainText(text, name, c.Zone(), Way), "`", "")
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
		return Shown(string(id), MaxShown)
	}

	return "<@" + string(id) + ">"
}

// Moment is a time in mrkdwn, which Slack shows in the reader's time zone.
func Moment(t time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} at {time}|%s>", t.Unix(), t.UTC().Format("2 Jan 2006 15:04 UTC"))
}

// Ellipsis stands where something was cut.
const Ellipsis = "…"

// Cut shortens plain text to a number of runes.
func Cut(text string, most int) string { return fault.Cut(text, most) }

// CutMarkup shortens mrkdwn to so many runes and never inside an entity such as
// &lt; or a token such as <@U1>.
func CutMarkup(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}

	count, safe, inside := 0, 0, rune(0)
	for at, r := range text {
		if inside == 0 && count < most {
			safe = at
		}

		if count++; count > most {
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

	return strings.TrimRight(text[:safe], " \n") + Ellipsis
}

// Shown is user text in a line of mrkdwn, of at most so many runes. Escaping may
// double them: what is all angle brackets is shown in part.
func Shown(text string, most int) string { return CutMarkup(Escape(Cut(Flat(text), most)), 2*most) }

// ClosingQuote is a quotation at the end of a sentence, which has one stop.
func ClosingQuote(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") ||
		strings.HasSuffix(text, Ellipsis) {
		return "“" + text + "”"
	}

	return "“" + text + "”."
}

// Flat makes one line of a text.
func Flat(text string) string { return fault.OneLine(text) }

// Counted writes a number with its noun. The plural is the noun with an s
// where none is given.
func Counted[N int | int64](n N, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		return Thousands(n) + " " + plural[0]
	}

	return Thousands(n) + " " + noun + "s"
}

// Thousands writes a count with commas, as amounts are written.
func Thousands[N int | int64](n N) string {
	return goals.MetricLeads.Format(goals.Quantity{Number: float64(n)})
}

// Number writes a whole number without separators.
func Number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// Each is what is written of each thing.
func Each[T, W any](things []T, write func(T) W) []W {
	out := make([]W, len(things))
	for i, thing := range things {
		out[i] = write(thing)
	}

	return out
}

// Some is what is written of as many things as there is room for, then how many are left out, and how to see these.
func Some[T any](things []T, maxLines int, rest string, write func(T) string) []string {
	lines := Each(things[:min(len(things), maxLines)], write)
	if left := len(things) - len(lines); left > 0 {
		lines = append(lines, Join(AndMore(left), rest))
	}

	return lines
}

// AndMore says how many a list leaves out.
func AndMore[N int | int64](n N) string { return "… and " + Number(n) + " more." }

// NotKnown stands for what follows from a spend of which nothing is known.
const NotKnown = "n/a"

// Bold is user text within stars, which a star in it would end.
func Bold(text string) string { return strings.ReplaceAll(Shown(text, MaxShown), "*", "∗") }

// Sums are amounts in their currencies, or a word for none.
func Sums(s []money.Amount, none string) string { return Escape(report.InCurrencies(s, none)) }

// Code is user text within backticks.
func Code(text string) string { return strings.ReplaceAll(Shown(text, MaxShown), "`", "'") }

// Tenths is a number that is known to a tenth at best.
func Tenths(n float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0")
}

// How many runes of what people wrote are shown at most. The rules allow no
// more; records of an older version may hold more.
const (
	MaxFact = 200
	MaxNote = fault.MaxNote
)

// Percent writes a fraction in whole percent.
func Percent(fraction float64) string { return stats.WholePercent(fraction) }

// Written is an amount as it can be read back without doubt: "EUR 12000".
func Written(m money.Amount) string {
	if m.IsZero() {
		return ""
	}

	return m.Currency + " " + strings.TrimSuffix(m.Decimal(), ".00")
}

// AboutPercent is a share that is known to a tenth of a per cent at best.
func AboutPercent(share float64) string {
	return Tenths(share*100) + "%"
}

// Lower begins a text with a small letter.
func Lower(text string) string {
	if text == "" {
		return ""
	}

	return strings.ToLower(text[:1]) + text[1:]
}

// Capital begins a text with a capital letter.
func Capital(text string) string { return fault.Capitalised(text) }

// Join puts sentences behind each other and leaves out empty ones.
func Join(sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s != "" {
			said = append(said, s)
		}
	}

	return strings.Join(said, " ")
}
