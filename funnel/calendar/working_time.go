package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/stats"
)

// WorkingTime is a stretch of working time: minutes, hours, or whole days.
type WorkingTime struct {
	Minutes int `json:"minutes,omitempty"`
	Hours   int `json:"hours,omitempty"`
	Days    int `json:"days,omitempty"`
}

// IsZero says that nothing is promised.
func (w WorkingTime) IsZero() bool { return w == WorkingTime{} }

// After is the moment at which a stretch of working time that begins at from
// is over.
func (w WorkingTime) After(from time.Time, cal Calendar) time.Time {
	short := time.Duration(w.Hours)*time.Hour + time.Duration(w.Minutes)*time.Minute
	return cal.AddDays(cal.Add(from, short), w.Days)
}

// String is the stretch in words: "4 working hours".
func (w WorkingTime) String() string {
	switch {
	case w.Days > 0:
		return stats.Counted(int64(w.Days), "working day")
	case w.Minutes > 0:
		return stats.Counted(int64(w.Minutes), "working minute")
	}

	return stats.Counted(int64(w.Hours), "working hour")
}

// workingUnit is a unit in which promises are made.
type workingUnit struct {
	names []string
	most  int
	of    func(n int) WorkingTime
}

var workingUnits = []workingUnit{
	{[]string{"m", "min", "mins", "minute", "minutes"}, 600, func(n int) WorkingTime { return WorkingTime{Minutes: n} }},
	{[]string{"h", "hour", "hours"}, 400, func(n int) WorkingTime { return WorkingTime{Hours: n} }},
	{[]string{"d", "day", "days"}, 100, func(n int) WorkingTime { return WorkingTime{Days: n} }},
}

// ParseWorkingTime reads a stretch such as "4 working hours", "30m" or "1 day".
func ParseWorkingTime(text string) (WorkingTime, error) {
	folded := strings.ToLower(fault.Tidy(text))
	digits := strings.TrimLeft(folded, "0123456789")
	amount, err := strconv.Atoi(strings.TrimSuffix(folded, digits))
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(digits), "working"))
	i := slices.IndexFunc(workingUnits, func(u workingUnit) bool { return slices.Contains(u.names, name) })
	switch {
	case err != nil || i < 0:
		return WorkingTime{}, fault.Invalid("%s is not a stretch of working time. Expected something like `30 working minutes`, `4 working hours` or `1 working day`.", fault.Quoted(text))
	case amount < 1 || amount > workingUnits[i].most:
		return WorkingTime{}, fault.Invalid("%s is too short or too long. Expected 1 to %d working minutes, 1 to %d working hours, or 1 to %d working days.",
			fault.Quoted(text), workingUnits[0].most, workingUnits[1].most, workingUnits[2].most)
	}

	return workingUnits[i].of(amount), nil
}

// Workday is how long a usual day of work is.
const Workday = 8 * time.Hour

// About is how long a stretch is in usual working days: whose days they will be
// is not known when it is agreed on.
func (w WorkingTime) About() time.Duration {
	return time.Duration(w.Days)*Workday + time.Duration(w.Hours)*time.Hour + time.Duration(w.Minutes)*time.Minute
}

// slotHours are when somebody is reminded of all that is late, by the clock
// on their own wall.
var slotHours = [...]int{9, 13, 16}

// SlotGap is the longest time between two slots of a day.
const SlotGap = 4 * time.Hour

// SlotFrom is the first moment at or after t at which somebody who works by
// this calendar is reminded. A slot outside of their hours falls on the next
// opening, and several of them on the same one: after a weekend there is one.
// It is zero where the calendar never opens.
func (c Calendar) SlotFrom(t time.Time) time.Time {
	// From the day before: a slot of last night may fall on this morning.
	day := DateOf(t, c.Zone()).AddDays(-1)
	for range 3 {
		for _, hour := range slotHours {
			if slot := c.NextOpen(day.At(hour, 0, c.Zone())); !slot.Before(t) {
				return slot
			}
		}

		day = day.AddDays(1)
	}

	return time.Time{}
}

// SlotAfter is the first of the slots that is later than t.
func (c Calendar) SlotAfter(t time.Time) time.Time { return c.SlotFrom(t.Add(time.Millisecond)) }
