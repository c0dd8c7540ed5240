package architecture_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot"
)

// documents are the texts for people, by their path from the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md"} {
		names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			relative, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			relative = filepath.ToSlash(relative)
			found[relative] = text(t, relative)
		}
	}
	if found["README.md"] == "" || found["docs/user-guide.md"] == "" {
		t.Fatalf("the documents were not found among %v", slices.Sorted(maps.Keys(found)))
	}
	return found
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksOfTheDocumentsLeadSomewhere(t *testing.T) {
	docs := documents(t)
	for name, content := range docs {
		for _, match := range link.FindAllStringSubmatch(content, -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			if err := follow(docs, name, match[1]); err != nil {
				t.Errorf("%s: the link %s: %v", name, match[1], err)
			}
		}
	}
}

func follow(docs map[string]string, from, to string) error {
	file, anchor, _ := strings.Cut(to, "#")
	target := from
	if file != "" {
		target = path.Join(path.Dir(from), file)
	}
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(target))); err != nil {
		return err
	}
	if anchor != "" && !slices.Contains(anchors(docs[target]), anchor) {
		return fmt.Errorf("%s has no heading of that name", target)
	}
	return nil
}

var (
	heading   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unlinked  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	codeFence = regexp.MustCompile("(?ms)^\\s*```.*?^\\s*```")
)

// anchors are the names by which headings can be linked to, as GitHub makes them.
func anchors(content string) []string {
	var names []string
	for _, match := range heading.FindAllStringSubmatch(codeFence.ReplaceAllString(content, ""), -1) {
		name := unlinked.ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

func TestTheReadmeNamesTheTwoCommands(t *testing.T) {
	readme := text(t, "README.md")
	for _, command := range []string{"go run ./cmd/leadloop demo", "go test -race ./..."} {
		if !strings.Contains(readme, "\n```\n"+command+"\n```\n") {
			t.Errorf("the README has no block with %q alone", command)
		}
	}
}

// slackWords are the words of each Slack command.
func slackWords() map[string][]string {
	words := map[string][]string{}
	for of, commands := range bot.Commands() {
		for _, c := range commands {
			words[of] = append(words[of], c.Word)
		}
	}
	return words
}

func TestDocumentedCommandsExist(t *testing.T) {
	known := slackWords()
	used := regexp.MustCompile("`(/(?:lead|goal|campaign|loop))(?: ([\\w-]+))?|(?m)^(/(?:lead|goal|campaign|loop)) ([\\w-]+)")
	documented := map[string]bool{}
	for name, content := range documents(t) {
		for _, match := range used.FindAllStringSubmatch(content, -1) {
			command, word := match[1]+match[3], match[2]+match[4]
			if word == "" {
				continue
			}
			if !slices.Contains(known[command], word) {
				t.Errorf("%s: `%s %s` is no command; there are %v", name, command, word, known[command])
			}
			if name == "docs/user-guide.md" {
				documented[command+" "+word] = true
			}
		}
	}
	for command, words := range known {
		for _, word := range words {
			if !documented[command+" "+word] {
				t.Errorf("docs/user-guide.md does not say what `%s %s` does", command, word)
			}
		}
	}
}

// Slack shows the hint while somebody types: each of its words is a command.
func TestTheHintsOfTheManifestNameCommands(t *testing.T) {
	known := slackWords()
	hint := regexp.MustCompile(`- command: (/\w+)\n.*\n\s+usage_hint: "\[(.+)\]"`)
	hinted := map[string][]string{}
	for _, match := range hint.FindAllStringSubmatch(text(t, "configs/slack-manifest.yaml"), -1) {
		hinted[match[1]] = strings.Split(match[2], " | ")
	}
	for command, words := range known {
		if hinted[command] == nil {
			t.Errorf("the manifest has no hint of %s as this test knows it", command)
		}
		for i, word := range hinted[command] {
			if !slices.Contains(words, word) || slices.Index(hinted[command], word) != i {
				t.Errorf("the hint of %s says %q, which is no command or stands there twice; there are %v", command, word, words)
			}
		}
	}
	for command := range hinted {
		if known[command] == nil {
			t.Errorf("the manifest announces %s, which does not exist", command)
		}
	}
}

// program gives the commands of the binary and all flags that any of them has.
func program(t *testing.T) (commands, flags []string) {
	t.Helper()
	for _, match := range regexp.MustCompile(`(?m)^\t\t(?:\{|\t)Name: "(\w+)"`).FindAllStringSubmatch(text(t, "cmd/leadloop/commands.go"), -1) {
		commands = append(commands, match[1])
	}
	flag := regexp.MustCompile(`&cli\.\w+Flag\{Name: "([\w-]+)"`)
	err := fs.WalkDir(os.DirFS(root), "cmd/leadloop", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		for _, match := range flag.FindAllStringSubmatch(text(t, name), -1) {
			flags = append(flags, match[1])
		}
		return nil
	})
	if err != nil || len(commands) == 0 || len(flags) == 0 {
		t.Fatalf("cmd/leadloop has no commands or flags as this test knows them: %v", err)
	}
	return commands, flags
}

func TestDocumentedCommandLinesExist(t *testing.T) {
	commands, flags := program(t)
	line := regexp.MustCompile("(?m)(?:`|^\\s*|\\./|/bin/|cmd/)leadloop ([a-z]+)([^`\\n]*)")
	flag := regexp.MustCompile(`(?:^|[\s[|])--([a-z][\w-]*)`)
	seen := map[string]bool{}
	for name, content := range documents(t) {
		for _, match := range line.FindAllStringSubmatch(content, -1) {
			if match[1] == "help" || match[1] == "completion" { // which the library adds
				continue
			}
			if !slices.Contains(commands, match[1]) {
				t.Errorf("%s: `leadloop %s` is no command; there are %v", name, match[1], commands)
			}
			seen[match[1]] = true
			for _, given := range flag.FindAllStringSubmatch(match[2], -1) {
				if !slices.Contains(flags, given[1]) {
					t.Errorf("%s: `leadloop %s` is given --%s, which no command takes", name, match[1], given[1])
				}
			}
		}
	}
	for _, command := range commands {
		if !seen[command] {
			t.Errorf("no document names `leadloop %s`", command)
		}
	}
}

func TestDocumentedMetricsExist(t *testing.T) {
	metric := regexp.MustCompile(`\bleadloop_\w+`)
	unique := func(content string) []string {
		return slices.Compact(slices.Sorted(slices.Values(metric.FindAllString(content, -1))))
	}
	inCode, inDocument := unique(text(t, "bot/metrics.go")), unique(text(t, "docs/operations.md"))
	if !slices.Equal(inCode, inDocument) {
		t.Errorf("bot/metrics.go has %v, docs/operations.md has %v", inCode, inDocument)
	}
}

func TestDocumentedTestsExist(t *testing.T) {
	var sources strings.Builder
	for _, f := range files(t) {
		if f.isTest() {
			sources.WriteString(text(t, f.path))
		}
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w+)`")
	for name, content := range documents(t) {
		for _, match := range named.FindAllStringSubmatch(content, -1) {
			if !strings.Contains(sources.String(), "\nfunc "+match[1]+"(") {
				t.Errorf("%s names %s, which is no test", name, match[1])
			}
		}
	}
}
