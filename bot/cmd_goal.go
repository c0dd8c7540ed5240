package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// goalSet sets a goal from one line; without anything it opens the form.
func (b *Bot) goalSet(ctx context.Context, in *Input, args string) (Ack, error) {
	if args == "" {
		return b.askGoal(ctx, in, funnel.Goal{Owner: in.Actor.User})
	}
	metrics, err := b.service.Metrics(ctx)
	if err != nil {
		return Ack{}, err
	}
	line, err := parseGoal(args, metrics, b.service.Settings().Currency, in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	if line.input.For, err = b.scope(ctx, line.who, in.Actor.User); err != nil {
		return Ack{}, err
	}
	if err := b.hang(ctx, &line.input, line.parent, line.rate, line.certain); err != nil {
		return Ack{}, err
	}
	set, err := b.service.SetGoal(ctx, in.request(), line.input)
	return b.goalWasSet(ctx, set, err)
}

// scope looks up for whom a goal is.
func (b *Bot) scope(ctx context.Context, word string, me funnel.UserID) (funnel.GoalScope, error) {
	scope, campaign, err := parseScope(word, me)
	if err != nil || campaign == "" {
		return scope, err
	}
	return b.campaignScope(ctx, campaign)
}

func (b *Bot) campaignScope(ctx context.Context, name string) (funnel.GoalScope, error) {
	d, err := b.service.Campaign(ctx, name, funnel.ModelFirst)
	if funnel.KindOf(err) == funnel.KindNotFound {
		return funnel.GoalScope{}, funnel.NotFound("“%s” is neither a team, a person nor a campaign. Expected `for=marketing`, `for=@name`, or `for=` and a name that `/campaign list` shows.", name)
	}
	return funnel.GoalScope{Campaign: d.Campaign.ID, Name: d.Campaign.Name}, err
}

// hang looks up below which goal one is, and how it derives from that.
func (b *Bot) hang(ctx context.Context, goal *funnel.GoalInput, parent, rate, certain string) error {
	switch {
	case meansNoGoal(parent):
		goal.Alone = true
		return nil
	case parent == "" && rate == "":
		return nil
	case parent == "":
		above, ok, err := b.service.GoalAbove(ctx, goal.Metric, goal.Period, goal.For)
		if err == nil && !ok {
			err = funnel.Invalid("A rate says how a goal follows from the one above it. Say which that is, such as `parent=G-1`; `/goal tree` shows them.")
		}
		if err != nil {
			return err
		}
		return b.derive(goal, above, rate, certain)
	}
	above, err := b.service.GoalNamed(ctx, parent)
	if err != nil {
		return err
	}
	goal.Parent = above.ID
	return b.derive(goal, above, rate, certain)
}

func (b *Bot) derive(goal *funnel.GoalInput, above funnel.Goal, rate, certain string) (err error) {
	currency := b.service.Settings().Currency
	if rate != "" {
		if goal.Rate, err = funnel.ParseGoalRate(above, rate, currency); err != nil {
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

func (b *Bot) goalWasSet(ctx context.Context, set funnel.GoalsSet, err error) (Ack, error) {
	if err != nil {
		return Ack{}, err
	}
	d, err := b.service.ShowGoal(ctx, set.Saved[0].ID)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalSaved(b.viewContext(ctx), set, d.Derivation)), nil
}

// askGoal opens the form of a goal.
func (b *Bot) askGoal(ctx context.Context, in *Input, g funnel.Goal) (Ack, error) {
	form := view.GoalForm{Goal: g}
	var err error
	if form.Metrics, err = b.service.Metrics(ctx); err != nil {
		return Ack{}, err
	}
	if form.Goals, err = b.service.Goals(ctx); err != nil {
		return Ack{}, err
	}
	board, err := b.service.Campaigns(ctx, funnel.ModelFirst)
	if err != nil {
		return Ack{}, err
	}
	for _, c := range board.Campaigns {
		form.Campaigns = append(form.Campaigns, c.Campaign)
	}
	if g.ID != 0 {
		d, err := b.service.ShowGoal(ctx, g.ID)
		if err != nil {
			return Ack{}, err
		}
		form.Goal, form.Above = d.Goal, d.Above // with its campaign as it is called now
	}
	r := b.service.Settings().Roster
	form.People = slices.Concat([]funnel.UserID{}, r.Leadership, r.Marketing, []funnel.UserID{r.SalesManager}, r.Sales, r.Admins)
	form.People = eachOnce(append([]funnel.UserID{g.Owner, g.For.Person}, form.People...))
	return b.ask(ctx, in, view.EditGoal(b.viewContext(ctx), form))
}

// eachOnce leaves out those who were named before, and nobody.
func eachOnce(people []funnel.UserID) []funnel.UserID {
	var out []funnel.UserID
	for _, id := range people {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// goalOf reads which goal a command is about.
func (b *Bot) goalOf(ctx context.Context, args, command string) (funnel.Goal, error) {
	name := prose(words(args))
	if name == "" {
		return funnel.Goal{}, funnel.Invalid("Which goal? Expected its number, such as `%s G-3`, or its metric and period, such as `%s mqls 2026-Q4`. `/goal list` shows them all.", command, command)
	}
	return b.service.GoalNamed(ctx, name)
}

func (b *Bot) goalEdit(ctx context.Context, in *Input, args string) (Ack, error) {
	named, _, inLine := strings.Cut(args, "=")
	if inLine {
		named = named[:max(0, strings.LastIndex(named, " "))]
	}
	g, err := b.goalOf(ctx, named, "/goal edit")
	if err != nil {
		return Ack{}, err
	}
	if inLine {
		return Ack{}, funnel.Invalid("`/goal edit %s` opens the form. To change it in a line, set it anew with what is to be other, such as `/goal set %s %s why=\"…\"`.", g.ID, g.Metric, g.Period)
	}
	return b.askGoal(ctx, in, g)
}

func (b *Bot) submitGoal(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	if m.Goal == "" {
		goal, err := b.goalForm(ctx, in, funnel.Goal{Metric: funnel.Metric(in.View.Form[view.FieldMetric])}, funnel.Goal{})
		if err != nil {
			return Ack{}, err
		}
		set, err := b.service.SetGoal(ctx, in.request(), goal)
		return b.goalWasSet(ctx, set, err)
	}
	old, err := b.service.GoalNamed(ctx, m.Goal)
	if err != nil {
		return Ack{}, err
	}
	d, err := b.service.ShowGoal(ctx, old.ID)
	if err != nil {
		return Ack{}, err
	}
	goal, err := b.goalForm(ctx, in, old, d.Above)
	if err != nil {
		return Ack{}, err
	}
	set, err := b.service.EditGoal(ctx, in.request(), old.ID, goal)
	return b.goalWasSet(ctx, set, err)
}

// goalForm reads what was filled in about a goal. What stands as it was shown
// is left as it is: people see rates and targets rounded.
func (b *Bot) goalForm(ctx context.Context, in *Input, old, oldAbove funnel.Goal) (funnel.GoalInput, error) {
	form := in.View.Form
	shown := view.GoalTyped(old, oldAbove)
	goal := funnel.GoalInput{Metric: old.Metric, Why: form[view.FieldWhy], Rescope: true}
	if owner := form[view.FieldOwner]; owner != view.NoGoal {
		goal.Owner = funnel.UserID(owner)
	}
	var err error
	if text := form[view.FieldPeriod]; text != "" {
		if goal.Period, err = funnel.ParsePeriod(text); err != nil {
			return goal, sentence(view.FieldPeriod, err)
		}
	}
	if text := strings.TrimSpace(form[view.FieldTarget]); text != "" && text != shown.Target {
		if goal.Target, err = old.Metric.ParseQuantity(text, b.service.Settings().Currency); err != nil {
			return goal, funnel.InvalidField(view.FieldTarget, err)
		}
	}
	scope, campaign := view.ParseScope(form[view.FieldFor])
	if campaign != "" {
		if scope, err = b.campaignScope(ctx, campaign); err != nil {
			return goal, err
		}
	}
	goal.For = scope
	goal.Certain = old.Certain // the form does not ask for it
	err = b.formAbove(ctx, in, &goal, oldAbove, shown.Rate)
	return goal, err
}

// formAbove reads where a goal is to hang.
func (b *Bot) formAbove(ctx context.Context, in *Input, goal *funnel.GoalInput, oldAbove funnel.Goal, shownRate string) error {
	parent, rate := in.View.Form[view.FieldParent], strings.TrimSpace(in.View.Form[view.FieldRate])
	if parent == "" || parent == view.NoGoal {
		if rate != "" && rate != shownRate {
			return funnel.InvalidField(view.FieldRate, funnel.Invalid("A rate says how a goal follows from the one above it. Choose that too, or leave the rate empty."))
		}
		goal.Alone = true
		return nil
	}
	above, err := b.service.GoalNamed(ctx, parent)
	if err != nil {
		return funnel.InvalidField(view.FieldParent, err)
	}
	goal.Parent = above.ID
	switch {
	case above.ID != oldAbove.ID:
		goal.Certain = 0
	case rate == shownRate:
		return nil
	}
	return b.derive(goal, above, rate, "")
}

func (b *Bot) goalList(ctx context.Context, _ *Input, _ string) (Ack, error) {
	goals, err := b.service.Goals(ctx)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalList(b.viewContext(ctx), goals)), nil
}

func (b *Bot) goalTree(ctx context.Context, _ *Input, args string) (Ack, error) {
	var below funnel.GoalID
	if name := prose(words(args)); name != "" {
		g, err := b.service.GoalNamed(ctx, name)
		if err != nil {
			return Ack{}, err
		}
		below = g.ID
	}
	return b.showTree(ctx, below)
}

func (b *Bot) showTree(ctx context.Context, below funnel.GoalID) (Ack, error) {
	goals, err := b.service.GoalTree(ctx, below)
	if err != nil {
		return Ack{}, err
	}
	m := view.GoalTreeModel{Goals: goals, Unshared: map[funnel.GoalID]funnel.Quantity{}}
	all := make([]funnel.Goal, len(goals))
	for i, s := range goals {
		all[i] = s.Goal
	}
	tree := funnel.NewGoalTree(all)
	for _, g := range all {
		if left, ok := tree.Unshared(g.ID); ok {
			m.Unshared[g.ID] = left
		}
	}
	return says(view.GoalTree(b.viewContext(ctx), m)), nil
}

func (b *Bot) goalShow(ctx context.Context, _ *Input, args string) (Ack, error) {
	g, err := b.goalOf(ctx, args, "/goal show")
	if err != nil {
		return Ack{}, err
	}
	return b.showGoal(ctx, g.ID)
}

func (b *Bot) showGoal(ctx context.Context, id funnel.GoalID) (Ack, error) {
	d, err := b.service.ShowGoal(ctx, id)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalShown(b.viewContext(ctx), view.GoalDetail{
		Standing: d.Standing, Above: d.Above, Below: d.Below, Derivation: d.Derivation, Unshared: d.Unshared, Parts: d.Parts,
		Campaigns: d.Campaigns, History: d.History, Closed: d.Goal.Over(b.today()),
	})), nil
}

func (b *Bot) goalRetire(ctx context.Context, in *Input, args string) (Ack, error) {
	g, err := b.goalOf(ctx, args, "/goal retire")
	if err != nil {
		return Ack{}, err
	}
	return b.retireGoal(ctx, in, g.ID)
}

func (b *Bot) retireGoal(ctx context.Context, in *Input, id funnel.GoalID) (Ack, error) {
	g, err := b.service.RetireGoal(ctx, in.request(), id)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalRetired(b.viewContext(ctx), g)), nil
}

// clickGoal reads the goal of a button and does something with it.
func (b *Bot) clickGoal(do func(context.Context, *Input, funnel.GoalID) (Ack, error)) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := funnel.ParseGoalID(in.Value)
		if err != nil {
			return Ack{}, err
		}
		return do(ctx, in, id)
	}
}

func (b *Bot) clickGoalNew(ctx context.Context, in *Input) (Ack, error) {
	return b.askGoal(ctx, in, funnel.Goal{Owner: in.Actor.User})
}

func (b *Bot) clickGoalTree(ctx context.Context, in *Input) (Ack, error) {
	return b.goalTree(ctx, in, in.Value)
}

func (b *Bot) clickGoalShow(ctx context.Context, _ *Input, id funnel.GoalID) (Ack, error) {
	return b.showGoal(ctx, id)
}

func (b *Bot) clickGoalEdit(ctx context.Context, in *Input, id funnel.GoalID) (Ack, error) {
	return b.goalEdit(ctx, in, id.String())
}

func (b *Bot) goalLog(ctx context.Context, in *Input, args string) (Ack, error) {
	metrics, err := b.service.Metrics(ctx)
	if err != nil {
		return Ack{}, err
	}
	figure, err := parseFigure(args, metrics, b.service.Settings().Currency, b.today())
	if err != nil {
		return Ack{}, err
	}
	logged, was, err := b.service.LogFigure(ctx, in.request(), figure)
	if err != nil {
		return Ack{}, err
	}
	info, _ := metrics.Info(logged.Metric)
	return says(view.FigureSaved(b.viewContext(ctx), info.Name, logged, was)), nil
}

// goalMetric defines, lists and retires metrics of the company's own.
func (b *Bot) goalMetric(ctx context.Context, in *Input, args string) (Ack, error) {
	rest := words(args)
	word := "list"
	if len(rest) > 0 {
		word, rest = strings.ToLower(rest[0]), rest[1:]
	}
	switch word {
	case "new":
		metric, err := parseNewMetric(rest)
		if err != nil {
			return Ack{}, err
		}
		defined, err := b.service.DefineMetric(ctx, in.request(), metric)
		if err != nil {
			return Ack{}, err
		}
		return says(view.MetricDefined(b.viewContext(ctx), defined)), nil
	case "retire":
		if len(rest) == 0 {
			return Ack{}, funnel.Invalid("Which metric? Expected its short name, such as `/goal metric retire demo_requests`. `/goal metric list` shows them.")
		}
		retired, err := b.service.RetireMetric(ctx, in.request(), prose(rest))
		if err != nil {
			return Ack{}, err
		}
		return says(view.MetricRetired(b.viewContext(ctx), retired)), nil
	case "list":
		custom, err := b.service.CustomMetrics(ctx)
		if err != nil {
			return Ack{}, err
		}
		return says(view.MetricList(b.viewContext(ctx), custom)), nil
	}
	return Ack{}, funnel.Invalid("“%s” is not something that `/goal metric` can do. Expected `%s`, `/goal metric list` or `/goal metric retire demo_requests`.", shown(word), metricUsage)
}
