package digest

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	actionStopOwnWeek = "own_week_mute"  // no value
	actionDetails     = "digest_details" // opens a modal; the value is the week and who reads it
	actionWhy         = "digest_why"     // opens a modal; the same value
	actionCSV         = "digest_csv"     // the same value
	actionMute        = "digest_mute"    // the same value
)
