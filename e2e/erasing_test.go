package e2e

import (
	"strings"
	"testing"
)

// TestWhoAsksForItIsErased: an admin sees first what would go, then confirms, and the messages that stand name the person
// no more.
func TestWhoAsksForItIsErased(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, alex := w.User("priya").In("leads"), w.User("alex").In("leads")
		w.logs(priya, "Ada Early, Acme, ada@acme.example", "Ada Early")

		card := w.offers(priya, "L-1", "sam", "Ada Early")
		alex.Runs("/lead forget L-1").Expects("Close it first with `/lead disqualify L-1 REASON`")
		priya.Runs("/lead disqualify L-1 spam").Expects("Spam or test entry")
		priya.Runs("/lead forget L-1").Expects("Only admins can erase a person")
		alex.Runs("/lead forget L-1").Expects("Nothing is erased yet")
		if l := w.lead("L-1"); l.Name != "Ada Early" {
			t.Errorf("before anybody confirmed it is %+v", l)
		}
		alex.Clicks("Erase for good").Expects("of L-1 only what figures count is left")
		card.Expects("L-1: erased on request.")
		for _, command := range []string{"/lead show L-1", "/lead history L-1"} {
			if shown := alex.Runs(command).Expects("erased on request"); strings.Contains(shown.Text, "Ada") {
				t.Errorf("%s still shows %s", command, shown.Text)
			}
		}
		alex.Runs("/lead find Early").Expects("Nothing found")
	})
}
