package campaigns

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

// setUp sets a campaign up from one line. Without anything but a name it
// opens the form, which asks for the goal too.
func (h handlers) setUp(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	campaign, rest, given, err := parseCampaign(args, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	if len(rest) > 0 {
		campaign.Name = strings.Trim(rest.Text(), ",;")
	}

	if !given {
		return h.ask(ctx, in, campaigns.Report{Campaign: campaigns.Campaign{Name: campaign.Name}})
	}

	return h.save(ctx, in, "", campaign)
}

// save sets a campaign up, or changes the one of a name.
func (h handlers) save(ctx context.Context, in *desk.Input, name string, c campaignLine) (desk.Ack, error) {
	if err := h.serves(ctx, &c); err != nil {
		return desk.Ack{}, err
	}

	var saved campaigns.Report
	var err error
	if name == "" {
		saved, err = h.Services.Campaigns.New(ctx, in.Request(), c.Input)
	} else {
		saved, err = h.Services.Campaigns.Edit(ctx, in.Request(), name, c.Input)
	}

	if err != nil {
		return desk.Ack{}, err
	}

	return h.saysSaved(ctx, saved, name == "")
}

// serves looks up the goal that a campaign is to serve.
func (h handlers) serves(ctx context.Context, c *campaignLine) error {
	switch {
	case c.goal == "" || c.Goal != 0:
		return nil
	case goals.MeansNone(c.goal):
		c.NoGoal = true
		return nil
	}

	g, err := h.Services.Goals.Named(ctx, c.goal)
	c.Goal = g.ID
	return err
}

func (h handlers) ask(ctx context.Context, in *desk.Input, c campaigns.Report) (desk.Ack, error) {
	goals, err := h.Services.Goals.Standings(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.Ask(ctx, in, editForm(h.ViewContext(ctx), c, goals))
}

func (h handlers) edit(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	change, rest, given, err := parseCampaign(args, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	name, err := whichCampaign(strings.Trim(rest.Text(), ",;"), "edit")
	if err != nil {
		return desk.Ack{}, err
	}

	if !given {
		detail, err := h.Services.Campaigns.Show(ctx, name, ledger.ModelFirst)
		if err != nil {
			return desk.Ack{}, err
		}

		return h.ask(ctx, in, detail.Report)
	}

	return h.save(ctx, in, name, change)
}

func (h handlers) submit(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in)
	if err != nil {
		return desk.Ack{}, err
	}

	form := h.Form(in)
	goal := desk.Read(form, chosenGoal, kit.FieldGoal)
	campaign, err := valuesOf(form)
	if err != nil {
		return desk.Ack{}, err
	}

	campaign.Goal = goal
	return h.save(ctx, in, m.Campaign, campaign)
}

// chosenGoal reads the choice of a menu of goals: a number, or none.
func chosenGoal(choice string) (ref.GoalID, error) {
	if choice == kit.NoGoal {
		return 0, nil
	}

	return ref.ParseGoalID(choice)
}

func (h handlers) list(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	model, by, err := parseList(args)
	if err != nil {
		return desk.Ack{}, err
	}

	board, err := h.Services.Campaigns.All(ctx, model)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return listShown(vc, board, by) })
}

func (h handlers) show(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	names, err := h.Services.Campaigns.Names(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	name, model, err := parseShow(args, names)
	if err != nil {
		return desk.Ack{}, err
	}

	d, err := h.Services.Campaigns.Show(ctx, name, model)
	return desk.Answer(ctx, h.Desk, d, err, detailShown)
}

func (h handlers) spend(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	names, err := h.Services.Campaigns.Names(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	name, spend, err := parseSpend(args, names, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	line, campaign, err := h.Services.Campaigns.Spend(ctx, in.Request(), name, spend)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return spendNoted(vc, line, campaign) })
}

func (h handlers) close(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	name, err := whichCampaign(args.Text(), "close")
	if err != nil {
		return desk.Ack{}, err
	}

	closed, err := h.Services.Campaigns.Close(ctx, in.Request(), name)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return closedShown(vc, closed, h.Currency()) })
}

// whatIf says what a campaign would bring, by the past of its channel.
func (h handlers) whatIf(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	question, err := parseQuestion(args, h.Currency(), h.Today())
	if err != nil {
		return desk.Ack{}, err
	}

	forecast, err := h.Services.Campaigns.Forecast(ctx, question)
	if err != nil {
		return desk.Ack{}, err
	}

	about, asked := question.Capacity()
	if !asked {
		return desk.Says(forecastShown(h.ViewContext(ctx), forecast, nil)), nil
	}

	sales, err := h.Services.Campaigns.Capacity(ctx, about)
	if err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(forecastShown(h.ViewContext(ctx), forecast, &sales)), nil
}

// saysSaved answers who set up or changed a campaign. Where it says how many
// leads it expects and when, so does the answer whether sales can take them.
func (h handlers) saysSaved(ctx context.Context, saved campaigns.Report, isNew bool) (desk.Ack, error) {
	if saved.Campaign.Closed() || !saved.Campaign.CapacityQuestion().Ready(h.Today()) {
		return desk.Says(savedShown(h.ViewContext(ctx), saved, isNew, nil)), nil
	}

	sales, err := h.Services.Campaigns.CapacityFor(ctx, saved.Campaign.Name)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return savedShown(vc, saved, isNew, &sales) })
}

// capacity says whether sales can take what a campaign expects.
func (h handlers) capacity(ctx context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
	name, err := whichCampaign(args.Text(), "capacity")
	if err != nil {
		return desk.Ack{}, err
	}

	sales, err := h.Services.Campaigns.CapacityFor(ctx, name)
	return desk.Answer(ctx, h.Desk, sales, err, capacityShown)
}

// whichCampaign refuses to do something with a campaign that is not named.
func whichCampaign(name, verb string) (string, error) {
	if name == "" {
		return "", fault.Invalid("Which campaign? Expected its name, such as `/campaign %s LogiMAT 2027`. `/campaign list` shows them all.", verb)
	}

	return name, nil
}
