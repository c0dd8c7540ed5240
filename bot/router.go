package bot

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadloop/leadloop/bot/agreement"
	"github.com/leadloop/leadloop/bot/campaigns"
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/digest"
	"github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/home"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/people"
	"github.com/leadloop/leadloop/bot/reminders"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
)

// handlerDeadline leaves time for the acknowledgement to travel within
// Slack's 3 s.
const handlerDeadline = 2500 * time.Millisecond

// routes are what all features react to. There is nothing else that the bot does.
type routes struct {
	commands  map[string][]desk.Command
	actions   map[string]desk.Route
	submits   map[string]desk.Route
	shortcuts map[string]desk.Route
	events    map[string]desk.Route
	notices   map[funnel.NoticeKind]desk.Notice
}

// features are the rooms of the bot, in the order of the help.
func (b *Bot) features() []desk.Feature {
	return []desk.Feature{
		agreement.Feature(b.Desk),
		leads.Feature(b.Desk),
		goals.Feature(b.Desk),
		campaigns.Feature(b.Desk),
		people.Feature(b.Desk),
		digest.Feature(b.Desk),
		reminders.Feature(b.Desk),
		home.Feature(b.Desk),
		b.ownFeature(),
	}
}

// Commands are all that people can type, by command, for those who write about them.
func Commands() map[string][]desk.Command {
	d := &desk.Desk{Services: &loop.Services{}}
	return newRoutes((&Bot{Desk: d}).features()).commands
}

func newRoutes(features []desk.Feature) routes {
	r := routes{
		commands: map[string][]desk.Command{}, actions: map[string]desk.Route{}, submits: map[string]desk.Route{},
		shortcuts: map[string]desk.Route{}, events: map[string]desk.Route{}, notices: map[funnel.NoticeKind]desk.Notice{},
	}
	for _, f := range features {
		for _, c := range f.Commands {
			r.commands[c.Of] = append(r.commands[c.Of], c)
		}

		maps.Copy(r.actions, f.Clicks)
		maps.Copy(r.submits, f.Forms)
		maps.Copy(r.shortcuts, f.Shortcuts)
		maps.Copy(r.events, f.Events)
		maps.Copy(r.notices, f.Notices)
	}

	for command := range r.commands {
		r.commands[command] = append([]desk.Command{r.help(command)}, r.commands[command]...)
	}

	return r
}

// find gives the route of an input, and its name for metrics.
func (b *Bot) find(in *desk.Input) (desk.Route, string, bool) {
	table := map[desk.Kind]map[string]desk.Route{
		desk.KindAction: b.routes.actions, desk.KindSubmit: b.routes.submits, desk.KindShortcut: b.routes.shortcuts,
		desk.KindEvent: b.routes.events,
	}[in.Kind]
	switch {
	case in.Kind == desk.KindCommand:
		return b.findCommand(in)
	case in.Kind == desk.KindSuggest:
		return desk.Route{Run: b.Suggest, Open: true}, "suggest", true
	case in.Kind == desk.KindAction && kit.TurnsPage(in.Name):
		return b.findPage(in)
	}

	r, ok := table[in.Name]
	return r, string(in.Kind) + " " + in.Name, ok
}

// mostTyped is how many characters of a command are read.
const mostTyped = 4000

func (b *Bot) findCommand(in *desk.Input) (desk.Route, string, bool) {
	subs, ok := b.routes.commands[in.Name]
	if !ok {
		return desk.Route{}, in.Name, false
	}

	if n := utf8.RuneCountInString(in.Text); n > mostTyped {
		return desk.Route{Open: true, Run: func(context.Context, *desk.Input) (desk.Ack, error) {
			return desk.Ack{}, fault.Invalid("That has %d characters, and a command has %d at most. Shorten it, or use a form, such as `/lead new`.", n, mostTyped)
		}}, in.Name + " ?", true
	}

	typed := desk.LineOf(in.Text)
	if len(typed) == 0 || typed[0].Word() == "" {
		typed = desk.LineOf("help")
	}

	word, args := typed[0].Word(), typed[1:]
	for _, sub := range subs {
		if sub.Word == word {
			in.Example = sub.Written()
			if err := desk.NoMore(args, in.Example); sub.Usage == "" && err != nil {
				refuse := func(context.Context, *desk.Input) (desk.Ack, error) { return desk.Ack{}, err }
				return desk.Route{Open: sub.Open, Run: refuse}, in.Name + " " + word, true
			}

			run := func(ctx context.Context, in *desk.Input) (desk.Ack, error) { return sub.Run(ctx, in, args) }
			return desk.Route{Open: sub.Open, Run: run}, in.Name + " " + word, true
		}
	}

	return desk.Route{Open: true, Run: func(context.Context, *desk.Input) (desk.Ack, error) {
		return desk.Ack{}, unknownWord(in.Name, typed[0].Text(), args, subs)
	}}, in.Name + " ?", true
}

// unknownWord names the nearest word there is. Who gives a lead's number
// alone wants to see it.
func unknownWord(command, word string, args line.Line, subs []desk.Command) error {
	if command == "/lead" && leads.LeadPattern.MatchString(word) {
		return fault.Invalid("What is to be done with %s? `/lead show %s` shows it, `/lead help` lists what else %s can do.", word, word, command)
	}

	names := make([]string, len(subs))
	for i, sub := range subs {
		names[i] = sub.Word
	}

	if instead := synonyms[command][strings.ToLower(strings.Trim(word, ".,:;!"))]; instead != "" {
		return fault.Invalid("“%s” is not a word of %s. %s `%s help` lists everything.", word, command, instead, command)
	}

	name, found := near(word, names)
	if !found {
		return fault.Invalid("“%s” is not something that %s can do. `%s help` lists what it can.", word, command, command)
	}

	nearest := subs[slices.Index(names, name)]

	meant, example := nearest.Typed(), nearest.Written()
	if len(args) > 0 && strings.EqualFold(word+args[0].Text(), nearest.Word) {
		args = args[1:] // one word written as two
	}

	if len(args) > 0 && utf8.RuneCountInString(args.String()) <= mostRepeated {
		meant = command + " " + nearest.Word + " " + args.String()
	}

	if meant != example {
		example = " For example: `" + example + "`."
	} else {
		example = ""
	}

	return fault.Invalid("“%s” is not something that %s can do. Did you mean `%s`?%s `%s help` lists everything.", word, command, meant, example, command)
}

// mostRepeated letters of what was typed are repeated behind the right word.
const mostRepeated = 80

// handle deals with one input, whatever happens.
func (b *Bot) handle(ctx context.Context, in *desk.Input) (ack desk.Ack) {
	r, name, ok := b.find(in)
	if !ok {
		b.metrics.inputs.WithLabelValues("unknown", "ignored").Inc()
		b.Log.Warn().Str("kind", string(in.Kind)).Str("name", kit.Cut(in.Name, 80)).Msg("nothing reacts to this")
		return b.nothingReacts(in)
	}

	in.Again = in.Kind == desk.KindAction && !b.clicks.First(in.Trigger)
	if r.Repeat {
		in.DedupKey = in.Trigger
	}

	result := "done"
	defer func() {
		if cause := recover(); cause != nil {
			result = "panic"
			ack = b.Failed(ctx, in, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
		}

		b.metrics.inputs.WithLabelValues(name, result).Inc()
	}()
	if b.isBot(in.Actor) {
		result = "bot"
		return desk.Ack{}
	}

	if err := b.mayUse(ctx, in, r.Open); err != nil {
		result = "refused"
		return b.Failed(ctx, in, err)
	}

	ack, err := r.Run(ctx, in)
	if err != nil {
		result = desk.ResultOf(err)
		return b.Failed(ctx, in, err)
	}

	ack = paged(ack, in)

	b.Log.Info().Str("route", name).Str("user", string(in.Actor.User)).Msg("done")
	return ack
}

func (b *Bot) nothingReacts(in *desk.Input) desk.Ack {
	if in.Kind != desk.KindCommand && in.Kind != desk.KindAction && in.Kind != desk.KindSubmit {
		return desk.Ack{}
	}

	return b.Failed(context.Background(), in, fault.NotFound("This version of Leadloop has no answer to that. It may have been updated since the message was sent; try `/lead help`."))
}

// isBot says whether something was done by a bot, this one included.
func (b *Bot) isBot(a desk.Actor) bool {
	us := b.identity.Load()
	return a.Bot || a.User == desk.Slackbot || us != nil && a.User != "" && string(a.User) == us.UserID
}

// mayUse lets in the people of this workspace; guests, bots and strangers
// stay outside. What a member may do is decided by the rules at the act.
func (b *Bot) mayUse(ctx context.Context, in *desk.Input, open bool) error {
	if !b.ours(in.Actor.Team) {
		return fault.Denied("Leadloop belongs to another organisation, so only its people can use it. Ask your contact there to do this for you.")
	}

	if in.Actor.User == "" {
		if in.Kind == desk.KindEvent {
			return nil
		}

		return fault.Denied("Slack did not say who you are, so nothing was done. Please try again.")
	}

	return b.admits(ctx, in.Actor.User, open)
}

// admits says why somebody may do nothing, if so; whoever may do nothing is
// told nothing either. Of whom Slack does not say who they are, nothing is
// taken but what is open to all.
func (b *Bot) admits(ctx context.Context, id ref.UserID, open bool) error {
	p, known := b.People.Lookup(ctx, id)
	switch {
	case p.Refusal != "":
		return fault.Denied("%s", p.Refusal)
	case open:
		return nil
	case !known:
		return &fault.Error{Kind: fault.KindUnavailable, Text: "Slack does not say just now who you are, so nothing was done. Please try again in a minute."}
	}

	roster := b.Services.Core.Settings().Roster
	return roster.Admit(roster.Person(id))
}

// ours says whether something comes from this workspace. Another one of the
// same organisation is not it. Where Slack names none, it is whose the person is.
func (b *Bot) ours(team string) bool {
	us := b.identity.Load()
	return us != nil && (team == "" || team == us.TeamID)
}

// home is the workspace that people have to be of.
func (b *Bot) home() string {
	if us := b.identity.Load(); us != nil {
		return us.TeamID
	}

	return ""
}
