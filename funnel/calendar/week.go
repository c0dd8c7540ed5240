package calendar

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// WorkWeek is the working hours of each day, by time.Weekday.
type WorkWeek = [7][]Block

// WeekOrder is how a week is read and written.
var WeekOrder = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// nextDay is where the hours of other days begin without a semicolon: mo-do 9-17, fr 9-14.
var nextDay = regexp.MustCompile(`(\d|am|pm|h|uhr)\s*[,\n]\s*(\p{L})`)

const exampleWeek = "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00"

// ParseWeek reads the hours of a week, such as
// "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00". A day that is not
// named is free.
func ParseWeek(text string) (WorkWeek, error) {
	var week WorkWeek
	named := map[time.Weekday]bool{}
	for part := range strings.SplitSeq(nextDay.ReplaceAllString(strings.ToLower(text), "$1; $2"), ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}

		days, blocks, err := parseDays(part)
		if err != nil {
			return week, err
		}

		for _, day := range days {
			if named[day] {
				return week, fault.Invalid("%s is named twice. Write all hours of a day together, such as `%s`.", day, exampleWeek)
			}

			named[day], week[day] = true, blocks
		}
	}

	if !slices.ContainsFunc(week[:], func(blocks []Block) bool { return len(blocks) > 0 }) {
		return week, fault.Invalid("A week needs at least one day with hours. Expected something like `%s`; who is not there at all uses %s.", exampleWeek, fault.ToPlanLeave.Way("…"))
	}

	return week, nil
}

// parseDays reads "mon-thu 09:00-12:30, 13:30-18:00".
func parseDays(text string) ([]time.Weekday, []Block, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	cut := strings.IndexAny(text, "0123456789")
	if cut < 0 {
		names, free := strings.CutSuffix(text, " off")
		if !free {
			return nil, nil, fault.Invalid("%s has no hours. Write a day and its hours, such as `%s`.", fault.Quoted(text), exampleWeek)
		}

		days, err := DayNames(names)
		return days, nil, err
	}

	days, err := DayNames(text[:cut])
	if err != nil {
		return nil, nil, err
	}

	blocks, err := ParseBlocks(strings.TrimRight(text[cut:], " .,"))
	if err != nil {
		return nil, nil, fault.Invalid("%s", fault.Sentence(err))
	}

	return days, blocks, nil
}

// dayWords are the ways to join days, and names for several of them.
var dayWords = strings.NewReplacer("–", "-", " to ", "-", " bis ", "-", " - ", "-", " and ", ",", " und ", ",",
	"&", ",", "/", ",", "+", ",",
	":", " ", "weekdays", "mon-fri", "werktags", "mon-fri", "daily", "mon-sun", "every day", "mon-sun",
	"täglich", "mon-sun")

// DayNames reads mon, mon-thu, mo-fr, weekdays, or several of them with commas between.
func DayNames(text string) ([]time.Weekday, error) {
	text = dayWords.Replace(text)
	var days []time.Weekday
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		first, last, ranged := strings.Cut(name, "-")
		from, okFrom := DayNamed(first)
		to, okTo := from, okFrom
		if ranged {
			to, okTo = DayNamed(last)
		}

		if !okFrom || !okTo {
			return nil, fault.Invalid("%s is not a day of the week. Expected days such as mon, or mon-thu, before the hours: `%s`.", fault.Quoted(name), exampleWeek)
		}

		for day := from; ; day = (day + 1) % 7 {
			days = append(days, day)
			if day == to {
				break
			}
		}
	}

	if len(days) == 0 {
		return nil, fault.Invalid("On which days? Write them before the hours, such as `%s`.", exampleWeek)
	}

	return days, nil
}

const fewestLetters = 2 // that tell the days of the week apart

// DayNamed is the day of the week that a name in small letters, or its beginning,
// stands for.
func DayNamed(name string) (time.Weekday, bool) {
	if len(name) > fewestLetters {
		name = strings.TrimSuffix(name, "s") // mondays
	}

	return dayNamed(strings.TrimSuffix(name, "."), fewestLetters, fewestLetters)
}

// WeekText writes a week so that ParseWeek reads it: days with the same hours
// together.
func WeekText(week WorkWeek) string {
	var parts []string
	for i := 0; i < len(WeekOrder); {
		first, last := WeekOrder[i], WeekOrder[i]
		for i++; i < len(WeekOrder) && slices.Equal(week[WeekOrder[i]], week[first]); i++ {
			last = WeekOrder[i]
		}

		if len(week[first]) == 0 {
			continue
		}

		days := strings.ToLower(first.String()[:3])
		if last != first {
			days += "-" + strings.ToLower(last.String()[:3])
		}

		var blocks []string
		for _, b := range week[first] {
			blocks = append(blocks, b.String())
		}

		parts = append(parts, days+" "+strings.Join(blocks, ", "))
	}

	return strings.Join(parts, "; ")
}
