package bot

import (
	"context"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/campaigns"
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/loop"
)

// table is what the bot reacts to, of a bot that does none of it.
func table() routes {
	d := &desk.Desk{Services: &loop.Services{}}
	return newRoutes((&Bot{Desk: d}).features())
}

func helpMessage(text string, sections int) kit.Message {
	m := kit.Message{Text: "long"}
	for range sections {
		m.Blocks = append(m.Blocks, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil))
	}
	return m
}

// What a golden of any room offers has a route, and every route is offered somewhere.
func TestThereAreNoDeadButtons(t *testing.T) {
	actions, callbacks := offered(t)
	r := table()
	for what, pair := range map[string][2][]string{
		"actions": {slices.Collect(maps.Keys(r.actions)), actions},
		"submits": {slices.Collect(maps.Keys(r.submits)), callbacks},
	} {
		routed, drawn := slices.Sorted(slices.Values(pair[0])), slices.Sorted(slices.Values(pair[1]))
		if diff := cmp.Diff(drawn, routed); diff != "" {
			t.Errorf("%s (-drawn +routed):\n%s", what, diff)
		}
	}
}

var offeredID = regexp.MustCompile(`"(action_id|callback_id)": "([^"]+)"`)

// offered are the ids in the goldens of all rooms.
func offered(t *testing.T) (actions, callbacks []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("*", "testdata", "golden", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}

	found := map[string]map[string]bool{"action_id": {}, "callback_id": {}}
	for _, name := range files {
		golden, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range offeredID.FindAllSubmatch(golden, -1) {
			found[string(match[1])][string(match[2])] = true
		}
	}

	delete(found["action_id"], kit.InputAction)
	delete(found["callback_id"], kit.CallbackDetail)
	return slices.Collect(maps.Keys(found["action_id"])), slices.Collect(maps.Keys(found["callback_id"]))
}

func TestEveryWordOfACommandIsInItsHelp(t *testing.T) {
	for command, subs := range Commands() {
		for _, sub := range subs {
			if sub.Word != "help" && len(sub.Help) == 0 {
				t.Errorf("%s help does not mention %q", command, sub.Word)
			}
			for _, form := range sub.Help {
				if form[0] != command+" "+sub.Word && !strings.HasPrefix(form[0], command+" "+sub.Word+" ") {
					t.Errorf("%q is said to be a form of %s %s", form[0], command, sub.Word)
				}
			}
		}
	}
}

// What the rules refer to is said in commands that there are.
func TestTheWayOfEveryTaskIsACommand(t *testing.T) {
	routes := Commands()
	for _, task := range fault.Tasks() {
		way := kit.Way(fault.Way{Task: task})
		_, command, _ := strings.Cut(strings.TrimSuffix(way, "`"), "`")
		words := strings.Fields(command)
		if len(words) < 2 {
			t.Errorf("task %d of funnel/fault/ways.go has no command, but %q", task, way)
			continue
		}
		at := slices.IndexFunc(routes[words[0]], func(sub desk.Command) bool { return sub.Word == words[1] })
		if at < 0 {
			t.Errorf("task %d of funnel/fault/ways.go is %q, which is no command", task, command)
			continue
		}
		for _, word := range words[2:] {
			if !strings.Contains(routes[words[0]][at].Usage, word) {
				t.Errorf("task %d of funnel/fault/ways.go is %q, but %q takes %q", task, command, words[1], routes[words[0]][at].Usage)
			}
		}
	}
}

func TestEveryRouteSurvivesAnEmptyInput(t *testing.T) {
	f := newFakeSlack(t)
	b := newBot(t, f)
	for _, sub := range slices.Concat(b.routes.commands["/lead"], b.routes.commands["/goal"], b.routes.commands["/campaign"], b.routes.commands["/loop"]) {
		if _, err := sub.Run(t.Context(), &desk.Input{Kind: desk.KindCommand}, nil); fault.KindOf(err) == fault.KindInternal && err != nil && !strings.Contains(err.Error(), "modal") {
			t.Errorf("%s: %v", sub.Word, err)
		}
	}
	for _, table := range []map[string]desk.Route{b.routes.actions, b.routes.submits, b.routes.shortcuts, b.routes.events} {
		for name, r := range table {
			if _, err := r.Run(t.Context(), &desk.Input{}); fault.KindOf(err) == fault.KindInternal && err != nil && !strings.Contains(err.Error(), "modal") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestAWrongWordGetsTheNearestOrNone(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	for _, test := range []struct{ typed, says string }{
		{"lgo Jane Doe", "Did you mean `/lead log"},
		{"hand off L-1 @sam", "Did you mean `/lead handoff L-1 @sam`?"},
		{"shwo L-7", "Did you mean `/lead show L-7`?"},
		{"handof L-1", "Did you mean `/lead handoff"},
		{"hlep", "Did you mean `/lead help"},
		{"recylce L-1", "Did you mean `/lead recycle"},
		{"l-12", "`/lead show l-12` shows it"},
		{"Jane Doe, Acme", "`/lead help` lists what it can"},
		{"x", "`/lead help` lists what it can"},
		{"recylc L-1", "Did you mean `/lead recycle L-1`"},
		{"losst L-1", "Did you mean `/lead lost L-1`"},
		{"list", "`/lead mine` lists your leads"},
		{"LAST", "`/lead help` lists what it can"},
		{"wins", "`/lead help` lists what it can"},
		{"call L-1", "`/lead touch L-1 call spoke to Jane` notes a call"},
		{"undo please", "“please” is not understood here. Expected `/lead undo`"},
	} {
		ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: "/lead", Text: test.typed, Actor: desk.Actor{User: marketer}})
		if ack.Message == nil || !strings.Contains(ack.Message.Text, test.says) {
			t.Errorf("%q: got %+v, want %q", test.typed, ack.Message, test.says)
		}
	}
}

// TestWhatPeopleTryLeadsToNothingGrave: what is proposed for a word that is none ends nothing.
func TestWhatPeopleTryLeadsToNothingGrave(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	for command, words := range synonyms {
		for _, word := range slices.Concat(slices.Collect(maps.Keys(words)), []string{"list", "my", "search", "edit", "note", "call", "email", "status"}) {
			if slices.ContainsFunc(b.routes.commands[command], func(c desk.Command) bool { return c.Word == word }) {
				if words[word] != "" {
					t.Errorf("%s %s is a word, and a synonym too", command, word)
				}
				continue
			}
			ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: command, Text: word, Actor: desk.Actor{User: marketer}})
			for _, ends := range grave {
				if ack.Message == nil || strings.Contains(ack.Message.Text, "`"+command+" "+ends) {
					t.Errorf("%s %s: %+v", command, word, ack.Message)
				}
			}
		}
	}
}

func TestARepNamedWithoutTheSignIsAskedFor(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	b.People.Changed(&slack.User{ID: string(rep), TeamID: "T1", RealName: "Sam Okafor"})
	command := func(text string) string {
		ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: "/lead", Text: text, Actor: desk.Actor{User: marketer}})
		if ack.Message == nil {
			return ""
		}
		return ack.Message.Text
	}
	command("log Jane Doe, Acme, jane@acme.com")
	for _, note := range []string{"sam", "Sam: please call"} {
		if got := command("handoff L-1 " + note); !strings.Contains(got, "Is <@UREP> to get it?") {
			t.Errorf("%q: got %q", note, got)
		}
	}
	if got := command("handoff L-1 same need as Acme"); !strings.Contains(got, "to <@UREP>") {
		t.Errorf("a note that begins like a name: got %q", got)
	}
}

func TestAPanicBecomesAReference(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	b.routes.actions["boom"] = desk.Route{Open: true, Run: func(_ context.Context, _ *desk.Input) (desk.Ack, error) { panic("boom") }}
	ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindAction, Name: "boom", Actor: desk.Actor{User: marketer}})
	if ack.Message == nil || !strings.Contains(ack.Message.Text, "Something went wrong on our side (ref ") {
		t.Errorf("got %+v", ack.Message)
	}
}

func TestErrorsOfAModalLandOnTheirFields(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	in := &desk.Input{Kind: desk.KindSubmit, Name: leads.CallbackNew, Actor: desk.Actor{User: marketer}, View: desk.Surface{
		ID: "V1", Inputs: []string{"name", "company", "email", "phone"}, Form: map[string]string{"name": "Jane", "email": "jane at acme"},
	}}
	if got := b.handle(t.Context(), in); got.Errors["email"] == "" || len(got.Errors) != 1 {
		t.Errorf("a malformed address: got %v", got.Errors)
	}
	in.Actor.User = "USTRANGER"
	if got := b.handle(t.Context(), in); !strings.Contains(got.Errors["name"], "You are not on a team") {
		t.Errorf("a stranger: got %v", got.Errors)
	}
}

func TestTheGoalOfACampaignIsRefusedOnItsField(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	submit := func(id, goal string) desk.Ack {
		return b.handle(t.Context(), &desk.Input{Kind: desk.KindSubmit, Name: campaigns.CallbackEdit, DedupKey: id, Actor: desk.Actor{User: marketer}, View: desk.Surface{
			ID: id, Inputs: []string{"name", "goal"},
			Form: map[string]string{"name": "Fair " + id, "channel": "event", "from": "", "until": "", "budget": "", "expects": "", "goal": goal},
		}})
	}
	for goal, says := range map[string]string{"G-9": "There is no goal G-9 that a campaign could serve.", "soon": "not the number of a goal"} {
		if got := submit("V1", goal).Errors; len(got) != 1 || !strings.Contains(got["goal"], says) {
			t.Errorf("the goal %s: got %v, want %q", goal, got, says)
		}
	}
	for id, goal := range map[string]string{"V2": "", "V3": kit.NoGoal} {
		if got := submit(id, goal); got.Errors != nil || got.Message == nil || !strings.Contains(got.Message.Text, "serves no goal") {
			t.Errorf("the goal %q with blank fields: got %+v", goal, got)
		}
	}
}

func TestAGoalsButtonHasItsNumber(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	click := func(action, value string) string {
		ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindAction, Name: action, Value: value, Actor: desk.Actor{User: boss}})
		if ack.Message == nil {
			return ""
		}
		return ack.Message.Text
	}
	for _, action := range []string{goals.ActionShow, goals.ActionEdit, goals.ActionRetire} {
		for value, says := range map[string]string{"": "not the number of a goal", "mqls 2026-Q4": "not the number of a goal", "G-9": "There is no goal G-9."} {
			if got := click(action, value); !strings.Contains(got, says) {
				t.Errorf("%s of %q: got %q, want %q", action, value, got, says)
			}
		}
	}

	click(goals.ActionNew, "mqls 2030-Q4 12")
	if all, err := b.Services.Goals.Standings(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("the button that opens a form set %v, %v", all, err)
	}
}

func TestAFormNamesThoseOfWhomItsErrorSpeaks(t *testing.T) {
	f := newFakeSlack(t)
	b := newBot(t, f)
	f.answer("users.info", func(_ int, form url.Values) any {
		return map[string]any{"ok": true, "user": map[string]any{"id": form.Get("user"), "team_id": "T1", "real_name": "Sam Okafor"}}
	})
	for name, err := range map[string]error{
		"of no field": fault.Conflict("%s was faster.", rep.Mentioned()),
		"of a field":  fault.InvalidField("company", fault.Conflict("%s was faster.", rep.Mentioned())),
	} {
		b.People = desk.NewDirectory(b.People.Fetch, b.People.Now, b.home, b.Log) // as after a start
		b.routes.submits["late"] = desk.Route{Open: true, Run: func(context.Context, *desk.Input) (desk.Ack, error) { return desk.Ack{}, err }}
		ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindSubmit, Name: "late", Actor: desk.Actor{User: marketer}, View: desk.Surface{Inputs: []string{"company"}}})
		if got := ack.Errors["company"]; got != "Sam Okafor was faster." {
			t.Errorf("an error %s says %q", name, got)
		}
	}
}

func TestGuestsBotsAndOthersAreRefused(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	b.identity.Store(&slack.AuthTestResponse{TeamID: "T1"})
	guest := &slack.User{ID: "UREP", IsRestricted: true}
	for name, test := range map[string]struct {
		actor desk.Actor
		says  string
	}{
		"another workspace": {desk.Actor{User: marketer, Team: "T2"}, "another organisation"},
		"a guest":           {desk.Actor{User: rep, Team: "T1"}, "Guests cannot use"},
		"nobody":            {desk.Actor{Team: "T1"}, "who you are"},
	} {
		b.People.Changed(guest)
		ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: "/lead", Text: "mine", Actor: test.actor})
		if ack.Message == nil || !strings.Contains(ack.Message.Text, test.says) {
			t.Errorf("%s: got %+v", name, ack.Message)
		}
	}
	if ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: "/lead", Text: "mine", Actor: desk.Actor{User: "UX", Bot: true}}); ack.Message != nil {
		t.Errorf("a bot got %+v", ack.Message)
	}
	if b.Available(rep) {
		t.Error("a guest is given leads")
	}
}

// TestOnlyThoseOnTheRosterRead: everything but help is for them.
func TestOnlyThoseOnTheRosterRead(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	for command, subs := range b.routes.commands {
		for _, sub := range subs {
			ack := b.handle(t.Context(), &desk.Input{Kind: desk.KindCommand, Name: command, Text: strings.TrimSpace(sub.Word + " " + sub.Example), Actor: desk.Actor{User: "USTRANGER", Team: "T1"}})
			if refused := ack.Message != nil && strings.Contains(ack.Message.Text, "You are not on a team"); refused != (sub.Word != "help") {
				t.Errorf("%s %s: a stranger is refused: %v", command, sub.Word, refused)
			}
		}
	}
	for name, clicked := range b.routes.actions {
		if clicked.Open {
			t.Errorf("the button %s is for strangers", name)
		}
	}
	for name, submitted := range b.routes.submits {
		if submitted.Open {
			t.Errorf("the form %s is for strangers", name)
		}
	}
}

func TestACommandHasAnEnd(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	in := &desk.Input{Kind: desk.KindCommand, Name: "/lead", Text: "log " + strings.Repeat("x", mostTyped), Actor: desk.Actor{User: marketer, Team: "T1"}}
	if ack := b.handle(t.Context(), in); ack.Message == nil || !strings.Contains(ack.Message.Text, "That has 4004 characters, and a command has 4000 at most.") {
		t.Errorf("got %+v", ack.Message)
	}
}
