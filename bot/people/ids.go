package people

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionAway       = "away"        // opens the form of a leave
	ActionHours      = "hours"       // opens a modal; the value is a user
	ActionHandOut    = "hand_out"    // the value is a user whose leads are given to the team
	ActionPoolNew    = "pool_new"    // opens a modal; no value
	ActionPoolEdit   = "pool_edit"   // opens a modal; the value is the name of a pool
	ActionPoolUp     = "pool_up"     // the value is the name of a pool
	ActionPoolRemove = "pool_remove" // the same
)

// The callback ids of modals.
const (
	CallbackHours = "hours"
	CallbackAway  = "away"
	CallbackPool  = "pool" // a new one, or that of the metadata
)
