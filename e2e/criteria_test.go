package e2e

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// agreesOn has both teams sign a definition with other criteria.
func (w *world) agreesOn(criteria, points string) {
	w.t.Helper()
	priya, ingrid := w.User("priya").In("leads"), w.User("ingrid").In("sales")
	closes(w.t, priya.Runs("/loop definition propose").Modal().Fill("Criteria", criteria).Fill("Points needed", points))
	priya.Expects("is open")
	for _, signer := range []string{"priya", "ingrid"} {
		w.User(signer).DM().Expects("lead definition")
	}
	priya.Runs("/loop definition agree").Expects("Signed")
	ingrid.Runs("/loop definition agree").Expects("is in force")
	for _, channel := range []string{"leads", "sales"} {
		w.Channel(channel).Expects("of the lead definition is in force")
	}
	w.told()
}

// TestAHandoffIsJudgedByTheCriteria is the story of a marketer who is stopped
// by what was agreed, answers, overrides, and of the rep and the manager who
// see it.
func TestAHandoffIsJudgedByTheCriteria(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.agreesOn("fit* | Does the company match? | yes_no | mql\nbudget(6) | What may it cost? | number >= 10000 | mql\n"+
			"timing(3) | When do they decide? | choice(now, this year, later) in now, this year | mql\n"+
			"mail | A business address? | rule: email is business | mql\ndecider* | Who decides? | text | sql", "mql = 6")
		priya.Runs("/loop definition").Expects("To become MQL, with 6 points*")
		w.logs(priya, "Ada Early, Acme, ada@acme.example", "Ada Early")

		// Leadloop gets to know the reps, and their zones, with the first form.
		priya.Runs("/lead show L-1").Clicks("Hand off").Modal().Close()
		w.told()

		// In a hurry: what is missing is named, and the form is a click away.
		w.unchanged("a handoff without answers", func() {
			stopped := priya.Runs("/lead handoff L-1 @sam")
			stopped.Expects("fit is not answered; it has 0 of 9 points, and 6 are needed")
			form := stopped.Clicks("Answer in a form…").Modal()
			if !strings.Contains(form.Text, "✓ A business address? ada@acme.example") || !strings.Contains(form.Text, "So far 0 of 9 points, 6 needed") {
				t.Errorf("the form says %s", form.Text)
			}
			done := form.Select("To", "Sam Okafor").Select("Does the company match?", "No").Fill("What may it cost?", "5000").Submit()
			if !strings.Contains(done.Errors["Does the company match?"], "fit is “no”") ||
				!strings.Contains(done.Errors["If something is missing: why hand it off all the same?"], "0 of 9 points") {
				t.Errorf("what is missing is shown as %q", done.Errors)
			}
			form.Close()
			for line, says := range map[string]string{
				"fit=perhaps":   "yes or no",
				"bugdet=12000":  "“bugdet=” is not something that is asked",
				"timing=\"x\"":  "one of now, this year, later",
				"fit=yes hurry": "it has 0 of 9 points",
			} {
				priya.Runs("/lead handoff L-1 @sam " + line).Expects(says)
			}
		})

		// Answered and overridden in the form: the rep sees both.
		form := priya.Runs("/lead show L-1").Clicks("Hand off").Modal()
		form.Select("To", "Sam Okafor").Select("Does the company match?", "Yes").Fill("What may it cost?", "5000").Select("When do they decide?", "this year")
		closes(t, form.Fill("If something is missing: why hand it off all the same?", "Their director asked <!here> in person"))
		priya.Expects("the digest counts it as an override")
		w.Channel("sales").Expects("Ada Early")
		card := sam.DM().Expects("Ada Early")
		for _, part := range []string{"Handed off although something is missing", "Their director asked &lt;!here&gt;", "✓ fit", "✗ budget 5000", "✓ timing this year", "3 of 9 points, 6 needed"} {
			if !strings.Contains(card.Text, part) {
				t.Errorf("the card does not say %q: %s", part, card.Text)
			}
		}
		if l := w.lead("L-1"); l.Answers["budget"].By != "U0PRIYA" || l.Answers["budget"].Definition != 2 || l.Judged[agreement.MQL].Override == "" {
			t.Errorf("kept are %+v and %+v", l.Answers, l.Judged)
		}
		priya.Runs("/lead history L-1").Expects("Not met: points; although: “Their director")

		// The next form brings the answers; nothing is missing any more.
		sam.Runs("/lead reject L-1 no_budget").Expects("rejected")
		priya.DM().Expects("rejected *L-1*")
		again := priya.Runs("/lead show L-1")
		again.Expects("✗ What may it cost? 5000")
		form = again.Clicks("Fix and resend").Modal()
		if form.Value("What may it cost?") != "5000" || form.Value("Does the company match?") != "Yes" || form.Value("When do they decide?") != "this year" {
			t.Error("the form does not bring the answers of before")
		}
		closes(t, form.Select("To", "Sam Okafor").Fill("What may it cost?", "12000"))
		priya.Expects("You handed *L-1*")
		w.Channel("sales").Expects("9 of 9 points")
		card = sam.DM().Expects("9 of 9 points, 6 needed")
		sam.On(card).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")

		// On one line, with everything.
		w.logs(priya, "Ben Brief, Brio, ben@brio.example", "Ben Brief")
		priya.Runs(`/lead handoff L-2 @sam fit=no timing="this year" override="An old customer of ours" wants a call`).Expects("counts it as an override")
		w.Channel("sales").Expects("Ben Brief")
		sam.DM().Expects("wants a call")

		// An opportunity is judged too.
		sam.Runs("/lead qualify L-1 amount=12000 close=2026-12-31").Expects("decider is not answered")
		sam.Runs(`/lead qualify L-1 amount=12000 close=2026-12-31 decider="Their CFO, Eva"`).Expects("stands as an opportunity")
		priya.DM().Expects("made an opportunity of *L-1*")
		sam.Runs("/lead show L-1").Expects("✓ Who decides? Their CFO, Eva")

		// The digest counts the overrides.
		w.User("diane").In("leadership").Runs("/loop digest preview").Expects("on its way")
		digest := w.withThread(w.User("diane").DM().Expects("No goals are set"))
		if said := threadText(digest.Replies()); !strings.Contains(said, "2 handed to sales although something was missing (points 2, fit 1)") {
			t.Errorf("the digest does not count the overrides:\n%s", said)
		}
		w.told()
	})
}
