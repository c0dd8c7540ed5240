package campaigns

import "github.com/leadloop/leadloop/funnel/ledger"

// Detail is a campaign with what it brought and its latest lines of
// spend.
type Detail struct {
	Report
	Model    ledger.Model
	Currency string  // of the workspace
	Lines    []Spend // the latest first
}
