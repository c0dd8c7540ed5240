package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/calendar"
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

// farthest is how many days or weeks from its start a story looks at most.
const farthest = 99

// tell reads a story for the day on which the demo begins.
func (s *seeding) tell(story string) error {
	known := []string{"{quarter}", calendar.QuarterOf(s.start).Label}
	for n := -farthest; n <= farthest; n++ {
		week := calendar.WeekOf(s.start.AddDays(7 * n)).Label
		known = append(known, fmt.Sprintf("{%+dd}", n), s.start.AddDays(n).String(), fmt.Sprintf("{%+dw}", n), week)
	}

	days := strings.NewReplacer(known...)
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
	if last := len(s.story) - 1; last >= 0 && t.at.Before(s.story[last].at) {
		return fmt.Errorf("it is earlier than line %d; expected the lines in order of time", s.story[last].line)
	}

	for _, of := range []calendar.Date{day, s.start} {
		t.text = strings.ReplaceAll(text, "{quarters}", calendar.QuarterOf(of).Label)
		if !slices.Contains(s.story, t) {
			s.story = append(s.story, t)
		}
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
