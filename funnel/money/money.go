package money

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/bojanz/currency"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Amount is an amount in the minor unit of its currency (cents, pence; whole yen), never a float.
type Amount struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"` // ISO 4217, such as EUR
}

// MaxMinor keeps single amounts so far below the range of int64 that thousands of them can be added.
const MaxMinor = 1_000_000_000_000_000

// currencySigns maps what people write to the currencies it can mean. The default currency wins if it is among them,
// else the first is meant.
var currencySigns = map[string][]string{
	"€":   {"EUR"},
	"$":   {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "COP", "CLP", "ARS"},
	"US$": {"USD"},
	"C$":  {"CAD"},
	"CA$": {"CAD"},
	"A$":  {"AUD"},
	"NZ$": {"NZD"},
	"S$":  {"SGD"},
	"HK$": {"HKD"},
	"R$":  {"BRL"},
	"£":   {"GBP"},
	"¥":   {"JPY", "CNY"},
	"₹":   {"INR"},
	"₩":   {"KRW"},
	"₺":   {"TRY"},
	"₪":   {"ILS"},
	"₴":   {"UAH"},
	"ZŁ":  {"PLN"},
	"KČ":  {"CZK"},
	"FR.": {"CHF"},
	"KR":  {"SEK", "NOK", "DKK", "ISK"},
	"KR.": {"DKK", "ISK"},
}

// multiples are the letters behind a number, as the count of zeros they stand for.
var multiples = map[string]int{
	"K": 3, "THOUSAND": 3, "TSD": 3, "TAUSEND": 3, "M": 6, "MN": 6, "MLN": 6, "MIO": 6,
	"MILLION": 6, "MILLIONS": 6, "MILLIONEN": 6,
	"BN": 9, "MRD": 9,
}

// moneyPattern takes apart what stands before the number, the number, and what stands behind it.
var moneyPattern = regexp.MustCompile(`^(\D*?)([.,]?\d(?:[\d.,' ]*\d)?)([^\d,]*)$`)

// noCents is what stands for no cents, as in 1.500,- and in 1500.–.
var noCents = regexp.MustCompile(`(\d)[.,] ?[-–—]+`)

const amountForms = "write a number with or without a currency, like 12000, 12,000.50, 12k or 12000 EUR"

// Parse reads an amount as people write it: 12000, 12,000, 12.000,50, 12 000, 1.500,-, €12k, 1.2m, 1,5 Mio. €,
// USD 12000, 12000 EUR.
// Without a currency it is in the default one.
//
// Comma and point are resolved so: when both appear, the last one separates the decimals. One that appears twice
// separates thousands. One that appears once, before exactly three digits, separates thousands (12.000 is twelve
// thousand), unless a k or m follows (1.234m), or the number begins with 0, or the thousands are separated already (12
// 000,500), or it is a point in a currency of three decimals. Otherwise it separates decimals. Spaces and apostrophes
// separate thousands.
func Parse(text, defaultCurrency string) (Amount, error) {
	money, err := parseMoney(text, strings.ToUpper(defaultCurrency))
	if err != nil {
		return Amount{}, fmt.Errorf("%s is not an amount: %w", fault.Quoted(text), err)
	}

	return money, nil
}

func parseMoney(text, defaultCurrency string) (Amount, error) {
	compact := strings.ToUpper(moneySpaces.Replace(strings.TrimSpace(text)))
	match := moneyPattern.FindStringSubmatch(noCents.ReplaceAllString(compact, "$1"))
	if match == nil {
		return Amount{}, errors.New(amountForms)
	}

	before, digits, behind := match[1], match[2], match[3]
	if strings.ContainsAny(before, "-−(") {
		return Amount{}, errors.New("it must not be negative; write 0 or more, like 12000")
	}

	zeros, behind := cutMultiple(behind)
	code, err := moneyCurrency(before+" "+behind, defaultCurrency)
	if err != nil {
		return Amount{}, err
	}

	whole, decimals, ok := splitNumber(digits, isPointDecimal(code) || zeros > 0, zeros > 0)
	if !ok {
		return Amount{}, errors.New("its commas, points or spaces do not fit together; " + amountForms)
	}

	return minorUnits(whole, decimals, zeros, code)
}

// moneySpaces also joins the two ways to write an apostrophe.
var moneySpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "’", "'")

// cutMultiple takes the k, m or bn off what stands behind a number, and returns the zeros it stands for.
func cutMultiple(behind string) (zeros int, rest string) {
	behind = strings.TrimSpace(behind)
	end := strings.IndexFunc(behind, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(behind)
	}

	zeros, ok := multiples[behind[:end]]
	if !ok {
		return 0, behind
	}

	return zeros, strings.TrimPrefix(behind[end:], ".") // Mio.
}

// moneyCurrency finds the currency among the signs and codes around a number.
func moneyCurrency(around, defaultCurrency string) (string, error) {
	code := ""
	for written := range strings.FieldsSeq(around) {
		meant := currencyMeant(written, cmp.Or(code, defaultCurrency))
		if code != "" && code != meant {
			return "", fmt.Errorf("it names two currencies, %s and %s; name one, like 12000 EUR", code, meant)
		}

		code = meant
	}

	code = cmp.Or(code, defaultCurrency)
	switch {
	case code == "":
		return "", errors.New("it names no currency; add one, like 12000 EUR")
	case !currency.IsValid(code):
		return "", fmt.Errorf("%s is no currency known here; use its code of three letters, like 12000 EUR", fault.Quoted(code))
	}

	return code, nil
}

// currencyMeant resolves a sign. What is no sign is taken for a code.
func currencyMeant(written, preferred string) string {
	codes, isSign := currencySigns[written]
	switch {
	case !isSign:
		return written
	case slices.Contains(codes, preferred):
		return preferred
	}

	return codes[0]
}

// splitNumber separates the decimals of a number and takes the separators of thousands out. pointIsDecimal and
// commaIsDecimal decide about a single separator before three digits, which could be either.
func splitNumber(number string, pointIsDecimal, commaIsDecimal bool) (whole, decimals string, ok bool) {
	whole = number
	if at := decimalSeparator(number, pointIsDecimal, commaIsDecimal); at >= 0 {
		whole, decimals = number[:at], number[at+1:]
	}

	if !fault.OnlyDigits(decimals) {
		return "", "", false
	}

	whole, ok = joinThousands(whole)
	return whole, decimals, ok
}

// decimalSeparator returns where the decimals are cut off, or -1.
func decimalSeparator(number string, pointIsDecimal, commaIsDecimal bool) int {
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		return -1
	}

	separator := number[last : last+1]
	if strings.ContainsAny(strings.ReplaceAll(number, separator, ""), ".,") {
		return last
	}

	if strings.Count(number, separator) > 1 {
		return -1
	}

	whole, behind := number[:last], number[last+1:]
	looksLikeThousands := len(behind) == 3 && len(whole) >= 1 && len(whole) <= 3 && fault.OnlyDigits(whole) &&
		whole[0] != '0'
	decided := separator == "." && pointIsDecimal || separator == "," && commaIsDecimal
	if looksLikeThousands && !decided {
		return -1
	}

	return last
}

// joinThousands takes the separators out of 12,000,000, and of the Indian 1,20,00,000.
func joinThousands(whole string) (string, bool) {
	separator := strings.IndexFunc(whole, func(r rune) bool { return !unicode.IsDigit(r) })
	if separator < 0 {
		return whole, true
	}

	groups := strings.Split(whole, whole[separator:separator+1])
	for i, group := range groups {
		shortest, longest := 3, 3
		switch {
		case i == 0:
			shortest, longest = 1, 3
		case i < len(groups)-1 && whole[separator] == ',':
			shortest = 2
		}

		if len(group) < shortest || len(group) > longest || !fault.OnlyDigits(group) {
			return "", false
		}
	}

	return strings.Join(groups, ""), true
}

func isPointDecimal(code string) bool {
	digits, _ := currency.GetDigits(code)
	return digits == 3
}

// minorUnits works in text, so that no rounding can happen unnoticed.
func minorUnits(whole, decimals string, zeros int, code string) (Amount, error) {
	places, _ := currency.GetDigits(code)
	decimals = strings.TrimRight(decimals, "0")
	missing := int(places) + zeros - len(decimals)
	if missing < 0 {
		return Amount{}, fmt.Errorf("%s has %d decimals; write no more than that, like 12000", code, places)
	}

	digits := strings.TrimLeft(whole+decimals+strings.Repeat("0", missing), "0")
	minor, err := strconv.ParseInt(cmp.Or(digits, "0"), 10, 64)
	if err != nil || minor > MaxMinor {
		return Amount{}, fmt.Errorf("it is too large; the largest amount is %s", Amount{Minor: MaxMinor, Currency: code})
	}

	return Amount{Minor: minor, Currency: code}, nil
}

// IsZero says whether the amount is nothing, in whatever currency.
func (m Amount) IsZero() bool { return m.Minor == 0 }

// String writes the amount for people, like €12,000 or €12,000.50.
func (m Amount) String() string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		return strings.TrimSpace(strconv.FormatInt(m.Minor, 10) + " " + m.Currency)
	}

	formatter := currency.NewFormatter(currency.NewLocale("en"))
	if m.isWhole() {
		formatter.MinDigits = 0
	}

	return formatter.Format(amount)
}

// Rounded is the amount to the nearest whole unit.
func (m Amount) Rounded() Amount {
	unit := m.unit()
	m.Minor = int64(math.Round(float64(m.Minor)/float64(unit))) * unit
	return m
}

func (m Amount) isWhole() bool { return m.Minor%m.unit() == 0 }

func (m Amount) unit() int64 { return UnitOf(m.Currency) }

// UnitOf is how many minor units make one whole of a currency.
func UnitOf(code string) int64 {
	digits, _ := currency.GetDigits(code)
	unit := int64(1)
	for range digits {
		unit *= 10
	}

	return unit
}

// Decimal writes the amount for files, like 12000.00.
func (m Amount) Decimal() string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		return strconv.FormatInt(m.Minor, 10)
	}

	return amount.Number()
}

var (
	ratePattern = regexp.MustCompile(`^(\d*[.,]?\d+)\s*(%|percent|per cent|pct\.?|prozent)?$`)
	ratioOf     = regexp.MustCompile(`^(\d{1,9})\s*(?:/|in|of|von|out of)\s*(\d{1,9})$`)
)

// ParseRate reads a share from 0 to 1, written 25%, 25 %, 0.25, 0,25, 25 percent, 1 in 4, or 25, which can only be per
// cent. A plain 1 is asked: it can be the whole or a hundredth.
func ParseRate(text string) (float64, error) {
	plain := strings.ToLower(strings.TrimSpace(text))
	if match := ratioOf.FindStringSubmatch(plain); match != nil {
		return shareOf(text, match[1], match[2])
	}

	match := ratePattern.FindStringSubmatch(plain)
	if match == nil {
		return 0, fmt.Errorf("%s is not a rate. Write a share, like 25%% or 0.25", fault.Quoted(text))
	}

	rate, err := strconv.ParseFloat(strings.Replace(match[1], ",", ".", 1), 64)
	if err != nil {
		return 0, fmt.Errorf("%s is not a rate. Write a share, like 25%% or 0.25", fault.Quoted(text))
	}

	switch {
	case rate == 1 && match[2] == "":
		return 0, fmt.Errorf("%s can be read as 1%% or as 100%%. Write 1%% or 100%%", fault.Quoted(text))
	case rate > 1 || match[2] != "":
		rate /= 100
	}

	if rate > 1 {
		return 0, fmt.Errorf("%s is more than the whole. Write a rate of at most 100%%, like 25%% or 0.25", fault.Quoted(text))
	}

	return rate, nil
}

// shareOf is 1 in 4.
func shareOf(text, part, whole string) (float64, error) {
	some, _ := strconv.ParseFloat(part, 64) // both are digits
	all, _ := strconv.ParseFloat(whole, 64)
	if all == 0 || some > all {
		return 0, fmt.Errorf("%s is not a part of a whole. Write a share, like 25%% or 0.25 or 1 in 4", fault.Quoted(text))
	}

	return some / all, nil
}

// Times is so many of the amount, calculated exactly and rounded once, halves away from 0.
func (m Amount) Times(n float64) Amount {
	return m.rounded(new(big.Rat).Mul(new(big.Rat).SetInt64(m.Minor), Exact(n)))
}

// Per is what falls to each of n, which is not 0, calculated exactly and rounded once.
func (m Amount) Per(n int64) Amount {
	return m.rounded(new(big.Rat).SetFrac64(m.Minor, n))
}

// rounded is a fraction of minor units as an amount.
func (m Amount) rounded(minor *big.Rat) Amount {
	var err error
	if m.Minor, err = strconv.ParseInt(minor.FloatString(0), 10, 64); err != nil { // beyond all amounts
		m.Minor = MaxMinor
	}

	return m
}

// Exact is a number as it is written in decimals, so that 0.1 is a tenth; 0 for what is no
// number.
func Exact(n float64) *big.Rat {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(n, 'f', -1, 64))
	if !ok {
		return new(big.Rat)
	}

	return exact
}

// Split shares an amount by weights. The parts sum to the whole to the last
// minor unit: what is left by rounding down goes to the largest remainders,
// the earlier first.
func (m Amount) Split(weights []int64) []Amount {
	parts := make([]Amount, len(weights))
	var sum int64
	for _, w := range weights {
		sum += w
	}

	if sum == 0 {
		return parts
	}

	left := m.Minor
	order := make([]int, len(weights))
	for i, w := range weights {
		parts[i] = Amount{Minor: m.Minor * w / sum, Currency: m.Currency}
		left -= parts[i].Minor
		order[i] = i
	}

	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(m.Minor*weights[b]%sum, m.Minor*weights[a]%sum)
	})
	for _, i := range order[:left] {
		parts[i].Minor++
	}

	return parts
}

// Major is the amount in whole units, for ratios and pace only; sums are
// made in minor units.
func (m Amount) Major() float64 {
	n, err := strconv.ParseFloat(m.Decimal(), 64)
	if err != nil {
		return 0
	}

	return n
}

// AverageText is an average of minor units as an amount, without the minor ones
// where that leaves three figures.
func AverageText(minor float64, currency string) string {
	return Average(minor, currency).String()
}

// Average is an average amount, to the whole unit where that is exact enough to read.
func Average(minor float64, currency string) Amount {
	scale := float64(UnitOf(currency))
	if math.Abs(minor) >= 100*scale {
		minor = math.Round(minor/scale) * scale
	}

	return Amount{Minor: int64(math.Round(minor)), Currency: currency}
}
