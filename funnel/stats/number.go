package stats

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Counted is a number of things in words, such as "3 leads".
func Counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}

	return Thousands(float64(n)) + " " + noun + "s"
}

// Percent is a fraction in whole per cent, without the sign.
func Percent(fraction float64) string { return fmt.Sprintf("%.0f", math.Round(fraction*100)) }

// ShortPercent writes a rate in whole per cent, and one below 10 % with two
// figures: 0.83 % and 1.2 % of visits are not the same.
func ShortPercent(rate float64) string { return shortPercent(rate) + "%" }

func shortPercent(rate float64) string {
	if shown := rate * 100; shown > 0.01 && shown < 9.95 {
		return strconv.FormatFloat(shown, 'g', 2, 64)
	}

	return Percent(rate)
}

// AsShortPercent is a rate as [ShortPercent] writes it.
func AsShortPercent(rate float64) float64 {
	shown, err := strconv.ParseFloat(shortPercent(rate), 64)
	if err != nil {
		return rate
	}

	return shown / 100
}

// ShortNumber writes a number with the decimals that still tell something:
// figures of a company's own may have some, such as a score of 4.6.
func ShortNumber(n float64) string {
	if n = AsShortNumber(n); n != math.Trunc(n) {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}

	return Thousands(n)
}

// About is a number that was estimated, as it is shown: whole, and below 10 to a tenth.
func About(n float64) float64 {
	if n < 10 {
		return math.Round(n*10) / 10
	}

	return math.Round(n)
}

// AsShortNumber is a number as [ShortNumber] writes it.
func AsShortNumber(n float64) float64 {
	scale := 1.0
	switch size := math.Abs(n); {
	case size < 10:
		scale = 100
	case size < 100:
		scale = 10
	}

	return math.Round(n*scale) / scale
}

// Thousands writes a count with commas between thousands, as money is
// written here too.
func Thousands(n float64) string {
	digits := fmt.Sprintf("%.0f", math.Abs(n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}

	if n < 0 {
		return "-" + digits
	}

	return digits
}

// Distance writes how far off something is: " (−25%)"; nothing where it is not.
func Distance(fraction float64) string {
	far := Percent(math.Abs(fraction))
	switch {
	case far == "0":
		return ""
	case fraction < 0:
		return " (−" + far + "%)"
	}

	return " (+" + far + "%)"
}

// Unknown stands where a figure is not known.
const Unknown = "–"

// WholePercent writes a fraction in whole per cent.
func WholePercent(fraction float64) string {
	if math.IsNaN(fraction) || math.IsInf(fraction, 0) {
		return Unknown
	}

	return Percent(fraction) + "%"
}

// ParseNumber reads a plain number; spaces, and commas between thousands,
// are understood.
func ParseNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "'", "").Replace(strings.TrimSpace(text)), 64)
	if err != nil || n != n || n > MaxNumber || n < -MaxNumber {
		return 0, fault.Invalid("%s is not a number. Give one such as 1200.", fault.Quoted(text))
	}

	return n, nil
}

// MaxNumber keeps counters, in thousandths, far from overflow.
const MaxNumber = 1e12
