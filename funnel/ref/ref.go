package ref

import (
	"regexp"
	"strconv"

	"github.com/leadloop/leadloop/funnel/fault"
)

// LeadID is the number behind the human id "L-1042". Zero is no lead.
type LeadID int64

// String gives the human form, "L-1042".
func (id LeadID) String() string { return "L-" + strconv.FormatInt(int64(id), 10) }

// MarshalText stores a lead id in its human form; zero is empty.
func (id LeadID) MarshalText() ([]byte, error) {
	if id == 0 {
		return nil, nil
	}

	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (id *LeadID) UnmarshalText(text []byte) error { return read(text, id, ParseLeadID) }

// read takes an id from its human form; nothing is zero.
func read[ID ~int64](text []byte, id *ID, parse func(string) (ID, error)) (err error) {
	*id = 0
	if len(text) > 0 {
		*id, err = parse(string(text))
	}

	return err
}

// numberIn finds the number in one of the ways to write an id.
func numberIn(text string, forms *regexp.Regexp) (n int64, ok bool) {
	match := forms.FindStringSubmatch(fault.Tidy(text))
	if match == nil {
		return 0, false
	}

	n, err := strconv.ParseInt(match[1], 10, 64)
	return n, err == nil && n > 0 && n <= maxNumber
}

// maxNumber keeps ids within the fixed width of the store's keys.
const maxNumber = 999_999_999_999

// leadForms are the ways to write a lead, with any hyphen or dash and the
// full stop or comma of the sentence it was copied from.
var leadForms = regexp.MustCompile(`^[Ll]?[\p{Pd}− #]*([0-9]+)[.,;:]?$`)

// ParseLeadID understands L-1042, l1042, "L 1042", #1042 and 1042.
func ParseLeadID(text string) (LeadID, error) {
	if n, ok := numberIn(text, leadForms); ok {
		return LeadID(n), nil
	}

	return 0, fault.Invalid("%s is not a lead. Give its number, such as L-1042; %s and %s list leads.", fault.Quoted(text), fault.ToListOwnLeads.Way(), fault.ToFindLeads.Way("Acme"))
}

// GoalID is the number behind the human id "G-3". Zero is no goal.
type GoalID int64

// String gives the human form, "G-3".
func (id GoalID) String() string { return "G-" + strconv.FormatInt(int64(id), 10) }

// MarshalText stores the id in its human form; zero is empty.
func (id GoalID) MarshalText() ([]byte, error) {
	if id == 0 {
		return nil, nil
	}

	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (id *GoalID) UnmarshalText(text []byte) error { return read(text, id, ParseGoalID) }

var goalForms = regexp.MustCompile(`^[Gg][\p{Pd}− #]*([0-9]+)[.,;:]?$`)

// ParseGoalID understands G-3, g3 and "G 3".
func ParseGoalID(text string) (GoalID, error) {
	if n, ok := numberIn(text, goalForms); ok {
		return GoalID(n), nil
	}

	return 0, fault.Invalid("%s is not the number of a goal. Give one such as G-3; %s shows them.", fault.Quoted(text), fault.ToListGoals.Way())
}

// CampaignID numbers a campaign. People use its name.
type CampaignID int64

// UserID is a Slack user id such as "U024BE7LH".
type UserID string

// Leadloop is the actor of everything the program does by itself.
const Leadloop UserID = "leadloop"

// Mentioned names a person inside a text of this package; see [Mention].
func (id UserID) Mentioned() string {
	switch id {
	case "":
		return "nobody"
	case Leadloop:
		return "Leadloop"
	default:
		return fault.Mention(string(id))
	}
}

// Team is a group of people with a part in the loop.
type Team string

// The teams; a person may be in several.
const (
	Marketing  Team = "marketing"
	Sales      Team = "sales"
	Leadership Team = "leadership"
)
