package view

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const goldenDir = "testdata/golden"

// golden compares what is rendered with the file of that name. With
// UPDATE_GOLDEN=1 the file is written instead.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join(goldenDir, name)
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.MkdirAll(goldenDir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v. Run UPDATE_GOLDEN=1 go test ./bot/view and read what it wrote", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func encode(t *testing.T, model any) []byte {
	t.Helper()
	encoded, err := json.MarshalIndent(model, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(encoded, '\n')
}

// TestGoldenFilesAreAllUsed finds files that no rendering writes any more.
func TestGoldenFilesAreAllUsed(t *testing.T) {
	if flag.Lookup("test.run").Value.String() != "" {
		t.Skip("only some tests run")
	}
	used := map[string]bool{"digest.txt": true, "digest_sales.txt": true, "digest_marketing.txt": true, "digest.csv": true, "digest.html": true}
	for _, r := range renderings() {
		used[r.file()] = used[r.file()] || r.isGolden()
	}
	files, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !used[f.Name()] {
			t.Errorf("%s is not written by any test: delete it", f.Name())
		}
	}
}
