package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/funnel/stats"
)

// rendering is one thing that can be said, with its kind: it decides which
// limits apply.
type rendering struct {
	name string
	kind string // message, reply, modal or home
	body any
}

func (r rendering) file() string { return r.name + ".json" }

// isGolden leaves out what is only there to be checked by the linter, but
// for one of each sort.
func (r rendering) isGolden() bool {
	switch r.name {
	case "card_dm_hostile_offered", "list_hostile", "modal_handoff_hostile", "digest_huge_plain":
		return true
	}
	return !strings.Contains(r.name, "hostile") && !strings.Contains(r.name, "huge")
}

func TestGolden(t *testing.T) {
	for _, r := range renderings() {
		if r.isGolden() {
			t.Run(r.name, func(t *testing.T) { golden(t, r.file(), encode(t, r.body)) })
		}
	}
	t.Run("digest.txt", func(t *testing.T) {
		golden(t, "digest.txt", []byte(DigestText(digest(), berlin, fixtureContext().Name)))
	})
	for _, team := range []funnel.Audience{funnel.AudienceSales, funnel.AudienceMarketing} {
		name := "digest_" + string(team) + ".txt"
		t.Run(name, func(t *testing.T) {
			golden(t, name, []byte(DigestText(digest().For(team), berlin, fixtureContext().Name)))
		})
	}
	t.Run("digest.csv", func(t *testing.T) { golden(t, "digest.csv", []byte(DigestCSV(fixtureContext(), digest()))) })
	t.Run("digest.html", func(t *testing.T) {
		page, err := DigestPage(fixtureContext(), digest())
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "digest.html", []byte(page))
	})
}

// renderings are all goldens.
func renderings() []rendering {
	c := fixtureContext()
	var all []rendering
	add := func(kind, name string, body any) {
		all = append(all, rendering{name: name, kind: kind, body: body})
	}
	addCards(c, add)
	addNotices(c, add)
	addReminders(c, add)
	addModals(c, add)
	addReplies(c, add)
	addHomes(c, add)
	addDigests(c, add)
	addOwnWeeks(c, add)
	addCampaigns(c, add)
	addCapacities(c, add)
	addPlans(c, add)
	addGoals(c, add)
	addDefinitions(c, add)
	addWhatIf(c, add)
	addQuestions(c, add)
	addPeople(c, add)
	addWindows(c, add)
	addCriteria(c, add)
	addRouting(c, add)
	addDisputes(c, add)
	addStatus(c, add)
	addSentences(c, add)
	return all
}

type adder func(kind, name string, body any)

// stages are fixture leads of every stage.
func stages() []struct {
	name string
	lead funnel.Lead
} {
	outdatedOffer := offered()
	outdatedOffer.Handoffs, outdatedOffer.Owner, outdatedOffer.Handoff.To = 2, kim, kim
	return []struct {
		name string
		lead funnel.Lead
	}{
		{"inquiry", inquiry()},
		{"lead", person()},
		{"offered", offered()},
		{"hot", hotOffer()},
		{"tried", tried()},
		{"sal", accepted()},
		{"sql", opportunity()},
		{"customer", ending(agreement.Customer, "")},
		{"lost", ending(agreement.Lost, "price")},
		{"disqualified", ending(agreement.Disqualified, "not_a_buyer")},
		{"recycled", recycled()},
		{"rejected", rejected()},
		{"handed_back", handedBack()},
		{"imported", imported()},
		{"offered_again", outdatedOffer},
		{"hostile_offered", hostile(agreement.MQL)},
		{"hostile_sql", hostile(agreement.SQL)},
		{"hostile_lost", hostile(agreement.Lost)},
	}
}

func addCards(c Context, add adder) {
	for _, s := range stages() {
		add("message", "card_dm_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: sam, Lead: s.lead.ID, Handoff: 1}, s.lead))
		add("message", "card_sales_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: s.lead.ID, Handoff: 1}, s.lead))
		add("message", "card_leads_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceLeads, Lead: s.lead.ID}, s.lead))
	}
}

func addNotices(c Context, add adder) {
	byManager := accepted()
	byManager.Handoff.AnsweredBy = rosa
	returned := person()
	returned.Note = "Budget is decided in February."
	for _, n := range []struct {
		name   string
		notice funnel.Notice
		lead   funnel.Lead
	}{
		{"accepted", funnel.Notice{Kind: funnel.NoticeAccepted, To: mia, By: sam}, accepted()},
		{"accepted_by_manager", funnel.Notice{Kind: funnel.NoticeAccepted, To: mia, By: rosa}, byManager},
		{"accepted_for_rep", funnel.Notice{Kind: funnel.NoticeAccepted, To: sam, By: rosa}, accepted()},
		{"rejected", funnel.Notice{Kind: funnel.NoticeRejected, To: mia, By: sam, Handoff: 1}, rejected()},
		{"qualified", funnel.Notice{Kind: funnel.NoticeQualified, To: mia, By: sam}, opportunity()},
		{"won", funnel.Notice{Kind: funnel.NoticeWon, To: mia, By: sam}, ending(agreement.Customer, "")},
		{"won_for_rep", funnel.Notice{Kind: funnel.NoticeWon, To: sam, By: rosa}, ending(agreement.Customer, "")},
		{"lost", funnel.Notice{Kind: funnel.NoticeLost, To: mia, By: sam}, ending(agreement.Lost, "price")},
		{"disqualified", funnel.Notice{Kind: funnel.NoticeDisqualified, To: mia, By: sam}, ending(agreement.Disqualified, "not_a_buyer")},
		{"recycled", funnel.Notice{Kind: funnel.NoticeRecycled, To: mia, By: sam}, recycled()},
		{"handed_back", funnel.Notice{Kind: funnel.NoticeHandedBack, To: mia, By: sam}, handedBack()},
		{"handed_back_for_rep", funnel.Notice{Kind: funnel.NoticeHandedBack, To: sam, By: rosa}, handedBack()},
		{"handed_back_moved_on", funnel.Notice{Kind: funnel.NoticeHandedBack, To: mia, By: sam}, recycled()},
		{"returned", funnel.Notice{Kind: funnel.NoticeReturned, To: mia, By: ref.Leadloop, Since: now.AddDate(0, -3, 0), Day: date("2027-02-01")}, returned},
		{"repeated", funnel.Notice{Kind: funnel.NoticeRepeated, To: sam, By: maxi}, accepted()},
		{"assigned", funnel.Notice{Kind: funnel.NoticeAssigned, To: sam, By: rosa}, opportunity()},
		{"released", funnel.Notice{Kind: funnel.NoticeReleased, To: kim, By: rosa}, opportunity()},
		{"taken_over", funnel.Notice{Kind: funnel.NoticeReleased, To: kim, By: sam}, opportunity()},
		{"undone", funnel.Notice{Kind: funnel.NoticeUndone, To: sam, By: mia, Done: funnel.EntryHandedOff}, person()},
		{"undone_gone", funnel.Notice{Kind: funnel.NoticeUndone, To: sam, By: mia, Lead: 12, Done: funnel.EntryLogged}, funnel.Lead{}},
	} {
		add("message", "notice_"+n.name, Notice(c, n.notice, n.lead))
	}
	for _, kind := range funnel.NoticeKinds {
		n := funnel.Notice{Kind: kind, To: mia, By: sam, Done: funnel.EntryTouched}
		add("message", "notice_hostile_"+string(kind), Notice(c, n, hostile(agreement.Lost)))
	}
}

func addModals(c Context, add adder) {
	add("modal", "modal_snooze", Snooze(c, accepted()))
	add("modal", "modal_snooze_hostile", Snooze(c, hostile(agreement.SQL)))
	reps := []ref.UserID{sam, kim}
	long := c
	for i := range 150 {
		code := agreement.ReasonCode{Code: fmt.Sprintf("code_%d", i), Label: hostileText, NoteRequired: i == 3}
		long.Definition.Reasons.Reject = append(long.Definition.Reasons.Reject, code)
	}
	long.Name = func(ref.UserID) string { return hostileText }
	prefill := funnel.LeadInput{Need: hostileText, Name: hostileText, Permalink: "https://example.slack.com/archives/C1/p1"}
	for _, m := range []struct {
		name string
		view slack.ModalViewRequest
	}{
		{"new", NewLead(c, funnel.LeadInput{})},
		{"new_from_message", From(NewLead(c, prefill), "C0LEADS")},
		{"edit", EditLead(c, person())},
		{"handoff", Handoff(c, person(), reps)},
		{"handoff_hot_by_rule", Handoff(hotContext(c), person(), reps)},
		{"handoff_hostile", Handoff(long, hostile(agreement.Recycled), reps)},
		{"reject", Reject(c, offered())},
		{"reject_hostile", Reject(long, hostile(agreement.MQL))},
		{"handback", HandBack(c, accepted())},
		{"lost", Lost(c, opportunity())},
		{"disqualify", Disqualify(c, person())},
		{"qualify", Qualify(c, accepted())},
		{"update_amount", Qualify(c, opportunity())},
		{"win", Win(c, opportunity())},
		{"recycle", Recycle(c, person())},
		{"touch", Touch(c, accepted())},
		{"assign", Assign(c, offered(), reps)},
		{"assign_anybody", Assign(c, offered(), nil)},
		{"detail", Detail(c, accepted(), history())},
		{"detail_hostile", Detail(c, hostile(agreement.SQL), hostileHistory())},
	} {
		add("modal", "modal_"+m.name, m.view)
	}
}

func history() []funnel.Entry {
	at := now.Add(-48 * time.Hour)
	outcome := []funnel.ClockOutcome{{Kind: agreement.ClockAccept, Person: sam, Due: now}}
	entries := []funnel.Entry{
		{Kind: funnel.EntryLogged, By: mia, Source: "webinar"},
		{Kind: funnel.EntryImported, By: ref.Leadloop, To: agreement.Customer},
		{Kind: funnel.EntryEdited, By: mia},
		{Kind: funnel.EntryEdited, By: sam, Amount: euros(9000)},
		{Kind: funnel.EntryHandedOff, By: mia, Owner: sam, Note: "Asked for a call."},
		{Kind: funnel.EntryAsked, By: sam, Note: "Which system?"},
		{Kind: funnel.EntryAnswered, By: mia, Note: "Spreadsheets."},
		{Kind: funnel.EntryMissed, By: ref.Leadloop, Clocks: outcome},
		{Kind: funnel.EntryNudged, By: ref.Leadloop, Clocks: outcome, RemindedPerson: sam},
		{Kind: funnel.EntryEscalated, By: ref.Leadloop, Clocks: outcome, RemindedPerson: rosa},
		{Kind: funnel.EntryNudged, By: ref.Leadloop, Clocks: outcome, RemindedPerson: rosa},
		{Kind: funnel.EntryDefaulted, By: ref.Leadloop, Owner: sam},
		{Kind: funnel.EntryLapsed, By: ref.Leadloop, Owner: sam},
		{Kind: funnel.EntryDisputed, By: mia, Note: "They have 80 people."},
		{Kind: funnel.EntryRuled, By: rosa, Note: "Eighty are enough.", Verdict: funnel.VerdictOverturned},
		{Kind: funnel.EntryRejected, By: sam, Reason: "company_size"},
		{Kind: funnel.EntryAssigned, By: rosa, Owner: kim},
		{Kind: funnel.EntryAssigned, By: rosa, Marketer: maxi},
		{Kind: funnel.EntryAssigned, By: sam, Owner: sam},
		{Kind: funnel.EntryAccepted, By: kim},
		{Kind: funnel.EntryAccepted, By: rosa, Owner: kim},
		{Kind: funnel.EntryTouched, By: kim, Touch: "call", Outcome: "Demo on Thursday", Clocks: []funnel.ClockOutcome{{Kind: agreement.ClockFirstTouch, Person: kim, Late: 3*time.Hour + 20*time.Minute}}},
		{Kind: funnel.EntrySnoozed, By: kim, Until: now},
		{Kind: funnel.EntryQualified, By: kim, Amount: euros(9000)},
		{Kind: funnel.EntryWon, By: kim, Amount: euros(9000)},
		{Kind: funnel.EntryLost, By: kim, Reason: "price"},
		{Kind: funnel.EntryDisqualified, By: kim, Reason: "not_a_buyer"},
		{Kind: funnel.EntryRecycled, By: mia, Day: date("2027-02-01")},
		{Kind: funnel.EntryHandedBack, By: sam, Reason: "company_size"},
		{Kind: funnel.EntryReturned, By: ref.Leadloop},
		{Kind: funnel.EntryUndone, By: kim, Undoes: []funnel.Entry{{Kind: funnel.EntryReturned}, {Kind: funnel.EntryTouched}}},
	}
	for i := range entries {
		entries[i].At = at.Add(time.Duration(i) * time.Hour)
	}
	return entries
}

func hostileHistory() []funnel.Entry {
	var entries []funnel.Entry
	for range 100 {
		entries = append(entries,
			funnel.Entry{At: now, By: sam, Kind: funnel.EntryTouched, Touch: "note", Outcome: hostileText, Note: hostileText},
			funnel.Entry{At: now, By: sam, Kind: funnel.EntryLogged, Source: hostileText, OutsideOwner: hostileText})
	}
	return entries
}

func addReplies(c Context, add adder) {
	add("reply", "logged_new", Logged(c, funnel.Logging{Lead: person(), New: true, Similar: many(opportunity(), 2)}))
	add("reply", "logged_inquiry", Logged(c, funnel.Logging{Lead: inquiry(), New: true}))
	add("reply", "logged_again", Logged(c, funnel.Logging{Lead: accepted()}))
	add("reply", "logged_late", Logged(c, funnel.Logging{Lead: person(), New: true, Late: true}))
	add("reply", "logged_reopened", Logged(c, funnel.Logging{Lead: person(), Reopened: true}))
	add("reply", "logged_hostile", Logged(c, funnel.Logging{Lead: hostile(agreement.Known), New: true, Similar: many(hostile(agreement.SQL), 5)}))
	for _, done := range []struct {
		kind funnel.EntryKind
		lead funnel.Lead
	}{
		{funnel.EntryHandedOff, offered()},
		{funnel.EntryAccepted, accepted()},
		{funnel.EntryRejected, rejected()},
		{funnel.EntryTouched, touched()},
		{funnel.EntryQualified, opportunity()},
		{funnel.EntryWon, ending(agreement.Customer, "")},
		{funnel.EntryLost, ending(agreement.Lost, "price")},
		{funnel.EntryDisqualified, ending(agreement.Disqualified, "not_a_buyer")},
		{funnel.EntryRecycled, recycled()},
		{funnel.EntryHandedBack, handedBack()},
		{funnel.EntryAssigned, opportunity()},
		{funnel.EntrySnoozed, snoozed()},
		{funnel.EntryEdited, person()},
	} {
		add("reply", "changed_"+string(done.kind), Changed(c, done.lead, done.kind))
		add("reply", "changed_hostile_"+string(done.kind), Changed(c, hostile(agreement.SAL), done.kind))
	}
	add("reply", "undone", Undone(c, person(), funnel.EntryHandedOff, false))
	add("reply", "undone_removed", Undone(c, person(), funnel.EntryLogged, true))
	for _, s := range stages() {
		add("reply", "detail_"+s.name, LeadDetail(c, s.lead))
	}
	known := person()
	known.CountryCode, known.Employees, known.Segment, known.Tags = "AT", 250, "Retail", []string{"demo", "vip"}
	known.LinkedIn = "https://www.linkedin.com/in/jane-doe"
	add("reply", "detail_company", LeadDetail(c, known))
	add("reply", "list", LeadList(c, sam, "Leads like “acme”", []funnel.Lead{person(), offered(), rejected(), handedBack(), opportunity(), ending(agreement.Lost, "price"), recycled(), imported()}, 3))
	add("reply", "list_empty", LeadList(c, sam, "Leads like “<!here>”", nil, 0))
	add("reply", "list_hostile", LeadList(c, sam, "Leads like "+hostileText[:60], many(hostile(agreement.SQL), 60), 940))
	add("reply", "mine", MineList(c, sam, funnel.Mine{MyTurn: []funnel.Lead{offered()}, Ended: []funnel.Lead{ending(agreement.Customer, "")}}))
	add("reply", "mine_marketer", MineList(c, mia, funnel.Mine{MyTurn: []funnel.Lead{person()}, Waiting: []funnel.Lead{opportunity()}}))
	add("reply", "mine_empty", MineList(c, sam, funnel.Mine{}))
	add("reply", "mine_hostile", MineList(c, sam, funnel.Mine{MyTurn: many(hostile(agreement.MQL), 30), Waiting: many(hostile(agreement.SQL), 50), More: 7}))
	add("reply", "history", HistoryList(c, accepted(), history()))
	add("reply", "history_empty", HistoryList(c, accepted(), nil))
	add("reply", "history_hostile", HistoryList(c, hostile(agreement.SQL), hostileHistory()))
}

func touched() funnel.Lead {
	l := accepted()
	l.Touches, l.LastTouchAt, l.SalesTouchAt = 1, now, now
	l.Clocks = []funnel.Clock{clock(agreement.ClockUpdate, now.AddDate(0, 0, 7))}
	return l
}

func snoozed() funnel.Lead {
	l := accepted()
	l.Clocks[0].QuietUntil = now.AddDate(0, 0, 3)
	return l
}

func addDigests(c Context, add adder) {
	unanswered := digest()
	unanswered.Defaulted, unanswered.Lapsed = 2, 1
	_, thread := Digest(c, unanswered, Plain)
	for i, page := range thread {
		add("message", fmt.Sprintf("digest_unanswered_%d", i+2), page)
	}
	add("modal", "modal_digest", DigestModal(c, digest()))
	add("modal", "modal_digest_huge", DigestModal(c, hugeDigest()))
	add("reply", "digest_snippet", DigestSnippet(c, digest()))
	add("reply", "digest_muted", DigestMuted(c, funnel.AudienceSales, true, true))
	add("reply", "digest_unmuted", DigestMuted(c, funnel.AudienceSales, false, true))
	add("reply", "digest_muted_already", DigestMuted(c, funnel.AudienceSales, true, false))
	add("reply", "digest_not_muted", DigestMuted(c, funnel.AudienceSales, false, false))
	add("reply", "digest_snippet_huge", DigestSnippet(c, hugeDigest()))
	for _, a := range []struct {
		name    string
		ability Ability
	}{{"full", Full}, {"tables", Tables}, {"plain", Plain}} {
		for _, d := range []struct {
			name   string
			digest report.Digest
		}{{"", digest()}, {"empty_", emptyDigest()}, {"huge_", hugeDigest()}} {
			main, thread := Digest(c, d.digest, a.ability)
			add("message", "digest_"+d.name+a.name, main)
			for i, page := range thread {
				add("message", fmt.Sprintf("digest_%s%s_%d", d.name, a.name, i+2), page)
			}
		}
	}
}

// emptyDigest is of a week that is not over and in which nothing happened.
func emptyDigest() report.Digest {
	week := period("2026-W47")
	d := report.Digest{Week: week.Label, Period: week, From: week.From, Last: week.Last(), AsOf: now}
	d.Finish()
	return d
}

// reminding is a reminder of so many leads of Sam's, to somebody.
func reminding(to ref.UserID, l funnel.Lead, listed, more int) ReminderModel {
	m := ReminderModel{Reminded: funnel.Reminded{
		Reminder: funnel.Reminder{User: to, Slot: now, More: more}, Leads: map[ref.LeadID]funnel.Lead{},
	}}
	for i, l := range many(l, listed) {
		due := now.Add(-time.Duration(30-i) * time.Hour)
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
func (m ReminderModel) settled(rows int) ReminderModel {
	for _, row := range m.Reminder.Rows[:rows] {
		l := m.Leads[row.Lead]
		l.Clocks = nil
		m.Leads[row.Lead] = l
	}
	return m
}

// leftToTime is a list of which nobody answered anything in time.
func leftToTime() ReminderModel {
	m := reminding(sam, offered(), 3, 0).settled(3)
	for i, state := range []funnel.Handoff{
		{State: funnel.HandoffAccepted, AnsweredBy: ref.Leadloop}, {State: funnel.HandoffLapsed}, {State: funnel.HandoffOpen},
	} {
		row := m.Reminder.Rows[i]
		l := m.Leads[row.Lead]
		l.Handoff, l.Owner = state, kim
		m.Leads[row.Lead] = l
	}
	return m
}

func addReminders(c Context, add adder) {
	escalated := opportunity()
	escalated.Snoozes, escalated.SnoozedFor = 2, "They are moving house"
	partly := reminding(sam, accepted(), 3, 0).settled(1)
	quiet := partly.Leads[101]
	quiet.Clocks[0].QuietUntil = now.AddDate(0, 0, 3)
	for _, r := range []struct {
		name  string
		model ReminderModel
	}{
		{"1", reminding(sam, offered(), 1, 0)},
		{"10", reminding(sam, accepted(), 10, 0)},
		{"27", reminding(sam, opportunity(), 10, 17)},
		{"partly_done", partly},
		{"all_done", reminding(sam, accepted(), 2, 0).settled(2)},
		{"unanswered", leftToTime()},
		{"all_done_of_27", reminding(sam, accepted(), 10, 17).settled(10)},
		{"escalation", reminding(rosa, escalated, 2, 0)},
		{"replaced", ReminderModel{Replaced: true}},
		{"hostile", reminding(sam, hostile(agreement.SQL), 10, 17)},
		{"hostile_escalation", reminding(rosa, hostile(agreement.SQL), 10, 17)},
		{"hostile_done", reminding(sam, hostile(agreement.SQL), 10, 17).settled(10)},
	} {
		add("message", "reminder_"+r.name, Reminder(c, r.model))
	}
	violations := []funnel.Violation{
		{Lead: quiet, Clock: quiet.Clocks[0], Lateness: "3 working days"},
		{Lead: partly.Leads[102], Clock: partly.Leads[102].Clocks[0], Lateness: "1 working day"},
		{Lead: offered(), Clock: offered().Clocks[0], Lateness: "less than a working hour"},
	}
	quiet.SnoozedFor = "They are moving house"
	violations[0].Lead = quiet
	wild := slices.Repeat([]funnel.Violation{{Lead: hostile(agreement.SQL), Clock: clock(agreement.ClockUpdate, now), Lateness: "9 working days"}}, 100)
	add("reply", "board", Board(c, violations, 0))
	add("reply", "board_empty", Board(c, nil, 0))
	add("reply", "board_hostile", Board(c, wild, 900))
	add("reply", "nudges", NudgeList(c, []ledger.NudgeRow{
		{Kind: "accept", Rate: stats.Rate{Part: 9, Whole: 12}},
		{Kind: "first_touch"},
		{Kind: "update", Rate: stats.Rate{Part: 2, Whole: 20}},
		{Kind: funnel.NudgeEscalation, Rate: stats.Rate{Part: 1, Whole: 30}, Off: true},
	}))
	lateAnswer := asked()
	lateAnswer.Clocks[0].DueAt = now.Add(-time.Hour)
	add("reply", "nudges_off", NudgesSwitched(funnel.NudgeEscalation, true))
	add("reply", "nudges_on", NudgesSwitched(funnel.NudgeEscalation, false))
	add("message", "reminder_answer", Reminder(c, reminding(mia, lateAnswer, 1, 0)))
}
