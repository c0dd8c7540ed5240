package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// TestTwoTeamsAgreeOnADefinition is the story of a new version: proposed in
// the form, edited, signed by both teams, and asked about a quarter later.
func TestTwoTeamsAgreeOnADefinition(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, ingrid, marco := w.User("priya").In("leads"), w.User("ingrid").In("sales"), w.User("marco").In("leads")
		sam := w.User("sam").In("sales")
		leads, sales := w.Channel("leads"), w.Channel("sales")
		marco.Runs("/loop definition").Expects("the teams have not signed it")
		w.logs(priya, "Ada Early, Acme, ada@acme.example", "Ada Early")
		early := w.offers(priya, "L-1", "sam", "Ada Early")

		// What is wrong is shown on its field, and nothing is proposed.
		form := marco.Runs("/loop definition propose").Modal()
		if got := form.Value("Accept or reject within"); got != "4 working hours" {
			t.Errorf("the form says %q", got)
		}
		form.Fill("Criteria", "fit* | Does the company match? | yes_no | mql\nsize | How big? | huge | mql").Fill("Accept or reject within", "soon")
		w.unchanged("a form with mistakes", func() {
			done := form.Submit()
			if len(done.Errors) != 2 || !strings.Contains(done.Errors["Criteria"], "choice(a, b)") || !strings.Contains(done.Errors["Accept or reject within"], "4 working hours") {
				t.Errorf("the mistakes are shown as %+v", done)
			}
		})
		form.Fill("Criteria", "fit* | Does the company match? | yes_no | mql\nbusiness | A business address? | rule: email is business | mql")
		form.Fill("Accept or reject within", "2h").Fill("Names of stages", "mql = Marketing lead")
		closes(t, form)
		marco.Expects("Draft 1 is open")
		first := priya.DM().Expects("Draft 1")
		ingrid.DM().Expects("A business address? Leadloop sees by itself whether")
		w.told()

		// Priya signs; an edit voids it, and the old text cannot be signed.
		priya.On(first).Clicks("Agree").Expects("Signed. Draft")
		edit := sam.Runs("/loop definition propose").Modal().Fill("Accept or reject within", "3 hours")
		closes(t, edit)
		sam.Expects("Draft 2 is open")
		second := priya.DM().Expects("Draft 2")
		offer := ingrid.DM().Expects("Draft 2")
		w.told()
		if buttons := first.Latest().Buttons(); len(buttons) > 0 {
			t.Errorf("the replaced draft still has %q", buttons)
		}
		w.unchanged("signing the old text", func() {
			priya.Runs("/loop definition agree 1").Expects("you have signed nothing")
		})
		w.unchanged("a rep who signs", func() { sam.Runs("/loop definition agree").Expects("Only the signers") })
		sam.Runs("/loop definition diff").Expects("3 working hours")

		// Both sign the same text: it is in force, and both channels hear.
		priya.On(second).Clicks("Agree").Expects("Signed. Draft")
		ingrid.On(offer).Clicks("Show").Expects("draft 2")
		ingrid.Runs("/loop definition agree").Expects("version 2 of the lead definition is in force")
		leads.Expects("Version 2 of the lead definition is in force")
		news := sales.Expects("Version 2 of the lead definition is in force")
		for _, part := range []string{"Priya Nair for marketing", "Ingrid Holm for sales", "+ 3 working hours", "− 4 working hours"} {
			if !strings.Contains(news.Text, part) {
				t.Errorf("the channel is not told %q: %s", part, news.Text)
			}
		}
		w.told()
		if buttons := second.Latest().Buttons(); len(buttons) > 0 {
			t.Errorf("the signed draft still has %q", buttons)
		}
		marco.Runs("/loop definition").Expects("Agreed by <@U0PRIYA> for marketing")
		marco.Runs("/loop definition show 1").Expects("it has been replaced")
		marco.Runs("/loop definition diff 1 2").Expects("mql is called Marketing lead")
		for _, wrong := range []string{"/loop definition show 9", "/loop definition diff 1", "/loop definition agree", "/loop definition withdraw", "/loop definition sign"} {
			w.unchanged(wrong, func() { priya.Runs(wrong).Expects("definition") })
		}

		// What was offered before keeps its version; the rest follows the new one.
		sam.On(early).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		w.told()
		if text := early.Latest().Text; !strings.Contains(text, "version 1 (now 2)") || w.lead("L-1").Handoff.Definition != 1 {
			t.Errorf("the accepted card says %s", text)
		}
		w.logs(priya, "Ben Late, Brio, ben@gmail.com", "Ben Late")
		handoff := priya.Runs("/lead show L-2").Clicks("Hand off").Modal()
		if !strings.Contains(handoff.Text, "✗ A business address? ben@gmail.com") {
			t.Errorf("the handoff does not show what the rule decides: %s", handoff.Text)
		}
		closes(t, handoff.Select("To", "Lena Vogt").Select("Does the company match?", "Yes"))
		priya.Expects("You handed *L-2*")
		w.User("lena").DM().Expects("the promise is 3 working hours")
		sales.Expects("Ben Late")
		if l := w.lead("L-2"); l.Handoff.Definition != 2 {
			t.Errorf("a new handoff is judged by version %d", l.Handoff.Definition)
		}
		w.User("lena").Runs("/lead reject L-2 timing").Expects("rejected")
		priya.DM().Expects("rejected *L-2*")
		priya.Runs("/lead disqualify L-2 spam").Expects("closed")
		sam.Runs("/lead lost L-1 price").Expects("closed")
		priya.DM().Expects("as lost")

		// A draft may be dropped.
		closes(t, marco.Runs("/loop definition propose").Modal().Fill("Name", "Another name"))
		marco.Expects("Draft 3 is open")
		priya.DM().Expects("Draft 3")
		dropped := ingrid.DM().Expects("Draft 3")
		ingrid.Runs("/loop definition withdraw").Expects("is withdrawn")
		w.told()
		if text := dropped.Latest().Text; !strings.Contains(text, "was withdrawn") {
			t.Errorf("the withdrawn draft says %s", text)
		}

		// Leadloop sleeps for the winter; it wakes up to one question to each.
		w.stop()
		w.until("2027-05-10 10:00")
		w.start()
		w.withThread(w.Channel("leadership").Expects("2027-W18"))
		question := priya.DM().Expects("Does it still hold?")
		other := ingrid.DM().Expects("Does it still hold?")
		priya.On(question).Clicks("Still holds").Expects("Noted: version 2")
		w.told()
		if buttons := question.Latest().Buttons(); len(buttons) > 0 {
			t.Errorf("the answered question still has %q", buttons)
		}
		if buttons := other.Latest().Buttons(); !slices.Contains(buttons, "Propose a change") {
			t.Errorf("the open question has %q", buttons)
		}
		ingrid.On(other).Clicks("Propose a change").Modal().Close()
		ingrid.On(other).Clicks("Still holds").Expects("Noted: version 2")
		if d, err := w.daemon.Services().Agreement.Definition(t.Context()); err != nil || d.Version != 2 || d.Label(agreement.MQL) != "Marketing lead" {
			t.Errorf("in force is %+v, %v", d, err)
		}
	})
}
