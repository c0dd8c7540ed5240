package digest

import (
	"testing"

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
