package leads

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/leads"
	"github.com/leadloop/leadloop/store"
)

// stages are fixture leads of every stage.
func stages() []struct {
	name string
	lead funnel.Lead
} {
	outdatedOffer := kittest.Offered()
	outdatedOffer.Handoffs, outdatedOffer.Owner, outdatedOffer.Handoff.To = 2, kittest.Kim, kittest.Kim
	return []struct {
		name string
		lead funnel.Lead
	}{
		{"inquiry", kittest.Inquiry()},
		{"lead", kittest.Person()},
		{"offered", kittest.Offered()},
		{"hot", hotOffer()},
		{"tried", tried()},
		{"sal", kittest.Accepted()},
		{"sql", kittest.Opportunity()},
		{"customer", kittest.Ending(agreement.Customer, "")},
		{"lost", kittest.Ending(agreement.Lost, "price")},
		{"disqualified", kittest.Ending(agreement.Disqualified, "not_a_buyer")},
		{"recycled", kittest.Recycled()},
		{"rejected", kittest.Rejected()},
		{"handed_back", kittest.HandedBack()},
		{"imported", kittest.Imported()},
		{"through_door", throughDoor()},
		{"offered_again", outdatedOffer},
		{"hostile_offered", kittest.Hostile(agreement.MQL)},
		{"hostile_sql", kittest.Hostile(agreement.SQL)},
		{"hostile_lost", kittest.Hostile(agreement.Lost)},
	}
}

// throughDoor is a lead that a web form brought.
func throughDoor() funnel.Lead {
	l := kittest.Person()
	l.Door = "website"
	return l
}

func addCards(c kit.Context, add kittest.Adder) {
	for _, s := range stages() {
		add("message", "card_dm_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, To: kittest.Sam, Lead: s.lead.ID, Handoff: 1}, s.lead))
		add("message", "card_sales_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceSales, Lead: s.lead.ID, Handoff: 1}, s.lead))
		add("message", "card_leads_"+s.name, LeadCard(c, funnel.Notice{Kind: funnel.NoticeCard, Place: funnel.PlaceLeads, Lead: s.lead.ID}, s.lead))
	}
}

func addNotices(c kit.Context, add kittest.Adder) {
	byManager := kittest.Accepted()
	byManager.Handoff.AnsweredBy = kittest.Rosa
	returned := kittest.Person()
	returned.Note = "Budget is decided in February."
	for _, n := range []struct {
		name   string
		notice funnel.Notice
		lead   funnel.Lead
	}{
		{"accepted", funnel.Notice{Kind: funnel.NoticeAccepted, To: kittest.Mia, By: kittest.Sam}, kittest.Accepted()},
		{"accepted_by_manager", funnel.Notice{Kind: funnel.NoticeAccepted, To: kittest.Mia, By: kittest.Rosa}, byManager},
		{"accepted_for_rep", funnel.Notice{Kind: funnel.NoticeAccepted, To: kittest.Sam, By: kittest.Rosa}, kittest.Accepted()},
		{"rejected", funnel.Notice{Kind: funnel.NoticeRejected, To: kittest.Mia, By: kittest.Sam, Handoff: 1}, kittest.Rejected()},
		{"qualified", funnel.Notice{Kind: funnel.NoticeQualified, To: kittest.Mia, By: kittest.Sam}, kittest.Opportunity()},
		{"won", funnel.Notice{Kind: funnel.NoticeWon, To: kittest.Mia, By: kittest.Sam}, kittest.Ending(agreement.Customer, "")},
		{"won_for_rep", funnel.Notice{Kind: funnel.NoticeWon, To: kittest.Sam, By: kittest.Rosa}, kittest.Ending(agreement.Customer, "")},
		{"lost", funnel.Notice{Kind: funnel.NoticeLost, To: kittest.Mia, By: kittest.Sam}, kittest.Ending(agreement.Lost, "price")},
		{"disqualified", funnel.Notice{Kind: funnel.NoticeDisqualified, To: kittest.Mia, By: kittest.Sam}, kittest.Ending(agreement.Disqualified, "not_a_buyer")},
		{"recycled", funnel.Notice{Kind: funnel.NoticeRecycled, To: kittest.Mia, By: kittest.Sam}, kittest.Recycled()},
		{"handed_back", funnel.Notice{Kind: funnel.NoticeHandedBack, To: kittest.Mia, By: kittest.Sam}, kittest.HandedBack()},
		{"handed_back_for_rep", funnel.Notice{Kind: funnel.NoticeHandedBack, To: kittest.Sam, By: kittest.Rosa}, kittest.HandedBack()},
		{"handed_back_moved_on", funnel.Notice{Kind: funnel.NoticeHandedBack, To: kittest.Mia, By: kittest.Sam}, kittest.Recycled()},
		{"returned", funnel.Notice{Kind: funnel.NoticeReturned, To: kittest.Mia, By: ref.Leadloop, Since: kittest.Now.AddDate(0, -3, 0), Day: kittest.Date("2027-02-01")}, returned},
		{"repeated_through_door", funnel.Notice{Kind: funnel.NoticeRepeated, To: kittest.Sam, By: ref.Leadloop}, kittest.Accepted()},
		{"repeated", funnel.Notice{Kind: funnel.NoticeRepeated, To: kittest.Sam, By: kittest.Maxi}, kittest.Accepted()},
		{"assigned", funnel.Notice{Kind: funnel.NoticeAssigned, To: kittest.Sam, By: kittest.Rosa}, kittest.Opportunity()},
		{"released", funnel.Notice{Kind: funnel.NoticeReleased, To: kittest.Kim, By: kittest.Rosa}, kittest.Opportunity()},
		{"taken_over", funnel.Notice{Kind: funnel.NoticeReleased, To: kittest.Kim, By: kittest.Sam}, kittest.Opportunity()},
		{"undone", funnel.Notice{Kind: funnel.NoticeUndone, To: kittest.Sam, By: kittest.Mia, Done: funnel.EntryHandedOff}, kittest.Person()},
		{"undone_gone", funnel.Notice{Kind: funnel.NoticeUndone, To: kittest.Sam, By: kittest.Mia, Lead: 12, Done: funnel.EntryLogged}, funnel.Lead{}},
	} {
		add("message", "notice_"+n.name, Notice(c, n.notice, n.lead))
	}
	for _, kind := range funnel.NoticeKinds {
		n := funnel.Notice{Kind: kind, To: kittest.Mia, By: kittest.Sam, Done: funnel.EntryTouched}
		add("message", "notice_hostile_"+string(kind), Notice(c, n, kittest.Hostile(agreement.Lost)))
	}
}

func addErasing(c kit.Context, add kittest.Adder) {
	gone := leads.Erasing{Lead: kittest.Ending(agreement.Lost, "price"), Entries: 9, Messages: 4}
	wild := leads.Erasing{Lead: kittest.Hostile(agreement.Lost), Entries: 9000, Messages: 1}
	add("reply", "to_erase", toErase(c, gone))
	add("reply", "to_erase_hostile", toErase(c, wild))
	gone.Lead.ErasedAt = kittest.Now
	add("reply", "erased", erasedNow(c, gone))
	add("reply", "history_erased", HistoryList(c, gone.Lead, []funnel.Entry{{Kind: funnel.EntryErased, By: kittest.Rosa, At: kittest.Now}}))
	stands := desk.Telling{Stands: store.MessageRef{TS: "1"}}
	add("message", "card_erased", erased(stands, gone.Lead).Message)
}

func addModals(c kit.Context, add kittest.Adder) {
	add("modal", "modal_snooze", Snooze(c, kittest.Accepted()))
	add("modal", "modal_snooze_hostile", Snooze(c, kittest.Hostile(agreement.SQL)))
	reps := []ref.UserID{kittest.Sam, kittest.Kim}
	long := c
	for i := range 150 {
		code := agreement.ReasonCode{Code: fmt.Sprintf("code_%d", i), Label: kittest.HostileText, NoteRequired: i == 3}
		long.Definition.Reasons.Reject = append(long.Definition.Reasons.Reject, code)
	}
	long.Name = func(ref.UserID) string { return kittest.HostileText }
	prefill := funnel.LeadInput{Need: kittest.HostileText, Name: kittest.HostileText, Permalink: "https://example.slack.com/archives/C1/p1"}
	for _, m := range []struct {
		name string
		view slack.ModalViewRequest
	}{
		{"new", NewLead(c, funnel.LeadInput{})},
		{"new_from_message", kit.From(NewLead(c, prefill), "C0LEADS")},
		{"edit", EditLead(c, kittest.Person())},
		{"handoff", Handoff(c, kittest.Person(), reps)},
		{"handoff_hot_by_rule", Handoff(hotContext(c), kittest.Person(), reps)},
		{"handoff_hostile", Handoff(long, kittest.Hostile(agreement.Recycled), reps)},
		{"reject", Reject(c, kittest.Offered())},
		{"reject_hostile", Reject(long, kittest.Hostile(agreement.MQL))},
		{"handback", HandBack(c, kittest.Accepted())},
		{"lost", Lost(c, kittest.Opportunity())},
		{"disqualify", Disqualify(c, kittest.Person())},
		{"qualify", Qualify(c, kittest.Accepted())},
		{"update_amount", Qualify(c, kittest.Opportunity())},
		{"win", Win(c, kittest.Opportunity())},
		{"recycle", Recycle(c, kittest.Person())},
		{"touch", Touch(c, kittest.Accepted())},
		{"assign", Assign(c, kittest.Offered(), reps)},
		{"assign_anybody", Assign(c, kittest.Offered(), nil)},
		{"detail", Detail(c, kittest.Accepted(), history())},
		{"detail_hostile", Detail(c, kittest.Hostile(agreement.SQL), hostileHistory())},
	} {
		add("modal", "modal_"+m.name, m.view)
	}
}

func history() []funnel.Entry {
	at := kittest.Now.Add(-48 * time.Hour)
	outcome := []funnel.ClockOutcome{{Kind: agreement.ClockAccept, Person: kittest.Sam, Due: kittest.Now}}
	entries := []funnel.Entry{
		{Kind: funnel.EntryLogged, By: kittest.Mia, Source: "webinar"},
		{Kind: funnel.EntryImported, By: ref.Leadloop, To: agreement.Customer},
		{Kind: funnel.EntryEdited, By: kittest.Mia},
		{Kind: funnel.EntryEdited, By: kittest.Sam, Amount: kittest.Euros(9000)},
		{Kind: funnel.EntryHandedOff, By: kittest.Mia, Owner: kittest.Sam, Note: "Asked for a call."},
		{Kind: funnel.EntryAsked, By: kittest.Sam, Note: "Which system?"},
		{Kind: funnel.EntryAnswered, By: kittest.Mia, Note: "Spreadsheets."},
		{Kind: funnel.EntryMissed, By: ref.Leadloop, Clocks: outcome},
		{Kind: funnel.EntryNudged, By: ref.Leadloop, Clocks: outcome, RemindedPerson: kittest.Sam},
		{Kind: funnel.EntryEscalated, By: ref.Leadloop, Clocks: outcome, RemindedPerson: kittest.Rosa},
		{Kind: funnel.EntryNudged, By: ref.Leadloop, Clocks: outcome, RemindedPerson: kittest.Rosa},
		{Kind: funnel.EntryDefaulted, By: ref.Leadloop, Owner: kittest.Sam},
		{Kind: funnel.EntryLapsed, By: ref.Leadloop, Owner: kittest.Sam},
		{Kind: funnel.EntryDisputed, By: kittest.Mia, Note: "They have 80 people."},
		{Kind: funnel.EntryRuled, By: kittest.Rosa, Note: "Eighty are enough.", Verdict: funnel.VerdictOverturned},
		{Kind: funnel.EntryRejected, By: kittest.Sam, Reason: "company_size"},
		{Kind: funnel.EntryAssigned, By: kittest.Rosa, Owner: kittest.Kim},
		{Kind: funnel.EntryAssigned, By: kittest.Rosa, Marketer: kittest.Maxi},
		{Kind: funnel.EntryAssigned, By: kittest.Sam, Owner: kittest.Sam},
		{Kind: funnel.EntryAccepted, By: kittest.Kim},
		{Kind: funnel.EntryAccepted, By: kittest.Rosa, Owner: kittest.Kim},
		{Kind: funnel.EntryTouched, By: kittest.Kim, Touch: "call", Outcome: "Demo on Thursday", Clocks: []funnel.ClockOutcome{{Kind: agreement.ClockFirstTouch, Person: kittest.Kim, Late: 3*time.Hour + 20*time.Minute}}},
		{Kind: funnel.EntrySnoozed, By: kittest.Kim, Until: kittest.Now},
		{Kind: funnel.EntryWoken, By: kittest.Kim},
		{Kind: funnel.EntryQualified, By: kittest.Kim, Amount: kittest.Euros(9000)},
		{Kind: funnel.EntryWon, By: kittest.Kim, Amount: kittest.Euros(9000)},
		{Kind: funnel.EntryLost, By: kittest.Kim, Reason: "price"},
		{Kind: funnel.EntryDisqualified, By: kittest.Kim, Reason: "not_a_buyer"},
		{Kind: funnel.EntryRecycled, By: kittest.Mia, Day: kittest.Date("2027-02-01")},
		{Kind: funnel.EntryHandedBack, By: kittest.Sam, Reason: "company_size"},
		{Kind: funnel.EntryReturned, By: ref.Leadloop},
		{Kind: funnel.EntryUndone, By: kittest.Kim, Undoes: []funnel.Entry{{Kind: funnel.EntryReturned}, {Kind: funnel.EntryTouched}}},
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
			funnel.Entry{At: kittest.Now, By: kittest.Sam, Kind: funnel.EntryTouched, Touch: "note", Outcome: kittest.HostileText, Note: kittest.HostileText},
			funnel.Entry{At: kittest.Now, By: kittest.Sam, Kind: funnel.EntryLogged, Source: kittest.HostileText, OutsideOwner: kittest.HostileText})
	}
	return entries
}

func addReplies(c kit.Context, add kittest.Adder) {
	add("reply", "logged_new", Logged(c, funnel.Logging{Lead: kittest.Person(), New: true, Similar: kittest.Many(kittest.Opportunity(), 2)}))
	add("reply", "logged_inquiry", Logged(c, funnel.Logging{Lead: kittest.Inquiry(), New: true}))
	add("reply", "logged_again", Logged(c, funnel.Logging{Lead: kittest.Accepted()}))
	add("reply", "logged_late", Logged(c, funnel.Logging{Lead: kittest.Person(), New: true, Late: true}))
	add("reply", "logged_reopened", Logged(c, funnel.Logging{Lead: kittest.Person(), Reopened: true}))
	add("reply", "logged_hostile", Logged(c, funnel.Logging{Lead: kittest.Hostile(agreement.Known), New: true, Similar: kittest.Many(kittest.Hostile(agreement.SQL), 5)}))
	for _, done := range []struct {
		kind funnel.EntryKind
		lead funnel.Lead
	}{
		{funnel.EntryHandedOff, kittest.Offered()},
		{funnel.EntryAccepted, kittest.Accepted()},
		{funnel.EntryRejected, kittest.Rejected()},
		{funnel.EntryTouched, kittest.Touched()},
		{funnel.EntryQualified, kittest.Opportunity()},
		{funnel.EntryWon, kittest.Ending(agreement.Customer, "")},
		{funnel.EntryLost, kittest.Ending(agreement.Lost, "price")},
		{funnel.EntryDisqualified, kittest.Ending(agreement.Disqualified, "not_a_buyer")},
		{funnel.EntryRecycled, kittest.Recycled()},
		{funnel.EntryHandedBack, kittest.HandedBack()},
		{funnel.EntryAssigned, kittest.Opportunity()},
		{funnel.EntrySnoozed, kittest.Snoozed()},
		{funnel.EntryWoken, kittest.Accepted()},
		{funnel.EntryEdited, kittest.Person()},
	} {
		add("reply", "changed_"+string(done.kind), Changed(c, done.lead, done.kind))
		add("reply", "changed_hostile_"+string(done.kind), Changed(c, kittest.Hostile(agreement.SAL), done.kind))
	}
	for _, stage := range []agreement.Stage{agreement.Customer, agreement.Lost, agreement.Disqualified} {
		add("reply", "changed_touched_"+string(stage), Changed(c, kittest.Ending(stage, "price"), funnel.EntryTouched))
	}
	add("reply", "changed_touched_recycled", Changed(c, kittest.Recycled(), funnel.EntryTouched))
	add("reply", "undone", Undone(c, kittest.Person(), funnel.EntryHandedOff, false))
	add("reply", "undone_removed", Undone(c, kittest.Person(), funnel.EntryLogged, true))
	for _, s := range stages() {
		add("reply", "detail_"+s.name, LeadDetail(c, s.lead))
	}
	known := kittest.Person()
	known.CountryCode, known.Employees, known.Segment, known.Tags = "AT", 250, "Retail", []string{"demo", "vip"}
	known.LinkedIn = "https://www.linkedin.com/in/jane-doe"
	add("reply", "detail_snoozed", LeadDetail(c, kittest.Snoozed()))
	add("reply", "detail_company", LeadDetail(c, known))
	add("reply", "list", LeadList(c, kittest.Sam, "Leads like “acme”", []funnel.Lead{kittest.Person(), kittest.Offered(), kittest.Rejected(), kittest.HandedBack(), kittest.Opportunity(), kittest.Ending(agreement.Lost, "price"), kittest.Recycled(), kittest.Imported()}, 3))
	add("reply", "list_empty", LeadList(c, kittest.Sam, "Leads like “<!here>”", nil, 0))
	add("reply", "list_hostile", LeadList(c, kittest.Sam, "Leads like "+kittest.HostileText[:60], kittest.Many(kittest.Hostile(agreement.SQL), 60), 940))
	add("reply", "mine", MineList(c, kittest.Sam, kittest.Sam, funnel.Mine{MyTurn: []funnel.Lead{kittest.Offered()}, Ended: []funnel.Lead{kittest.Ending(agreement.Customer, "")}}))
	add("reply", "mine_marketer", MineList(c, kittest.Mia, kittest.Mia, funnel.Mine{MyTurn: []funnel.Lead{kittest.Person()}, Waiting: []funnel.Lead{kittest.Opportunity()}}))
	add("reply", "mine_empty", MineList(c, kittest.Sam, kittest.Sam, funnel.Mine{}))
	add("reply", "mine_hostile", MineList(c, kittest.Sam, kittest.Sam, funnel.Mine{MyTurn: kittest.Many(kittest.Hostile(agreement.MQL), 30), Waiting: kittest.Many(kittest.Hostile(agreement.SQL), 50), More: 7}))
	add("reply", "history", HistoryList(c, kittest.Accepted(), history()))
	add("reply", "history_empty", HistoryList(c, kittest.Accepted(), nil))
	add("reply", "history_hostile", HistoryList(c, kittest.Hostile(agreement.SQL), hostileHistory()))
}
