package calendar

import (
	"slices"
	"strings"
	"time"
)

// monthNames and weekdayNames are the names that people write, the English one first.
var (
	monthNames = [...][]string{
		{"january", "januar", "jänner"},
		{"february", "februar"},
		{"march", "märz", "maerz"},
		{"april"},
		{"may", "mai"},
		{"june", "juni"},
		{"july", "juli"},
		{"august"},
		{"september"},
		{"october", "oktober"},
		{"november"},
		{"december", "dezember"},
	}
	weekdayNames = [...][]string{
		time.Sunday: {"sunday", "sonntag"}, time.Monday: {"monday", "montag"}, time.Tuesday: {"tuesday", "dienstag"},
		time.Wednesday: {"wednesday", "mittwoch"}, time.Thursday: {"thursday", "donnerstag"},
		time.Friday:   {"friday", "freitag"},
		time.Saturday: {"saturday", "samstag"},
	}
)

// numberWords are the numbers that people write in letters.
var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10,
	"ein": 1, "eine": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
}

// turns say which period is meant, counted from the running one.
var turns = map[string]int{
	"this": 0, "current": 0, "running": 0, "dieser": 0, "diese": 0, "dieses": 0, "diesen": 0,
	"next": 1, "coming": 1, "nächster": 1, "nächste": 1, "nächstes": 1, "nächsten": 1, "kommenden": 1,
	"last": -1, "previous": -1, "letzter": -1, "letzte": -1, "letztes": -1, "letzten": -1,
}

// units are the periods of the calendar by their names.
var units = map[string]func(Date) Period{
	"week": WeekOf, "woche": WeekOf, "month": MonthOf, "monat": MonthOf, "monats": MonthOf,
	"quarter": QuarterOf, "quartal": QuarterOf,
	"quartals": QuarterOf, "year": YearOf, "jahr": YearOf, "jahres": YearOf,
}

// monthNamed is the month whose name begins with these letters, at least three.
func monthNamed(letters string) (time.Month, bool) {
	const fewest = 3
	for i, names := range monthNames {
		if len(letters) >= fewest && begins(names, letters) {
			return time.Month(i + 1), true
		}
	}

	// Mrz is short for März.
	return time.March, letters == "mrz"
}

// dayNamed is the day of the week whose name begins with these letters: at least so many of the English and of the
// German name. Of the first few letters of a German one many are words of their own.
func dayNamed(letters string, fewest, fewestGerman int) (time.Weekday, bool) {
	for _, day := range WeekOrder {
		names := weekdayNames[day]
		if len(letters) >= fewest && begins(names[:1], letters) ||
			len(letters) >= fewestGerman && begins(names[1:], letters) {
			return day, true
		}
	}

	return 0, false
}

func begins(names []string, letters string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, letters) })
}
