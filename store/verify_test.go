package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

func calendarOf(t *testing.T, zone string) calendar.Calendar {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return calendar.WeekdayHours(location, []time.Weekday{time.Monday}, calendar.Block{Open: 540, Close: 1080})
}

// recorded is a store with two leads as the rules log them: one at 22:30 UTC.
func recorded(t *testing.T) (*store.Store, kv.DB, calendar.Calendar) {
	t.Helper()
	s, db := newStore(t)
	cal := calendarOf(t, "Europe/Berlin")
	policy := funnel.Policy{Staff: people.Staff{Calendar: cal, Roster: people.Roster{Marketing: []ref.UserID{mia}}}, Region: "DE"}
	for n, address := range []string{"a@acme.com", "b@acme.com"} {
		act := people.Act{By: policy.Roster.Person(mia), At: noon.Add(time.Duration(n) * (11*time.Hour + 30*time.Minute))}
		change(t, s, func(tx *store.Tx) error {
			id, err := tx.NextLeadID()
			if err != nil {
				return err
			}
			in, err := funnel.LeadInput{Email: address}.Clean(policy.Region)
			if err != nil {
				return err
			}
			c, err := funnel.LogLead(id, in, funnel.Arrival{Marketer: act.By.ID}, act, policy)
			if err != nil {
				return err
			}
			if err := tx.AddLead(c.Lead); err != nil {
				return err
			}
			_, err = tx.Write(c.Entries, cal)
			return err
		})
	}
	return s, db, cal
}

func damages(t *testing.T, db kv.DB, fn func(kv.Writer)) {
	t.Helper()
	if err := db.Update(t.Context(), func(w kv.Writer) error { fn(w); return nil }); err != nil {
		t.Fatal(err)
	}
}

func verified(t *testing.T, s *store.Store, cal calendar.Calendar) []string {
	t.Helper()
	found, err := s.Verify(t.Context(), cal)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// replaced changes a text within the value at a key.
func replaced(t *testing.T, w kv.Writer, key, old, text string) {
	t.Helper()
	value, err := w.Get(key)
	if err != nil || !strings.Contains(string(value), old) {
		t.Fatalf("%s holds %s, %v; want %s in it", key, value, err, old)
	}
	w.Put(key, []byte(strings.Replace(string(value), old, text, 1)))
}

func TestVerifyFindsDamageAndRepairMendsWhatCanBeMadeAnew(t *testing.T) {
	const first = "lead/r/000000000001"
	for name, test := range map[string]struct {
		damage func(*testing.T, kv.Writer)
		want   string // in one of the sentences
		mends  bool
	}{
		"none": {func(*testing.T, kv.Writer) {}, "", true},
		"a lost index entry": {
			func(_ *testing.T, w kv.Writer) { w.Delete("lead/i/domain/acme.com /000000000001") },
			"lead 000000000001 is not in the index domain", true,
		},
		"a stale index entry": {
			func(_ *testing.T, w kv.Writer) { w.Put("lead/i/word/ghost /000000000001", nil) },
			"the index word has an entry for lead", true,
		},
		"a wrong counter": {
			func(_ *testing.T, w kv.Writer) { w.Put("rollup/20261123/entered.lead/all/", []byte("7")) },
			"counter 20261123/entered.lead/all/ holds 7; the journal gives 1", true,
		},
		"a lost counter": {
			func(_ *testing.T, w kv.Writer) { w.Delete("rollup/total/population.lead/all/") },
			"counter total/population.lead/all/ holds nothing; the journal gives 2", true,
		},
		"an unknown counter": {
			func(_ *testing.T, w kv.Writer) { w.Put("rollup/total/odd/all/", []byte("many")) },
			"counter total/odd/all/ holds many; the journal gives 0", true,
		},
		"a lost lead": {
			func(_ *testing.T, w kv.Writer) {
				for _, key := range []string{first, "lead/i/domain/acme.com /000000000001"} {
					w.Delete(key)
				}
			},
			"has an entry for lead", false,
		},
		"a lead at another stage": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"stage":"lead"`, `"stage":"inquiry"`)
			},
			"population.inquiry: there are 1 such leads; the journal gives 0", false,
		},
		"a lead due for nothing": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"rev":1`, `"rev":1,"next_due_at":"2026-11-23T12:00:00Z"`)
				w.Put("lead/i/due/20261123T120000.000Z /000000000001", nil)
			},
			"lead L-1 is due at 20261123T120000.000Z for nothing", false,
		},
		"a promise that no sweep would find": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"rev":1`, `"rev":1,"clocks":[{"kind":"accept","person":"U0SAM","due_at":"2026-11-23T12:00:00Z"}]`)
			},
			"lead L-1 has something to come but is never due", false,
		},
		"a lost entry of the journal": {
			func(_ *testing.T, w kv.Writer) { w.Delete("journal/r/00000000000000000001") },
			"the index lead has an entry for journal", false,
		},
		"a lost last entry of the journal": {
			func(_ *testing.T, w kv.Writer) {
				w.Delete("journal/r/00000000000000000002")
				w.Delete("journal/i/lead/000000000002 /00000000000000000002")
			},
			"population.lead: there are 2 such leads; the journal gives 1", false,
		},
		"an unreadable record": {
			func(_ *testing.T, w kv.Writer) { w.Put("journal/r/00000000000000000001", []byte("{")) },
			"read journal", false,
		},
		"another owner": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"marketer":"U0MIA"`, `"marketer":"U0SAM"`)
				w.Delete("lead/i/marketer/U0MIA /20261122T120000.000Z /000000000001")
			},
			`lead L-1 is not as entry 1 of the journal left it; its marketer is "U0SAM", by the journal "U0MIA"`, false,
		},
		"another amount": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"rev":1`, `"rev":1,"amount":{"minor":900,"currency":"EUR"}`)
			},
			"lead L-1 is not as entry 1 of the journal left it", false,
		},
		"another date": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"stage_since":"2026`, `"stage_since":"2025`)
			},
			"lead L-1 is not as entry 1 of the journal left it", false,
		},
		"another address": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, first, `"email":"a@acme.com"`, `"email":"c@acme.com"`)
			},
			"lead L-1 is not as entry 1 of the journal left it", false,
		},
		"a lead without its salt": {
			func(_ *testing.T, w kv.Writer) { w.Delete("salt/000000000001") },
			"lead L-1 has no salt", false,
		},
		"a changed entry of the journal": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, "journal/r/00000000000000000001", `"by":"U0MIA"`, `"by":"U0SAM"`)
			},
			"entry 2 of the journal does not follow the one before: one of them was changed", false,
		},
		"an entry that follows no other": {
			func(t *testing.T, w kv.Writer) {
				t.Helper()
				replaced(t, w, "journal/r/00000000000000000002", `"prev":"`, `"prov":"`)
			},
			"entry 2 of the journal does not follow the one before", false,
		},
		"a number given twice": {
			func(_ *testing.T, w kv.Writer) { w.Put("seq/lead", []byte("1")) },
			"lead L-2 has a number that was not given yet", false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, db, cal := recorded(t)
			damages(t, db, func(w kv.Writer) { test.damage(t, w) })
			found := verified(t, s, cal)
			if sound := name == "none"; sound != (len(found) == 0) || !strings.Contains(strings.Join(found, "\n"), test.want) {
				t.Fatalf("found %q, want %q", found, test.want)
			}
			if err := s.Repair(t.Context(), cal); err != nil {
				if name != "an unreadable record" {
					t.Fatal(err)
				}
				return
			}
			if left := verified(t, s, cal); test.mends != (len(left) == 0) {
				t.Errorf("after the repair: %q", left)
			}
		})
	}
}

func TestAnotherZoneHasTheCountersMadeAnew(t *testing.T) {
	s, db, _ := recorded(t)
	days := func() map[string]string {
		counters := map[string]string{}
		err := db.View(t.Context(), func(r kv.Reader) error {
			for e, err := range r.Scan(kv.Range{Prefix: "rollup/2026"}) {
				if err != nil {
					return err
				}
				if strings.HasSuffix(e.Key, "/entered.lead/all/") {
					counters[strings.Split(e.Key, "/")[1]] = string(e.Value)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return counters
	}
	inBerlin, inLisbon := map[string]string{"20261123": "1", "20261124": "1"}, map[string]string{"20261123": "2"}
	for _, step := range []struct {
		zone    string
		changed bool
		want    map[string]string
	}{
		{"Europe/Berlin", true, inBerlin}, // nobody noted the zone before
		{"Europe/Berlin", false, inBerlin},
		{"Europe/Lisbon", true, inLisbon},
		{"Europe/Lisbon", false, inLisbon},
		{"Europe/Berlin", true, inBerlin},
	} {
		changed, err := s.RecountInZone(t.Context(), calendarOf(t, step.zone))
		if err != nil || changed != step.changed {
			t.Errorf("reckoning in %s changed the counters: %t, %v", step.zone, changed, err)
		}
		if diff := cmp.Diff(step.want, days()); diff != "" {
			t.Errorf("days in %s (-want +got):\n%s", step.zone, diff)
		}
		if found := verified(t, s, calendarOf(t, step.zone)); len(found) > 0 {
			t.Errorf("after reckoning in %s: %q", step.zone, found)
		}
	}
	if found := verified(t, s, calendarOf(t, "Europe/Lisbon")); len(found) == 0 {
		t.Error("counters of another zone pass for right")
	}
	fresh, _ := newStore(t)
	if changed, err := fresh.RecountInZone(t.Context(), calendarOf(t, "Europe/Berlin")); changed || err != nil {
		t.Errorf("a new store has counters to make anew: %t, %v", changed, err)
	}
}
