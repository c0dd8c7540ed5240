package funnel_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// TestWhoHearsOfALeave follows one leave from its plan to its end.
func TestWhoHearsOfALeave(t *testing.T) {
	s := newStory(t)
	day := func(n int) calendar.Date { return calendar.DateOf(s.now, s.p.Calendar.Zone()).AddDays(n) }
	s.p.Roster.Sales = append(slices.Clone(s.p.Roster.Sales), tom)
	a := people.Availability{V: 1, User: sam}
	plan := func(by ref.UserID, in people.LeaveInput) (after people.Availability, told []string) {
		t.Helper()
		after, _, err := a.GoAway(in, s.act(by), s.p.Staff)
		if err != nil {
			t.Fatal(err)
		}
		return after, heard(funnel.LeaveNotices(after, a, s.act(by)))
	}
	tests := []struct {
		name string
		by   ref.UserID
		in   people.LeaveInput // none ends the leave
		want []string
	}{
		{"planned by oneself", sam, people.LeaveInput{From: day(3), Until: day(7), Cover: rob}, []string{"cover U0ROB"}},
		{"the same again", sam, people.LeaveInput{From: day(3), Until: day(7), Cover: rob}, nil},
		{"longer", sam, people.LeaveInput{From: day(3), Until: day(8)}, []string{"cover U0ROB"}},
		{"another cover, by the manager", mona, people.LeaveInput{From: day(3), Until: day(8), Cover: tom}, []string{"cover U0TOM", "cover_off U0ROB", "leave U0SAM"}},
		{"called off by the manager", mona, people.LeaveInput{}, []string{"cover_off U0TOM", "leave_off U0SAM"}},
		{"without a cover, by the manager", mona, people.LeaveInput{From: day(3), Until: day(8)}, []string{"leave U0SAM"}},
		{"called off by oneself", sam, people.LeaveInput{}, nil},
	}
	for _, test := range tests {
		var after people.Availability
		var told []string
		if test.in == (people.LeaveInput{}) {
			s.now = s.now.Add(time.Minute)
			var err error
			if after, _, err = a.Back(s.act(test.by), s.p.Staff); err != nil {
				t.Fatal(err)
			}
			told = heard(funnel.LeaveNotices(after, a, s.act(test.by)))
		} else {
			after, told = plan(test.by, test.in)
		}
		if diff := cmp.Diff(test.want, told); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		a = after
	}
}

func heard(notices []funnel.Notice) []string {
	var told []string
	for _, n := range notices {
		told = append(told, string(n.Kind)+" "+string(n.To))
	}
	slices.Sort(told)
	return told
}
