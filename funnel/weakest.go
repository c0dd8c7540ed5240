package funnel

// WeakStep is the step of the funnel that has fallen most against its own
// recent history.
type WeakStep struct {
	From   Stage `json:"from"`
	To     Stage `json:"to"`
	Now    Rate  `json:"now"`    // the last four weeks
	Before Rate  `json:"before"` // the 13 weeks before them
	// Sure says that the fall is more than chance: the rate of before lies
	// outside of the 95 % interval of the rate now.
	Sure bool `json:"sure"`
}

// WeakestStep compares each step of the funnel over the last four weeks with
// the 13 weeks before them, and gives the one that fell most relative to what
// it was. A single week holds too little for that, and each rate takes at
// least 30 leads; steps with fewer are taken together. It is not ok where no
// step has enough, or none has fallen.
func WeakestStep(now, before FunnelCount) (WeakStep, bool) {
	chain := sureChain(fromTop(Customer),
		func(s Stage) bool { return now.Of(s) >= fewestOutcomes && before.Of(s) >= fewestOutcomes },
		func(from, to Stage) bool {
			return before.Of(to) > 0 && before.Of(to) <= before.Of(from) && now.Of(to) <= now.Of(from)
		})
	var weakest WeakStep
	lowest := 1.0
	for i := 1; i < len(chain); i++ {
		w := WeakStep{
			From: chain[i-1], To: chain[i],
			Now: Rate{now.Of(chain[i]), now.Of(chain[i-1])}, Before: Rate{before.Of(chain[i]), before.Of(chain[i-1])},
		}
		if fall := w.Now.Fraction() / w.Before.Fraction(); fall < lowest {
			_, high := w.Now.Interval()
			w.Sure = w.Before.Fraction() > high
			weakest, lowest = w, fall
		}
	}
	return weakest, lowest < 1
}
