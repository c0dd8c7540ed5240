package leads

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
