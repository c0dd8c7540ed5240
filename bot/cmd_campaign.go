package bot

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
)

// campaignNew sets a campaign up from one line. Without anything but a name it
// opens the form, which asks for the goal too.
func (h campaignHandlers) campaignNew(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	campaign, rest, given, err := parseCampaign(args, h.currency(), h.today())
	if err != nil {
		return Ack{}, err
	}
	if len(rest) > 0 {
		campaign.Name = strings.Trim(rest.Text(), ",;")
	}
	if !given {
		return h.askCampaign(ctx, in, campaigns.Report{Campaign: campaigns.Campaign{Name: campaign.Name}})
	}
	return h.saveCampaign(ctx, in, "", campaign)
}

// saveCampaign sets a campaign up, or changes the one of a name.
func (h campaignHandlers) saveCampaign(ctx context.Context, in *Input, name string, c campaignLine) (Ack, error) {
	if err := h.serves(ctx, &c); err != nil {
		return Ack{}, err
	}

	var saved campaigns.Report
	var err error
	if name == "" {
		saved, err = h.services.Campaigns.New(ctx, in.request(), c.Input)
	} else {
		saved, err = h.services.Campaigns.Edit(ctx, in.request(), name, c.Input)
	}
	if err != nil {
		return Ack{}, err
	}
	return h.saysSaved(ctx, saved, name == "")
}

// serves looks up the goal that a campaign is to serve.
func (h campaignHandlers) serves(ctx context.Context, c *campaignLine) error {
	switch {
	case c.goal == "" || c.Goal != 0:
		return nil
	case meansNoGoal(c.goal):
		c.NoGoal = true
		return nil
	}
	g, err := h.services.Goals.Named(ctx, c.goal)
	c.Goal = g.ID
	return err
}

func (h campaignHandlers) askCampaign(ctx context.Context, in *Input, c campaigns.Report) (Ack, error) {
	goals, err := h.services.Goals.Standings(ctx)
	if err != nil {
		return Ack{}, err
	}
	return h.ask(ctx, in, view.EditCampaign(h.viewContext(ctx), c, goals))
}

func (h campaignHandlers) campaignEdit(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	change, rest, given, err := parseCampaign(args, h.currency(), h.today())
	if err != nil {
		return Ack{}, err
	}
	name, err := whichCampaign(strings.Trim(rest.Text(), ",;"), "edit")
	if err != nil {
		return Ack{}, err
	}
	if !given {
		detail, err := h.services.Campaigns.Show(ctx, name, ledger.ModelFirst)
		if err != nil {
			return Ack{}, err
		}
		return h.askCampaign(ctx, in, detail.Report)
	}
	return h.saveCampaign(ctx, in, name, change)
}

func (h campaignHandlers) submitCampaign(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in)
	if err != nil {
		return Ack{}, err
	}

	form := h.form(in)
	goal := read(form, chosenGoal, view.FieldGoal)
	campaign, err := campaignOf(form)
	if err != nil {
		return Ack{}, err
	}

	campaign.Goal = goal
	return h.saveCampaign(ctx, in, m.Campaign, campaign)
}

// chosenGoal reads the choice of a menu of goals: a number, or none.
func chosenGoal(choice string) (ref.GoalID, error) {
	if choice == view.NoGoal {
		return 0, nil
	}
	return ref.ParseGoalID(choice)
}

func (h campaignHandlers) campaignList(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	model, by, err := parseCampaignList(args)
	if err != nil {
		return Ack{}, err
	}
	board, err := h.services.Campaigns.All(ctx, model)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.CampaignList(vc, board, by) })
}

func (h campaignHandlers) campaignShow(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	names, err := h.services.Campaigns.Names(ctx)
	if err != nil {
		return Ack{}, err
	}
	name, model, err := parseShow(args, names)
	if err != nil {
		return Ack{}, err
	}
	d, err := h.services.Campaigns.Show(ctx, name, model)
	return answer(ctx, h.desk, d, err, view.CampaignShown)
}

func (h campaignHandlers) campaignSpend(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	names, err := h.services.Campaigns.Names(ctx)
	if err != nil {
		return Ack{}, err
	}
	name, spend, err := parseSpend(args, names, h.currency(), h.today())
	if err != nil {
		return Ack{}, err
	}
	line, campaign, err := h.services.Campaigns.Spend(ctx, in.request(), name, spend)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.SpendNoted(vc, line, campaign) })
}

func (h campaignHandlers) campaignClose(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	name, err := whichCampaign(args.Text(), "close")
	if err != nil {
		return Ack{}, err
	}
	closed, err := h.services.Campaigns.Close(ctx, in.request(), name)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.CampaignClosed(vc, closed, h.currency()) })
}

// campaignWhatIf says what a campaign would bring, by the past of its channel.
func (h campaignHandlers) campaignWhatIf(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	question, err := parseQuestion(args, h.currency(), h.today())
	if err != nil {
		return Ack{}, err
	}
	forecast, err := h.services.Campaigns.Forecast(ctx, question)
	if err != nil {
		return Ack{}, err
	}
	about, asked := question.Capacity()
	if !asked {
		return says(view.CampaignForecast(h.viewContext(ctx), forecast, nil)), nil
	}
	sales, err := h.services.Campaigns.Capacity(ctx, about)
	if err != nil {
		return Ack{}, err
	}
	return says(view.CampaignForecast(h.viewContext(ctx), forecast, &sales)), nil
}

// saysSaved answers who set up or changed a campaign. Where it says how many
// leads it expects and when, so does the answer whether sales can take them.
func (h campaignHandlers) saysSaved(ctx context.Context, saved campaigns.Report, isNew bool) (Ack, error) {
	if saved.Campaign.Closed() || !saved.Campaign.CapacityQuestion().Ready(h.today()) {
		return says(view.CampaignSaved(h.viewContext(ctx), saved, isNew, nil)), nil
	}
	sales, err := h.services.Campaigns.CapacityFor(ctx, saved.Campaign.Name)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.CampaignSaved(vc, saved, isNew, &sales) })
}

// campaignCapacity says whether sales can take what a campaign expects.
func (h campaignHandlers) campaignCapacity(ctx context.Context, _ *Input, args line.Line) (Ack, error) {
	name, err := whichCampaign(args.Text(), "capacity")
	if err != nil {
		return Ack{}, err
	}
	sales, err := h.services.Campaigns.CapacityFor(ctx, name)
	return answer(ctx, h.desk, sales, err, view.CampaignCapacity)
}

// whichCampaign refuses to do something with a campaign that is not named.
func whichCampaign(name, verb string) (string, error) {
	if name == "" {
		return "", fault.Invalid("Which campaign? Expected its name, such as `/campaign %s LogiMAT 2027`. `/campaign list` shows them all.", verb)
	}
	return name, nil
}
