package funnel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

func TestWhatIsWrongWithACampaignIsSaidOnItsField(t *testing.T) {
	s := newStory(t)
	long := strings.Repeat("x", 400)
	for name, test := range map[string]struct {
		in    campaigns.Input
		field string
	}{
		"no name":          {campaigns.Input{Name: " "}, "name"},
		"a long name":      {campaigns.Input{Name: long}, "name"},
		"a reserved name":  {campaigns.Input{Name: "Fair (Closed)"}, "name"},
		"no channel":       {campaigns.Input{Name: "Fair", Channel: "pigeon"}, "channel"},
		"a long message":   {campaigns.Input{Name: "Fair", Message: long}, "message"},
		"a long audience":  {campaigns.Input{Name: "Fair", Audience: long}, "audience"},
		"a long why":       {campaigns.Input{Name: "Fair", Why: long}, "why"},
		"a long alias":     {campaigns.Input{Name: "Fair", Aliases: []string{long}}, "aliases"},
		"many aliases":     {campaigns.Input{Name: "Fair", Aliases: strings.Split("a b c d e f g h i j k", " ")}, "aliases"},
		"over before then": {campaigns.Input{Name: "Fair", From: s.day(2), Until: s.day(1)}, "until"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := campaigns.New(1, test.in, s.act(mia), s.p)
			wantKind(t, err, fault.KindInvalid)
			if e, ok := errors.AsType[*fault.Error](err); !ok || len(e.Fields) != 1 || e.Fields[0].Field != test.field {
				t.Errorf("on the wrong field: %+v", err)
			}
			wantSentence(t, fault.UserText(err))
		})
	}
}

func TestACampaignIsKeptAsItIsWritten(t *testing.T) {
	s := newStory(t)
	in := campaigns.Input{
		Name: " LogiMAT  2027 ", Channel: "Trade show", Aliases: []string{"logimat", "LOGIMAT", "logimat 2027", ""},
		From: s.day(1), Until: s.day(1), Budget: euros(5), Goal: 3, Why: "they buy",
	}
	c, e, err := campaigns.New(7, in, s.act(mia), s.p)
	if err != nil {
		t.Fatal(err)
	}
	want := campaigns.Campaign{
		V: 1, ID: 7, Name: "LogiMAT 2027", Channel: "event", Aliases: []string{"logimat"}, From: s.day(1), Until: s.day(1), Budget: euros(5),
		Goal: 3, Why: "they buy", CreatedBy: mia, CreatedAt: s.now,
	}
	if diff := cmp.Diff(want, c); diff != "" || e.Kind != funnel.EntryCampaign || e.Campaign != c.Name {
		t.Errorf("entry %+v, campaign (-want +got):\n%s", e, diff)
	}
	if changed, _, err := c.Edit(campaigns.Input{Audience: "CFOs"}, s.act(lea), s.p); err != nil || changed.Audience != "CFOs" || changed.Why != "they buy" || changed.Name != c.Name {
		t.Errorf("changed to %+v, %v", changed, err)
	}
}

func TestSpendCountsOnItsDay(t *testing.T) {
	s := newStory(t)
	c := campaigns.Campaign{ID: 1, Name: "Fair"}
	line, e, err := c.Pay(campaigns.SpendInput{Amount: euros(5), Day: s.day(-3)}, nil, s.act(mia), s.p)
	if err != nil || line.Campaign != 1 {
		t.Fatal(line, err)
	}
	want := map[ledger.Delta]int64{
		{Day: s.day(-3), Metric: "spend.EUR", Dim: ledger.DimAll}:                     500,
		{Day: s.day(-3), Metric: "spend.EUR", Dim: ledger.DimCampaign, Value: "Fair"}: 500,
		{Metric: "spend.EUR", Dim: ledger.DimCampaign, Value: "Fair"}:                 500,
	}
	if diff := cmp.Diff(want, counters(s.p.Calendar, []funnel.Entry{e})); diff != "" {
		t.Errorf("counters (-want +got):\n%s", diff)
	}
	for name, in := range map[string]campaigns.SpendInput{
		"nothing":             {},
		"tomorrow":            {Amount: euros(1), Day: s.day(1)},
		"back what was not":   {Amount: euros(-6)},
		"in another currency": {Amount: money.Amount{Minor: -1, Currency: "USD"}},
		"a long note":         {Amount: euros(1), Note: strings.Repeat("x", 200)},
	} {
		_, _, err := c.Pay(in, campaigns.Sums{euros(5)}, s.act(mia), s.p)
		if fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := c.Pay(campaigns.SpendInput{Amount: euros(-5)}, campaigns.Sums{euros(5)}, s.act(mia), s.p); err != nil {
		t.Errorf("all is taken back: %v", err)
	}
}
