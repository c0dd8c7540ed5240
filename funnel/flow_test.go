package funnel

import (
	"strings"
	"testing"
	"time"
)

// TestTheWaterfallAddsUp: what was open and what moved is what is open, for
// each way through the stages and back.
func TestTheWaterfallAddsUp(t *testing.T) {
	for _, way := range [][]Stage{
		{Known, MQL, SAL, SQL, Customer}, {Known, Recycled, Known}, {Known, MQL, SAL, Lost, Recycled, Known}, {Customer}, {Known, Disqualified}, {MQL, SAL, Recycled, Disqualified},
	} {
		var entries []Entry
		from := Stage("")
		for _, to := range way {
			entries = append(entries, Entry{From: from, To: to})
			from = to
		}
		counts, open := map[string]int64{}, int64(0)
		for d, n := range counters(Calendar{}, entries) {
			if way, ok := strings.CutPrefix(d.Metric, CountFlow); ok {
				counts[way] += n
			}
			if stage, ok := strings.CutPrefix(d.Metric, CountPopulation); ok && Stage(stage).Open() {
				open += n
			}
		}
		w := WaterfallOf(Date{2026, 11, 16}, Date{2026, 11, 23}, func(way string) int64 { return counts[way] }, open)
		if w.Start != 0 || w.New != 1 || w.Last != (Date{2026, 11, 22}) {
			t.Errorf("%v: %+v, and nothing was open before", way, w)
		}
	}
}

func TestWhoBringsALead(t *testing.T) {
	r := Roster{Marketing: []UserID{"U1", "U3"}, Sales: []UserID{"U2", "U3"}, Leadership: []UserID{"U4"}, SalesManager: "U5"}
	for id, want := range map[UserID]Team{"U1": Marketing, "U2": Sales, "U3": Marketing, "U4": "", "U5": Sales, "": ""} {
		if got := r.Brings(id); got != want {
			t.Errorf("%q brings for %q, want %q", id, got, want)
		}
	}
}

func TestTheBalanceAddsUp(t *testing.T) {
	rows := Balance(Share{Leads: 10, Revenue: euros(9)}, Share{Leads: 6, Revenue: euros(4)}, Share{Leads: 1})
	if len(rows) != 3 || rows[2].Leads != 3 || rows[2].Revenue != euros(5) || rows[2].Team != "" {
		t.Errorf("%+v", rows)
	}
	if rows := Balance(Share{Leads: 7}, Share{Leads: 6}, Share{Leads: 1}); len(rows) != 2 {
		t.Errorf("nothing is left over, and yet: %+v", rows)
	}
	if rows := Balance(Share{}, Share{}, Share{}); rows != nil {
		t.Errorf("nothing was brought: %+v", rows)
	}
}

func TestTheWeakestStep(t *testing.T) {
	before := FunnelCount{Leads: 1000, MQLs: 500, SALs: 250, SQLs: 200, Customers: 100}
	for _, test := range []struct {
		name string
		now  FunnelCount
		want Stage
		sure bool
	}{
		{"all as before", FunnelCount{Leads: 400, MQLs: 200, SALs: 100, SQLs: 80, Customers: 40}, "", false},
		{"one fell beyond chance", FunnelCount{Leads: 400, MQLs: 200, SALs: 60, SQLs: 48, Customers: 24}, SAL, true},
		{"the one that fell most", FunnelCount{Leads: 400, MQLs: 190, SALs: 95, SQLs: 60, Customers: 30}, SQL, true},
		{"maybe by chance", FunnelCount{Leads: 400, MQLs: 190, SALs: 95, SQLs: 76, Customers: 38}, MQL, false},
		{"too few to tell", FunnelCount{Leads: 29, MQLs: 1}, "", false},
		{"few are taken together", FunnelCount{Leads: 400, MQLs: 200, SALs: 29, SQLs: 10, Customers: 5}, Customer, true},
	} {
		got := WeakStep{}
		if fallen := FallenSteps(test.now, before); len(fallen) > 0 {
			got = fallen[0]
		}
		if got.To != test.want || got.Sure != test.sure {
			t.Errorf("%s: %+v, want the step to %q", test.name, got, test.want)
		}
	}
}

func TestCampaignsAreRankedByWhatAnAcceptedLeadCost(t *testing.T) {
	campaign := func(name string, accepted, spent int64) CampaignReport {
		r := CampaignReport{Campaign: Campaign{Name: name}, Results: Results{Accepted: accepted}}
		if spent > 0 {
			r.Spend = Sums{euros(spent)}
		}
		return r
	}
	old := campaign("old", 90, 10)
	old.Campaign.Until = Date{2026, 1, 1}
	b := CampaignBoard{Currency: "EUR", Campaigns: []CampaignReport{
		campaign("dear", 2, 2000), campaign("nothing", 0, 5000), campaign("cheap", 10, 100), campaign("unpaid", 4, 0), campaign("idle", 0, 0), old,
	}}
	rank := b.Rank(Date{2026, 8, 1}, Date{2026, 11, 1}, time.UTC)
	names := func(rows []CampaignRow) (all string) {
		for _, r := range rows {
			all += r.Name + " "
		}
		return all
	}
	if best, worst := names(rank.Best), names(rank.Worst); best != "cheap dear unpaid " || worst != "nothing " {
		t.Errorf("best %s, worst %s", best, worst)
	}
	unpaid := CampaignBoard{Currency: "EUR", Campaigns: []CampaignReport{campaign("few", 1, 0), campaign("many", 9, 0)}}
	if r := unpaid.Rank(Date{2026, 8, 1}, Date{2026, 11, 1}, time.UTC); names(r.Best) != "many few " || len(r.Worst) > 0 {
		t.Errorf("where no spend is known: %+v", r)
	}
	imported := campaign("imported", 1, 5000)
	imported.SQLs = 10
	b.Campaigns = append(b.Campaigns, imported)
	elsewhere := b.Rank(Date{2026, 8, 1}, Date{2026, 11, 1}, time.UTC)
	if best, worst := names(elsewhere.Best), names(elsewhere.Worst); best != "cheap dear unpaid " || worst != "nothing " {
		t.Errorf("with leads accepted elsewhere: best %s, worst %s", best, worst)
	}
	if rank.Best[0].Cost != euros(10) || !rank.Worst[0].Cost.IsZero() {
		t.Errorf("costs %v and %v", rank.Best[0].Cost, rank.Worst[1].Cost)
	}
}
