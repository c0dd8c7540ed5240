// Package browser tells the main story in the demo's own page: a headless
// Chromium does what its people do, and sees what they see.
package browser

import (
	"fmt"
	"testing"
	"time"

	"github.com/leadloop/leadloop/store"
)

// The leads of the story, as the demo of today numbers them; see numbers.
var jane, nora, brook, carla string

func TestTheStoryInTheDemoPage(t *testing.T) {
	browser := openBrowser(t)
	binary, data := buildLeadloop(t), t.TempDir()
	begin := time.Now()
	startDemo(t, binary, "127.0.0.1:0", data).kill()
	numbers(t, data)
	demo := startDemo(t, binary, "127.0.0.1:0", data)
	p := openPage(browser, t, demo.url)
	t.Logf("pictures are in %s", p.shots)

	leadIsLoggedAndHandedOff(p)
	colleague := openPage(p.ctx, t, demo.url)
	colleague.become("Lena", "sales")
	colleague.sees(jane, "Jane Doe", "Accept")
	repAccepts(p, colleague)
	repWorks(p)
	repGivesBack(p)
	marketerHears(p)
	messageBecomesALead(p)
	nobodyAnswers(p)
	leadershipReads(p)
	homeTabs(p)

	demo.kill()
	t.Logf("the story until the kill took %s", time.Since(begin).Round(time.Millisecond))
	ask[bool](p, "page", "Leadloop is not connected")
	again := startDemo(t, binary, demo.addr(), data)
	ask[bool](p, "page", "Leadloop is connected") // without a reload
	nothingIsLost(p)
	if took := again.interrupt(); took > 3*time.Second {
		t.Errorf("Ctrl-C took %s", took)
	}
}

// numbers looks the leads up: how many there are depends on the day.
func numbers(t *testing.T, data string) {
	t.Helper()
	file, err := store.Open(t.Context(), data, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	err = file.View(t.Context(), func(rd *store.Reads) error {
		for name, id := range map[string]*string{"nora weiss": &nora, "olivia brook": &brook} {
			found, err := rd.Find(name, 1)
			if err != nil {
				return err
			}
			if len(found) != 1 {
				return fmt.Errorf("%d leads are called %s", len(found), name)
			}
			*id = found[0].ID.String()
		}
		next, err := rd.NextLeadID()
		jane, carla = next.String(), (next + 1).String()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// leadIsLoggedAndHandedOff: the same lead logged again becomes a touch.
func leadIsLoggedAndHandedOff(p *page) {
	p.t.Helper()
	p.become("Priya", "leads")
	p.says(`/lead log Jane Doe, Acme, jane@acme.com source=webinar campaign=q4 need="Loses orders between two systems"`)
	p.sees("Logged "+jane, "Jane Doe")
	p.says(`/lead log jane doe, ACME, JANE@acme.com`)
	p.sees("Only visible to you", jane, "known already")
	p.says("/lead handoff " + jane + " @sam Asked for prices")
	p.sees("You handed " + jane)
	p.picture("marketer-logged-and-handed-off")
}

// repAccepts with one click; a colleague who comes later is told who took it.
func repAccepts(p, colleague *page) {
	p.t.Helper()
	p.become("Sam", messages)
	p.sees(jane, "Jane Doe", "Acme", "webinar", "Loses orders", "Asked for prices", "accept or reject it by", "4 working hours")
	p.picture("rep-has-the-card")
	p.presses("Accept", jane, "Asked for prices")
	p.sees(jane, "Taken by you")
	colleague.sees(jane, "Taken by Sam Okafor")
	colleague.says("/lead accept " + jane)
	colleague.sees("Only visible to you", "Sam Okafor took "+jane+" already")
	colleague.picture("colleague-is-told")
}

// repWorks logs a call with one tap, makes an opportunity and wins it.
func repWorks(p *page) {
	p.t.Helper()
	p.presses("Log a call", jane, "Taken by you", "Asked for prices")
	p.sees("Noted", jane)
	p.presses("Qualify", jane, "Taken by you", "Asked for prices", "The next update is due")
	p.modal("Qualify " + jane)
	p.fills("Amount", "lots")
	p.submits()
	ask[bool](p, "complains", "Amount", "12000")
	p.picture("field-error")
	p.fills("Amount", "12000")
	p.submits()
	p.modal("")
	p.sees(jane, "€12,000")
	p.presses("Won", jane, "An opportunity of €12,000", "Asked for prices")
	p.modal("Win " + jane)
	p.submits()
	p.modal("")
	p.sees("Won", jane)
}

// repGivesBack a lead that he was handed, with a reason.
func repGivesBack(p *page) {
	p.t.Helper()
	p.presses("Reject", nora, "Nora Weiss")
	p.modal("Reject " + nora)
	p.submits()
	ask[bool](p, "complains", "Why is it not for you?", "")
	p.chooses("Why is it not for you?", "Not now")
	p.fills("Note", "Audit moved to autumn")
	p.picture("reject-modal")
	p.submits()
	p.modal("")
	p.sees("You rejected " + nora)
}

// marketerHears that it was taken, qualified, won and rejected; and puts
// the last aside.
func marketerHears(p *page) {
	p.t.Helper()
	p.become("Priya", messages)
	p.sees("Sam Okafor took " + jane)
	p.sees("made an opportunity of " + jane)
	p.sees("won "+jane, "Well done")
	p.sees("rejected "+nora, "Not now", "Audit moved to autumn")
	p.picture("marketer-hears")
	p.presses("Recycle", "rejected "+nora)
	p.modal("Recycle " + nora)
	p.dates("Until", "2020-01-01")
	p.submits()
	ask[bool](p, "complains", "Until", "")
	p.dates("Until", "2099-01-04")
	p.submits()
	p.modal("")
	p.sees(nora, "4 Jan 2099")
}

// messageBecomesALead through the shortcut on a message.
func messageBecomesALead(p *page) {
	p.t.Helper()
	p.goTo("leads")
	p.says("Met Carla Gomez of Ibex Pumps at the fair, carla@ibex.example, wants a quote")
	p.click("tool", "More actions", "Met Carla Gomez")
	p.click("button", "Log as lead")
	p.modal("New lead")
	ask[bool](p, "holds", "E-mail", "carla@ibex.example")
	p.picture("message-shortcut")
	p.fills("Name", "Carla Gomez")
	p.fills("Company", "Ibex Pumps")
	p.submits()
	p.modal("")
	p.sees(carla, "Carla Gomez, Ibex Pumps", "Logged by Priya Nair")
}

// nobodyAnswers a handoff: the rep is nudged, then the manager is told.
func nobodyAnswers(p *page) {
	p.t.Helper()
	p.become("Marco", "leads")
	p.says("/lead handoff " + brook + " @tom")
	p.sees("You handed " + brook)
	p.become("Tom", messages)
	p.sees(brook, "Olivia Brook", "accept or reject it by")
	p.moveUntil("clock-1h", 8, brook, "promise", "late.")
	p.picture("rep-is-nudged")
	p.become("Ingrid", messages)
	p.moveUntil("clock-tomorrow", 5, brook, "Tom Becker: an answer was due")
	p.picture("manager-is-told")
}

// leadershipReads the digest on Monday morning.
func leadershipReads(p *page) {
	p.t.Helper()
	p.become("Diane", "leadership")
	begin := time.Now()
	p.moves("clock-monday")
	p.t.Logf("to Monday 09:00 in %s", time.Since(begin).Round(time.Millisecond))
	ask[bool](p, "at9", "Mon ")
	for _, part := range [][]string{
		{"Week 20", "Goals", "Revenue", "MQLs"},
	} {
		p.sees(part...)
	}
	p.picture("leadership-reads")
	p.presses("All figures", "Week 20")
	ask[bool](p, "page", "Open loops", "Won: ", "Close")
	p.picture("leadership-asks")
	p.click("at", "dialog .dialog-head button")
}

// homeTabs show each person what is theirs.
func homeTabs(p *page) {
	p.t.Helper()
	p.become("Sam", home)
	ask[bool](p, "page", "Your turn", "Marta Silva", "Goals")
	p.picture("rep-home")
	p.become("Priya", home)
	ask[bool](p, "page", "Loops closed", jane+" Jane Doe", "€12,000")
	p.picture("marketer-home")
}

// nothingIsLost after kill -9 and a new start.
func nothingIsLost(p *page) {
	p.t.Helper()
	p.become("Priya", messages)
	p.sees("won "+jane, "Well done")
	p.says("/lead show " + jane)
	p.sees("Only visible to you", jane, "Jane Doe", "customer", "€12,000")
	p.says("/lead show " + nora)
	p.sees("Only visible to you", nora, "4 Jan 2099")
	p.says("/lead show " + brook)
	p.sees("Only visible to you", brook, "Olivia Brook")
	p.says("/lead history " + carla)
	p.sees("Only visible to you", carla, "logged")
	p.picture("nothing-is-lost")
}
