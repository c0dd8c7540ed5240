// Package faulttest checks in tests what the rules say to people: that a
// refusal is of the right kind, and that it is a sentence.
package faulttest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

// WantKind checks that something is refused, with an error of a kind and in a sentence.
func WantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if err == nil {
		t.Fatal("allowed, want it refused")
	}

	if fault.KindOf(err) != want {
		t.Errorf("kind %d, want %d: %v", fault.KindOf(err), want, err)
	}

	WantSentence(t, fault.UserText(err))
}

// Way is the words of a face for how a task is done, and for options.
func Way(w fault.Way) string {
	words := []string{fmt.Sprint("task ", w.Task)}
	if w.Task == fault.ToGive {
		words = nil
	}

	for _, arg := range w.Args {
		words = append(words, strings.TrimPrefix(arg.Name+"="+arg.Value, "="))
	}

	return "<" + strings.Join(words, " ") + ">"
}

// Plain is a text of the rules as a reader has it, with tasks and options in the words of Way.
func Plain(text string) string { return fault.PlainText(text, nil, time.UTC, Way) }

// WantSentence checks what every sentence to people has to be.
func WantSentence(t testing.TB, text string) {
	t.Helper()
	plain := Plain(text)
	bad := []bool{
		len(plain) < 20,
		plain != "" && plain[0] >= 'a' && plain[0] <= 'z',
		plain != "" && !slices.Contains([]byte(".)"), plain[len(plain)-1]),
		ContainsAny(plain, "%!", "  ", "..", "nobody has nobody", "<nil>"),
	}
	if slices.Contains(bad, true) {
		t.Errorf("not a sentence for people: %q", plain)
	}
}

// ContainsAny says whether a text holds one of some parts.
func ContainsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
