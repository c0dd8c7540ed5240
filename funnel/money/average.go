package money

import "math"

// AverageMoney is an average of minor units as an amount, without the minor ones
// where that leaves three figures.
func AverageMoney(minor float64, currency string) string {
	return RoundedAverage(minor, currency).String()
}

func RoundedAverage(minor float64, currency string) Money {
	scale := float64(UnitOf(currency))
	if math.Abs(minor) >= 100*scale {
		minor = math.Round(minor/scale) * scale
	}
	return Money{Minor: int64(math.Round(minor)), Currency: currency}
}
