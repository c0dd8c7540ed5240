package leads

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
	ActionUndo       = "lead_undo"
	ActionResend     = "lead_resend"      // opens a modal
	ActionDispute    = "lead_dispute"     // opens a modal
	ActionUphold     = "dispute_uphold"   // opens a modal; the value is the number of a dispute
	ActionOverturn   = "dispute_overturn" // the same
	ActionAsk        = "lead_ask"         // opens a modal
	ActionAnswer     = "lead_answer"      // opens a modal
	ActionClaim      = "lead_claim"
)

// The callback ids of modals.
const (
	CallbackNew        = "new_lead"
	CallbackHandoff    = "handoff"
	CallbackReject     = "reject"
	CallbackTouch      = "touch"
	CallbackQualify    = "qualify"
	CallbackWin        = "win"
	CallbackLost       = "lost"
	CallbackRecycle    = "recycle"
	CallbackHandBack   = "handback"
	CallbackDisqualify = "disqualify"
	CallbackAssign     = "assign"
	CallbackEdit       = "edit"
	CallbackSnooze     = "snooze"
	CallbackAsk        = "ask"
	CallbackAnswer     = "answer"
	CallbackResend     = "resend"
	CallbackDispute    = "dispute"
	CallbackRule       = "rule"
)

// The callback ids of shortcuts, as the app manifest names them.
const (
	ShortcutNew        = "new_lead"
	ShortcutLogMessage = "log_message"
)
