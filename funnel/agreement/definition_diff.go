package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Fingerprint stands for the text that signers agree to, as it is written in
// the form: it is the same for the same text, and for no other.
func (d Definition) Fingerprint() string {
	form := d.Form()
	sum := sha256.New()
	for _, f := range Fields {
		text := form[f.Name]
		_, _ = fmt.Fprintf(sum, "%s %d %s\n", f.Name, len(text), text)
	}

	return hex.EncodeToString(sum.Sum(nil))
}

// Change is what differs in one field: what it no longer says, and
// what it says instead.
type Change struct {
	Field   Field
	Removed []fmt.Stringer // parts of the field, such as a Criterion
	Added   []fmt.Stringer
}

// Changes are what makes another definition of this one, field by field.
func (d Definition) Changes(to Definition) []Change {
	var out []Change
	for _, f := range Fields {
		if f.write(d) == f.write(to) {
			continue
		}

		removed, added := differing(f.said(d), f.said(to))
		out = append(out, Change{Field: f, Removed: removed, Added: added})
	}

	return out
}

// said are the parts of the field that say something.
func (f Field) said(d Definition) []fmt.Stringer {
	return slices.DeleteFunc(f.parts(d), func(part fmt.Stringer) bool { return part.String() == "" })
}

// differing are the parts outside of the longest common subsequence. Those that
// are written alike are the same, since that is what is signed; one that was
// moved is removed and added.
func differing(before, after []fmt.Stringer) (removed, added []fmt.Stringer) {
	same := func(i, j int) bool { return before[i].String() == after[j].String() }
	common := make([][]int, len(before)+1) // of the parts from i and from j on
	for i := range common {
		common[i] = make([]int, len(after)+1)
	}

	for i := range slices.Backward(before) {
		for j := range slices.Backward(after) {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if same(i, j) {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}

	i, j := 0, 0
	for i < len(before) && j < len(after) {
		switch {
		case same(i, j):
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			removed = append(removed, before[i])
			i++
		default:
			added = append(added, after[j])
			j++
		}
	}

	return append(removed, before[i:]...), append(added, after[j:]...)
}
