package goals

import "github.com/leadloop/leadloop/funnel"

// Detail is a goal with all that belongs to it.
type Detail struct {
	Standing
	Above      Goal // the zero goal where there is none
	Below      []Standing
	Derivation string         // how its target follows from the one above
	Outlook    *Quantity      // where it ends if the last 13 weeks go on; nil where that cannot be told
	Unshared   Quantity       // what no part has taken over yet
	Parts      bool           // whether there is anything to share out
	Campaigns  []string       // that serve it
	History    []funnel.Entry // oldest first
	Closed     bool           // its period is over
}
