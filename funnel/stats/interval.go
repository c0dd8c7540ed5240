package stats

import "math"

// z95 is the quantile of the normal distribution for 95 % on two sides.
const Z95 = 1.959963984540054

// Interval is the 95 % score interval of a fraction: E. B. Wilson, "Probable
// inference, the law of succession, and statistical inference", Journal of the
// American Statistical Association 22 (1927), 209–212. Unlike the textbook's it
// holds for small samples and for fractions near 0 and 1, and it never leaves
// 0–1. Where nothing is known it is everything.
func (r Rate) Interval() (low, high float64) {
	if r.Whole <= 0 || r.Part < 0 || r.Part > r.Whole {
		return 0, 1
	}
	n, p := float64(r.Whole), r.Fraction()
	zz := Z95 * Z95 / n
	centre := p + zz/2
	spread := Z95 * math.Sqrt(p*(1-p)/n+zz/(4*n))
	low, high = (centre-spread)/(1+zz), (centre+spread)/(1+zz)
	if r.Part == 0 {
		low = 0 // not what floating point leaves of it
	}
	if r.Part == r.Whole {
		high = 1
	}
	return math.Max(0, low), math.Min(1, high)
}
