package reminders

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// reminding is a reminder of so many leads of Sam's, to somebody.
func reminding(to ref.UserID, l funnel.Lead, listed, more int) reminderModel {
	m := reminderModel{Reminded: funnel.Reminded{
		Reminder: funnel.Reminder{User: to, Slot: kittest.Now, More: more}, Leads: map[ref.LeadID]funnel.Lead{},
	}}
	for i, l := range kittest.Many(l, listed) {
		due := kittest.Now.Add(-time.Duration(30-i) * time.Hour)
		c := l.Clocks[0]
		c.DueAt, c.MissedAt, c.Hears = due, due, to
		l.Clocks = []funnel.Clock{c}
		m.Leads[l.ID] = l
		m.Reminder.Rows = append(m.Reminder.Rows, funnel.ReminderRow{
			Lead: l.ID, Kind: c.Kind, Person: c.Person, Started: c.StartedAt, Due: due, Lateness: "3 working hours",
		})
	}
	return m
}

// settled ends the promises of the first rows.
func (m reminderModel) settled(rows int) reminderModel {
	for _, row := range m.Reminder.Rows[:rows] {
		l := m.Leads[row.Lead]
		l.Clocks = nil
		m.Leads[row.Lead] = l
	}
	return m
}

// leftToTime is a list of which nobody answered anything in time.
func leftToTime() reminderModel {
	m := reminding(kittest.Sam, kittest.Offered(), 3, 0).settled(3)
	for i, state := range []funnel.Handoff{
		{State: funnel.HandoffAccepted, AnsweredBy: ref.Leadloop}, {State: funnel.HandoffLapsed}, {State: funnel.HandoffOpen},
	} {
		row := m.Reminder.Rows[i]
		l := m.Leads[row.Lead]
		l.Handoff, l.Owner = state, kittest.Kim
		m.Leads[row.Lead] = l
	}
	return m
}

// givenAway is a list of what another rep works now, answered and not.
func givenAway() reminderModel {
	m := reminding(kittest.Sam, kittest.Accepted(), 2, 0).settled(2)
	m.Reminder.Rows[1].Kind = agreement.ClockAccept
	for id, l := range m.Leads {
		l.Owner, l.Handoff.To, l.Handoff.AnsweredBy = kittest.Kim, kittest.Kim, kittest.Kim
		m.Leads[id] = l
	}
	return m
}

func addReminders(c kit.Context, add kittest.Adder) {
	escalated := kittest.Opportunity()
	escalated.Snoozes, escalated.SnoozedFor = 2, "They are moving house"
	partly := reminding(kittest.Sam, kittest.Accepted(), 3, 0).settled(1)
	quiet := partly.Leads[101]
	quiet.Clocks[0].QuietUntil = kittest.Now.AddDate(0, 0, 3)
	for _, r := range []struct {
		name  string
		model reminderModel
	}{
		{"1", reminding(kittest.Sam, kittest.Offered(), 1, 0)},
		{"10", reminding(kittest.Sam, kittest.Accepted(), 10, 0)},
		{"27", reminding(kittest.Sam, kittest.Opportunity(), 10, 17)},
		{"partly_done", partly},
		{"all_done", reminding(kittest.Sam, kittest.Accepted(), 2, 0).settled(2)},
		{"unanswered", leftToTime()},
		{"given_away", givenAway()},
		{"all_done_of_27", reminding(kittest.Sam, kittest.Accepted(), 10, 17).settled(10)},
		{"escalation", reminding(kittest.Rosa, escalated, 2, 0)},
		{"replaced", reminderModel{Replaced: true}},
		{"hostile", reminding(kittest.Sam, kittest.Hostile(agreement.SQL), 10, 17)},
		{"hostile_escalation", reminding(kittest.Rosa, kittest.Hostile(agreement.SQL), 10, 17)},
		{"hostile_done", reminding(kittest.Sam, kittest.Hostile(agreement.SQL), 10, 17).settled(10)},
	} {
		add("message", "reminder_"+r.name, reminderShown(c, r.model))
	}
	violations := []funnel.Violation{
		{Lead: quiet, Clock: quiet.Clocks[0], Lateness: "3 working days"},
		{Lead: partly.Leads[102], Clock: partly.Leads[102].Clocks[0], Lateness: "1 working day"},
		{Lead: kittest.Offered(), Clock: kittest.Offered().Clocks[0], Lateness: "less than a working hour"},
	}
	quiet.SnoozedFor = "They are moving house"
	violations[0].Lead = quiet
	wild := slices.Repeat([]funnel.Violation{{Lead: kittest.Hostile(agreement.SQL), Clock: kittest.Clock(agreement.ClockUpdate, kittest.Now), Lateness: "9 working days"}}, 100)
	add("reply", "board", boardShown(c, violations, 0))
	add("reply", "board_empty", boardShown(c, nil, 0))
	add("reply", "board_hostile", boardShown(c, wild, 900))
	add("reply", "nudges", nudgeList(c, []ledger.NudgeRow{
		{Kind: "accept", Rate: stats.Rate{Part: 9, Whole: 12}},
		{Kind: "first_touch"},
		{Kind: "update", Rate: stats.Rate{Part: 2, Whole: 20}},
		{Kind: funnel.NudgeEscalation, Rate: stats.Rate{Part: 1, Whole: 30}, Off: true},
	}))
	lateAnswer := kittest.Asked()
	lateAnswer.Clocks[0].DueAt = kittest.Now.Add(-time.Hour)
	add("reply", "nudges_off", nudgesSwitched(funnel.NudgeEscalation, true))
	add("reply", "nudges_on", nudgesSwitched(funnel.NudgeEscalation, false))
	add("message", "reminder_answer", reminderShown(c, reminding(kittest.Mia, lateAnswer, 1, 0)))
}
