package funnel

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The people of the tests.
const (
	mia  UserID = "U0MIA"  // marketing; logs the leads
	mel  UserID = "U0MEL"  // marketing
	sam  UserID = "U0SAM"  // sales; gets the leads
	rob  UserID = "U0ROB"  // sales
	mona UserID = "U0MONA" // sales manager
	lea  UserID = "U0LEA"  // leadership
	ada  UserID = "U0ADA"  // admin of no team
	stan UserID = "U0STAN" // a stranger
)

const monday = "2026-11-23 10:00"

func testPolicy(t testing.TB) Policy {
	t.Helper()
	note := ReasonCode{Code: "other", Label: "Other", NoteRequired: true}
	return Policy{
		Definition: Definition{
			Version: 3,
			Reasons: Reasons{
				Reject:     []ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "timing", Label: "Not now"}, note},
				Lost:       []ReasonCode{{Code: "price", Label: "Price"}, note},
				Disqualify: []ReasonCode{{Code: "spam", Label: "Spam or test entry"}, note},
			},
			ServiceLevels: ServiceLevels{
				Accept: WorkingTime{Hours: 4}, FirstTouch: WorkingTime{Hours: 4},
				Update: WorkingTime{Days: 5}, EscalateAfter: WorkingTime{Days: 1},
			},
		},
		Staff: Staff{
			Calendar: berlinHours(t, mondayToFriday, "09:00-18:00"),
			Roster: Roster{
				Marketing: []UserID{mia, mel}, Sales: []UserID{sam, rob}, Leadership: []UserID{lea},
				Admins: []UserID{ada}, SalesManager: mona, IntakeOwner: mel,
			},
		},
		Currency: "EUR", Region: "DE",
	}
}

// story plays acts on one lead, and keeps what they left behind.
type story struct {
	t       testing.TB
	p       Policy
	pools   []Pool // none where the test is not about them
	now     time.Time
	lead    Lead
	last    Change
	before  Lead
	by      UserID
	entries []Entry
	notices []Notice
}

func newStory(t testing.TB) *story {
	t.Helper()
	p := testPolicy(t)
	return &story{t: t, p: p, now: onClock(t, p.Calendar, monday)}
}

var jane = LeadInput{Name: "Jane Doe", Company: "Acme", Email: "Jane@Acme.com", Source: "webinar", Campaign: "q3", Need: "Faster books"}

// standing is a story whose lead stands where the name says: a stage, or
// "offered".
func standing(t testing.TB, where string) *story {
	t.Helper()
	s := newStory(t)
	in := jane
	if where == string(Inquiry) {
		in.Email = ""
	}
	s.does(LogLead(1042, in, s.act(mia), s.p))
	path := map[string][]string{
		"inquiry": {}, "lead": {}, "offered": {"offered"}, "asked": {"offered", "asked"}, "sal": {"offered", "sal"},
		"sql": {"offered", "sal", "sql"}, "customer": {"offered", "sal", "sql", "customer"},
		"lost": {"offered", "sal", "lost"}, "disqualified": {"disqualified"}, "recycled": {"recycled"},
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
		s.does(s.lead.HandOff(HandoffInput{To: sam, Note: "Asked for a price"}, s.act(mia), s.p))
	case "asked":
		s.does(s.lead.Ask("Which system do they use?", s.act(sam), s.p))
	case "sal":
		s.does(s.lead.Accept(s.act(sam), s.p))
	case "sql":
		s.does(s.lead.Qualify(s.deal(), s.act(sam), s.p))
	case "customer":
		s.does(s.lead.Win(Money{}, s.act(sam), s.p))
	case "lost":
		s.does(s.lead.Lose("price", "", s.act(sam), s.p))
	case "disqualified":
		s.does(s.lead.Disqualify("spam", "", s.act(mia), s.p))
	case "recycled":
		s.does(s.lead.Recycle(s.day(60), "After the move", s.act(mia), s.p))
	}
}

func (s *story) deal() Opportunity { return Opportunity{Amount: euros(12000), CloseBy: s.day(30)} }

func euros(n int64) Money { return Money{Minor: n * 100, Currency: "EUR"} }

// day is a date as many days ahead.
func (s *story) day(ahead int) Date { return DateOf(s.now, s.p.Calendar.Location).AddDays(ahead) }

func (s *story) act(by UserID) Act {
	s.by = by
	return Act{By: s.p.Roster.Person(by), At: s.now}
}

func (s *story) at(clock string) *story {
	s.t.Helper()
	s.now = onClock(s.t, s.p.Calendar, clock)
	return s
}

// does takes a change as decided, which has to have happened.
func (s *story) does(c Change, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("refused: %v", err)
	}
	if len(c.Entries) == 0 {
		s.t.Fatal("nothing happened")
	}
	s.take(c)
}

func (s *story) take(c Change) {
	s.before, s.last = s.lead, c
	s.lead = c.Lead
	s.entries = append(s.entries, c.Entries...)
	s.notices = append(s.notices, c.Notices...)
}

func (s *story) sweeps() Change {
	c := s.lead.Sweep(s.routing())
	s.take(c)
	return c
}

// routing is what decides who gets the lead now: nobody has had one in turn yet.
func (s *story) routing() Routing {
	return Routing{Policy: s.p, At: s.now, Pools: s.pools, Turns: map[PoolID]PoolTurns{}, InSlack: func(UserID) bool { return true }}
}

func (s *story) undoes(by UserID) (Change, error) {
	u := Undoable{User: s.by, Lead: s.lead.ID, Created: s.before.ID == 0, Before: s.before, Rev: s.lead.Rev, At: s.lead.ChangedAt, Entries: s.last.Entries}
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

func (s *story) wantDue(kind ClockKind, person UserID, due string) {
	s.t.Helper()
	c, running := s.lead.Clock(kind)
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
func counters(cal Calendar, entries []Entry) map[Delta]int64 {
	sums := map[Delta]int64{}
	for _, e := range entries {
		for _, d := range Deltas(e, cal) {
			n := d.N
			d.N = 0
			sums[d] += n
		}
	}
	maps.DeleteFunc(sums, func(_ Delta, n int64) bool { return n == 0 })
	return sums
}

// total is the all-dimensions sum of one counter over all days.
func total(cal Calendar, entries []Entry, metric string) int64 {
	var n int64
	for d, sum := range counters(cal, entries) {
		if d.Metric == metric && d.Dim == DimAll {
			n += sum
		}
	}
	return n
}

func wantKind(t testing.TB, err error, want Kind) {
	t.Helper()
	if err == nil {
		t.Fatal("allowed, want it refused")
	}
	if KindOf(err) != want {
		t.Errorf("kind %d, want %d: %v", KindOf(err), want, err)
	}
	wantSentence(t, UserText(err))
}

// wayInTests are the words of a face for how a task is done.
func wayInTests(w Way) string {
	return fmt.Sprintf("<%s>", strings.Join(append([]string{fmt.Sprint("task ", w.Task)}, w.Args...), " "))
}

// wantSentence checks what every sentence to people has to be.
func wantSentence(t testing.TB, text string) {
	t.Helper()
	plain := PlainText(text, nil, time.UTC, wayInTests)
	bad := []bool{
		len(plain) < 20, plain != "" && plain[0] >= 'a' && plain[0] <= 'z', plain != "" && !slices.Contains([]byte(".)"), plain[len(plain)-1]),
		containsAny(plain, "%!", "  ", "..", "nobody has nobody", "<nil>"),
	}
	if slices.Contains(bad, true) {
		t.Errorf("not a sentence for people: %q", plain)
	}
}
