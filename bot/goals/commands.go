package goals

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

// set sets a goal from one line; without anything it opens the form.
func (h handlers) set(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return h.ask(ctx, in, goals.Goal{Owner: in.Actor.User})
	}

	metrics, err := h.Services.Metrics.Catalogue(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	goal, err := parseGoal(args, metrics, h.Currency(), in.Actor.User, h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	if goal.campaign != "" {
		if goal.input.For, err = h.campaignScope(ctx, goal.campaign); err != nil {
			return desk.Ack{}, err
		}
	}

	if err := h.hang(ctx, &goal.input, goal.parent, goal.rate, goal.certain); err != nil {
		return desk.Ack{}, err
	}

	set, err := h.Services.Goals.Set(ctx, in.Request(), goal.input)
	return h.saved(ctx, set, err)
}

func (h handlers) clickNew(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	return h.ask(ctx, in, goals.Goal{Owner: in.Actor.User})
}

// withGoal does what a command does with a goal, the one whose number is the
// value of a button.
func withGoal(run desk.LineHandler) desk.Handler {
	return func(ctx context.Context, in *desk.Input) (desk.Ack, error) {
		id, err := ref.ParseGoalID(in.Value)
		if err != nil {
			return desk.Ack{}, err
		}

		return run(ctx, in, desk.LineOf(id.String()))
	}
}

func (h handlers) campaignScope(ctx context.Context, name string) (goals.Scope, error) {
	d, err := h.Services.Campaigns.Show(ctx, name, ledger.ModelFirst)
	if fault.KindOf(err) == fault.KindNotFound {
		return goals.Scope{}, fault.NotFound("“%s” is neither a team, a person nor a campaign. Expected `for=marketing`, `for=@name`, or `for=` and a name that `/campaign list` shows.", name)
	}

	return goals.Scope{Campaign: d.Campaign.ID, Name: d.Campaign.Name}, err
}

// hang looks up below which goal one is, and how it derives from that.
func (h handlers) hang(ctx context.Context, goal *goals.Input, parent, rate, certain string) error {
	switch {
	case MeansNone(parent):
		goal.Alone = true
		return nil
	case parent == "" && rate == "":
		return nil
	case parent == "":
		above, ok, err := h.Services.Goals.Above(ctx, goal.Metric, goal.Period, goal.For)
		if err == nil && !ok {
			err = fault.Invalid("A rate says how a goal follows from the one above it. Say which that is, such as `parent=G-1`; `/goal tree` shows them.")
		}

		if err != nil {
			return err
		}

		return h.derive(goal, above, rate, certain)
	}

	above, err := h.Services.Goals.Named(ctx, parent)
	if err != nil {
		return err
	}

	goal.Parent = above.ID
	return h.derive(goal, above, rate, certain)
}

func (h handlers) derive(goal *goals.Input, above goals.Goal, rate, certain string) (err error) {
	currency := h.Currency()
	if rate != "" {
		if goal.Rate, err = goals.ParseRate(above, rate, currency); err != nil {
			return err
		}
	}

	if certain != "" {
		amount, err := above.Metric.ParseQuantity(certain, currency)
		if err != nil {
			return desk.Sentence("certain", err)
		}

		goal.Certain = amount.Number
	}

	return nil
}

func (h handlers) saved(ctx context.Context, set goals.Saved, err error) (desk.Ack, error) {
	if err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Goals.Show(ctx, set.Saved[0].ID)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return goalSaved(vc, set, d.Derivation) })
}

// goalOf reads which goal a command is about.
func (h handlers) goalOf(ctx context.Context, args line.Line, command string) (goals.Goal, error) {
	name := args.Text()
	if name == "" {
		return goals.Goal{}, fault.Invalid("Which goal? Expected its number, such as `%s G-3`, or its metric and period, such as `%s mqls 2026-Q4`. `/goal list` shows them all.", command, command)
	}

	return h.Services.Goals.Named(ctx, name)
}

func (h handlers) edit(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	named := args
	at := slices.IndexFunc(args, func(word line.Token) bool { return strings.Contains(word.Text(), "=") })
	if at >= 0 {
		named = args[:at]
	}

	g, err := h.goalOf(ctx, named, "/goal edit")
	if err != nil {
		return desk.Ack{}, err
	}

	if at >= 0 {
		return desk.Ack{}, fault.Invalid("`/goal edit %s` opens the form. To change it in a line, set it anew with what is to be other, such as `/goal set %s %s why=\"…\"`.", g.ID, g.Metric, g.Period)
	}

	return h.ask(ctx, in, g)
}

func (h handlers) retire(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	g, err := h.goalOf(ctx, args, "/goal retire")
	if err != nil {
		return desk.Ack{}, err
	}

	g, err = h.Services.Goals.Retire(ctx, in.Request(), g.ID)
	return desk.Answer(ctx, h.Desk, g, err, goalRetired)
}

func (h handlers) list(ctx context.Context, _ *desk.Input, _ line.Line) (desk.Ack, error) {
	goals, err := h.Services.Goals.Standings(ctx)
	return desk.Answer(ctx, h.Desk, goals, err, goalList)
}

func (h handlers) tree(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	var below ref.GoalID
	if name := args.Text(); name != "" {
		g, err := h.Services.Goals.Named(ctx, name)
		if err != nil {
			return desk.Ack{}, err
		}

		below = g.ID
	}

	some, err := h.Services.Goals.Tree(ctx, below)
	if err != nil {
		return desk.Ack{}, err
	}

	m := goalTreeModel{Goals: some, Unshared: map[ref.GoalID]goals.Quantity{}}
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

	return desk.Says(treeShown(h.ViewContext(ctx), m)), nil
}

func (h handlers) show(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	g, err := h.goalOf(ctx, args, "/goal show")
	if err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Goals.Show(ctx, g.ID)
	return desk.Answer(ctx, h.Desk, d, err, goalShown)
}

func (h handlers) logFigure(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	metrics, err := h.Services.Metrics.Catalogue(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	figure, err := parseFigure(args, metrics, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	logged, was, err := h.Services.Metrics.LogFigure(ctx, in.Request(), figure)
	if err != nil {
		return desk.Ack{}, err
	}

	info, _ := metrics.Info(logged.Metric)
	return desk.Says(figureSaved(h.ViewContext(ctx), info.Name, logged, was)), nil
}

// metric defines, lists and retires metrics of the company's own.
func (h handlers) metric(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	word, rest := "list", args
	if len(args) > 0 {
		word, rest = args[0].Word(), args[1:]
	}

	switch word {
	case "new":
		metric, err := parseNewMetric(rest)
		if err != nil {
			return desk.Ack{}, err
		}

		defined, err := h.Services.Metrics.Define(ctx, in.Request(), metric)
		return desk.Answer(ctx, h.Desk, defined, err, metricDefined)
	case "retire":
		if len(rest) == 0 {
			return desk.Ack{}, fault.Invalid("Which metric? Expected its short name, such as `/goal metric retire demo_requests`. `/goal metric list` shows them.")
		}

		retired, err := h.Services.Metrics.Retire(ctx, in.Request(), rest.Text())
		return desk.Answer(ctx, h.Desk, retired, err, metricRetired)
	case "list":
		custom, err := h.Services.Metrics.Custom(ctx)
		return desk.Answer(ctx, h.Desk, custom, err, metricList)
	}

	return desk.Ack{}, fault.Invalid("“%s” is not something that `/goal metric` can do. Expected `%s`, `/goal metric list` or `/goal metric retire demo_requests`.", word, metricUsage)
}
