// Package architecture holds no code: its tests keep the repository to the
// decisions about its shape.
package architecture_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/leadloop/leadloop"

var root = filepath.Join("..", "..")

// allowed says what each room may import of ours, besides itself: a room with what lies
// within it. Imports go one way: cmd, daemon, the doors, loop, then store and funnel.
var allowed = map[string][]string{
	"cmd":                         {"bot", "configs", "funnel", "intake", "internal/admin", "internal/daemon", "internal/logging", "internal/slacksim", "internal/spelling", "loop", "scheduler", "store"},
	"e2e":                         {"bot", "cmd", "configs", "funnel", "intake", "internal/admin", "internal/daemon", "internal/logging", "internal/slacksim", "loop", "scheduler", "store"},
	"internal/daemon":             {"bot", "configs", "funnel", "intake", "internal/admin", "internal/logging", "internal/webhook", "loop", "scheduler", "store"},
	"bench":                       nil,
	"bot":                         slices.Concat(features, []string{"bot/courier", "bot/desk", "bot/kit", "bot/line", "bot/wire", "funnel", "internal/spelling", "loop", "store"}),
	"bot/agreement":               feature(),
	"bot/campaigns":               feature("bot/goals"),
	"bot/courier":                 {"bot/desk", "bot/kit", "bot/wire", "funnel", "loop/delivery", "store"},
	"bot/desk":                    {"bot/kit", "bot/line", "bot/wire", "funnel", "loop", "store"},
	"bot/digest":                  feature("bot/goals", "bot/leads"),
	"bot/goals":                   feature(),
	"bot/home":                    feature("bot/goals", "bot/leads", "bot/people", "bot/reminders"),
	"bot/kit":                     {"funnel"},
	"bot/leads":                   feature("bot/agreement"),
	"bot/line":                    {"funnel/calendar", "funnel/fault", "funnel/ref"},
	"bot/people":                  feature("bot/leads"),
	"bot/reminders":               feature("bot/leads"),
	"bot/wire":                    nil,
	"scheduler":                   {"funnel", "loop"},
	"intake":                      {"funnel", "internal/httpserve", "internal/signing", "internal/spelling", "loop", "store"},
	"internal/webhook":            {"funnel", "internal/signing", "loop/webhooks", "store"},
	"internal/signing":            nil,
	"internal/admin":              {"funnel", "internal/httpserve", "loop", "store"},
	"loop":                        slices.Concat(nouns, []string{"loop/core", "loop/counters", "funnel", "store"}),
	"loop/agreement":              noun(),
	"loop/campaigns":              noun(),
	"loop/core":                   {"funnel", "store"},
	"loop/counters":               {"funnel", "store"},
	"loop/delivery":               noun(),
	"loop/digest":                 noun("loop/campaigns", "loop/goals", "loop/reminders"),
	"loop/disputes":               noun(),
	"loop/goals":                  noun("loop/metrics"),
	"loop/home":                   noun(),
	"loop/imports":                noun(),
	"loop/leads":                  noun("loop/routing"),
	"loop/metrics":                noun("loop/imports"),
	"loop/people":                 noun("loop/reminders"),
	"loop/reminders":              noun(),
	"loop/routing":                noun(),
	"loop/webhooks":               noun(),
	"store":                       {"funnel"},
	"funnel":                      below("funnel"),
	"funnel/agreement":            below("funnel/agreement"),
	"funnel/calendar":             below("funnel/calendar"),
	"funnel/campaigns":            below("funnel/campaigns"),
	"funnel/contact":              below("funnel/contact"),
	"funnel/fault":                below("funnel/fault"),
	"funnel/goals":                below("funnel/goals"),
	"funnel/ledger":               below("funnel/ledger"),
	"funnel/money":                below("funnel/money"),
	"funnel/people":               below("funnel/people"),
	"funnel/ref":                  below("funnel/ref"),
	"funnel/report":               below("funnel/report"),
	"funnel/stats":                below("funnel/stats"),
	"configs":                     {"funnel/agreement", "funnel/calendar", "internal/httpserve"},
	"internal/httpserve":          nil,
	"internal/logging":            nil,
	"internal/slacksim":           {"internal/slacksim/blockkit", "internal/slacksim/tree"},
	"internal/slacksim/blockkit":  {"internal/slacksim/tree"},
	"internal/slacksim/page":      {"internal/slacksim", "internal/slacksim/blockkit", "internal/slacksim/tree", "internal/slacksim/web"},
	"internal/slacksim/slacktest": {"internal/slacksim", "internal/slacksim/blockkit", "internal/slacksim/page", "internal/slacksim/tree"},
	"internal/slacksim/tree":      nil,
	"internal/spelling":           nil,
	"internal/architecture":       nil,
}

// rules are the rooms of the rules, from the lowest; each may import those before it.
var rules = []string{
	"funnel/fault", "funnel/stats", "funnel/money", "funnel/contact", "funnel/calendar", "funnel/ref",
	"funnel/agreement", "funnel/people", "funnel", "funnel/ledger", "funnel/goals", "funnel/campaigns", "funnel/report",
}

// below are the rooms of the rules that lie below one of them.
func below(room string) []string { return rules[:slices.Index(rules, room)] }

// mayImport says whether one room may import another. Whoever may import a room may import what lies within it, but for
// rooms that lie within it themselves: from these the others can be above.
func mayImport(from, to string) bool {
	return slices.ContainsFunc(allowed[from], func(name string) bool {
		return name == to || within(to, name) && !within(from, name)
	})
}

// nouns are the rooms of the use cases.
var nouns = []string{
	"loop/agreement", "loop/campaigns", "loop/delivery", "loop/digest", "loop/disputes", "loop/goals", "loop/home",
	"loop/imports", "loop/leads", "loop/metrics", "loop/people", "loop/reminders", "loop/routing", "loop/webhooks",
}

// features are the rooms of what people do in Slack.
var features = []string{
	"bot/agreement", "bot/campaigns", "bot/digest", "bot/goals", "bot/home", "bot/leads", "bot/people", "bot/reminders",
}

// feature is what such a room may import, with others that it shows things of.
func feature(others ...string) []string {
	return append([]string{"bot/desk", "bot/kit", "bot/line", "funnel", "loop"}, others...)
}

// noun is what the use cases of one noun may import, with other nouns that it
// builds on.
func noun(others ...string) []string {
	return append([]string{"loop/core", "loop/counters", "funnel", "store"}, others...)
}

// homes are the only rooms that know a library.
var homes = map[string][]string{
	"github.com/slack-go/slack":    slices.Concat(features, []string{"bench/peers/floor", "bot", "bot/courier", "bot/desk", "bot/kit", "bot/wire", "internal/daemon"}),
	"github.com/robfig/cron":       {"scheduler"},
	"github.com/urfave":            {"cmd/leadloop"},
	"go.etcd.io/bbolt":             {"bench/peers/floor", "store/kv/boltkv"},
	"github.com/tidwall/btree":     {"store/kv/boltkv"},
	"go.yaml.in/yaml":              {"configs"},
	"golang.org/x/sys":             {"bench"},
	"github.com/caarlos0/env":      {"configs"},
	"github.com/gorilla/websocket": {"bench", "internal/slacksim", "bot/wire", "internal/daemon"},
}

// impure is what rules and rendering may not even name; pure is what lies below
// one of those and only looks at text.
var (
	pure   = []string{"net/mail", "net/netip", "net/url"}
	impure = []string{"context", "os", "net", "log", "io/fs", "math/rand", "syscall", "database/sql", "github.com/rs/zerolog"}
)

// file is one Go file of the repository.
type file struct {
	path    string // from the root, with slashes
	imports []string
}

func (f file) pkg() string  { return path.Dir(f.path) }
func (f file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func within(name, prefix string) bool {
	return name == prefix || strings.HasPrefix(name, prefix+"/")
}

// room is the most particular room of the table that a package lies in.
func room(pkg string) string {
	found := ""
	for name := range allowed {
		if within(pkg, name) && len(name) > len(found) {
			found = name
		}
	}
	return found
}

// files reads the sources themselves, and not what `go list` says of them: the
// test cache sees which files were read, and does not see into other processes.
func files(t *testing.T) []file {
	t.Helper()
	var found []file
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := read(name)
		found = append(found, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(name string) (file, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		return file{}, err
	}
	relative, err := filepath.Rel(root, name)
	if err != nil {
		return file{}, err
	}
	f := file{path: filepath.ToSlash(relative)}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

func TestImportsGoOneWay(t *testing.T) {
	for _, f := range files(t) {
		from := room(f.pkg())
		if from == "" {
			t.Errorf("%s lies in no known room; say in this test what its package may import", f.path)
			continue
		}
		for _, imported := range f.imports {
			ours, found := strings.CutPrefix(imported, module+"/")
			// Tests may reach down further, but see TestTheSimulatorStandsAlone.
			if !found || f.isTest() {
				continue
			}
			if to := room(ours); to != from && !mayImport(from, to) {
				t.Errorf("%s imports %s; %s may import only %v", f.path, ours, from, allowed[from])
			}
		}
	}
}

func TestTheTableHasNoWayBack(t *testing.T) {
	var below func(name string, seen []string)
	below = func(name string, seen []string) {
		if slices.Contains(seen, name) {
			t.Fatalf("%v leads back to %s", seen, name)
		}
		for _, next := range allowed[name] {
			below(next, append(slices.Clone(seen), name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(allowed)) {
		below(name, nil)
	}
}

func TestTheSimulatorStandsAlone(t *testing.T) {
	const simulator = "internal/slacksim"
	for _, f := range files(t) {
		for _, imported := range f.imports {
			ours, found := strings.CutPrefix(imported, module+"/")
			if !found {
				continue
			}
			if within(f.pkg(), simulator) && !within(ours, simulator) {
				t.Errorf("%s imports %s; the simulated workspace must not agree with the bot by construction", f.path, ours)
			}
			if within(ours, simulator) && !within(f.pkg(), simulator) && !slices.Contains([]string{"cmd", "e2e"}, room(f.pkg())) {
				t.Errorf("%s imports the simulated workspace; only cmd and e2e may", f.path)
			}
			if ours == simulator+"/slacktest" && !f.isTest() && f.pkg() != ours {
				t.Errorf("%s imports the language of tests; only tests may", f.path)
			}
		}
	}
}

func TestLibrariesHaveOneHome(t *testing.T) {
	for _, f := range files(t) {
		if f.isTest() {
			continue
		}
		for _, imported := range f.imports {
			for library, rooms := range homes {
				home := func(name string) bool { return f.pkg() == name || room(f.pkg()) == name }
				if within(imported, library) && !slices.ContainsFunc(rooms, home) {
					t.Errorf("%s imports %s; only %v may", f.path, imported, rooms)
				}
			}
		}
	}
}

// handling are the files of a feature that deal with what people do; all others render.
var handling = []string{"acts.go", "click.go", "commands.go", "feature.go", "model.go", "needs.go", "submit.go", "tell.go"}

func renders(f file) bool {
	if f.pkg() == "bot/kit" {
		return true
	}
	return slices.Contains(features, f.pkg()) && !slices.ContainsFunc(handling, func(name string) bool {
		return path.Base(f.path) == name || strings.HasSuffix(f.path, "_"+name)
	})
}

func TestRulesAndRenderingArePure(t *testing.T) {
	for _, f := range files(t) {
		if f.isTest() || !within(f.pkg(), "funnel") && !renders(f) {
			continue
		}
		for _, imported := range f.imports {
			if slices.Contains(pure, imported) {
				continue
			}
			if slices.ContainsFunc(impure, func(name string) bool { return within(imported, name) }) {
				t.Errorf("%s imports %s; here everything is a function of its arguments", f.path, imported)
			}
		}
	}
}
