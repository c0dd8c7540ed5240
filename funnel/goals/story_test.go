package goals

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const mia ref.UserID = "U0MIA"

const mel ref.UserID = "U0MEL"

const sam ref.UserID = "U0SAM"

const rob ref.UserID = "U0ROB"

const mona ref.UserID = "U0MONA"

const lea ref.UserID = "U0LEA"

const ada ref.UserID = "U0ADA"

func testPolicy(t testing.TB) funnel.Policy {
	t.Helper()
	note := agreement.ReasonCode{Code: "other", Label: "Other", NoteRequired: true}
	return funnel.Policy{
		Definition: agreement.Definition{
			Version: 3,
			Reasons: agreement.Reasons{
				Reject:     []agreement.ReasonCode{{Code: "company_size", Label: "Wrong company size"}, {Code: "timing", Label: "Not now"}, note},
				Lost:       []agreement.ReasonCode{{Code: "price", Label: "Price"}, note},
				Disqualify: []agreement.ReasonCode{{Code: "spam", Label: "Spam or test entry"}, note},
			},
			ServiceLevels: agreement.ServiceLevels{
				Accept: calendar.WorkingTime{Hours: 4}, FirstTouch: calendar.WorkingTime{Hours: 4},
				Update: calendar.WorkingTime{Days: 5}, EscalateAfter: calendar.WorkingTime{Days: 1},
			},
		},
		Staff: people.Staff{
			Calendar: berlinHours(t, mondayToFriday, "09:00-18:00"),
			Roster: people.Roster{
				Marketing: []ref.UserID{mia, mel}, Sales: []ref.UserID{sam, rob}, Leadership: []ref.UserID{lea},
				Admins: []ref.UserID{ada}, SalesManager: mona, IntakeOwner: mel,
			},
		},
		Currency: "EUR", Region: "DE",
	}
}

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }

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
