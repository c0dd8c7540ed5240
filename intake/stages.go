package intake

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
)

// stageWords are the values of HubSpot's lifecycle stages and lead statuses,
// of Salesforce's statuses and of other systems, folded, besides our own
// names. A sales-qualified lead of HubSpot is one that sales works: an
// opportunity comes after it.
var stageWords = map[agreement.Stage][]string{
	agreement.Inquiry: {"subscriber"},
	agreement.MQL:     {"marketingqualifiedlead", "new", "open", "opennotcontacted"},
	agreement.SAL: {
		"salesqualifiedlead", "salesacceptedlead", "inprogress", "inprocess", "assigned",
		"attemptedtocontact", "connected", "contacted", "workingcontacted",
	},
	agreement.SQL:          {"opportunity", "opendeal", "qualified", "closedconverted", "converted"},
	agreement.Customer:     {"closedwon", "won", "evangelist"},
	agreement.Lost:         {"closedlost"},
	agreement.Disqualified: {"unqualified", "closednotconverted", "junk", "dead"},
	agreement.Recycled:     {"badtiming", "nurture"},
}

// parseStage understands our names of the stages, and other systems' words.
func parseStage(text string) (agreement.Stage, error) {
	word := fold(text)
	for stage, words := range stageWords {
		if slices.Contains(words, word) {
			return stage, nil
		}
	}
	stage, err := agreement.ParseStage(word)
	if err != nil {
		return "", fault.Invalid("%s is not a stage known here. Expected one of inquiry, lead, mql, sal, sql, customer, lost, disqualified, recycled, or a stage as HubSpot or Salesforce name it.", fault.Quoted(text))
	}
	return stage, nil
}
