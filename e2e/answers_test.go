package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestARepAsksBeforeAnswering tells of a question: sales' time stands still
// while marketing's runs, and goes on where it stopped.
func TestARepAsksBeforeAnswering(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, lena := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("lena").In("sales")
		priya.Runs("/lead log Jane Doe, Acme, jane@acme.com source=webinar").Expects("Logged")
		w.Channel("leads").Expects("Jane Doe")
		priya.Runs("/lead handoff L-1 @sam").Expects("You handed *L-1*")
		offer, inSales := sam.DM().Expects("Jane Doe"), w.Channel("sales").Expects("Jane Doe")
		if got := strings.Join(offer.Buttons(), ", "); got != "Accept, Reject, Need info, Reassign" {
			t.Errorf("the card has %q", got)
		}

		// Of four hours one is used when Sam asks.
		w.until("2026-11-23 11:00")
		lena.On(inSales).Clicks("Need info").Expects("only they or the sales manager can answer it")
		closes(t, sam.On(offer).Clicks("Need info").Modal().Fill("What do you need to know?", "Which system do they use?"))
		sam.Expects("You asked <@U0PRIYA>")
		question := priya.DM().Expects("Which system do they use?")

		// Marketing lets its own time pass, and is reminded of it; sales is not.
		w.until("2026-11-24 13:05")
		priya.DM().Expects("Marketing's answer was due")
		closes(t, priya.On(question).Clicks("Answer").Modal().Fill("Your answer", "Spreadsheets, and they hate it"))
		priya.Expects("You answered <@U0SAM>")
		priya.DM().Expects("All done, thank you.")
		answer := sam.DM().Expects("Spreadsheets, and they hate it")
		priya.Runs("/lead answer L-1 And it is urgent").Expects("answered the question about L-1 already")

		// Three hours are left from then on.
		w.until("2026-11-24 13:30")
		sam.On(answer).Clicks("Reassign").Modal().Select("To", "Lena Vogt").Fill("Why?", "Spreadsheets are yours").Submit()
		sam.Expects("is with <@U0LENA> now")
		second := lena.DM().Expects("Spreadsheets are yours")
		w.Channel("sales").Expects("Lena Vogt is asked")
		no := lena.On(second).Clicks("Reject").Modal().Select("Why is it not for you?", "Not now").Fill("Link", "acme.example")
		if wrong := no.Submit().Errors["Link"]; !strings.Contains(wrong, "https://") {
			t.Errorf("what is no link is taken, or refused with %q", wrong)
		}
		closes(t, no.Fill("Link", "https://acme.example/news"))
		lena.Expects("You rejected")
		priya.DM().Expects("https://acme.example/news")
		priya.Runs("/lead history L-1").Expects("Which system do they use?")
		sam.DM().Expects("answered a question about *L-1*")
	})
}

// unanswered is a handoff that nobody answers, under a definition that says
// what happens then.
func (w *world) unanswered(end string) {
	w.t.Helper()
	priya := w.User("priya").In("leads")
	closes(w.t, priya.Runs("/loop definition propose").Modal().Fill("When nobody has answered by then", end))
	priya.Expects("Draft 1 is open")
	first := priya.DM().Expects("Draft 1")
	w.User("ingrid").DM().Expects("When nobody has answered by then")
	priya.On(first).Clicks("Agree").Expects("Signed. Draft")
	w.User("ingrid").In("sales").Runs("/loop definition agree").Expects("version 2 of the lead definition is in force")
	w.Channel("leads").Expects("Version 2 of the lead definition is in force")
	w.Channel("sales").Expects("Version 2 of the lead definition is in force")
	w.logs(priya, "Jane Doe, Acme, jane@acme.example", "Jane Doe")
	w.offers(priya, "L-1", "sam", "Jane Doe")
	w.reminded("2026-11-23 16:05", "sam")
	w.reminded("2026-11-24 09:05", "sam")
	w.reminded("2026-11-24 13:05", "sam")
	w.reminded("2026-11-24 16:05", "ingrid")
	w.reminded("2026-11-25 09:05", "ingrid")
	w.until("2026-11-25 11:00")
}

// reminded waits for a slot at which somebody is told of one late promise.
func (w *world) reminded(slot, who string) {
	w.t.Helper()
	w.until(slot)
	w.User(who).DM().Expects("One promise is late. *L-1*")
}

func TestNobodyAnswersAndItCountsAsTaken(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.unanswered("accept")
		w.User("priya").DM().Expects("not counted as an acceptance")
		w.User("sam").DM().Expects("counts as yours")
		if l := w.lead("L-1"); !l.Handoff.Automatic() || l.Owner != sam {
			t.Errorf("L-1 was not taken by default: %+v", l.Handoff)
		}
	})
}

func TestNobodyAnswersAndItComesBack(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.unanswered("return")
		w.User("sam").DM().Expects("Nothing more is expected of you")
		w.User("priya").DM().Expects("Nobody answered the handoff of *L-1*")
		if turn, _ := w.lead("L-1").Turn(); turn != priya {
			t.Errorf("it is the turn of %s", turn)
		}
	})
}

func TestNobodyAnswersAndPeopleAreReminded(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.logs(w.User("priya").In("leads"), "Jane Doe, Acme, jane@acme.example", "Jane Doe")
		w.offers(w.User("priya").In("leads"), "L-1", "sam", "Jane Doe")
		w.reminded("2026-11-23 16:05", "sam")
		w.reminded("2026-11-24 09:05", "sam")
		w.reminded("2026-11-24 13:05", "sam")
		w.reminded("2026-11-24 16:05", "ingrid")
		w.reminded("2026-11-25 09:05", "ingrid")
		w.reminded("2026-11-25 13:05", "ingrid")
		w.until("2026-11-25 16:05")
		w.Channel("sales").Expects("Lena Vogt is asked to accept or reject it")
		w.User("sam").DM().Expects("Nothing more is expected of you")
		w.User("lena").DM().Expects("Passed on to you by Leadloop")
	})
}

// TestADisputeIsRuledOnAndRemembered tells of a rejection that marketing
// disputes, of the ruling, and of the next one who rejects for that reason.
func TestADisputeIsRuledOnAndRemembered(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		marco, priya := w.User("marco").In("leads"), w.User("priya").In("leads")
		sam, ingrid := w.User("sam").In("sales"), w.User("ingrid").In("sales")
		w.logs(marco, "Jane Doe, Acme, jane@acme.example source=webinar", "Jane Doe")
		offer := w.offers(marco, "L-1", "sam", "Jane Doe")
		closes(t, sam.On(offer).Clicks("Reject").Modal().Select("Why is it not for you?", "Wrong company size").Fill("Note", "Four people"))
		sam.Expects("You rejected *L-1*")
		back := marco.DM().Expects("rejected *L-1*")
		if got := strings.Join(back.Buttons(), ", "); got != "Fix and resend, Recycle, Disqualify, Dispute" {
			t.Errorf("marketing is offered %q", got)
		}
		closes(t, marco.On(back).Clicks("Dispute").Modal().Fill("Why is that wrong?", "They have eighty people"))
		marco.Expects("You disputed the rejection of *L-1*")
		priya.DM().Expects("A rejection is disputed")
		waits := ingrid.DM().Expects("A rejection is disputed")
		sam.Runs("/loop disputes").Expects("They have eighty people")
		sam.Runs("/loop disputes overturn L-1 No").Expects("can rule on the dispute")
		w.told()

		// The manager rules; both hear, and the rep has the offer again.
		closes(t, ingrid.On(waits).Clicks("Overturn").Modal().Fill("Why?", "Eighty are enough for us"))
		ingrid.Expects("does not count")
		marco.DM().Expects("Eighty are enough for us")
		again := sam.DM().Expects("is no reason to reject it: “Eighty are enough for us”")
		w.Channel("sales").Expects("is no reason to reject it")
		w.told()
		if got := strings.Join(back.Latest().Buttons(), ", "); got != "" {
			t.Errorf("the notice of the rejection still has %q", got)
		}
		if got := strings.Join(waits.Latest().Buttons(), ", "); got != "" {
			t.Errorf("the dispute that is ruled on still has %q", got)
		}
		sam.On(again).Clicks("Accept").Expects("is yours")
		marco.DM().Expects("took *L-1*")

		// A colleague who rejects something alike is shown the ruling first.
		lena := w.User("lena").In("sales")
		w.logs(marco, "Ivo Alike, Quill, ivo@quill.example source=webinar", "Ivo Alike")
		next := w.offers(marco, "L-2", "lena", "Ivo Alike")
		form := lena.On(next).Clicks("Reject").Modal().Select("Why is it not for you?", "Wrong company size").Fill("Note", "Five people")
		done := form.Submit()
		if done.Closed || done.View == nil || !strings.Contains(done.View.Text, "Eighty are enough for us") || form.Value("Note") != "Five people" {
			t.Fatalf("the ruling is not shown: %+v", done)
		}
		closes(t, form)
		lena.Expects("You rejected *L-2*")
		notice := marco.DM().Expects("rejected *L-2*")
		closes(t, marco.On(notice).Clicks("Fix and resend").Modal().Fill("Title", "Owner of six shops").Fill("What is new?", "Six shops, not one"))
		marco.Expects("You handed *L-2*")
		lena.DM().Expects("Six shops, not one")
		w.Channel("sales").Expects("Six shops, not one")
		if l := w.lead("L-2"); l.Title != "Owner of six shops" || l.Handoff.To != "U0LENA" {
			t.Errorf("L-2 was resent as %+v", l)
		}

		// In one line they hear of it with the answer.
		w.logs(marco, "Ida Alike, Reed, ida@reed.example source=webinar", "Ida Alike")
		w.offers(marco, "L-3", "lena", "Ida Alike")
		told := lena.Runs("/lead reject L-3 company_size six people").Expects("You rejected *L-3*")
		if !strings.Contains(told.Text, "Eighty are enough for us") || !strings.Contains(told.Text, "/lead undo") {
			t.Errorf("the ruling is not shown: %s", told.Text)
		}
		marco.DM().Expects("rejected *L-3*")
	})
}

// TestNobodyFillsInAFormForNothing clicks as a colleague on every act of a
// lead that somebody else works: they are told so at the click.
func TestNobodyFillsInAFormForNothing(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		marco, lena := w.User("marco").In("leads"), w.User("lena").In("sales")
		w.logs(marco, "Jane Doe, Acme, jane@acme.example source=webinar", "Jane Doe")
		w.User("sam").In("sales").On(w.offers(marco, "L-1", "sam", "Jane Doe")).Clicks("Accept").Expects("is yours")
		marco.DM().Expects("took *L-1*")
		w.told()
		for _, act := range []string{"Qualify", "Lost", "Hand back", "Recycle", "Reassign"} {
			lena.Runs("/lead show L-1").Clicks(act).Expects("is not your lead")
			if lena.HasModal() {
				t.Errorf("%s opened a form for somebody who may not send it in", act)
			}
		}
	})
}

// TestAnAnswerThatSlackHoldsUpComesLater clicks where many click at once: Slack
// takes about one answer a second of a conversation. What the person does
// meanwhile is answered at once.
func TestAnAnswerThatSlackHoldsUpComesLater(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		marco := w.User("marco").In("leads")
		w.logs(marco, "Jane Doe, Acme, jane@acme.example source=webinar", "Jane Doe")
		card := w.offers(marco, "L-1", "sam", "Jane Doe")
		w.FailNext(slacksim.CallResponseURL, slacksim.Fault429(3), 2)
		sam, clicked := w.User("sam"), time.Now()
		answer := sam.In("sales").On(card).Clicks("Accept")
		sam.Runs("/lead show L-1").Expects("Taken by")
		if waited := time.Since(clicked); waited > time.Second {
			t.Errorf("the next command was answered after %s", waited)
		}
		answer.Expects("is yours")
		if waited := time.Since(clicked); waited < 6*time.Second || waited > 8*time.Second {
			t.Errorf("the answer came after %s; Slack asked for twice 3 s", waited)
		}
		marco.DM().Expects("took *L-1*")
	})
}
