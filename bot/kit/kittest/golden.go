// Package kittest is what the tests of the feature rooms share: the leads, people and goals of one made-up company, and
// the check that everything a room says is as it was, keeps Slack's limits, and never takes what people wrote for
// markup.
package kittest

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/fault"
)

const goldenDir = "testdata/golden"

// Adder takes one thing that a room says. Its kind decides which limits apply: message, reply, modal or home.
type Adder func(kind, name string, body any)

type rendering struct {
	name string
	kind string
	body any
}

// Check renders all that a room says and compares it with its goldens. Also are goldens that other tests of the room
// write; any other file beside them is one too many.
func Check(t *testing.T, also []string, adders ...func(kit.Context, Adder)) {
	t.Helper()
	used, met, hostile := also, 0, false

	for _, add := range adders {
		add(FixtureContext(), func(kind, name string, body any) {
			r := rendering{name: name, kind: kind, body: body}
			if r.isGolden() {
				used = append(used, name+".json")
			}

			hostile = hostile || strings.Contains(name, "hostile")
			t.Run(name, func(t *testing.T) { met += r.check(t) })
		})
	}

	if flag.Lookup("test.run").Value.String() != "" {
		return
	}

	if hostile && met == 0 {
		t.Error("no hostile text was met: the fixtures test nothing")
	}

	for _, file := range goldens(t) {
		if !slices.Contains(used, file) {
			t.Errorf("%s is not written by any test: delete it", file)
		}
	}
}

// check looks at one rendering, and counts the hostile texts in it.
func (r rendering) check(t *testing.T) (met int) {
	t.Helper()
	encoded := Encode(t, r.body)
	if r.isGolden() {
		Golden(t, r.name+".json", encoded)
	}

	for _, problem := range lint(r.kind, encoded) {
		t.Error(problem)
	}

	var body any
	if err := json.Unmarshal(encoded, &body); err != nil {
		t.Fatal(err)
	}

	for _, text := range markupIn(body) {
		met += strings.Count(text, "&lt;!channel&gt;")
		for _, bait := range []string{"<!channel", "<!here", "<https://evil", "|bank>", "<@U0BOSS"} {
			// A mention token of the rules is resolved where a rule's sentence is shown.
			if strings.Contains(text, bait) && !(bait == "<@U0BOSS" && r.name == "error_hostile") {
				t.Errorf("%s in %q", bait, kit.Cut(text, 200))
			}
		}
	}

	return met
}

// isGolden leaves out what is only there for the limits, but for one of each sort.
func (r rendering) isGolden() bool {
	switch r.name {
	case "card_dm_hostile_offered", "list_hostile", "modal_handoff_hostile", "digest_huge_plain":
		return true
	}

	return !strings.Contains(r.name, "hostile") && !strings.Contains(r.name, "huge")
}

// Golden compares what is rendered with the file of that name. With UPDATE_GOLDEN=1 the file is written instead.
func Golden(t *testing.T, name string, got []byte) {
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
		t.Fatalf("%v. Run UPDATE_GOLDEN=1 go test here and read what it wrote", err)
	}

	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func goldens(t *testing.T) (names []string) {
	t.Helper()
	files, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}

	for _, f := range files {
		names = append(names, f.Name())
	}

	return names
}

// Encode is a rendering as Slack gets it.
func Encode(t *testing.T, body any) []byte {
	t.Helper()
	encoded, err := json.MarshalIndent(body, "", "  ")
	if err != nil {
		t.Fatal(err)
	}

	return append(encoded, '\n')
}

// markupIn are all texts that Slack parses.
func markupIn(value any) []string {
	var texts []string
	switch value := value.(type) {
	case object:
		if text, ok := value["text"].(string); ok && value["type"] == "mrkdwn" {
			texts = append(texts, text)
		}

		if text, ok := value["Text"].(string); ok {
			texts = append(texts, text)
		}

		for _, v := range value {
			texts = append(texts, markupIn(v)...)
		}
	case []any:
		for _, v := range value {
			texts = append(texts, markupIn(v)...)
		}
	}

	return texts
}

// WantSentence checks that an error is one line with what it is to say.
func WantSentence(t *testing.T, what string, err error, says string) {
	t.Helper()
	text := fault.UserText(err)
	if !strings.Contains(text, says) || strings.Contains(text, "\n") {
		t.Errorf("%q: got %q, want one line with %q", what, text, says)
	}
}
