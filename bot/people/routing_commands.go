package people

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const routingUsage = "Expected `/loop routing`, `/loop routing why L-7` or `/loop routing test source=webinar country=DE employees=200`."

func (h handlers) routing(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return h.showRouting(ctx, in)
	}

	switch args[0].Word() {
	case "why":
		return h.routingWhy(ctx, args[1:])
	case "test":
		return h.routingTest(ctx, args[1:])
	}

	return desk.Ack{}, fault.Invalid("“%s” is not something that routing can do. %s", args[0].Text(), routingUsage)
}

func (h handlers) showRouting(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	r, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	who := r.Policy.Roster.Person(in.Actor.User)
	m := routingModel{Pools: r.Standings(), Unpooled: r.Unpooled(), MayEdit: who.Manager || who.Admin}
	return desk.Says(routingList(h.ViewContext(ctx), m)), nil
}

func (h handlers) routingWhy(ctx context.Context, args line.Line) (desk.Ack, error) {
	const usage = "/loop routing why L-7"
	id, rest, err := leads.ParseLead(args, usage)
	if err := errors.Join(err, desk.NoMore(rest, usage)); err != nil {
		return desk.Ack{}, err
	}

	kept, err := h.Services.Routing.RouteOf(ctx, id)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return routeTold(vc, kept.Lead, kept.Entry) })
}

// routingTest rehearses; it reads a lead as `/lead log` does.
func (h handlers) routingTest(ctx context.Context, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return desk.Ack{}, fault.Invalid("What is known of the lead? %s", routingUsage)
	}

	left, _, err := leads.LeadOptions(false).Cut(args)
	if err != nil {
		return desk.Ack{}, err
	}

	for _, word := range left {
		if _, person := word.Person(); person || !strings.Contains(word.Text(), "@") {
			return desk.Ack{}, fault.Invalid("“%s” says nothing by which a lead goes to somebody. Expected fields, such as source=webinar, campaign=, country=DE, employees=200, segment=, tags= or email=; a value of several words stands in quotation marks.", word.Text())
		}
	}

	input, err := leads.ParseLog(args)
	if err != nil {
		return desk.Ack{}, err
	}

	r, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	l, err := funnel.Imagine(input, r.Policy)
	if err != nil {
		return desk.Ack{}, err
	}

	route := r.Route(l, "")
	return desk.Says(rehearsal(h.ViewContext(ctx), route, r.Following(route, nextShown))), nil
}

// nextShown is how many of the next in turn a rehearsal lists.
const nextShown = 5

func (h handlers) pool(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	var act, name string
	if len(args) > 0 {
		act, name = args[0].Word(), strings.Trim(args[1:].Text(), ",;")
	}

	switch act {
	case "new":
		return h.askPool(ctx, in, people.Pool{Name: name})
	case "share":
		return h.sharePool(ctx, in, args[1:])
	}

	if !slices.Contains([]string{"edit", "order", "remove"}, act) {
		return desk.Ack{}, fault.Invalid("What is to be done with a pool? Expected `/loop pool new`, `/loop pool edit DACH`, `/loop pool share DACH @rep 2`, `/loop pool order Enterprise, DACH` or `/loop pool remove DACH`. `/loop routing` shows the pools.")
	}

	if name == "" {
		return desk.Ack{}, fault.Invalid("Which pool? Expected its name, such as `/loop pool %s DACH`. `/loop routing` shows the pools.", act)
	}

	switch act {
	case "edit":
		return h.editPool(ctx, in, name)
	case "order":
		change, err := h.Services.Routing.OrderPools(ctx, in.Request(), desk.Listed(name))
		return desk.Answer(ctx, h.Desk, change, err, poolSaved)
	}

	return h.removePool(ctx, in, name)
}

// askPool opens the form of a pool for those who may change it.
func (h handlers) askPool(ctx context.Context, in *desk.Input, p people.Pool) (desk.Ack, error) {
	policy, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	if err := policy.MayRoute(policy.Roster.Person(in.Actor.User)); err != nil {
		return desk.Ack{}, err
	}

	h.People.Meet(ctx, policy.Roster.Sales...)
	return h.Ask(ctx, in, editPool(h.ViewContext(ctx), p, policy.Roster.Sales))
}

func (h handlers) editPool(ctx context.Context, in *desk.Input, name string) (desk.Ack, error) {
	r, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	pool, err := people.FindPool(r.Pools, name)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.askPool(ctx, in, pool)
}

// sharePool sets the share of one rep, as the form of a pool does for those whom it has room for.
func (h handlers) sharePool(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	const usage = "/loop pool share DACH @rep 2, 5 a day"
	at := slices.IndexFunc(args, func(t line.Token) bool {
		_, person := desk.ParsePerson(t, in.Actor.User)
		return person || t.Unknown()
	})
	if at < 1 || at == len(args)-1 {
		return desk.Ack{}, fault.Invalid("Whose share, and how much? Expected `%s`; 0 takes somebody out of the pool.", usage)
	}

	rep, err := desk.Somebody(args[at:], in.Actor.User, usage)
	if err != nil {
		return desk.Ack{}, err
	}

	r, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	pool, err := people.FindPool(r.Pools, args[:at].Text())
	if err != nil {
		return desk.Ack{}, err
	}

	if !slices.Contains(r.Policy.Roster.Sales, rep) {
		return desk.Ack{}, fault.Invalid("%s is not on the sales team, and pools are of its reps.", rep.Mentioned())
	}

	share := args[at+1:].Text()
	if share == "0" {
		share = ""
	}

	change, err := h.Services.Routing.EditPool(ctx, in.Request(), pool.ID, people.PoolInput{
		Name: pool.Name, Rules: strings.Join(kit.Each(pool.Rules, agreement.Rule.String), "\n"), After: pool.After,
		Shares: map[ref.UserID]string{rep: share}, Rev: pool.Rev,
	})
	return desk.Answer(ctx, h.Desk, change, err, poolSaved)
}

func (h handlers) clickPoolNew(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	return h.askPool(ctx, in, people.Pool{})
}

// clickPoolUp has a pool asked before the one that is asked before it now.
func (h handlers) clickPoolUp(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	r, err := h.Services.Routing.Show(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	pool, err := people.FindPool(r.Pools, in.Value)
	if err != nil {
		return desk.Ack{}, err
	}

	change, err := h.Services.Routing.OrderPools(ctx, in.Request(), earlier(r.Pools, pool.ID))
	return desk.Answer(ctx, h.Desk, change, err, poolSaved)
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

func (h handlers) removePool(ctx context.Context, in *desk.Input, name string) (desk.Ack, error) {
	change, err := h.Services.Routing.RemovePool(ctx, in.Request(), name)
	return desk.Answer(ctx, h.Desk, change, err, poolSaved)
}

func (h handlers) submitPool(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	input := people.PoolInput{
		Name: in.View.Form[kit.FieldName], Rules: in.View.Form[kit.FieldRules],
		After:  people.Unanswered(in.View.Form[kit.FieldAfter]),
		Shares: map[ref.UserID]string{}, Rev: m.PoolRev,
	}
	for _, rep := range h.Services.Core.Settings().Roster.Sales {
		if field := people.ShareField(rep); slices.Contains(in.View.Inputs, field) {
			input.Shares[rep] = in.View.Form[field]
		}
	}

	if m.Pool == 0 {
		change, err := h.Services.Routing.NewPool(ctx, in.Request(), input)
		return desk.Answer(ctx, h.Desk, change, err, poolSaved)
	}

	change, err := h.Services.Routing.EditPool(ctx, in.Request(), m.Pool, input)
	return desk.Answer(ctx, h.Desk, change, err, poolSaved)
}

// peopleOf are those whom a notice about a pool names.
func peopleOf(n funnel.Notice) []ref.UserID {
	if n.Pool == nil {
		return []ref.UserID{n.By}
	}

	return slices.Concat([]ref.UserID{n.By}, n.Pool.Joined, n.Pool.Left)
}

func (h handlers) tellPool(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	h.People.Meet(ctx, peopleOf(t.Notice)...)
	return desk.Saying(poolNotice(vc, t.Notice), nil)
}
