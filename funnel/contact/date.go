package contact

import (
	"regexp"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

const (
	year  = `(?:19|20)\d\d`
	month = `(?:0?[1-9]|1[0-2])`
	day   = `(?:0?[1-9]|[12]\d|3[01])`
	mark  = `\s*[-./–]\s*`
)

var (
	// wholeDate has a year of four digits, and signs between its parts; two years in a row are a period.
	wholeDate = regexp.MustCompile(`^(?:` + strings.Join([]string{
		year + mark + month + mark + day,
		day + mark + month + mark + year,
		month + mark + day + mark + year,
		year + mark + year,
	}, "|") + `)$`)

	// shortDate leaves out the century or the signs.
	shortDate = regexp.MustCompile(`^(?:` + strings.Join([]string{
		year + `(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`,
		`(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])` + year,
		day + mark + month + mark + `\d\d`,
		month + mark + day + mark + `\d\d`,
		year + ` ` + month + ` ` + day,
		day + ` ` + month + ` ` + year,
	}, "|") + `)$`)
)

// IsDate says whether a text is a date or a period of years, such as 2026-11-30 or 2025/2026. It has as many digits as
// a telephone number, and is none.
func IsDate(text string) bool { return wholeDate.MatchString(fault.Tidy(text)) }

// MayBeDate says whether digits can be read as a date too, such as 20261130 or 30.11.26.
func MayBeDate(text string) bool { return IsDate(text) || shortDate.MatchString(fault.Tidy(text)) }
