package funnel

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestCleanLine(t *testing.T) {
	for text, want := range map[string]string{
		"  Anna   Ek ":                      "Anna Ek",
		"Anna\u00a0\t\u3000Ek\r\nBerlin":    "Anna Ek Berlin",
		"Anna\u2028Ek\u2800.":               "Anna Ek .",
		"a\u202eb\u2066c\u200bd\ufeffe":     "abcde",
		"a\x00b\x1b[31mc":                   "ab[31mc",
		Mention("U1") + Moment(time.Time{}): "U1-62135596800",
		"a\U000f0000b\U00100000c\ufffed":    "abcd",
		"\u3164\u115f\u034f":                "",
		"a\xffb":                            "ab",
		"Jörg ❤️ 東京":                        "Jörg ❤️ 東京",
		"":                                  "",
	} {
		if got, err := CleanLine("Name", text, 100); err != nil || got != want {
			t.Errorf("CleanLine(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestCleanNote(t *testing.T) {
	for text, want := range map[string]string{
		"one\r\ntwo\rthree":           "one\ntwo\nthree",
		"\n\n one  \n\n\n\n two \n\n": "one\n\ntwo",
		"one\u2028two\u2029three\x00": "one\ntwo\nthree",
		" \n\u200b\n ":                "",
		"- a\n- b\u202e":              "- a\n- b",
	} {
		if got, err := CleanNote("Note", text, 100); err != nil || got != want {
			t.Errorf("CleanNote(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestCleanTextIsLimitedInCharacters(t *testing.T) {
	if got, err := CleanLine("Name", " äöü ", 3); err != nil || got != "äöü" {
		t.Errorf("got %q, %v", got, err)
	}
	want := "Name is 4 characters long. At most 3 fit: shorten it by 1"
	if _, err := CleanLine("Name", "äöüß", 3); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := CleanNote("Note", "a\nb", 2); err == nil {
		t.Error("a long note is accepted")
	}
}

func FuzzCleanLine(f *testing.F) {
	for _, seed := range []string{"Anna Ek", "a\u202eb", "\ue000U1\ue001", "a\u00a0\u200bb", "\xff\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line, err := CleanLine("Name", text, 50)
		if err != nil {
			return
		}
		if !utf8.ValidString(line) || utf8.RuneCountInString(line) > 50 {
			t.Errorf("%q became %q", text, line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return isTokenRune(r) || unicode.IsControl(r) }); i >= 0 {
			t.Errorf("%q became %q, with %q", text, line, line[i:])
		}
		if again, err := CleanLine("Name", line, 50); err != nil || again != line {
			t.Errorf("%q became %q, and that %q: %v", text, line, again, err)
		}
	})
}

func TestStraightQuotes(t *testing.T) {
	if got, want := StraightQuotes("“Acme” „AG“ «SA» it’s"), `"Acme" "AG" "SA" it's`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSegments(t *testing.T) {
	due := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	tests := map[string][]Segment{
		"":      nil,
		"plain": {{Text: "plain"}},
		Mention("U1") + " calls by " + Moment(due) + ".":  {{Mention: "U1"}, {Text: " calls by "}, {Moment: due}, {Text: "."}},
		Mention("U1") + Mention("U2"):                     {{Mention: "U1"}, {Mention: "U2"}},
		"a\ue000U1":                                       {{Text: "a"}, {Text: "U1"}},
		"\ue000\ue000U1\ue001":                            {{Mention: "U1"}},
		"\ue002soon\ue003b\ue001":                         {{Text: "soon"}, {Text: "b"}},
		ToListGoals.Way() + " shows " + Mention("U1"):     {{Way: Way{Task: ToListGoals, Args: []string{}}}, {Text: " shows "}, {Mention: "U1"}},
		ToAssignLead.Way(LeadID(7), "to \ue005Sam\ue006"): {{Way: Way{Task: ToAssignLead, Args: []string{"L-7", "to Sam"}}}},
		"\ue004find\ue005\ue0040\ue005\ue004200\ue005.":   {{Text: "find"}, {Text: "0"}, {Text: "200"}, {Text: "."}},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, Segments(text)); diff != "" {
			t.Errorf("Segments(%q): %s", text, diff)
		}
	}
}

func TestPlainText(t *testing.T) {
	names := func(id string) string { return map[string]string{"U1": "Sam Ito"}[id] }
	text := Mention("U1") + " takes over from " + Mention("U2") + " by " + Moment(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	if got, want := PlainText(text, names, zoneNamed(t, "Europe/Berlin"), nil), "Sam Ito takes over from U2 by Mon 23 Nov 2026 10:00 CET"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := PlainText(Mention("U1"), nil, time.UTC, nil), "U1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	text = ToLogFigure.Way(MetricWebsiteVisits, 800, Option("week", "2026-W47")) + " replaces it."
	if got, want := PlainText(text, nil, time.UTC, wayInTests), fmt.Sprintf("<task %d website_visits 800 week=2026-W47> replaces it.", ToLogFigure); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestACellIsNoFormula(t *testing.T) {
	for text, want := range map[string]string{"": "", "Acme": "Acme", "=1+1": "'=1+1", "+49": "'+49", "-3": "'-3", "@sum": "'@sum", "a=b": "a=b"} {
		if got := Cell(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}
