package main

import (
	"io"
	"strings"
	"testing"
)

func TestWhatIsAskedWronglyIsSaid(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-subjects leadlop", "expected leadloop, bolt, boltgroup, floor, echo, or NAME=PATH"},
		{"-callers 1,65", "expected numbers from 1 to 64"},
		{"-rounds 0", "above zero"},
		{"short", `"short" is no flag`},
		{"-short -rounds 3", "-rounds has no effect together with -short"},
		{"-leads 10 -callers 1", "-callers has no effect together with -leads"},
		{"-leads 10 -subjects leadloop,floor", "name one"},
		{"-slow -1s", "no other number below"},
	} {
		if _, err := parse(strings.Fields(c.args), io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", c.args, err, c.want)
		}
	}
}

func TestTwoBuildsCanBeCompared(t *testing.T) {
	s, err := parse([]string{"-subjects", "leadloop, before=/tmp/leadloop"}, io.Discard)
	if err != nil || len(s.subjects) != 2 || s.subjects[1].title != "before" {
		t.Errorf("%+v, %v", s.subjects, err)
	}
}
