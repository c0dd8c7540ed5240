package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// refusal is a command that must be refused, and what the sentence has to say.
type refusal struct {
	who  *slacktest.Person
	line string
	says []string
}

// refuses checks that a command gets a sentence and changes nothing.
func (w *world) refuses(c refusal) {
	w.t.Helper()
	w.unchanged(c.line, func() {
		w.t.Helper()
		reply := c.who.Runs(c.line)
		for _, part := range c.says {
			if !strings.Contains(reply.Text, part) {
				w.t.Errorf("%q answers %s%q; want something with %q", c.line, reply.Failure, reply.Text, part)
			}
		}
		if strings.Contains(reply.Text, "(ref ") {
			w.t.Errorf("%q is taken for a fault of ours: %s", c.line, reply.Text)
		}
	})
}

// TestBadCommandsGetASentenceAndChangeNothing goes through what people do
// wrong.
func TestBadCommandsGetASentenceAndChangeNothing(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, marco := w.User("priya").In("leads"), w.User("marco").In("leads")
		sam, lena := w.User("sam").In("sales"), w.User("lena").In("sales")
		diane, alex := w.User("diane").In("leadership"), w.User("alex").In("leads")
		nadia, visitor := w.User("nadia").In("leads"), w.User("guest").In("leads")

		w.logs(priya, "Ada Known, Acme, ada@acme.example", "Ada Known")
		w.logs(priya, "Ben Offered, Borealis, ben@borealis.example", "Ben Offered")
		w.offers(priya, "L-2", "sam", "Ben Offered")
		w.logs(priya, "Cleo Taken, Cumulus, cleo@cumulus.example", "Cleo Taken")
		w.offers(priya, "L-3", "sam", "Cleo Taken")
		w.accepts("sam", "L-3", "priya")
		w.logs(priya, "Dora Won, Dune, dora@dune.example", "Dora Won")
		w.offers(priya, "L-4", "sam", "Dora Won")
		w.accepts("sam", "L-4", "priya")
		sam.Runs("/lead qualify L-4 amount=900 close=2026-12-01").Expects("900")
		priya.DM().Expects("made an opportunity")
		sam.Runs("/lead won L-4").Expects("Won")
		priya.DM().Expects("won *L-4*")
		w.logs(priya, "Eve Unreachable, Echo", "Eve Unreachable")
		w.told()

		for _, rest := range []string{
			"show L-99", "handoff L-99", "accept L-99", "reject L-99 timing", "touch L-99 call", "qualify L-99 amount=1 close=2026-12-31",
			"won L-99", "lost L-99 price", "recycle L-99 until=2027-02-01", "disqualify L-99 spam", "assign L-99 @marco", "snooze L-99 3d",
			"history L-99",
		} {
			w.refuses(refusal{priya, "/lead " + rest, []string{"There is no lead L-99", "/lead find"}})
		}

		long := strings.Repeat("x", 121)
		for _, c := range []refusal{
			// The stage does not allow it.
			{sam, "/lead accept L-1", []string{"has not been handed off", "/lead handoff L-1"}},
			{sam, "/lead accept L-3", []string{"took L-3 already"}},
			{sam, "/lead reject L-3 timing", []string{"took L-3 already"}},
			{priya, "/lead handoff L-2 @lena", []string{"was handed to", "/lead assign L-2"}},
			{priya, "/lead handoff L-3 @lena", []string{"with sales already", "/lead assign L-3"}},
			{priya, "/lead handoff L-4", []string{"customer"}},
			{priya, "/lead handoff L-5", []string{"no e-mail address and no phone number", "/lead show L-5"}},
			{sam, "/lead qualify L-2 amount=1 close=2026-12-31", []string{"/lead accept L-2"}},
			{sam, "/lead won L-3", []string{"/lead qualify L-3"}},
			{sam, "/lead lost L-4 price", []string{"customer"}},
			{sam, "/lead recycle L-4 until=2027-02-01", []string{"customer"}},
			{sam, "/lead recycle L-2 until=2027-02-01", []string{"/lead reject L-2"}},
			{priya, "/lead disqualify L-4 spam", []string{"customer"}},
			{priya, "/lead assign L-4 @marco", []string{"customer"}},
			{priya, "/lead snooze L-1 3d", []string{"nothing to snooze"}},
			{priya, "/lead assign L-1 @priya", []string{"already"}},

			// Not theirs.
			{lena, "/lead accept L-2", []string{"was handed to <@U0SAM>", "/lead assign L-2"}},
			{lena, "/lead reject L-2 timing", []string{"was handed to <@U0SAM>"}},
			{lena, "/lead qualify L-3 amount=1 close=2026-12-31", []string{"not your lead", "<@U0SAM>", "/lead assign L-3"}},
			{lena, "/lead lost L-3 price", []string{"not your lead"}},
			{lena, "/lead snooze L-3 3d", []string{"not your lead"}},
			{marco, "/lead recycle L-3 until=2027-02-01", []string{"not your lead"}},
			{sam, "/lead disqualify L-1 spam", []string{"not your lead", "<@U0PRIYA>"}},
			{sam, "/lead assign L-1 @sam", []string{"not your lead"}},
			{diane, "/lead handoff L-1", []string{"marketing's part", "<@U0PRIYA>"}},

			// Not allowed.
			{nadia, "/lead log New Name, New, new@new.example", []string{"not on a team", "<@U0ALEX>"}},
			{nadia, "/lead accept L-2", []string{"not on a team"}},
			{nadia, "/lead show L-1", []string{"not on a team"}},
			{nadia, "/goal set mqls 2026-Q4 1", []string{"not on a team"}},
			{nadia, "/loop digest preview", []string{"not on a team"}},
			{visitor, "/lead log New Name, New, new@new.example", []string{"Guests"}},
			{visitor, "/lead show L-1", []string{"Guests"}},
			{priya, "/loop digest now", []string{"leadership", "/loop digest preview"}},
			{priya, "/loop status", []string{"admins"}},
			{lena, "/lead undo", []string{"changed nothing lately"}},

			// Unknown people.
			{priya, "/lead handoff L-1 @nobody", []string{"does not know “@nobody”", "choose"}},
			{priya, "/lead assign L-1 @nobody", []string{"does not know “@nobody”"}},
			{priya, "/lead handoff L-1 @sam @lena", []string{"<@U0SAM> and <@U0LENA> cannot both get it"}},
			{priya, "/loop routing test banana", []string{"“banana”", "source=webinar", "employees=200"}},
			{priya, "/lead handoff L-1 @nadia", []string{"<@U0NADIA>", "not on the sales team", "/lead handoff L-1"}},
			{priya, "/lead assign L-1 @sam", []string{"not on the marketing team", "/lead handoff L-1"}},
			{priya, "/lead assign L-2 @marco", []string{"not on the sales team"}},
			{priya, "/lead assign L-1 #general", []string{"not a person"}},
			{diane, "/goal set mqls 2026-Q4 12 owner=@nobody", []string{"does not know “@nobody”"}},
			{diane, "/goal set mqls 2026-Q4 12 owner=#general", []string{"not a person", "owner=@name"}},

			// Amounts, dates, addresses and lengths.
			{sam, "/lead qualify L-3 amount=plenty close=2026-12-31", []string{"plenty", "12000"}},
			{sam, "/lead qualify L-3 amount= close=2026-12-31", []string{"amount"}},
			{sam, "/lead qualify L-3 amount=-5 close=2026-12-31", []string{"amount"}},
			{sam, "/lead qualify L-3 amount=0 close=2026-12-31", []string{"above 0"}},
			{sam, "/lead qualify L-3 amount=12000 close=2026-11-22", []string{"Sun 22 Nov 2026 is in the past", "close="}},
			{sam, "/lead qualify L-3 amount=12000 close=2026-02-30", []string{"not a date"}},
			{priya, "/lead recycle L-1 until=2026-11-23", []string{"not in the future", "until="}},
			{priya, "/lead recycle L-1 until=2020-01-01", []string{"not in the future"}},
			{sam, "/lead snooze L-3 2026-11-22", []string{"future"}},
			{sam, "/lead snooze L-3 2028-01-01", []string{"at most 14 days", "/lead recycle L-3"}},
			{priya, "/lead log Jane Doe, Acme, jane@acme", []string{"jane@acme", "like anna@example.com"}},
			{priya, "/lead log Jane Doe, Acme, jane@@acme.com", []string{"jane@@acme.com"}},
			{priya, "/lead log Jane Doe, Acme, email=jane.acme.com", []string{"jane.acme.com"}},
			{priya, "/lead log Jane Doe, Acme, jane@acme.com phone=12", []string{"12"}},
			{priya, "/lead log " + long + ", Acme, jane@acme.com", []string{"121", "120"}},
			{priya, "/lead log Jane Doe, Acme, jane@acme.com source=" + long, []string{"80"}},
			{priya, "/lead handoff L-1 @sam " + strings.Repeat("n", 801), []string{"801", "800"}},
			{sam, "/lead touch L-3 call " + strings.Repeat("n", 801), []string{"801", "800"}},
			{sam, "/lead reject L-2 other", []string{"needs a note"}},
			{sam, "/lead reject L-2 moonphase", []string{"not an agreed reason", "timing"}},
			{diane, "/goal set mqls 2020-Q4 12", []string{"over"}},
			{diane, "/goal set mqls 2026-Q4 -3", []string{"-3"}},
			{diane, "/goal set acceptance_rate 2026-Q4 250%", []string{"100"}},
			{diane, "/goal plan revenue=500k period=2027-Q1 win=0%", []string{"The win rate", "“0%” is 0"}},
			{diane, "/goal plan revenue=500k period=2027-Q1 sal=120%", []string{"The rate from MQL to SAL", "more than the whole"}},
			{diane, "/goal plan revenue=500k period=2026-Q3 deal=12k overall=5%", []string{"2026-Q3 is over", "2027-Q1"}},
			{diane, "/goal plan half a million", []string{"not something a plan has", "/goal plan revenue=500000"}},
			{nadia, "/goal plan revenue=500k period=2027-Q1", []string{"not on a team"}},
			{priya, "/goal log mqls 5", []string{"website_visits"}},
			{priya, "/goal log website_visits -5", []string{"-5"}},
			{priya, "/goal log website_visits 5 week=2027-W20", []string{"has not begun", "week=2026-W48"}},
		} {
			w.refuses(c)
		}
		alex.Runs("/lead mine").Expects("no leads")
	})
}

// TestBadFormsGetTheirErrorsOnTheField submits what does not go.
func TestBadFormsGetTheirErrorsOnTheField(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.logs(priya, "Ada Known, Acme, ada@acme.example", "Ada Known")
		w.logs(priya, "Ben Offered, Borealis, ben@borealis.example", "Ben Offered")
		w.offers(priya, "L-2", "sam", "Ben Offered")
		w.logs(priya, "Cleo Taken, Cumulus, cleo@cumulus.example", "Cleo Taken")
		w.offers(priya, "L-3", "sam", "Cleo Taken")
		w.accepts("sam", "L-3", "priya")
		w.told()

		for _, c := range []struct {
			what   string
			who    *slacktest.Person
			open   func() *slacktest.Reply
			fill   map[string]string
			errors map[string]string
		}{
			{"an empty lead", priya, func() *slacktest.Reply { return priya.Runs("/lead new") }, nil, map[string]string{"Name": "at least a name"}},
			{
				"a lead with a wrong address and number", priya, func() *slacktest.Reply { return priya.Runs("/lead new") },
				map[string]string{"Name": "Jane", "E-mail": "jane@acme", "Phone": "twelve"},
				map[string]string{"E-mail": "jane@acme", "Phone": "twelve"},
			},
			{
				"a correction to a wrong address", priya, func() *slacktest.Reply { return priya.Runs("/lead show L-1").Clicks("Edit") },
				map[string]string{"E-mail": "ada(at)acme"},
				map[string]string{"E-mail": "ada(at)acme"},
			},
			{
				"a rejection for another reason without a note", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-2").Clicks("Reject") },
				map[string]string{"Why is it not for you?": "Other"},
				map[string]string{"Note": "needs a note"},
			},
			{
				"a rejection without a reason", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-2").Clicks("Reject") },
				nil,
				map[string]string{"Why is it not for you?": "required"},
			},
			{
				"an opportunity without a number", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-3").Clicks("Qualify") },
				map[string]string{"Amount": "plenty"},
				map[string]string{"Amount": "plenty"},
			},
			{
				"an opportunity that should have closed", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-3").Clicks("Qualify") },
				map[string]string{"Amount": "12000", "Expected to close by": "2026-11-01"},
				map[string]string{"Expected to close by": "in the past"},
			},
			{
				"a loss without a reason", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-3").Clicks("Lost") },
				nil,
				map[string]string{"Why was it lost?": "required"},
			},
			{
				"a reassignment to nobody", sam, func() *slacktest.Reply { return sam.Runs("/lead show L-3").Clicks("Reassign") },
				nil,
				map[string]string{"To": "required"},
			},
		} {
			w.unchanged(c.what, func() {
				form := c.open().Modal()
				for label, value := range c.fill {
					form.Fill(label, value)
				}
				result := form.Submit()
				if result.Closed {
					t.Errorf("%s: the form closes", c.what)
				}
				if len(result.Errors) != len(c.errors) {
					t.Errorf("%s: the errors are %q %s", c.what, result.Errors, result.Failure)
				}
				for label, part := range c.errors {
					if !strings.Contains(result.Errors[label], part) {
						t.Errorf("%s: the errors are %q; want %q on %s", c.what, result.Errors, part, label)
					}
				}
				form.Close()
			})
		}
		form := priya.Runs("/lead show L-1").Clicks("Recycle").Modal()
		w.unchanged("a return in the past", func() {
			if result := form.Fill("Until", "2026-11-23").Submit(); !strings.Contains(result.Errors["Until"], "not in the future") {
				t.Errorf("a return today gets %+v", result)
			}
		})
		form.Fill("Until", "2027-02-01").Submit()
		priya.Expects("Put aside until")
	})
}

// nasty are names that would ping or break a message if they were markup.
var nasty = []string{
	"<!channel>", "<!here|x>", "<@U0NADIA>", "<#C0GENERAL>", "<!subteam^S1>", "&lt;!channel&gt;", "*bold* _it_ ~no~ `code`",
	"<https://evil.example|click>", "a & b < c > d", "\"quoted\"", "> quote", "```block```", "\u202egnilrats\u202c \u200bzero", "@channel @here @everyone",
}

// TestNothingThatPeopleTypePingsOrBreaks puts markup into every field.
func TestNothingThatPeopleTypePingsOrBreaks(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam, diane := w.User("priya").In("leads"), w.User("sam").In("sales"), w.User("diane").In("leadership")
		for n, name := range nasty {
			id := fmt.Sprintf("L-%d", n+1)
			who := fmt.Sprintf("nasty%d", n)
			form := priya.Runs("/lead new").Modal()
			for _, label := range []string{"Name", "Company", "Title", "Source", "Campaign", "What do they need?"} {
				form.Fill(label, name+" "+who)
			}
			form.Fill("E-mail", who+"@example.com").Submit()
			priya.Expects("Logged *" + id + "*")
			w.Channel("leads").Expects(who)
			w.told()
			priya.Runs(`/lead log ` + who + `@example.com need="` + strings.ReplaceAll(name, `"`, "") + `"`).Expects("known already")
			priya.Runs("/lead handoff " + id + " @sam " + name).Expects("You handed")
			sam.DM().Expects(who)
			w.Channel("sales").Expects(who)
			if n%2 == 0 {
				sam.Runs("/lead reject " + id + " other " + name + " so").Expects("You rejected")
				priya.DM().Expects("rejected *" + id + "*")
				priya.Runs("/lead recycle " + id + " until=2027-02-01 " + name).Expects("Put aside")
			} else {
				sam.Runs("/lead accept " + id).Expects("is yours")
				priya.DM().Expects("took")
				sam.Runs("/lead touch " + id + " call " + name).Expects("Noted")
				sam.Runs("/lead qualify " + id + " amount=1000 close=2026-12-31").Expects("1,000")
				priya.DM().Expects("made an opportunity")
				sam.Runs("/lead won " + id).Expects("Won")
				priya.DM().Expects("won")
			}
			priya.Runs("/lead find " + name).Expects("for “")
			priya.Runs("/lead " + name).Expects("help")
			diane.Runs(`/goal set mqls 2026-Q4 12 why="so ` + strings.ReplaceAll(name, `"`, "") + `"`).Expects("The goal is set")
			for _, command := range []string{"/lead show " + id, "/lead history " + id, "/lead mine", "/goal list"} {
				for _, ping := range pings(priya.Runs(command).Blocks) {
					t.Errorf("%s of %q pings: %s", command, name, ping)
				}
			}
			priya.Home()
			w.told()
		}
		diane.Runs("/loop digest preview").Expects("on its way")
		w.withThread(diane.DM().Expects("2026-W48"))
		w.told()
		for _, call := range w.Calls("") {
			for _, part := range []string{"text", "blocks", "view"} {
				value := call.Args[part]
				if text, ok := value.(string); ok && part != "text" {
					var decoded any
					if err := json.Unmarshal([]byte(text), &decoded); err != nil {
						t.Fatalf("%s: %v", call.Method, err)
					}
					value = decoded
				}
				if part == "text" {
					value = map[string]any{"type": "mrkdwn", "text": value}
				}
				for _, ping := range pings(value) {
					t.Errorf("%s pings with %s", call.Method, ping)
				}
			}
		}
	})
}

// pinging is what notifies people or leads somewhere, in markup. The people
// of a story may be mentioned.
var pinging = regexp.MustCompile(`<!(channel|here|everyone|subteam)|<@(U0NADIA|U0GUEST)|<#|<http|<mailto:[^>]*evil`)

// pings finds in blocks what would notify people because of what somebody
// wrote. Plain text is never parsed by Slack.
func pings(value any) []string {
	var found []string
	switch v := value.(type) {
	case []any:
		for _, part := range v {
			found = append(found, pings(part)...)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		text, _ := v["text"].(string)
		if kind == "mrkdwn" || kind == "markdown" {
			if pinging.MatchString(text) {
				found = append(found, text)
			}
		}
		if kind == "link" || kind == "broadcast" || kind == "usergroup" || kind == "user" && v["user_id"] == nadia {
			found = append(found, fmt.Sprint(v))
		}
		for _, part := range v {
			found = append(found, pings(part)...)
		}
	}
	return found
}
