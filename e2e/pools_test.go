package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestAManagerSharesTheLeads has the sales manager edit pools in Slack,
// marketing hand off six leads, and everybody ask why.
func TestAManagerSharesTheLeads(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, ingrid := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("ingrid").In("sales")
		sales := w.Channel("sales")
		sam.Runs("/loop routing").Expects("Sales team")
		sam.Runs("/loop pool new").Expects("changed by the sales manager and by admins")
		ingrid.Runs("/loop pool remove Sales team").Expects("cannot be removed")

		// What is wrong stands on its field, and what was typed stays.
		form := ingrid.Runs("/loop pool new DACH").Modal()
		form.Fill("Which leads?", "shoe_size >= 4").Fill("Sam Okafor", "0").Fill("Lena Vogt", "1000")
		wrong := form.Submit()
		for field, says := range map[string]string{"Which leads?": "not something that a rule can ask for", "Sam Okafor": "give them nothing", "Lena Vogt": "1 to 100"} {
			if !strings.Contains(wrong.Errors[field], says) {
				t.Errorf("%s: %q, want it to say %q", field, wrong.Errors[field], says)
			}
		}
		closes(t, form.Fill("Which leads?", "country in DE, AT, CH\nemployees >= 50").Fill("Sam Okafor", "2, 3 a day").Fill("Lena Vogt", "1"))
		ingrid.Expects("You set up the pool *DACH*")
		sales.Expects("Ingrid Holm set up the pool *DACH*")

		hands := func(n int, facts, rep string) string {
			t.Helper()
			who := fmt.Sprintf("Person%d Doe", n)
			id := w.logs(priya, fmt.Sprintf("%s, Acme%d, p%d@acme%d.example %s", who, n, n, n, facts), who)
			priya.Runs("/lead handoff " + id).Expects("You handed *" + id + "*")
			sales.Expects(who)
			w.User(rep).DM().Expects(who)
			return id
		}
		const fits = "country=DE employees=200 source=webinar tags=demo,event"
		hands(1, fits, "sam")
		hands(2, fits, "lena")
		hands(3, fits, "sam")
		hands(4, fits, "sam")
		fifth := hands(5, fits, "lena") // sam has had his three
		abroad := hands(6, "country=FR employees=200", "sam")

		why := priya.Runs("/loop routing why " + fifth).Expects("it was their turn in the pool “DACH”")
		for _, part := range []string{"country in DE, AT, CH (it is DE)", "employees &gt;= 50 (it is 200)", "has had their 3 leads today"} {
			if !strings.Contains(why.Text, part) {
				t.Errorf("why %s does not say %q: %s", fifth, part, why.Text)
			}
		}
		priya.Runs("/loop routing why " + abroad).Expects("It does not fit “DACH”: country in DE, AT, CH (it is FR)")
		w.unchanged("a rehearsal", func() {
			priya.Runs("/loop routing test source=webinar country=DE employees=200").Expects("Such a lead would go to")
		})
		sam.Runs("/loop routing").Expects("3 of at most 3 today")

		// Undone, it is the same rep's turn again; rejected, it comes back to them.
		next := w.logs(priya, "Ida Undone, Borealis, ida@borealis.example", "Ida Undone")
		priya.Runs("/lead handoff " + next).Expects("to <@" + lena + ">")
		sales.Expects("is asked to accept")
		w.User("lena").DM().Expects("Please accept")
		priya.Runs("/lead undo").Expects("took back the handoff")
		w.User("lena").DM().Expects("took back")
		priya.Runs("/lead handoff " + next).Expects("to <@" + lena + ">")
		sales.Expects("is asked to accept")
		w.User("lena").DM().Expects("Please accept")
		w.User("lena").Runs("/lead reject " + next + " timing").Expects("You rejected")
		priya.DM().Expects("rejected *" + next + "*")
		priya.Runs("/lead handoff " + next).Expects("who had it before")
		sales.Expects("is asked to accept")
		w.User("lena").DM().Expects("Please accept")

		// The manager asks for another pool first, and takes it away again.
		large := ingrid.Runs("/loop pool new Large").Modal()
		closes(t, large.Fill("Which leads?", "employees >= 1000").Fill("Lena Vogt", "1"))
		ingrid.Expects("You set up the pool *Large*")
		sales.Expects("set up the pool *Large*")
		routing := ingrid.Runs("/loop routing").Expects("Large")
		for range 2 { // the same button again, after the order was put back
			ingrid.On(routing).Clicks("Ask earlier").Expects("You ordered the pools: Large, DACH, then the default")
			sales.Expects("ordered the pools: Large, DACH")
			ingrid.Runs("/loop pool order DACH, Large").Expects("You ordered the pools: DACH, Large")
			sales.Expects("ordered the pools: DACH, Large")
		}
		ingrid.Runs("/loop pool remove large").Expects("You removed the pool *Large*")
		sales.Expects("removed the pool *Large*")
		passes(time.Minute)
	})
}

// TestAFormThatFindsNobodyIsDone tells of a handoff to whose turn it is, where
// nobody is there: it is told once, and leaves no form open that could only be
// sent into silence.
func TestAFormThatFindsNobodyIsDone(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		marco := w.User("marco").In("leads")
		w.logs(marco, "Jane Doe, Acme, jane@acme.example", "Jane Doe")
		for _, rep := range []string{"sam", "lena"} {
			w.User(rep).In("sales").Runs("/loop away until 2026-11-26").Expects("You are away")
		}
		passes(time.Minute)
		w.told()
		closes(t, marco.Runs("/lead show L-1").Clicks("Hand off").Modal())
		marco.Expects("Nobody can take L-1")
		w.User("priya").DM().Expects("nobody can take it in turn")
	})
}

// TestAnUnansweredLeadIsClaimed lets the rep and the manager ignore a handoff
// until its pool may claim it.
func TestAnUnansweredLeadIsClaimed(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, ingrid, lena := w.User("priya").In("leads"), w.User("ingrid").In("sales"), w.User("lena").In("sales")
		sales := w.Channel("sales")
		form := ingrid.Runs("/loop pool edit Sales team").Modal()
		closes(t, form.Select("When a lead stays unanswered", "Anybody of the pool may claim it"))
		sales.Expects("changed the pool *Sales team*") // before the answer, which says what this message says too
		ingrid.Expects("unanswered leads may be claimed")

		id := w.logs(priya, "Ines Open, Quill, ines@quill.example", "Ines Open")
		w.offers(priya, id, "sam", "Ines Open")
		for _, slot := range []string{"2026-11-23 16:02", "2026-11-24 09:02", "2026-11-24 13:02"} {
			w.until(slot)
			w.User("sam").DM().Expects("One promise is late.")
		}
		for _, slot := range []string{"2026-11-24 16:02", "2026-11-25 09:02", "2026-11-25 13:02"} {
			w.until(slot)
			ingrid.DM().Expects("<@U0SAM>: an answer was due")
		}
		sales.ExpectsNothing()
		w.until("2026-11-25 14:02")
		open := sales.Expects("Anybody of the pool “Sales team” may claim it now")
		lena.On(open).Clicks("Claim")
		lena.Expects("is yours")
		w.User("sam").DM().Expects("claimed *" + id + "*")
		priya.DM().Expects("took *" + id + "*")
		w.told()
		if buttons := open.Buttons(); len(buttons) > 0 {
			t.Errorf("the message keeps its buttons: %v", buttons)
		}
	})
}

// TestTwoManagersEditAPoolAtOnce lets the second of two open forms be sent
// after the first: it is told what happened, and nothing is overwritten.
func TestTwoManagersEditAPoolAtOnce(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		ingrid, alex := w.User("ingrid").In("sales"), w.User("alex").In("leads")
		first := ingrid.Runs("/loop pool edit Sales team").Modal()
		second := alex.Runs("/loop pool edit Sales team").Modal()
		closes(t, first.Fill("Lena Vogt", "2"))
		ingrid.Expects("<@" + lena + "> now has weight 2")
		w.Channel("sales").Expects("Ingrid Holm changed the pool *Sales team*")

		refused := second.Fill("Sam Okafor", "3").Submit()
		says := refused.Errors["Name"]
		if !strings.Contains(says, "Ingrid Holm changed the pool “Sales team” after you opened this form") {
			t.Errorf("the second is told %q", says)
		}
		again := alex.Runs("/loop pool edit Sales team").Modal()
		closes(t, again.Fill("Sam Okafor", "3"))
		alex.Expects("<@" + sam + "> now has weight 3")
		w.Channel("sales").Expects("Alex Kim changed the pool *Sales team*: Sam Okafor now has weight 3.")
		w.User("sam").Runs("/loop routing").Expects("<@" + sam + ">: 60%")
	})
}
