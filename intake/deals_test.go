package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/intake"
)

func TestASecondFileFillsBlanksAndOverwritesNothing(t *testing.T) {
	d := newDesk(t)
	o := intake.Options{Kind: intake.Leads}
	d.takes("email,created,stage,closed,amount,title\n"+
		"ann@x.com,2018-01-08,customer,2018-03-06,,\n"+
		"bob@x.com,2018-01-08,customer,2018-03-06,10,CEO\n"+
		"cid@x.com,2018-01-08,sql,,,\n", o)

	const deals = "email,created,stage,closed,amount,currency,title,company\n" +
		"ann@x.com,2018-02-01,customer,2018-09-09,100,EUR,CFO,Acme\n" +
		"bob@x.com,2018-02-01,lost,2018-03-05,200,EUR,CFO,\n" +
		"cid@x.com,2018-02-01,sql,2030-01-01,300,EUR,,\n"
	if got := counts(d.takes(deals, o)); got != [5]int{0, 2, 0, 0, 1} {
		t.Errorf("new, updated, unchanged, open, rejected = %v", got)
	}

	ann, bob, cid := d.lead(1), d.lead(2), d.lead(3)
	euros := func(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }
	won := time.Date(2018, time.March, 5, 23, 0, 0, 0, time.UTC) // midnight in Berlin
	if ann.Amount != euros(100) || !ann.EndedAt.Equal(won) || ann.Title != "CFO" || ann.Company != "Acme" {
		t.Errorf("%+v", ann)
	}

	if bob.Amount != euros(10) || bob.Title != "CEO" || cid.Amount != euros(300) || cid.Stage != agreement.SQL {
		t.Errorf("%+v\n%+v", bob, cid)
	}

	digest, err := d.Digest.Week(t.Context(), calendar.WeekOf(calendar.Date{Year: 2018, Month: time.March, Day: 6}))
	if err != nil || digest.Funnel.Customers != 2 || len(digest.Wins) != 2 {
		t.Errorf("%d customers, wins %+v, %v", digest.Funnel.Customers, digest.Wins, err)
	}

	if got := counts(d.takes(deals, o)); got != [5]int{0, 0, 2, 0, 1} {
		t.Errorf("the second time: new, updated, unchanged, open, rejected = %v", got)
	}
}

func TestAWinIsNeverDatedByTheDayItsLeadCame(t *testing.T) {
	d := newDesk(t)
	report := d.takes("Email,Stage,Created Time,Closing Date,Amount\n"+
		"ann@x.com,Closed Won,2018-01-08,2018-03-06,1\n"+
		"bob@x.com,Closed Won,2018-01-08,,€ 1\n"+
		"cid@x.com,Closed Lost,2018-01-08,,1\n"+
		"dan@x.com,Negotiation/Review,2018-01-08,2031-03-06,1\n", intake.Options{Kind: intake.Leads})
	if got := counts(report); got != [5]int{2, 0, 0, 0, 2} || report.Assumed != 3 {
		t.Errorf("new, updated, unchanged, open, rejected = %v, %d amounts without a currency: %v", got, report.Assumed, report.Problems)
	}

	for _, p := range report.Problems {
		if !strings.Contains(p.Reason, "nothing says since when") {
			t.Errorf("row %d: %s", p.Row, p.Reason)
		}
	}

	ann := d.lead(1)
	if ann.CreatedAt.Month() != time.January || ann.EndedAt.Month() != time.March || ann.Stage != agreement.Customer {
		t.Errorf("%+v", ann)
	}
}
