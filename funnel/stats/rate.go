package stats

import "math"

// Rate is a fraction with the sample behind it.
type Rate struct {
	Part  int64 `json:"part"`
	Whole int64 `json:"whole"`
}

// Known says whether there is anything to judge by.
func (r Rate) Known() bool { return r.Whole > 0 }

// Fraction is part by whole; 0 where nothing is known.
func (r Rate) Fraction() float64 {
	if r.Whole == 0 {
		return 0
	}

	return float64(r.Part) / float64(r.Whole)
}

// FewestOutcomes is the sample from which on a rate of the journal is taken
// for measured.
const FewestOutcomes = 30

// Sure says whether the sample is large enough to judge by.
func (r Rate) Sure() bool {
	return r.Whole >= FewestOutcomes && r.Part > 0 && r.Part <= r.Whole
}

// Z95 is the quantile of the normal distribution for 95 % on two sides.
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
