package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

// goalSet sets a goal from one line; without anything it opens the form.
func (b *Bot) goalSet(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return b.askGoal(ctx, in, goals.Goal{Owner: in.Actor.User})
	}
	metrics, err := b.services.Metrics.Catalogue(ctx)
	if err != nil {
		return Ack{}, err
	}
	goal, err := parseGoal(args, metrics, b.currency(), in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	if goal.campaign != "" {
		if goal.input.For, err = b.campaignScope(ctx, goal.campaign); err != nil {
			return Ack{}, err
		}
	}
	if err := b.hang(ctx, &goal.input, goal.parent, goal.rate, goal.certain); err != nil {
		return Ack{}, err
	}
	set, err := b.services.Goals.Set(ctx, in.request(), goal.input)
	return b.goalWasSet(ctx, set, err)
}

func (b *Bot) clickGoalNew(ctx context.Context, in *Input) (Ack, error) {
	return b.askGoal(ctx, in, goals.Goal{Owner: in.Actor.User})
}

// withGoal does what a command does with a goal, the one whose number is the
// value of a button.
func withGoal(run command) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := ref.ParseGoalID(in.Value)
		if err != nil {
			return Ack{}, err
		}
		return run(ctx, in, lineOf(id.String()))
	}
}

func (b *Bot) campaignScope(ctx context.Context, name string) (goals.Scope, error) {
	d, err := b.services.Campaigns.Show(ctx, name, ledger.ModelFirst)
	if fault.KindOf(err) == fault.KindNotFound {
		return goals.Scope{}, fault.NotFound("“%s” is neither a team, a person nor a campaign. Expected `for=marketing`, `for=@name`, or `for=` and a name that `/campaign list` shows.", name)
	}
	return goals.Scope{Campaign: d.Campaign.ID, Name: d.Campaign.Name}, err
}

// hang looks up below which goal one is, and how it derives from that.
func (b *Bot) hang(ctx context.Context, goal *goals.Input, parent, rate, certain string) error {
	switch {
	case meansNoGoal(parent):
		goal.Alone = true
		return nil
	case parent == "" && rate == "":
		return nil
	case parent == "":
		above, ok, err := b.services.Goals.Above(ctx, goal.Metric, goal.Period, goal.For)
		if err == nil && !ok {
			err = fault.Invalid("A rate says how a goal follows from the one above it. Say which that is, such as `parent=G-1`; `/goal tree` shows them.")
		}
		if err != nil {
			return err
		}
		return b.derive(goal, above, rate, certain)
	}
	above, err := b.services.Goals.Named(ctx, parent)
	if err != nil {
		return err
	}
	goal.Parent = above.ID
	return b.derive(goal, above, rate, certain)
}

func (b *Bot) derive(goal *goals.Input, above goals.Goal, rate, certain string) (err error) {
	currency := b.currency()
	if rate != "" {
		if goal.Rate, err = goals.ParseRate(above, rate, currency); err != nil {
			return err
		}
	}
	if certain != "" {
		amount, err := above.Metric.ParseQuantity(certain, currency)
		if err != nil {
			return sentence("certain", err)
		}
		goal.Certain = amount.Number
	}
	return nil
}

func (b *Bot) goalWasSet(ctx context.Context, set goals.Saved, err error) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}
	d, err := b.services.Goals.Show(ctx, set.Saved[0].ID)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.GoalSaved(vc, set, d.Derivation) })
}

// goalOf reads which goal a command is about.
func (b *Bot) goalOf(ctx context.Context, args line.Line, command string) (goals.Goal, error) {
	name := args.Text()
	if name == "" {
		return goals.Goal{}, fault.Invalid("Which goal? Expected its number, such as `%s G-3`, or its metric and period, such as `%s mqls 2026-Q4`. `/goal list` shows them all.", command, command)
	}
	return b.services.Goals.Named(ctx, name)
}

func (b *Bot) goalEdit(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	named := args
	at := slices.IndexFunc(args, func(word line.Token) bool { return strings.Contains(word.Text(), "=") })
	if at >= 0 {
		named = args[:at]
	}
	g, err := b.goalOf(ctx, named, "/goal edit")
	if err != nil {
		return Ack{}, err
	}
	if at >= 0 {
		return Ack{}, fault.Invalid("`/goal edit %s` opens the form. To change it in a line, set it anew with what is to be other, such as `/goal set %s %s why=\"…\"`.", g.ID, g.Metric, g.Period)
	}
	return b.askGoal(ctx, in, g)
}

func (b *Bot) goalRetire(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	g, err := b.goalOf(ctx, args, "/goal retire")
	if err != nil {
		return Ack{}, err
	}
	g, err = b.services.Goals.Retire(ctx, in.request(), g.ID)
	return answer(ctx, b, g, err, view.GoalRetired)
}

func (b *Bot) goalList(ctx context.Context, _ *Input, _ line.Line) (Ack, error) {
	goals, err := b.services.Goals.Standings(ctx)
	return answer(ctx, b, goals, err, view.GoalList)
}

func (b *Bot) goalTree(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	var below ref.GoalID
	if name := args.Text(); name != "" {
		g, err := b.services.Goals.Named(ctx, name)
		if err != nil {
			return Ack{}, err
		}
		below = g.ID
	}
	some, err := b.services.Goals.Tree(ctx, below)
	if err != nil {
		return Ack{}, err
	}
	m := view.GoalTreeModel{Goals: some, Unshared: map[ref.GoalID]goals.Quantity{}}
	all := make([]goals.Goal, len(some))
	for i, s := range some {
		all[i] = s.Goal
	}
	tree := goals.NewTree(all)
	for _, g := range all {
		if left, ok := tree.Unshared(g.ID); ok {
			m.Unshared[g.ID] = left
		}
	}
	return says(view.GoalTree(b.viewContext(ctx), m)), nil
}

func (b *Bot) goalShow(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	g, err := b.goalOf(ctx, args, "/goal show")
	if err != nil {
		return Ack{}, err
	}
	d, err := b.services.Goals.Show(ctx, g.ID)
	return answer(ctx, b, d, err, view.GoalShown)
}

func (b *Bot) goalLog(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	metrics, err := b.services.Metrics.Catalogue(ctx)
	if err != nil {
		return Ack{}, err
	}
	figure, err := parseFigure(args, metrics, b.currency(), b.today())
	if err != nil {
		return Ack{}, err
	}
	logged, was, err := b.services.Metrics.LogFigure(ctx, in.request(), figure)
	if err != nil {
		return Ack{}, err
	}
	info, _ := metrics.Info(logged.Metric)
	return says(view.FigureSaved(b.viewContext(ctx), info.Name, logged, was)), nil
}

// goalMetric defines, lists and retires metrics of the company's own.
func (b *Bot) goalMetric(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	word, rest := "list", args
	if len(args) > 0 {
		word, rest = args[0].Word(), args[1:]
	}
	switch word {
	case "new":
		metric, err := parseNewMetric(rest)
		if err != nil {
			return Ack{}, err
		}
		defined, err := b.services.Metrics.Define(ctx, in.request(), metric)
		return answer(ctx, b, defined, err, view.MetricDefined)
	case "retire":
		if len(rest) == 0 {
			return Ack{}, fault.Invalid("Which metric? Expected its short name, such as `/goal metric retire demo_requests`. `/goal metric list` shows them.")
		}
		retired, err := b.services.Metrics.Retire(ctx, in.request(), rest.Text())
		return answer(ctx, b, retired, err, view.MetricRetired)
	case "list":
		custom, err := b.services.Metrics.Custom(ctx)
		return answer(ctx, b, custom, err, view.MetricList)
	}
	return Ack{}, fault.Invalid("“%s” is not something that `/goal metric` can do. Expected `%s`, `/goal metric list` or `/goal metric retire demo_requests`.", word, metricUsage)
}
