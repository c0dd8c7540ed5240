package intake

import "github.com/leadloop/leadloop/funnel"

// stageWords are the values of HubSpot's lifecycle stages and lead statuses,
// of Salesforce's statuses and of other systems, folded, besides our own
// names. A sales-qualified lead of HubSpot is one that sales works: an
// opportunity comes after it.
var stageWords = map[string]funnel.Stage{
	"subscriber": funnel.Inquiry,

	"marketingqualifiedlead": funnel.MQL,
	"new":                    funnel.MQL,
	"open":                   funnel.MQL,
	"opennotcontacted":       funnel.MQL,

	"salesqualifiedlead": funnel.SAL,
	"salesacceptedlead":  funnel.SAL,
	"inprogress":         funnel.SAL,
	"inprocess":          funnel.SAL,
	"assigned":           funnel.SAL,
	"attemptedtocontact": funnel.SAL,
	"connected":          funnel.SAL,
	"contacted":          funnel.SAL,
	"workingcontacted":   funnel.SAL,

	"opportunity":     funnel.SQL,
	"opendeal":        funnel.SQL,
	"qualified":       funnel.SQL,
	"closedconverted": funnel.SQL,
	"converted":       funnel.SQL,

	"closedwon":  funnel.Customer,
	"won":        funnel.Customer,
	"evangelist": funnel.Customer,

	"closedlost": funnel.Lost,

	"unqualified":        funnel.Disqualified,
	"closednotconverted": funnel.Disqualified,
	"junk":               funnel.Disqualified,
	"dead":               funnel.Disqualified,

	"badtiming": funnel.Recycled,
	"nurture":   funnel.Recycled,
}

// parseStage understands our names of the stages, and other systems' words.
func parseStage(text string) (funnel.Stage, error) {
	word := fold(text)
	if stage, known := stageWords[word]; known {
		return stage, nil
	}
	stage, err := funnel.ParseStage(word)
	if err != nil {
		return "", funnel.Invalid("%s is not a stage known here. Expected one of inquiry, lead, mql, sal, sql, customer, lost, disqualified, recycled, or a stage as HubSpot or Salesforce name it.", quoted(text))
	}
	return stage, nil
}
