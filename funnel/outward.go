package funnel

import "slices"

// OutwardKinds are the entries that other systems may hear of: what becomes of
// a lead, and what of that is taken back.
var OutwardKinds = []EntryKind{
	EntryLogged, EntryHandedOff, EntryAccepted, EntryRejected, EntryQualified, EntryWon, EntryLost, EntryDisqualified,
	EntryRecycled, EntryHandedBack, EntryReturned, EntryUndone,
}

// Outward says whether other systems may hear of the entry: it is about a lead,
// and happens now. What a file brings of the past is no news.
func (e Entry) Outward() bool {
	return e.Lead != 0 && !e.Imported && slices.Contains(OutwardKinds, e.Kind)
}
