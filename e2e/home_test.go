package e2e

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// shows checks what stands on somebody's Home tab, once Slack was told all.
func (w *world) shows(p *slacktest.Person, parts ...string) {
	w.t.Helper()
	w.told()
	p.Home() // opens it
	w.told()
	home := p.Home()
	for _, part := range parts {
		if !strings.Contains(home.Text, part) {
			w.t.Errorf("the Home tab does not show %q: %s", part, home.Text)
		}
	}
}

// TestHomeTabsAtWork is a working day of a marketer, a rep and the manager,
// each of whom opens the Home tab and acts from it.
func TestHomeTabsAtWork(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, ingrid := w.User("priya"), w.User("sam"), w.User("ingrid")
		w.logs(priya.In("leads"), "Ada Turn, Acme, ada@acme.example", "Ada Turn")
		w.logs(priya.In("leads"), "Ben Turn, Borealis, ben@borealis.example", "Ben Turn")
		w.offers(priya.In("leads"), "L-1", "sam", "Ada Turn")
		w.shows(sam, "Your turn: 1 lead", "Your hours:", "you are reminded")
		w.shows(ingrid, "Nobody is on the board", "Nobody is away")

		// The rep asks; the marketer sees the question first, and answers it.
		answers(t, w.homeForm(sam, "Need info").Fill("What do you need to know?", "Which system do they use?"), "You asked")
		priya.DM().Expects("Which system do they use?")
		w.shows(priya, "Your turn: 2 leads", "Which system do they use?", "2 in all")
		answers(t, w.homeForm(priya, "Answer").Fill("Your answer", "Spreadsheets"), "You answered")
		sam.DM().Expects("answered about *L-1*")
		w.shows(priya, "Sales has to answer: 1")

		// Nobody answers in time. The manager gives it to somebody else.
		w.reminded("2026-11-23 16:05", "sam")
		w.shows(sam, "late")
		w.shows(ingrid, "On the board: 1 promise late", "Ada Turn")
		answers(t, w.homeForm(ingrid, "Reassign").Select("To", "Lena Vogt"), "U0LENA")
		w.Channel("sales").Expects("Lena Vogt is asked to accept")
		w.User("lena").DM().Expects("Please accept or reject it by")
		sam.DM().Expects("Nothing more is expected of you")
		w.shows(ingrid, "Nobody is on the board", "is next")

		// It is rejected and disputed; the manager rules on it where she is.
		w.User("lena").Runs("/lead reject L-1 company_size too small").Expects("You rejected")
		priya.DM().Expects("rejected *L-1*")
		w.shows(priya, "rejected it")
		answers(t, w.homeForm(priya, "Dispute").Fill("Why is that wrong?", "They have 80 people."), "You disputed")
		ingrid.DM().Expects("A rejection is disputed")
		w.shows(priya, "Accepted 0 of 1 (0%)", "Rejected because")
		w.shows(ingrid, "Please rule: 1 dispute", "They have 80 people.")
		answers(t, w.homeForm(ingrid, "Uphold rejection").Fill("Why?", "Eighty are too few."), "Your ruling is kept")
		priya.DM().Expects("upheld the rejection")
		w.User("lena").DM().Expects("upheld the rejection")
		w.shows(ingrid, "Nothing waits for you")
	})
}
