package funnel

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// Between parts of a line.
const (
	apartBy = "  ·  "
	unknown = "–"
	missing = "n/a"
)

func words(text string) ReportCell { return ReportCell{Text: text} }

func strong(text string) ReportCell { return ReportCell{Kind: CellStrong, Text: text} }

// named is what somebody called something; otherwise stands where that is nothing.
func named(name, otherwise string) ReportCell {
	return ReportCell{Kind: CellName, Text: cmp.Or(name, otherwise)}
}

// noted is what somebody wrote on something.
func noted(note string) ReportCell { return ReportCell{Kind: CellNote, Text: note} }

func person(id UserID) ReportCell { return ReportCell{Kind: CellPerson, Text: string(id)} }

// leadCount is a count of leads, with their noun in a sentence.
func leadCount(n int64, noun string) ReportCell {
	count := strconv.FormatInt(n, 10)
	return ReportCell{Text: count, Said: counted(n, noun), Value: count, Unit: "leads"}
}

// sum is an amount; otherwise stands where there is none.
func sum(m Money, otherwise string) ReportCell {
	text := otherwise
	if !m.IsZero() {
		text = m.String()
	}
	return ReportCell{Text: text, Value: m.Decimal(), Unit: m.Currency}
}

// kept is text in a file, which is no figure.
func kept(text string) ReportCell { return ReportCell{Text: text, Value: text} }

// WholePercent writes a fraction in whole per cent.
func WholePercent(fraction float64) string {
	if math.IsNaN(fraction) || math.IsInf(fraction, 0) {
		return unknown
	}
	return percent(fraction) + "%"
}

// InCurrencies are amounts in several currencies; otherwise stands where there is none.
func InCurrencies(amounts []Money, otherwise string) string {
	if len(amounts) == 0 {
		return otherwise
	}
	texts := make([]string, len(amounts))
	for i, amount := range amounts {
		texts[i] = amount.String()
	}
	return strings.Join(texts, " and ")
}
