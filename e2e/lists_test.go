package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
	"github.com/leadloop/leadloop/loop/core"
)

const (
	// many is more than any message, page or menu holds. What a list costs to fill grows with its square, so it is no more.
	many        = 120
	mostMetrics = 50 // that the rules allow
)

// long is a text of so many letters that begins with a number, and costs most where Slack escapes.
func long(kind string, i, letters int) string {
	text := fmt.Sprintf("%s%03d ", kind, i)
	return text + strings.Repeat("&", letters-len(text))
}

// TestEveryEntryOfALongListCanBeReached fills each list with more than a message or a menu holds.
func TestEveryEntryOfALongListCanBeReached(t *testing.T) {
	reps := make([]string, many)
	for i := range reps {
		reps[i] = fmt.Sprintf("U1REP%03d", i)
	}

	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at(t, "2026-11-23 10:00")))
		w := newWorld(t, func(_ *slacksim.Options, c *configs.Config) {
			c.Teams.Sales.Members = append(c.Teams.Sales.Members, reps...)
		})
		defer w.close()
		for i, id := range reps {
			w.AddUser(slacksim.User{ID: id, Name: fmt.Sprintf("rep%03d", i), RealName: long("Rep", i, 60), TZ: zone})
		}
		w.start()
		w.fill(reps)

		priya, ingrid := w.User("priya").In("leads"), w.User("ingrid").In("sales")
		for _, list := range []struct {
			who            *slacktest.Person
			command, entry string
			n              int
		}{
			{priya, "/campaign list", "Fair%03d", many},
			{priya, "/campaign list by=audience", "Fair%03d", many},
			{priya, "/lead mine", "Lead%03d", many},
			{priya, "/lead find Acme", "Lead%03d", many},
			{priya, "/lead history L-1", "Call%03d", many},
			{priya, "/goal list", "Goal%03d", many},
			{priya, "/goal tree", "Goal%03d", many},
			{priya, "/goal metric list", "Metric%03d", mostMetrics},
			{ingrid, "/loop routing", "<@U1REP%03d>", many},
			{ingrid, "/loop away", "<@U1REP%03d>", many},
		} {
			text := w.pages(list.who, list.command)
			for i := range list.n {
				if entry := fmt.Sprintf(list.entry, i); !strings.Contains(text, entry) {
					t.Errorf("%s does not come to %s", list.command, entry)
					break
				}
			}
		}

		form := priya.Runs("/campaign edit " + long("Fair", 7, 60)).Modal()
		form.Select("Which goal does it serve?", fmt.Sprintf("G-%d", many-1))
		closes(t, form)
		priya.Expects("Saved: *Fair007")
		handoff := priya.Runs("/lead show L-2").Clicks("Hand off").Modal()
		handoff.Select("To", fmt.Sprintf("Rep%03d", many-1))
		closes(t, handoff)
		priya.Expects(fmt.Sprintf("<@U1REP%03d>", many-1))
		goal := priya.Runs("/goal edit G-1").Modal()
		goal.Select("Owner", fmt.Sprintf("Rep%03d", many-1)).Select("Which goal is it below?", "None").Select("For whom?", fmt.Sprintf("Rep%03d", many-3))
		goal.Close()

		pool := ingrid.Runs("/loop pool edit Sales team").Modal()
		pool.Expects(fmt.Sprintf("Here are 80 of %d reps", many+2)).Close()
		ingrid.Runs(fmt.Sprintf("/loop pool share Sales team @rep%03d 7, 5 a day", many-1)).Expects("now has weight 7, at most 5 a day")
		for _, p := range w.Problems() {
			if strings.HasPrefix(fmt.Sprint(p), "users.info") {
				continue // of many people who are met at once, and asked about in turn
			}
			t.Errorf("the workspace objects: %s", p)
		}
	})
}

// fill writes as much of everything as no message holds.
func (w *world) fill(reps []string) {
	w.t.Helper()
	s, ctx := w.daemon.Services(), w.t.Context()
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	by := func(user ref.UserID, key string, i int) core.Request {
		return core.Request{By: user, Key: fmt.Sprintf("%s%d", key, i)}
	}
	for i := range many {
		campaign, err := s.Campaigns.New(ctx, by(priya, "campaign", i), campaigns.Input{Name: long("Fair", i, 60), Channel: "event", Audience: long("Aud", i, 80)})
		must(err)
		_, err = s.Leads.Log(ctx, by(priya, "lead", i), funnel.LeadInput{Name: long("Lead", i, 80), Company: "Acme " + strings.Repeat("<", 70), Email: fmt.Sprintf("l%d@acme%d.example", i, i)})
		must(err)
		_, err = s.Leads.Touch(ctx, by(priya, "touch", i), 1, "call", long("Call", i, 200))
		must(err)
		_, err = s.People.GoAway(ctx, by(ingrid, "leave", i), ref.UserID(reps[i]), people.LeaveInput{Until: calendar.Date{Year: 2026, Month: time.November, Day: 27}, From: calendar.Date{Year: 2026, Month: time.November, Day: 25}})
		must(err)
		_, err = s.Goals.Set(ctx, by(priya, "goal", i), goals.Input{
			Metric: goals.MetricMQLs, Period: calendar.QuarterOf(calendar.Date{Year: 2026, Month: time.November, Day: 23}), Why: long("Goal", i, 200), Alone: true,
			Target: goals.Quantity{Number: 12}, For: goals.Scope{Campaign: campaign.Campaign.ID, Name: campaign.Campaign.Name},
		})
		must(err)
	}
	for i := range mostMetrics {
		_, err := s.Metrics.Define(ctx, by(priya, "metric", i), goals.MetricInput{Code: fmt.Sprintf("metric_%03d", i), Name: long("Metric", i, 60)})
		must(err)
	}
}

// pages is all that a list shows, page by page.
func (w *world) pages(p *slacktest.Person, command string) string {
	w.t.Helper()
	m := p.Runs(command).Expects("")
	text := m.Text
	for range many {
		shown := pageCount.FindStringSubmatch(m.Text)
		switch {
		case slices.Contains(m.Buttons(), "More"):
			to, _ := strconv.Atoi(shown[2])
			p.On(m).Clicks("More")
			m = m.Expects(fmt.Sprintf("%d–", to+1))
		case slices.Contains(m.Buttons(), "Earlier"):
			from, _ := strconv.Atoi(shown[1])
			p.On(m).Clicks("Earlier")
			m = m.Expects(fmt.Sprintf("–%d of", from-1))
		default:
			return text
		}
		text += m.Text
		time.Sleep(2 * time.Second) // somebody reads it
	}
	w.t.Errorf("%s has no end", command)
	return text
}

var pageCount = regexp.MustCompile(`(\d+)–(\d+) of \d`)
