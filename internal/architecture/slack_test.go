package architecture_test

import (
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
	for command := range maps.Keys(slackWords(t)) {
		commands = append(commands, regexp.QuoteMeta(command))
	}
	slices.Sort(commands)
	named := regexp.MustCompile(`(?:^|[^\w/])(?:` + strings.Join(commands, "|") + `)\b`)

	looked := 0
	for _, f := range files(t) {
		if f.isTest() || !slices.ContainsFunc([]string{"funnel", "loop", "store"}, func(room string) bool { return within(f.pkg(), room) }) {
			continue
		}
		looked++
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, filepath.Join(root, filepath.FromSlash(f.path)), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		refuse := func(at token.Pos, text string) {
			if found := named.FindString(text); found != "" {
				t.Errorf("%s:%d names the command %s; refer to a task of funnel/fault/ways.go", f.path, positions.Position(at).Line, strings.TrimSpace(found))
			}
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok {
				refuse(literal.Pos(), literal.Value)
			}
			return true
		})
		for _, comment := range parsed.Comments {
			refuse(comment.Pos(), comment.Text())
		}
	}
	if looked == 0 {
		t.Error("no file was looked at")
	}
}
