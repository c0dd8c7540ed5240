package ledger

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestOwnersFromOutsideAreMarked(t *testing.T) {
	e := funnel.Entry{Kind: funnel.EntryImported, To: agreement.Customer, First: true, Owner: "", OutsideOwner: "4b3", Amount: euros(5)}
	if counters(calendar.Calendar{}, []funnel.Entry{e})[Delta{Day: calendar.DateOf(e.At, time.UTC), Metric: "revenue.EUR", Dim: DimOwner, Value: "outside:4b3"}] != 500 {
		t.Error("revenue is not counted to the outside owner")
	}
}

func TestTheDayIsThatOfTheZone(t *testing.T) {
	p := testPolicy(t)
	e := funnel.Entry{Kind: funnel.EntryHandedOff, At: time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)}
	for d := range counters(p.Calendar, []funnel.Entry{e}) {
		if d.Day != (calendar.Date{Year: 2026, Month: time.November, Day: 23}) {
			t.Errorf("counted on %s", d.Day)
		}
	}
}
