package campaigns

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Channel is the way in which a campaign reaches people.
type Channel string

// Channels are all of them.
var Channels = []Channel{"event", "webinar", "paid", "content", "email", "social", "referral", "partner", ChannelOther}

// ChannelOther is what fits no other channel.
const ChannelOther Channel = "other"

var channelAliases = map[string]Channel{
	"events": "event", "trade_show": "event", "tradeshow": "event", "fair": "event", "conference": "event",
	"webinars": "webinar", "ads": "paid", "ad": "paid", "paid_search": "paid", "ppc": "paid", "cpc": "paid", "sem": "paid",
	"blog": "content", "seo": "content", "mail": "email", "newsletter": "email", "e_mail": "email", "linkedin": "social",
	"referrals": "referral", "partners": "partner",
}

// ParseChannel understands the channels, also as people commonly write them.
func ParseChannel(text string) (Channel, error) {
	want := fault.FoldCode(text)
	if alias, ok := channelAliases[want]; ok {
		return alias, nil
	}

	names := make([]string, len(Channels))
	for i, c := range Channels {
		if string(c) == want {
			return c, nil
		}

		names[i] = string(c)
	}

	return "", fault.WrongField("channel", "%s is not a channel. Expected one of %s.", fault.Quoted(text),
		strings.Join(names, ", "))
}

// Campaign is one marketing activity: what it is, what it costs, which goal
// it serves, and why.
type Campaign struct {
	V        int            `json:"v"`
	ID       ref.CampaignID `json:"id"`
	Name     string         `json:"name"`
	Aliases  []string       `json:"aliases,omitempty"` // other names, such as its UTM campaign
	Channel  Channel        `json:"channel"`
	From     calendar.Date  `json:"from,omitzero"`
	Until    calendar.Date  `json:"until,omitzero"` // the last day
	Audience string         `json:"audience,omitempty"`
	Message  string         `json:"message,omitempty"`
	Budget   money.Amount   `json:"budget,omitzero"`
	Expects  int64          `json:"expects,omitempty"` // leads
	Goal     ref.GoalID     `json:"goal,omitzero"`     // that it serves
	Why      string         `json:"why,omitempty"`

	CreatedBy ref.UserID `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	ClosedAt  time.Time  `json:"closed_at,omitzero"`
}

// Limits of what people may write about a campaign. They keep a record under
// 4 KiB, and a name with its mark within what a lead's campaign may be.
const (
	maxCampaign        = 60
	maxCampaignAliases = 10
	maxCampaignText    = 300
	maxExpected        = 1_000_000
)

// Key is a name or an alias as it is matched: letter case and white
// space do not matter.
func Key(text string) string { return strings.ToLower(fault.Tidy(text)) }

// Keys are by what the campaign is found: its name and its aliases.
func (c Campaign) Keys() []string {
	keys := []string{Key(c.Name)}
	for _, alias := range c.Aliases {
		keys = append(keys, Key(alias))
	}

	return keys
}

// Closed says whether the campaign has ended.
func (c Campaign) Closed() bool { return !c.ClosedAt.IsZero() }

// lateMark sets a lead that names a closed campaign apart from those that the
// campaign brought.
const lateMark = " (closed)"

// Link is what a lead that names this campaign is logged with: its name,
// marked where the campaign is closed, so that it does not count.
func (c Campaign) Link() string {
	if c.Closed() {
		return c.LateLink()
	}

	return c.Name
}

// LateLink is what leads are logged with that name the campaign after its end.
func (c Campaign) LateLink() string { return c.Name + lateMark }

// Input is what somebody wrote about a campaign. What is blank is not
// known, or stays as it is.
type Input struct {
	Name, Channel     string
	Aliases           []string
	From, Until       calendar.Date
	Audience, Message string
	Budget            money.Amount
	Expects           int64 // leads
	Goal              ref.GoalID
	NoGoal            bool // it is to serve none
	Why               string
	Reopen            bool // a closed one
}

func (in Input) clean() (Input, error) {
	var wrong fault.FieldFaults
	wrong.Clean(fault.CleanLine,
		fault.TextField{Name: "name", Label: "the name", Text: &in.Name, Most: maxCampaign},
		fault.TextField{Name: "audience", Label: "the audience", Text: &in.Audience, Most: funnel.MaxName},
	)
	wrong.Clean(fault.CleanNote,
		fault.TextField{Name: "message", Label: "the message", Text: &in.Message, Most: maxCampaignText},
		fault.TextField{Name: "why", Label: "the why", Text: &in.Why, Most: maxCampaignText},
	)
	var err error
	in.Aliases, err = cleanAliases(in.Aliases)
	wrong.See("aliases", err)
	if strings.HasSuffix(Key(in.Name), lateMark) {
		wrong = append(wrong, fault.FieldError{Field: "name", Text: "A name cannot end in “(closed)”: so leads are marked that name a campaign after its end. Give another, such as `LogiMAT 2027`."})
	}

	if in.Expects < 0 || in.Expects > maxExpected {
		wrong = append(wrong, fault.FieldError{Field: "expects", Text: fmt.Sprintf("A campaign cannot expect %d leads. Expected a number from 1 to %d.", in.Expects, maxExpected)})
	}

	if in.Channel != "" {
		channel, err := ParseChannel(in.Channel)
		in.Channel = string(channel)
		wrong.See("channel", err)
	}

	return in, fault.WrongInput(wrong)
}

func cleanAliases(aliases []string) ([]string, error) {
	var out []string
	for _, alias := range aliases {
		clean, err := fault.CleanLine("the other name", alias, funnel.MaxWord)
		if err != nil {
			return nil, err
		}

		if clean != "" && !containsKey(out, clean) {
			out = append(out, clean)
		}
	}

	if len(out) > maxCampaignAliases {
		return nil, fault.Invalid("A campaign has at most %d other names, and these are %d. Leave some out.", maxCampaignAliases, len(out))
	}

	return out, nil
}

func containsKey(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return Key(other) == Key(name) })
}

// New decides on a new campaign.
func New(id ref.CampaignID, in Input, act people.Act, p funnel.Policy) (Campaign, funnel.Entry, error) {
	if err := mayCampaign(act.By, p); err != nil {
		return Campaign{}, funnel.Entry{}, err
	}

	if fault.Tidy(in.Name) == "" {
		return Campaign{}, funnel.Entry{}, fault.WrongField("name", "A campaign needs a name. Give one, such as `LogiMAT 2027`.")
	}

	c := Campaign{V: 1, ID: id, Channel: ChannelOther, CreatedBy: act.By.ID, CreatedAt: act.At}
	if err := c.overwrite(in); err != nil {
		return Campaign{}, funnel.Entry{}, err
	}

	return c, c.entry(funnel.EntryCampaign, act), nil
}

// Edit changes what is given of a campaign. Its former name stays with it, as
// leads may carry it. A closed one may be opened again.
func (c Campaign) Edit(in Input, act people.Act, p funnel.Policy) (Campaign, funnel.Entry, error) {
	if err := mayCampaign(act.By, p); err != nil {
		return c, funnel.Entry{}, err
	}

	if in.Reopen {
		c.ClosedAt = time.Time{}
	}

	if err := c.overwrite(in); err != nil {
		return c, funnel.Entry{}, err
	}

	return c, c.entry(funnel.EntryCampaign, act), nil
}

func (c *Campaign) overwrite(in Input) error {
	in, err := in.clean()
	if err != nil {
		return err
	}

	for _, f := range []struct {
		to   *string
		from string
	}{
		{&c.Audience, in.Audience}, {&c.Message, in.Message}, {&c.Why, in.Why},
	} {
		if f.from != "" {
			*f.to = f.from
		}
	}

	if in.Expects != 0 {
		c.Expects = in.Expects
	}

	if in.Goal != 0 || in.NoGoal {
		c.Goal = in.Goal
	}

	if in.Channel != "" {
		c.Channel = Channel(in.Channel)
	}

	if !in.Budget.IsZero() {
		c.Budget = in.Budget
	}

	if !in.From.IsZero() {
		c.From = in.From
	}

	if !in.Until.IsZero() {
		c.Until = in.Until
	}

	if !c.From.IsZero() && !c.Until.IsZero() && c.Until.Before(c.From) {
		return fault.WrongField("until", "The campaign would end on %s, before it begins on %s. Give a later last day, or an earlier first one.", c.Until.Spoken(), c.From.Spoken())
	}

	if err := calendar.DatesOf(c.From, c.Until).CheckLength(); err != nil && !c.From.IsZero() && !c.Until.IsZero() {
		return fault.WrongField("until", "A campaign lasts ten years at most. Give an earlier last day than %s.", c.Until.Spoken())
	}

	return c.rename(in.Name, in.Aliases)
}

// rename takes over names. Those that leads may carry are never lost.
func (c *Campaign) rename(name string, aliases []string) error {
	all := slices.Clone(c.Aliases)
	if name != "" && c.Name != "" && Key(name) != Key(c.Name) {
		all = append(all, c.Name)
	}

	if name != "" {
		c.Name = name
	}

	for _, alias := range aliases {
		if !containsKey(all, alias) {
			all = append(all, alias)
		}
	}

	c.Aliases = slices.DeleteFunc(all, func(alias string) bool { return Key(alias) == Key(c.Name) })
	if len(c.Aliases) > maxCampaignAliases {
		return fault.WrongField("aliases", "A campaign has at most %d other names, and %s would have %d. Leave some out.", maxCampaignAliases, c.Name, len(c.Aliases))
	}

	return nil
}

// Close ends a campaign: no more leads link to it.
func (c Campaign) Close(act people.Act, p funnel.Policy) (Campaign, funnel.Entry, error) {
	if err := mayCampaign(act.By, p); err != nil {
		return c, funnel.Entry{}, err
	}

	if c.Closed() {
		return c, funnel.Entry{}, fault.Conflict("%s was closed already, %s. To open it again: %s.", c.Name, fault.Moment(c.ClosedAt), fault.ToEditCampaign.Way(c.Name, fault.Option("status", "open")))
	}

	c.ClosedAt = act.At
	return c, c.entry(funnel.EntryCampaignClosed, act), nil
}

func (c Campaign) entry(kind funnel.EntryKind, act people.Act) funnel.Entry {
	return funnel.Entry{V: 1, At: act.At, By: act.By.ID, Kind: kind, Campaign: c.Name, Amount: c.Budget, Note: c.Why}
}

// Spend is one line of what a campaign cost. One below 0 takes back what was
// written too much.
type Spend struct {
	V        int            `json:"v"`
	Campaign ref.CampaignID `json:"campaign"`
	Number   int            `json:"number"` // counts the lines of the campaign, given by the store
	Day      calendar.Date  `json:"day"`
	Amount   money.Amount   `json:"amount"`
	Note     string         `json:"note,omitempty"`
	By       ref.UserID     `json:"by"`
	At       time.Time      `json:"at"`
}

// SpendInput is what somebody wrote about money spent. A zero day is today.
type SpendInput struct {
	Amount money.Amount
	Day    calendar.Date
	Note   string
}

// Pay decides on a line of spend. Spent is what the campaign cost so far.
func (c Campaign) Pay(in SpendInput, spent Sums, act people.Act, p funnel.Policy) (Spend, funnel.Entry, error) {
	if err := mayCampaign(act.By, p); err != nil {
		return Spend{}, funnel.Entry{}, err
	}

	note, err := fault.CleanLine("the note", in.Note, funnel.MaxName)
	today := p.DayOf(act)
	if in.Day.IsZero() {
		in.Day = today
	}

	switch {
	case err != nil:
		return Spend{}, funnel.Entry{}, fault.InvalidField("note", err)
	case in.Amount.IsZero():
		return Spend{}, funnel.Entry{}, fault.WrongField("amount", "The amount is 0. Give what was spent, such as %s.",
			fault.ToNoteSpend.Way(c.Name, "1200"))
	case in.Amount.Minor < -spent.In(in.Amount.Currency).Minor:
		return Spend{}, funnel.Entry{}, fault.WrongField("amount", "Only %s was spent on %s, so no more than that can be taken back.", money.Amount{Minor: spent.In(in.Amount.Currency).Minor, Currency: in.Amount.Currency}, c.Name)
	case today.Before(in.Day):
		return Spend{}, funnel.Entry{}, fault.WrongField("day", "The day %s is in the future. Spend is noted when it is spent; what is planned is the budget: %s.", in.Day.Spoken(), fault.ToEditCampaign.Way(c.Name, fault.Option("budget", "…")))
	}

	e := c.entry(funnel.EntrySpend, act)
	e.Amount, e.Note, e.Day = in.Amount, note, in.Day
	return Spend{V: 1, Campaign: c.ID, Day: in.Day, Amount: in.Amount, Note: note, By: act.By.ID, At: act.At}, e, nil
}

// mayCampaign says whether somebody may create campaigns and spend on them.
func mayCampaign(by people.Person, p funnel.Policy) error {
	switch {
	case !by.Member():
		return p.Roster.Admit(by)
	case by.In(ref.Marketing) || by.In(ref.Leadership) || by.Admin:
		return nil
	}

	return fault.Denied("Campaigns are set up by marketing, leadership and admins. Everybody on a team can read them with %s; ask somebody of marketing to change one.", fault.ToListCampaigns.Way())
}
