package calendar

import "time"

// slotHours are when somebody is reminded of all that is late, by the clock
// on their own wall.
var slotHours = [...]int{9, 13, 16}

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
