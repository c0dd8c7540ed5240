package ref

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
)

const sam UserID = "U0SAM"

func wantKind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if err == nil {
		t.Fatal("allowed, want it refused")
	}
	if fault.KindOf(err) != want {
		t.Errorf("kind %d, want %d: %v", fault.KindOf(err), want, err)
	}
	wantSentence(t, fault.UserText(err))
}

// wayInTests are the words of a face for how a task is done.
func wayInTests(w fault.Way) string {
	return fmt.Sprintf("<%s>", strings.Join(append([]string{fmt.Sprint("task ", w.Task)}, w.Args...), " "))
}

// wantSentence checks what every sentence to people has to be.
func wantSentence(t testing.TB, text string) {
	t.Helper()
	plain := fault.PlainText(text, nil, time.UTC, wayInTests)
	bad := []bool{
		len(plain) < 20, plain != "" && plain[0] >= 'a' && plain[0] <= 'z', plain != "" && !slices.Contains([]byte(".)"), plain[len(plain)-1]),
		containsAny(plain, "%!", "  ", "..", "nobody has nobody", "<nil>"),
	}
	if slices.Contains(bad, true) {
		t.Errorf("not a sentence for people: %q", plain)
	}
}
