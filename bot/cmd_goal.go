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
func (h goalHandlers) goalSet(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return h.askGoal(ctx, in, goals.Goal{Owner: in.Actor.User})
	}
	metrics, err := h.services.Metrics.Catalogue(ctx)
	if err != nil {
		return Ack{}, err
	}
	goal, err := parseGoal(args, metrics, h.currency(), in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	if goal.campaign != "" {
		if goal.input.For, err = h.campaignScope(ctx, goal.campaign); err != nil {
			return Ack{}, err
		}
	}
	if err := h.hang(ctx, &goal.input, goal.parent, goal.rate, goal.certain); err != nil {
		return Ack{}, err
	}
	set, err := h.services.Goals.Set(ctx, in.request(), goal.input)
	return h.goalWasSet(ctx, set, err)
}

func (h goalHandlers) clickGoalNew(ctx context.Context, in *Input) (Ack, error) {
	return h.askGoal(ctx, in, goals.Goal{Owner: in.Actor.User})
}

// withGoal does what a command does with a goal, the one whose number is the
// value of a button.
func withGoal(run LineHandler) Handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := ref.ParseGoalID(in.Value)
		if err != nil {
			return Ack{}, err
		}
		return run(ctx, in, lineOf(id.String()))
	}
}

func (h goalHandlers) campaignScope(ctx context.Context, name string) (goals.Scope, error) {
	d, err := h.services.Campaigns.Show(ctx, name, ledger.ModelFirst)
	if fault.KindOf(err) == fault.KindNotFound {
		return goals.Scope{}, fault.NotFound("“%s” is neither a team, a person nor a campaign. Expected `for=marketing`, `for=@name`, or `for=` and a name that `/campaign list` shows.", name)
	}
	return goals.Scope{Campaign: d.Campaign.ID, Name: d.Campaign.Name}, err
}

// hang looks up below which goal one is, and how it derives from that.
func (h goalHandlers) hang(ctx context.Context, goal *goals.Input, parent, rate, certain string) error {
	switch {
	case meansNoGoal(parent):
		goal.Alone = true
		return nil
	case parent == "" && rate == "":
		return nil
	case parent == "":
		above, ok, err := h.services.Goals.Above(ctx, goal.Metric, goal.Period, goal.For)
		if err == nil && !ok {
			err = fault.Invalid("A rate says how a goal follows from the one above it. Say which that is, such as `parent=G-1`; `/goal tree` shows them.")
		}
		if err != nil {
			return err
		}
		return h.derive(goal, above, rate, certain)
	}
	above, err := h.services.Goals.Named(ctx, parent)
	if err != nil {
		return err
	}
	goal.Parent = above.ID
	return h.derive(goal, above, rate, certain)
}

func (h goalHandlers) derive(goal *goals.Input, above goals.Goal, rate, certain string) (err error) {
	currency := h.currency()
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

func (h goalHandlers) goalWasSet(ctx context.Context, set goals.Saved, err error) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}
	d, err := h.services.Goals.Show(ctx, set.Saved[0].ID)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.GoalSaved(vc, set, d.Derivation) })
}

// goalOf reads which goal a command is about.
func (h goalHandlers) goalOf(ctx context.Context, args line.Line, command string) (goals.Goal, error) {
	name := args.Text()
	if name == "" {
		return goals.Goal{}, fault.Invalid("Which goal? Expected its number, such as `%s G-3`, or its metric and period, such as `%s mqls 2026-Q4`. `/goal list` shows them all.", command, command)
	}
	return h.services.Goals.Named(ctx, name)
}

func (h goalHandlers) goalEdit(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	named := args
	at := slices.IndexFunc(args, func(word line.Token) bool { return strings.Contains(word.Text(), "=") })
	if at >= 0 {
		named = args[:at]
	}
	g, err := h.goalOf(ctx, named, "/goal edit")
	if err != nil {
		return Ack{}, err
	}
	if at >= 0 {
		return Ack{}, fault.Invalid("`/goal edit %s` opens the form. To change it in a line, set it anew with what is to be other, such as `/goal set %s %s why=\"…\"`.", g.ID, g.Metric, g.Period)
	}
	return h.askGoal(ctx, in, g)
}

func (h goalHandlers) goalRetire(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	g, err := h.goalOf(ctx, args, "/goal retire")
	if err != nil {
		return Ack{}, err
	}
	g, err = h.services.Goals.Retire(ctx, in.request(), g.ID)
	return answer(ctx, h.desk, g, err, view.GoalRetired)
}

func (h goalHandlers) goalList(ctx context.Context, _ *Input, _ line.Line) (Ack, error) {
	goals, err := h.services.Goals.Standings(ctx)
	return answer(ctx, h.desk, goals, err, view.GoalList)
}

func (h goalHandlers) goalTree(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	var below ref.GoalID
	if name := args.Text(); name != "" {
		g, err := h.services.Goals.Named(ctx, name)
		if err != nil {
			return Ack{}, err
		}
		below = g.ID
	}
	some, err := h.services.Goals.Tree(ctx, below)
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
	return says(view.GoalTree(h.viewContext(ctx), m)), nil
}

func (h goalHandlers) goalShow(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	g, err := h.goalOf(ctx, args, "/goal show")
	if err != nil {
		return Ack{}, err
	}
	d, err := h.services.Goals.Show(ctx, g.ID)
	return answer(ctx, h.desk, d, err, view.GoalShown)
}

func (h goalHandlers) goalLog(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	metrics, err := h.services.Metrics.Catalogue(ctx)
	if err != nil {
		return Ack{}, err
	}
	figure, err := parseFigure(args, metrics, h.currency(), h.today())
	if err != nil {
		return Ack{}, err
	}
	logged, was, err := h.services.Metrics.LogFigure(ctx, in.request(), figure)
	if err != nil {
		return Ack{}, err
	}
	info, _ := metrics.Info(logged.Metric)
	return says(view.FigureSaved(h.viewContext(ctx), info.Name, logged, was)), nil
}

// goalMetric defines, lists and retires metrics of the company's own.
func (h goalHandlers) goalMetric(ctx context.Context, in *Input, args line.Line) (Ack, error) {
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
		defined, err := h.services.Metrics.Define(ctx, in.request(), metric)
		return answer(ctx, h.desk, defined, err, view.MetricDefined)
	case "retire":
		if len(rest) == 0 {
			return Ack{}, fault.Invalid("Which metric? Expected its short name, such as `/goal metric retire demo_requests`. `/goal metric list` shows them.")
		}
		retired, err := h.services.Metrics.Retire(ctx, in.request(), rest.Text())
		return answer(ctx, h.desk, retired, err, view.MetricRetired)
	case "list":
		custom, err := h.services.Metrics.Custom(ctx)
		return answer(ctx, h.desk, custom, err, view.MetricList)
	}
	return Ack{}, fault.Invalid("“%s” is not something that `/goal metric` can do. Expected `%s`, `/goal metric list` or `/goal metric retire demo_requests`.", word, metricUsage)
}
