package store

import (
	"reflect"
	"testing"
)

// A table that is left out would be neither verified nor repaired.
func TestEveryTableIsVerifiedAndRepaired(t *testing.T) {
	const others = 2 // the list itself, and the hash read last
	if have, all := reflect.TypeFor[tables]().NumField()-others, len(newTables().all); have != all {
		t.Errorf("there are %d tables, and %d in the list of all", have, all)
	}
}
