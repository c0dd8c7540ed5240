package leads

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// leadHandlers answer what people do here.
type handlers struct{ *desk.Desk }

// LeadFeature is all that this room reacts to.
func LeadFeature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/lead", Word: "new",
				Run: h.leadNew,
				Help: [][2]string{
					{"/lead new", "a form for a new lead"},
				},
			},
			{
				Of: "/lead", Word: "log", Usage: "NAME, COMPANY, E-MAIL [phone] [source=…] [campaign=…] [need=\"…\"]",
				Example: "Jane Doe, Acme, jane@acme.com source=webinar",
				Run:     h.leadLog,
				Help: [][2]string{
					{`/lead log Jane Doe, Acme, jane@acme.com +49 30 123456 source=webinar campaign=q3 need="…"`, "log one in a line; the same person again becomes a touch. More of the company: `country=DE employees=250 segment=retail tags=a,b`"},
				},
			},
			{
				Of: "/lead", Word: "show", Usage: "L-1",
				Example: "L-1",
				Run:     h.leadShow,
				Help: [][2]string{
					{"/lead show L-1", "everything about a lead"},
				},
			},
			{
				Of: "/lead", Word: "find", Usage: "TEXT",
				Example: "acme",
				Run:     h.leadFind,
				Help: [][2]string{
					{"/lead find acme", "look for a name, a company or an address"},
				},
			},
			{
				Of: "/lead", Word: "mine",
				Run: h.leadMine,
				Help: [][2]string{
					{"/lead mine", "where your leads stand, and whose turn it is"},
				},
			},
			{
				Of: "/lead", Word: "handoff", Usage: "L-1 [@rep] [hot] [fit=yes …] [override=\"…\"] [note]",
				Example: "L-1 asked for a demo",
				Run:     h.leadHandoff,
				Help: [][2]string{
					{"/lead handoff L-1 @rep asked for a call", "offer it to a rep; without a name, to the next in turn"},
					{`/lead handoff L-1 @rep fit=yes budget=12000 override="their director asked for it"`, "with answers to the criteria of the definition, and a reason where one is not met"},
				},
			},
			{
				Of: "/lead", Word: "accept", Usage: "L-1",
				Example: "L-1",
				Run:     h.leadCommand(linePlain(h.Services.Leads.Accept)),
				Help: [][2]string{
					{"/lead accept L-1", "take a lead that was handed to you"},
				},
			},
			{
				Of: "/lead", Word: "reject", Usage: "L-1 REASON [note] [proof=LINK]",
				Example: "L-1 timing",
				Run:     h.leadReject,
				Help: [][2]string{
					{"/lead reject L-1 no_need still under contract proof=https://…", "do not take it: with a reason, and a link that bears it out if there is one"},
				},
			},
			{
				Of: "/lead", Word: "ask", Usage: "L-1 QUESTION",
				Example: "L-1 which system do they use today?",
				Run:     h.leadCommand(lineText(h.Services.Leads.Ask)),
				Help: [][2]string{
					{"/lead ask L-1 which system do they use today?", "ask marketing before you answer; your time stands still meanwhile"},
				},
			},
			{
				Of: "/lead", Word: "answer", Usage: "L-1 ANSWER",
				Example: "L-1 they use spreadsheets",
				Run:     h.leadCommand(lineText(h.Services.Leads.Answer)),
				Help: [][2]string{
					{"/lead answer L-1 they use spreadsheets", "answer sales' question about a lead"},
				},
			},
			{
				Of: "/lead", Word: "dispute", Usage: "L-1 WHY",
				Example: "L-1 they have 80 people",
				Run:     h.leadCommand(lineText(h.Services.Disputes.Raise)),
				Help: [][2]string{
					{"/lead dispute L-1 they have 80 people", "say that a rejection was wrong; one who speaks for the teams rules on it"},
				},
			},
			{
				Of: "/lead", Word: "touch", Usage: "L-1 KIND [outcome]",
				Example: "L-1 call left a message",
				Run:     h.leadCommand(h.lineTouch),
				Help: [][2]string{
					{"/lead touch L-1 call demo on Thursday", "log a contact: call, email, meeting, event, webinar, content, social, referral or note"},
				},
			},
			{
				Of: "/lead", Word: "qualify", Usage: "L-1 amount=… close=…",
				Example: "L-1 amount=12000 close=2026-12-31",
				Run:     h.judgedCommand(h.lineQualify, ActionQualify),
				Help: [][2]string{
					{"/lead qualify L-1 amount=12000 close=2026-12-31", "make it an opportunity, or change the amount"},
				},
			},
			{
				Of: "/lead", Word: "won", Usage: "L-1 [amount=…]",
				Example: "L-1 amount=12000",
				Run:     h.leadCommand(h.lineWon),
				Help: [][2]string{
					{"/lead won L-1 amount=12000", "a new customer; without an amount, the opportunity's stands"},
				},
			},
			{
				Of: "/lead", Word: "lost", Usage: "L-1 REASON [note]",
				Example: "L-1 price",
				Run:     h.leadCommand(h.lineReason(h.Services.Leads.Lose, agreement.WhyLost)),
				Help: [][2]string{
					{"/lead lost L-1 price", "close it with a reason"},
				},
			},
			{
				Of: "/lead", Word: "recycle", Usage: "L-1 until=DATE [note]",
				Example: "L-1 until=2027-02-01 new budget then",
				Run:     h.leadCommand(h.lineDay(h.Services.Leads.Recycle)),
				Help: [][2]string{
					{"/lead recycle L-1 until=2027-02-01 budget in February", "put it aside; it comes back by itself"},
				},
			},
			{
				Of: "/lead", Word: "handback", Usage: "L-1 REASON [note]",
				Example: "L-1 timing",
				Run:     h.leadCommand(h.lineReason(h.Services.Leads.HandBack, agreement.WhyRejected)),
				Help: [][2]string{
					{"/lead handback L-1 timing budget in May", "hand a lead that you work back to marketing at once, with a reason"},
				},
			},
			{
				Of: "/lead", Word: "disqualify", Usage: "L-1 REASON",
				Example: "L-1 competitor",
				Run:     h.leadCommand(h.lineReason(h.Services.Leads.Disqualify, agreement.WhyDisqualified)),
				Help: [][2]string{
					{"/lead disqualify L-1 not_a_buyer", "never a customer"},
				},
			},
			{
				Of: "/lead", Word: "assign", Usage: "L-1 @user [why]",
				Example: "L-1 @sam",
				Run:     h.leadCommand(h.lineAssign),
				Help: [][2]string{
					{"/lead assign L-1 @user she knows them", "give it to somebody else, with a word of why"},
				},
			},
			{
				Of: "/lead", Word: "snooze", Usage: "L-1 DAYS|DATE REASON",
				Example: "L-1 3d she is at a fair",
				Run:     h.leadCommand(h.lineDay(h.Services.Leads.Snooze)),
				Help: [][2]string{
					{"/lead snooze L-1 3d she is at a fair", "no reminders for a while, and why; a date such as 2027-01-10 works too"},
				},
			},
			{
				Of: "/lead", Word: "history", Usage: "L-1",
				Example: "L-1",
				Run:     h.leadHistory,
				Help: [][2]string{
					{"/lead history L-1", "what happened, and who did it"},
				},
			},
			{
				Of: "/lead", Word: "undo",
				Run: h.leadUndo,
				Help: [][2]string{
					{"/lead undo", "take back your last change, within 10 minutes"},
				},
			},
			{
				Of: "/loop", Word: "disputes", Usage: "[uphold|overturn L-1 WHY]",
				Example: "overturn L-1 eighty people are enough",
				Run:     h.loopDisputes,
				Help: [][2]string{
					{"/loop disputes", "the disputed rejections, to rule on; `uphold L-1 WHY` or `overturn L-1 WHY` does it in a line"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			ActionNew:        {Run: desk.WithValue(h.leadNew)},
			ActionShow:       {Run: h.clickShow},
			ActionHandoff:    {Run: h.clickMenu(may(funnel.EntryHandedOff), salesTeam, Handoff)},
			ActionAccept:     {Run: h.clickAct(h.Services.Leads.Accept)},
			ActionReject:     {Run: h.clickForm(may(funnel.EntryRejected), Reject)},
			ActionAsk:        {Run: h.clickForm(may(funnel.EntryAsked), Ask)},
			ActionAnswer:     {Run: h.clickForm(may(funnel.EntryAnswered), Answer)},
			ActionCall:       {Run: h.clickAct(h.called)},
			ActionTouch:      {Run: h.clickForm(may(funnel.EntryTouched), Touch)},
			ActionQualify:    {Run: h.clickForm(may(funnel.EntryQualified), Qualify)},
			ActionWon:        {Run: h.clickForm(may(funnel.EntryWon), Win)},
			ActionLost:       {Run: h.clickForm(may(funnel.EntryLost), Lost)},
			ActionRecycle:    {Run: h.clickForm(may(funnel.EntryRecycled), Recycle)},
			ActionHandBack:   {Run: h.clickForm(may(funnel.EntryHandedBack), HandBack)},
			ActionDisqualify: {Run: h.clickForm(may(funnel.EntryDisqualified), Disqualify)},
			ActionAssign:     {Run: h.clickMenu(may(funnel.EntryAssigned), teamOf, Assign)},
			ActionEdit:       {Run: h.clickForm(may(funnel.EntryEdited), EditLead)},
			ActionSnooze:     {Run: h.clickForm(may(funnel.EntrySnoozed), Snooze)},
			ActionUndo:       {Run: h.clickUndo},
			ActionResend:     {Run: h.clickMenu(funnel.MayResend, salesTeam, Resend)},
			ActionDispute:    {Run: h.clickForm(may(funnel.EntryDisputed), ContestForm)},
			ActionUphold:     {Run: h.clickRule(funnel.VerdictUpheld)},
			ActionOverturn:   {Run: h.clickRule(funnel.VerdictOverturned)},
			ActionClaim:      {Run: h.clickAct(h.Services.Routing.Claim)},
		},
		Forms: map[string]desk.Route{
			CallbackNew:        {Run: h.submitNew},
			CallbackHandoff:    {Run: h.submitLead(h.formHandoff)},
			CallbackReject:     {Run: h.submitReject},
			CallbackTouch:      {Run: h.submitLead(h.formTouch)},
			CallbackQualify:    {Run: h.submitLead(h.formQualify)},
			CallbackWin:        {Run: h.submitLead(h.formWin)},
			CallbackLost:       {Run: h.submitLead(withReason(h.Services.Leads.Lose))},
			CallbackRecycle:    {Run: h.submitLead(h.withDay(h.Services.Leads.Recycle, kit.FieldNote))},
			CallbackHandBack:   {Run: h.submitLead(withReason(h.Services.Leads.HandBack))},
			CallbackDisqualify: {Run: h.submitLead(withReason(h.Services.Leads.Disqualify))},
			CallbackAssign:     {Run: h.submitLead(h.formAssign)},
			CallbackEdit:       {Run: h.submitLead(h.formEdit)},
			CallbackSnooze:     {Run: h.submitLead(h.withDay(h.Services.Leads.Snooze, kit.FieldReason))},
			CallbackResend:     {Run: h.submitLead(h.formResend)},
			CallbackDispute:    {Run: h.submitLead(withText(h.Services.Disputes.Raise, kit.FieldWhy))},
			CallbackRule:       {Run: h.submitRule},
			CallbackAsk:        {Run: h.submitLead(withText(h.Services.Leads.Ask, kit.FieldQuestion))},
			CallbackAnswer:     {Run: h.submitLead(withText(h.Services.Leads.Answer, kit.FieldAnswer))},
		},
		Shortcuts: map[string]desk.Route{
			ShortcutNew:        {Run: desk.WithValue(h.leadNew)},
			ShortcutLogMessage: {Run: h.shortcutLogMessage},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeCard:         {Tell: h.tellLead},
			funnel.NoticeDispute:      {Tell: h.tellDispute},
			funnel.NoticeRuled:        {Tell: h.tellDispute},
			funnel.NoticeQuestion:     {Tell: h.tellLead},
			funnel.NoticeAnswer:       {Tell: h.tellLead},
			funnel.NoticeAccepted:     {Tell: h.tellLead},
			funnel.NoticeDefaulted:    {Tell: h.tellLead},
			funnel.NoticeLapsed:       {Tell: h.tellLead},
			funnel.NoticeRejected:     {Tell: h.tellLead},
			funnel.NoticeQualified:    {Tell: h.tellLead},
			funnel.NoticeWon:          {Tell: h.tellLead},
			funnel.NoticeLost:         {Tell: h.tellLead},
			funnel.NoticeDisqualified: {Tell: h.tellLead},
			funnel.NoticeRecycled:     {Tell: h.tellLead},
			funnel.NoticeHandedBack:   {Tell: h.tellLead},
			funnel.NoticeReturned:     {Tell: h.tellLead},
			funnel.NoticeRepeated:     {Tell: h.tellLead},
			funnel.NoticeAssigned:     {Tell: h.tellLead},
			funnel.NoticeReleased:     {Tell: h.tellLead},
			funnel.NoticeUndone:       {Tell: h.tellLead},
			funnel.NoticeClaim:        {Tell: h.tellLead},
			funnel.NoticeClaimed:      {Tell: h.tellLead},
			funnel.NoticeUnrouted:     {Tell: h.tellLead},
		},
	}
}
