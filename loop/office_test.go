package loop_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// The people of the tests.
const (
	mia  ref.UserID = "U0MIA"  // marketing; logs the leads
	mel  ref.UserID = "U0MEL"  // marketing
	sam  ref.UserID = "U0SAM"  // sales
	rob  ref.UserID = "U0ROB"  // sales
	tom  ref.UserID = "U0TOM"  // sales
	mona ref.UserID = "U0MONA" // sales manager
	lea  ref.UserID = "U0LEA"  // leadership
	ada  ref.UserID = "U0ADA"  // admin of no team
	stan ref.UserID = "U0STAN" // a stranger
)

var jane = funnel.LeadInput{Name: "Jane Doe", Company: "Acme", Email: "Jane@Acme.com", Source: "webinar", Campaign: "q3", Need: "Faster books"}

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func settings(t testing.TB) core.Settings {
	t.Helper()
	days := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	return core.Settings{
		Calendar: calendar.WeekdayHours(berlin(t), days, calendar.Block{Open: 9 * 60, Close: 18 * 60}),
		Roster: people.Roster{
			Marketing: []ref.UserID{mia, mel}, Sales: []ref.UserID{sam, rob, tom}, Leadership: []ref.UserID{lea},
			Admins: []ref.UserID{ada}, SalesManager: mona, IntakeOwner: mel,
			MarketingSigner: mia, SalesSigner: mona,
		},
		Currency: "EUR", Region: "DE",
		Digests: map[funnel.Audience]calendar.WeeklyTime{funnel.AudienceLeadership: {Day: time.Monday, Hour: 9, Location: berlin(t)}},
	}
}

func definition() agreement.Definition {
	other := agreement.ReasonCode{Code: "other", Label: "Other", NoteRequired: true}
	return agreement.Definition{
		RecordRevision: 1, Name: "What we call a lead",
		Criteria: []agreement.Criterion{
			{Key: "reachable", Question: "Can we reach them?", Kind: agreement.CriterionRule, Required: true, Stage: agreement.MQL, Rule: agreement.Rule{Field: "contact", Op: agreement.OpKnown}},
			{Key: "fit", Question: "Does the company match?", Kind: agreement.CriterionYesNo, Weight: 2, Stage: agreement.MQL},
			{Key: "timing", Question: "When do they decide?", Kind: agreement.CriterionText, Stage: agreement.SQL},
		},
		Reasons: agreement.Reasons{
			Reject:     []agreement.ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "timing", Label: "Not now"}, other},
			Lost:       []agreement.ReasonCode{{Code: "price", Label: "Price"}, other},
			Disqualify: []agreement.ReasonCode{{Code: "spam", Label: "Spam or test entry"}, other},
		},
		ServiceLevels: agreement.ServiceLevels{
			Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4},
			Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1},
		},
	}
}

// office is a company at work: a service over a store, with a clock.
type office struct {
	*loop.Services
	t        testing.TB
	db       kv.DB
	store    *store.Store
	settings core.Settings
	now      time.Time
	away     map[ref.UserID]bool
	keys     int
}

// Handoff offers a lead with a note, and nothing else.
func (o *office) Handoff(ctx context.Context, req core.Request, id ref.LeadID, to ref.UserID, note string) (core.Done, error) {
	return o.Services.Routing.Handoff(ctx, req, id, funnel.HandoffInput{To: to, Note: note})
}

// newOffice is a company on Monday at 10:00 with a definition in force.
func newOffice(t testing.TB) *office {
	t.Helper()
	o := emptyOffice(t, memkv.New())
	o.must(o.Agreement.Adopt(t.Context(), definition()))
	return o
}

func emptyOffice(t testing.TB, db kv.DB) *office {
	t.Helper()
	o := &office{t: t, db: db, settings: settings(t), away: map[ref.UserID]bool{}}
	o.at("2026-11-23 10:00")
	o.opens()
	return o
}

// opens starts the program anew over the same data.
func (o *office) opens() {
	o.t.Helper()
	st, err := store.New(context.Background(), o.db)
	o.must(err)
	o.store = st
	o.Services = loop.New(st, core.Options{
		Settings: o.settings, Now: o.clock,
		Available: func(id ref.UserID) bool { return !o.away[id] },
	})
}

func (o *office) at(clock string) *office {
	o.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", clock, o.settings.Calendar.Location)
	o.must(err)
	o.now = now
	return o
}

func (o *office) later(d time.Duration) *office {
	o.now = o.now.Add(d)
	return o
}

func (o *office) clock() time.Time { return o.now }

// by is a request of somebody, never made before.
func (o *office) by(user ref.UserID) core.Request {
	o.keys++
	return core.Request{By: user, Key: fmt.Sprintf("key %d", o.keys)}
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// logs has somebody log a lead that is new.
func (o *office) logs(user ref.UserID, in funnel.LeadInput) funnel.Lead {
	o.t.Helper()
	result, err := o.Leads.Log(context.Background(), o.by(user), in)
	o.must(err)
	if !result.New {
		o.t.Fatalf("%s was known as %s", in.Email, result.Lead.ID)
	}
	return result.Lead
}

// person is a lead of its own company.
func person(n int) funnel.LeadInput {
	return funnel.LeadInput{Name: fmt.Sprintf("Person %d", n), Company: fmt.Sprintf("Company %d", n), Email: fmt.Sprintf("p%d@company%d.com", n, n), Source: "event"}
}

// does takes a lead that a use case must have changed.
func (o *office) does(done core.Done, err error) funnel.Lead {
	o.t.Helper()
	o.must(err)
	return done.Lead
}

// lead is a lead as it is stored.
func (o *office) lead(id ref.LeadID) funnel.Lead {
	o.t.Helper()
	l, err := o.Leads.Show(context.Background(), id)
	o.must(err)
	return l
}

func (o *office) sweeps() int {
	o.t.Helper()
	n, err := o.Sweep(context.Background())
	o.must(err)
	return n
}

func (o *office) today() calendar.Date { return calendar.DateOf(o.now, o.settings.Calendar.Location) }

// delivers sends all that can be sent now, and lists it: what, to whom, about
// which lead. A living message that stands already is edited.
func (o *office) delivers() []string {
	o.t.Helper()
	ctx := context.Background()
	said := []string{}
	for range 1000 {
		due, _, err := o.Delivery.Next(ctx, o.now, 3)
		o.must(err)
		if len(due) == 0 {
			slices.Sort(said)
			return said
		}
		for _, e := range due {
			said = append(said, o.sends(e.Seq))
		}
	}
	o.t.Fatal("deliveries do not end")
	return nil
}

func (o *office) sends(seq uint64) string {
	o.t.Helper()
	ctx := context.Background()
	e, err := o.Delivery.MarkSending(ctx, seq)
	o.must(err)
	what := string(e.Notice.Kind)
	ref, stands, err := o.Delivery.MessageRef(ctx, e.Notice.Topic())
	o.must(err)
	switch {
	case stands:
		what = "edit"
	case e.Notice.Kind == funnel.NoticeHome:
		ref = store.MessageRef{}
	default:
		ref = store.MessageRef{Channel: e.Target, TS: fmt.Sprint(seq)}
	}
	o.must(o.Delivery.Delivered(ctx, seq, ref))
	where := string(e.Notice.To)
	if e.Notice.Place != "" {
		where = "#" + string(e.Notice.Place)
	}
	if e.Notice.Lead == 0 {
		return what + " " + where
	}
	return what + " " + where + " " + e.Notice.Lead.String()
}

func (o *office) wantTold(want ...string) {
	o.t.Helper()
	slices.Sort(want)
	if diff := cmp.Diff(append([]string{}, want...), o.delivers()); diff != "" {
		o.t.Errorf("told (-want +got):\n%s", diff)
	}
}

// wantKind checks that something was refused with a sentence, unwrapped.
func wantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want {
		t.Fatalf("error %v, want kind %d", err, want)
	}
	if text := fault.UserText(err); err.Error() != text && !strings.HasPrefix(err.Error(), text+": ") {
		t.Errorf("the sentence %q is wrapped: %v", text, err)
	}
}

func (o *office) wantSound() {
	o.t.Helper()
	problems, err := o.store.Verify(context.Background(), o.settings.Calendar)
	o.must(err)
	for _, p := range problems {
		o.t.Error(p)
	}
}

// salted is what follows from salts, which are drawn anew each time.
var salted = regexp.MustCompile(`,"(prev|seal|said)":"[^"]*"`)

// dump is all that is stored, as "key value" lines, but for salts and what follows from them.
func dump(t testing.TB, db kv.DB) []string {
	t.Helper()
	var lines []string
	err := db.View(context.Background(), func(r kv.Reader) error {
		for e, err := range r.Scan(kv.Range{}) {
			if err != nil {
				return err
			}
			if strings.HasPrefix(e.Key, "salt/") {
				e.Value = nil
			}
			lines = append(lines, salted.ReplaceAllString(e.Key+" "+string(e.Value), ""))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// wantUnchanged runs something that must leave the store as it is.
func (o *office) wantUnchanged(what string, fn func()) {
	o.t.Helper()
	before := dump(o.t, o.db)
	fn()
	if diff := cmp.Diff(before, dump(o.t, o.db)); diff != "" {
		o.t.Errorf("%s changed the store (-before +after):\n%s", what, diff)
	}
}

func isDuplicate(err error) bool { return errors.Is(err, core.ErrDuplicate) }

// digests are the weeks of which a digest was queued.
func (o *office) digests() []string {
	o.t.Helper()
	var weeks []string
	o.must(o.store.View(context.Background(), func(rd *store.Reads) error {
		entries, err := rd.JournalAfter(0, 0)
		for _, e := range entries {
			if e.Kind == funnel.EntryDigest {
				weeks = append(weeks, e.Period)
			}
		}
		return err
	}))
	return weeks
}
