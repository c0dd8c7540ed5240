package main

import (
	"slices"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// demoDeeds are the last weeks of the demo's company, in order of time.
var demoDeeds = []deed{
	{15, "09:00", diane, goal(goals.MetricRevenue, 280_000, ingrid, "Pays for the second product team")},
	{15, "09:03", diane, derived(goals.MetricCustomers, goals.MetricRevenue, 16_000, ingrid, "What a customer paid last year, on average")},
	{15, "09:05", ingrid, derived(goals.MetricSQLs, goals.MetricCustomers, 0.3, ingrid, "We win three opportunities of ten")},
	{15, "09:06", ingrid, derived(goals.MetricSALs, goals.MetricSQLs, 0.5, ingrid, "Every second lead that we take becomes an opportunity")},
	{15, "09:07", priya, derived(goals.MetricMQLs, goals.MetricSALs, 0.8, priya, "Sales takes four MQLs of five")},
	{15, "09:10", diane, goal(goals.MetricAcceptanceRate, 0.7, priya, "Leads that sales takes are the only ones that count")},
	{15, "09:12", marco, goal(goals.MetricWebsiteVisits, 30_000, marco, "One visit in 120 becomes a lead")},
	{15, "09:20", priya, campaign(campaigns.Input{
		Name: "Warehouse webinars", Channel: "webinar", Aliases: []string{"q4-warehouse"}, Audience: "Heads of operations",
		Message: "Stock counts without closing the warehouse", Why: "Two of three who attend ask for prices",
		Budget: money.Amount{Minor: 600_000, Currency: "EUR"},
	}, goals.MetricMQLs)},
	{15, "09:25", marco, campaign(campaigns.Input{
		Name: "Partner referrals", Channel: "referral", Aliases: []string{"partners"}, Audience: "Owners",
		Message: "Your logistics partner works with us already", Why: "Who is introduced buys sooner",
		Budget: money.Amount{Minor: 300_000, Currency: "EUR"},
	}, goals.MetricCustomers)},
	{15, "09:30", marco, campaign(campaigns.Input{
		Name: "LogiMAT stand", Channel: "event", Aliases: []string{"logimat"}, Audience: "Finance and operations",
		Budget: money.Amount{Minor: 1_400_000, Currency: "EUR"},
	}, "")},
	{15, "09:35", marco, campaign(campaigns.Input{
		Name: "Search ads", Channel: "paid", Aliases: []string{"search-ads"}, Audience: "Who looks for stock software",
		Message: "Stock software in a week", Why: "Brings leads when there is no event",
		Budget: money.Amount{Minor: 900_000, Currency: "EUR"},
	}, goals.MetricMQLs)},
	{15, "09:40", priya, spent("Warehouse webinars", 1_800, 9, "Host and invitations")},
	{15, "09:41", priya, spent("Warehouse webinars", 1_600, 5, "Host and invitations")},
	{15, "09:42", marco, spent("Partner referrals", 1_500, 6, "Commission")},
	{15, "09:43", marco, spent("Search ads", 2_400, 8, "September")},
	{15, "09:44", marco, spent("Search ads", 2_600, 4, "October")},
	{15, "09:50", marco, visits(4, 1_920, 2_040, 2_110, 1_870, 2_230, 2_180, 2_060, 2_310, 2_150)},
	{15, "10:00", ingrid, pool("DACH", "country in DE, AT, CH", map[ref.UserID]string{sam: "1", tom: "1"})},
	{15, "10:05", ingrid, pool("Enterprise", "employees >= 200", map[ref.UserID]string{lena: "2, 5 a week", tom: "1"})},

	{14, "10:00", priya, logged("nordwind", funnel.LeadInput{Name: "Jonas Lindqvist", Company: "Nordwind Logistics", Title: "Head of Operations", Country: "SE", Employees: "180", Email: "jonas@nordwind.example", Phone: "+46 8 123 456 78", Source: "webinar", Campaign: "q4-warehouse", Need: "Stock counts take two days a month"})},
	{14, "10:20", priya, handed("nordwind", sam, "Asked for prices in the webinar chat")},
	{14, "11:05", sam, accepted("nordwind")},
	{14, "13:30", sam, touched("nordwind", "call", "Wants a pilot before Christmas")},
	{13, "09:40", marco, logged("bluepeak", funnel.LeadInput{Name: "Aisha Khan", Company: "Bluepeak Retail", Title: "COO", Country: "GB", Employees: "650", Email: "aisha.khan@bluepeak.example", Source: "referral", Campaign: "partners", Need: "Opens twelve shops next year"})},
	{13, "09:50", marco, handed("bluepeak", lena, "Introduced by Harbour, who are happy with us")},
	{13, "10:15", lena, accepted("bluepeak")},
	{13, "11:00", lena, touched("bluepeak", "call", "Good talk, sends numbers")},
	{12, "15:00", sam, qualified("nordwind", 18_000, 20)},

	{12, "15:30", marco, logged("verdant", funnel.LeadInput{Name: "Sanne de Vries", Company: "Verdant Garden Centres", Title: "Head of Supply", Country: "NL", Employees: "95", Email: "sanne@verdant.example", Source: "content", Campaign: "guide", Need: "Counts plants by hand in nine shops"})},
	{12, "15:40", marco, handed("verdant", lena, "Read the guide to the end and wrote to us")},
	{12, "16:30", lena, rejected("verdant", "company_size", "Nine shops, I thought of two")},

	{11, "09:10", marco, disputed("verdant", "They have 95 people, we agreed on 50 or more")},
	{11, "09:25", ingrid, overturned("95 people are enough. It counts, and Lena calls them")},
	{11, "09:30", priya, logged("students", funnel.LeadInput{Name: "Kim Nguyen", Company: "City University", Email: "kim@cityuni.example", Source: "content", Campaign: "guide"})},
	{11, "09:45", priya, handed("students", tom, "Downloaded the guide twice")},
	{11, "16:00", tom, rejected("students", "wrong_role", "Writes a thesis, does not buy")},
	{10, "10:00", priya, disqualified("students", "not_a_buyer")},
	{10, "10:10", lena, accepted("verdant")},
	{10, "10:20", lena, touched("verdant", "call", "Glad that we called, sends a list of shops")},
	{10, "10:30", lena, qualified("bluepeak", 24_000, 30)},
	{8, "15:10", lena, touched("bluepeak", "meeting", "Showed the plan for the first three shops")},
	{9, "09:20", marco, logged("kestrel", funnel.LeadInput{Name: "Peter Hahn", Company: "Kestrel Foods", Title: "CFO", Country: "DE", Employees: "90", Email: "p.hahn@kestrel.example", Phone: "+49 30 901820", Source: "event", Campaign: "logimat"})},
	{9, "09:35", marco, handed("kestrel", tom, "Came to the stand with two colleagues")},
	{9, "12:10", tom, accepted("kestrel")},
	{9, "14:00", tom, touched("kestrel", "call", "No answer, left a message")},
	{8, "11:00", sam, won("nordwind")},
	{8, "16:20", marco, spent("LogiMAT stand", 11_500, 2, "Stand and travel")},
	{8, "16:30", priya, visits(1, 2_020, 2_260, 2_150)},

	{7, "09:15", priya, logged("solara", funnel.LeadInput{Name: "Marta Silva", Company: "Solara Energia", Title: "Procurement Lead", Country: "PT", Employees: "300", Email: "marta@solara.example", Source: "paid search", Campaign: "q4-warehouse", Need: "Replaces a system that ends in June"})},
	{7, "09:30", priya, handed("solara", sam, "")},
	{7, "10:10", sam, accepted("solara")},
	{7, "13:45", sam, touched("solara", "email", "Sent the comparison")},
	{6, "10:40", tom, lost("kestrel", "price", "Stays with the spreadsheet this year")},
	{6, "11:20", marco, logged("quill", funnel.LeadInput{Name: "Ben Archer", Company: "Quill & Co", Email: "ben@quill.example", Source: "webinar", Campaign: "q4-warehouse"})},
	{6, "11:25", marco, handed("quill", lena, "")},
	{6, "16:40", lena, rejected("quill", "timing", "Budget opens in spring")},
	{5, "09:30", marco, recycled("quill", 75, "Budget opens in spring")},

	{4, "10:05", priya, logged("harbour", funnel.LeadInput{Name: "Elena Petrova", Company: "Harbour Freight Lines", Title: "IT Director", Country: "GB", Employees: "240", Email: "elena@harbourlines.example", Phone: "+44 20 7946 0958", Source: "webinar", Campaign: "q4-warehouse", Need: "Must integrate with their ERP"})},
	{4, "10:15", priya, handed("harbour", tom, "Asked three questions about the ERP link")},
	{4, "11:50", tom, accepted("harbour")},
	{4, "12:20", tom, touched("harbour", "call", "Demo booked")},
	{3, "11:30", lena, touched("bluepeak", "call", "Their lawyers read the contract")},
	{3, "14:00", tom, touched("harbour", "meeting", "Demo went well, three people came")},
	{3, "14:20", tom, qualified("harbour", 15_500, 25)},
	{2, "09:10", marco, logged("ferro", funnel.LeadInput{Name: "Luca Ferri", Company: "Ferro Tools", Title: "Warehouse Manager", Country: "IT", Employees: "45", Email: "luca@ferrotools.example", Source: "organic search", Campaign: "", Need: "Loses pallets between two sites"})},
	{2, "09:30", marco, handed("ferro", lena, "Found us by himself and wrote a long message")},
	{2, "10:45", lena, accepted("ferro")},
	{2, "13:15", lena, touched("ferro", "call", "Visits the site on Thursday")},
	{2, "15:00", lena, away(lena, 0, 4, sam, "Back on the day after")},
	{1, "15:00", priya, logged("atlas", funnel.LeadInput{Name: "Nora Weiss", Company: "Atlas Medical", Title: "Supply Chain Lead", Country: "AT", Employees: "130", Email: "nora.weiss@atlasmed.example", Phone: "+43 1 514440", Source: "webinar", Campaign: "q4-warehouse", Need: "Needs batch tracking for an audit in March"})},
	{1, "16:10", marco, logged("brook", funnel.LeadInput{Name: "Olivia Brook", Company: "Brook & Sons", Email: "olivia@brooksons.example", Source: "social"})},

	{1, "16:20", marco, logged("castor", funnel.LeadInput{Name: "Miriam Vogel", Company: "Castor Pumps", Title: "Head of IT", Country: "DE", Employees: "320", Email: "m.vogel@castor.example", Source: "webinar", Campaign: "q4-warehouse", Need: "Spare parts in three plants"})},
	{1, "16:25", marco, handed("castor", tom, "Asked about a link to their ERP")},

	{0, "09:15", tom, asked("castor", "Which ERP do they use?")},
	{0, "09:20", priya, handed("atlas", sam, "The audit date is fixed, so the need is real")},
	{0, "09:40", marco, logged("stand", funnel.LeadInput{Name: "Rui", Company: "Lisbon trade stand", Source: "event", Campaign: "logimat", Need: "Left a card, no contact data yet"})},
	{0, "09:45", priya, visits(0, 1_380)},
}

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

func demoPeople() []slacksim.User {
	person := func(id, name, realName, title string) slacksim.User {
		return slacksim.User{ID: id, Name: name, RealName: realName, Title: title, TZ: demoZone, Email: name + "@acme.example"}
	}
	return []slacksim.User{
		person(priya, "priya", "Priya Nair", "marketing"),
		person(marco, "marco", "Marco Rossi", "marketing"),
		person(sam, "sam", "Sam Okafor", "sales rep"),
		person(lena, "lena", "Lena Vogt", "sales rep"),
		person(tom, "tom", "Tom Becker", "sales rep"),
		person(ingrid, "ingrid", "Ingrid Holm", "sales manager"),
		person(diane, "diane", "Diane Laurent", "leader"),
		person(alex, "alex", "Alex Kim", "admin"),
	}
}

func demoChannels(bot string) []slacksim.Channel {
	return []slacksim.Channel{
		{ID: leadsChannel, Name: "leads", Members: []string{bot, priya, marco, sam, lena, tom, ingrid, alex}},
		{ID: salesChannel, Name: "sales", Members: []string{bot, sam, lena, tom, ingrid, alex}},
		{ID: leadershipChannel, Name: "leadership", Members: []string{bot, diane, ingrid, priya, alex}},
		{ID: "C0GENERAL", Name: "general", Members: []string{priya, marco, sam, lena, tom, ingrid, diane, alex}},
	}
}

func demoConfig(folder string) configs.Config {
	c := configs.Default()
	c.Data = folder
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
	o.Scopes = append(slices.Clone(m.OAuthConfig.Scopes.Bot), "channels:history", "im:history", "im:write", "metadata.message:read")
	o.Events = m.Settings.EventSubscriptions.BotEvents
	for _, c := range m.Features.SlashCommands {
		o.Commands = append(o.Commands, slacksim.Command{Name: c.Command, Description: c.Description, UsageHint: c.UsageHint, ShouldEscape: c.ShouldEscape})
	}
	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, slacksim.Shortcut{Name: s.Name, Type: s.Type, CallbackID: s.CallbackID})
	}
	o.BotUserID = "U0LEADLOOP"
	ws := slacksim.New(o)
	for _, u := range demoPeople() {
		ws.AddUser(u)
	}
	for _, c := range demoChannels(o.BotUserID) {
		ws.AddChannel(c)
	}
	return ws, nil
}
