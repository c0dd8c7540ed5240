package people

import (
	"testing"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestALeaveMayLeaveItsFirstDayBlank(t *testing.T) {
	_, got, err := parseAway(desk.LineOf("until=monday from= note="), "U1", func(ref.UserID) calendar.Date { return kittest.Sunday })
	if want := (people.LeaveInput{Until: kittest.Sunday.AddDays(1)}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
