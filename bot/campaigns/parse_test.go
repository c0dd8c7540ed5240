package campaigns

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
)

func TestACampaignIsReadHoweverItIsWritten(t *testing.T) {
	march := func(day int) calendar.Date { return calendar.Date{Year: 2027, Month: time.March, Day: day} }
	full := campaigns.Input{
		Channel: "event", From: march(9), Until: march(11), Aliases: []string{"logimat", "utm_27"}, Audience: "Operations managers",
		Message: "Count faster", Budget: money.Amount{Minor: 1200000, Currency: "EUR"}, Why: "they buy",
	}
	for _, test := range []struct {
		text, name string
		want       campaigns.Input
		goal       string
	}{
		{`LogiMAT 2027`, "LogiMAT 2027", campaigns.Input{}, ""},
		{`LogiMAT 2027 channel=event from=2027-03-09 until=11.3.2027 alias=logimat, utm_27 audience=Operations managers message="Count faster" budget=12k goal=mqls 2027-Q1 why="they buy"`, "LogiMAT 2027", full, "mqls 2027-Q1"},
		{`“LogiMAT 2027” channel=event from=9 Mar 2027 until=11 Mar 2027 aliases=logimat utm=utm_27 persona="Operations managers" message=Count faster budget=€12,000 goal=“MQLs 2027-Q1” why=they buy`, "LogiMAT 2027", full, "MQLs 2027-Q1"},
		{`Fair expects=400 goal=G-3`, "Fair", campaigns.Input{Expects: 400}, "G-3"},
		{`Fair goal=G-3`, "Fair", campaigns.Input{}, "G-3"},
		{`Fair from= until= budget= expects= status= channel= goal=`, "Fair", campaigns.Input{}, ""},
		{`Fair audience= persona=CFOs`, "Fair", campaigns.Input{Audience: "CFOs"}, ""},
		{`Fair status=open name=LogiMAT`, "Fair", campaigns.Input{Reopen: true, Name: "LogiMAT"}, ""},
	} {
		got, rest, given, err := parseCampaign(desk.LineOf(test.text), "EUR", kittest.Sunday)
		if err != nil || rest.Text() != test.name || given != (test.name != test.text) {
			t.Errorf("%q: name %q, options %v, %v", test.text, rest.Text(), given, err)
		}
		if diff := cmp.Diff(campaignLine{test.want, test.goal}, got, cmp.AllowUnexported(campaignLine{})); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.text, diff)
		}
	}
}

func TestWhatIsNoCampaignGetsOneLine(t *testing.T) {
	for text, says := range map[string]string{
		"Fair cost=5":        "“cost=” is not something a campaign has",
		"Fair from=someday":  "not a date",
		"Fair budget=much":   "not an amount",
		"Fair status=closed": "status=open",
	} {
		_, _, _, err := parseCampaign(desk.LineOf(text), "EUR", kittest.Sunday)
		kittest.WantSentence(t, text, err, says)
	}
}

var campaignNames = map[string]bool{"logimat 2027": true, "logimat": true, "guide": true}

func TestSpendIsReadHoweverItIsWritten(t *testing.T) {
	euros := func(n int64) campaigns.SpendInput {
		return campaigns.SpendInput{Amount: money.Amount{Minor: n * 100, Currency: "EUR"}}
	}
	on := func(in campaigns.SpendInput, day int, note string) campaigns.SpendInput {
		in.Day, in.Note = calendar.Date{Year: 2026, Month: time.November, Day: day}, note
		return in
	}
	for _, test := range []struct {
		text, name string
		want       campaigns.SpendInput
	}{
		{"guide 1200", "guide", euros(1200)},
		{"LogiMAT 2027 4500", "LogiMAT 2027", euros(4500)},
		{"logimat 12 000", "logimat", euros(12000)},
		{"logimat 12.000,50 EUR", "logimat", campaigns.SpendInput{Amount: money.Amount{Minor: 1200050, Currency: "EUR"}}},
		{"LogiMAT 2027, $500", "LogiMAT 2027", campaigns.SpendInput{Amount: money.Amount{Minor: 50000, Currency: "USD"}}},
		{"guide -200", "guide", euros(-200)},
		{"guide amount=200", "guide", euros(200)},
		{"guide 200 on=2026-11-03 note=“Stand, rent”", "guide", on(euros(200), 3, "Stand, rent")},
		{"guide 200 note=print date=3 Nov 2026", "guide", on(euros(200), 3, "print")},
		{"No Such 200", "No Such", euros(200)},
		{"logimat 2027EUR", "logimat", euros(2027)},
		{"logimat amount=2027", "logimat", euros(2027)},
		{"logimat 2 027", "logimat", euros(2027)},
		{"LogiMAT 2027 2000", "LogiMAT 2027", euros(2000)},
		{"guide 2200", "guide", euros(2200)},
	} {
		name, got, err := parseSpend(desk.LineOf(test.text), campaignNames, "EUR", kittest.Sunday)
		if err != nil || name != test.name {
			t.Errorf("%q: name %q, %v", test.text, name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.text, diff)
		}
	}
	for text, says := range map[string]string{
		"": "On which campaign", "guide": "How much was spent?", "guide soon": "not an amount", "guide 5 on=never": "not a date",
		"guide 5 amount=6":     "not understood",
		"guide 5 on=":          "“” is not a date",
		"guide 5 date=, note=": "“” is not a date",
		"guide amount=":        "How much was spent?",

		"guide 5 on=2026-11-03 date=never": "Which is meant, `on=2026-11-03` or `date=never`?",
		"guide 5 note=rent note=food":      "Which is meant, `note=rent` or `note=food`?",
		"logimat 2031":                     "no campaign is called “logimat 2031”. If that is what was spent on logimat, write its currency too: `/campaign spend logimat 2031EUR`",
		"guide 1999 note=rent":             "looks like a year",
	} {
		_, _, err := parseSpend(desk.LineOf(text), campaignNames, "EUR", kittest.Sunday)
		kittest.WantSentence(t, text, err, says)
	}
}

func TestACampaignThoughtOfIsReadHoweverItIsWritten(t *testing.T) {
	cost := money.Amount{Minor: 2000000, Currency: "EUR"}
	full := campaigns.Question{
		Channel: "event", Cost: cost, Expects: 400,
		From: calendar.Date{Year: 2027, Month: time.March, Day: 9}, Until: calendar.Date{Year: 2027, Month: time.March, Day: 11},
	}
	for text, want := range map[string]campaigns.Question{
		"channel=event cost=20000": {Channel: "event", Cost: cost},
		"channel= cost=":           {}, // which is asked for
		"tradeshow 20k":            {Channel: "event", Cost: cost},
		"channel=event cost=20 000 expects=400 from=2027-03-09 until=11.3.2027": full,
		"event 20k from=9 Mar 2027 until=11 Mar 2027 expects=400":               full,
	} {
		got, err := parseQuestion(desk.LineOf(text), "EUR", kittest.Sunday)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got)\n%s", text, err, diff)
		}
	}
	for text, says := range map[string]string{
		"event 20k expects=many": "is not a number of leads", "event 20k expects=0": "above 0", "event 20k expects=2.5": "whole number",
		"event 20k expects=4 from=never": "not a date",
		"event 20k from= until=monday":   "“” is not a date", "event 20k until=": "“” is not a date", "event 20k expects=": "“” is not a number of leads",
	} {
		_, err := parseQuestion(desk.LineOf(text), "EUR", kittest.Sunday)
		kittest.WantSentence(t, text, err, says)
	}
}

func TestReportsAreAskedForByNameAndModel(t *testing.T) {
	for _, test := range []struct {
		text, name string
		model      ledger.Model
	}{
		{"logimat 2027", "logimat 2027", ledger.ModelFirst},
		{"LogiMAT 2027 model=w", "LogiMAT 2027", ledger.ModelW},
		{"“Guide” u-shaped", "Guide", ledger.ModelU},
		{"no such thing", "no such thing", ledger.ModelFirst},
	} {
		name, model, err := parseShow(desk.LineOf(test.text), campaignNames)
		if err != nil || name != test.name || model != test.model {
			t.Errorf("%q: %q %q, %v", test.text, name, model, err)
		}
	}
	for text, says := range map[string]string{"": "Which campaign?", "guide z": "not an attribution model", "guide u now": "not understood"} {
		_, _, err := parseShow(desk.LineOf(text), campaignNames)
		kittest.WantSentence(t, text, err, says)
	}
	if model, by, err := parseList(desk.LineOf("model=linear by=persona")); err != nil || model != ledger.ModelLinear || by != campaigns.ByAudience {
		t.Errorf("list: %q %q, %v", model, by, err)
	}
	for text, says := range map[string]string{"by=colour": "channel, audience or message", "all": "not understood", "model=x": "attribution model"} {
		_, _, err := parseList(desk.LineOf(text))
		kittest.WantSentence(t, text, err, says)
	}
}
