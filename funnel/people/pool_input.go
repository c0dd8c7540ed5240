package people

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// PoolInput is what somebody wrote about a pool: its rules one a line, and
// each member's share as ParseShare reads it. Who has none is not in it.
type PoolInput struct {
	Name, Rules string
	After       Unanswered
	Shares      map[ref.UserID]string
	Rev         int // of the pool as the form showed it
}

// ShareField is the field of a form that holds somebody's share.
func ShareField(user ref.UserID) string { return "share." + string(user) }

// shareForm is a weight, and perhaps a cap for the day and one for the week.
var shareForm = regexp.MustCompile(`(?i)^(?:weight ?=? ?)?(\d{1,9})` +
	`(?:[, ]+(?:day ?=? ?(\d{1,9})|(\d{1,9}) ?(?:/|a|per) ?day))?(?:[, ]+(?:week ?=? ?(\d{1,9})|(\d{1,9}) ?(?:/|a|per) ?week))?$`)

// ParseShare reads a share such as "2" or "2, 5 a day, 20 a week".
func ParseShare(text string) (PoolMember, error) {
	match := shareForm.FindStringSubmatch(fault.Tidy(text))
	if match == nil {
		return PoolMember{}, fault.Invalid("%s is not a share. Give a weight such as 1, with caps if you like: 2, 5 a day, 20 a week.", fault.Quoted(text))
	}

	number := func(groups ...int) int {
		for _, g := range groups {
			if match[g] != "" {
				n, _ := strconv.Atoi(match[g]) // nine digits fit
				return n
			}
		}

		return 0
	}
	m := PoolMember{Weight: number(1), Day: number(2, 3), Week: number(4, 5)}
	given := func(groups ...int) bool { return match[groups[0]] != "" || match[groups[1]] != "" }
	switch {
	case m.Weight == 0:
		return m, fault.Invalid("A weight of 0 would give them nothing. Give 1 to %d, or leave the field blank: then they are not in the pool.", maxWeight)
	case m.Weight > maxWeight:
		return m, fault.Invalid("A weight of %d is too large. Give 1 to %d: with weights of 2 and 1 the first gets twice as many leads.", m.Weight, maxWeight)
	case given(2, 3) && (m.Day == 0 || m.Day > maxCap), given(4, 5) && (m.Week == 0 || m.Week > maxCap):
		return m, fault.Invalid("A cap is at least 1 and at most %d leads. Leave it out where there is none.", maxCap)
	case m.Week > 0 && m.Day > m.Week:
		return m, fault.Invalid("A cap of %d a day is more than that of %d a week. Lower the first, or raise the second.", m.Day, m.Week)
	}

	return m, nil
}

// Share writes a member's share as ParseShare reads it.
func (m PoolMember) Share() string {
	text := strconv.Itoa(m.Weight)
	if m.Day > 0 {
		text += ", " + strconv.Itoa(m.Day) + " a day"
	}

	if m.Week > 0 {
		text += ", " + strconv.Itoa(m.Week) + " a week"
	}

	return text
}

// parsePoolRules reads rules, one a line.
func parsePoolRules(text string) ([]agreement.Rule, error) {
	text, err := fault.CleanNote("the text of the rules", text, maxRuleText)
	if err != nil {
		return nil, err
	}

	var rules []agreement.Rule
	for line := range strings.SplitSeq(text, "\n") {
		line = contact.CutPrefixFold(fault.Tidy(line), "rule:")
		if fault.Tidy(line) == "" {
			continue
		}

		rule, err := agreement.ParseRule(line)
		if err != nil {
			return nil, err
		}

		rules = append(rules, rule)
	}

	if len(rules) > maxPoolRules {
		return nil, fault.Invalid("A pool has at most %d rules, and these are %d. Take out those that are not needed.", maxPoolRules, len(rules))
	}

	return rules, nil
}
