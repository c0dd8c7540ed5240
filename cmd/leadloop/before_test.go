package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/store"
)

// before holds a quarter of a company, in which every noun occurs, as Leadloop
// kept it in November 2026, with the figures that it gave of it. The data is
// never made again.
const before = "testdata/before"

// updateBefore has the figures written instead of compared, for a change that
// is meant to change them.
const updateBefore = "LEADLOOP_UPDATE_BEFORE"

// TestDataOfBeforeGivesEqualFigures opens the file, verifies it, and compares
// what it says of weeks, goals, campaigns, leads and journal.
func TestDataOfBeforeGivesEqualFigures(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, store.FileName), unpacked(t, "data.db.gz"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := store.Open(t.Context(), folder, store.OpenOptions{}) // it is upgraded
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, store.FileName+".schema-1.backup")); err != nil {
		t.Errorf("no copy of the data of before was kept: %v", err)
	}
	in := []string{"--data", folder, "--config", filepath.Join(before, "leadloop.yaml")}
	says := func(args ...string) []byte { return saidThen(t, append(args, in...)) }

	if said := string(says("verify")); !strings.HasPrefix(said, "All is well: 554 leads,") {
		t.Errorf("verify says %s", said)
	}

	for _, week := range []string{"2026-W40", "2026-W46", "2026-W48"} {
		for _, audience := range []string{"leadership", "sales", "marketing"} {
			wantFigures(t, "digest_"+week+"_"+audience+".json", says("digest", "--week", week, "--audience", audience, "--format", "json"))
			wantFigures(t, "digest_"+week+"_"+audience+".csv", says("digest", "--week", week, "--audience", audience, "--format", "csv"))
		}
	}
	wantFigures(t, "digest_2026-W48_sam.json", says("digest", "--week", "2026-W48", "--audience", "U0SAM", "--format", "json"))
	wantFigures(t, "digest_2026-W48_priya.json", says("digest", "--week", "2026-W48", "--audience", "U0PRIYA", "--format", "json"))

	wantColumns(t, "leads.csv.gz", says("export", "leads", "--format", "csv"))
	wantColumns(t, "journal.csv.gz", says("export", "journal", "--format", "csv"))

	data, err := openOffline(t.Context(), then(io.Discard, io.Discard), place{data: folder, config: in[3]}, reading)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := data.close(); err != nil {
			t.Error(err)
		}
	}()
	wantFigures(t, "goals.json", goalFigures(t, data))
	wantFigures(t, "campaigns.txt", campaignFigures(t, data))
}

// then is the world two days after the last act that the data knows.
func then(stdout, stderr io.Writer) environment {
	now := func() time.Time { return time.Date(2026, 12, 4, 11, 0, 0, 0, time.UTC) }
	return environment{stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, now: now}
}

func saidThen(t *testing.T, args []string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := execute(t.Context(), then(&stdout, &stderr), args); code != 0 {
		t.Fatalf("leadloop %s ends with %d: %s", strings.Join(args, " "), code, stderr.String())
	}
	return stdout.Bytes()
}

// goalFigures is how each goal stands, in the order of the tree.
func goalFigures(t *testing.T, data *offline) []byte {
	t.Helper()
	goals, err := data.services.Goals.Tree(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := indented(goals)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

// campaignFigures is what each campaign brought and cost, its revenue by every
// model.
func campaignFigures(t *testing.T, data *offline) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, model := range ledger.Models {
		board, err := data.services.Campaigns.All(t.Context(), model.Model)
		if err != nil {
			t.Fatal(err)
		}
		row := func(name string, r campaigns.Results) {
			fmt.Fprintf(&out, "%s, %s: responses %d (late %d), inquiries %d, leads %d, mqls %d, accepted %d (by default %d), rejected %d, "+
				"sqls %d, customers %d, revenue %v, spend %v\n", model.Model, name, r.Responses, r.Late, r.Inquiries, r.Leads, r.MQLs, r.Accepted,
				r.Defaulted, r.Rejected, r.SQLs, r.Customers, r.Revenue, r.Spend)
		}
		for _, c := range board.Campaigns {
			row(c.Campaign.Name, c.Results)
		}
		for _, c := range board.Unknown {
			row("not set up: "+c.Text, c.Results)
		}
	}
	return out.Bytes()
}

func wantFigures(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join(before, name)
	if os.Getenv(updateBefore) == "1" {
		writeBefore(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-before +now):\n%s", name, diff)
	}
}

// wantColumns compares the columns that the export had before: new ones are
// welcome, and the old ones keep their values.
func wantColumns(t *testing.T, name string, got []byte) {
	t.Helper()
	if os.Getenv(updateBefore) == "1" {
		var packed bytes.Buffer
		out := gzip.NewWriter(&packed)
		_, err := out.Write(got)
		if err := errors.Join(err, out.Close()); err != nil {
			t.Fatal(err)
		}
		writeBefore(t, filepath.Join(before, name), packed.Bytes())
		return
	}
	want, now := records(t, unpacked(t, name)), records(t, got)
	if len(want) != len(now) {
		t.Fatalf("%s has %d records; before it had %d", name, len(now), len(want))
	}
	for i, record := range want {
		for column, value := range record {
			if has, ok := now[i][column]; !ok || has != value {
				t.Errorf("%s, record %d: %s is %q; before it was %q", name, i+1, column, has, value)
			}
		}
	}
}

// records are the rows of a table, by the names of its columns.
func records(t *testing.T, table []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, column := range rows[0] {
			record[column] = row[i]
		}
		all = append(all, record)
	}
	return all
}

func writeBefore(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// unpacked is what a packed file holds.
func unpacked(t *testing.T, name string) []byte {
	t.Helper()
	in, err := os.Open(filepath.Join(before, name))
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
	return data
}
