package intake

import (
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
)

// stageWords are the values of HubSpot's lifecycle stages and lead statuses,
// of Salesforce's statuses and of other systems, folded, besides our own
// names. A sales-qualified lead of HubSpot is one that sales works: an
// opportunity comes after it.
var stageWords = map[string]agreement.Stage{
	"subscriber": agreement.Inquiry,

	"marketingqualifiedlead": agreement.MQL,
	"new":                    agreement.MQL,
	"open":                   agreement.MQL,
	"opennotcontacted":       agreement.MQL,

	"salesqualifiedlead": agreement.SAL,
	"salesacceptedlead":  agreement.SAL,
	"inprogress":         agreement.SAL,
	"inprocess":          agreement.SAL,
	"assigned":           agreement.SAL,
	"attemptedtocontact": agreement.SAL,
	"connected":          agreement.SAL,
	"contacted":          agreement.SAL,
	"workingcontacted":   agreement.SAL,

	"opportunity":     agreement.SQL,
	"opendeal":        agreement.SQL,
	"qualified":       agreement.SQL,
	"closedconverted": agreement.SQL,
	"converted":       agreement.SQL,

	"closedwon":  agreement.Customer,
	"won":        agreement.Customer,
	"evangelist": agreement.Customer,

	"closedlost": agreement.Lost,

	"unqualified":        agreement.Disqualified,
	"closednotconverted": agreement.Disqualified,
	"junk":               agreement.Disqualified,
	"dead":               agreement.Disqualified,

	"badtiming": agreement.Recycled,
	"nurture":   agreement.Recycled,
}

// parseStage understands our names of the stages, and other systems' words.
func parseStage(text string) (agreement.Stage, error) {
	word := fold(text)
	if stage, known := stageWords[word]; known {
		return stage, nil
	}
	stage, err := agreement.ParseStage(word)
	if err != nil {
		return "", fault.Invalid("%s is not a stage known here. Expected one of inquiry, lead, mql, sal, sql, customer, lost, disqualified, recycled, or a stage as HubSpot or Salesforce name it.", fault.Quoted(text))
	}
	return stage, nil
}
