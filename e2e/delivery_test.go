package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

const (
	post   = "chat.postMessage"
	update = "chat.update"
)

// TestSlackAsksToSlowDown limits posts: nothing is dropped, the order stays,
// and no channel hears more than a message per second.
func TestSlackAsksToSlowDown(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		const leads = 12
		w.FailNext(post, slacksim.Fault429(7), 1)
		for n := range leads {
			if n == 4 {
				passes(20 * time.Second)
				w.FailNext(post, slacksim.Fault429(20), 1)
			}
			priya.Runs(fmt.Sprintf("/lead log Lead%02d, Firm%02d, lead%d@firm%d.example", n, n, n, n)).Expects("Logged")
		}
		w.told()
		for n, m := range w.Channel("leads").Messages() {
			if !strings.Contains(m.Text, fmt.Sprintf("Lead%02d", n)) {
				t.Errorf("card %d is about another lead: %s", n, m.Text)
			}
			w.Channel("leads").Expects(fmt.Sprintf("Lead%02d", n))
		}
		w.paced()
	})
}

// paced checks that posts kept to a message per second and channel, and to
// Slack's requests to wait.
func (w *world) paced() {
	w.t.Helper()
	last, limited := map[string]time.Time{}, time.Time{}
	for _, call := range w.Calls(post) {
		if call.At.Before(limited) {
			w.t.Errorf("a post at %s, though Slack asked to wait until %s", call.At, limited)
		}
		if call.Error == "429" {
			limited = call.At.Add(7 * time.Second)
			continue
		}
		channel := fmt.Sprint(call.Args["channel"])
		if gap := call.At.Sub(last[channel]); gap < time.Second {
			w.t.Errorf("two posts to %s within %v", channel, gap)
		}
		last[channel] = call.At
	}
}

// TestServerErrorsAndLostAnswers lets calls fail, with and without effect:
// each thing is said once.
func TestServerErrorsAndLostAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		faults func(*world)
	}{
		"5xx":                     {func(w *world) { w.FailNext(post, slacksim.FaultHTTP500, 3) }},
		"lost answers":            {func(w *world) { w.FailNext(post, slacksim.FaultNoAnswer, 2) }},
		"refused connections":     {func(w *world) { w.FailNext(post, slacksim.FaultError("service_unavailable"), 3) }},
		"slow answers":            {func(w *world) { w.FailNext(post, slacksim.FaultSlow(25*time.Second), 2) }},
		"lost, history fails too": {func(w *world) { lostBlind(w, slacksim.FaultHTTP500) }},
		"lost, history limited":   {func(w *world) { lostBlind(w, slacksim.Fault429(3)) }},
		"lost edits":              {func(w *world) { w.FailNext(update, slacksim.FaultNoAnswer, 2) }},
		"failed edits":            {func(w *world) { w.FailNext(update, slacksim.FaultHTTP500, 3) }},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
				leads, sales := w.Channel("leads"), w.Channel("sales")
				c.faults(w)
				priya.Runs("/lead log Ada Lost, Acme, ada@acme.example").Expects("Logged")
				w.told()
				c.faults(w)
				priya.Runs("/lead handoff L-1 @sam").Expects("You handed")
				w.told()
				sam.Runs("/lead accept L-1").Expects("is yours")
				c.faults(w)
				w.told()
				for where, chat := range map[string]*slacktest.Chan{"#leads": leads, "#sales": sales, "sam": sam.DM(), "priya": priya.DM()} {
					if got := posts(chat, "Ada Lost"); got != 1 {
						t.Errorf("%s: %d messages about Ada; want 1", where, got)
					}
					chat.Expects("Ada Lost")
				}
				for _, chat := range []*slacktest.Chan{leads, sales} {
					if text := chat.Messages()[0].Text; !strings.Contains(text, "Taken by Sam Okafor") {
						t.Errorf("the card does not come to say who took it: %s", text)
					}
				}
				w.FailNext(post, slacksim.FaultHTTP500, 0)
			})
		})
	}
}

func lostBlind(w *world, blind slacksim.Fault) {
	w.FailNext(post, slacksim.FaultNoAnswer, 1)
	w.FailNext("conversations.history", blind, 2)
}

// TestLostAnswerWithoutHistory is the installation with the fewest scopes:
// what may not have arrived is said once more, and not for ever.
func TestLostAnswerWithoutHistory(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.FailNext(post, slacksim.FaultNoAnswer, 1)
		w.User("priya").In("leads").Runs("/lead log Ada Lost, Acme, ada@acme.example").Expects("Logged")
		w.told()
		if got := posts(w.Channel("leads"), "Ada Lost"); got != 2 {
			t.Errorf("%d messages about Ada; want 2", got)
		}
		for range 2 {
			w.Channel("leads").Expects("Ada Lost")
		}
		if calls := w.Calls("conversations.history"); len(calls) > 0 {
			t.Errorf("the history is asked for without a scope: %d times", len(calls))
		}
	}, withoutHistory)
}

func withoutHistory(o *slacksim.Options, _ *configs.Config) {
	o.Scopes = slices.DeleteFunc(slices.Clone(o.Scopes), func(scope string) bool { return slices.Contains(historyScopes, scope) })
}

// TestOneChannelIsOutOfReach archives one, and takes the app out of another:
// the rest goes on, and the status says what is wrong.
func TestOneChannelIsOutOfReach(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, alex := w.User("priya").In("leads"), w.User("alex").In("leads")
		w.AddChannel(slacksim.Channel{ID: "C0SALES", Name: "sales", Members: []string{botUser, sam, lena, ingrid}, IsArchived: true})
		w.Leave("leadership", botUser)
		w.logs(priya, "Ada Reach, Acme, ada@acme.example", "Ada Reach")
		priya.Runs("/lead handoff L-1 @sam").Expects("You handed")
		w.User("sam").DM().Expects("Ada Reach")
		w.User("diane").Runs("/loop digest now").Expects("on its way")
		w.told()
		alex.DM().Expects("posts nothing more in its channel C0SALES")
		alex.DM().Expects("Leadloop could not tell everything")
		status := alex.Runs("/loop status").Expects("2 messages")
		for _, part := range []string{"archived", "/invite"} {
			if !strings.Contains(status.Text, part) {
				t.Errorf("the status does not say %q: %s", part, status.Text)
			}
		}
		calls := len(w.Calls(post))
		passes(time.Hour)
		if more := len(w.Calls(post)) - calls; more != 1 {
			t.Errorf("what Slack refuses is tried %d times more in an hour; want once, and nothing where it is archived", more)
		}

		// Mended, it is told after all, within the hour.
		w.AddChannel(slacksim.Channel{ID: "C0SALES", Name: "sales", Members: []string{botUser, sam, lena, ingrid}})
		w.Join("leadership", "leadloop")
		passes(time.Second)
		w.logs(priya, "Ben Reach, Borealis, ben@borealis.example", "Ben Reach")
		w.offers(priya, "L-2", "lena", "Ben Reach")
		passes(time.Hour)
		w.Channel("sales").Expects("Ada Reach")
		w.withThread(w.Channel("leadership").Expects("2026-W47"))
		if status := alex.Runs("/loop status"); strings.Contains(status.Text, "Parked") {
			t.Errorf("something is still parked: %s", status.Text)
		}
	})
}

// TestDeletedCardIsPostedAnew edits a message that somebody deleted.
func TestDeletedCardIsPostedAnew(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.logs(priya, "Ada Deleted, Acme, ada@acme.example", "Ada Deleted")
		w.told()
		w.FailNext(update, slacksim.FaultError("message_not_found"), 1)
		priya.Runs("/lead touch L-1 call nobody there").Expects("Noted")
		w.told()
		cards := w.Channel("leads").Messages()
		if len(cards) != 2 {
			t.Fatalf("there are %d cards; want a second one", len(cards))
		}
		w.Channel("leads").Expects("Ada Deleted")
		// From now on the new one lives.
		priya.Runs("/lead disqualify L-1 spam").Expects("is closed")
		w.told()
		if text := cards[1].Latest().Text; !strings.Contains(text, "Spam") {
			t.Errorf("the new card is not kept up to date: %s", text)
		}
	})
}

// TestDigestOfAWorkspaceThatRefusesBlocks degrades, and still says every
// number.
func TestDigestOfAWorkspaceThatRefusesBlocks(t *testing.T) {
	t.Parallel()
	numbers := map[string][]string{}
	var whole []any
	for _, c := range []struct {
		name    string
		refuses []string
	}{
		{"all", nil},
		{"no charts", []string{"data_visualization"}},
		{"no charts and data tables", []string{"data_visualization", "data_table"}},
		{"only sections", []string{"data_visualization", "data_table", "table"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-11-23 10:00", func(w *world) {
				w.aBusyWeek()
				w.User("diane").Runs("/loop digest preview").Expects("on its way")
				digest := w.User("diane").DM().Expects("2026-W48")
				w.told()
				said := digest.Latest().Text
				blocks := slices.Clone(digest.Latest().Blocks)
				for _, reply := range digest.Latest().Replies() {
					reply.Expects("all figures")
					said += reply.Text
					blocks = append(blocks, reply.Blocks...)
				}
				for _, kind := range c.refuses {
					if slices.Contains(kinds(blocks), kind) {
						t.Errorf("the digest holds a %s", kind)
					}
				}
				numbers[c.name] = figure.FindAllString(said, -1)
				if c.refuses == nil {
					whole = blocks
					if !slices.Contains(kinds(blocks), "data_visualization") {
						t.Errorf("the full digest has no chart: %q", kinds(blocks))
					}
				}
				// What was found out is remembered: the next one is right at once.
				refused := len(problemCalls(w))
				w.User("diane").Runs("/loop digest preview").Expects("on its way")
				w.withThread(w.User("diane").DM().Expects("2026-W48"))
				if again := len(problemCalls(w)); again != refused {
					t.Errorf("the second digest is refused %d times again", again-refused)
				}
			}, func(o *slacksim.Options, _ *configs.Config) { o.Rejects = c.refuses })
		})
	}
	for _, n := range figure.FindAllString(chartNumbers(whole), -1) {
		for _, name := range []string{"no charts", "no charts and data tables", "only sections"} {
			if !slices.Contains(numbers[name], n) {
				t.Errorf("%s: the digest does not say %s, which the full one shows", name, n)
			}
		}
	}
}

var figure = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// problemCalls are the posts that Slack refused.
func problemCalls(w *world) []slacksim.Call {
	return slices.DeleteFunc(w.Calls(post), func(c slacksim.Call) bool { return c.Error != "invalid_blocks" })
}

func kinds(blocks []any) []string {
	var all []string
	for _, block := range blocks {
		b, _ := block.(map[string]any)
		all = append(all, fmt.Sprint(b["type"]))
	}
	return all
}

// chartNumbers is what stands in the tables and charts of a message; a scale
// in percent shows the same figures another way.
func chartNumbers(blocks []any) string {
	var text strings.Builder
	for _, block := range blocks {
		b, _ := block.(map[string]any)
		switch b["type"] {
		case "data_table":
			gather(b["rows"], "text", &text)
		case "data_visualization":
			if title := fmt.Sprint(b["title"]); !strings.Contains(title, "%") {
				gather(b, "value", &text)
			}
		}
	}
	return text.String()
}

func gather(value any, key string, into *strings.Builder) {
	switch v := value.(type) {
	case []any:
		for _, part := range v {
			gather(part, key, into)
		}
	case map[string]any:
		if found, ok := v[key]; ok {
			if _, nested := found.(map[string]any); !nested {
				fmt.Fprint(into, found, " ; ")
			}
		}
		for _, part := range v {
			gather(part, key, into)
		}
	}
}

// aBusyWeek gives a digest something to say.
func (w *world) aBusyWeek() {
	w.t.Helper()
	priya, diane := w.User("priya").In("leads"), w.User("diane").In("leadership")
	for _, goal := range []string{"revenue 2026-Q4 54321", "mqls 2026-Q4 17", "acceptance_rate 2026-Q4 65%", "website_visits 2026-Q4 9100"} {
		diane.Runs("/goal set " + goal).Expects("The goal is set")
	}
	priya.Runs("/goal log website_visits 5417").Expects("Noted")
	for n := range 6 {
		id, who := fmt.Sprintf("L-%d", n+1), fmt.Sprintf("Lead %c", 'A'+n)
		w.logs(priya, fmt.Sprintf("%s, Firm %c, lead%d@firm%d.example source=source%d", who, 'A'+n, n, n, n%3), who)
		if n == 5 {
			continue
		}
		w.offers(priya, id, "sam", who)
		switch n {
		case 3:
			w.User("sam").Runs("/lead reject " + id + " no_need").Expects("You rejected")
			priya.DM().Expects("rejected")
			continue
		case 4:
			continue
		}
		w.accepts("sam", id, "priya")
		w.User("sam").Runs("/lead touch " + id + " call").Expects("Noted")
		w.User("sam").Runs(fmt.Sprintf("/lead qualify %s amount=%d close=2026-12-18", id, 1111*(n+1))).Expects("opportunity")
		priya.DM().Expects("made an opportunity")
		if n == 2 {
			w.User("sam").Runs("/lead lost " + id + " price").Expects("is closed")
			priya.DM().Expects("lost")
			continue
		}
		w.User("sam").Runs("/lead won " + id).Expects("Won")
		priya.DM().Expects("won")
	}
	w.told()
}

// TestLongListsFitIntoAnAnswer fills every list. Slack drops answers above
// 20 KB without a word; the workspace objects to them.
func TestLongListsFitIntoAnAnswer(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, diane := w.User("priya").In("leads"), w.User("diane").In("leadership")
		name := strings.Repeat("<&>", 35)
		for n := range 20 {
			id := w.logs(priya, fmt.Sprintf("n%02d %s, same company %s, n%d@same.example", n, name, name, n), fmt.Sprintf("n%02d ", n))
			if n == 0 {
				for range 60 {
					priya.Runs("/lead touch " + id + " note " + strings.Repeat("&<>", 260)).Expects("Noted")
				}
			}
		}
		for n := range 30 {
			why := strings.Repeat("<&>", 260)
			diane.Runs(fmt.Sprintf(`/goal set mqls 2027-W%02d %d why="%s"`, n%52+1, n+1, why)).Expects("The goal is set")
		}
		for _, command := range []string{"/lead mine", "/lead find same", "/lead history L-1", "/lead show L-1", "/goal list", "/lead help", "/loop definition"} {
			if reply := priya.Runs(command); reply.Text == "" || reply.Failure != "" {
				t.Errorf("%s answers %q %s", command, reply.Text, reply.Failure)
			}
		}
		if home := priya.Home(); home == nil || !strings.Contains(home.Text, "Your turn") {
			t.Errorf("the Home tab shows %+v", home)
		}
		priya.Runs("/loop digest preview").Expects("on its way")
		w.withThread(priya.DM().Expects("2026-W48"))
		w.told()
	})
}
