package main

import (
	"slices"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// The people and channels of the demo's company.
const (
	priya  = "U0PRIYA"
	marco  = "U0MARCO"
	sam    = "U0SAM"
	lena   = "U0LENA"
	tom    = "U0TOM"
	ingrid = "U0INGRID"
	diane  = "U0DIANE"
	alex   = "U0ALEX"

	leadsChannel      = "C0LEADS"
	salesChannel      = "C0SALES"
	leadershipChannel = "C0LEADERS"

	demoZone = "Europe/Berlin"
)

func demoConfig(folder string) configs.Config {
	c := configs.Default()
	c.Data, c.Admin.Listen = folder, "127.0.0.1:0"
	c.Workspace.TimeZone = demoZone
	c.Channels = configs.Channels{Leads: leadsChannel, Sales: salesChannel, Leadership: leadershipChannel}
	c.Teams = configs.Teams{
		Marketing:   configs.Marketing{Members: []string{priya, marco}, Signer: priya},
		Sales:       configs.Sales{Members: []string{sam, lena, tom}, Manager: ingrid, Signer: ingrid},
		Leadership:  configs.Leadership{Members: []string{diane}},
		Admins:      []string{alex},
		IntakeOwner: priya,
	}
	return c
}

// demoWorkspace is a workspace in which Leadloop is installed as its
// manifest says.
func demoWorkspace(o slacksim.Options) (*slacksim.Workspace, error) {
	m, err := configs.ParsedManifest()
	if err != nil {
		return nil, err
	}

	o.TeamName, o.AppName, o.HomeTab = "Acme", m.Features.BotUser.DisplayName, m.Features.AppHome.HomeTabEnabled
	// With the optional scopes, a message half sent at a kill is not sent twice.
	o.Scopes = append(slices.Clone(m.OAuthConfig.Scopes.Bot), "channels:history", "im:history", "im:write",
		"metadata.message:read")
	o.Events = m.Settings.EventSubscriptions.BotEvents
	for _, c := range m.Features.SlashCommands {
		o.Commands = append(o.Commands,
			slacksim.Command{Name: c.Command, Description: c.Description, UsageHint: c.UsageHint, ShouldEscape: c.ShouldEscape})
	}

	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, slacksim.Shortcut{Name: s.Name, Type: s.Type, CallbackID: s.CallbackID})
	}

	o.BotUserID = "U0LEADLOOP"
	ws := slacksim.New(o)
	person := func(id, name, realName, title string) {
		ws.AddUser(slacksim.User{ID: id, Name: name, RealName: realName, Title: title, TZ: demoZone, Email: name +
			"@acme.example"})
	}
	person(priya, "priya", "Priya Nair", "marketing")
	person(marco, "marco", "Marco Rossi", "marketing")
	person(sam, "sam", "Sam Okafor", "sales rep")
	person(lena, "lena", "Lena Vogt", "sales rep")
	person(tom, "tom", "Tom Becker", "sales rep")
	person(ingrid, "ingrid", "Ingrid Holm", "sales manager")
	person(diane, "diane", "Diane Laurent", "leader")
	person(alex, "alex", "Alex Kim", "admin")
	for _, c := range []slacksim.Channel{
		{ID: leadsChannel, Name: "leads", Members: []string{o.BotUserID, priya, marco, sam, lena, tom, ingrid, alex}},
		{ID: salesChannel, Name: "sales", Members: []string{o.BotUserID, sam, lena, tom, ingrid, alex}},
		{ID: leadershipChannel, Name: "leadership", Members: []string{o.BotUserID, diane, ingrid, priya, alex}},
		{ID: "C0GENERAL", Name: "general", Members: []string{priya, marco, sam, lena, tom, ingrid, diane, alex}},
	} {
		ws.AddChannel(c)
	}

	return ws, nil
}
