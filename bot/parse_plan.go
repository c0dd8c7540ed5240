package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
)

const planUsage = "/goal plan revenue=500000 period=2027-Q1 deal=12000 win=25%"

// versus stands between two plans that are compared.
const versus = "vs"

// planOptions are the fields of a plan; "period=Q1 2027" and amounts such as
// "500 000" have several words.
func planOptions() optionSet {
	set := optionSet{}
	for _, field := range goals.PlanFields() {
		set[field] = theRest
	}
	return set
}

// parsePlans reads FIELD=VALUE … [vs FIELD=VALUE …]. The second plan is the
// first but for what it says.
func parsePlans(args, currency string) (first, second goals.PlanInput, both bool, err error) {
	all := words(args)
	at := slices.IndexFunc(all, func(word string) bool { return strings.EqualFold(strings.Trim(word, ".:"), versus) })
	both = at >= 0
	if !both {
		at = len(all)
	}
	fields, err := planWords(all[:at])
	if err != nil {
		return first, second, both, err
	}
	if first, err = goals.ParsePlan(fields, currency); err != nil || !both {
		return first, second, both, err
	}
	changes, err := planWords(all[at+1:])
	if err != nil {
		return first, second, both, err
	}
	if len(changes) == 0 {
		return first, second, both, fault.Invalid("What should be different in the second plan? Expected something after `vs`, such as `%s vs win=30%%`.", planUsage)
	}
	maps.Copy(fields, changes)
	second, err = goals.ParsePlan(fields, currency)
	return first, second, both, err
}

func planWords(in []string) (options, error) {
	set := planOptions()
	rest, found := set.cut(in, nil)
	for _, text := range found {
		if stray, ok := strayOption(strings.Fields(text)); ok {
			rest = append(rest, stray+"=")
		}
	}
	if len(rest) > 0 {
		return nil, fault.Invalid("“%s” is not something a plan has. Expected `%s`, or any of %s.", prose(rest), planUsage, set.names())
	}
	for name, text := range found {
		found[name] = shown(text)
	}
	return found, nil
}
