package digest

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/report"
)

// TestEachStepOfTheWaterfallBeginsWhereTheLastEnded: the picture ends at the
// level of the last bar, and small moves on many leads can be seen.
func TestEachStepOfTheWaterfallBeginsWhereTheLastEnded(t *testing.T) {
	for _, test := range []struct {
		name string
		w    ledger.Waterfall
		note string
	}{
		{"few", ledger.Waterfall{Start: 10, New: 30, Won: 5, Lost: 12, End: 23}, ""},
		{"many", ledger.Waterfall{Start: 6646, New: 304, Won: 40, End: 6910}, "The bars begin at 6,342, not at 0."},
		{"nothing moved", ledger.Waterfall{Start: 7, End: 7}, ""},
		{"all gone", ledger.Waterfall{Start: 7, Won: 7}, ""},
	} {
		f := drawnSteps(test.w.Steps())
		if f.Note != test.note {
			t.Errorf("%s: %q, want %q", test.name, f.Note, test.note)
		}
		last := f.Bars[len(f.Bars)-1]
		if link := f.Links[len(f.Links)-1]; link.Y != last.Y && test.w.End > 0 || last.Number != kit.Thousands(test.w.End) {
			t.Errorf("%s: the last step ends at %s, the last bar %+v", test.name, link.Y, last)
		}
	}
	marketing := report.Digest{Audience: funnel.AudienceMarketing, Waterfall: ledger.Waterfall{Start: 7, End: 7}}
	for _, s := range public(kit.Context{}).report(marketing).Sections {
		if s.Steps != nil {
			t.Error("marketing reads of the open leads")
		}
	}
}

// TestTheWaterfallStaysInItsPicture: whatever moved, each bar lies between the
// top and the ground, and its height is that of its number.
func TestTheWaterfallStaysInItsPicture(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		some := rapid.Int64Range(0, 40)
		w := ledger.Waterfall{
			Start: rapid.Int64Range(0, 400).Draw(r, "start"), New: some.Draw(r, "new"), Back: some.Draw(r, "back"),
		}
		w.Won = rapid.Int64Range(0, min(40, w.Start+w.New+w.Back)).Draw(r, "won")
		w.Lost = rapid.Int64Range(0, min(40, w.Start+w.Net())).Draw(r, "lost")
		w.End = w.Start + w.Net()

		steps := w.Steps()
		low, high := levelsOfWaterfall(steps)
		f := drawnSteps(steps)
		if (low > 0) != (f.Note != "") {
			r.Errorf("the bars begin at %d under the note %q", low, f.Note)
		}

		for i, bar := range f.Bars {
			y, height := length(r, bar.Y), length(r, bar.Height)
			if y < figureTop-0.1 || y+height > figureBottom+1.1 {
				r.Errorf("%+v: bar %d is drawn from %g to %g", w, i, y, y+height)
			}

			counted := steps[i].N
			if steps[i].Sign == "" {
				counted -= low
			}

			want := max(1, float64(counted)/float64(max(high-low, 1))*(figureBottom-figureTop))
			if math.Abs(height-want) > 0.2 {
				r.Errorf("%+v: bar %d of %d is %g high, want %g", w, i, steps[i].N, height, want)
			}
		}
	})
}

func length(r *rapid.T, text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		r.Fatal(err)
	}

	return n
}
