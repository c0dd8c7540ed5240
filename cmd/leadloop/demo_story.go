package main

import "github.com/leadloop/leadloop/funnel"

// demoDeeds are the last weeks of the demo's company, in order of time.
var demoDeeds = []deed{
	{15, "09:00", diane, goal(funnel.MetricRevenue, 60_000, ingrid, "Pays for the second product team")},
	{15, "09:03", diane, derived(funnel.MetricCustomers, funnel.MetricRevenue, 18_750, ingrid, "What a customer paid last year, on average")},
	{15, "09:05", diane, derived(funnel.MetricMQLs, funnel.MetricCustomers, 0.2, priya, "At one sale in five, the revenue goal needs sixteen")},
	{15, "09:10", diane, goal(funnel.MetricAcceptanceRate, 0.7, priya, "Leads that sales takes are the only ones that count")},
	{15, "09:20", priya, campaign(funnel.CampaignInput{
		Name: "Warehouse webinars", Channel: "webinar", Aliases: []string{"q4-warehouse"}, Audience: "Heads of operations",
		Message: "Stock counts without closing the warehouse", Why: "Two of three who attend ask for prices",
		Budget: funnel.Money{Minor: 400_000, Currency: "EUR"},
	}, funnel.MetricMQLs)},
	{15, "09:30", marco, campaign(funnel.CampaignInput{
		Name: "LogiMAT stand", Channel: "event", Aliases: []string{"logimat"}, Audience: "Finance and operations",
		Budget: funnel.Money{Minor: 900_000, Currency: "EUR"},
	}, "")},
	{15, "09:40", priya, spent("Warehouse webinars", 1_800, "Host and invitations")},

	{14, "10:00", priya, logged("nordwind", funnel.LeadInput{Name: "Jonas Lindqvist", Company: "Nordwind Logistics", Title: "Head of Operations", Email: "jonas@nordwind.example", Phone: "+46 8 123 456 78", Source: "webinar", Campaign: "q4-warehouse", Need: "Stock counts take two days a month"})},
	{14, "10:20", priya, handed("nordwind", sam, "Asked for prices in the webinar chat")},
	{14, "11:05", sam, accepted("nordwind")},
	{14, "13:30", sam, touched("nordwind", "call", "Wants a pilot before Christmas")},
	{13, "09:40", marco, logged("bluepeak", funnel.LeadInput{Name: "Aisha Khan", Company: "Bluepeak Retail", Title: "COO", Email: "aisha.khan@bluepeak.example", Source: "referral", Campaign: "partners", Need: "Opens twelve shops next year"})},
	{13, "09:50", marco, handed("bluepeak", lena, "Introduced by Harbour, who are happy with us")},
	{13, "10:15", lena, accepted("bluepeak")},
	{13, "11:00", lena, touched("bluepeak", "call", "Good talk, sends numbers")},
	{12, "15:00", sam, qualified("nordwind", 18_000, 20)},

	{11, "09:30", priya, logged("students", funnel.LeadInput{Name: "Kim Nguyen", Company: "City University", Email: "kim@cityuni.example", Source: "content", Campaign: "guide"})},
	{11, "09:45", priya, handed("students", tom, "Downloaded the guide twice")},
	{11, "16:00", tom, rejected("students", "wrong_role", "Writes a thesis, does not buy")},
	{10, "10:00", priya, disqualified("students", "not_a_buyer")},
	{10, "10:30", lena, qualified("bluepeak", 24_000, 30)},
	{8, "15:10", lena, touched("bluepeak", "meeting", "Showed the plan for the first three shops")},
	{9, "09:20", marco, logged("kestrel", funnel.LeadInput{Name: "Peter Hahn", Company: "Kestrel Foods", Title: "CFO", Email: "p.hahn@kestrel.example", Phone: "+49 30 901820", Source: "event", Campaign: "logimat"})},
	{9, "09:35", marco, handed("kestrel", tom, "Came to the stand with two colleagues")},
	{9, "12:10", tom, accepted("kestrel")},
	{9, "14:00", tom, touched("kestrel", "call", "No answer, left a message")},
	{8, "11:00", sam, won("nordwind")},
	{8, "16:20", marco, spent("LogiMAT stand", 6_500, "Stand and travel")},
	{8, "16:30", priya, visits(1, 2_150)},

	{7, "09:15", priya, logged("solara", funnel.LeadInput{Name: "Marta Silva", Company: "Solara Energia", Title: "Procurement Lead", Email: "marta@solara.example", Source: "paid search", Campaign: "q4-warehouse", Need: "Replaces a system that ends in June"})},
	{7, "09:30", priya, handed("solara", sam, "")},
	{7, "10:10", sam, accepted("solara")},
	{7, "13:45", sam, touched("solara", "email", "Sent the comparison")},
	{6, "10:40", tom, lost("kestrel", "price", "Stays with the spreadsheet this year")},
	{6, "11:20", marco, logged("quill", funnel.LeadInput{Name: "Ben Archer", Company: "Quill & Co", Email: "ben@quill.example", Source: "webinar", Campaign: "q4-warehouse"})},
	{6, "11:25", marco, handed("quill", lena, "")},
	{6, "16:40", lena, rejected("quill", "timing", "Budget opens in spring")},
	{5, "09:30", marco, recycled("quill", 75, "Budget opens in spring")},

	{4, "10:05", priya, logged("harbour", funnel.LeadInput{Name: "Elena Petrova", Company: "Harbour Freight Lines", Title: "IT Director", Email: "elena@harbourlines.example", Phone: "+44 20 7946 0958", Source: "webinar", Campaign: "q4-warehouse", Need: "Must integrate with their ERP"})},
	{4, "10:15", priya, handed("harbour", tom, "Asked three questions about the ERP link")},
	{4, "11:50", tom, accepted("harbour")},
	{4, "12:20", tom, touched("harbour", "call", "Demo booked")},
	{3, "11:30", lena, touched("bluepeak", "call", "Their lawyers read the contract")},
	{3, "14:00", tom, touched("harbour", "meeting", "Demo went well, three people came")},
	{3, "14:20", tom, qualified("harbour", 15_500, 25)},
	{2, "09:10", marco, logged("ferro", funnel.LeadInput{Name: "Luca Ferri", Company: "Ferro Tools", Title: "Warehouse Manager", Email: "luca@ferrotools.example", Source: "organic search", Campaign: "", Need: "Loses pallets between two sites"})},
	{2, "09:30", marco, handed("ferro", lena, "Found us by himself and wrote a long message")},
	{2, "10:45", lena, accepted("ferro")},
	{2, "13:15", lena, touched("ferro", "call", "Visits the site on Thursday")},
	{1, "15:00", priya, logged("atlas", funnel.LeadInput{Name: "Nora Weiss", Company: "Atlas Medical", Title: "Supply Chain Lead", Email: "nora.weiss@atlasmed.example", Phone: "+43 1 514440", Source: "webinar", Campaign: "q4-warehouse", Need: "Needs batch tracking for an audit in March"})},
	{1, "16:10", marco, logged("brook", funnel.LeadInput{Name: "Olivia Brook", Company: "Brook & Sons", Email: "olivia@brooksons.example", Source: "social"})},

	{0, "09:20", priya, handed("atlas", sam, "The audit date is fixed, so the need is real")},
	{0, "09:40", marco, logged("stand", funnel.LeadInput{Name: "Rui", Company: "Lisbon trade stand", Source: "event", Campaign: "logimat", Need: "Left a card, no contact data yet"})},
	{0, "09:45", priya, visits(0, 1_380)},
}
