package funnel

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// WorkWeek is the working hours of each day, by time.Weekday.
type WorkWeek = [7][]Block

// weekOrder is how a week is read and written.
var weekOrder = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

const exampleWeek = "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00"

// ParseWeek reads the hours of a week, such as
// "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00". A day that is not
// named is free.
func ParseWeek(text string) (WorkWeek, error) {
	var week WorkWeek
	named := map[time.Weekday]bool{}
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		days, blocks, err := parseDays(part)
		if err != nil {
			return week, err
		}
		for _, day := range days {
			if named[day] {
				return week, Invalid("%s is named twice. Write all hours of a day together, such as `%s`.", day, exampleWeek)
			}
			named[day], week[day] = true, blocks
		}
	}
	if !slices.ContainsFunc(week[:], func(blocks []Block) bool { return len(blocks) > 0 }) {
		return week, Invalid("A week needs at least one day with hours. Expected something like `%s`; who is not there at all uses %s.", exampleWeek, ToPlanLeave.Way("…"))
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
			return nil, nil, Invalid("%s has no hours. Write a day and its hours, such as `%s`.", quoted(text), exampleWeek)
		}
		days, err := dayNames(names)
		return days, nil, err
	}
	days, err := dayNames(text[:cut])
	if err != nil {
		return nil, nil, err
	}
	blocks, err := ParseBlocks(strings.TrimRight(text[cut:], " .,"))
	if err != nil {
		return nil, nil, Invalid("%s", sentence(err))
	}
	return days, blocks, nil
}

// dayNames reads mon, mon-thu, or several of them with commas between.
func dayNames(text string) ([]time.Weekday, error) {
	text = strings.NewReplacer("–", "-", " to ", "-", " - ", "-", " and ", ",", ":", " ").Replace(text)
	var days []time.Weekday
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		first, last, ranged := strings.Cut(name, "-")
		from, okFrom := dayNamed(first)
		to, okTo := from, okFrom
		if ranged {
			to, okTo = dayNamed(last)
		}
		if !okFrom || !okTo {
			return nil, Invalid("%s is not a day of the week. Expected days such as mon, or mon-thu, before the hours: `%s`.", quoted(name), exampleWeek)
		}
		for day := from; ; day = (day + 1) % 7 {
			days = append(days, day)
			if day == to {
				break
			}
		}
	}
	if len(days) == 0 {
		return nil, Invalid("On which days? Write them before the hours, such as `%s`.", exampleWeek)
	}
	return days, nil
}

const fewestLetters = 2 // that tell the days of the week apart

func dayNamed(name string) (time.Weekday, bool) {
	i := slices.IndexFunc(weekOrder, func(day time.Weekday) bool {
		return len(name) >= fewestLetters && strings.HasPrefix(strings.ToLower(day.String()), strings.TrimSuffix(name, "s"))
	})
	if i < 0 {
		return 0, false
	}
	return weekOrder[i], true
}

// WeekText writes a week so that ParseWeek reads it: days with the same hours
// together.
func WeekText(week WorkWeek) string {
	var parts []string
	for i := 0; i < len(weekOrder); {
		first, last := weekOrder[i], weekOrder[i]
		for i++; i < len(weekOrder) && slices.Equal(week[weekOrder[i]], week[first]); i++ {
			last = weekOrder[i]
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

// HoursInput is what somebody wrote about their working time. An empty text
// keeps what is; AsWorkspace goes back to what the workspace has.
type HoursInput struct{ Week, Holidays string }

// AsWorkspace stands in HoursInput for the hours or holidays of the workspace.
const AsWorkspace = "workspace"

// SetHours changes somebody's hours or public holidays.
func (a Availability) SetHours(in HoursInput, act Act, s Staff) (Availability, error) {
	if err := s.MayPlan(a.User, act.By); err != nil {
		return a, err
	}
	after := a.changed(act.At)
	switch in.Week {
	case "":
	case AsWorkspace:
		after.Week = nil
	default:
		week, err := ParseWeek(in.Week)
		if err != nil {
			return a, InvalidField("week", err)
		}
		after.Week = &week
	}
	switch in.Holidays {
	case "":
	case AsWorkspace:
		after.Holidays = ""
	default:
		country, err := ParseHolidays(in.Holidays)
		if err != nil {
			return a, InvalidField("holidays", err)
		}
		after.Holidays = country
	}
	if err := after.opens(act.At, s.Calendar); err != nil {
		return a, err
	}
	return after, nil
}

// opens refuses a calendar in which no promise would ever fall due.
func (a Availability) opens(at time.Time, workspace Calendar) error {
	from := at
	for _, l := range a.Leaves {
		if l.EndedAt.IsZero() {
			from = later(from, l.From.Start(workspace.zone()))
		}
	}
	if !a.calendar(workspace).NextOpen(from).IsZero() {
		return nil
	}
	return Invalid("That leaves no working day within a year, so no promise could ever fall due. Shorten the leave or add a day with hours.")
}

// MayPlan lets people set their own working time, and the sales manager and
// admins anybody's.
func (s Staff) MayPlan(user UserID, by Person) error {
	switch {
	case !by.Member():
		return s.Roster.Admit(by)
	case !s.Roster.Person(user).Member():
		return Invalid("%s is on no team in Leadloop, so there is no working time to set.", user.Mentioned())
	case by.ID == user || by.Manager || by.Admin:
		return nil
	}
	return Denied("Only %s, the sales manager and admins can set the working time of %s. Ask %s.", user.Mentioned(), user.Mentioned(), s.Roster.askManager())
}

// checkZone says whether a name is a time zone that this machine knows.
func checkZone(name string) error {
	if name == "" {
		return errors.New("no time zone is given")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("time zone %s: %w", name, err)
	}
	return nil
}
