package funnel

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Fingerprint stands for the text that signers agree to, as it is written in
// the form: it is the same for the same text, and for no other.
func (d Definition) Fingerprint() string {
	form := d.Form()
	sum := sha256.New()
	for _, f := range DefinitionFields {
		text := form[f.Name]
		_, _ = fmt.Fprintf(sum, "%s %d %s\n", f.Name, len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// DefinitionChange is what differs in one field.
type DefinitionChange struct {
	Field   DefinitionField
	Removed []string // lines
	Added   []string
}

// Changes are what makes another definition of this one, field by field.
func (d Definition) Changes(to Definition) []DefinitionChange {
	before, after := d.Form(), to.Form()
	var out []DefinitionChange
	for _, f := range DefinitionFields {
		if before[f.Name] == after[f.Name] {
			continue
		}
		removed, added := lineChanges(before[f.Name], after[f.Name])
		out = append(out, DefinitionChange{Field: f, Removed: removed, Added: added})
	}
	return out
}

// lineChanges are the lines outside of the longest common subsequence. A line
// that was moved is removed and added.
func lineChanges(before, after string) (removed, added []string) {
	a, b := nonEmptyLines(before), nonEmptyLines(after)
	common := make([][]int, len(a)+1) // of the lines from i and from j on
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i, lineA := range slices.Backward(a) {
		for j, lineB := range slices.Backward(b) {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if lineA == lineB {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			removed = append(removed, a[i])
			i++
		default:
			added = append(added, b[j])
			j++
		}
	}
	return append(removed, a[i:]...), append(added, b[j:]...)
}

func nonEmptyLines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return line == "" })
}
