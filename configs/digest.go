package configs

import (
	"cmp"
	"fmt"
	"time"
)

// DigestTime is when a digest is posted each week.
type DigestTime struct {
	Day      time.Weekday
	At       TimeOfDay
	Location *time.Location
}

// Leadership returns when leadership reads its digest.
func (d Digest) Leadership(w Workspace) (DigestTime, error) {
	return d.leadership(w).parse("digest", w)
}

// Team returns when a team reads its digest, such as d.Sales under digest.sales.
func (d Digest) Team(path string, t TeamDigest, w Workspace) (DigestTime, error) {
	whole := d.leadership(w)
	return TeamDigest{
		Day: cmp.Or(t.Day, whole.Day), Time: cmp.Or(t.Time, whole.Time), TimeZone: cmp.Or(t.TimeZone, whole.TimeZone),
	}.parse(path, w)
}

func (d Digest) leadership(w Workspace) TeamDigest {
	return TeamDigest{Day: d.Day, Time: d.Time, TimeZone: cmp.Or(d.TimeZone, w.TimeZone)}
}

// parse reports the first thing that is wrong; check reports all.
func (t TeamDigest) parse(path string, w Workspace) (DigestTime, error) {
	var ps Problems
	at := t.read(&ps, path, w)
	return at, ps.orNil()
}

// read takes the zone for UTC where the workspace's is wrong: that is reported
// there.
func (t TeamDigest) read(ps *Problems, path string, w Workspace) DigestTime {
	at := DigestTime{Location: time.UTC}
	var err error
	if at.Day, err = ParseWeekday(t.Day); err != nil {
		ps.add(path+".day", "%v", err)
	}
	if at.At, err = beforeMidnight(t.Time); err != nil {
		ps.add(path+".time", "%v", err)
	}
	if zone, err := location(t.TimeZone); err == nil {
		at.Location = zone
	} else if t.TimeZone != w.TimeZone {
		ps.add(path+".time_zone", "%v", err)
	}
	return at
}

func beforeMidnight(text string) (TimeOfDay, error) {
	t, err := ParseTimeOfDay(text)
	if err == nil && t == endOfDay {
		return 0, fmt.Errorf("%s is the end of the day; expected a time from 00:00 to 23:59", shown(text))
	}
	return t, err
}

func (d Digest) check(ps *Problems, w Workspace) {
	whole := d.leadership(w)
	whole.read(ps, "digest", w)
	for _, team := range []struct {
		path string
		TeamDigest
	}{{"digest.sales", d.Sales}, {"digest.marketing", d.Marketing}} {
		if team.Channel == "" {
			if team.Day+team.Time+team.TimeZone != "" {
				checkChannel(ps, team.path+".channel", "")
			}
			continue
		}
		checkChannel(ps, team.path+".channel", team.Channel)
		// What is taken over from leadership was reported there.
		own := TeamDigest{Day: cmp.Or(team.Day, "monday"), Time: cmp.Or(team.Time, "09:00"), TimeZone: cmp.Or(team.TimeZone, w.TimeZone)}
		own.read(ps, team.path, w)
	}
}
