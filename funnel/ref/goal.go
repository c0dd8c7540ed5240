package ref

import (
	"regexp"
	"strconv"

	"github.com/leadloop/leadloop/funnel/fault"
)

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
func (id *GoalID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = 0
		return nil
	}
	parsed, err := ParseGoalID(string(text))
	*id = parsed
	return err
}

var goalForms = regexp.MustCompile(`^[Gg][\p{Pd}− #]*([0-9]+)[.,;:]?$`)

// ParseGoalID understands G-3, g3 and "G 3".
func ParseGoalID(text string) (GoalID, error) {
	if match := goalForms.FindStringSubmatch(fault.Tidy(text)); match != nil {
		n, err := strconv.ParseInt(match[1], 10, 64)
		if err == nil && n > 0 && n <= maxLeadNumber {
			return GoalID(n), nil
		}
	}
	return 0, fault.Invalid("%s is not the number of a goal. Give one such as G-3; %s shows them.", fault.Quoted(text), fault.ToListGoals.Way())
}
