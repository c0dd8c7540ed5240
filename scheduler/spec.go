package scheduler

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// epoch is where a schedule starts that is asked whether it runs at all. It is
// fixed so that the answer does not depend on the day.
var epoch = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

// parse vets a spec before the cron library sees it, because the library panics
// on some and silently accepts others that never run.
func parse(spec string) (cron.Schedule, error) {
	const expected = "expected five fields in UTC, such as \"0 9 * * 1\", or \"@every 1m\""
	if interval, found := strings.CutPrefix(spec, "@every "); found {
		return parseInterval(spec, interval)
	}
	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("spec %q names a time zone; %s", spec, expected)
	}
	fields := strings.Fields(spec)
	if len(fields) != 5 {
		return nil, fmt.Errorf("spec %q has %d fields; %s", spec, len(fields), expected)
	}
	if restricted(fields[2]) && restricted(fields[4]) {
		return nil, fmt.Errorf("spec %q restricts both the day of the month and the day of the week, which means either and not both; use one", spec)
	}
	fiveFields := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := fiveFields.Parse(spec)
	if err != nil {
		return nil, fmt.Errorf("spec %q: %w; %s", spec, err, expected)
	}
	if schedule.Next(epoch).IsZero() {
		return nil, fmt.Errorf("spec %q never runs; choose a day that exists", spec)
	}
	return schedule, nil
}

func parseInterval(spec, text string) (cron.Schedule, error) {
	interval, err := time.ParseDuration(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("spec %q: %w; expected an interval such as @every 1m", spec, err)
	}
	if interval < time.Second || interval%time.Second != 0 {
		return nil, fmt.Errorf("spec %q is not a number of whole seconds; expected at least @every 1s", spec)
	}
	return cron.Every(interval), nil
}

func restricted(field string) bool { return field != "*" && field != "?" }
