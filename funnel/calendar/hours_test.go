package calendar

import (
	"strings"
	"testing"
)

func week(t *testing.T, text string) *WorkWeek {
	t.Helper()
	w, err := ParseWeek(text)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}

func TestParseWeek(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00"},
		{"Monday to Friday 9:00-17:00", "mon-fri 09:00-17:00"},
		{"mon, wed 08:00-12:00; tue, thu 10:00-12:00;", "mon 08:00-12:00; tue 10:00-12:00; wed 08:00-12:00; thu 10:00-12:00"},
		{"sat-mon 09:00-10:00", "mon 09:00-10:00; sat-sun 09:00-10:00"},
		{"mon-fri 09:00-17:00; sat off", "mon-fri 09:00-17:00"},
		{"mo-fr 9-17", "mon-fri 09:00-17:00"},
		{"Mo-Do 9-17, Fr 9-14", "mon-thu 09:00-17:00; fri 09:00-14:00"},
		{"di, mi, so 9am-5pm", "tue-wed 09:00-17:00; sun 09:00-17:00"},
		{"Montag bis Freitag 9-12 und 13-18 Uhr", "mon-fri 09:00-12:00, 13:00-18:00"},
		{"weekdays 8:30-17", "mon-fri 08:30-17:00"},
		{"Tues and Thurs: 09:00–17:00", "tue 09:00-17:00; thu 09:00-17:00"},
	} {
		if got := WeekText(*week(t, test.text)); got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
	for text, want := range map[string]string{
		"09:00-17:00":                          "On which days?",
		"mon":                                  "has no hours",
		"mon-fri":                              "has no hours",
		"funday 09:00-17:00":                   "not a day of the week",
		"mon 09:00-12:00, 11:00-13:00":         "overlap",
		"mon 18:00-09:00":                      "end before they begin",
		"mon 09:00-25:00":                      "leave the day",
		"mon nine-17":                          "not a day of the week",
		"mon 9 17":                             "Write opening and closing time",
		"mon 9-5":                              "write 09:00-17:00",
		"mon 1-5pm":                            "Write 1am-5pm or 1pm-5pm",
		"mon 13pm-5pm":                         "an hour that no clock",
		"mon-wed 09:00-10:00; tue 11:00-12:00": "named twice",
		"mon off":                              "at least one day",
		"":                                     "at least one day",
	} {
		if _, err := ParseWeek(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
