package people

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	actionAway       = "away"        // opens the form of a leave
	ActionHours      = "hours"       // opens a modal; the value is a user
	actionHandOut    = "hand_out"    // the value is a user whose leads are given to the team
	actionPoolNew    = "pool_new"    // opens a modal; no value
	actionPoolEdit   = "pool_edit"   // opens a modal; the value is the name of a pool
	actionPoolUp     = "pool_up"     // the value is the name of a pool
	actionPoolRemove = "pool_remove" // the same
)

// The callback ids of modals.
const (
	callbackHours = "hours"
	callbackAway  = "away"
	callbackPool  = "pool" // a new one, or that of the metadata
)
