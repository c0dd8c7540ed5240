package loop_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/people"
)

// A deactivated account hears of nothing, which is no fault in the data; once
// it is active again its late leads are told of.
func TestWhoIsGoneIsRemindedOnceTheyAreBack(t *testing.T) {
	o := offered(t, sam, 1)
	o.keepsOffers()
	o.at("2026-11-23 14:05").sweeps()
	o.delivers()
	o.must(o.People.Note(t.Context(), sam, people.Profile{Gone: true}))
	o.at("2026-11-23 16:01").sweeps()
	o.delivers()
	o.wantSound()
	o.must(o.People.Note(t.Context(), sam, people.Profile{}))
	o.at("2026-11-24 09:01").sweeps()
	if told := strings.Join(o.delivers(), ", "); !strings.Contains(told, "reminder") {
		t.Errorf("told %q, want a reminder", told)
	}
	o.wantSound()
}

// The reminders that a rep had of a late lead are not those of who stands in.
func TestACoverIsRemindedOfWhatIsLentLate(t *testing.T) {
	o := offered(t, sam, 1)
	o.keepsOffers()
	for _, at := range []string{"2026-11-23 14:05", "2026-11-23 16:01", "2026-11-24 09:01", "2026-11-24 13:01"} {
		o.at(at).sweeps()
		o.delivers()
	}
	o.goesAway(sam, 9, rob)
	o.at("2026-11-24 13:02").sweeps()
	o.wantOwner(1, rob, sam)
	lent, err := o.Leads.Show(t.Context(), 1)
	o.must(err)
	if late := lent.Tellable(); len(late) != 1 || late[0].Hears != rob {
		t.Errorf("rob is not to be reminded of it: %+v", lent.Clocks)
	}
	o.wantSound()
}
