package campaigns

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestACampaignEnds(t *testing.T) {
	from := calendar.Date{Year: 2026, Month: 1, Day: 1}
	for year, fits := range map[int]bool{2035: true, 2036: false, 9999: false} {
		var c Campaign
		err := c.overwrite(Input{Name: "Fair", From: from, Until: calendar.Date{Year: year, Month: 12, Day: 31}})
		if (err == nil) != fits {
			t.Errorf("until %d: %v, want it to fit: %v", year, err, fits)
		}
	}
}
