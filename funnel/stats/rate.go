package stats

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

// fewestOutcomes is the sample from which on a rate of the journal is taken
// for measured.
const FewestOutcomes = 30

func (r Rate) Sure() bool {
	return r.Whole >= FewestOutcomes && r.Part > 0 && r.Part <= r.Whole
}
