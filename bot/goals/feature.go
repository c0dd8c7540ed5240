package goals

import "github.com/leadloop/leadloop/bot/desk"

// handlers answer what people do here.
type handlers struct{ *desk.Desk }

// Feature is all that this room reacts to.
func Feature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/goal", Word: "set", Usage: "[METRIC PERIOD TARGET] [parent=G-1] [rate=…] [for=…] [owner=@x] [why=\"…\"]",
				Example: "mqls 2026-Q4 120", Run: h.set, Help: [][2]string{
					{`/goal set mqls 2026-Q4 120 owner=@user why="three new customers a month"`, "set or change a goal for a quarter, a month (2026-11) or a week (2026-W47); without anything, a form"},
					{"/goal set revenue 2026-Q4 500k", "amounts and rates are understood as you write them: 500k, €12,000, 60%"},
					{"/goal set sqls 2026-Q4 parent=G-2 rate=25%", "a goal that derives from another: its target follows; below an amount, the rate is what one brings"},
					{"/goal set mqls 2026-11 40 parent=G-4 for=LogiMAT 2027", "a part of another goal; for= a campaign, @user or a team"},
				},
			},
			{Of: "/goal", Word: "tree", Usage: "[G-1]", Example: "G-1", Run: h.tree, Help: [][2]string{
				{"/goal tree", "all goals, each below the one it serves; with a number, that branch"},
			}},
			{Of: "/goal", Word: "show", Usage: "G-3", Example: "G-3", Run: h.show, Help: [][2]string{
				{"/goal show G-3", "how one stands, what is below it, which campaigns serve it, and what happened to it"},
			}},
			{Of: "/goal", Word: "edit", Usage: "G-3", Example: "G-3", Run: h.edit, Help: [][2]string{
				{"/goal edit G-3", "change it in a form"},
			}},
			{Of: "/goal", Word: "retire", Usage: "G-3", Example: "G-3", Run: h.retire, Help: [][2]string{
				{"/goal retire G-3", "give it up; it stays in the history"},
			}},
			{
				Of: "/goal", Word: "plan", Usage: "revenue=… period=… [deal=…] [win=…] [vs …]",
				Example: "revenue=500000 period=2027-Q1 deal=12000 win=25%", Run: h.plan, Help: [][2]string{
					{"/goal plan revenue=500000 period=2027-Q1 deal=12000 win=25%", "how many leads a revenue goal needs, by when, and what they may cost; without anything, a form"},
					{"/goal plan revenue=500000 period=2027-Q1 vs win=30%", "two plans side by side"},
				},
			},
			{Of: "/goal", Word: "list", Run: h.list, Help: [][2]string{
				{"/goal list", "actual against target, and the pace"},
			}},
			{
				Of: "/goal", Word: "log", Usage: "METRIC VALUE [week=…|day=…]", Example: "website_visits 5400 week=2026-W47",
				Run: h.logFigure, Help: [][2]string{
					{"/goal log website_visits 5200 week=2026-W47", "a figure from outside; without a week, the running one; day=2026-11-20 for one day"},
				},
			},
			{
				Of: "/goal", Word: "metric", Usage: "[list|new|retire]", Example: "new demo_requests \"Demo requests\"",
				Run: h.metric, Help: [][2]string{
					{`/goal metric new demo_requests "Demo requests" team=marketing`, "a figure of your own; with of=mean a score that does not add up; list shows them, retire ends one"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			actionPlanSave:   {Run: h.clickPlanSave},
			actionPlanWhatIf: {Run: h.clickPlanWhatIf},
			ActionNew:        {Run: h.clickNew},
			actionTree:       {Run: desk.WithValue(h.tree)},
			ActionShow:       {Run: withGoal(h.show)},
			ActionEdit:       {Run: withGoal(h.edit)},
			ActionRetire:     {Run: withGoal(h.retire)},
		},
		Forms: map[string]desk.Route{
			callbackPlan:       {Run: h.submitPlan},
			callbackPlanWhatIf: {Run: h.submitWhatIf},
			callbackGoal:       {Run: h.submit},
		},
	}
}
