package campaigns

import (
	"strings"

	"github.com/slack-go/slack"

	goalroom "github.com/leadloop/leadloop/bot/goals"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
)

// The callback ids of modals.
const (
	CallbackEdit = "campaign" // a new one, or that of the metadata
)

const limitName = 60

// editForm asks for a campaign: a new one where it has no number yet. The
// goals are those that it may serve.
func editForm(_ kit.Context, r campaigns.Report, served []goals.Standing) slack.ModalViewRequest {
	c := r.Campaign
	title, submit, intro := "New campaign", "Set it up", "Leads link to it by its name or any of its other names, however they are written."
	m := kit.Metadata{}
	if c.ID > 0 {
		title, submit, intro = "Edit campaign", "Save", "A field that you empty keeps its old text. The other names that you add join those it has."
		m.Campaign = c.Name
	}

	serves, goal := goalroom.Menu("None yet", served, r.Goal)
	channels := kit.Each(campaigns.Channels, func(channel campaigns.Channel) kit.Choice {
		return kit.Choice{Value: string(channel), Label: kit.Capital(string(channel))}
	})
	expectedLeads := ""
	if c.Expects > 0 {
		expectedLeads = kit.Number(c.Expects)
	}

	channel := c.Channel
	if channel == "" {
		channel = campaigns.Channels[0]
	}

	return kit.Modal(CallbackEdit, title, submit, m,
		kit.ContextLine(intro),
		kit.TextField{
			Field: kit.FieldName, Label: "Name", Placeholder: "LogiMAT 2027", Value: c.Name, Limit: limitName,
			Required: true,
		}.Block(),
		kit.TextField{
			Field: kit.FieldAliases, Label: "Other names", Placeholder: "logimat, utm_logimat",
			Value: strings.Join(c.Aliases, ", "), Limit: kit.LimitNote,
			Hint: "Such as its UTM campaign in links and forms; commas between them.",
		}.Block(),
		kit.Menu(kit.FieldChannel, "Channel", "", string(channel), channels),
		kit.OptionalDate(kit.FieldFrom, "First day", "", c.From),
		kit.OptionalDate(kit.FieldUntil, "Last day", "", c.Until),
		kit.TextField{
			Field: kit.FieldAudience, Label: "Audience", Placeholder: "Operations managers", Value: c.Audience,
			Limit: kit.LimitName, Hint: "Which persona it is for.",
		}.Block(),
		kit.TextField{
			Field: kit.FieldMessage, Label: "Message", Placeholder: "Stock counts without closing the warehouse.",
			Value: c.Message, Limit: limitText, Lines: true,
		}.Block(),
		kit.TextField{
			Field: kit.FieldBudget, Label: "Budget", Placeholder: "12000", Value: kit.Written(c.Budget),
			Limit: kit.LimitSum,
		}.Block(),
		kit.TextField{
			Field: kit.FieldExpects, Label: "Leads expected", Placeholder: "400", Value: expectedLeads, Limit: kit.LimitSum,
			Hint: "Such as registrations. With the days above, it is checked whether sales can take them.",
		}.Block(),
		kit.Menu(kit.FieldGoal, "Which goal does it serve?", "A campaign that serves no goal is marked in every list.", goal, serves),
		kit.TextField{Field: kit.FieldWhy, Label: "Why?", Placeholder: "Half of those who see it at a fair buy within a year.", Value: c.Why, Limit: limitText, Lines: true}.Block(),
	)
}

const limitText = 300
