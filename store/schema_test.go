package store

import (
	"reflect"
	"testing"
)

// A table that is left out would be neither verified nor repaired.
func TestEveryTableIsVerifiedAndRepaired(t *testing.T) {
	if have, all := reflect.TypeFor[tables]().NumField()-1, len(newTables().all); have != all {
		t.Errorf("there are %d tables, and %d in the list of all", have, all)
	}
}
