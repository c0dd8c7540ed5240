package loop_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// released are the files of the schemas released so far, as the use cases of
// their day left them.
var released = []int{1, 2, 3}

func releasedFile(version int) string {
	return filepath.Join("..", "store", "testdata", fmt.Sprintf("v%d.db.gz", version))
}

// makeEnv has the file of the present schema made by the script of today. It
// is set once per schema, before its release, and the file is never made again.
const makeEnv = "LEADLOOP_MAKE_TESTDATA"

func TestMakeTheFileOfThisSchema(t *testing.T) {
	if os.Getenv(makeEnv) == "" {
		t.Skipf("the file is kept; set %s=1 to make it anew", makeEnv)
	}
	file, err := store.Open(t.Context(), t.TempDir(), store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, store: file.Store, settings: settings(t), away: map[ref.UserID]bool{}}
	o.at("2026-11-23 10:00").Services = loop.New(file.Store, core.Options{Settings: o.settings, Now: o.clock})
	o.plays(func(m move, req core.Request) error { return m.run(t.Context(), o, req) })
	_, err = o.store.RecountInZone(t.Context(), o.settings.Calendar)
	o.must(err)
	copied := filepath.Join(t.TempDir(), "copy.db")
	o.must(file.Backup(t.Context(), copied))
	o.must(file.Close())
	packFile(t, copied, releasedFile(store.SchemaVersion))
}

func packFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(out)
	if _, err := packed.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func unpackFile(t *testing.T, from, folder string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	packed, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, store.FileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFilesOfEveryReleasedSchemaAreUpgraded(t *testing.T) {
	if last := released[len(released)-1]; last != store.SchemaVersion {
		t.Errorf("the last file is of schema %d; this program writes %d. Make one with %s=1", last, store.SchemaVersion, makeEnv)
	}
	for _, version := range released {
		t.Run(fmt.Sprintf("schema %d", version), func(t *testing.T) {
			folder := t.TempDir()
			unpackFile(t, releasedFile(version), folder)
			file, err := store.Open(t.Context(), folder, store.OpenOptions{})
			if err != nil {
				t.Fatal(err)
			}
			o := &office{t: t, store: file.Store, settings: settings(t), away: map[ref.UserID]bool{}}
			defer func() { o.must(file.Close()) }()
			o.at("2026-11-30 11:00").Services = loop.New(file.Store, core.Options{Settings: o.settings, Now: o.clock})
			o.wantSound()
			o.wantReadBack(t.Context())
			o.logs(mia, person(100))
			o.delivers()
			o.wantSound()
			o.erasesAll()
			o.wantSound()
		})
	}
}

// erasesAll erases whoever may be erased; some of what was written of them is older than the journal's chain.
func (o *office) erasesAll() {
	o.t.Helper()
	var ended []ref.LeadID
	for id := range ref.LeadID(20) {
		if l, err := o.Leads.Show(o.t.Context(), id); err == nil && l.Stage.Ended() {
			ended = append(ended, id)
		}
	}
	if len(ended) < 3 {
		o.t.Fatalf("only %v have ended", ended)
	}
	for _, id := range ended {
		_, err := o.Leads.Erase(o.t.Context(), o.by(ada), id)
		o.must(err)
		_, entries, err := o.Leads.History(o.t.Context(), id)
		o.must(err)
		for _, e := range entries {
			if e.Note+e.Outcome+e.Proof != "" || len(e.Answers) > 0 {
				o.t.Errorf("%s still says %+v", id, e)
			}
		}
	}
}

// wantReadBack checks what the script leaves behind.
func (o *office) wantReadBack(ctx context.Context) {
	o.t.Helper()
	status, err := o.Status(ctx)
	o.must(err)
	want := map[agreement.Stage]int64{
		agreement.Inquiry: 1, agreement.Known: 1, agreement.MQL: 2, agreement.SAL: 1, agreement.SQL: 0, agreement.Customer: 2,
		agreement.Lost: 1, agreement.Disqualified: 1, agreement.Recycled: 0,
	}
	if diff := cmp.Diff(want, status.ByStage); diff != "" || status.DefinitionVersion != 2 || status.SchemaVersion != store.SchemaVersion {
		o.t.Errorf("status %+v; by stage (-want +got):\n%s", status, diff)
	}
	l, entries, err := o.Leads.History(ctx, 3)
	o.must(err)
	if l.Who() != "Jane Doe, Acme" || l.Stage != agreement.Customer || l.Amount != euros(12000) || l.Title != "CFO" || l.Owner != sam || len(entries) != 8 {
		o.t.Errorf("%d entries of %+v", len(entries), l)
	}
	if d, err := o.Agreement.Definition(ctx); err != nil || d.Name != definition().Name || len(d.Reasons.Reject) != 3 {
		o.t.Errorf("definition %+v, %v", d, err)
	}
	some, err := o.Goals.Standings(ctx)
	reached := func(g goals.Standing) bool {
		return g.Goal.ID == 1 && g.Goal.Metric == goals.MetricMQLs && g.Goal.Why != "" && g.Actual.Number > 0
	}
	if err != nil || !slices.ContainsFunc(some, reached) {
		o.t.Errorf("goals %+v, %v", some, err)
	}
	if c, err := o.Campaigns.Show(ctx, "q3", ledger.ModelW); err != nil || c.Customers != 1 || c.Revenue.In("EUR") != euros(12000) || c.Spend.In("EUR") != euros(600) || len(c.Lines) != 1 || !c.Campaign.Closed() {
		o.t.Errorf("campaign %+v, %v", c, err)
	}
	if diff := cmp.Diff([]string{"2026-W47", "2026-W48"}, o.digests()); diff != "" {
		o.t.Errorf("digests (-want +got):\n%s", diff)
	}
	o.wantDuplicate(ctx)
}

// wantDuplicate checks that a file remembers what it has dealt with: the
// script's last move.
func (o *office) wantDuplicate(ctx context.Context) {
	o.t.Helper()
	req := core.Request{By: mia, Key: lastKey}
	if _, err := o.Handoff(ctx, req, 10, "", ""); !isDuplicate(err) {
		o.t.Errorf("the last move again: %v", err)
	}
}
