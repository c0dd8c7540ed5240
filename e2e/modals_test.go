package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// TestEveryFormFromItsButton goes through all forms, each opened from a
// button, as people without a liking for commands do.
func TestEveryFormFromItsButton(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, marco := w.User("priya").In("leads"), w.User("marco").In("leads")
		sam, lena := w.User("sam").In("sales"), w.User("lena").In("sales")
		leads, sales := w.Channel("leads"), w.Channel("sales")

		// A message of somebody becomes a lead: the form has what it says.
		told := w.User("nadia").In("leads").SaysMessage("Met Petra Kern of Kern AG at the fair, petra@kern.example or +49 30 5550123. Needs a price by Friday.")
		form := priya.Shortcut("Log as lead", told).Modal()
		for label, want := range map[string]string{"E-mail": "petra@kern.example", "Phone": "5550123", "What do they need?": "Needs a price by Friday"} {
			if got := form.Value(label); !strings.Contains(got, want) {
				t.Errorf("%s is filled in with %q; want %q", label, got, want)
			}
		}
		form.Fill("Name", "Petra Kern").Fill("Company", "Kern AG").Fill("Source", "event")
		closes(t, form)
		priya.Expects("Logged *L-1*")
		petra := leads.Expects("Petra Kern")
		if l := w.lead("L-1"); !strings.Contains(l.Permalink, strings.ReplaceAll(told.TS, ".", "")) {
			t.Errorf("L-1 does not link to the message it was logged from: %q", l.Permalink)
		}

		// The same by the global shortcut, and by the button of the Home tab.
		answers(t, priya.Shortcut("New lead").Modal().Fill("Name", "Gil Global").Fill("E-mail", "gil@global.example"), "Logged *L-2*")
		leads.Expects("Gil Global")
		if home := priya.Home(); home == nil || !strings.Contains(home.Text, "Gil Global") {
			t.Errorf("the Home tab does not show the new lead: %+v", home)
		}
		answers(t, w.homeForm(priya, "Log a lead").Fill("Name", "Hera Home").Fill("Phone", "+49 30 5550124"), "Logged *L-3*")
		leads.Expects("Hera Home")
		w.told()

		// Corrected, handed off, rejected, fixed, handed off again.
		edit := priya.On(petra).Clicks("Hand off").Modal()
		edit.Close()
		closes(t, priya.Runs("/lead show L-1").Clicks("Edit").Modal().Fill("Title", "Head of Sales"))
		priya.Expects("Saved")
		if got := w.lead("L-1").Title; got != "Head of Sales" {
			t.Errorf("the title was corrected to %q", got)
		}
		w.told() // the card with its buttons is as the lead is now
		handoff := priya.On(petra).Clicks("Hand off").Modal()
		if !strings.Contains(handoff.Text, "ideal customer") {
			t.Errorf("the handoff does not show what was agreed: %s", handoff.Text)
		}
		closes(t, handoff.Select("To", "Sam Okafor").Fill("Why now?", "Decides on Friday"))
		priya.Expects("You handed *L-1*")
		first := sam.DM().Expects("Decides on Friday")
		inSales := sales.Expects("Petra Kern")
		closes(t, sam.On(first).Clicks("Reject").Modal().Select("Why is it not for you?", "Other").Fill("Note", "They want it in Polish"))
		priya.DM().Expects("They want it in Polish")
		sam.Expects("You rejected *L-1*")
		w.told()
		priya.Clicks("Fix and resend").Modal().Select("To", "Lena Vogt").Submit()
		priya.Expects("You handed *L-1*")
		second := lena.DM().Expects("Petra Kern")
		sales.Expects("Lena Vogt is asked")
		w.told()

		// The cards of the earlier handoff have nothing to press any more.
		for _, card := range []*slacktest.Message{first.Latest(), inSales.Latest()} {
			if buttons := card.Buttons(); len(buttons) > 0 {
				t.Errorf("the card of the earlier handoff still has %q: %s", buttons, card.Text)
			}
			if !strings.Contains(card.Text, "earlier handoff") {
				t.Errorf("the card of the earlier handoff says %s", card.Text)
			}
		}

		// The manager gives it to somebody else; then it is worked to its end.
		ingrid := w.User("ingrid").In("sales")
		closes(t, ingrid.Runs("/lead show L-1").Clicks("Reassign").Modal().Select("To", "Sam Okafor"))
		ingrid.Expects("is with <@U0SAM> now")
		third := sam.DM().Expects("accept or reject it by")
		sales.Expects("Sam Okafor is asked to accept or reject it by")
		lena.DM().Expects("gave *L-1*")
		w.told()
		if buttons := second.Latest().Buttons(); len(buttons) > 0 {
			t.Errorf("lena's card still has %q", buttons)
		}
		sam.On(third).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		w.told()
		sam.On(third).Clicks("Log a call").Expects("Noted: 1 touch")
		w.told()
		closes(t, sam.On(third).Clicks("Log touch…").Modal().Select("What was it?", "Meeting").Fill("What came of it?", "Wants a pilot"))
		sam.Expects("Noted: 2 touches")
		w.told()
		closes(t, sam.On(third).Clicks("Qualify").Modal().Fill("Amount", "€12.500,00").Fill("Expected to close by", "2026-12-18"))
		sam.Expects("stands as an opportunity of €12,500") // the card says the amount too
		priya.DM().Expects("made an opportunity of *L-1*")
		w.told()
		closes(t, sam.On(third).Clicks("Update amount").Modal().Fill("Amount", "14k"))
		sam.Expects("stands as an opportunity of €14,000")
		w.told()
		closes(t, sam.On(third).Clicks("Won").Modal())
		sam.Expects("Won: *L-1*")
		priya.DM().Expects("won *L-1*")
		if l := w.lead("L-1"); l.Stage != agreement.Customer || l.Amount.Minor != 1400000 {
			t.Errorf("L-1 was won with %s at stage %s", l.Amount, l.Stage)
		}

		// Put aside, closed, lost, each by its form.
		closes(t, priya.Runs("/lead show L-2").Clicks("Recycle").Modal().Fill("Until", "2027-02-01").Fill("Note", "Budget in February"))
		priya.Expects("Put aside until")
		closes(t, priya.Runs("/lead show L-2").Clicks("Disqualify").Modal().Select("Why will it never be a customer?", "Competitor"))
		priya.Expects("*L-2* Gil Global is closed")
		w.offers(priya, "L-3", "sam", "Hera Home")
		w.accepts("sam", "L-3", "priya")
		closes(t, sam.Runs("/lead show L-3").Clicks("Lost").Modal().Select("Why was it lost?", "Price").Fill("Note", "Twice their budget"))
		sam.Expects("is closed")
		again := priya.DM().Expects("Twice their budget")
		closes(t, priya.On(again).Clicks("Recycle").Modal())
		priya.Expects("Put aside until")
		if l := w.lead("L-3"); l.Stage != agreement.Recycled {
			t.Errorf("L-3 is at stage %s", l.Stage)
		}
		marco.Runs("/lead find petra").Expects("customer")
	})
}

// answers submits a form that was not opened from a message: the answer takes
// its place.
func answers(t *testing.T, form *slacktest.Modal, says string) {
	t.Helper()
	done := form.Submit()
	if done.View == nil || !strings.Contains(done.View.Text, says) {
		t.Errorf("the form %q answers %+v; want %q", form.Title, done, says)
	}
	form.Close()
}

func closes(t *testing.T, form *slacktest.Modal) {
	t.Helper()
	if done := form.Submit(); !done.Closed {
		t.Errorf("the form %q stays open: %q %s", form.Title, done.Errors, done.Failure)
	}
}

// TestStaleAndDoubleClicks presses buttons that do not apply any more, and
// buttons twice.
func TestStaleAndDoubleClicks(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, lena := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("lena").In("sales")
		w.logs(priya, "Ada Stale, Acme, ada@acme.example", "Ada Stale")
		card := w.offers(priya, "L-1", "sam", "Ada Stale")

		// Slack is slow to redraw, so that the old buttons stay for a while.
		w.told()
		form := sam.On(card).Clicks("Reject").Modal()
		w.FailNext("chat.update", slacksim.Fault429(5), 3) // of each card
		sam.On(card).Clicks("Accept").Expects("is yours")
		priya.DM().Expects("took *L-1*")
		w.unchanged("a second click on Accept", func() { sam.On(card).Clicks("Accept").Expects("did its work on L-1 before") })
		w.unchanged("a rejection of what was accepted", func() {
			form.Select("Why is it not for you?", "No need")
			if done := form.Submit(); done.Closed || len(done.Errors) == 0 {
				t.Errorf("rejecting after accepting gives %+v", done)
			}
		})
		form.Close()
		sam.On(card).Clicks("Reject").Expects("took L-1 already")
		w.told()
		if slices.Contains(card.Latest().Buttons(), "Accept") {
			t.Errorf("the accepted card still has Accept: %q", card.Latest().Buttons())
		}

		// One tap is one touch, however often the same button is pressed
		// before it is redrawn; redrawn, it counts again.
		w.FailNext("chat.update", slacksim.Fault429(5), 3) // of each card
		sam.On(card).Clicks("Log a call").Expects("Noted: 1 touch")
		sam.On(card).Clicks("Log a call").Expects("did its work on L-1 before")
		if l := w.lead("L-1"); l.Touches != 1 {
			t.Errorf("a double click logs %d calls", l.Touches)
		}
		w.told()
		sam.On(card).Clicks("Log a call").Expects("Noted: 2 touches")

		// Somebody else's form is decided by who submits it, and when.
		w.told()
		manager := w.User("ingrid").In("sales")
		manager.Runs("/lead assign L-1 @lena").Expects("is with <@U0LENA> now")
		lena.DM().Expects("gave you *L-1*")
		sam.DM().Expects("gave *L-1*")
		w.told()
		if buttons := card.Latest().Buttons(); len(buttons) > 0 {
			t.Errorf("sam's card still has %q after the lead went to lena", buttons)
		}

		// Undo: of the last change only, and only while it is the last.
		lena.Runs("/lead touch L-1 call reached the assistant").Expects("Noted: 3 touches")
		lena.Runs("/lead undo").Expects("took back the touch")
		if l := w.lead("L-1"); l.Touches != 2 {
			t.Errorf("undoing a touch leaves %d", l.Touches)
		}
		ben := priya.Runs("/lead log Ben Undone, Borealis, ben@borealis.example").Expects("Logged *L-2*")
		w.Channel("leads").Expects("Ben Undone")
		w.told()
		priya.On(ben).Clicks("Undo").Expects("The lead is gone")
		w.told()
		if _, err := w.daemon.Services().Leads.Show(t.Context(), 2); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("the lead whose logging was undone is still there: %v", err)
		}
		again := priya.Runs("/lead log Cleo Kept, Cumulus, cleo@cumulus.example").Expects("Logged")
		w.Channel("leads").Expects("Cleo Kept")
		id := leadNumber.FindString(again.Text)
		w.offers(priya, id, "sam", "Cleo Kept")
		w.unchanged("undoing what something was built on", func() {
			priya.On(again).Clicks("Undo").Expects("so it stands")
		})
		priya.Runs("/lead undo").Expects("took back the handoff")
		sam.DM().Expects("took back the handoff")
		passes(11 * time.Minute)
		priya.Runs("/lead touch " + id + " note waits").Expects("Noted")
		passes(11 * time.Minute)
		w.unchanged("undoing too late", func() { priya.Runs("/lead undo").Expects("more than 10 minutes") })
	})
}

// TestHomeTabOfEachTeam shows what waits, with the acts that are one tap away.
func TestHomeTabOfEachTeam(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya"), w.User("sam")
		w.logs(priya.In("leads"), "Ada Turn, Acme, ada@acme.example +49 30 5550199", "Ada Turn")
		w.logs(priya.In("leads"), "Ben Turn, Borealis, ben@borealis.example", "Ben Turn")
		w.User("diane").In("leadership").Runs("/goal set mqls 2026-Q4 12").Expects("The goal is set")
		w.told()

		home := priya.Home()
		for _, part := range []string{"Your turn: 2 leads", "Ada Turn", "Ben Turn", "MQLs", "Hand off"} {
			if !strings.Contains(home.Text, part) {
				t.Errorf("the marketer's Home tab does not show %q: %s", part, home.Text)
			}
		}
		if home := sam.Home(); !strings.Contains(home.Text, "Nothing waits for you") {
			t.Errorf("the rep's Home tab shows %s", home.Text)
		}
		w.offers(priya.In("leads"), "L-1", "sam", "Ada Turn")
		w.told()

		// It is kept up to date without being opened again.
		if home := sam.Home(); !strings.Contains(home.Text, "Ada Turn") || !slices.Contains(home.Buttons(), "Accept") {
			t.Errorf("the rep's Home tab has %q: %s", home.Buttons(), home.Text)
		}
		if got := w.clicksHome(sam, "Accept"); !strings.Contains(got, "is yours") {
			t.Errorf("accepting on the Home tab answers %s", got)
		}
		priya.DM().Expects("took *L-1*")
		home = sam.Home()
		if !strings.Contains(home.Text, "5550199") || !slices.Contains(home.Buttons(), "Log a call") {
			t.Errorf("after accepting, the Home tab has %q: %s", home.Buttons(), home.Text)
		}
		if got := w.clicksHome(sam, "Log a call"); !strings.Contains(got, "Noted: 1 touch") {
			t.Errorf("logging a call on the Home tab answers %s", got)
		}
		if l := w.lead("L-1"); l.Touches != 1 {
			t.Errorf("one tap on the Home tab logged %d calls", l.Touches)
		}
		if home := priya.Home(); !strings.Contains(home.Text, "Sales works these") {
			t.Errorf("the marketer does not see who has the lead: %s", home.Text)
		}

		// Whoever is on no team is told so.
		if home := w.User("nadia").Home(); !strings.Contains(home.Text, "not on a team") {
			t.Errorf("a stranger's Home tab shows %s", home.Text)
		}
		if got := w.clicksHome(sam, "Details"); !strings.Contains(got, "The story of *L-1*") {
			t.Errorf("the details show %s", got)
		}
		answers(t, w.homeForm(sam, "Log touch…").Fill("What came of it?", "Wants a pilot"), "Noted: 2 touches")
		if l := w.lead("L-1"); l.Touches != 2 {
			t.Errorf("the form from the Home tab logged nothing: %d touches", l.Touches)
		}
	})
}

// clicksHome presses a button of the Home tab, by the page's own way: the test
// language would take the same button of a message. What it answers stands in
// a modal, for the Home tab has no messages.
func (w *world) clicksHome(p *slacktest.Person, label string) string {
	w.t.Helper()
	modal := w.homeForm(p, label)
	defer modal.Close()
	w.told()
	return modal.Text
}

// homeForm presses a button of the Home tab and gives the modal that opens.
func (w *world) homeForm(p *slacktest.Person, label string) *slacktest.Modal {
	w.t.Helper()
	home := p.Home()
	for _, block := range home.Blocks {
		b, _ := block.(map[string]any)
		elements, _ := b["elements"].([]any)
		for _, element := range append(elements, b["accessory"]) {
			e, _ := element.(map[string]any)
			text, _ := e["text"].(map[string]any)
			if e["type"] != "button" || text["text"] != label {
				continue
			}
			body, err := json.Marshal(map[string]any{
				"as": p.ID(), "view_id": home.ID, "block_id": b["block_id"], "action_id": e["action_id"], "value": e["value"],
			})
			if err != nil {
				w.t.Fatal(err)
			}
			answer := httptest.NewRecorder()
			w.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/app/action", bytes.NewReader(body)))
			if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"ok":true`) {
				w.t.Fatalf("clicking %s: %d %s", label, answer.Code, answer.Body)
			}
			return p.Modal()
		}
	}
	w.t.Fatalf("the Home tab has no button %s: %s", label, home.Text)
	return nil
}
