package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/internal/slacksim"
)

// demoStory is what the people of the demo's company typed in its last weeks.
// It says itself how it is written.
//
//go:embed demo_story.txt
var demoStory string

// typing is what somebody types at a moment of the story. Only the numbers of
// leads are still open in it.
type typing struct {
	line int // of the story
	at   time.Time
	who  string
	lead string // how later lines name the lead that is logged: {nordwind}
	text string
}

var (
	storyLine   = regexp.MustCompile(`^ *(\d{1,2}) ([01]\d|2[0-3]):([0-5]\d) (\w+) +(?:(\w+) = )?(/.+)$`)
	placeholder = regexp.MustCompile(`{[^{}]*}`)
)

// tell reads a story for the day on which the demo begins.
func (s *seeding) tell(story string) error {
	days := s.days()
	for i, line := range strings.Split(story, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}

		if err := s.tellLine(i+1, days.Replace(line)); err != nil {
			return fmt.Errorf("line %d of the demo's story: %w", i+1, err)
		}
	}

	return nil
}

// farthest is how many days or weeks from its start a story looks at most.
const farthest = 99

// days fills in what follows from the day on which the demo begins.
func (s *seeding) days() *strings.Replacer {
	known := []string{"{quarter}", calendar.QuarterOf(s.start).Label}
	for n := -farthest; n <= farthest; n++ {
		week := calendar.WeekOf(s.start.AddDays(7 * n)).Label
		known = append(known, fmt.Sprintf("{%+dd}", n), s.start.AddDays(n).String(), fmt.Sprintf("{%+dw}", n), week)
	}

	return strings.NewReplacer(known...)
}

func (s *seeding) tellLine(number int, line string) error {
	parts := storyLine.FindStringSubmatch(line)
	if parts == nil {
		return fmt.Errorf("%q is not understood; expected the working days before the start, the time, who, and what they "+
			"type, such as “3 11:30 lena /lead touch {bluepeak} call”", line)
	}

	var daysAgo, hour, minute int
	_, _ = fmt.Sscanf(line, "%d %d:%d", &daysAgo, &hour, &minute)
	day, text := workday(s.start, daysAgo, s.cal), parts[6]

	t := typing{line: number, at: day.At(hour, minute, s.cal.Location), who: parts[4], lead: "{" + parts[5] + "}"}
	if !slices.ContainsFunc(demoPeople(), func(u slacksim.User) bool { return u.Name == t.who }) {
		return fmt.Errorf("nobody is called %q; expected one of the demo's people, such as priya", t.who)
	}

	if last := len(s.story) - 1; last >= 0 && t.at.Before(s.story[last].at) {
		return fmt.Errorf("it is earlier than line %d; expected the lines in order of time", s.story[last].line)
	}

	quarters := slices.Compact([]calendar.Period{calendar.QuarterOf(day), calendar.QuarterOf(s.start)})
	if !strings.Contains(text, "{quarters}") {
		quarters = quarters[:1]
	}

	for _, quarter := range quarters {
		t.text = strings.ReplaceAll(text, "{quarters}", quarter.Label)
		s.story = append(s.story, t)
	}

	for _, open := range placeholder.FindAllString(t.text, -1) {
		if _, known := s.leads[open]; !known {
			return fmt.Errorf("nothing is known of %s; expected the name of a lead of a line above, {quarter}, {quarters}, a day "+
				"such as {+20d} or a week such as {-4w}", open)
		}
	}

	s.leads[t.lead] = ""

	return nil
}
