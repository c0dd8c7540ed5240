package loop_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// setsUp makes campaigns, each with an alias of its initial and "-27".
func (o *office) setsUp(names ...string) {
	o.t.Helper()
	for _, name := range names {
		_, err := o.Campaigns.New(o.t.Context(), o.by(mia), campaigns.Input{Name: name, Channel: "event", Aliases: []string{name[:1] + "-27"}})
		o.must(err)
	}
}

// comes logs a person through a campaign, an hour after what was before.
func (o *office) comes(n int, campaign string) funnel.Lead {
	o.t.Helper()
	in := person(n)
	in.Campaign = campaign
	r, err := o.Leads.Log(o.t.Context(), o.by(mia), in)
	o.must(err)
	o.later(time.Hour)
	return r.Lead
}

// sells works a lead through to its end.
func (o *office) sells(id ref.LeadID, amount money.Amount) {
	o.t.Helper()
	ctx := o.t.Context()
	o.does(o.Handoff(ctx, o.by(mia), id, sam, ""))
	o.does(o.Leads.Accept(ctx, o.by(sam), id))
	o.does(o.Leads.Qualify(ctx, o.by(sam), id, funnel.Opportunity{Amount: amount, CloseBy: o.today().AddDays(5)}))
	o.does(o.Leads.Win(ctx, o.by(sam), id, money.Amount{}))
}

func (o *office) campaign(name string, model ledger.Model) campaigns.Detail {
	o.t.Helper()
	d, err := o.Campaigns.Show(o.t.Context(), name, model)
	o.must(err)
	return d
}

func TestLeadsLinkToACampaignHoweverItIsWritten(t *testing.T) {
	o := newOffice(t)
	before := o.comes(1, "F-27") // before anybody set it up
	o.setsUp("Fair")
	for i, text := range []string{"fair", "  FAIR", "f-27", "Fair"} {
		if l := o.comes(i+2, text); l.Campaign != "Fair" {
			t.Errorf("%q was kept as %q", text, l.Campaign)
		}
	}
	if before.Campaign != "F-27" {
		t.Errorf("kept as %q", before.Campaign)
	}
	unknown := o.comes(9, "Spring Mailing")
	o.comes(10, "spring mailing")
	if unknown.Campaign != "Spring Mailing" {
		t.Errorf("kept as %q", unknown.Campaign)
	}
	board, err := o.Campaigns.All(t.Context(), ledger.ModelFirst)
	o.must(err)
	want := &campaigns.Board{
		Model: ledger.ModelFirst, Currency: "EUR",
		Campaigns: []campaigns.Report{{Campaign: o.campaign("fair", ledger.ModelFirst).Campaign, Results: campaigns.Results{Responses: 5, Leads: 5}}},
		Unknown:   []campaigns.Unknown{{Text: "Spring Mailing", Results: campaigns.Results{Responses: 2, Leads: 2}}},
	}
	if diff := cmp.Diff(want, board); diff != "" {
		t.Errorf("board (-want +got):\n%s", diff)
	}
	o.wantSound()
}

func TestWhatACampaignBroughtAndCost(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.setsUp("Fair")
	won, lost := o.comes(1, "fair"), o.comes(2, "fair")
	o.comes(3, "fair")
	o.sells(won.ID, euros(1000))
	o.does(o.Handoff(ctx, o.by(mia), lost.ID, sam, ""))
	o.does(o.Leads.Reject(ctx, o.by(sam), lost.ID, funnel.Rejection{Reason: "timing"}))
	for _, amount := range []money.Amount{euros(300), euros(100), euros(-100), {Minor: 5000, Currency: "USD"}} {
		_, _, err := o.Campaigns.Spend(ctx, o.by(mia), "F-27", campaigns.SpendInput{Amount: amount})
		o.must(err)
	}
	d := o.campaign("fair", ledger.ModelLinear)
	want := campaigns.Results{
		Responses: 3, Leads: 3, MQLs: 2, SALs: 1, Accepted: 1, Rejected: 1, SQLs: 1, Customers: 1,
		Revenue: campaigns.Sums{euros(1000)}, Spend: campaigns.Sums{euros(300), {Minor: 5000, Currency: "USD"}},
	}
	if diff := cmp.Diff(want, d.Results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if len(d.Lines) != 4 || d.Lines[0].Amount.Currency != "USD" || d.Lines[0].Number != 4 {
		t.Errorf("lines %+v", d.Lines)
	}
	_, _, err := o.Campaigns.Spend(ctx, o.by(mia), "fair", campaigns.SpendInput{Amount: euros(-301)})
	wantKind(t, err, fault.KindInvalid)
	o.wantSound()
}

func TestRevenueIsCreditedToTheCampaignsOnTheWay(t *testing.T) {
	for _, test := range []struct {
		model      ledger.Model
		fair, mail int64 // cents
	}{
		{ledger.ModelFirst, 10001, 0}, {ledger.ModelLast, 0, 10001}, {ledger.ModelLinear, 5001, 5000}, {ledger.ModelU, 5001, 5000}, {ledger.ModelW, 5001, 5000},
	} {
		t.Run(string(test.model), func(t *testing.T) {
			o := newOffice(t)
			o.setsUp("Fair", "Mail")
			l := o.comes(1, "fair")
			o.comes(1, "M-27")
			o.sells(l.ID, money.Amount{Minor: 10001, Currency: "EUR"})
			fair, mail := o.campaign("fair", test.model), o.campaign("mail", test.model)
			if got := [2]int64{fair.Revenue.In("EUR").Minor, mail.Revenue.In("EUR").Minor}; got != [2]int64{test.fair, test.mail} {
				t.Errorf("credited %v", got)
			}
			if fair.Customers != 1 || mail.Customers != 0 || mail.Responses != 1 {
				t.Errorf("fair %+v, mail %+v", fair.Results, mail.Results)
			}
			_, err := o.Leads.Undo(t.Context(), o.by(sam))
			o.must(err)
			if got := o.campaign("fair", test.model); len(got.Revenue) != 0 || got.Customers != 0 {
				t.Errorf("after undo %+v", got.Results)
			}
			o.wantSound()
		})
	}
}

func TestNoMoreLeadsLinkToAClosedCampaign(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.setsUp("Fair")
	l := o.comes(1, "fair")
	closed, err := o.Campaigns.Close(ctx, o.by(mia), "f-27")
	o.must(err)
	if closed.Leads != 1 || !closed.Campaign.Closed() {
		t.Errorf("closed %+v", closed)
	}
	in := person(2)
	in.Campaign = "f-27"
	late, err := o.Leads.Log(ctx, o.by(mia), in)
	o.must(err)
	if !late.Late || late.Lead.Campaign != "Fair (closed)" {
		t.Errorf("late %v, campaign %q", late.Late, late.Lead.Campaign)
	}
	o.sells(l.ID, euros(5)) // what it brought before still counts
	if d := o.campaign("fair", ledger.ModelW); d.Leads != 1 || d.Late != 1 || d.Customers != 1 || d.Revenue.In("EUR") != euros(5) {
		t.Errorf("results %+v", d.Results)
	}
	_, err = o.Campaigns.Close(ctx, o.by(mia), "fair")
	wantKind(t, err, fault.KindConflict)
	_, err = o.Campaigns.Edit(ctx, o.by(mia), "fair", campaigns.Input{Reopen: true})
	o.must(err)
	if got := o.comes(3, "fair"); got.Campaign != "Fair" {
		t.Errorf("open again, kept as %q", got.Campaign)
	}
}

func TestARenamedCampaignKeepsWhatItBrought(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.setsUp("Fair")
	o.comes(1, "fair")
	_, _, err := o.Campaigns.Spend(ctx, o.by(mia), "fair", campaigns.SpendInput{Amount: euros(7)})
	o.must(err)
	_, err = o.Campaigns.Edit(ctx, o.by(lea), "fair", campaigns.Input{Name: "LogiMAT"})
	o.must(err)
	o.comes(2, "fair")
	d := o.campaign("logimat", ledger.ModelFirst)
	if d.Leads != 2 || d.Spend.In("EUR") != euros(7) || strings.Join(d.Campaign.Aliases, ",") != "F-27,Fair" {
		t.Errorf("%+v", d)
	}
	_, _, err = o.Campaigns.Spend(ctx, o.by(mia), "logimat", campaigns.SpendInput{Amount: euros(-7)})
	o.must(err)
	o.wantSound()
}

func TestNamesOfCampaignsAreUnique(t *testing.T) {
	o := newOffice(t)
	o.setsUp("Fair", "Mail")
	for name, in := range map[string]campaigns.Input{
		"a name":          {Name: "FAIR"},
		"another's alias": {Name: "f-27"},
		"an alias":        {Name: "New", Aliases: []string{"mail"}},
	} {
		o.wantUnchanged(name, func() {
			_, err := o.Campaigns.New(t.Context(), o.by(mia), in)
			wantKind(t, err, fault.KindConflict)
		})
	}
	o.wantUnchanged("no such goal", func() {
		_, err := o.Campaigns.New(t.Context(), o.by(mia), campaigns.Input{Name: "New", Goal: 9})
		wantKind(t, err, fault.KindNotFound)
	})
	_, err := o.Campaigns.Show(t.Context(), "Fare", ledger.ModelFirst)
	wantKind(t, err, fault.KindNotFound)
	if text := fault.UserText(err); !strings.Contains(text, "Mail, Fair") {
		t.Errorf("does not name the campaigns: %s", text)
	}
}

func TestSalesReadsCampaignsAndChangesNone(t *testing.T) {
	o := newOffice(t)
	o.setsUp("Fair")
	for _, user := range []ref.UserID{sam, mona, stan} {
		o.wantUnchanged(string(user), func() {
			_, err := o.Campaigns.New(t.Context(), o.by(user), campaigns.Input{Name: "New"})
			wantKind(t, err, fault.KindDenied)
			_, _, err = o.Campaigns.Spend(t.Context(), o.by(user), "fair", campaigns.SpendInput{Amount: euros(1)})
			wantKind(t, err, fault.KindDenied)
			_, err = o.Campaigns.Close(t.Context(), o.by(user), "fair")
			wantKind(t, err, fault.KindDenied)
		})
	}
	for i, user := range []ref.UserID{mel, lea, ada} {
		_, err := o.Campaigns.New(t.Context(), o.by(user), campaigns.Input{Name: fmt.Sprint("New ", i)})
		o.must(err)
	}
}

// A report reads totals by campaign: what it costs does not depend on how
// many leads there are.
func BenchmarkCampaigns(b *testing.B) {
	for _, leads := range []int{100, 2_000} {
		b.Run(fmt.Sprint(leads, " leads"), func(b *testing.B) {
			o := newOffice(b)
			_, err := o.Campaigns.New(b.Context(), o.by(mia), campaigns.Input{Name: "Fair"})
			o.must(err)
			for n := range leads {
				in := person(n)
				in.Campaign = "fair"
				_, err := o.Leads.Log(b.Context(), o.by(mia), in)
				o.must(err)
			}
			for b.Loop() {
				_, err := o.Campaigns.All(b.Context(), ledger.ModelW)
				o.must(err)
			}
		})
	}
}
