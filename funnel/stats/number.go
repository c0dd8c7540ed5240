package stats

import (
	"fmt"
	"math"
	"regexp"
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

var (
	numberPattern = regexp.MustCompile(`^([-−+]?)(\d[\d.,' ]*|[.,]\d+) ?(k|tsd\.?|m|mio\.?|million|thousand)?$`)
	groupsOf      = map[string]*regexp.Regexp{
		".": regexp.MustCompile(`^\d{1,3}(\.\d{3})+$`),
		",": regexp.MustCompile(`^\d{1,3}(,\d{3})+$|^\d{1,3}(,\d{2})+,\d{3}$`),
	}
)

// ParseNumber reads a number that may have decimals: 1200, 1,200, 1 200, 1'200, 4.6, 4,6, 1.2k. A point before three
// digits can be either, so 5.200 is asked.
func ParseNumber(text string) (float64, error) {
	n, err := parseNumber(text, func(whole, decimals string) (string, error) {
		return "", fault.Invalid("%s can be read as %s or as %s. Write `%s` or `%s`.", fault.Quoted(text),
			thousandsOf(whole+decimals), trimmed(whole, decimals), whole+decimals, trimmed(whole, decimals))
	})
	return n, err
}

// ParseWhole reads a number of something that is counted in whole numbers, where 5.200 can only be 5,200.
func ParseWhole(text string) (float64, error) {
	n, err := parseNumber(text, func(whole, decimals string) (string, error) { return whole + decimals, nil })
	if err == nil && n != math.Trunc(n) {
		err = fault.Invalid("%s is not a whole number. Give one such as 1200.", fault.Quoted(text))
	}

	return n, err
}

// ReadNumber reads a number as programs write it: digits, and a point before decimals.
func ReadNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != n || n > MaxNumber || n < -MaxNumber {
		return 0, notANumber(text)
	}

	return n, nil
}

func notANumber(text string) error {
	return fault.Invalid("%s is not a number. Give one such as 1200.", fault.Quoted(text))
}

func parseNumber(text string, either func(whole, decimals string) (string, error)) (float64, error) {
	match := numberPattern.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if match == nil {
		return 0, notANumber(text)
	}

	digits, err := plainDigits(match[2], match[3] == "", either)
	if err != nil {
		return 0, err
	}

	n, err := ReadNumber(strings.Replace(match[1], "−", "-", 1) + digits)
	if err != nil {
		return 0, notANumber(text)
	}

	switch strings.TrimRight(match[3], ".") {
	case "k", "tsd", "thousand":
		n *= 1e3
	case "m", "mio", "million":
		n *= 1e6
	}

	if n > MaxNumber || n < -MaxNumber {
		return 0, notANumber(text)
	}

	return n, nil
}

// plainDigits takes out what separates thousands, and gives decimals their point.
func plainDigits(number string, grouped bool, either func(whole, decimals string) (string, error)) (string, error) {
	number = strings.NewReplacer(" ", "", "'", "").Replace(number)
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		return number, nil
	}

	separator, whole, decimals := number[last:last+1], number[:last], number[last+1:]
	other := strings.ReplaceAll(".,", separator, "")
	switch {
	case strings.Contains(whole, other):
		return strings.ReplaceAll(whole, other, "") + "." + decimals, nil
	case strings.Contains(whole, separator) && groupsOf[separator].MatchString(number):
		return strings.ReplaceAll(number, separator, ""), nil
	case !groupsOf[separator].MatchString(number) || strings.HasPrefix(whole, "0") || !grouped:
		return whole + "." + decimals, nil
	case separator == ",":
		return whole + decimals, nil
	}

	return either(whole, decimals)
}

func thousandsOf(digits string) string {
	n, _ := strconv.ParseFloat(digits, 64) // digits only
	return Thousands(n)
}

// trimmed is a number without zeros at the end of its decimals.
func trimmed(whole, decimals string) string {
	return strings.TrimSuffix(whole+"."+strings.TrimRight(decimals, "0"), ".")
}

// MaxNumber keeps counters, in thousandths, far from overflow.
const MaxNumber = 1e12
