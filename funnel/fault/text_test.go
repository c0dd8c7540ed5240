package fault

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
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

func TestACellIsNoFormula(t *testing.T) {
	for text, want := range map[string]string{"": "", "Acme": "Acme", "=1+1": "'=1+1", "+49": "'+49", "-3": "'-3", "@sum": "'@sum", "a=b": "a=b"} {
		if got := Cell(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}
