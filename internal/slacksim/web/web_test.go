package web_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/internal/slacksim/web"
)

func pageFiles(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := fs.WalkDir(web.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(web.Files, name)
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatalf("reading the embedded page: %v", err)
	}
	return files
}

// references are the places where one file of the page names another.
var references = regexp.MustCompile(`(?:\bfrom |\bsrc=|rel="stylesheet" href=)"(?:\./)?([^":]+)"`)

func TestEveryFileThatThePageLoadsIsEmbedded(t *testing.T) {
	files := pageFiles(t)
	named := map[string]bool{"index.html": true}
	for name, content := range files {
		for _, match := range references.FindAllStringSubmatch(content, -1) {
			named[match[1]] = true
			if _, found := files[match[1]]; !found {
				t.Errorf("%s loads %q, which is not embedded", name, match[1])
			}
		}
	}
	for name := range files {
		if !named[name] {
			t.Errorf("%s is embedded, but nothing loads it", name)
		}
	}
	if len(files) < 15 {
		t.Errorf("only %d files are embedded", len(files))
	}
}

// The name of SVG is a URL that nothing fetches.
const svgNamespace = "http://www.w3.org/2000/svg"

var outside = regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`)

func TestThePageFetchesNothingFromOutside(t *testing.T) {
	for name, content := range pageFiles(t) {
		content = strings.ReplaceAll(content, svgNamespace, "")
		if found := outside.FindString(content); found != "" {
			t.Errorf("%s names an address outside: %q", name, found)
		}
	}
	for _, rule := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'"} {
		if !strings.Contains(pageFiles(t)["index.html"], rule) {
			t.Errorf("the content security policy lacks %q", rule)
		}
	}
}

// What people and apps write must never be parsed as markup or as a program.
var unsafe = regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML|srcdoc|\beval\b|new Function|set(?:Timeout|Interval)\(["'` + "`" + `]`)

func TestTheScriptsNeverParseTextAsMarkupOrProgram(t *testing.T) {
	for name, content := range pageFiles(t) {
		if path.Ext(name) == ".css" {
			continue
		}
		if found := unsafe.FindString(content); found != "" {
			t.Errorf("%s uses %q", name, found)
		}
	}
	if inline := regexp.MustCompile(`<script(?:\s[^>]*)?>[^<]|\son\w+="`).FindString(pageFiles(t)["index.html"]); inline != "" {
		t.Errorf("index.html has inline script %q", inline)
	}
}

// hooks are what automated stories hold on to.
var hooks = []string{
	"persona-select", "channel-", "tab-home", "tab-messages", "composer", "send", "message", "modal", "modal-submit", "field-", "error-",
	"clock-now", "clock-1h", "clock-tomorrow", "clock-monday", "toast",
}

func TestThePageKeepsTheHooksOfAutomatedStories(t *testing.T) {
	var scripts strings.Builder
	for name, content := range pageFiles(t) {
		if path.Ext(name) == ".js" {
			scripts.WriteString(content)
		}
	}
	for _, hook := range hooks {
		if !regexp.MustCompile("[\"`]" + hook + "[\"`$]").MatchString(scripts.String()) {
			t.Errorf("no script sets the hook %q", hook)
		}
	}
}
