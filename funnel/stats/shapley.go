package stats

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Factor is one factor of a product, as it was expected and as it came.
type Factor struct{ Expected, Actual float64 }

// Shapley shares the difference between two products among their factors: the
// part of each is what changing it from expected to actual adds, averaged over
// all orders in which the factors can be changed. It leaves nothing over, does
// not depend on an order, and needs no logarithm, so that a factor may be 0:
// J. Albrecht, D. François, K. Schoors, "A Shapley decomposition of carbon
// emissions without residuals", Energy Policy 30 (2002), 727–736. There are at
// most seven factors, hence 128 products.
func Shapley(factors []Factor) []float64 {
	n := len(factors)
	worth := make([]float64, 1<<n) // the product where the factors of the set are actual
	for set := range worth {
		worth[set] = 1
		for i, f := range factors {
			if set>>i&1 == 1 {
				worth[set] *= f.Actual
			} else {
				worth[set] *= f.Expected
			}
		}
	}

	parts := make([]float64, n)
	for set := range worth {
		for i := range factors {
			if set>>i&1 == 0 {
				parts[i] += ordersWith(bits.OnesCount(uint(set)), n) * (worth[set|1<<i] - worth[set])
			}
		}
	}

	return parts
}

// ordersWith is the part of all orders of n in which a given set of so many
// comes before a given other one: k!(n−k−1)!/n!.
func ordersWith(k, n int) float64 {
	part := 1 / float64(n)
	for i := 1; i <= k; i++ {
		part *= float64(i) / float64(n-i)
	}

	return part
}

// Wholes makes whole numbers of parts that sum to a total: what rounding down
// leaves goes to the largest remainders, the earlier first.
func Wholes(parts []float64, total int64) []int64 {
	out := make([]int64, len(parts))
	order := make([]int, len(parts))
	left := total
	for i, p := range parts {
		out[i], order[i] = int64(math.Floor(p)), i
		left -= out[i]
	}

	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(parts[b]-math.Floor(parts[b]), parts[a]-math.Floor(parts[a]))
	})
	each := left / int64(len(out)) // of parts that are very large, floating point leaves much
	for i := range out {
		out[i] += each
	}

	left -= each * int64(len(out))
	step := int64(1)
	if left < 0 { // floating point made the parts too large: that goes off the smallest remainders
		step = -1
		slices.Reverse(order)
	}

	for i := 0; left != 0; i++ {
		out[order[i%len(order)]] += step
		left -= step
	}

	return out
}
