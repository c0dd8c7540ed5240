package intake_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

var now = time.Date(2026, time.November, 22, 9, 0, 0, 987654321, time.UTC)

// desk is a store with the use cases over it.
type desk struct {
	*loop.Services
	t *testing.T
}

func newDesk(t *testing.T) desk {
	t.Helper()
	st, err := store.New(t.Context(), memkv.New())
	if err != nil {
		t.Fatal(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	settings := core.Settings{Calendar: calendar.WeekdayHours(berlin, []time.Weekday{time.Monday}, calendar.Block{Open: 9 * 60, Close: 18 * 60}), Currency: "EUR"}
	settings.Roster = people.Roster{Marketing: []ref.UserID{"U0MIA"}, IntakeOwner: "U0MEL"}
	return desk{Services: loop.New(st, core.Options{Settings: settings, Now: func() time.Time { return now }}), t: t}
}

func (d desk) takes(text string, o intake.Options) intake.Report {
	d.t.Helper()
	imp, err := intake.Prepare(table(d.t, text), o)
	if err != nil {
		d.t.Fatal(err)
	}
	preview, err := imp.Preview(d.t.Context(), d.Services, now)
	if err != nil {
		d.t.Fatal(err)
	}
	rows := 0
	report, err := imp.Run(d.t.Context(), d.Services, now, func(n int) { rows += n })
	if err != nil {
		d.t.Fatal(err)
	}
	if rows != imp.Rows {
		d.t.Errorf("progress was told %d rows of %d", rows, imp.Rows)
	}
	if diff := cmp.Diff(counts(report), counts(preview)); diff != "" {
		d.t.Errorf("the preview promised something else (-done +promised):\n%s", diff)
	}
	return report
}

// counts are new, updated, unchanged, open and rejected rows.
func counts(r intake.Report) [5]int {
	return [5]int{r.New, r.Updated, r.Unchanged, r.Open, len(r.Problems)}
}

func (d desk) lead(id ref.LeadID) funnel.Lead {
	d.t.Helper()
	l, err := d.Leads.Show(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return l
}

func (d desk) queued() int {
	d.t.Helper()
	status, err := d.Status(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return status.Queued
}

func TestLeadsAreTakenAsHistory(t *testing.T) {
	d := newDesk(t)
	const file = "ref,day,page,origin,rep,value\n" +
		"a1,2018-02-01,p1,organic search,4ef15afb4b2723d8f3d81e51ec7afefe,0.0\n" +
		"a2,2018-02-26 19:58:54,p1,,U0REP0001,\"1.200,50\"\n" +
		"a1,2018-02-03,p9,,,\n"
	o := intake.Options{Kind: intake.Leads, Stage: agreement.MQL, Map: pairs(t, "created=day,external_id=ref,source=origin,campaign=page,owner=rep,amount=value")}
	if got := counts(d.takes(file, o)); got != [5]int{2, 0, 1, 0, 0} {
		t.Errorf("new, updated, unchanged, open, rejected = %v", got)
	}
	l := d.lead(1)
	want := time.Date(2018, time.January, 31, 23, 0, 0, 0, time.UTC) // midnight in Berlin
	if l.Stage != agreement.MQL || !l.CreatedAt.Equal(want) || l.OutsideOwner != "4ef15afb4b2723d8f3d81e51ec7afefe" || l.Owner != "" || l.Amount != (money.Amount{}) || l.Campaign != "p1" {
		t.Errorf("%+v", l)
	}
	if l := d.lead(2); l.Owner != "U0REP0001" || l.OutsideOwner != "" || l.Amount != (money.Amount{Minor: 120050, Currency: "EUR"}) {
		t.Errorf("%+v", l)
	}
	if len(l.Clocks) != 0 || !l.NextDueAt.IsZero() || d.queued() != 0 {
		t.Errorf("history started clocks %v, is due at %s, and has %d messages to tell", l.Clocks, l.NextDueAt, d.queued())
	}
}

func TestOutcomesFindTheirLeads(t *testing.T) {
	d := newDesk(t)
	d.takes("email,created\nann@x.com,2018-03-05\nbob@x.com,2018-03-08\ncid@x.com,2018-03-08\n", intake.Options{Kind: intake.Leads, Stage: agreement.MQL})
	o := intake.Options{Kind: intake.Outcomes, Match: pairs(t, "email=who"), Map: pairs(t, "won=yes,lost=no,amount=sum,reason=why,owner=rep")}
	const file = "who,yes,no,sum,why,rep\n" +
		"ANN@x.com,2018-03-01,,100,price,rep seven\n" + // before the lead: as the file has it
		"bob@x.com,,2018-04-01,,price,\n" +
		"cid@x.com,,,50,,\n" + // still open
		"dan@x.com,2018-04-01,,,,\n" + // not stored
		",2018-04-01,,,,\n" +
		"cid@x.com,2018-04-01,2018-04-02,,,\n"
	report := d.takes(file, o)
	if got := counts(report); got != [5]int{0, 2, 0, 1, 3} {
		t.Fatalf("new, updated, unchanged, open, rejected = %v: %v", got, report.Problems)
	}
	ann, bob := d.lead(1), d.lead(2)
	if ann.Stage != agreement.Customer || ann.Amount.Minor != 10000 || ann.Reason != "" || ann.OutsideOwner != "rep seven" {
		t.Errorf("%+v", ann)
	}
	if bob.Stage != agreement.Lost || bob.Reason != "price" {
		t.Errorf("%+v", bob)
	}
	again := d.takes(file, o)
	if got := counts(again); got != [5]int{0, 0, 2, 1, 3} {
		t.Errorf("the second time: new, updated, unchanged, open, rejected = %v", got)
	}
	if diff := cmp.Diff(ann, d.lead(1)); diff != "" {
		t.Errorf("the second time changed the lead (-before +after):\n%s", diff)
	}
	digest, err := d.Digest.Week(t.Context(), calendar.WeekOf(calendar.Date{Year: 2018, Month: time.March, Day: 1}))
	if err != nil || digest.Funnel.Customers != 1 {
		t.Errorf("%d customers in the week of the deal, %v; want 1", digest.Funnel.Customers, err)
	}
}

func TestLeadsWithoutIdentityAreKnownByFileAndRow(t *testing.T) {
	d := newDesk(t)
	const file = "name,company,created\nJane Doe,Acme,2026-01-05\nSam Poe,Beta,2026-01-05\n,,2026-01-05\n"
	o := intake.Options{Kind: intake.Leads}
	if got := counts(d.takes(file, o)); got != [5]int{2, 0, 0, 0, 1} {
		t.Errorf("new, updated, unchanged, open, rejected = %v", got)
	}
	if got := counts(d.takes(file, o)); got != [5]int{0, 0, 2, 0, 1} {
		t.Errorf("the second time: new, updated, unchanged, open, rejected = %v", got)
	}
	if l := d.lead(1); l.Stage != agreement.Inquiry || !strings.HasPrefix(l.ExternalID, "file:") || !strings.HasSuffix(l.ExternalID, ":2") {
		t.Errorf("stage %s, external id %s", l.Stage, l.ExternalID)
	}
}

func TestAFileWithoutDatesIsOfNow(t *testing.T) {
	d := newDesk(t)
	if got := counts(d.takes("email\njane@acme.com\n", intake.Options{Kind: intake.Leads})); got != [5]int{1, 0, 0, 0, 0} {
		t.Fatalf("new, updated, unchanged, open, rejected = %v", got)
	}
	if l := d.lead(1); l.Stage != agreement.Known || !l.CreatedAt.Equal(now.Truncate(time.Millisecond)) {
		t.Errorf("a %s of %s, want a lead of now", l.Stage, l.CreatedAt)
	}
}

func TestAStoppedImportIsFinishedByTheNext(t *testing.T) {
	d := newDesk(t)
	var file strings.Builder
	file.WriteString("email,created\n")
	for i := range 1200 {
		fmt.Fprintf(&file, "p%d@acme.com,2026-01-05\n", i)
	}
	imp, err := intake.Prepare(table(t, file.String()), intake.Options{Kind: intake.Leads})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	report, err := imp.Run(ctx, d.Services, now, func(int) { stop() })
	if !errors.Is(err, context.Canceled) || report.New != 500 {
		t.Fatalf("%d new, %v; want the first 500 and a cancellation", report.New, err)
	}
	report, err = imp.Run(t.Context(), d.Services, now, func(int) {})
	if err != nil || report.New != 700 || report.Unchanged != 500 {
		t.Errorf("%d new and %d unchanged, %v; want 700 and 500", report.New, report.Unchanged, err)
	}
}

func TestRejectedRowsAreGivenBack(t *testing.T) {
	const file = "name;email\nJane;jane@acme.com\nSam;sam\nBroken \"quote;x\nKim\n"
	d := newDesk(t)
	imp, err := intake.Prepare(table(t, file), intake.Options{Kind: intake.Leads})
	if err != nil {
		t.Fatal(err)
	}
	report, err := imp.Run(t.Context(), d.Services, now, func(int) {})
	if err != nil || len(report.Problems) != 3 {
		t.Fatalf("%v, %v; want three problems", report.Problems, err)
	}
	var out bytes.Buffer
	if err := imp.WriteRejected(&out, report.Problems); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var short [][]string
	for _, r := range records {
		short = append(short, r[:3])
	}
	want := [][]string{{"name", "email", "rejected_row"}, {"Sam", "sam", "3"}, {"", "", "4"}, {"Kim", "", "5"}}
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
}

func TestExportsHoldEverything(t *testing.T) {
	d := newDesk(t)
	var file strings.Builder
	file.WriteString("email,created,name,amount,Country,No. of Employees,Industry,tags\n")
	const people = 1100
	for i := range people {
		fmt.Fprintf(&file, "p%d@acme.com,2026-07-05,=HYPERLINK(%d),12.50,Germany,51-200,Retail,\"demo, vip\"\n", i, i)
	}
	d.takes(file.String(), intake.Options{Kind: intake.Leads})
	zone := d.Core.Settings().Calendar.Location

	var out bytes.Buffer
	n, err := intake.ExportLeads(t.Context(), d.Core.Store(), &out, intake.CSV, zone)
	if err != nil || n != people {
		t.Fatalf("%d leads, %v; want %d", n, err, people)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(records) != people+1 {
		t.Fatalf("%d records, %v; want %d", len(records), err, people+1)
	}
	last := map[string]string{}
	for i, name := range records[0] {
		last[name] = records[people][i]
	}
	for name, want := range map[string]string{
		"id": "L-1100", "name": "'=HYPERLINK(1099)", "email": "p1099@acme.com", "stage": "lead", "created_at": "2026-07-05T00:00:00+02:00",
		"amount": "12.50", "currency": "EUR", "imported": "true", "reached_lead": "2026-07-05T00:00:00+02:00", "reached_customer": "",
		"country": "DE", "employees": "51", "segment": "Retail", "tags": "demo, vip",
	} {
		if last[name] != want {
			t.Errorf("%s is %q, want %q", name, last[name], want)
		}
	}

	for what, write := range map[string]func(context.Context, *store.Store, *bytes.Buffer) (int, error){
		"leads": func(ctx context.Context, st *store.Store, w *bytes.Buffer) (int, error) {
			return intake.ExportLeads(ctx, st, w, intake.JSON, zone)
		},
		"journal": func(ctx context.Context, st *store.Store, w *bytes.Buffer) (int, error) {
			return intake.ExportJournal(ctx, st, w, intake.JSON, zone)
		},
	} {
		var out bytes.Buffer
		if _, err := write(t.Context(), d.Core.Store(), &out); err != nil {
			t.Fatal(err)
		}
		var objects []map[string]any
		if err := json.Unmarshal(out.Bytes(), &objects); err != nil || len(objects) != people {
			t.Errorf("%s: %d objects, %v; want %d", what, len(objects), err, people)
		}
		if objects[0]["amount"] != 12.5 {
			t.Errorf("%s: amount %v, want the number 12.5", what, objects[0]["amount"])
		}
	}
}

func TestWhatIsExportedIsImportedAsItWas(t *testing.T) {
	exported := func(d desk) map[string]string {
		t.Helper()
		var out bytes.Buffer
		if _, err := intake.ExportLeads(t.Context(), d.Core.Store(), &out, intake.CSV, d.Core.Settings().Calendar.Location); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(records) != 2 {
			t.Fatalf("%d records, %v; want the header and a lead", len(records), err)
		}
		lead := map[string]string{}
		for i, name := range records[0] {
			lead[name] = records[1][i]
		}
		return lead
	}
	again := func(lead map[string]string) desk {
		t.Helper()
		names := slices.Sorted(maps.Keys(lead))
		values := make([]string, len(names))
		for i, name := range names {
			values[i] = lead[name]
		}
		var file strings.Builder
		w := csv.NewWriter(&file)
		if err := w.WriteAll([][]string{names, values}); err != nil {
			t.Fatal(err)
		}
		d := newDesk(t)
		d.takes(file.String(), intake.Options{Kind: intake.Leads})
		return d
	}

	first := exported(again(map[string]string{
		"name": "Jane Doe", "company": "Acme", "title": "=CEO", "email": "jane@acme.com", "phone": "+49 30 1234567",
		"Person Linkedin Url": "http://de.linkedin.com/in/j%C3%BCrgen?trk=x", "source": "webinar", "campaign": "q4", "need": "Faster books",
		"external_id": "x-1", "country": "Austria", "employees": "51-200", "segment": "Retail", "tags": "demo;vip", "created": "2026-07-05",
	}))
	second := exported(again(first))
	for _, f := range funnel.Fields {
		if first[f.Name] == "" {
			t.Errorf("%s is not exported", f.Name)
		}
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("(-exported +exported after an import):\n%s", diff)
	}
}

func TestAnEmptyExportIsAnEmptyList(t *testing.T) {
	d := newDesk(t)
	var out bytes.Buffer
	if _, err := intake.ExportLeads(t.Context(), d.Core.Store(), &out, intake.JSON, time.UTC); err != nil {
		t.Fatal(err)
	}
	var objects []any
	if err := json.Unmarshal(out.Bytes(), &objects); err != nil || len(objects) != 0 {
		t.Errorf("%q: %d objects, %v; want none", out.String(), len(objects), err)
	}
}
