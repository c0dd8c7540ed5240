package view

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
)

const limitCampaign = 60

// EditCampaign asks for a campaign: a new one where it has no number yet. The
// goals are those that it may serve.
func EditCampaign(_ Context, r campaigns.Report, served []goals.Standing) slack.ModalViewRequest {
	c := r.Campaign
	title, submit, intro := "New campaign", "Set it up", "Leads link to it by its name or any of its other names, however they are written."
	m := Metadata{}
	if c.ID > 0 {
		title, submit, intro = "Edit campaign", "Save", "A field that you empty keeps its old text. The other names that you add join those it has."
		m.Campaign = c.Name
	}
	serves, goal := goalMenu("None yet", served, r.Goal)
	channels := each(campaigns.Channels, func(channel campaigns.Channel) choice {
		return choice{value: string(channel), label: capital(string(channel))}
	})
	expectedLeads := ""
	if c.Expects > 0 {
		expectedLeads = number(c.Expects)
	}
	channel := c.Channel
	if channel == "" {
		channel = campaigns.Channels[0]
	}
	return modal(CallbackCampaign, title, submit, m,
		context(intro),
		textField{field: FieldName, label: "Name", placeholder: "LogiMAT 2027", value: c.Name, limit: limitCampaign, required: true}.block(),
		textField{
			field: FieldAliases, label: "Other names", placeholder: "logimat, utm_logimat", value: strings.Join(c.Aliases, ", "), limit: limitNote,
			hint: "Such as its UTM campaign in links and forms; commas between them.",
		}.block(),
		menu(FieldChannel, "Channel", "", string(channel), channels),
		optionalDate(FieldFrom, "First day", "", c.From),
		optionalDate(FieldUntil, "Last day", "", c.Until),
		textField{field: FieldAudience, label: "Audience", placeholder: "Operations managers", value: c.Audience, limit: limitName, hint: "Which persona it is for."}.block(),
		textField{field: FieldMessage, label: "Message", placeholder: "Stock counts without closing the warehouse.", value: c.Message, limit: limitCampaignText, lines: true}.block(),
		textField{field: FieldBudget, label: "Budget", placeholder: "12000", value: written(c.Budget), limit: limitSum}.block(),
		textField{
			field: FieldExpects, label: "Leads expected", placeholder: "400", value: expectedLeads, limit: limitSum,
			hint: "Such as registrations. With the days above, it is checked whether sales can take them.",
		}.block(),
		menu(FieldGoal, "Which goal does it serve?", "A campaign that serves no goal is marked in every list.", goal, serves),
		textField{field: FieldWhy, label: "Why?", placeholder: "Half of those who see it at a fair buy within a year.", value: c.Why, limit: limitCampaignText, lines: true}.block(),
	)
}

const limitCampaignText = 300
