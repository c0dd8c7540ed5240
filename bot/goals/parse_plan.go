package goals

import (
	"maps"
	"slices"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
)

const planUsage = "/goal plan revenue=500000 period=2027-Q1 deal=12000 win=25%"

// versus stands between two plans that are compared.
const versus = "vs"

// planOptions are the fields of a plan; "period=Q1 2027" and amounts such as
// "500 000" have several words.
func planOptions() line.Options {
	set := line.Options{}
	for _, field := range goals.PlanFields() {
		set[field] = line.TheRest
	}

	return set
}

// parsePlans reads [AMOUNT PERIOD] FIELD=VALUE … [vs FIELD=VALUE …]. The second plan is the
// first but for what it says.
func parsePlans(
	all line.Line, currency string, today calendar.Date,
) (first, second goals.PlanInput, both bool, err error) {
	at := slices.IndexFunc(all, func(word line.Token) bool { return word.Word() == versus })
	both = at >= 0
	if !both {
		at = len(all)
	}

	fields, err := planWords(all[:at], currency, today)
	if err != nil {
		return first, second, both, err
	}

	if first, err = goals.ParsePlan(fields, currency, today); err != nil || !both {
		return first, second, both, err
	}

	changes, err := planWords(all[at+1:], currency, today)
	if err != nil {
		return first, second, both, err
	}

	if len(changes) == 0 {
		return first, second, both, fault.Invalid("What should be different in the second plan? Expected something after `vs`, such as `%s vs win=30%%`.", planUsage)
	}

	maps.Copy(fields, changes)
	second, err = goals.ParsePlan(fields, currency, today)
	return first, second, both, err
}

func planWords(in line.Line, currency string, today calendar.Date) (map[string]string, error) {
	set := planOptions()
	rest, found, err := set.Cut(in)
	if err != nil {
		return nil, err
	}

	for _, value := range found {
		if stray, ok := value.Stray(); ok {
			rest = append(rest, desk.LineOf(stray+"=")...)
		}
	}

	fields := found.Texts()
	rest = positional(rest, fields, currency, today)
	if len(rest) > 0 {
		return nil, fault.Invalid("“%s” is not something a plan has. Expected `%s`, or any of %s.", rest.Text(), planUsage, set.Names())
	}

	return fields, nil
}

// positional takes the revenue goal and the period, in either order, from what has no name: 500k 2027-Q1. A period goes
// first, as 2027 is rather a year than an amount.
func positional(rest line.Line, fields map[string]string, currency string, today calendar.Date) line.Line {
	_, dated := fields[goals.PlanPeriod]
	_, given := fields[goals.PlanRevenue]
	left, text, period := line.Within(rest, calendar.MostPeriodWords, calendar.Reading{Today: today}.Period)
	if period && !dated {
		fields[goals.PlanPeriod], rest = text, left
	}

	if _, err := money.Parse(rest.Text(), currency); err == nil && !given {
		fields[goals.PlanRevenue], rest = rest.Text(), nil
	}

	return rest
}
