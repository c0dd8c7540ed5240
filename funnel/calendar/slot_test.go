package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSlotsOfADay(t *testing.T) {
	zoned := func(zone, hours string) Calendar {
		c := berlinHours(t, mondayToFriday, hours)
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		c.Location = loc
		return c
	}
	leave := zoned("Europe/Berlin", "09:00-18:00")
	leave.Closed = map[Date]string{}
	for day := (Date{2026, 11, 24}); day.Before(Date{2026, 12, 7}); day = day.AddDays(1) {
		leave.Closed[day] = "on leave"
	}
	for _, test := range []struct {
		name string
		cal  Calendar
		from string
		want []string
	}{
		{"a working day", zoned("Europe/Berlin", "09:00-18:00"), "2026-11-23 08:00", []string{"2026-11-23 09:00", "2026-11-23 13:00", "2026-11-23 16:00", "2026-11-24 09:00"}},
		{"at the slot itself", zoned("Europe/Berlin", "09:00-18:00"), "2026-11-23 13:00", []string{"2026-11-23 13:00", "2026-11-23 16:00"}},
		{"over a weekend, one", zoned("Europe/Berlin", "09:00-18:00"), "2026-11-27 16:01", []string{"2026-11-30 09:00", "2026-11-30 13:00"}},
		{"for a late riser", zoned("Europe/Berlin", "10:00-15:00"), "2026-11-23 00:00", []string{"2026-11-23 10:00", "2026-11-23 13:00", "2026-11-24 10:00"}},
		{"for an early bird, at the opening", zoned("Europe/Berlin", "07:00-12:00"), "2026-11-23 00:00", []string{"2026-11-23 07:00", "2026-11-23 09:00", "2026-11-24 07:00"}},
		{"in a lunch break, after it", zoned("Europe/Berlin", "09:00-12:30, 13:30-18:00"), "2026-11-23 10:00", []string{"2026-11-23 13:30", "2026-11-23 16:00"}},
		{"after a leave, one", leave, "2026-11-28 10:00", []string{"2026-12-07 09:00", "2026-12-07 13:00"}},
		{"a day ahead", zoned("Pacific/Auckland", "09:00-18:00"), "2026-11-23 15:59", []string{"2026-11-23 16:00", "2026-11-24 09:00"}},
		{"the clocks go forward", zoned("Europe/Berlin", "09:00-18:00"), "2026-03-27 17:00", []string{"2026-03-30 09:00"}},
		{"the clocks go back", zoned("Europe/Berlin", "09:00-18:00"), "2026-10-23 17:00", []string{"2026-10-26 09:00"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := onClock(t, test.cal, test.from)
			for _, want := range test.want {
				at = test.cal.SlotFrom(at)
				if !at.Equal(onClock(t, test.cal, want)) {
					t.Fatalf("slot at %s, want %s", at.In(test.cal.Location), want)
				}
				at = at.Add(time.Millisecond)
			}
		})
	}
	if at := (Calendar{}).SlotFrom(time.Now()); !at.IsZero() {
		t.Errorf("a calendar that never opens has a slot at %s", at)
	}
}

// The next slot never comes before the question, is in working hours, and no
// earlier question has a later answer.
func TestSlotProperties(t *testing.T) {
	cal := berlinHours(t, mondayToFriday, "08:00-12:30, 13:30-17:00")
	rapid.Check(t, func(r *rapid.T) {
		at := onClock(t, cal, monday).Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(r, "minutes")) * time.Minute)
		later := at.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(r, "later")) * time.Minute)
		slot := cal.SlotFrom(at)
		if slot.Before(at) || !cal.IsOpen(slot) || cal.SlotFrom(later).Before(slot) {
			r.Fatalf("the slot from %s is %s, that from %s is %s", at, slot, later, cal.SlotFrom(later))
		}
		if !cal.SlotFrom(slot).Equal(slot) || !cal.SlotAfter(slot).After(slot) {
			r.Fatalf("%s is not its own slot", slot)
		}
	})
}
