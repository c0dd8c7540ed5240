package bot

import "github.com/leadloop/leadloop/bot/view"

// newRoutes is everything that the bot reacts to.
func (b *Bot) newRoutes() routes {
	return routes{
		commands: map[string][]subcommand{
			"/lead": {
				{name: "help", open: true, run: help("/lead")},
				{name: "new", run: b.leadNew},
				{name: "log", usage: "NAME, COMPANY, E-MAIL [phone] [source=…] [campaign=…] [need=\"…\"]", example: "Jane Doe, Acme, jane@acme.com source=webinar", run: b.leadLog},
				{name: "show", usage: "L-1", example: "L-1", run: b.leadShow},
				{name: "find", usage: "TEXT", example: "acme", run: b.leadFind},
				{name: "mine", run: b.leadMine},
				{name: "handoff", usage: "L-1 [@rep] [note]", example: "L-1 asked for a demo", run: b.leadHandoff},
				{name: "accept", usage: "L-1", example: "L-1", run: b.leadAccept},
				{name: "reject", usage: "L-1 REASON [note]", example: "L-1 timing", run: b.leadReject},
				{name: "touch", usage: "L-1 KIND [outcome]", example: "L-1 call left a message", run: b.leadTouch},
				{name: "qualify", usage: "L-1 amount=… close=…", example: "L-1 amount=12000 close=2026-12-31", run: b.leadQualify},
				{name: "won", usage: "L-1 [amount=…]", example: "L-1 amount=12000", run: b.leadWon},
				{name: "lost", usage: "L-1 REASON [note]", example: "L-1 price", run: b.leadLost},
				{name: "recycle", usage: "L-1 until=DATE [note]", example: "L-1 until=2027-02-01 new budget then", run: b.leadRecycle},
				{name: "disqualify", usage: "L-1 REASON", example: "L-1 competitor", run: b.leadDisqualify},
				{name: "assign", usage: "L-1 @user", example: "L-1 @sam", run: b.leadAssign},
				{name: "snooze", usage: "L-1 DAYS|DATE", example: "L-1 3d", run: b.leadSnooze},
				{name: "history", usage: "L-1", example: "L-1", run: b.leadHistory},
				{name: "undo", run: b.leadUndo},
			},
			"/goal": {
				{name: "help", open: true, run: help("/goal")},
				{name: "set", usage: "METRIC PERIOD TARGET [owner=@x] [why=\"…\"]", example: "mqls 2026-Q4 120", run: b.goalSet},
				{name: "list", run: b.goalList},
				{name: "log", usage: "METRIC VALUE [week=…]", example: "website_visits 5400 week=2026-W47", run: b.goalLog},
			},
			"/loop": {
				{name: "help", open: true, run: help("/loop")},
				{name: "definition", run: b.loopDefinition},
				{name: "digest", usage: "preview|now", example: "preview", run: b.loopDigest},
				{name: "status", run: b.loopStatus},
			},
		},
		actions: map[string]route{
			view.ActionNew:        {run: b.clickNew},
			view.ActionShow:       {run: b.clickShow},
			view.ActionHandoff:    {run: b.clickHandoff},
			view.ActionAccept:     {run: b.clickAccept},
			view.ActionReject:     {run: b.clickForm(view.Reject)},
			view.ActionCall:       {run: b.clickCall},
			view.ActionTouch:      {run: b.clickForm(view.Touch)},
			view.ActionQualify:    {run: b.clickForm(view.Qualify)},
			view.ActionWon:        {run: b.clickForm(view.Win)},
			view.ActionLost:       {run: b.clickForm(view.Lost)},
			view.ActionRecycle:    {run: b.clickForm(view.Recycle)},
			view.ActionDisqualify: {run: b.clickForm(view.Disqualify)},
			view.ActionAssign:     {run: b.clickAssign},
			view.ActionEdit:       {run: b.clickForm(view.EditLead)},
			view.ActionSnooze:     {run: b.clickSnooze},
			view.ActionUndo:       {run: b.clickUndo},
		},
		submits: map[string]route{
			view.CallbackNew:        {run: b.submitNew},
			view.CallbackHandoff:    {run: b.submitHandoff},
			view.CallbackReject:     {run: b.submitReject},
			view.CallbackTouch:      {run: b.submitTouch},
			view.CallbackQualify:    {run: b.submitQualify},
			view.CallbackWin:        {run: b.submitWin},
			view.CallbackLost:       {run: b.submitLost},
			view.CallbackRecycle:    {run: b.submitRecycle},
			view.CallbackDisqualify: {run: b.submitDisqualify},
			view.CallbackAssign:     {run: b.submitAssign},
			view.CallbackEdit:       {run: b.submitEdit},
		},
		shortcuts: map[string]route{
			view.ShortcutNew:        {run: b.shortcutNew},
			view.ShortcutLogMessage: {run: b.shortcutLogMessage},
		},
		events: map[string]route{
			"app_home_opened": {run: b.homeOpened, open: true},
			"user_change":     {run: b.userChanged, open: true},
			"app_uninstalled": {run: b.uninstalled, open: true},
			"tokens_revoked":  {run: b.tokensRevoked, open: true},
		},
	}
}
