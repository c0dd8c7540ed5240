package funnel

import (
	"slices"
	"testing"
	"time"
)

func TestHandoffsGoInTurn(t *testing.T) {
	reps := []UserID{sam, rob, mona}
	everybody := func(UserID) bool { return true }
	turns := Turns{}
	var got []UserID
	for i := range 7 {
		next := NextInTurn(reps, turns, everybody)
		turns[next] = time.Unix(int64(i), 0)
		got = append(got, next)
	}
	if !slices.Equal(got, []UserID{sam, rob, mona, sam, rob, mona, sam}) {
		t.Errorf("turns %v", got)
	}
}

func TestWhoIsNotThereIsPassedOver(t *testing.T) {
	turns := Turns{sam: time.Unix(1, 0), rob: time.Unix(2, 0)}
	reps := []UserID{rob, sam}
	for _, test := range []struct {
		there []UserID
		want  UserID
	}{{[]UserID{rob, sam}, sam}, {[]UserID{rob}, rob}, {nil, ""}} {
		available := func(id UserID) bool { return slices.Contains(test.there, id) }
		if got := NextInTurn(reps, turns, available); got != test.want {
			t.Errorf("of %v it is the turn of %q, want %q", test.there, got, test.want)
		}
	}
	if !slices.Equal(reps, []UserID{rob, sam}) {
		t.Error("the roster was changed")
	}
}
