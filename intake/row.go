package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
)

// slackUser is the shape of a Slack user id; any other owner is somebody
// outside Slack.
var slackUser = regexp.MustCompile(`^[UW][A-Z0-9]{6,}$`)

// rowReader reads rows as history.
type rowReader struct {
	columns  map[Field]int
	order    map[Field]calendar.Order
	zone     *time.Location
	currency string
	stage    agreement.Stage            // of rows that say nothing of it; "" is by whether they can be reached
	stages   map[string]agreement.Stage // what stages of their own are, by their names, folded
	hash     string
	now      time.Time
	assumed  int // amounts that name no currency
}

// settle says in which workspace, and when, the rows are read.
func (r *rowReader) settle(settings core.Settings, now time.Time) {
	// The use cases keep milliseconds, and nothing may be later than they are.
	r.assumed = 0
	r.zone, r.currency, r.now = settings.Calendar.Location, settings.Currency, now.Truncate(time.Millisecond)
}

// get gives a value, trimmed. A quote before what a spreadsheet would take
// for a formula is taken off: exports put it there.
func (r *rowReader) get(row Row, field Field) string {
	column, known := r.columns[field]
	if !known {
		return ""
	}

	return fault.FromCell(strings.TrimSpace(row.Values[column]))
}

// lead reads a row of a file of leads.
func (r *rowReader) lead(row Row) (imports.Row, error) {
	in := r.input(row)
	if in.ExternalID == "" && in.Email == "" && in.Phone == "" && (in.Name != "" || in.Company != "") {
		// Nothing else would tell a repeated import of the same file.
		in.ExternalID = fmt.Sprintf("file:%s:%d", r.hash, row.Number)
	}

	past, err := r.past(row)
	if err != nil {
		return imports.Row{}, err
	}

	if past.Stage, err = r.stageOf(row, in); err != nil {
		return imports.Row{}, err
	}

	past.At = r.now
	_, dated := r.columns[FieldCreated]
	if dated {
		if past.At, err = r.moment(row, FieldCreated); err != nil {
			return imports.Row{}, err
		}

		if past.At.IsZero() {
			return imports.Row{}, fault.Invalid("There is no date in the column of created. %s", dateForms)
		}
	}

	ended, err := r.ended(row, past.Stage)
	out := imports.Row{Number: row.Number, Input: in, Past: past}
	switch {
	case err != nil || ended.IsZero():
	case dated:
		out.End, out.Past = past, funnel.Past{Stage: byReach(in), At: past.At}
		out.End.At = ended
	default:
		out.Past.At = ended
	}

	return out, err
}

// ended is when a lead was won or lost; zero of one that is neither. The day on which it came says nothing of that.
func (r *rowReader) ended(row Row, stage agreement.Stage) (time.Time, error) {
	own := map[agreement.Stage]Field{agreement.Customer: FieldWon, agreement.Lost: FieldLost}[stage]
	if own == "" {
		return time.Time{}, nil
	}

	for _, field := range []Field{own, FieldClosed} {
		if at, err := r.moment(row, field); err != nil || !at.IsZero() {
			return at, err
		}
	}

	return time.Time{}, fault.Invalid("The row is %s, and nothing says since when: that is not the day on which it came. Give the date in a column such as Close Date, or say which it is with --map %s=COLUMN.", stage, own)
}

func (r *rowReader) input(row Row) funnel.LeadInput {
	var in funnel.LeadInput
	for _, f := range funnel.Fields {
		*f.Input(&in) = r.get(row, Field(f.Name))
	}

	if in.Name == "" {
		in.Name = strings.TrimSpace(r.get(row, FieldFirstName) + " " + r.get(row, FieldLastName))
	}

	return in
}

func (r *rowReader) stageOf(row Row, in funnel.LeadInput) (agreement.Stage, error) {
	text := r.get(row, FieldStage)
	switch own, known := r.stages[fold(text)]; {
	case known:
		return own, nil
	case text != "":
		return parseStage(text)
	case r.stage != "":
		return r.stage, nil
	}

	return byReach(in), nil
}

// byReach is the stage of a lead of which nothing more is known.
func byReach(in funnel.LeadInput) agreement.Stage {
	if in.Email != "" || in.Phone != "" {
		return agreement.Known
	}

	return agreement.Inquiry
}

// outcome reads a row of a file of outcomes. A row with neither date is of a
// lead that is still open: over is false.
func (r *rowReader) outcome(row Row) (out imports.Row, over bool, err error) {
	in := funnel.LeadInput{
		ExternalID: r.get(row, FieldExternalID), Email: r.get(row, FieldEmail),
		Phone: r.get(row, FieldPhone),
	}
	if in == (funnel.LeadInput{}) {
		return out, true, fault.Invalid("There is nothing in the column by which the lead is to be found.")
	}

	past, err := r.past(row)
	if err != nil {
		return out, true, err
	}

	won, wonErr := r.moment(row, FieldWon)
	lost, lostErr := r.moment(row, FieldLost)
	switch {
	case wonErr != nil:
		return out, true, wonErr
	case lostErr != nil:
		return out, true, lostErr
	case !won.IsZero() && !lost.IsZero():
		return out, true, fault.Invalid("The row has a date of winning and a date of losing. Take one of them out.")
	case !won.IsZero():
		past.Stage, past.At, past.Reason = agreement.Customer, won, ""
	case !lost.IsZero():
		past.Stage, past.At = agreement.Lost, lost
	default:
		return out, false, nil
	}

	return imports.Row{Number: row.Number, Input: in, Past: past}, true, nil
}

// past reads what both kinds of rows may say.
func (r *rowReader) past(row Row) (funnel.Past, error) {
	var past funnel.Past
	owner := r.get(row, FieldOwner)
	if slackUser.MatchString(owner) {
		past.Owner = ref.UserID(owner)
	} else {
		past.OutsideOwner = owner
	}

	if owner == "" {
		past.OutsideOwner = r.get(row, FieldOutsideOwner)
	}

	past.Reason = r.get(row, FieldReason)
	var err error
	past.Amount, err = r.amount(row)
	return past, err
}

// amount reads an amount; 0 is one that nobody filled in.
func (r *rowReader) amount(row Row) (money.Amount, error) {
	text := r.get(row, FieldAmount)
	if text == "" {
		return money.Amount{}, nil
	}

	currency := cmp.Or(r.get(row, FieldCurrency), r.currency)
	amount, err := money.Parse(text, currency)
	switch {
	case err != nil:
		return money.Amount{}, withFullStop(err)
	case amount.IsZero():
		return money.Amount{}, nil
	case r.get(row, FieldCurrency) == "" && strings.Trim(text, "-+.,' 0123456789") == "":
		r.assumed++
	}

	return amount, nil
}

// moment reads a date of the past; none is the zero time.
func (r *rowReader) moment(row Row, field Field) (time.Time, error) {
	text := r.get(row, field)
	if text == "" {
		return time.Time{}, nil
	}

	at, err := parseMoment(text, r.order[field], r.zone)
	if err != nil {
		return time.Time{}, err
	}

	if at.After(r.now) {
		return time.Time{}, fault.Invalid("%s is in the future. A file holds what has happened: correct the date in the column of %s.", fault.Quoted(text), field)
	}

	if at.Year() < oldestYear {
		return time.Time{}, fault.Invalid("%s is too long ago to be true. Correct the date in the column of %s.", fault.Quoted(text), field)
	}

	return at.UTC(), nil
}

// oldestYear is the earliest that a date can be; periods begin there too.
const oldestYear = 1900

// withFullStop closes an error of the value types for a report.
func withFullStop(err error) error {
	text := err.Error()
	if !strings.HasSuffix(text, ".") {
		text += "."
	}

	return fault.Invalid("%s", text)
}
