package money

import "math"

// AverageText is an average of minor units as an amount, without the minor ones
// where that leaves three figures.
func AverageText(minor float64, currency string) string {
	return Average(minor, currency).String()
}

func Average(minor float64, currency string) Amount {
	scale := float64(UnitOf(currency))
	if math.Abs(minor) >= 100*scale {
		minor = math.Round(minor/scale) * scale
	}
	return Amount{Minor: int64(math.Round(minor)), Currency: currency}
}
