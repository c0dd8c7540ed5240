package funnel_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// The people of the tests.
const (
	mia  ref.UserID = "U0MIA"  // marketing; logs the leads
	mel  ref.UserID = "U0MEL"  // marketing
	sam  ref.UserID = "U0SAM"  // sales; gets the leads
	rob  ref.UserID = "U0ROB"  // sales
	mona ref.UserID = "U0MONA" // sales manager
	lea  ref.UserID = "U0LEA"  // leadership
	ada  ref.UserID = "U0ADA"  // admin of no team
	stan ref.UserID = "U0STAN" // a stranger
)

const monday = "2026-11-23 10:00"

func testPolicy(t testing.TB) funnel.Policy {
	t.Helper()
	note := agreement.ReasonCode{Code: "other", Label: "Other", NoteRequired: true}
	return funnel.Policy{
		Definition: agreement.Definition{
			Version: 3,
			Reasons: agreement.Reasons{
				Reject:     []agreement.ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "timing", Label: "Not now"}, note},
				Lost:       []agreement.ReasonCode{{Code: "price", Label: "Price"}, note},
				Disqualify: []agreement.ReasonCode{{Code: "spam", Label: "Spam or test entry"}, note},
			},
			ServiceLevels: agreement.ServiceLevels{
				Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4},
				Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1},
			},
		},
		Staff: people.Staff{
			Calendar: berlinHours(t, mondayToFriday, "09:00-18:00"),
			Roster: people.Roster{
				Marketing: []ref.UserID{mia, mel}, Sales: []ref.UserID{sam, rob}, Leadership: []ref.UserID{lea},
				Admins: []ref.UserID{ada}, SalesManager: mona, IntakeOwner: mel,
			},
		},
		Currency: "EUR", Region: "DE",
	}
}

// story plays acts on one lead, and keeps what they left behind.
type story struct {
	t       testing.TB
	p       funnel.Policy
	pools   []people.Pool // none where the test is not about them
	now     time.Time
	lead    funnel.Lead
	last    funnel.Change
	before  funnel.Lead
	by      ref.UserID
	entries []funnel.Entry
	notices []funnel.Notice
}

func newStory(t testing.TB) *story {
	t.Helper()
	p := testPolicy(t)
	return &story{t: t, p: p, now: onClock(t, p.Calendar, monday)}
}

var jane = funnel.LeadInput{Name: "Jane Doe", Company: "Acme", Email: "Jane@Acme.com", Source: "webinar", Campaign: "q3", Need: "Faster books"}

// standing is a story whose lead stands where the name says: a stage, or
// "offered".
func standing(t testing.TB, where string) *story {
	t.Helper()
	s := newStory(t)
	in := jane
	if where == string(agreement.Inquiry) {
		in.Email = ""
	}
	s.does(logLead(1042, in, s.act(mia), s.p))
	path := map[string][]string{
		"inquiry": {}, "lead": {}, "offered": {"offered"}, "asked": {"offered", "asked"}, "rejected": {"offered", "rejected"}, "sal": {"offered", "sal"},
		"sql": {"offered", "sal", "sql"}, "customer": {"offered", "sal", "sql", "customer"},
		"lost": {"offered", "sal", "lost"}, "disqualified": {"disqualified"}, "recycled": {"recycled"},
		"snoozed": {"offered", "sal", "snoozed"},
	}
	steps, ok := path[where]
	if !ok {
		t.Fatalf("no path to %q", where)
	}
	for _, step := range steps {
		s.step(step)
	}
	return s
}

func (s *story) step(to string) {
	s.t.Helper()
	switch to {
	case "offered":
		s.does(s.lead.HandOff(funnel.HandoffInput{To: sam, Note: "Asked for a price"}, s.act(mia), s.p))
	case "asked":
		s.does(s.lead.Ask("Which system do they use?", s.act(sam), s.p))
	case "rejected":
		s.does(s.lead.Reject(funnel.Rejection{Reason: "timing"}, s.act(sam), s.p))
	case "sal":
		s.does(s.lead.Accept(s.act(sam), s.p))
	case "snoozed":
		s.does(s.lead.Snooze(s.p.SnoozeEnd(s.day(3)), "At a fair", s.act(sam), s.p))
	case "sql":
		s.does(s.lead.Qualify(s.deal(), s.act(sam), s.p))
	case "customer":
		s.does(s.lead.Win(money.Amount{}, s.act(sam), s.p))
	case "lost":
		s.does(s.lead.Lose("price", "", s.act(sam), s.p))
	case "disqualified":
		s.does(s.lead.Disqualify("spam", "", s.act(mia), s.p))
	case "recycled":
		s.does(s.lead.Recycle(s.day(60), "After the move", s.act(mia), s.p))
	}
}

func (s *story) deal() funnel.Opportunity {
	return funnel.Opportunity{Amount: euros(12000), CloseBy: s.day(30)}
}

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }

// day is a date as many days ahead.
func (s *story) day(ahead int) calendar.Date {
	return calendar.DateOf(s.now, s.p.Calendar.Location).AddDays(ahead)
}

func (s *story) act(by ref.UserID) people.Act {
	s.by = by
	return people.Act{By: s.p.Roster.Person(by), At: s.now}
}

func (s *story) at(clock string) *story {
	s.t.Helper()
	s.now = onClock(s.t, s.p.Calendar, clock)
	return s
}

// does takes a change as decided, which has to have happened.
func (s *story) does(c funnel.Change, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("refused: %v", err)
	}
	if len(c.Entries) == 0 {
		s.t.Fatal("nothing happened")
	}
	s.take(c)
}

func (s *story) take(c funnel.Change) {
	s.before, s.last = s.lead, c
	s.lead = c.Lead
	s.entries = append(s.entries, c.Entries...)
	s.notices = append(s.notices, c.Notices...)
}

// sweeps has the program do what is due, and whoever is to hear of something late is told at once.
func (s *story) sweeps() funnel.Change {
	c := s.sweepsInSilence()
	for _, late := range s.lead.Tellable() {
		s.lead = s.lead.Heard(late.Hears, s.now, s.p)
	}
	return c
}

// sweepsInSilence has the program do what is due, and nobody is told yet.
func (s *story) sweepsInSilence() funnel.Change {
	c := s.lead.Sweep(s.routing())
	s.take(c)
	return c
}

// routing is what decides who gets the lead now: nobody has had one in turn yet.
func (s *story) routing() funnel.Routing {
	return funnel.Routing{Policy: s.p, At: s.now, Pools: s.pools, Turns: map[people.PoolID]people.PoolTurns{}, InSlack: func(ref.UserID) bool { return true }}
}

func (s *story) undoes(by ref.UserID) (funnel.Change, error) {
	u := funnel.Undoable{User: s.by, Lead: s.lead.ID, Created: s.before.ID == 0, Before: s.before, Rev: s.lead.Rev, At: s.lead.ChangedAt, Entries: s.last.Entries}
	return s.lead.Undo(u, s.act(by), s.p)
}

// told lists who was told what by the last change, such as "won U0MIA".
func (s *story) told() []string {
	var told []string
	for _, n := range s.last.Notices {
		told = append(told, string(n.Kind)+" "+string(n.To)+string(n.Place))
	}
	return told
}

func (s *story) wantTold(want ...string) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.told()); diff != "" {
		s.t.Errorf("told (-want +got):\n%s", diff)
	}
}

func (s *story) wantDue(kind agreement.ClockKind, person ref.UserID, due string) {
	s.t.Helper()
	c, running := s.lead.Clocks.Of(kind)
	if !running {
		s.t.Fatalf("no %s clock runs: %v", kind, s.lead.Clocks)
	}
	if c.Person != person || !c.DueAt.Equal(onClock(s.t, s.p.Calendar, due)) {
		s.t.Errorf("%s is due from %s at %s, want from %s at %s", kind, c.Person, c.DueAt, person, due)
	}
	if len(s.lead.Clocks) != 1 {
		s.t.Errorf("clocks %v, want only %s", s.lead.Clocks, kind)
	}
}

// counters are the sums of what entries move, without those that are zero.
func counters(cal calendar.Calendar, entries []funnel.Entry) map[ledger.Delta]int64 {
	sums := map[ledger.Delta]int64{}
	for _, e := range entries {
		for _, d := range ledger.Deltas(e, cal) {
			n := d.N
			d.N = 0
			sums[d] += n
		}
	}
	maps.DeleteFunc(sums, func(_ ledger.Delta, n int64) bool { return n == 0 })
	return sums
}

// total is the all-dimensions sum of one counter over all days.
func total(cal calendar.Calendar, entries []funnel.Entry, metric string) int64 {
	var n int64
	for d, sum := range counters(cal, entries) {
		if d.Metric == metric && d.Dim == ledger.DimAll {
			n += sum
		}
	}
	return n
}

func wantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if err == nil {
		t.Fatal("allowed, want it refused")
	}
	if fault.KindOf(err) != want {
		t.Errorf("kind %d, want %d: %v", fault.KindOf(err), want, err)
	}
	wantSentence(t, fault.UserText(err))
}

// wantSentence checks what every sentence to people has to be.
func wantSentence(t testing.TB, text string) {
	t.Helper()
	plain := faulttest.Plain(text)
	bad := []bool{
		len(plain) < 20, plain != "" && plain[0] >= 'a' && plain[0] <= 'z', plain != "" && !slices.Contains([]byte(".)"), plain[len(plain)-1]),
		containsAny(plain, "%!", "  ", "..", "nobody has nobody", "<nil>"),
	}
	if slices.Contains(bad, true) {
		t.Errorf("not a sentence for people: %q", plain)
	}
}

func (s *story) touches(kind funnel.TouchKind, outcome string, by ref.UserID) []funnel.ClockOutcome {
	s.t.Helper()
	s.does(s.lead.Touch(kind, outcome, s.act(by), s.p))
	return slices.DeleteFunc(slices.Clone(s.last.Entries[0].Clocks), func(o funnel.ClockOutcome) bool { return o.Kind != agreement.ClockDepth })
}

// cleaned runs a rule that takes what was written about a lead as it is kept.
func cleaned(in funnel.LeadInput, p funnel.Policy, rule func(funnel.Cleaned) (funnel.Change, error)) (funnel.Change, error) {
	clean, err := in.Clean(p.Region)
	if err != nil {
		return funnel.Change{}, err
	}

	return rule(clean)
}

func logLead(id ref.LeadID, in funnel.LeadInput, act people.Act, p funnel.Policy) (funnel.Change, error) {
	return cleaned(in, p, func(in funnel.Cleaned) (funnel.Change, error) {
		return funnel.LogLead(id, in, funnel.Arrival{Marketer: act.By.ID}, act, p)
	})
}

func repeat(l funnel.Lead, in funnel.LeadInput, act people.Act, p funnel.Policy) (funnel.Change, error) {
	return cleaned(in, p, func(in funnel.Cleaned) (funnel.Change, error) {
		return l.Repeat(in, funnel.Arrival{Marketer: act.By.ID}, act, p)
	})
}

func importLead(id ref.LeadID, in funnel.LeadInput, past funnel.Past, act people.Act, p funnel.Policy) (funnel.Change, error) {
	return cleaned(in, p, func(in funnel.Cleaned) (funnel.Change, error) { return funnel.Import(id, in, past, act, p) })
}

func importOutcome(l funnel.Lead, in funnel.LeadInput, past funnel.Past, act people.Act, p funnel.Policy) (funnel.Change, error) {
	return cleaned(in, p, func(in funnel.Cleaned) (funnel.Change, error) { return l.ImportOutcome(in, past, act, p) })
}
