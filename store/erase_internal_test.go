package store

import (
	"slices"
	"testing"
)

// Every record type says what it holds of the person behind a lead.
func TestEveryTableSaysHowItIsErased(t *testing.T) {
	var said []string
	for _, e := range erasures {
		said = append(said, e.table)
	}
	for _, kept := range newTables().all {
		if !slices.Contains(said, kept.Name()) {
			t.Errorf("%s does not say how a person is erased from it: add it to erasures", kept.Name())
		}
	}
}

// Every text that people write in an entry says what becomes of it.
func TestEveryTextOfAnEntrySaysHowItIsErased(t *testing.T) {
	for _, name := range texts {
		if _, erased := erasedTexts[name]; !erased && name != "outside_owner" { // figures count by that one
			t.Errorf("%s of an entry is not erased", name)
		}
	}
}
