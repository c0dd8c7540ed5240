package bot

import (
	"context"
	"go/ast"
	"go/parser"
	tokens "go/token"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/loop"
)

// table is what the bot reacts to, of a bot that does none of it.
func table() routes {
	d := &desk{services: &loop.Services{}}
	return newRoutes((&Bot{desk: d}).features())
}

func helpMessage(text string, sections int) view.Message {
	m := view.Message{Text: "long"}
	for range sections {
		m.Blocks = append(m.Blocks, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil))
	}
	return m
}

func TestThereAreNoDeadButtons(t *testing.T) {
	r := table()
	for what, pair := range map[string][2][]string{
		"actions": {slices.Collect(maps.Keys(r.actions)), idsOf(t, "view/ids.go", "Action")},
		"submits": {append(slices.Collect(maps.Keys(r.submits)), view.CallbackDetail), idsOf(t, "view/ids.go", "Callback")},
	} {
		routed, drawn := slices.Sorted(slices.Values(pair[0])), slices.Sorted(slices.Values(pair[1]))
		if !slices.Equal(routed, drawn) {
			t.Errorf("%s: routed %q, drawn %q", what, routed, drawn)
		}
	}
}

// idsOf are the values of the constants in bot/view/ids.go whose names begin with a prefix.
func idsOf(t *testing.T, file, prefix string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(tokens.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}

	var ids []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, prefix) {
			literal, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				t.Fatalf("%s has no text as its value", spec.Names[0].Name)
			}
			id, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return true
	})
	return ids
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
		way := view.Way(fault.Way{Task: task})
		_, command, _ := strings.Cut(strings.TrimSuffix(way, "`"), "`")
		words := strings.Fields(command)
		if len(words) < 2 {
			t.Errorf("task %d of funnel/fault/ways.go has no command, but %q", task, way)
			continue
		}
		at := slices.IndexFunc(routes[words[0]], func(sub Command) bool { return sub.Word == words[1] })
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
		if _, err := sub.Run(t.Context(), &Input{Kind: KindCommand}, nil); fault.KindOf(err) == fault.KindInternal && err != nil && !strings.Contains(err.Error(), "modal") {
			t.Errorf("%s: %v", sub.Word, err)
		}
	}
	for _, table := range []map[string]Route{b.routes.actions, b.routes.submits, b.routes.shortcuts, b.routes.events} {
		for name, r := range table {
			if _, err := r.Run(t.Context(), &Input{}); fault.KindOf(err) == fault.KindInternal && err != nil && !strings.Contains(err.Error(), "modal") {
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
	} {
		ack := b.handle(t.Context(), &Input{Kind: KindCommand, Name: "/lead", Text: test.typed, Actor: Actor{User: marketer}})
		if ack.message == nil || !strings.Contains(ack.message.Text, test.says) {
			t.Errorf("%q: got %+v, want %q", test.typed, ack.message, test.says)
		}
	}
}

func TestARepNamedWithoutTheSignIsAskedFor(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	b.people.changed(&slack.User{ID: string(rep), RealName: "Sam Okafor"})
	command := func(text string) string {
		ack := b.handle(t.Context(), &Input{Kind: KindCommand, Name: "/lead", Text: text, Actor: Actor{User: marketer}})
		if ack.message == nil {
			return ""
		}
		return ack.message.Text
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
	b.routes.actions["boom"] = Route{Open: true, Run: func(_ context.Context, _ *Input) (Ack, error) { panic("boom") }}
	ack := b.handle(t.Context(), &Input{Kind: KindAction, Name: "boom", Actor: Actor{User: marketer}})
	if ack.message == nil || !strings.Contains(ack.message.Text, "Something went wrong on our side (ref ") {
		t.Errorf("got %+v", ack.message)
	}
}

func TestErrorsOfAModalLandOnTheirFields(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	in := &Input{Kind: KindSubmit, Name: view.CallbackNew, Actor: Actor{User: marketer}, View: Surface{
		ID: "V1", Inputs: []string{"name", "company", "email", "phone"}, Form: map[string]string{"name": "Jane", "email": "jane at acme"},
	}}
	if got := b.handle(t.Context(), in); got.errors["email"] == "" || len(got.errors) != 1 {
		t.Errorf("a malformed address: got %v", got.errors)
	}
	in.Actor.User = "USTRANGER"
	if got := b.handle(t.Context(), in); !strings.Contains(got.errors["name"], "You are not on a team") {
		t.Errorf("a stranger: got %v", got.errors)
	}
}

func TestTheGoalOfACampaignIsRefusedOnItsField(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	submit := func(id, goal string) Ack {
		return b.handle(t.Context(), &Input{Kind: KindSubmit, Name: view.CallbackCampaign, DedupKey: id, Actor: Actor{User: marketer}, View: Surface{
			ID: id, Inputs: []string{"name", "goal"},
			Form: map[string]string{"name": "Fair " + id, "channel": "event", "from": "", "until": "", "budget": "", "expects": "", "goal": goal},
		}})
	}
	for goal, says := range map[string]string{"G-9": "There is no goal G-9 that a campaign could serve.", "soon": "not the number of a goal"} {
		if got := submit("V1", goal).errors; len(got) != 1 || !strings.Contains(got["goal"], says) {
			t.Errorf("the goal %s: got %v, want %q", goal, got, says)
		}
	}
	for id, goal := range map[string]string{"V2": "", "V3": view.NoGoal} {
		if got := submit(id, goal); got.errors != nil || got.message == nil || !strings.Contains(got.message.Text, "serves no goal") {
			t.Errorf("the goal %q with blank fields: got %+v", goal, got)
		}
	}
}

func TestAGoalsButtonHasItsNumber(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	click := func(action, value string) string {
		ack := b.handle(t.Context(), &Input{Kind: KindAction, Name: action, Value: value, Actor: Actor{User: boss}})
		if ack.message == nil {
			return ""
		}
		return ack.message.Text
	}
	for _, action := range []string{view.ActionGoalShow, view.ActionGoalEdit, view.ActionGoalRetire} {
		for value, says := range map[string]string{"": "not the number of a goal", "mqls 2026-Q4": "not the number of a goal", "G-9": "There is no goal G-9."} {
			if got := click(action, value); !strings.Contains(got, says) {
				t.Errorf("%s of %q: got %q, want %q", action, value, got, says)
			}
		}
	}

	click(view.ActionGoalNew, "mqls 2030-Q4 12")
	if all, err := b.services.Goals.Standings(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("the button that opens a form set %v, %v", all, err)
	}
}

func TestAFormNamesThoseOfWhomItsErrorSpeaks(t *testing.T) {
	f := newFakeSlack(t)
	b := newBot(t, f)
	f.answer("users.info", func(_ int, form url.Values) any {
		return map[string]any{"ok": true, "user": map[string]any{"id": form.Get("user"), "real_name": "Sam Okafor"}}
	})
	for name, err := range map[string]error{
		"of no field": fault.Conflict("%s was faster.", rep.Mentioned()),
		"of a field":  fault.InvalidField("company", fault.Conflict("%s was faster.", rep.Mentioned())),
	} {
		b.people = newDirectory(b.people.fetch, b.people.now, b.log) // as after a start
		b.routes.submits["late"] = Route{Open: true, Run: func(context.Context, *Input) (Ack, error) { return Ack{}, err }}
		ack := b.handle(t.Context(), &Input{Kind: KindSubmit, Name: "late", Actor: Actor{User: marketer}, View: Surface{Inputs: []string{"company"}}})
		if got := ack.errors["company"]; got != "Sam Okafor was faster." {
			t.Errorf("an error %s says %q", name, got)
		}
	}
}

func TestGuestsBotsAndOthersAreRefused(t *testing.T) {
	b := newBot(t, newFakeSlack(t))
	b.identity.Store(&slack.AuthTestResponse{TeamID: "T1"})
	guest := &slack.User{ID: "UREP", IsRestricted: true}
	for name, test := range map[string]struct {
		actor Actor
		says  string
	}{
		"another workspace": {Actor{User: marketer, Team: "T2"}, "another organisation"},
		"a guest":           {Actor{User: rep, Team: "T1"}, "Guests cannot use"},
		"nobody":            {Actor{Team: "T1"}, "who you are"},
	} {
		b.people.changed(guest)
		ack := b.handle(t.Context(), &Input{Kind: KindCommand, Name: "/lead", Text: "mine", Actor: test.actor})
		if ack.message == nil || !strings.Contains(ack.message.Text, test.says) {
			t.Errorf("%s: got %+v", name, ack.message)
		}
	}
	if ack := b.handle(t.Context(), &Input{Kind: KindCommand, Name: "/lead", Text: "mine", Actor: Actor{User: "UX", Bot: true}}); ack.message != nil {
		t.Errorf("a bot got %+v", ack.message)
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
			ack := b.handle(t.Context(), &Input{Kind: KindCommand, Name: command, Text: strings.TrimSpace(sub.Word + " " + sub.Example), Actor: Actor{User: "USTRANGER", Team: "T1"}})
			if refused := ack.message != nil && strings.Contains(ack.message.Text, "You are not on a team"); refused != (sub.Word != "help") {
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
