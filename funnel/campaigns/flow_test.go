package campaigns

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestCampaignsAreRankedByWhatAnAcceptedLeadCost(t *testing.T) {
	campaign := func(name string, accepted, spent int64) Report {
		r := Report{Campaign: Campaign{Name: name}, Results: Results{Accepted: accepted}}
		if spent > 0 {
			r.Spend = Sums{euros(spent)}
		}
		return r
	}
	old := campaign("old", 90, 10)
	old.Campaign.Until = calendar.Date{Year: 2026, Month: 1, Day: 1}
	b := Board{Currency: "EUR", Campaigns: []Report{
		campaign("dear", 2, 2000), campaign("nothing", 0, 5000), campaign("cheap", 10, 100), campaign("unpaid", 4, 0), campaign("idle", 0, 0), old,
	}}
	rank := b.Rank(calendar.Date{Year: 2026, Month: 8, Day: 1}, calendar.Date{Year: 2026, Month: 11, Day: 1}, time.UTC)
	names := func(rows []Row) (all string) {
		for _, r := range rows {
			all += r.Name + " "
		}
		return all
	}
	if best, worst := names(rank.Best), names(rank.Worst); best != "cheap dear unpaid " || worst != "nothing " {
		t.Errorf("best %s, worst %s", best, worst)
	}
	unpaid := Board{Currency: "EUR", Campaigns: []Report{campaign("few", 1, 0), campaign("many", 9, 0)}}
	if r := unpaid.Rank(calendar.Date{Year: 2026, Month: 8, Day: 1}, calendar.Date{Year: 2026, Month: 11, Day: 1}, time.UTC); names(r.Best) != "many few " || len(r.Worst) > 0 {
		t.Errorf("where no spend is known: %+v", r)
	}
	imported := campaign("imported", 1, 5000)
	imported.SQLs = 10
	b.Campaigns = append(b.Campaigns, imported)
	elsewhere := b.Rank(calendar.Date{Year: 2026, Month: 8, Day: 1}, calendar.Date{Year: 2026, Month: 11, Day: 1}, time.UTC)
	if best, worst := names(elsewhere.Best), names(elsewhere.Worst); best != "cheap dear unpaid " || worst != "nothing " {
		t.Errorf("with leads accepted elsewhere: best %s, worst %s", best, worst)
	}
	if rank.Best[0].Cost != euros(10) || !rank.Worst[0].Cost.IsZero() {
		t.Errorf("costs %v and %v", rank.Best[0].Cost, rank.Worst[1].Cost)
	}
}
