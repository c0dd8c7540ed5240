package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
)

// Kind says what the rows of a file are.
type Kind string

// The kinds of files.
const (
	Leads    Kind = "leads"    // who raised a hand, and where they stand
	Outcomes Kind = "outcomes" // what became of leads that are stored
	Figures  Kind = "figures"  // counts from outside, by week or day
)

// Field is what a column can be read as.
type Field string

// The fields that are named here: all but those of a lead that files hold like
// any other, which are in funnel.Fields.
const (
	FieldExternalID   Field = "external_id"
	FieldName         Field = "name"
	FieldFirstName    Field = "first_name"
	FieldLastName     Field = "last_name"
	FieldCompany      Field = "company"
	FieldEmail        Field = "email"
	FieldPhone        Field = "phone"
	FieldCreated      Field = "created"
	FieldStage        Field = "stage"
	FieldOwner        Field = "owner"
	FieldOutsideOwner Field = "outside_owner"
	FieldAmount       Field = "amount"
	FieldCurrency     Field = "currency"
	FieldReason       Field = "reason"
	FieldWon          Field = "won"
	FieldLost         Field = "lost"
	FieldClosed       Field = "closed" // when a lead was won or lost, whichever its stage says
	FieldMetric       Field = "metric"
	FieldWeek         Field = "week"
	FieldDay          Field = "day"
	FieldValue        Field = "value"
)

// leadFields are the fields of a lead: the id in the system that it came from
// first, and the two parts that a name can have behind it.
func leadFields() []Field {
	fields := []Field{FieldExternalID}
	for _, f := range funnel.Fields {
		switch field := Field(f.Name); field {
		case FieldExternalID:
		case FieldName:
			fields = append(fields, field, FieldFirstName, FieldLastName)
		default:
			fields = append(fields, field)
		}
	}

	return fields
}

// fieldsOf are the fields that each kind of file can hold.
var fieldsOf = map[Kind][]Field{
	Leads: append(
		leadFields(), FieldCreated, FieldStage, FieldWon, FieldLost, FieldClosed, FieldOwner, FieldOutsideOwner, FieldAmount,
		FieldCurrency, FieldReason,
	),
	Figures:  {FieldMetric, FieldWeek, FieldDay, FieldValue},
	Outcomes: {FieldWon, FieldLost, FieldAmount, FieldCurrency, FieldOwner, FieldOutsideOwner, FieldReason},
}

// matchFields are by what an outcome can find its lead.
var matchFields = []Field{FieldExternalID, FieldEmail, FieldPhone}

// identifying are the fields that a file of leads needs one of.
var identifying = []Field{
	FieldName, FieldFirstName, FieldLastName, FieldCompany, FieldEmail, FieldPhone,
	FieldExternalID,
}

// dateFields are read as moments or days.
var dateFields = []Field{FieldCreated, FieldWon, FieldLost, FieldClosed, FieldDay}

// aliases are the headers under which a field is found without being told,
// folded, the surest first, beside those of funnel.Fields: the names of
// HubSpot and Salesforce, their labels, our own exports, and what else is
// seen. A close date is not among those of won: open deals have one too, so
// it counts only where the stage says that the deal is won or lost.
var aliases = map[Field][]string{
	FieldFirstName: {"firstname", "givenname"},
	FieldLastName:  {"lastname", "surname", "familyname"},
	FieldCreated:   {"created", "createdat", "createdate", "createddate", "createdtime"},
	FieldStage:     {"stage", "dealstage", "stagename", "lifecyclestage", "hsleadstatus", "leadstatus", "status"},
	FieldOwner: {
		"owner", "hubspotownerid", "contactowner", "hubspotowner", "leadowner", "dealowner", "opportunityowner",
		"recordowner", "ownerid",
		"assignedto",
	},
	FieldOutsideOwner: {"outsideowner"},
	FieldAmount:       {"amount", "dealamount"},
	FieldCurrency:     {"currency", "currencyisocode", "dealcurrencycode", "currencycode", "amountcurrency"},
	FieldReason:       {"reason", "closedlostreason", "lostreason"},
	FieldWon: {
		"won", "wondate", "datewon", "closedwondate", "becameacustomerdate", "hslifecyclestagecustomerdate",
	},
	FieldMetric: {"metric", "kpi"},
	FieldWeek:   {"week", "isoweek", "calendarweek"},
	FieldDay:    {"day", "date"},
	FieldValue:  {"value", "figure", "count", "number", "total"},
	FieldLost:   {"lost", "lostdate", "datelost", "closedlostdate"},
	FieldClosed: {"closed", "closedate", "closeddate", "dateclosed", "closingdate", "endedat"},
}

func aliasesOf(field Field) []string {
	if f, ok := funnel.FieldNamed(string(field)); ok {
		return f.Aliases
	}

	return aliases[field]
}

// fold makes First Name, first_name and FirstName the same.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}

		return -1
	}, text)
}

// autoColumn finds the column of a field by its aliases, the surest first,
// among those that are free.
func (t *Table) autoColumn(field Field, taken map[int]bool) (column int, found bool) {
	for _, alias := range aliasesOf(field) {
		for i, name := range t.Header {
			if !taken[i] && foldHeader(name) == alias {
				return i, true
			}
		}
	}

	return 0, false
}

// foldHeader also takes off what HubSpot adds in exports of associations:
// "Record ID - Contact".
func foldHeader(name string) string {
	if before, object, ok := strings.Cut(name, " - "); ok &&
		slices.Contains([]string{"contact", "company", "deal", "lead"}, fold(object)) {
		name = before
	}

	return fold(name)
}

// stageWords are the values of HubSpot's lifecycle stages, lead statuses and
// deal stages, of Salesforce's and Zoho's statuses and stages as they are
// delivered, and of other systems, folded, besides our own names. A
// sales-qualified lead of HubSpot is one that sales works: an opportunity comes
// after it. A deal that is neither won nor lost is an opportunity.
var stageWords = map[agreement.Stage][]string{
	agreement.Inquiry: {"subscriber"},
	agreement.MQL:     {"marketingqualifiedlead", "new", "open", "opennotcontacted", "notcontacted"},
	agreement.SAL: {
		"salesqualifiedlead", "salesacceptedlead", "inprogress", "inprocess", "assigned",
		"attemptedtocontact", "connected", "contacted", "workingcontacted", "prequalified",
	},
	agreement.SQL: {
		"opportunity", "opendeal", "qualified", "closedconverted", "converted",

		"appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent",

		"prospecting", "qualification", "needsanalysis", "valueproposition", "iddecisionmakers",
		"identifydecisionmakers", "perceptionanalysis", "proposalpricequote", "negotiationreview",
	},
	agreement.Customer:     {"closedwon", "won", "evangelist"},
	agreement.Lost:         {"closedlost", "closedlosttocompetition", "lostlead"},
	agreement.Disqualified: {"unqualified", "closednotconverted", "junk", "dead", "junklead", "notqualified"},
	agreement.Recycled:     {"badtiming", "nurture", "contactinfuture"},
}

// pipeline is what HubSpot writes behind the stage of a deal.
var pipeline = regexp.MustCompile(`\s*\([^()]*[Pp]ipeline\)$`)

// parseStage understands our names of the stages, and other systems' words.
func parseStage(text string) (agreement.Stage, error) {
	word := fold(pipeline.ReplaceAllString(text, ""))
	for stage, words := range stageWords {
		if slices.Contains(words, word) {
			return stage, nil
		}
	}

	stage, err := agreement.ParseStage(word)
	if err != nil {
		return "", fault.Invalid("%s is not a stage known here. Expected one of inquiry, lead, mql, sal, sql, customer, lost, disqualified, recycled, or a stage as HubSpot, Salesforce or Zoho name it. Say what it is with %s.", fault.Quoted(text), stagesFlag(text))
	}

	return stage, nil
}

// stagesFlag is how somebody says what a stage of their own is.
func stagesFlag(text string) string {
	return `--stages "` + strings.ReplaceAll(text, `"`, `""`) + `=sql"`
}
