package e2e

import (
	"strings"
	"testing"
	"time"
)

// TestWhatACampaignBrings follows a campaign from its start, in a line and in
// the form, over spend, leads and a win, to its end.
func TestWhatACampaignBrings(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, diane := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("diane").In("leadership")
		leads, sales := w.Channel("leads"), w.Channel("sales")
		diane.Runs(`/goal set mqls 2026-Q4 12`).Expects("The goal is set")
		priya.Runs("/campaign list").Expects("No campaign is set up yet")

		// One in a line, which serves no goal and is marked for it; one in the form.
		priya.Runs(`/campaign new Guide channel=content alias=guide_pdf`).Expects("serves no goal")
		form := priya.Runs("/campaign new LogiMAT 2026").Modal()
		if got := form.Value("Name"); got != "LogiMAT 2026" {
			t.Errorf("the form begins with the name %q", got)
		}
		form.Fill("Other names", "logimat, utm_logimat").Select("Channel", "Event").Fill("First day", "2026-11-24").Fill("Last day", "2026-11-20")
		form.Select("Which goal does it serve?", "G-1 MQLs 2026-Q4").Fill("Why?", "They buy within a year").Fill("Budget", "5k")
		if wrong := form.Submit(); wrong.Closed || !strings.Contains(wrong.Errors["Last day"], "before it begins") {
			t.Errorf("a campaign that ends before it begins: %+v", wrong)
		}
		closes(t, form.Fill("Last day", "2026-11-26"))
		priya.Expects("The campaign is set up: *LogiMAT 2026*")
		priya.Runs("/campaign new logimat channel=paid").Expects("is a name of the campaign LogiMAT 2026 already")
		sam.Runs("/campaign new Raffle channel=event").Expects("set up by marketing, leadership and admins")
		diane.Runs("/campaign shwo Guide").Expects("Did you mean `/campaign show")

		// Spend: in the workspace's currency, in another, and taken back.
		priya.Runs("/campaign spend LogiMAT 2026 3 000 note=stand").Expects("It cost €3,000 so far, of a budget of €5,000")
		priya.Runs("/campaign spend utm_logimat $500 on=2026-11-20").Expects("€3,000 and $500")
		priya.Runs("/campaign spend logimat -1000").Expects("€2,000 and $500")
		sam.Runs("/campaign spend logimat 10").Expects("set up by marketing, leadership and admins")

		// Leads come by any of its names; Jane comes by the guide too, and is won.
		priya.Runs("/lead log Jane Doe, Acme, jane@acme.com campaign=UTM_LogiMAT").Expects("Logged *L-1*")
		leads.Expects("LogiMAT 2026")
		passes(time.Hour)
		priya.Runs("/lead log Jane Doe, Acme, jane@acme.com campaign=guide_pdf").Expects("known already")
		priya.Runs("/lead log Ben Archer, Quill, ben@quill.example campaign=logimat").Expects("Logged *L-2*")
		leads.Expects("Ben Archer")
		priya.Runs("/lead log Ines Third, Borealis, ines@borealis.example campaign=Spring mailing").Expects("Logged *L-3*")
		leads.Expects("Ines Third")
		w.offers(priya, "L-1", "sam", "Jane Doe")
		w.accepts("sam", "L-1", "priya")
		sam.Runs("/lead qualify L-1 amount=10000 close=2026-12-18").Expects("10,000")
		priya.DM().Expects("made an opportunity")
		sam.Runs("/lead won L-1").Expects("Won")
		priya.DM().Expects("won *L-1*")
		sales.Expects("Jane Doe")

		for model, want := range map[string]string{"first": "(first touch): €10,000", "u": "(U-shaped): €5,000", "w": "(W-shaped): €5,000", "last": "(last touch): none yet"} {
			shown := sam.Runs("/campaign show logimat model=" + model).Expects(want)
			for _, part := range []string{"2 responses", "2 leads", "1 MQL", "accepted 1 of 1", "1 customer", "€2,000 (and $500", "€1,000", "They buy within a year"} {
				if !strings.Contains(shown.Text, part) {
					t.Errorf("by %s the report does not say %q: %s", model, part, shown.Text)
				}
			}
		}
		list := diane.Runs("/campaign list model=linear").Expects("of which 1 without a goal")
		for _, part := range []string{"serves MQLs 2026-Q4", "serves no goal", "revenue €5,000", "spend n/a", "ROI 150%", "By channel", "Spring mailing: 1 response, 1 lead"} {
			if !strings.Contains(list.Text, part) {
				t.Errorf("the list does not say %q: %s", part, list.Text)
			}
		}
		priya.Runs(`/campaign edit Guide goal="mqls 2026-Q4" why="Read before each call"`).Expects("serves MQLs 2026-Q4")

		// A goal is taken away in a line or in the form, which still offers one that was given up.
		priya.Runs(`/campaign edit Guide goal=none`).Expects("It serves no goal yet")
		diane.Runs("/goal set leads 2026-Q4 90").Expects("G-2")
		priya.Runs("/campaign edit Guide goal=G-2").Expects("serves Leads 2026-Q4")
		diane.Runs("/goal retire G-2").Expects("G-2")
		serving := priya.Runs("/campaign edit Guide").Modal()
		if got := serving.Value("Which goal does it serve?"); got != "G-2 Leads 2026-Q4" {
			t.Errorf("the form shows the goal %q", got)
		}
		closes(t, serving.Fill("Audience", "Operations managers"))
		priya.Expects("serves Leads 2026-Q4")
		closes(t, priya.Runs("/campaign edit Guide").Modal().Select("Which goal does it serve?", "None yet"))
		priya.Expects("It serves no goal yet")

		// Closed: no more leads link to it.
		priya.Runs("/campaign close LogiMAT 2026").Expects("no more leads link to it")
		priya.Runs("/lead log Late Comer, Tardy, late@tardy.example campaign=logimat").Expects("is closed, so it does not count")
		leads.Expects("Late Comer")
		edit := priya.Runs("/campaign edit logimat").Modal()
		closes(t, edit.Fill("Audience", "Operations managers"))
		priya.Expects("Saved")
		priya.Runs("/campaign show logimat").Expects("came after it was closed")

		// Another one? The past of the channel answers, as far as it can.
		diane.Runs("/campaign what-if trade show cost=20000").Expects("“trade” is not understood here")
		diane.Runs("/campaign what-if tradeshow 4k").Expects("The past of this channel is too short to say: 1 customer so far").Expects("about 4 (")
		diane.Runs("/campaign what-if channel=webinar cost=$900").Expects("Nothing is known yet of what this channel brings")
		diane.Runs("/campaign what-if cost=900").Expects("Of which channel would the campaign be?")

		// Can sales take it? From what they accepted, for the days that are given.
		diane.Runs("/campaign what-if tradeshow 4k expects=400").Expects("When will it be?")
		diane.Runs("/campaign what-if tradeshow 4k expects=400 from=2026-12-07 until=2026-12-09").Expects("400 leads would bring about").Expects("too many")
		priya.Runs("/campaign new Roadshow channel=event expects=400").Expects("The campaign is set up")
		diane.Runs("/campaign capacity Roadshow").Expects("When will it be?")
		priya.Runs("/campaign edit Roadshow from=2026-12-07 until=2026-12-09").Expects("Can sales take it?").Expects("Cap registrations at about 2")
		sam.Runs("/campaign capacity roadshow").Expects("working days × 0.2 a day (their best week)").Expects("assumed, not measured")
		diane.Runs("/campaign show Roadshow").Expects("400 leads")
	})
}
