package architecture_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Rules, use cases and the store serve readers in Slack, on a terminal and behind HTTP. How a task is done is worded by
// each of these faces: texts refer to it as a way.
func TestRulesNameNoSlashCommand(t *testing.T) {
	var commands []string
	for command := range maps.Keys(slackWords()) {
		commands = append(commands, regexp.QuoteMeta(command))
	}
	slices.Sort(commands)
	named := regexp.MustCompile(`(?:^|[^\w/])(?:` + strings.Join(commands, "|") + `)\b`)

	inTextsOfRules(t, true, func(where, text string) {
		if found := named.FindString(text); found != "" {
			t.Errorf("%s names the command %s; refer to a task of funnel/fault/ways.go", where, strings.TrimSpace(found))
		}
	})
}

// How an option is given is worded by each face too: texts name it as fault.Option.
func TestRulesWriteNoOptionAsInSlack(t *testing.T) {
	written := regexp.MustCompile(`\b[a-z_]+=`)
	inTextsOfRules(t, false, func(where, text string) {
		if found := written.FindString(text); found != "" {
			t.Errorf("%s writes the option %s; name it by fault.Option", where, found)
		}
	})
}

// inTextsOfRules looks at every literal, and also at every comment, of rules, use cases and the store.
func inTextsOfRules(t *testing.T, comments bool, look func(where, text string)) {
	t.Helper()
	looked := 0
	for _, f := range files(t) {
		if f.isTest() || f.pkg() == "store/kv/kvtest" || !slices.ContainsFunc([]string{"funnel", "loop", "store"}, func(room string) bool { return within(f.pkg(), room) }) {
			continue
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, filepath.Join(root, filepath.FromSlash(f.path)), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		at := func(pos token.Pos) string { return fmt.Sprintf("%s:%d", f.path, positions.Position(pos).Line) }
		ast.Inspect(parsed, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok {
				looked++
				look(at(literal.Pos()), literal.Value)
			}
			return true
		})
		for _, comment := range parsed.Comments {
			if comments {
				look(at(comment.Pos()), comment.Text())
			}
		}
	}
	if looked == 0 {
		t.Error("no text was looked at")
	}
}
