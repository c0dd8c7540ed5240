package main

import (
	"context"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/store"
)

// newDemo opens a new demo that begins at a moment, and serves it until the
// test ends.
func newDemo(t *testing.T, begin string) *demo {
	t.Helper()
	config := demoConfig(t.TempDir())
	settings, err := daemon.Settings(config)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", begin, settings.Calendar.Location)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&demoClock{path: filepath.Join(config.Data, "demo-clock")}).set(at); err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &demo{config: config, cal: settings.Calendar, log: zerolog.Nop()}
	if err := d.open(true, "http://"+listener.Addr().String()); err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- d.run(ctx, listener, func(ctx context.Context) error {
			<-ctx.Done()
			return nil
		})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return d
}

// TestEveryLineOfTheStoryIsUnderstood on whatever day the demo begins, and
// leaves the company as somebody finds it who comes then.
func TestEveryLineOfTheStoryIsUnderstood(t *testing.T) {
	t.Parallel()
	for begin, quarters := range map[string]string{
		"2026-11-27 10:00": "2026-Q4",
		"2027-01-04 10:00": "2026-Q4 2027-Q1", // the new quarter says little yet
	} {
		t.Run(begin, func(t *testing.T) {
			t.Parallel()
			d := newDemo(t, begin)
			if err := d.withLeadloop(t.Context(), d.past.live); err != nil {
				t.Fatal(err)
			}

			if now := d.clock.now().In(d.cal.Location).Format("2006-01-02 15:04"); now != begin {
				t.Errorf("the clock stands at %s", now)
			}
			if left := onlySeenByOne(d); len(left) > 0 {
				t.Errorf("what the past's commands were answered is still on the screen: %q", left)
			}
			wantCompany(t, d, strings.Fields(quarters))
		})
	}
}

// onlySeenByOne are the messages that only one person sees.
func onlySeenByOne(d *demo) (texts []string) {
	state := d.workspace.Lock()
	defer d.workspace.Unlock()
	for _, c := range state.Channels {
		for _, m := range c.Messages {
			if m.EphemeralTo != "" {
				texts = append(texts, m.Text)
			}
		}
	}
	return texts
}

// wantCompany looks at one of each noun that the story speaks of.
func wantCompany(t *testing.T, d *demo, quarters []string) {
	t.Helper()
	file, err := store.Open(t.Context(), d.config.Data, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()

	stages := map[string]agreement.Stage{
		"nordwind": agreement.Customer, "bluepeak": agreement.SQL, "verdant": agreement.SAL, "kestrel": agreement.Lost,
		"quill": agreement.Recycled, "atlas": agreement.MQL, "castor": agreement.MQL,
	}
	err = file.View(t.Context(), func(rd *store.Reads) error {
		for name, stage := range stages {
			found, err := rd.Find(name, 2)
			if err != nil {
				return err
			}
			if len(found) != 1 || found[0].Stage != stage {
				t.Errorf("%s: there are %d, want one that is a %s: %+v", name, len(found), stage, found)
			}
		}

		goals, err := rd.GoalsEnding(calendar.Date{}, calendar.Date{})
		if err != nil {
			return err
		}
		if len(goals) != 7*len(quarters) {
			t.Errorf("there are %d goals in %q", len(goals), quarters)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestALineThatIsRefusedEndsTheStory with the line, and what Leadloop says.
func TestALineThatIsRefusedEndsTheStory(t *testing.T) {
	t.Parallel()
	d := newDemo(t, "2026-11-27 10:00")
	for _, c := range []struct{ line, want string }{
		{"0 09:00 diane /goal set revenue soon", "line 1 of the demo's story, /goal set revenue soon: nothing was done, and the answer was: “soon” is not a period"},
		{"0 09:00 sam /lead mine", "nothing was done"},
		{"0 09:00 sally /lead mine", `nobody is called "sally"`},
		{"0 09:00 sam /nonsense", "/nonsense is not a valid command"},
		{"0 09:00 priya /lead log Ann, Acme, ann@acme.example | A = b", "no form asks for all of"},
		{"0 09:00 ingrid /loop pool new DACH | Which leads? = nonsense", "“nonsense”"},
		{"0 09:00 ingrid /loop pool new DACH | Colour = red", "no form asks for all of"},
	} {
		past, err := newSeeding(d, c.line)
		if err != nil {
			t.Fatal(err)
		}
		past.past, past.day = nil, past.start // nothing is imported
		if err := d.withLeadloop(t.Context(), past.live); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.line, err, c.want)
		}
	}
}

// TestAStoryThatIsNotUnderstoodIsNotBegun names the line, and what was
// expected.
func TestAStoryThatIsNotUnderstoodIsNotBegun(t *testing.T) {
	t.Parallel()
	settings, err := daemon.Settings(demoConfig(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	d := &demo{cal: settings.Calendar, clock: &demoClock{}}
	for line, want := range map[string]string{
		"Sam accepts it":                              "working days before the start",
		"1 25:00 sam /lead mine":                      "working days before the start",
		"1 09:00 sam lead mine":                       "working days before the start",
		"4 09:00 sam /lead mine":                      "earlier than line 2",
		"1 09:00 sam /lead accept {acme}":             "{acme}",
		"1 09:00 sam acme = /lead show {acme}":        "{acme}",
		"1 09:00 sam /lead recycle L-1 until={+3}":    "{+3}",
		"1 09:00 sam /goal set mqls {quartet} 1":      "{quartet}",
		"1 09:00 sam /loop pool new X | Rules = {me}": "{me}",
	} {
		_, err := newSeeding(d, "# what Sam does\n3 09:00 sam /lead mine\n"+line)
		if err == nil || !strings.Contains(err.Error(), "line 3 of the demo's story") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %s", line, err, want)
		}
	}
}

func TestADemoTakesNoFolderOfACompany(t *testing.T) {
	folder := folderWithLead(t)
	code, _, stderr := runs(t, "demo", "--data", folder, "--addr", "127.0.0.1:0")
	if code != exitFailed || !strings.Contains(stderr, "holds data that no demo made") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}
