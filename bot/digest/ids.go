package digest

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionOwnWeekMute   = "own_week_mute"  // no value
	ActionDigestDetails = "digest_details" // opens a modal; the value is the week and who reads it
	ActionDigestCSV     = "digest_csv"     // the same value
	ActionDigestMute    = "digest_mute"    // the same value
)
