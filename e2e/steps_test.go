package e2e

import (
	"encoding/json"
	"strings"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
	"github.com/leadloop/leadloop/store"
)

// Steps that many stories take.

// logs logs a lead and gives its number. Its card in the leads channel is
// expected.
func (w *world) logs(p *slacktest.Person, line, who string) string {
	w.t.Helper()
	answer := p.Runs("/lead log " + line).Expects("Logged")
	w.Channel("leads").Expects(who)
	return leadNumber.FindString(answer.Text)
}

// offers hands a lead to a rep by name. Both cards are expected; that of the
// rep is given.
func (w *world) offers(p *slacktest.Person, id, rep, who string) *slacktest.Message {
	w.t.Helper()
	p.Runs("/lead handoff " + id + " @" + rep).Expects("You handed *" + id + "*")
	w.Channel("sales").Expects(who)
	return w.User(rep).DM().Expects(who)
}

// accepts has a rep accept a lead, of which the marketer hears.
func (w *world) accepts(rep, id, marketer string) {
	w.t.Helper()
	w.User(rep).Runs("/lead accept " + id).Expects("is yours")
	w.User(marketer).DM().Expects("took *" + id + "*")
}

// told waits until Slack was told everything.
func (w *world) told() {
	w.t.Helper()
	const patience = 15 * time.Minute
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(time.Second) {
		synctest.Wait()
		status, err := w.daemon.Services().Status(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if status.Queued == 0 {
			return
		}
	}
	w.t.Fatal("the outbox does not become empty")
}

// passes lets time pass.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// record is all that is stored of leads, goals, history and messages to be
// sent, so that a story can show that nothing changed.
func (w *world) record() string {
	w.t.Helper()
	synctest.Wait()
	const all = 10_000
	var kept struct {
		Leads   []funnel.Lead
		Journal []funnel.Entry
		Goals   []goals.Goal
		Outbox  []store.OutboxEntry
		Parked  []store.OutboxEntry
	}
	err := w.daemon.Services().Core.Store().View(w.t.Context(), func(rd *store.Reads) (err error) {
		for _, read := range []func() error{
			func() error { kept.Leads, err = rd.LeadsAfter(0, all); return err },
			func() error { kept.Journal, err = rd.JournalAfter(0, all); return err },
			func() error { kept.Goals, err = rd.GoalsEnding(calendar.Date{}, calendar.Date{}); return err },
			func() error { kept.Outbox, err = rd.Outbox(all); return err },
			func() error { kept.Parked, err = rd.Parked(all); return err },
		} {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := json.MarshalIndent(kept, "", " ")
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// unchanged runs something that must leave no trace in the store.
func (w *world) unchanged(what string, do func()) {
	w.t.Helper()
	before := w.record()
	do()
	if after := w.record(); after != before {
		w.t.Errorf("%s changed what is stored:\n%s", what, firstDifference(before, after))
	}
}

func firstDifference(before, after string) string {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range is {
		if i >= len(was) || was[i] != is[i] {
			return strings.Join(is[max(0, i-5):min(len(is), i+10)], "\n")
		}
	}
	return "the end is missing"
}

// posts counts messages of the app in a conversation that contain a text.
func posts(c *slacktest.Chan, text string) int {
	n := 0
	for _, m := range c.Messages() {
		if m.App && strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}
