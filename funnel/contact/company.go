package contact

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

const maxEmployees = 100_000_000

// employeeForms are the ways to write a size: 250, 1,000 or 1.000, 250.0 as
// spreadsheets do, and the ranges of CRMs, 51-200 and 10,000+.
var employeeForms = regexp.MustCompile(`^(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:\.0+)?(?:\+| ?\p{Pd} ?[\d.,' ]+)?$`)

// ParseEmployees reads how many people work at a company. Of a range it takes
// the lower end: that many there are for certain. 0 is not known.
func ParseEmployees(text string) (int, error) {
	match := employeeForms.FindStringSubmatch(fault.Tidy(text))
	if match == nil {
		return 0, fault.Invalid("%s is not a number of employees. Give a number such as 250, or a range such as 51-200.", fault.Quoted(text))
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(match[1]))
	if err != nil || n > maxEmployees {
		return 0, fault.Invalid("%s are more employees than any company has. Give a number such as 250.", fault.Quoted(text))
	}
	return n, nil
}
