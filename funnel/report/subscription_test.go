package report

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// However the zone, the leave and the moments of sweeping change, no week is
// told twice, and none before it is over.
func TestAnOwnWeekIsToldOnce(t *testing.T) {
	zones := []string{"UTC", "Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
		policy := func() funnel.Policy {
			a := people.Availability{User: "U1", Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
			if rapid.IntRange(0, 4).Draw(t, "leave") == 0 {
				day := calendar.DateOf(now, time.UTC)
				a.Leaves = []people.Leave{{From: day.AddDays(-1), Until: day.AddDays(2)}}
			}
			return funnel.Policy{Staff: people.Staff{People: people.NewPeople([]people.Availability{a}, calendar.Calendar{Location: time.UTC})}}
		}
		day := time.Weekday(rapid.IntRange(0, 6).Draw(t, "day"))
		s, err := Subscribe(day, rapid.IntRange(0, 23).Draw(t, "hour"), 0, people.Act{By: people.Person{ID: "U1", Teams: []ref.Team{ref.Sales}}, At: now}, policy())
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{s.Week.Label: true}
		for range 60 {
			now = now.Add(time.Duration(rapid.IntRange(1, 60*24*9).Draw(t, "minutes")) * time.Minute)
			if s.NextAt.After(now) {
				continue
			}
			p := policy()
			week, tell, after := s.Sweep(now, p)
			if !after.NextAt.After(now.Add(-48 * time.Hour)) {
				t.Fatalf("due again at %s, before %s", after.NextAt, now)
			}
			if s = after; !tell {
				continue
			}
			if told[week.Label] {
				t.Fatalf("%s is told twice", week)
			}
			if told[week.Label] = true; !p.Present("U1", now) {
				t.Fatalf("%s is told to somebody on leave", week)
			}
			if week.To.Start(p.CalendarOf("U1").Location).After(now) {
				t.Fatalf("%s is told at %s, before it is over", week, now)
			}
		}
	})
}

func TestATeamReadsOfItsOwnGoals(t *testing.T) {
	d := Digest{Goals: []goals.Standing{goalStanding(goals.MetricMQLs, 1, 2, -0.5, goals.StatusBehind), goalStanding(goals.MetricSALs, 1, 2, -0.5, goals.StatusBehind)}}
	for audience, want := range map[funnel.Audience]int{funnel.AudienceLeadership: 2, funnel.AudienceSales: 1, funnel.AudienceMarketing: 1} {
		got := d.For(audience)
		if len(got.Goals) != want || got.Audience != audience {
			t.Errorf("%s reads of %d goals, want %d", audience, len(got.Goals), want)
		}
		if team := audience.Team(); team != "" && got.Goals[0].Goal.Metric.Info().Team != team {
			t.Errorf("%s reads of %s", audience, got.Goals[0].Goal.Metric)
		}
	}
	if len(d.Goals) != 2 {
		t.Error("the digest itself has changed")
	}
}
