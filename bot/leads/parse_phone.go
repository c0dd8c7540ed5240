package leads

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
)

var (
	phoneWord = regexp.MustCompile(`^[+(]?[0-9][0-9()./\-–]*$|^\([0-9+]+\)$|^(?i:tel|phone)[.:]*$`)

	// phoneMark is how a number begins that can be nothing else.
	phoneMark = regexp.MustCompile(`^(?i:\+|0|\(|tel|phone)`)

	notDigit = regexp.MustCompile(`\D`)
)

const (
	// fewestDigits tell a phone number from a house number or a year.
	fewestDigits = 6
	// nationalDigits in groups are a number of a whole country, such as 415 555 0132.
	nationalDigits = 10
)

// digitRun are words of a line that may make a telephone number.
type digitRun struct {
	start, end int
	text       string
	sure       bool // it can be nothing else
}

// cutPhone takes the first words that together make a number, and asks where they could also belong to a name. So many
// other words stand before these.
func (p *logParser) cutPhone(in line.Line, before int) (line.Line, error) {
	run, found := digitsIn(in, before)
	switch {
	case !found:
		return in, nil
	case !run.sure:
		return in, fault.Invalid("Is “%s” a phone number, or part of a name? Of a phone number write `phone=\"%s\"`; a name with digits stands in quotation marks, such as `\"%s\"`.", run.text, run.text, in.Text())
	case p.in.Phone != "" && p.in.Phone != run.number():
		f, _ := funnel.FieldNamed("phone")
		return in, oneOnly(f, p.in.Phone, run.number())
	}

	p.in.Phone = run.number()
	return slices.Concat(in[:run.start], in[run.end:]), nil
}

// digitsIn finds the first words with the digits of a number; those that can be nothing else go before others.
func digitsIn(in line.Line, before int) (first digitRun, found bool) {
	for at := 0; at < len(in); at++ {
		run := digitsAt(in, at)
		run.sure = run.isSure(before + len(in))
		at = max(at, run.end-1)
		if len(notDigit.ReplaceAllString(run.text, "")) < fewestDigits {
			continue
		}

		if run.sure {
			return run, true
		}

		if !found {
			first, found = run, true
		}
	}

	return first, found
}

// digitsAt are the words with digits from one on, up to a date or the + of another number.
func digitsAt(in line.Line, start int) digitRun {
	run := digitRun{start: start, end: start}
	for run.end < len(in) {
		word := in[run.end].Text()
		another := run.end > start && strings.HasPrefix(word, "+") && strings.ContainsAny(in[run.end-1].Text(), "0123456789")
		if another || contact.IsDate(word) || !phoneWord.MatchString(strings.ReplaceAll(word, " ", "")) {
			break
		}

		run.end++
	}

	run.text = in[start:run.end].Text()
	return run
}

// isSure judges by the sign of a number, by its length, and by whether it stands alone between two commas.
func (r digitRun) isSure(words int) bool {
	digits := notDigit.ReplaceAllString(r.text, "")
	switch {
	case contact.MayBeDate(r.text):
		return false
	case phoneMark.MatchString(r.text), r.end-r.start == words:
		return true
	}

	return len(digits) >= nationalDigits && len(digits) < len(r.text)
}

// number is the run as it was written, without what stands around a number.
func (r digitRun) number() string {
	number := strings.Trim(strings.TrimLeftFunc(r.text, unicode.IsLetter), " .:-–/")
	if !strings.Contains(number, "(") {
		number = strings.TrimRight(number, ")") // the end of a bracket around more than the number
	}

	return number
}
