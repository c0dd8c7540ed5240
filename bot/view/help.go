package view

import "strings"

// usage is one form of a command.
type usage struct{ form, does string }

// helpTexts are the commands with all their forms.
var helpTexts = map[string]struct {
	intro string
	forms []usage
	tips  string
}{
	"/lead": {
		"*/lead* logs leads, hands them off and works them.",
		[]usage{
			{"/lead new", "a form for a new lead"},
			{`/lead log Jane Doe, Acme, jane@acme.com +49 30 123456 source=webinar campaign=q3 need="…"`, "log one in a line; the same person again becomes a touch. More of the company: `country=DE employees=250 segment=retail tags=a,b`"},
			{"/lead show L-1", "everything about a lead"},
			{"/lead find acme", "look for a name, a company or an address"},
			{"/lead mine", "where your leads stand, and whose turn it is"},
			{"/lead handoff L-1 @rep asked for a call", "offer it to a rep; without a name, to the next in turn"},
			{`/lead handoff L-1 @rep fit=yes budget=12000 override="their director asked for it"`, "with answers to the criteria of the definition, and a reason where one is not met"},
			{"/lead accept L-1", "take a lead that was handed to you"},
			{"/lead reject L-1 no_need still under contract proof=https://…", "do not take it: with a reason, and a link that bears it out if there is one"},
			{"/lead ask L-1 which system do they use today?", "ask marketing before you answer; your time stands still meanwhile"},
			{"/lead answer L-1 they use spreadsheets", "answer sales' question about a lead"},
			{"/lead dispute L-1 they have 80 people", "say that a rejection was wrong; one who speaks for the teams rules on it"},
			{"/lead touch L-1 call demo on Thursday", "log a contact: call, email, meeting, event, webinar, content, social, referral or note"},
			{"/lead qualify L-1 amount=12000 close=2026-12-31", "make it an opportunity, or change the amount"},
			{"/lead won L-1 amount=12000", "a new customer; without an amount, the opportunity's stands"},
			{"/lead lost L-1 price", "close it with a reason"},
			{"/lead recycle L-1 until=2027-02-01 budget in February", "put it aside; it comes back by itself"},
			{"/lead handback L-1 timing budget in May", "hand a lead that you work back to marketing at once, with a reason"},
			{"/lead disqualify L-1 not_a_buyer", "never a customer"},
			{"/lead assign L-1 @user she knows them", "give it to somebody else, with a word of why"},
			{"/lead snooze L-1 3d she is at a fair", "no reminders for a while, and why; a date such as 2027-01-10 works too"},
			{"/lead history L-1", "what happened, and who did it"},
			{"/lead undo", "take back your last change, within 10 minutes"},
		},
		"Reasons are those of the lead definition: `/loop definition` lists them. On any message, the shortcut *Log as lead* does the same as the form.",
	},
	"/goal": {
		"*/goal* says what you want to reach, and how it stands.",
		[]usage{
			{`/goal set mqls 2026-Q4 120 owner=@user why="three new customers a month"`, "set or change a goal for a quarter, a month (2026-11) or a week (2026-W47); without anything, a form"},
			{"/goal set revenue 2026-Q4 500k", "amounts and rates are understood as you write them: 500k, €12,000, 60%"},
			{"/goal set sqls 2026-Q4 parent=G-2 rate=25%", "a goal that derives from another: its target follows; below an amount, the rate is what one brings"},
			{"/goal set mqls 2026-11 40 parent=G-4 for=LogiMAT 2027", "a part of another goal; for= a campaign, @user or a team"},
			{"/goal tree", "all goals, each below the one it serves; with a number, that branch"},
			{"/goal show G-3", "how one stands, what is below it, which campaigns serve it, and what happened to it"},
			{"/goal edit G-3", "change it in a form"},
			{"/goal retire G-3", "give it up; it stays in the history"},
			{"/goal plan revenue=500000 period=2027-Q1 deal=12000 win=25%", "how many leads a revenue goal needs, by when, and what they may cost; without anything, a form"},
			{"/goal plan revenue=500000 period=2027-Q1 vs win=30%", "two plans side by side"},
			{"/goal list", "actual against target, and the pace"},
			{"/goal log website_visits 5200 week=2026-W47", "a figure from outside; without a week, the running one; day=2026-11-20 for one day"},
			{`/goal metric new demo_requests "Demo requests" team=marketing`, "a figure of your own; with of=mean a score that does not add up; list shows them, retire ends one"},
		},
		"Goals are named by their number, or as `mqls 2026-Q4`. Metrics: `revenue`, `customers`, `sqls`, `sals`, `mqls`, `leads`, `inquiries`, `spend`, `website_visits`, `visit_to_lead_rate`, `acceptance_rate`, `first_touch_within_sla`. A plan also takes `sql=`, `sal=` and `mql=` (rates), or `overall=`, and `share=`, `certain=`, `budget=`, `ltv=`.",
	},
	"/campaign": {
		"*/campaign* says what marketing does, which goal it serves, what it costs and what it brings.",
		[]usage{
			{"/campaign new", "a form for a new campaign; with a name behind it, the name is filled in"},
			{`/campaign new LogiMAT 2027 channel=event from=2027-03-09 until=2027-03-11 budget=12000 alias=logimat,utm_logimat audience="Operations managers" goal="mqls 2027-Q1" why="half of them buy within a year"`, "set one up in a line"},
			{"/campaign list", "what each brought and cost, then by channel, and what leads name that is not set up yet; by=audience and by=message show how these are received"},
			{"/campaign show LogiMAT 2027 model=w", "everything about one; the revenue by first touch, or by model=last, linear, u or w"},
			{`/campaign spend LogiMAT 2027 4500 on=2026-12-01 note="stand rent"`, "what was spent; without a day, today; an amount below 0 takes back"},
			{`/campaign edit LogiMAT 2027 goal="mqls 2027-Q1"`, "change what you give; without anything, a form; status=open opens a closed one again"},
			{"/campaign what-if channel=event cost=20000", "should we? What that channel brought for its money so far says what to expect, and how sure that is; with `expects=400 from=2027-03-09 until=2027-03-11`, whether sales can take it"},
			{"/campaign capacity LogiMAT 2027", "can sales take it? The leads that it expects (`expects=400`), against what each rep can take in its days"},
			{"/campaign close LogiMAT 2027", "it has ended: no more leads link to it, and you see what it brought"},
		},
		"Channels: `event`, `webinar`, `paid`, `content`, `email`, `social`, `referral`, `partner`, `other`. Leads link by the name or any other name of a campaign: `/lead log … campaign=logimat`.",
	},
	"/loop": {
		"*/loop* is about the agreement between sales and marketing, and about Leadloop itself.",
		[]usage{
			{"/loop definition", "the lead definition, the promises and the reasons in force"},
			{"/loop definition show 3", "an earlier version"},
			{"/loop definition propose", "change it: a draft, for both signers to agree to"},
			{"/loop definition diff 3 4", "what changed between two versions; without numbers, what the draft would change"},
			{"/loop definition agree", "sign the draft, for signers; with both signatures it is in force"},
			{"/loop definition withdraw", "drop the draft"},
			{"/loop what-if accept=2h hours=08:00-18:00 days=mon-sat", "how last quarter's promises would have gone by other rules; period=2026-Q3 for another"},
			{"/loop disputes", "the disputed rejections, to rule on; `uphold L-1 WHY` or `overturn L-1 WHY` does it in a line"},
			{"/loop digest preview", "the digest of the running week, for you alone"},
			{"/loop hours", "when you work: deadlines and reminders keep to it"},
			{"/loop hours mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", "set your hours; holidays=AT sets your public holidays, reset goes back to the workspace's"},
			{"/loop away until Monday cover=@rep", "you are away, and somebody has your leads meanwhile; from=2026-12-24 begins later; without anything, who is away"},
			{"/loop back", "you are back early; before the leave, it is cancelled"},
			{"/loop digest now", "post last week's digest to leadership; `sales` or `marketing` behind either of these is the digest of that team"},
			{"/loop digest off", "post it no more; `on` posts it again"},
			{"/loop digest me on", "your own week, on Mondays at 09:00; `me tuesday 08:30` at another time, `me off` not any more"},
			{"/loop board", "who is late on what, and how long"},
			{"/loop nudges", "which reminders are sent, and whether people act on them"},
			{"/loop nudges off update", "send no more of a kind; `on` sends them again. For the sales manager and admins"},
			{"/loop routing", "the pools: who gets which leads, how much each has had, and who is next"},
			{"/loop routing why L-7", "how a lead came to its rep, and who was passed over"},
			{"/loop routing test source=webinar country=DE employees=200", "who would get such a lead; nothing changes"},
			{"/loop pool new", "a pool of reps for some leads; for the sales manager and admins"},
			{"/loop pool edit DACH", "change its members, weights, caps and rules"},
			{"/loop pool order Enterprise, DACH", "which pools are asked first"},
			{"/loop pool remove DACH", "its leads go on to the pools behind it"},
			{"/loop status", "what is connected, stored and queued; for admins"},
		},
		"Leads are worked with `/lead help`, goals with `/goal help`, campaigns with `/campaign help`.",
	},
}

// Help explains a command of helpTexts. Any other gets the first.
func Help(command string) Message {
	text, ok := helpTexts[command]
	if !ok {
		text, command = helpTexts["/lead"], "/lead"
	}
	lines := each(text.forms, func(f usage) string { return "`" + Escape(f.form) + "`\n      " + Escape(f.does) })
	lines = append(lines, "`"+command+" help`\n      this text")
	m := listing(text.intro, lines, 0, "")
	m.Blocks = append(m.Blocks, context(text.tips))
	m.Text = strings.ReplaceAll(text.intro, "*", "")
	return m
}
