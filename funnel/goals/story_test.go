package goals

import (
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
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
			Calendar: calendartest.BerlinHours(t, calendartest.MondayToFriday, "09:00-18:00"),
			Roster: people.Roster{
				Marketing: []ref.UserID{mia, mel}, Sales: []ref.UserID{sam, rob}, Leadership: []ref.UserID{lea},
				Admins: []ref.UserID{ada}, SalesManager: mona, IntakeOwner: mel,
			},
		},
		Currency: "EUR", Region: "DE",
	}
}

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }
