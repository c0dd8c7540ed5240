package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestACoverHasTheLeadsOfWhoIsAway is the story of a leave: Sam sets his
// hours, goes away with Lena as his cover, and gets back what is still open.
func TestACoverHasTheLeadsOfWhoIsAway(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, lena := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("lena").In("sales")
		w.logs(priya, "Ada Early, Acme, ada@acme.example", "Ada Early")
		w.offers(priya, "L-1", "sam", "Ada Early")
		w.logs(priya, "Ben Bold, Bolt, ben@bolt.example", "Ben Bold")
		w.offers(priya, "L-2", "sam", "Ben Bold")
		w.accepts("sam", "L-2", "priya")

		// Hours: shown, changed in the form, and refused where they make no sense.
		sam.Runs("/loop hours").Expects("as the workspace")
		form := sam.Clicks("Change").Modal()
		form.Fill("Hours", "mon-thu 09:00-12:30, 12:00-18:00")
		if done := form.Submit(); !strings.Contains(done.Errors["Hours"], "overlap") {
			t.Errorf("overlapping hours: %+v", done)
		}
		form.Fill("Hours", "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00")
		closes(t, form)
		sam.Expects("fri 09:00-14:00")
		sam.Runs("/loop hours holidays=XX").Expects("Expected `none` or one of AR, AT")
		sam.Runs("/loop hours holidays=DE-XX").Expects("Expected DE or one of its regions DE-BB, DE-BE")
		sam.Runs("/loop hours holidays=de-by").Expects("Public holidays: Germany (DE-BY)")
		closes(t, sam.Clicks("Change").Modal())
		sam.Expects("Public holidays: Germany (DE-BY)") // the form keeps the region
		sam.Runs("/loop hours holidays=workspace").Expects("Public holidays: none (as the workspace)")
		lena.Runs("/loop hours @sam reset").Expects("Only <@U0SAM>, the sales manager and admins")

		// The leave.
		for line, answer := range map[string]string{
			"/loop away until 2026-11-20":               "not in the future",
			"/loop away until Friday cover=@sam":        "Nobody covers for themselves",
			"/loop away until Friday cover=@priya":      "not on the sales team",
			"/loop away":                                "Nobody is away",
			"/loop away cover=@lena":                    "Until when?",
			"/loop away lena until Monday":              "type @ and choose the person from the list, such as `/loop away @lena until Monday`",
			"/loop away Lena Vogt until=Monday":         "Is “Lena Vogt” somebody whose leave you plan?",
			"/loop away @lenavogt until Monday":         "Slack does not know “@lenavogt”",
			"/loop away next Friday until Monday":       "Until when?",
			"/loop back":                                "nothing to end",
			"/loop away until Tuesday from=next Friday": "would end before it begins",
		} {
			w.unchanged(line, func() { sam.Runs(line).Expects(answer) })
		}
		sam.Runs("/loop away until Thursday cover=@lena Visiting a customer").Expects("first day back is Thu 26 Nov 2026")
		lena.Runs("/loop away until Wednesday cover=@sam").Expects("is away themselves")
		passes(2 * time.Minute)
		lena.DM().Expects("is away until 26 Nov 2026, and you stand in. You have 2 open leads")
		sam.DM().Expects("While you are away until 26 Nov 2026, <@U0LENA> has your 2 open leads")
		if l := w.lead("L-1"); l.Owner != "U0LENA" || l.LentBy != "U0SAM" {
			t.Errorf("L-1 is with %s, lent by %s", l.Owner, l.LentBy)
		}
		priya.Runs("/loop away").Expects("covers, 2 leads")
		w.logs(priya, "Cy Calm, Calm, cy@calm.example", "Cy Calm")
		w.unchanged("a handoff to somebody away", func() {
			priya.Runs("/lead handoff L-3 @sam").Expects("is away until Thu 26 Nov 2026, and <@U0LENA> covers")
		})
		lena.Runs("/lead accept L-1")
		priya.DM().Expects("took")
		for _, id := range []string{"L-1", "L-2"} {
			lena.Runs("/lead touch " + id + " call reached them")
		}
		w.until("2026-11-26 09:05")
		sam.DM().Expects("Welcome back. These 2 open leads are yours again")
		lena.DM().Expects("is back, and has these 2 open leads again")
		if l := w.lead("L-1"); l.Owner != "U0SAM" || l.LentBy != "" {
			t.Errorf("L-1 is with %s, lent by %s", l.Owner, l.LentBy)
		}
	})
}

// TestTheLeadsOfWhoIsGoneAreHandedOut: an account is deactivated, and the
// sales manager gives the leads to the team with one click.
func TestTheLeadsOfWhoIsGoneAreHandedOut(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, ingrid, lena := w.User("priya").In("leads"), w.User("ingrid").In("sales"), w.User("lena").In("sales")
		w.logs(priya, "Ada Early, Acme, ada@acme.example", "Ada Early")
		w.offers(priya, "L-1", "sam", "Ada Early")
		w.AddUser(slacksim.User{ID: sam, Name: "sam", RealName: "Sam Okafor", TZ: zone, Deleted: true})
		passes(2 * time.Minute)
		list := ingrid.DM().Expects("has no active account in Slack any more, and leaves 1 open lead")
		ingrid.On(list).Clicks("Give all to the team in turn").Expects("went to the team in turn")
		lena.DM().Expects("Ada Early")
		for range 2 { // the first card says so too
			w.Channel("sales").Expects("Passed on to Lena Vogt")
		}
		w.told()
		if l := w.lead("L-1"); l.Owner != "U0LENA" {
			t.Errorf("L-1 is with %s", l.Owner)
		}
		w.AddUser(slacksim.User{ID: sam, Name: "sam", RealName: "Sam Okafor", TZ: zone})
		passes(time.Minute)
		priya.Runs("/loop away").Expects("Nobody is away")
	})
}

// TestALeaveIsPlannedInTheForm: the manager plans Sam's leave and changes the
// cover; everybody whom it concerns hears of it at once.
func TestALeaveIsPlannedInTheForm(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		sam, ingrid := w.User("sam").In("sales"), w.User("ingrid").In("sales")
		ingrid.Runs("/loop away").Expects("Nobody is away")
		form := ingrid.Clicks("Plan a leave").Modal()
		form.Select("Who is away?", "Sam Okafor").Fill("From", "2026-11-30").Fill("Until", "2026-11-30").Select("Cover", "Lena Vogt")
		if done := form.Submit(); !strings.Contains(done.Errors["Until"], "would end before it begins") {
			t.Errorf("a leave that ends before it begins: %+v", done)
		}
		closes(t, form.Fill("Until", "2026-12-07"))
		ingrid.Expects("first day back is Mon 7 Dec 2026")
		sam.DM().Expects("noted that you are away from Mon 30 Nov 2026")
		w.User("lena").DM().Expects("you are named as the cover")

		sam.Runs("/loop away").Clicks("Plan a leave").Modal().Expects("Cover")
		sam.Runs("/loop back").Expects("you are here")
		w.User("lena").DM().Expects("is called off")
	})
}
