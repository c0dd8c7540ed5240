package configs

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
)

// Thresholds gives the parts of the expected, as fractions.
func (g Goals) Thresholds() (ahead, behind, off float64, err error) {
	var ps Problems
	ahead, behind, off = g.read(&ps)
	return ahead, behind, off, ps.orNil()
}

func (g Goals) read(ps *Problems) (ahead, behind, off float64) {
	part := func(path, text string) float64 {
		n, err := parsePercent(text)
		if err != nil {
			ps.add(path, "%v", err)
		}

		return n
	}
	return part("goals.ahead", g.Ahead), part("goals.behind", g.Behind), part("goals.off", g.Off)
}

// parsePercent reads 105%. A number without the sign is refused: 1.05 and 105
// would both be guessed at.
func parsePercent(text string) (float64, error) {
	number, sign := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !sign || !(n > 0 && n <= 1000) {
		return 0, fmt.Errorf("%s is not a part of what is expected; expected per cent such as 95%%", shown(text))
	}

	return n / 100, nil
}

func (g Goals) check(ps *Problems) {
	var unreadable Problems
	ahead, behind, off := g.read(&unreadable)
	switch {
	case len(unreadable) > 0:
		*ps = append(*ps, unreadable...)
	case ahead < 1:
		ps.add("goals.ahead", "%s is less than what is expected; expected 100%% or more, such as 105%%", shown(g.Ahead))
	case behind > 1:
		ps.add("goals.behind", "%s is more than what is expected; expected 100%% or less, such as 95%%", shown(g.Behind))
	case ahead == behind:
		ps.add("goals.ahead", "%s is also goals.behind, so nothing would be on pace; raise this one or lower the other", shown(g.Ahead))
	case off >= behind:
		ps.add("goals.off", "%s is not below goals.behind, %s; expected less, such as 80%%", shown(g.Off), shown(g.Behind))
	}
}

// Leadership returns when leadership reads its digest.
func (d Digest) Leadership(w Workspace) (calendar.WeeklyTime, error) {
	return d.leadership(w).parse("digest", w)
}

// Team returns when a team reads its digest, such as d.Sales under digest.sales.
func (d Digest) Team(path string, t TeamDigest, w Workspace) (calendar.WeeklyTime, error) {
	return t.or(d.leadership(w)).parse(path, w)
}

func (d Digest) leadership(w Workspace) WeeklyTime { return d.or(WeeklyTime{TimeZone: w.TimeZone}) }

// or fills what is empty from another time.
func (t WeeklyTime) or(other WeeklyTime) WeeklyTime {
	return WeeklyTime{
		Day: cmp.Or(t.Day, other.Day), Time: cmp.Or(t.Time, other.Time),
		TimeZone: cmp.Or(t.TimeZone, other.TimeZone),
	}
}

// parse reports the first thing that is wrong; check reports all.
func (t WeeklyTime) parse(path string, w Workspace) (calendar.WeeklyTime, error) {
	var ps Problems
	at := t.read(&ps, path, w)
	return at, ps.orNil()
}

// read takes the zone for UTC where the workspace's is wrong: that is reported
// there.
func (t WeeklyTime) read(ps *Problems, path string, w Workspace) calendar.WeeklyTime {
	at := calendar.WeeklyTime{Location: time.UTC}
	var err error
	if at.Day, err = weekday(t.Day); err != nil {
		ps.add(path+".day", "%v", err)
	}

	clock, err := time.Parse("15:04", strings.TrimSpace(t.Time))
	if err != nil {
		ps.add(path+".time", "%s is not a time of day; expected HH:MM from 00:00 to 23:59, such as 09:00", shown(t.Time))
	}

	at.Hour, at.Minute = clock.Hour(), clock.Minute()
	if zone, err := location(t.TimeZone); err == nil {
		at.Location = zone
	} else if t.TimeZone != w.TimeZone {
		ps.add(path+".time_zone", "%v", err)
	}

	return at
}

func (d Digest) check(ps *Problems, w Workspace) {
	whole := d.leadership(w)
	whole.read(ps, "digest", w)
	for _, team := range []struct {
		path string
		TeamDigest
	}{{"digest.sales", d.Sales}, {"digest.marketing", d.Marketing}} {
		if team.Channel == "" {
			if team.WeeklyTime != (WeeklyTime{}) {
				checkChannel(ps, team.path+".channel", "")
			}

			continue
		}

		checkChannel(ps, team.path+".channel", team.Channel)

		// What is taken over from leadership was reported there.
		team.or(WeeklyTime{Day: "monday", Time: "09:00", TimeZone: w.TimeZone}).read(ps, team.path, w)
	}
}
