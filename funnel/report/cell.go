package report

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Between parts of a line.
const (
	apartBy = "  ·  "

	missing = "n/a"
)

func words(text string) Cell { return Cell{Text: text} }

func strong(text string) Cell { return Cell{Kind: CellStrong, Text: text} }

// named is what somebody called something; otherwise stands where that is nothing.
func named(name, otherwise string) Cell {
	return Cell{Kind: CellName, Text: cmp.Or(name, otherwise)}
}

// noted is what somebody wrote on something.
func noted(note string) Cell { return Cell{Kind: CellNote, Text: note} }

func person(id ref.UserID) Cell { return Cell{Kind: CellPerson, Text: string(id)} }

// leadCount is a count of leads, with their noun in a sentence.
func leadCount(n int64, noun string) Cell {
	count := strconv.FormatInt(n, 10)
	return Cell{Text: count, Said: stats.Counted(n, noun), Value: count, Unit: "leads"}
}

// sum is an amount; otherwise stands where there is none.
func sum(m money.Amount, otherwise string) Cell {
	text := otherwise
	if !m.IsZero() {
		text = m.String()
	}

	return Cell{Text: text, Value: m.Decimal(), Unit: m.Currency}
}

// kept is text in a file, which is no figure.
func kept(text string) Cell { return Cell{Text: text, Value: text} }

// fractionCell is a fraction, kept to the hundredth of a per cent, which is finer than
// any is shown.
func fractionCell(fraction float64) Cell {
	return Cell{Text: stats.WholePercent(fraction), Value: decimal(math.Round(fraction*1e4) / 1e4), Unit: "fraction"}
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func oneDecimal(n float64) string { return decimal(math.Round(n*10) / 10) }

// quantity is one of a metric.
func quantity(m goals.Metric, q goals.Quantity) Cell {
	cell := words(m.Format(q))
	switch m.Info().Kind {
	case goals.MetricMoney:
		cell.Value, cell.Unit = q.Money.Decimal(), q.Money.Currency
	case goals.MetricRate:
		cell.Value, cell.Unit = fractionCell(q.Number).Value, "fraction"
	default:
		cell.Value = decimal(q.Number)
	}

	return cell
}

// minutes is a stretch of working time.
func minutes(n int) Cell {
	return Cell{Text: Worked(time.Duration(n) * time.Minute), Value: strconv.Itoa(n), Unit: "working minutes"}
}

// Worked writes a stretch of working time in hours and minutes; a day of work is
// not the same for everybody.
func Worked(d time.Duration) string {
	d = max(d.Round(time.Minute), time.Minute)
	hours, rest := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case hours == 0:
		return strconv.Itoa(rest) + " min"
	case rest == 0:
		return strconv.Itoa(hours) + " h"
	}

	return strconv.Itoa(hours) + " h " + strconv.Itoa(rest) + " min"
}

// What the wholes of rates are, so that no two that differ are read as one.
const (
	answeredHere = " answered here" // imported leads were accepted elsewhere
	due          = " due"
)

// AcceptanceText is how many of the answered handoffs sales accepted.
func AcceptanceText(r stats.Rate) string { return rateOf(r, "accepted", answeredHere) }

// RateOf is a rate with its sample: "in time 4 of 5 (80%)".
func RateOf(r stats.Rate, what string) string { return rateOf(r, what, "") }

func rateOf(r stats.Rate, what, of string) string {
	if !r.Known() {
		return what + ": none" + cmp.Or(of, " to judge by")
	}

	return what + " " + sampled(r, of)
}

// sampled is a rate with its sample in a table: "4 of 5 due (80%)".
func sampled(r stats.Rate, of string) string {
	if !r.Known() {
		return stats.Unknown
	}

	return fmt.Sprintf("%d of %d%s (%s)", r.Part, r.Whole, of, stats.WholePercent(r.Fraction()))
}

// UpTenth is what is needed, to a tenth.
func UpTenth(n float64) string { return decimal(math.Ceil(n*10) / 10) }

// InCurrencies are amounts in several currencies; otherwise stands where there is none.
func InCurrencies(amounts []money.Amount, otherwise string) string {
	if len(amounts) == 0 {
		return otherwise
	}

	texts := make([]string, len(amounts))
	for i, amount := range amounts {
		texts[i] = amount.String()
	}

	return strings.Join(texts, " and ")
}
