package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const routingUsage = "Expected `/loop routing`, `/loop routing why L-7` or `/loop routing test source=webinar country=DE employees=200`."

func (h peopleHandlers) loopRouting(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return h.showRouting(ctx, in)
	}
	switch args[0].Word() {
	case "why":
		return h.routingWhy(ctx, args[1:])
	case "test":
		return h.routingTest(ctx, args[1:])
	}
	return Ack{}, fault.Invalid("“%s” is not something that routing can do. %s", args[0].Text(), routingUsage)
}

func (h peopleHandlers) showRouting(ctx context.Context, in *Input) (Ack, error) {
	r, err := h.services.Routing.Show(ctx)
	if err != nil {
		return Ack{}, err
	}
	who := r.Policy.Roster.Person(in.Actor.User)
	m := view.RoutingModel{Pools: r.Standings(), Unpooled: r.Unpooled(), MayEdit: who.Manager || who.Admin}
	return says(view.RoutingList(h.viewContext(ctx), m)), nil
}

func (h peopleHandlers) routingWhy(ctx context.Context, args line.Line) (Ack, error) {
	const usage = "/loop routing why L-7"
	id, rest, err := parseLead(args, usage)
	if err := errors.Join(err, noMore(rest, usage)); err != nil {
		return Ack{}, err
	}
	kept, err := h.services.Routing.RouteOf(ctx, id)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.RouteTold(vc, kept.Lead, kept.Entry) })
}

// routingTest rehearses; it reads a lead as `/lead log` does.
func (h peopleHandlers) routingTest(ctx context.Context, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return Ack{}, fault.Invalid("What is known of the lead? %s", routingUsage)
	}
	left, _ := leadOptions(false).Cut(args)
	for _, word := range left {
		if _, person := word.Person(); person || !strings.Contains(word.Text(), "@") {
			return Ack{}, fault.Invalid("“%s” says nothing by which a lead goes to somebody. Expected fields, such as source=webinar, campaign=, country=DE, employees=200, segment=, tags= or email=; a value of several words stands in quotation marks.", word.Text())
		}
	}
	input, err := parseLog(args)
	if err != nil {
		return Ack{}, err
	}
	r, err := h.services.Routing.Show(ctx)
	if err != nil {
		return Ack{}, err
	}
	l, err := funnel.Imagine(input, r.Policy)
	if err != nil {
		return Ack{}, err
	}
	route := r.Route(l, "")
	return says(view.Rehearsal(h.viewContext(ctx), route, r.Following(route, nextShown))), nil
}

// nextShown is how many of the next in turn a rehearsal lists.
const nextShown = 5

func (h peopleHandlers) loopPool(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	var act, name string
	if len(args) > 0 {
		act, name = args[0].Word(), strings.Trim(args[1:].Text(), ",;")
	}
	if act == "new" {
		return h.askPool(ctx, in, people.Pool{Name: name})
	}
	if !slices.Contains([]string{"edit", "order", "remove"}, act) {
		return Ack{}, fault.Invalid("What is to be done with a pool? Expected `/loop pool new`, `/loop pool edit DACH`, `/loop pool order Enterprise, DACH` or `/loop pool remove DACH`. `/loop routing` shows the pools.")
	}
	if name == "" {
		return Ack{}, fault.Invalid("Which pool? Expected its name, such as `/loop pool %s DACH`. `/loop routing` shows the pools.", act)
	}
	switch act {
	case "edit":
		return h.editPool(ctx, in, name)
	case "order":
		change, err := h.services.Routing.OrderPools(ctx, in.request(), listed(name))
		return answer(ctx, h.desk, change, err, view.PoolSaved)
	}
	return h.removePool(ctx, in, name)
}

// askPool opens the form of a pool for those who may change it.
func (h peopleHandlers) askPool(ctx context.Context, in *Input, p people.Pool) (Ack, error) {
	policy, err := h.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	if err := policy.MayRoute(policy.Roster.Person(in.Actor.User)); err != nil {
		return Ack{}, err
	}
	h.people.meet(ctx, policy.Roster.Sales...)
	return h.ask(ctx, in, view.EditPool(h.viewContext(ctx), p, policy.Roster.Sales))
}

func (h peopleHandlers) editPool(ctx context.Context, in *Input, name string) (Ack, error) {
	r, err := h.services.Routing.Show(ctx)
	if err != nil {
		return Ack{}, err
	}
	pool, err := people.FindPool(r.Pools, name)
	if err != nil {
		return Ack{}, err
	}
	return h.askPool(ctx, in, pool)
}

func (h peopleHandlers) clickPoolNew(ctx context.Context, in *Input) (Ack, error) {
	return h.askPool(ctx, in, people.Pool{})
}

// clickPoolUp has a pool asked before the one that is asked before it now.
func (h peopleHandlers) clickPoolUp(ctx context.Context, in *Input) (Ack, error) {
	r, err := h.services.Routing.Show(ctx)
	if err != nil {
		return Ack{}, err
	}
	pool, err := people.FindPool(r.Pools, in.Value)
	if err != nil {
		return Ack{}, err
	}
	change, err := h.services.Routing.OrderPools(ctx, in.request(), earlier(r.Pools, pool.ID))
	return answer(ctx, h.desk, change, err, view.PoolSaved)
}

// earlier are the names of the pools with one of them a place further up.
func earlier(pools []people.Pool, id people.PoolID) []string {
	var names []string
	for i, p := range pools {
		if p.IsDefault() {
			continue
		}
		names = append(names, p.Name)
		if p.ID == id && i > 0 {
			names[i], names[i-1] = names[i-1], names[i]
		}
	}
	return names
}

func (h peopleHandlers) removePool(ctx context.Context, in *Input, name string) (Ack, error) {
	change, err := h.services.Routing.RemovePool(ctx, in.request(), name)
	return answer(ctx, h.desk, change, err, view.PoolSaved)
}

func (h peopleHandlers) submitPool(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}
	input := people.PoolInput{
		Name: in.View.Form[view.FieldName], Rules: in.View.Form[view.FieldRules], After: people.Unanswered(in.View.Form[view.FieldAfter]),
		Shares: map[ref.UserID]string{}, Rev: m.PoolRev,
	}
	for _, rep := range h.services.Core.Settings().Roster.Sales {
		if field := people.ShareField(rep); slices.Contains(in.View.Inputs, field) {
			input.Shares[rep] = in.View.Form[field]
		}
	}
	if m.Pool == 0 {
		change, err := h.services.Routing.NewPool(ctx, in.request(), input)
		return answer(ctx, h.desk, change, err, view.PoolSaved)
	}
	change, err := h.services.Routing.EditPool(ctx, in.request(), m.Pool, input)
	return answer(ctx, h.desk, change, err, view.PoolSaved)
}

// peopleOf are those whom a notice about a pool names.
func peopleOf(n funnel.Notice) []ref.UserID {
	if n.Pool == nil {
		return []ref.UserID{n.By}
	}
	return slices.Concat([]ref.UserID{n.By}, n.Pool.Joined, n.Pool.Left)
}

func (h peopleHandlers) tellPool(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	h.people.meet(ctx, peopleOf(t.Notice)...)
	return Saying(view.PoolNotice(vc, t.Notice), nil)
}
