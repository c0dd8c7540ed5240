package loop_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// onDisk is an office over a file, with its group commit.
func onDisk(t testing.TB) *office {
	t.Helper()
	file, err := store.Open(t.Context(), t.TempDir(), store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, store: file.Store, settings: settings(t), away: map[ref.UserID]bool{}}
	t.Cleanup(func() { o.must(file.Close()) })
	o.at("2026-11-23 10:00")
	now := o.now // goroutines only read this one
	o.Services = loop.New(file.Store, core.Options{Settings: o.settings, Now: func() time.Time { return now }})
	o.must(o.Agreement.Adopt(t.Context(), definition()))
	return o
}

func TestOfManyWhoAcceptOneSucceeds(t *testing.T) {
	o := onDisk(t)
	o.logs(mia, jane)
	o.does(o.Handoff(t.Context(), o.by(mia), 1, sam, ""))
	var group sync.WaitGroup
	refused := make(chan error, 32)
	for i := range cap(refused) {
		req := o.by([]ref.UserID{sam, mona}[i%2])
		group.Go(func() {
			_, err := o.Leads.Accept(t.Context(), req, 1)
			refused <- err
		})
	}
	group.Wait()
	close(refused)
	accepted := 0
	for err := range refused {
		if err == nil {
			accepted++
			continue
		}
		wantKind(t, err, fault.KindConflict)
		if !strings.Contains(err.Error(), sam.Mentioned()+" took L-1 already") {
			t.Errorf("the others are told %q", err)
		}
	}
	if accepted != 1 {
		t.Errorf("%d accepted, want 1", accepted)
	}
	o.wantSound()
}

func TestManyLogsOfOneAddressAreOneLead(t *testing.T) {
	o := onDisk(t)
	var group sync.WaitGroup
	results := make(chan funnel.Logging, 64)
	for i := range cap(results) {
		req := o.by([]ref.UserID{mia, mel, sam}[i%3])
		group.Go(func() {
			result, err := o.Leads.Log(t.Context(), req, jane)
			if err != nil {
				t.Error(err)
			}
			results <- result
		})
	}
	group.Wait()
	close(results)
	fresh := 0
	for result := range results {
		if result.New {
			fresh++
		}
		if result.Lead.ID != 1 {
			t.Errorf("logged as %s", result.Lead.ID)
		}
	}
	l := o.lead(1)
	if fresh != 1 || l.Touches != 63 {
		t.Errorf("%d new leads with %d touches, want 1 with 63", fresh, l.Touches)
	}
	o.wantSound()
}

func TestARedeliveryAtTheSameTimeHasOneEffect(t *testing.T) {
	o := onDisk(t)
	o.logs(mia, jane)
	req := o.by(mia)
	var group sync.WaitGroup
	errs := make(chan error, 32)
	for range cap(errs) {
		group.Go(func() {
			_, err := o.Leads.Touch(t.Context(), req, 1, "call", "")
			errs <- err
		})
	}
	group.Wait()
	close(errs)
	done := 0
	for err := range errs {
		if err == nil {
			done++
		} else if !isDuplicate(err) {
			t.Error(err)
		}
	}
	if l := o.lead(1); done != 1 || l.Touches != 1 {
		t.Errorf("%d effects, %d touches, want 1 and 1", done, l.Touches)
	}
}
