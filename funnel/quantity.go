package funnel

import (
	"strconv"
	"strings"
)

// ParseNumber reads a plain number; spaces, and commas between thousands,
// are understood.
func ParseNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "'", "").Replace(strings.TrimSpace(text)), 64)
	if err != nil || n != n || n > maxNumber || n < -maxNumber {
		return 0, Invalid("%s is not a number. Give one such as 1200.", quoted(text))
	}
	return n, nil
}

// maxNumber keeps counters, in thousandths, far from overflow.
const maxNumber = 1e12

// Major is the amount in whole units, for ratios and pace only; sums are
// made in minor units.
func (m Money) Major() float64 {
	n, err := strconv.ParseFloat(m.Decimal(), 64)
	if err != nil {
		return 0
	}
	return n
}
