package stats

import (
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// ParseNumber reads a plain number; spaces, and commas between thousands,
// are understood.
func ParseNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "'", "").Replace(strings.TrimSpace(text)), 64)
	if err != nil || n != n || n > MaxNumber || n < -MaxNumber {
		return 0, fault.Invalid("%s is not a number. Give one such as 1200.", fault.Quoted(text))
	}
	return n, nil
}

// maxNumber keeps counters, in thousandths, far from overflow.
const MaxNumber = 1e12
