package funnel

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsWrongWithACampaignIsSaidOnItsField(t *testing.T) {
	s := newStory(t)
	long := strings.Repeat("x", 400)
	for name, test := range map[string]struct {
		in    CampaignInput
		field string
	}{
		"no name":          {CampaignInput{Name: " "}, "name"},
		"a long name":      {CampaignInput{Name: long}, "name"},
		"a reserved name":  {CampaignInput{Name: "Fair (Closed)"}, "name"},
		"no channel":       {CampaignInput{Name: "Fair", Channel: "pigeon"}, "channel"},
		"a long message":   {CampaignInput{Name: "Fair", Message: long}, "message"},
		"a long audience":  {CampaignInput{Name: "Fair", Audience: long}, "audience"},
		"a long why":       {CampaignInput{Name: "Fair", Why: long}, "why"},
		"a long alias":     {CampaignInput{Name: "Fair", Aliases: []string{long}}, "aliases"},
		"many aliases":     {CampaignInput{Name: "Fair", Aliases: strings.Split("a b c d e f g h i j k", " ")}, "aliases"},
		"over before then": {CampaignInput{Name: "Fair", From: s.day(2), Until: s.day(1)}, "until"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := NewCampaign(1, test.in, s.act(mia), s.p)
			wantKind(t, err, KindInvalid)
			if e, ok := errors.AsType[*Error](err); !ok || len(e.Fields) != 1 || e.Fields[0].Field != test.field {
				t.Errorf("on the wrong field: %+v", err)
			}
			wantSentence(t, UserText(err))
		})
	}
}

func TestACampaignIsKeptAsItIsWritten(t *testing.T) {
	s := newStory(t)
	in := CampaignInput{
		Name: " LogiMAT  2027 ", Channel: "Trade show", Aliases: []string{"logimat", "LOGIMAT", "logimat 2027", ""},
		From: s.day(1), Until: s.day(1), Budget: euros(5), Goal: 3, Why: "they buy",
	}
	c, e, err := NewCampaign(7, in, s.act(mia), s.p)
	if err != nil {
		t.Fatal(err)
	}
	want := Campaign{
		V: 1, ID: 7, Name: "LogiMAT 2027", Channel: "event", Aliases: []string{"logimat"}, From: s.day(1), Until: s.day(1), Budget: euros(5),
		Goal: 3, Why: "they buy", CreatedBy: mia, CreatedAt: s.now,
	}
	if diff := cmp.Diff(want, c); diff != "" || e.Kind != EntryCampaign || e.Campaign != c.Name {
		t.Errorf("entry %+v, campaign (-want +got):\n%s", e, diff)
	}
	if changed, _, err := c.Edit(CampaignInput{Audience: "CFOs"}, s.act(lea), s.p); err != nil || changed.Audience != "CFOs" || changed.Why != "they buy" || changed.Name != c.Name {
		t.Errorf("changed to %+v, %v", changed, err)
	}
}

func TestSpendCountsOnItsDay(t *testing.T) {
	s := newStory(t)
	c := Campaign{ID: 1, Name: "Fair"}
	line, e, err := c.Pay(SpendInput{Amount: euros(5), Day: s.day(-3)}, nil, s.act(mia), s.p)
	if err != nil || line.Campaign != 1 {
		t.Fatal(line, err)
	}
	want := map[Delta]int64{
		{Day: s.day(-3), Metric: "spend.EUR", Dim: DimAll}:                     500,
		{Day: s.day(-3), Metric: "spend.EUR", Dim: DimCampaign, Value: "Fair"}: 500,
		{Metric: "spend.EUR", Dim: DimCampaign, Value: "Fair"}:                 500,
	}
	if diff := cmp.Diff(want, counters(s.p.Calendar, []Entry{e})); diff != "" {
		t.Errorf("counters (-want +got):\n%s", diff)
	}
	for name, in := range map[string]SpendInput{
		"nothing":             {},
		"tomorrow":            {Amount: euros(1), Day: s.day(1)},
		"back what was not":   {Amount: euros(-6)},
		"in another currency": {Amount: Money{Minor: -1, Currency: "USD"}},
		"a long note":         {Amount: euros(1), Note: strings.Repeat("x", 200)},
	} {
		_, _, err := c.Pay(in, Sums{euros(5)}, s.act(mia), s.p)
		if KindOf(err) != KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := c.Pay(SpendInput{Amount: euros(-5)}, Sums{euros(5)}, s.act(mia), s.p); err != nil {
		t.Errorf("all is taken back: %v", err)
	}
}

func TestCostsAndReturn(t *testing.T) {
	dollars := Money{Minor: 900, Currency: "USD"}
	for name, test := range map[string]struct {
		results Results
		perLead string
		roi     float64
		known   bool
	}{
		"no spend":         {Results{Leads: 3, Revenue: Sums{euros(9)}}, "", 0, false},
		"rounded half up":  {Results{Leads: 3, Spend: Sums{euros(5)}, Revenue: Sums{euros(15)}}, "€1.67", 2, true},
		"nobody came":      {Results{Spend: Sums{euros(5)}}, "", -1, true},
		"dollars apart":    {Results{Leads: 5, Spend: Sums{euros(5), dollars}, Revenue: Sums{euros(5), dollars}}, "€1", 0, true},
		"only dollars":     {Results{Leads: 9, Spend: Sums{dollars}, Revenue: Sums{euros(5)}}, "$1", -1, true},
		"several, not our": {Results{Leads: 9, Spend: Sums{dollars, {Minor: 5, Currency: "GBP"}}}, "", 0, false},
	} {
		cost, ok := test.results.CostPer(test.results.Leads, "EUR")
		if ok != (test.perLead != "") || ok && cost.String() != test.perLead {
			t.Errorf("%s: a lead costs %s, %v", name, cost, ok)
		}
		if roi, known := test.results.ROI("EUR"); known != test.known || known && roi != test.roi {
			t.Errorf("%s: ROI %v, %v", name, roi, known)
		}
	}
}

func TestCampaignsAreAddedUpByWhatTheyShare(t *testing.T) {
	report := func(name, channel, audience string, leads int64) CampaignReport {
		return CampaignReport{Campaign: Campaign{Name: name, Channel: Channel(channel), Audience: audience}, Results: Results{Leads: leads, Spend: Sums{euros(leads)}}}
	}
	of := func(leads, spent int64) Results { return Results{Leads: leads, Spend: Sums{euros(spent)}} }
	unpaid := report("D", "paid", "", 90)
	unpaid.Spend = nil
	b, _ := NewCampaignBoard([]CampaignReport{report("A", "event", "CFO", 1), report("B", "paid", "", 2), report("C", "event", "cfo", 4), unpaid}, ModelFirst, "EUR")
	for by, want := range map[Grouping][]CampaignGroup{
		ByChannel:  {{"event", 2, of(5, 5), of(5, 5), 0}, {"paid", 2, of(92, 2), of(2, 2), 1}},
		ByAudience: {{"", 2, of(92, 2), of(2, 2), 1}, {"CFO", 2, of(5, 5), of(5, 5), 0}},
		ByMessage:  {{"", 4, of(97, 7), of(7, 7), 1}},
	} {
		if diff := cmp.Diff(want, b.Groups(by)); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", by, diff)
		}
	}
}
