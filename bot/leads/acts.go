package leads

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
)

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionNew        = "lead_new" // opens the modal of a new lead; no value
	ActionShow       = "lead_show"
	ActionHandoff    = "lead_handoff" // opens a modal
	ActionAccept     = "lead_accept"
	ActionReject     = "lead_reject"     // opens a modal
	ActionCall       = "lead_call"       // logs a call at once
	ActionTouch      = "lead_touch"      // opens a modal
	ActionQualify    = "lead_qualify"    // opens a modal; also changes the amount of an opportunity
	ActionWon        = "lead_won"        // opens a modal
	ActionLost       = "lead_lost"       // opens a modal
	ActionRecycle    = "lead_recycle"    // opens a modal
	ActionHandBack   = "lead_handback"   // opens a modal
	ActionDisqualify = "lead_disqualify" // opens a modal
	ActionAssign     = "lead_assign"     // opens a modal
	ActionEdit       = "lead_edit"       // opens a modal
	ActionSnooze     = "lead_snooze"     // opens a modal
	ActionWake       = "lead_wake"
	ActionUndo       = "lead_undo"
	ActionForget     = "lead_forget"
	ActionResend     = "lead_resend"      // opens a modal
	ActionDispute    = "lead_dispute"     // opens a modal
	ActionUphold     = "dispute_uphold"   // opens a modal; the value is the number of a dispute
	ActionOverturn   = "dispute_overturn" // the same
	ActionAsk        = "lead_ask"         // opens a modal
	ActionAnswer     = "lead_answer"      // opens a modal
	ActionClaim      = "lead_claim"
)

// act is one thing that people do to a lead, with all that is said of it. Words, buttons, forms, help, replies, the
// history of a lead and what can be taken back are read from here.
type act struct {
	// entry is what the act writes in the journal, and the name by which the rules know who may do it. A row without one
	// is a second way to an act, or changes nothing.
	entry funnel.EntryKind
	may   permission // where there is no entry to ask by

	// As a button: its id, its label, and whether it is the next step for most readers.
	id, label string
	main      bool

	// As a word of /lead, with what follows it, the same filled in, and what the help says of it.
	word, usage, example string
	help                 [][2]string

	// What it needs, and how that is asked for: the form that its button opens, and who can be chosen there. Without a
	// form the button does it at once. Where it is judged, criteria may be in the way.
	needs    needs
	form     form
	choose   func(people.Roster, funnel.Lead) []ref.UserID
	callback string
	judged   bool

	// In words: the reply to whoever did it, the message to others, the line in the lead's history, and as a noun when
	// it is taken back.
	reply   func(voice, funnel.Lead) said
	notice  funnel.NoticeKind
	message func(voice, funnel.Notice, funnel.Lead) said
	history func(voice, funnel.Entry) string
	undo    string
}

// needs is how an act reads what it needs besides the lead.
type needs struct {
	click  func(h handlers) plainAct // nothing
	line   func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error)
	submit func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error)

	// What is shown before a form is taken, and after a line is: of either nothing where there is nothing to show.
	before func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID) (*desk.Ack, error)
	after  func(h handlers, ctx context.Context, done core.Done) *desk.Ack
}

// form asks for what an act needs. The candidates are those who can be chosen.
type form func(c kit.Context, l funnel.Lead, candidates []ref.UserID) slack.ModalViewRequest

// alone is a form in which nobody is chosen.
func alone(show func(kit.Context, funnel.Lead) slack.ModalViewRequest) form {
	return func(c kit.Context, l funnel.Lead, _ []ref.UserID) slack.ModalViewRequest { return show(c, l) }
}

// acts are all that people do to a lead, in the order of the help.
var acts = []act{
	{
		entry: funnel.EntryHandedOff, id: ActionHandoff, label: "Hand off", main: true,
		word: "handoff", usage: "L-1 [@rep] [hot] [fit=yes …] [override=\"…\"] [note]", example: "L-1 asked for a demo",
		help: [][2]string{
			{"/lead handoff L-1 @rep asked for a call", "offer it to a rep; without a name, to the next in turn"},
			{`/lead handoff L-1 @rep fit=yes override="their director asked for it"`, "with answers to the criteria of the definition, and a reason where one is not met"},
		},
		needs: needs{line: handlers.lineHandoff, submit: handlers.formHandoff}, judged: true,
		form: Handoff, choose: salesTeam, callback: CallbackHandoff,
		reply: replyHandOff, history: historyHandedOff, undo: "the handoff",
	},
	{
		id: ActionResend, label: "Fix and resend", main: true, may: funnel.MayResend,
		needs: needs{submit: handlers.formResend}, form: Resend, choose: salesTeam, callback: CallbackResend,
	},
	{
		entry: funnel.EntryAccepted, id: ActionAccept, label: "Accept", main: true,
		word: "accept", usage: "L-1", example: "L-1",
		help:  [][2]string{{"/lead accept L-1", "take a lead that was handed to you"}},
		needs: nothing(func(s *loop.Services) plainAct { return s.Leads.Accept }),
		reply: replyAccept, history: historyAccepted, undo: "the acceptance",
		notice: funnel.NoticeAccepted, message: messageAccepted,
	},
	{
		entry: funnel.EntryRejected, id: ActionReject, label: "Reject",
		word: "reject", usage: "L-1 REASON [note] [proof=LINK]", example: "L-1 timing",
		help: [][2]string{{"/lead reject L-1 no_need still under contract proof=https://…", "do not take it: with a reason, and a link that bears it out if there is one"}},
		needs: needs{
			line: handlers.lineReject, submit: handlers.formReject, before: handlers.precedents,
			after: handlers.knowing,
		},
		form: alone(Reject), callback: CallbackReject,
		reply: replyReject, history: historyRejected, undo: "the rejection",
		notice: funnel.NoticeRejected, message: messageRejected,
	},
	{
		entry: funnel.EntryAsked, id: ActionAsk, label: "Need info",
		word: "ask", usage: "L-1 QUESTION", example: "L-1 which system do they use today?",
		help:  [][2]string{{"/lead ask L-1 which system do they use today?", "ask marketing before you answer; your time stands still meanwhile"}},
		needs: aText(func(s *loop.Services) wordedAct { return s.Leads.Ask }, kit.FieldQuestion),
		form:  alone(Ask), callback: CallbackAsk,
		reply: replyAsk, history: historyAsked, undo: "the question",
		notice: funnel.NoticeQuestion, message: messageQuestion,
	},
	{
		entry: funnel.EntryAnswered, id: ActionAnswer, label: "Answer", main: true,
		word: "answer", usage: "L-1 ANSWER", example: "L-1 they use spreadsheets",
		help:  [][2]string{{"/lead answer L-1 they use spreadsheets", "answer sales' question about a lead"}},
		needs: aText(func(s *loop.Services) wordedAct { return s.Leads.Answer }, kit.FieldAnswer),
		form:  alone(Answer), callback: CallbackAnswer,
		reply: replyAnswer, history: historyAnswered, undo: "the answer",
		notice: funnel.NoticeAnswer, message: messageAnswer,
	},
	{
		entry: funnel.EntryDisputed, id: ActionDispute, label: "Dispute",
		word: "dispute", usage: "L-1 WHY", example: "L-1 they have 80 people",
		help:  [][2]string{{"/lead dispute L-1 they have 80 people", "say that a rejection was wrong; one who speaks for the teams rules on it"}},
		needs: aText(func(s *loop.Services) wordedAct { return s.Disputes.Raise }, kit.FieldWhy),
		form:  alone(ContestForm), callback: CallbackDispute,
		reply: replyDispute, history: historyDisputed, undo: "the dispute",
	},
	{
		entry: funnel.EntryTouched, id: ActionTouch, label: "Log touch…",
		word: "touch", usage: "L-1 KIND [outcome]", example: "L-1 call left a message",
		help:  [][2]string{{"/lead touch L-1 call demo on Thursday", "log a contact: call, email, meeting, event, webinar, content, social, referral or note"}},
		needs: needs{line: handlers.lineTouch, submit: handlers.formTouch},
		form:  alone(Touch), callback: CallbackTouch,
		reply: replyTouch, history: historyTouched, undo: "the touch",
	},
	{
		id: ActionCall, label: "Log a call",
		needs: needs{click: handlers.called},
	},
	{
		entry: funnel.EntryQualified, id: ActionQualify, label: "Qualify",
		word: "qualify", usage: "L-1 amount=… close=…", example: "L-1 amount=12000 close=2026-12-31",
		help: [][2]string{{
			"/lead qualify L-1 amount=12000 close=2026-12-31",
			"make it an opportunity, or change the amount",
		}},
		needs: needs{line: handlers.lineQualify, submit: handlers.formQualify}, judged: true,
		form: alone(Qualify), callback: CallbackQualify,
		reply: replyQualify, history: historyQualified, undo: "the opportunity",
		notice: funnel.NoticeQualified, message: messageQualified,
	},
	{
		entry: funnel.EntryWon, id: ActionWon, label: "Won", main: true,
		word: "won", usage: "L-1 [amount=…]", example: "L-1 amount=12000",
		help:  [][2]string{{"/lead won L-1 amount=12000", "a new customer; without an amount, the opportunity's stands"}},
		needs: needs{line: handlers.lineWon, submit: handlers.formWin},
		form:  alone(Win), callback: CallbackWin,
		reply: replyWin, history: historyWon, undo: "the win",
		notice: funnel.NoticeWon, message: messageWon,
	},
	{
		entry: funnel.EntryLost, id: ActionLost, label: "Lost",
		word: "lost", usage: "L-1 REASON [note]", example: "L-1 price",
		help:  [][2]string{{"/lead lost L-1 price", "close it with a reason"}},
		needs: aReason(func(s *loop.Services) reasonedAct { return s.Leads.Lose }, agreement.WhyLost),
		form:  alone(Lost), callback: CallbackLost,
		reply: replyEnd, history: historyLost, undo: "the loss",
		notice: funnel.NoticeLost, message: messageLost,
	},
	{
		entry: funnel.EntryRecycled, id: ActionRecycle, label: "Recycle",
		word: "recycle", usage: "L-1 until=DATE [note]", example: "L-1 until=2027-02-01 new budget then",
		help:  [][2]string{{"/lead recycle L-1 until=2027-02-01 budget in February", "put it aside; it comes back by itself"}},
		needs: aDay(func(s *loop.Services) datedAct { return s.Leads.Recycle }, kit.FieldNote),
		form:  alone(Recycle), callback: CallbackRecycle,
		reply: replyRecycle, history: historyRecycled, undo: "the recycling",
		notice: funnel.NoticeRecycled, message: messageRecycled,
	},
	{
		entry: funnel.EntryHandedBack, id: ActionHandBack, label: "Hand back",
		word: "handback", usage: "L-1 REASON [note]", example: "L-1 timing",
		help:  [][2]string{{"/lead handback L-1 timing budget in May", "hand a lead that you work back to marketing at once, with a reason"}},
		needs: aReason(func(s *loop.Services) reasonedAct { return s.Leads.HandBack }, agreement.WhyRejected),
		form:  alone(HandBack), callback: CallbackHandBack,
		reply: replyHandBack, history: historyHandedBack, undo: "the hand-back",
		notice: funnel.NoticeHandedBack, message: messageHandedBack,
	},
	{
		entry: funnel.EntryDisqualified, id: ActionDisqualify, label: "Disqualify",
		word: "disqualify", usage: "L-1 REASON", example: "L-1 competitor",
		help:  [][2]string{{"/lead disqualify L-1 not_a_buyer", "never a customer"}},
		needs: aReason(func(s *loop.Services) reasonedAct { return s.Leads.Disqualify }, agreement.WhyDisqualified),
		form:  alone(Disqualify), callback: CallbackDisqualify,
		reply: replyEnd, history: historyDisqualified, undo: "the disqualification",
		notice: funnel.NoticeDisqualified, message: messageDisqualified,
	},
	{
		entry: funnel.EntryAssigned, id: ActionAssign, label: "Reassign", main: true,
		word: "assign", usage: "L-1 @user [why]", example: "L-1 @sam",
		help:  [][2]string{{"/lead assign L-1 @user she knows them", "give it to somebody else, with a word of why"}},
		needs: needs{line: handlers.lineAssign, submit: handlers.formAssign},
		form:  Assign, choose: teamOf, callback: CallbackAssign,
		reply: replyAssign, history: historyAssigned, undo: "the assignment",
		notice: funnel.NoticeAssigned, message: messageAssigned,
	},
	{
		id: ActionClaim, label: "Claim", main: true,
		needs: nothing(func(s *loop.Services) plainAct { return s.Routing.Claim }),
	},
	{
		entry: funnel.EntrySnoozed, id: ActionSnooze, label: "Snooze",
		word: "snooze", usage: "L-1 DAYS|DATE REASON", example: "L-1 3d she is at a fair",
		help:  [][2]string{{"/lead snooze L-1 3d she is at a fair", "no reminders for a while, and why; a date such as 2027-01-10 works too"}},
		needs: aDay(func(s *loop.Services) datedAct { return s.Leads.Snooze }, kit.FieldReason),
		form:  alone(Snooze), callback: CallbackSnooze,
		reply: replySnooze, history: historySnoozed, undo: "the snooze",
	},
	{
		entry: funnel.EntryWoken, id: ActionWake, label: "Wake",
		word: "wake", usage: "L-1", example: "L-1",
		help:  [][2]string{{"/lead wake L-1", "end a snooze: its reminders come again from now on"}},
		needs: nothing(func(s *loop.Services) plainAct { return s.Leads.Wake }),
		reply: func(v voice, l funnel.Lead) said {
			return said{text: kit.Join("Reminders about "+LeadNamed(l)+" come again from now on.", v.promise(l))}
		},
		history: func(v voice, e funnel.Entry) string { return v.Person(e.By) + " ended the snooze." },
		undo:    "the end of the snooze",
	},
	{
		entry: funnel.EntryEdited, id: ActionEdit, label: "Edit",
		needs: needs{submit: handlers.formEdit}, form: alone(EditLead), callback: CallbackEdit,
		reply: replyEdit, history: historyEdited, undo: "the correction",
	},

	// These change nothing by themselves, or are no acts of people: they only have names.
	{id: ActionNew, label: "Log a lead", main: true},
	{id: ActionShow, label: "Details"},
	{id: ActionUndo, label: "Undo"},
	{entry: funnel.EntryLogged, undo: "the logging"},
	{entry: funnel.EntryReturned, undo: "the return"},
	{entry: funnel.EntryRuled, undo: "the ruling"},
}

// find is the first act of some kind; the empty act where there is none.
func find(wanted func(act) bool) act {
	if i := slices.IndexFunc(acts, wanted); i >= 0 {
		return acts[i]
	}

	return act{}
}

// actThatMakes is the act behind an entry of the journal.
func actThatMakes(entry funnel.EntryKind) act {
	return find(func(a act) bool { return a.entry == entry && entry != "" })
}

// actBehind is the act of a button.
func actBehind(id string) act { return find(func(a act) bool { return a.id == id && id != "" }) }

// undoneName is a change as a noun: "You took back the handoff".
func undoneName(done funnel.EntryKind) string {
	if name := actThatMakes(done).undo; name != "" {
		return name
	}

	return "the last change"
}
