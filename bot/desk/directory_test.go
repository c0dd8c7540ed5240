package desk

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/ref"
)

func TestManyPeopleAreMetInTheTimeOfOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := make(chan struct{})
		defer close(silent)
		d := NewDirectory(func(_ context.Context, id ref.UserID) (*slack.User, error) {
			if id == "USILENT" {
				<-silent
			} else {
				<-time.After(personPatience / 2)
			}
			return &slack.User{ID: string(id), Name: string(id)}, nil
		}, time.Now, func() string { return "T1" }, zerolog.Nop())
		begin := time.Now()
		d.Meet(t.Context(), "U1", "USILENT", "", ref.Leadloop, "U2", "U3")
		if took := time.Since(begin); took > personPatience {
			t.Errorf("meeting four people took %s, want at most %s", took, personPatience)
		}
		for _, id := range []ref.UserID{"U1", "U2", "U3"} {
			if d.Name(id) != string(id) {
				t.Errorf("%s is not known", id)
			}
		}
	})
}

func TestWhoIsAskedForManyTimesIsFetchedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		d := NewDirectory(func(_ context.Context, id ref.UserID) (*slack.User, error) {
			fetched++
			<-time.After(personPatience / 2)
			return &slack.User{ID: string(id), Name: "Sam"}, nil
		}, time.Now, func() string { return "T1" }, zerolog.Nop())

		for range 3 {
			go func() {
				if p, ok := d.Lookup(t.Context(), "U1"); !ok || p.name != "Sam" {
					t.Errorf("they are known as %q, %t", p.name, ok)
				}
			}()
		}
		time.Sleep(personPatience)
		synctest.Wait()

		if fetched != 1 {
			t.Errorf("they were fetched %d times", fetched)
		}
	})
}

func TestPeopleOfOneNameAreToldApart(t *testing.T) {
	d := NewDirectory(nil, time.Now, func() string { return "T1" }, zerolog.Nop())
	for id, handle := range map[string]string{"U1": "sam", "U2": "sam.o"} {
		d.Changed(&slack.User{ID: id, Name: handle, RealName: "Sam Okafor", TeamID: "T1"})
	}
	d.Changed(&slack.User{ID: "U3", Name: "lena", RealName: "Lena Vogt", TeamID: "T1"})
	for id, want := range map[ref.UserID]string{"U1": "Sam Okafor (sam)", "U2": "Sam Okafor (sam.o)", "U3": "Lena Vogt"} {
		if got := d.Name(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

// Whom Slack would refuse to speak of, as they are hundreds, are asked about when they are shown.
func TestNotMoreAreMetAtOnceThanSlackTellsOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		d := NewDirectory(func(_ context.Context, id ref.UserID) (*slack.User, error) {
			asked.Add(1)
			return &slack.User{ID: string(id), Name: string(id)}, nil
		}, time.Now, func() string { return "T1" }, zerolog.Nop())
		var many []ref.UserID
		for i := range 300 {
			many = append(many, ref.UserID(fmt.Sprintf("U%03d", i)))
		}
		d.Meet(t.Context(), many...)
		if n := asked.Load(); n != mostMet || d.Name("U000") == "" {
			t.Errorf("%d are asked about at once, want %d, the first of them known", n, mostMet)
		}
		d.Meet(t.Context(), many[:mostMet+1]...)
		if n := asked.Load(); n != mostMet+1 {
			t.Errorf("%d were asked about, want each once", n)
		}
	})
}
